"""What people say they expect, put on one footing and brought together.

The order of work is the IDEA protocol's: a private first round, reveal, discuss, a private second round,
both kept (Hemming et al. 2018); and SHELF's for a distribution from quartiles (O'Hagan 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, ndtr, ndtri

from premortem.analysis.arguments import FloatArray, number, probability, refuse, sequence, vector

QUARTILES = np.array([0.25, 0.5, 0.75])
NORMAL_QUARTILES_APART = 1.3489795003921634
"""The distance between the quartiles of a normal distribution, in standard deviations."""


class Interval(NamedTuple):
    """A low and a high value, in the unit of what was asked."""

    low: float
    high: float


@dataclass(frozen=True)
class Pooled:
    """A group's interval: the mean of its members', each with the same weight."""

    low: float
    best: float
    high: float
    people: int


@dataclass(frozen=True)
class Meeting:
    """Which of a group's ranges meet, by their place in what was given, from 0."""

    pairs: int
    apart: tuple[tuple[int, int], ...]
    """The pairs that do not meet, (lower, higher), the widest gap first."""
    sharing: int
    """How many ranges, at most, hold one and the same value."""
    groups: tuple[tuple[int, ...], ...]
    """The ranges that hang together, each meeting another of its group; no range holds what lies between two groups."""


@dataclass(frozen=True)
class Distribution:
    """A normal or a scaled beta distribution fitted to three quartiles."""

    family: Literal["normal", "beta"]
    mean: float
    sd: float
    misfit: float
    """The largest gap between a quarter and the probability the fit gives it: 0 is a perfect fit."""
    a: float | None = None
    """Shape parameters of the beta distribution; None for the normal one."""
    b: float | None = None
    bounds: tuple[float, float] | None = None

    def probability_below(self, value: float) -> float:
        """Return the probability of a result below `value`."""
        return float(self._distribution_function(np.array([number("value", value)]))[0])

    def quantile(self, share: float) -> float:
        """Return the value below which `share` of the probability lies (strictly between 0 and 1)."""
        share = probability("share", share, open_ended=True)
        if self.a is None or self.b is None or self.bounds is None:
            return self.mean + self.sd * float(ndtri(share))
        low, high = self.bounds
        return low + (high - low) * float(betaincinv(self.a, self.b, share))

    def _distribution_function(self, values: FloatArray) -> FloatArray:
        if self.a is None or self.b is None or self.bounds is None:
            return np.asarray(ndtr((values - self.mean) / self.sd))
        low, high = self.bounds
        return np.asarray(betainc(self.a, self.b, np.clip((values - low) / (high - low), 0, 1)))


def rescale_interval(low: float, best: float, high: float, stated: float, wanted: float = 0.8) -> Interval:
    """Return the interval a person would have given for another degree of certainty.

    `low` <= `best` <= `high` in one unit; `stated` is how sure the person was that the truth lies between, and
    `wanted` how sure it should be (both above 0; `stated` up to 1, `wanted` below 1). Linear:
    best - (best - low) * wanted / stated, likewise above (Hemming et al. 2018). The result is not cut at any
    natural bound such as 0. Raises `ArgumentError`.
    """
    best = number("best", best)
    low = number("low", low, at_most=best)
    high = number("high", high, at_least=best)
    stated = number("stated", stated, above=0, at_most=1)
    wanted = number("wanted", wanted, above=0, at_most=1)
    return Interval(best - (best - low) * wanted / stated, best + (high - best) * wanted / stated)


def pool(estimates: Sequence[Sequence[float]]) -> Pooled:
    """Return the mean of a group's (low, best, high) estimates, each person with the same weight.

    One row per person, all stated for the same certainty (see `rescale_interval`); those who do not know are
    left out by the caller, not counted as 0. Equal weights: Hemming et al. 2018. Raises `ArgumentError`.
    """
    rows = sequence("estimates", estimates, "one (low, best, high) row or more")
    if len(rows) == 0:
        refuse("estimates", "one (low, best, high) row or more", estimates)
    parts = np.array([vector(f"estimates[{index}]", row, length=3) for index, row in enumerate(rows)])
    for index, (low, best, high) in enumerate(parts):
        if not low <= best <= high:
            refuse(f"estimates[{index}]", "low, best, high in that order", rows[index])
    low, best, high = (float(part) for part in parts.mean(axis=0))
    return Pooled(low=low, best=best, high=high, people=len(parts))


