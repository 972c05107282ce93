"""Hours at full size, foreseen from a few pilot runs.

Each pilot takes a part that does not grow and a part that grows with a power of the size,
(1 - s) + s (n / n_r)^c with n_r the largest pilot; the two are unknown, and so is how the growth bends beyond
the pilots (see `bend`). The prior weights below were set on run times of scikit-learn learners (LCDB 1.0).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from premortem.analysis import bend
from premortem.analysis.arguments import FloatArray, number, refuse, sequence, tail_shares, vector, whole
from premortem.analysis.bend import Band, Estimate

MOST_PILOTS = 8
FURTHEST = 1e6
"""Beyond a million times the largest pilot nothing is foreseen."""

TIMER_HOURS = 0.003 / 3600
"""A clock and a start-up jitter of 3 milliseconds: a pilot that short says little."""

PILOT_SHARE = 0.1
"""The next pilot may cost a tenth of the full run: enough to learn from, little enough to lose."""


@dataclass(frozen=True)
class _Kind:
    """What is known about a kind of algorithm before any pilot."""

    powers: tuple[tuple[float, float, float], ...]
    """Normal parts of the prior of the exponent: weight, mean, spread."""
    bend: float = 0.15
    """How much the exponent drifts: the median of its prior."""


_BROAD = (1.3, 0.8)

_KINDS: dict[str | None, _Kind] = {
    None: _Kind(((0.6, 1.15, 0.25), (0.3, 2.0, 0.25), (0.1, *_BROAD)), bend=0.2),
    "kernel": _Kind(((0.7, 2.2, 0.25), (0.3, *_BROAD)), bend=0.3),
    "neighbours": _Kind(((0.9, 1.7, 0.3), (0.1, *_BROAD)), bend=0.25),
    "ensemble": _Kind(((0.9, 1.1, 0.15), (0.1, *_BROAD))),
    "tree": _Kind(((0.9, 1.25, 0.2), (0.1, *_BROAD))),
    "linear": _Kind(((0.9, 1.1, 0.25), (0.1, *_BROAD)), bend=0.2),
}
_KINDS["boosting"] = _KINDS["neural"] = _KINDS["ensemble"]

ALGORITHMS = tuple(name for name in _KINDS if name is not None)

_POWERS = np.linspace(0, 3.5, 36)
_GROWING = np.array([0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0])
_ALL_GROWING = 0.3
"""Prior weight of there being no constant part; the rest is proportional to the growing part."""

_NOISE = bend.lognormal_grid(0.07, 0.8, 0.01, 0.4, 7)


@dataclass(frozen=True)
class Growth:
    """The fitted growth, to be asked about any size."""

    largest: float
    posterior: bend.Posterior

    def at(self, size: float) -> bend.Mixture:
        """Return the distribution of the logarithm of the hours at a size."""
        x = math.log(size / self.largest)
        return self.posterior.predict(x, _shapes(np.array([x]))[:, 0])

    def exponent(self, x: float) -> bend.Mixture:
        """Return the distribution of the growth in hours, as a logarithm, over the next `x`."""
        return self.posterior.change(x, _shapes(np.array([x]))[:, 0])


@dataclass(frozen=True)
class GrowthForecast:
    """Hours at the target size, and how sure that is."""

    median: float
    low: float
    high: float
    linear: float
    """What a straight line through the largest pilot says."""
    exponent: Estimate
    """The power of the size with which the hours grow, on average from the largest pilot to the target."""
    chance_within_budget: float | None
    """None where no budget was given."""
    next_pilot: float | None
    """The size of the next pilot worth running; None where the full run costs little more."""
    notes: tuple[str, ...]
    """What the reader must know about this forecast, each in one sentence."""
    interval: float
    target: float
    growth: Growth = field(repr=False, compare=False)

    def chance_within(self, hours: float) -> float:
        """Return the chance that the full run takes at most so many hours."""
        return _chance(self.growth.at(self.target), number("hours", hours, at_least=0))

    def band(self, sizes: ArrayLike | Sequence[float]) -> Band:
        """Return median and interval at each of several sizes, for a chart."""
        largest = self.growth.largest * FURTHEST
        asked = vector("sizes", sizes, lambda name, size: number(name, size, above=0, at_most=largest))
        shares = tail_shares(self.interval)
        lows, medians, highs = np.exp([self.growth.at(float(size)).quantiles(shares) for size in asked]).T.tolist()
        return Band(tuple(asked.tolist()), tuple(medians), tuple(lows), tuple(highs))


def forecast(
    sizes: ArrayLike | Sequence[float],
    hours: ArrayLike | Sequence[float],
    target: float,
    algorithm: str | None = None,
    interval: float = 0.8,
    budget_hours: float | None = None,
    seed: int = 0,
) -> GrowthForecast:
    """Return the hours a run at full size will take, with an interval.

    `sizes` and `hours` of one to eight pilots in any order, all above 0; sizes in rows or as shares, `target` in
    the same unit, up to a million times the largest. `algorithm` is one of `ALGORITHMS` or None; knowing it
    narrows the interval. `budget_hours` asks for the chance to stay within it. Several pilots may have the same
    size. Times below a second are trusted less, for the clock's sake; above that, times twice as long give
    a forecast twice as long. Nothing is drawn at random: `seed` changes nothing. Exact sum over a grid of shapes
    (see `bend`). Raises `ArgumentError`.
    """
    pilots, times = _pilots(sizes, hours)
    largest = float(pilots[-1])
    target = number("target", target, above=0, at_most=largest * FURTHEST)
    if algorithm is not None and (not isinstance(algorithm, str) or algorithm not in _KINDS):
        refuse("algorithm", f"None or one of {', '.join(ALGORITHMS)}", algorithm)
    shares = tail_shares(interval)
    budget = None if budget_hours is None else number("budget_hours", budget_hours, at_least=0)
    whole("seed", seed, at_least=0)
    growth = _fit(pilots, times, _KINDS[algorithm])
    full = growth.at(target)
    low, median, high = (float(value) for value in np.exp(full.quantiles(shares)))
    hours_there = float(times[pilots == largest].mean())
    next_pilot = _next_pilot(largest, hours_there, target, median)
    horizon = max(math.log(target / largest), math.log(2))
    powers = growth.exponent(horizon).quantiles(shares) / horizon
    return GrowthForecast(
        median=median,
        low=low,
        high=high,
        linear=hours_there * target / largest,
        exponent=Estimate(median=float(powers[1]), low=float(powers[0]), high=float(powers[2])),
        chance_within_budget=None if budget is None else _chance(full, budget),
        next_pilot=next_pilot,
        notes=_notes(pilots, times, target, next_pilot),
        interval=interval,
        target=target,
        growth=growth,
    )


def _pilots(sizes: ArrayLike | Sequence[float], hours: ArrayLike | Sequence[float]) -> tuple[FloatArray, FloatArray]:
    """The pilots in one fixed order, whatever the order they were told in."""
    count = len(sequence("sizes", sizes, "a sequence of one number or more"))
    if count > MOST_PILOTS:
        refuse("sizes", f"at most {MOST_PILOTS} pilots (keep the largest)", sizes)

    def positive(name: str, value: object) -> float:
        return number(name, value, above=0)

    pilots = vector("sizes", sizes, positive)
    times = vector("hours", hours, positive, length=count)
    order = np.lexsort((times, pilots))
    return pilots[order], times[order]


@cache
def _prior(kind: _Kind) -> bend.Prior:
    powers = logsumexp(
        [math.log(weight / spread) - 0.5 * ((_POWERS - mean) / spread) ** 2 for weight, mean, spread in kind.powers],
        axis=0,
    )
    growing = np.where(_GROWING == 1, _ALL_GROWING, (1 - _ALL_GROWING) * _GROWING / _GROWING[:-1].sum())
    drift = bend.lognormal_grid(kind.bend, 0.7, 0.03, 1.0, 7)
    return bend.prior((powers[:, None] + np.log(growing)).ravel(), _NOISE, drift)


def _fit(pilots: FloatArray, times: FloatArray, kind: _Kind) -> Growth:
    x = np.log(pilots / pilots[-1])
    timer = (TIMER_HOURS / times) ** 2
    return Growth(float(pilots[-1]), bend.fit(x, np.log(times), _shapes(x), _prior(kind), timer))


def _shapes(x: FloatArray) -> FloatArray:
    """ln[(1 - s) + s e^(c x)] for every power and growing part: shapes x points."""
    constant = np.log(np.maximum(1 - _GROWING, 1e-300))[None, :, None]
    growing = np.log(_GROWING)[None, :, None] + _POWERS[:, None, None] * x
    return np.asarray(np.logaddexp(constant, growing), dtype=float).reshape(-1, len(x))


def _chance(hours: bend.Mixture, budget: float) -> float:
    return hours.below(math.log(budget)) if budget > 0 else 0.0


def _next_pilot(largest: float, hours: float, target: float, full_hours: float) -> float | None:
    """The size foreseen to cost `PILOT_SHARE` of the full run, from twice the largest pilot to half the target.

    Between the largest pilot and the full run the hours are taken to grow with one power.
    """
    if target <= 4 * largest:
        return None
    distance = math.log(target / largest)
    growth = math.log(full_hours / hours)
    back = -math.log(PILOT_SHARE) * distance / growth if growth > 0 else 0.0
    return largest * math.exp(min(max(distance - back, math.log(2)), distance - math.log(2)))


def _notes(pilots: FloatArray, times: FloatArray, target: float, next_pilot: float | None) -> tuple[str, ...]:
    notes = []
    different = len(set(pilots.tolist()))
    if different == 1:
        again = "one of another size" if next_pilot is None else f"one at {next_pilot:.3g}"
        notes.append(
            "Pilots of one size say nothing about growth: the interval rests on what other learners do. "
            f"Run a second pilot, {again}."
        )
    elif times[pilots == pilots[-1]].mean() <= times[pilots == pilots[0]].mean():
        notes.append("The hours do not grow with the size yet: the pilots may be too small to show what grows.")
    if target <= pilots[-1]:
        notes.append("The target is no larger than the largest pilot: this is what such a run takes, not a forecast.")
    elif target > 100 * pilots[-1]:
        notes.append("The target is over a hundred times the largest pilot: a larger pilot is worth more than any fit.")
    return tuple(notes)
