"""The figures: what the group expects, what comparable projects took, chances beside published shares, the score."""

from __future__ import annotations

import math
from collections.abc import Iterator

from premortem.analysis.reference_class import Uplift
from premortem.chapters.expectations import outside
from premortem.chapters.expectations.judgement import Evidence, Judgement
from premortem.chapters.expectations.outside import OVER_PLAN, OWN, REACHED_USE
from premortem.chapters.expectations.promises import TABLE, Score
from premortem.chapters.expectations.rounds import SECOND, Round, mean
from premortem.model.verdicts import Figure
from premortem.model.wording import count

POOLING = "Mean of all ranges, each rescaled to 8 times of 10 (IDEA protocol; Hemming et al. 2018)"
WITHIN = {0.5: "half of", 0.8: "8 of 10", 0.95: "19 of 20"}


def figures(evidence: Evidence, judged: Judgement, score: Score | None) -> tuple[Figure, ...]:
    """Return the figures; the outside view is not shown before the estimates, so that nobody is led by it."""
    counted = judged.counted
    found: list[Figure] = []
    if counted.pooled is not None:
        pooled, people = counted.pooled, counted.pooled.people
        who = "one person" if people == 1 else f"{count(people)} people, each with the same weight"
        label = f"What it costs, as you expect it ({_round_words(counted)}{who})"
        ends = (pooled.low, pooled.high)
        found.append(Figure(label, pooled.best, "money", *ends, source=POOLING, hangs_on=counted.question))
        found += _outside(evidence)
        found += _chances(counted)
    if score is not None:
        source = "Brier, Monthly Weather Review 78(1), 1950"
        basis = f"{count(score.promises)} promises: no interval, they are not a sample"
        found.append(
            Figure("Score of the chances given to promises", score.brier, "", None, None, basis, source, TABLE)
        )
    return tuple(found)


def _round_words(counted: Round) -> str:
    return "second round, " if counted.question == SECOND else ""


def _outside(evidence: Evidence) -> Iterator[Figure]:
    plan, view = evidence.plan, evidence.view
    if plan is None:
        return
    if view is not None:
        for uplift in outside.telling(view.uplifts):
            yield _within(uplift, plan, view.asked.population, outside.source_of(view.asked), outside.CLASS)
    for uplift in evidence.own.uplifts:
        source = f"{count(len(evidence.own.ratios))} own projects, the k-th of n standing for k / (n + 1)"
        yield _within(uplift, plan, "projects of your own", source, OWN)


def _within(uplift: Uplift, plan: float, who: str, source: str, question: str) -> Figure:
    label, value = f"Cost within which {WITHIN[uplift.quantile]} {who} stayed", plan * uplift.factor
    low: float | None = plan * uplift.low
    high: float | None = plan * uplift.high
    words = "as far as the figures leave it open"
    if uplift.low == 0:
        low, high, words = None, None, "at most; the figure says no more"
    elif math.isinf(uplift.high):
        low, high, words = None, None, "at least; no upper limit is known"
    elif uplift.low == uplift.high:
        low, high, words = None, None, "as it was seen, without an interval"
    return Figure(label, value, "money", low, high, words, source, question)


def _chances(counted: Round) -> Iterator[Figure]:
    for chances, what, row in (
        (counted.overs, "Chance of a cost above 1.5 times the plan", OVER_PLAN),
        (counted.uses, "Chance that it is in use after 12 months", REACHED_USE),
    ):
        if chances:
            yield _given(f"{what}, as you see it", chances, counted.question)
            known = outside.published(row)
            label, source = f"Published: {known.statement}", f"{known.source} ({known.about})"
            yield Figure(label, known.share, "%", None, None, "a published share, without an interval", source)


def _given(label: str, chances: tuple[float, ...], question: str) -> Figure:
    source = "Mean of the answers, each with the same weight"
    if len(chances) == 1:
        return Figure(label, chances[0], "%", None, None, "one answer: no interval", source, question)
    low, high = min(chances), max(chances)
    value = min(max(mean(chances), low), high)  # rounding may move a mean of equal chances out by a hair
    return Figure(label, value, "%", low, high, "lowest and highest of the answers", source, question)
