"""Shares of groups with their intervals, differences and ratios of them, AUC, and how far counts moved (PSI).

Counts in, frozen results out. All intervals come from Wilson's limits of a single share, which keep their promise in
small groups and at 0 and 1, where the textbook's plus or minus two standard errors do not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri

from premortem.analysis.acceptance import auc_se
from premortem.analysis.arguments import FloatArray, number, probability, refuse, vector, whole

CONFIDENCE = 0.95
HALF_A_ROW = 0.5
"""Added to each bin of a PSI, so that an empty bin has a logarithm."""
_HALVINGS = 40


@dataclass(frozen=True)
class Bounded:
    """A figure between its bounds; `high` is infinite where the data set none."""

    value: float
    low: float
    high: float

    def excludes(self, figure: float) -> bool:
        """Return whether a figure lies outside the interval."""
        return not self.low <= figure <= self.high


def wilson(count: int, of: int, confidence: float = CONFIDENCE) -> Bounded:
    """Return the share `count` / `of` with Wilson's score interval.

    `of` is at least 1. (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n) (Wilson 1927). Raises
    `ArgumentError`.
    """
    of = whole("of", of, at_least=1)
    count = whole("count", count, at_least=0, at_most=of)
    z = NormalDist().inv_cdf((1 + probability("confidence", confidence, open_ended=True)) / 2)
    share, spread = count / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    reach = z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    # At the ends the limit is the end itself; rounding must not say otherwise.
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    high = 1.0 if count == of else min(1.0, middle + reach)
    return Bounded(share, low, high)


def difference(count: int, of: int, other: int, other_of: int, confidence: float = CONFIDENCE) -> Bounded:
    """Return how much greater the share `count` / `of` is than `other` / `other_of`, two groups that share no row.

    From -1 to 1. The distances of Wilson's limits from the two shares are squared and added: Newcombe (1998,
    Statistics in Medicine 17, 873-890), method 10. Raises `ArgumentError`.
    """
    one, two = wilson(count, of, confidence), wilson(other, other_of, confidence)
    value = one.value - two.value
    low = value - math.hypot(one.value - one.low, two.high - two.value)
    high = value + math.hypot(one.high - one.value, two.value - two.low)
    return Bounded(value, max(-1.0, low), min(1.0, high))


def ratio(count: int, of: int, other: int, other_of: int, confidence: float = CONFIDENCE) -> Bounded:
    """Return how many times the share `other` / `other_of` the share `count` / `of` is.

    `other` is at least 1: nothing is a multiple of zero. The interval is Fieller's, with the distances of Wilson's
    limits in place of standard errors: Donner & Zou (2012, Statistical Methods in Medical Research 21, 347-359). Raises
    `ArgumentError`.
    """
    whole("other", other, at_least=1)
    one, two = wilson(count, of, confidence), wilson(other, other_of, confidence)
    product = one.value * two.value
    above, below = two.high * (2 * two.value - two.high), two.low * (2 * two.value - two.low)
    least, most = one.low * (2 * one.value - one.low), one.high * (2 * one.value - one.high)
    # The roots are written so that nothing cancels, and so that a bound of 0 in the divisor gives an infinite one.
    low = least / (product + math.sqrt(max(0.0, product**2 - above * least))) if least > 0 else 0.0
    top = product + math.sqrt(max(0.0, product**2 - below * most))
    return Bounded(one.value / two.value, max(0.0, low), top / below if below > 0 else math.inf)


def auc(negatives: ArrayLike, positives: ArrayLike, confidence: float = CONFIDENCE) -> Bounded:
    """Return how often a positive ranks above a negative, ties counted half, from counts per value.

    `negatives` and `positives` count the rows at each value, in ascending order of the values; at least one row of each
    kind. 1 is perfect order, 0.5 none, 0 the reverse (Mann & Whitney 1947). The bounds are the true areas that would
    still give this one, with the standard error of Hanley & McNeil (1982). Raises `ArgumentError`.
    """
    without, with_ = _counts("negatives", negatives), _counts("positives", positives)
    if len(without) != len(with_):
        refuse("positives", f"as long as negatives ({len(without)})", positives)
    n, m = float(without.sum()), float(with_.sum())
    if n == 0 or m == 0:
        refuse(
            "negatives" if n == 0 else "positives", "counts with at least one row", negatives if n == 0 else positives
        )
    below = np.cumsum(without) - without / 2
    area = min(1.0, float(with_ @ below) / (n * m))
    return auc_bounds(area, int(m), int(n), confidence)


def auc_bounds(area: float, positives: int, negatives: int, confidence: float = CONFIDENCE) -> Bounded:
    """Return an area under the ROC curve that was found on so many rows, with the bounds that `auc` gives it.

    `area` is from 0 to 1, each kind has at least one row. Raises `ArgumentError`.
    """
    area = probability("area", area)
    z = NormalDist().inv_cdf((1 + probability("confidence", confidence, open_ended=True)) / 2)
    low, high = (_farthest(area, end, z, positives, negatives) for end in (0.0, 1.0))
    return Bounded(area, low, high)


def _farthest(area: float, end: float, z: float, positives: int, negatives: int) -> float:
    """Return the true area nearest to an end (0 or 1) from which the one found is at most z standard errors away."""
    near, far = area, end
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        reached = abs(middle - area) <= z * auc_se(middle, positives, negatives)
        near, far = (middle, far) if reached else (near, middle)
    return near


@dataclass(frozen=True)
class Shift:
    """How far a column moved between two tables.

    `psi` is 0 where nothing moved; below 0.1 it counts as steady, above 0.25 as another population (a rule of thumb of
    credit scoring). `by_chance` is what two samples of one population stay below 999 times in 1,000.
    """

    psi: float
    by_chance: float


def psi(before: ArrayLike, after: ArrayLike) -> Shift:
    """Return the population stability index of two counts over the same bins.

    At least one bin and one row on each side; half a row is added to every bin that holds anything on either side.
    Sum of (a - b) ln(a / b) over the shares b before and a after (Siddiqi 2006; a symmetric Kullback-Leibler
    divergence, Jeffreys 1946). By chance it is about (1 / rows before + 1 / rows after) times chi-squared with bins - 1
    degrees of freedom (Yurdakul 2018). Raises `ArgumentError`.
    """
    old, new = _counts("before", before), _counts("after", after)
    if len(old) != len(new):
        refuse("after", f"as long as before ({len(old)})", after)
    if not old.any() or not new.any():
        refuse("after" if old.any() else "before", "counts with at least one row", after if old.any() else before)
    used = (old + new) > 0
    bins = int(used.sum())
    old_shares, new_shares = _shares(old[used]), _shares(new[used])
    value = float(((new_shares - old_shares) * np.log(new_shares / old_shares)).sum())
    scale = 1 / float(old.sum()) + 1 / float(new.sum())
    return Shift(max(0.0, value), scale * float(chdtri(bins - 1, 0.001)) if bins > 1 else 0.0)


def _shares(counts: FloatArray) -> FloatArray:
    padded = counts + HALF_A_ROW
    shares: FloatArray = padded / padded.sum()
    return shares


def _counts(name: str, values: ArrayLike) -> FloatArray:
    """Counts of rows; an array of numbers is checked as a whole, since there may be a million."""
    if isinstance(values, np.ndarray) and values.ndim == 1 and len(values) and values.dtype.kind in "iuf":
        counts: FloatArray = values.astype(float)
        if not np.isfinite(counts).all() or (counts < 0).any():
            refuse(name, "finite counts, none below 0", values)
        return counts
    return vector(name, values, lambda each, value: number(each, value, at_least=0))