def meeting(ranges: Sequence[Sequence[float]]) -> Meeting:
    """Return which of a group's ranges meet, and which groups they fall into.

    `ranges` is one (low, high) for each person, in one unit and stated for the same certainty (`rescale_interval`);
    none is no pair. Ranges that touch meet. Raises `ArgumentError`.
    """
    given = sequence("ranges", ranges, "one (low, high) for each person")
    parts = [Interval(*(float(end) for end in vector(f"ranges[{at}]", row, length=2))) for at, row in enumerate(given)]
    for at, (low, high) in enumerate(parts):
        if low > high:
            refuse(f"ranges[{at}]", "low, high in that order", ranges[at])
    rising = sorted(range(len(parts)), key=lambda at: (parts[at].high, parts[at].low))
    gaps = {
        (lower, higher): parts[higher].low - parts[lower].high
        for lower, higher in combinations(rising, 2)
        if parts[lower].high < parts[higher].low
    }
    return Meeting(
        pairs=len(parts) * (len(parts) - 1) // 2,
        apart=tuple(sorted(gaps, key=lambda pair: -gaps[pair])),
        sharing=max((sum(low <= start <= high for low, high in parts) for start, _ in parts), default=0),
        groups=_groups(parts),
    )


def _groups(parts: Sequence[Interval]) -> tuple[tuple[int, ...], ...]:
    groups: list[list[int]] = []
    reach = -np.inf
    for at in sorted(range(len(parts)), key=lambda at: parts[at]):
        if parts[at].low > reach:
            groups.append([])
        groups[-1].append(at)
        reach = max(reach, parts[at].high)
    return tuple(tuple(group) for group in groups)


def fit_quartiles(q1: float, median: float, q3: float, bounds: ArrayLike | None = None) -> Distribution:
    """Return the distribution whose quartiles come closest to the three given.

    `q1` < `median` < `q3` in one unit. Least squares between the distribution function at the three values and
    0.25, 0.5, 0.75, as in SHELF (O'Hagan 2019): a normal distribution without `bounds`, a beta distribution
    scaled to the (low, high) `bounds` with them. Raises `ArgumentError`.
    """
    median = number("median", median)
    q1 = number("q1", q1, below=median)
    q3 = number("q3", q3, above=median)
    values = np.array([q1, median, q3])
    if bounds is None:
        return _fit_normal(values)
    low, high = (float(end) for end in vector("bounds", bounds, length=2))
    if not low < q1 < q3 < high:
        refuse("bounds", f"a (low, high) pair with low below q1 ({q1:g}) and high above q3 ({q3:g})", bounds)
    return _fit_beta(values, low, high)


def _fit_normal(values: FloatArray) -> Distribution:
    centre, scale = float(values[1]), float(values[2] - values[0]) / NORMAL_QUARTILES_APART
    unit = (values - centre) / scale

    def gaps(shape: FloatArray) -> FloatArray:
        return np.asarray(ndtr((unit - shape[0]) / np.exp(shape[1])) - QUARTILES)

    shape = _least_squares(gaps, np.array([float(unit.mean()) / 2, 0.0]))
    return Distribution(
        family="normal",
        mean=centre + scale * float(shape[0]),
        sd=scale * float(np.exp(shape[1])),
        misfit=float(np.abs(gaps(shape)).max()),
    )


def _fit_beta(values: FloatArray, low: float, high: float) -> Distribution:
    unit = (values - low) / (high - low)

    def gaps(shape: FloatArray) -> FloatArray:
        return np.asarray(betainc(np.exp(shape[0]), np.exp(shape[1]), unit) - QUARTILES)

    # Start from the beta distribution with the moments of the normal one through the same quartiles.
    mean, sd = float(unit[1]), float(unit[2] - unit[0]) / NORMAL_QUARTILES_APART
    size = max(mean * (1 - mean) / sd**2 - 1, 0.5)
    a, b = (float(part) for part in np.exp(_least_squares(gaps, np.log([mean * size, (1 - mean) * size]))))
    span = high - low
    return Distribution(
        family="beta",
        mean=low + span * a / (a + b),
        sd=span * float(np.sqrt(a * b / (a + b + 1))) / (a + b),
        misfit=float(np.abs(gaps(np.log([a, b]))).max()),
        a=a,
        b=b,
        bounds=(low, high),
    )


def _least_squares(gaps: Callable[[FloatArray], FloatArray], start: FloatArray) -> FloatArray:
    # Imported here: the optimiser costs more to load than everything else in this package.
    from scipy.optimize import least_squares

    bounds = (start - 12, start + 12)
    return np.asarray(least_squares(gaps, start, bounds=bounds, xtol=1e-14, ftol=1e-14, gtol=1e-14).x)
