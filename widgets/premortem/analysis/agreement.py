"""How far a group agrees: on one ordered question, on an order of things, and by the RAND/UCLA rule."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from premortem.analysis.arguments import FloatArray, number, refuse, table, vector

FEWEST_RATERS = 8
"""The RAND/UCLA rule was set on panels of nine; with fewer than eight its percentiles mean nothing."""


@dataclass(frozen=True)
class Concordance:
    """How far several people put the same things in the same order."""

    w: float
    """0: no common order; 1: all the same."""
    p: float
    """The chance of so much agreement if each had ordered at random (chi-squared, rough for few items)."""
    chi2: float
    people: int
    items: int


@dataclass(frozen=True)
class PanelSpread:
    """The RAND/UCLA verdict on a panel's ratings from 1 to 9."""

    p30: float
    p70: float
    ipr: float
    """The distance between the two percentiles."""
    ipras: float
    """The distance that this much asymmetry still excuses."""
    disagreement: bool


def van_der_eijk(counts: ArrayLike) -> float:
    """Return the agreement in a distribution over ordered levels: -1 split, 0 flat, 1 agreed.

    `counts` per level, from the lowest to the highest, three levels or more, at least one count above 0. The
    counts are taken apart into layers of equal height; each layer weighs its share and has the agreement
    U (1 - (S - 1) / (K - 1)) with S levels filled of K (van der Eijk 2001). Raises `ArgumentError`.
    """
    rule = "counts of three levels or more, none below 0, some above 0"
    left = vector("counts", counts, lambda name, value: number(name, value, at_least=0))
    if len(left) < 3 or not left.any():
        refuse("counts", rule, counts)
    total = float(left.sum())
    agreement = 0.0
    while (filled := left > 0).any():
        height = float(left[filled].min())
        agreement += height * filled.sum() / total * _layer_agreement(tuple(filled.tolist()))
        left = np.where(filled & (left > height), left - height, 0.0)
    return agreement


def _layer_agreement(filled: tuple[bool, ...]) -> float:
    """A where each level is either filled or empty: how much of it is one hill, how much two."""
    levels = len(filled)
    taken = sum(filled)
    if taken == levels:
        return 0.0
    if taken == 1:
        return 1.0
    triples = list(combinations(filled, 3))
    one_hill = sum(triple in {(True, True, False), (False, True, True)} for triple in triples)
    two_hills = triples.count((True, False, True))
    unimodality = ((levels - 2) * one_hill - (levels - 1) * two_hills) / ((levels - 2) * (one_hill + two_hills))
    return unimodality * (1 - (taken - 1) / (levels - 1))


def kendall_w(rankings: ArrayLike) -> Concordance:
    """Return Kendall's coefficient of concordance, corrected for ties.

    `rankings` is people x items, ranks or any figures that order the items of a person; two people and two items
    or more. W = 12 S / (m^2 (n^3 - n) - m T) with T the sum of t^3 - t over each person's ties; p from
    chi2 = m (n - 1) W with n - 1 degrees of freedom (Kendall & Babington Smith 1939). Raises `ArgumentError`,
    also where nobody prefers anything.
    """
    given = table("rankings", rankings)
    people, items = given.shape
    if people < 2 or items < 2:
        refuse("rankings", "people x items with two of each or more", rankings)
    ranks = np.array([_ranks(row) for row in given])
    ties = sum(float(t**3 - t) for row in given for t in np.unique(row, return_counts=True)[1].astype(float))
    most = people**2 * (items**3 - items) - people * ties
    if most == 0:
        refuse("rankings", "such that somebody prefers something", rankings)
    sums = ranks.sum(axis=0)
    w = min(1.0, float(12 * ((sums - sums.mean()) ** 2).sum() / most))
    chi2 = people * (items - 1) * w
    return Concordance(w=w, p=float(chdtrc(items - 1, chi2)), chi2=chi2, people=people, items=items)


def _ranks(row: FloatArray) -> FloatArray:
    """Ranks from 1, the mean of theirs for those that are equal."""
    return np.asarray((row[:, None] > row).sum(axis=1) + ((row[:, None] == row).sum(axis=1) + 1) / 2)


def ipras(p30: float, p70: float) -> float:
    """Return the interpercentile range, adjusted for symmetry, above which a panel disagrees.

    `p30` <= `p70`, the 30th and the 70th percentile of ratings from 1 to 9:
    2.35 + 1.5 |5 - (p30 + p70) / 2| (Fitch et al. 2001, RAND/UCLA). Not defined for fewer than 8 people, which
    two percentiles cannot show: `panel_spread` takes the ratings and refuses. Raises `ArgumentError`.
    """
    p30 = number("p30", p30, at_least=1, at_most=9)
    p70 = number("p70", p70, at_least=p30, at_most=9)
    return 2.35 + 1.5 * abs(5 - (p30 + p70) / 2)


def panel_spread(ratings: ArrayLike) -> PanelSpread:
    """Return whether a panel disagrees, from the ratings of its members.

    `ratings` from 1 to 9 of eight people or more: the rule is not defined for fewer. Disagreement: the range
    between the 30th and the 70th percentile exceeds `ipras`. Raises `ArgumentError`.
    """
    given = vector("ratings", ratings, lambda name, value: number(name, value, at_least=1, at_most=9))
    if len(given) < FEWEST_RATERS:
        refuse("ratings", f"of {FEWEST_RATERS} people or more, the rule is not defined for {len(given)}", ratings)
    p30, p70 = (float(value) for value in np.quantile(given, [0.3, 0.7]))
    excused = ipras(p30, p70)
    return PanelSpread(p30=p30, p70=p70, ipr=p70 - p30, ipras=excused, disagreement=p70 - p30 > excused)
