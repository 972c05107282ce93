"""How sure an AUC is on so many cases: the standard error of Hanley & McNeil (1982), bounds as in Newcombe (2006)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

from premortem.analysis.acceptance import auc_se
from premortem.chapters.success_criteria.further import MOST_CASES, POWER, RISK

FEWEST = 10
"""Of each kind; with fewer the normal curve behind the standard error is not to be trusted."""
_HALVINGS = 30


def pass_from(floor: float, positives: int, negatives: int) -> float:
    """Return the AUC from which a result proves the floor: a system just at the floor gets there 1 time in 20."""
    return floor + NormalDist().inv_cdf(1 - RISK) * auc_se(floor, positives, negatives)


def refuted_to(floor: float, positives: int, negatives: int) -> float:
    """Return the AUC up to which a result refutes the floor."""
    return floor - NormalDist().inv_cdf(1 - RISK) * auc_se(floor, positives, negatives)


@lru_cache(maxsize=256)
def chance_to_pass(floor: float, hoped: float, positives: int, negatives: int) -> float:
    """Return how often a system as good as hoped proves the floor on so many cases."""
    ahead = hoped - pass_from(floor, positives, negatives)
    error = auc_se(hoped, positives, negatives)
    if error == 0:  # a perfect order always gets 1
        return 1.0 if ahead >= 0 else 0.0
    return NormalDist().cdf(ahead / error)


@lru_cache(maxsize=256)
def positives_needed(floor: float, hoped: float, per_positive: float, power: float = POWER) -> int | None:
    """Return how many positives prove the floor, with so many negatives to each; `None` where no usable test does."""

    def negatives(positives: int) -> int:
        return min(MOST_CASES, max(FEWEST, math.ceil(positives * per_positive)))

    def enough(positives: int) -> bool:
        return chance_to_pass(floor, hoped, positives, negatives(positives)) >= power

    known_false, known_true = FEWEST - 1, FEWEST
    while not enough(known_true):
        known_false, known_true = known_true, known_true * 2
        if known_true > MOST_CASES:
            return None
    while known_true - known_false > 1:
        middle = (known_false + known_true) // 2
        known_false, known_true = (known_false, middle) if enough(middle) else (middle, known_true)
    return known_true


@lru_cache(maxsize=256)
def bounds(found: float, positives: int, negatives: int) -> tuple[float, float]:
    """Return the lowest and highest true AUC that so often as RISK, each, would still give the one found."""
    z = NormalDist().inv_cdf(1 - RISK)

    def below(auc: float) -> bool:
        return found - auc >= z * auc_se(auc, positives, negatives)

    def not_above(auc: float) -> bool:
        return auc - found < z * auc_se(auc, positives, negatives)

    low = _turn(below, 0.0, min(found, 1 - 1e-9)) if found > 0 else 0.0
    high = _turn(not_above, max(found, 1e-9), 1.0) if found < 1 else 1.0
    return low, high


def _turn(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Return where a property that holds at `low` ceases to hold on the way to `high`."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return (low + high) / 2
