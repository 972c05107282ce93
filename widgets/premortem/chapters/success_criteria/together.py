"""Several criteria that must all hold: what that does to the chance of passing, and to the risk of a false pass.

The chance lies between Fréchet's bounds (1935) whatever the criteria have to do with each other. The risk of a false
pass is that of the single test at most: the intersection-union test keeps its level (Berger 1982).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from premortem.chapters.success_criteria import comparisons, ordering
from premortem.chapters.success_criteria.beyond import BEATS, RANKS, Beyond
from premortem.chapters.success_criteria.criteria import Criterion, planned
from premortem.chapters.success_criteria.further import POWER, RISK
from premortem.model.wording import percent

MISSES = 1 - POWER


@dataclass(frozen=True)
class Test:
    """One test still to be run: how often one as good as hoped passes it, and one at the floor.

    `needed` cases (or positive cases) pass it 8 times of 10, `needed_for_all` often enough that all tests together do.
    """

    name: str
    power: float
    false_pass: float
    unit: str
    needed: int | None
    needed_for_all: int | None


@dataclass(frozen=True)
class Together:
    """All tests that must be passed: the chance if they have nothing to do with each other, and its bounds.

    `power_each` is the power that, given to each test, passes all of them 8 times of 10 whatever they have to do with
    each other. `twins` names the measures that stand in more than one row: counted once in `chance`.
    """

    tests: tuple[Test, ...]
    chance: float
    lowest: float
    highest: float
    false_pass: float
    power_each: float
    twins: tuple[str, ...]


def together(criteria: tuple[Criterion, ...], beyond: Beyond) -> Together | None:
    """Return what all tests still to be run amount to, `None` where there are fewer than two."""
    power_each = 1 - MISSES / max(1, _how_many(criteria, beyond))
    tests = (*_shares(criteria, power_each), *_others(beyond, power_each))
    if len(tests) < 2:
        return None
    by_name = dict[str, float]()
    twins = dict[str, str]()
    for test in tests:
        key = f"{test.unit} {' '.join(test.name.casefold().split())}"
        if key in by_name:
            twins[key] = test.name
        by_name[key] = min(test.power, by_name.get(key, 1.0))
    highest = min(test.power for test in tests)
    lowest = min(highest, max(0.0, 1 - sum(1 - test.power for test in tests)))
    chance = min(highest, max(lowest, math.prod(by_name.values())))
    worst = max(test.false_pass for test in tests)
    return Together(tests, chance, lowest, highest, worst, power_each, tuple(twins.values()))


def _how_many(criteria: tuple[Criterion, ...], beyond: Beyond) -> int:
    shares = sum(criterion.plan is not None and criterion.judgement is None for criterion in criteria)
    return shares + len(_others(beyond, POWER))


def _shares(criteria: tuple[Criterion, ...], power_each: float) -> tuple[Test, ...]:
    tests = []
    for criterion in criteria:
        plan = criterion.plan
        if plan is None or criterion.judgement is not None or criterion.floor is None or criterion.hoped is None:
            continue
        larger = planned(criterion.floor, criterion.hoped, criterion.false_pass, power_each)
        for_all = larger.n if larger else None
        tests.append(Test(criterion.name, plan.power, plan.false_pass, "cases", plan.n, for_all))
    return tuple(tests)


def _others(beyond: Beyond, power_each: float) -> tuple[Test, ...]:
    tests = []
    counts = {scope.question for scope in beyond.scopes if scope.counting}
    for each in beyond.comparisons if BEATS in counts else ():
        if each.expected and each.cases:
            for_all = comparisons.cases_needed(*each.expected, power_each)
            tests.append(Test(each.name, POWER, RISK / 2, "cases tried with both", each.cases, for_all))
    for order in beyond.rankings if RANKS in counts else ():
        if order.power is not None and order.floor is not None and order.hoped is not None:
            assert order.positives is not None
            assert order.negatives is not None
            mix = order.negatives / order.positives
            for_all = ordering.positives_needed(order.floor, order.hoped, mix, power_each)
            tests.append(Test(order.name, order.power, RISK, "positive cases", order.needed, for_all))
    return tuple(tests)


def chance_words(all_of: Together) -> str:
    """Say in a sentence how often a system exactly as good as hoped passes all tests."""
    return (
        f"{_all(len(all_of.tests))} tests must be passed: a system exactly as good as hoped passes them all "
        f"{percent(all_of.chance)} of the time if they have nothing to do with each other, and between "
        f"{percent(all_of.lowest)} and {percent(all_of.highest)} whatever they have to do with each other."
    )


def _all(how_many: int) -> str:
    return "Both" if how_many == 2 else f"All {how_many}"
