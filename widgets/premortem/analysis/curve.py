"""Quality foreseen from the effort so far, and the effort for a target.

What is modelled is the error that remains, ceiling less quality: a share s of what remained at the largest
effort can be reduced, by one of three shapes (a power, an exponential in the root, a logarithm), the rest
stays. How the curve bends beyond the pilots is in `bend`. The prior weights were set on learning curves of
scikit-learn learners (LCDB 1.0).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, logsumexp

from premortem.analysis import bend
from premortem.analysis.arguments import FloatArray, number, refuse, sequence, tail_shares, vector, whole
from premortem.analysis.bend import Band, Estimate

MOST_PILOTS = 200
FORESEEABLE = 1000.0
"""Beyond a thousand times the largest effort a target counts as not foreseeable."""

FURTHEST = 1e6
"""Beyond a million times the largest effort no quality is foreseen either."""

_POWERS = np.geomspace(0.05, 4, 12)
_ROOTS = np.geomspace(0.1, 6, 7)
_LOGARITHMS = np.geomspace(0.05, 4, 6)

_WORSENING = (-0.02, -0.08, -0.2)
_WORSENING_WEIGHT = 0.08
_EDGES = np.linspace(0, 1, 13)

_NOISE = bend.lognormal_grid(0.015, 0.8, 0.003, 0.16, 6)
_BEND = bend.lognormal_grid(0.04, 0.9, 0.005, 0.3, 7)


def _shape_prior() -> FloatArray:
    powers = -0.5 * (np.log(_POWERS / 0.61) / 0.8) ** 2
    parts = (powers - logsumexp(powers), np.full(7, -math.log(7)), np.full(6, -math.log(6)))
    families = [math.log(weight) + part for weight, part in zip((0.6, 0.25, 0.15), parts, strict=True)]
    worsening = [_WORSENING_WEIGHT / len(_WORSENING)] * len(_WORSENING)
    reducible = (1 - _WORSENING_WEIGHT) * np.diff(betainc(0.4, 0.4, _EDGES))
    shares: FloatArray = np.log(np.concatenate([worsening, reducible]))
    return (np.concatenate(families)[:, None] + shares).ravel()


def _reducible_shares() -> FloatArray:
    """Middles of equal steps; the outermost lean to their ends, where the prior is heaviest."""
    middles = (_EDGES[1:] + _EDGES[:-1]) / 2
    middles[0], middles[-1] = _EDGES[1] / 4, 1 - _EDGES[1] / 4
    return np.concatenate([_WORSENING, middles])


_SHARES = _reducible_shares()
_LOG_PRIOR = _shape_prior()


@dataclass(frozen=True)
class Learning:
    """The fitted curve, to be asked about any effort."""

    smallest: float
    largest: float
    ceiling: float
    least: float
    """The worst quality: 0 where all pilots are above it, otherwise none is known."""
    posterior: bend.Posterior

    def quality(self, effort: float, shares: FloatArray) -> tuple[float, float, float]:
        """Return the low end, the median and the high end of the quality at an effort."""
        most, median, few = (self.ceiling - np.exp(self.at(effort).quantiles(shares))).tolist()
        return max(few, self.least), max(median, self.least), max(most, self.least)

    def at(self, effort: float) -> bend.Mixture:
        """Return the distribution of the logarithm of the error that remains at an effort."""
        x = math.log(effort / self.largest)
        return self.posterior.predict(x, self._shapes(effort))

    def chances(self, efforts: FloatArray, remaining: float) -> FloatArray:
        """Return for each effort the chance that at most this error remains."""
        shapes = _shapes(efforts, self.smallest, self.largest)
        return self.posterior.chances(np.log(efforts / self.largest), shapes, math.log(remaining))

    def change(self, factor: float) -> bend.Mixture:
        """Return the distribution of the logarithm of the error left by `factor` times the largest effort."""
        return self.posterior.change(math.log(factor), self._shapes(self.largest * factor))

    def allowed(self, name: str, effort: object) -> float:
        """Check an effort that is to be forecast."""
        return number(name, effort, above=0, at_most=self.largest * FURTHEST)

    def _shapes(self, effort: float) -> FloatArray:
        return _shapes(np.array([effort]), self.smallest, self.largest)[:, 0]


def _shapes(efforts: FloatArray, smallest: float, largest: float) -> FloatArray:
    """ln[(1 - s) + s g], with g the shape relative to the largest effort: shapes x efforts."""
    x = np.log(np.append(efforts, largest) / smallest)
    root = np.expm1(np.minimum(x, 600) / 2)
    # Far below the smallest pilot the logarithm would turn the error negative; it is stopped before.
    slow = np.log(np.maximum(1 + _LOGARITHMS[:, None] * x, 0.05))
    logs = np.concatenate([-_POWERS[:, None] * x, -_ROOTS[:, None] * root, -slow])
    relative = np.exp(np.minimum(logs[:, :-1] - logs[:, -1:], 50.0))
    remaining = 1 - _SHARES[None, :, None] + _SHARES[None, :, None] * relative[:, None, :]
    return np.asarray(np.log(np.maximum(remaining, 1e-9)), dtype=float).reshape(-1, len(efforts))


@dataclass(frozen=True)
class Reach:
    """By which effort the target is reached, as a distribution: efforts, and the chance to have it by then."""

    efforts: FloatArray
    chances: FloatArray

    def chance_by(self, effort: float) -> float:
        """Return the chance to reach the target with at most this effort; nothing is said of less than a pilot."""
        return float(np.interp(math.log(effort), np.log(self.efforts), self.chances, left=0.0))

    def effort(self, share: float) -> float:
        """Return the effort that reaches the target with this chance; infinite where none does."""
        if self.chances[-1] < share:
            return math.inf
        # The first of the efforts with enough chance, and the straight line to it from the one before.
        after = int(np.argmax(self.chances >= share))
        if after == 0:
            return float(self.efforts[0])
        part = (share - self.chances[after - 1]) / (self.chances[after] - self.chances[after - 1])
        return float(self.efforts[after - 1] * (self.efforts[after] / self.efforts[after - 1]) ** part)


@dataclass(frozen=True)
class CurveForecast:
    """Quality at an effort, the effort for a target, and how sure both are."""

    median: float | None
    """Quality at `at`; None where `at` was not given, like `low` and `high`."""
    low: float | None
    high: float | None
    effort_for_target: Estimate | None
    """None where no target was given; infinite where it is not foreseeable."""
    last_effort: float
    last_quality: float
    notes: tuple[str, ...]
    """What the reader must know about this forecast, each in one sentence."""
    interval: float
    target: float | None
    learning: Learning = field(repr=False, compare=False)
    reach: Reach | None = field(repr=False, compare=False)

    def chance_by(self, effort: float) -> float:
        """Return the chance that the target is reached with at most this effort; more effort never lowers it."""
        effort = number("effort", effort, above=0)
        if self.reach is None:
            refuse("target", "given to `forecast` before its chance is asked", self.target)
        return self.reach.chance_by(effort)

    def gain_chance(self, factor: float, share: float) -> float:
        """Return the chance that `factor` times the largest effort cuts the error that remains by at least `share`."""
        factor = number("factor", factor, at_least=1, at_most=FURTHEST)
        share = number("share", share, above=0, below=1)
        return self.learning.change(factor).below(math.log1p(-share))

    def band(self, efforts: ArrayLike | Sequence[float]) -> Band:
        """Return median and interval of the quality at each of several efforts, for a chart."""
        asked = vector("efforts", efforts, self.learning.allowed)
        shares = tail_shares(self.interval)
        lows, medians, highs = zip(*(self.learning.quality(float(effort), shares) for effort in asked), strict=True)
        return Band(tuple(asked.tolist()), medians, lows, highs)


def forecast(
    effort: ArrayLike | Sequence[float],
    quality: ArrayLike | Sequence[float],
    at: float | None = None,
    target: float | None = None,
    ceiling: float = 1.0,
    cases: int | None = None,
    sd: float | Sequence[float] | None = None,
    interval: float = 0.8,
    seed: int = 0,
    *,
    guessing: float | None = None,
) -> CurveForecast:
    """Return the quality that more effort will bring, and the effort that a target will take.

    `effort` (above 0: rows, hours, days) and `quality` of one to 200 pilots in any order; quality is below the
    `ceiling` it rises towards. `at` is the effort to forecast, `target` a quality below the ceiling. The error of
    each measurement is known from `cases`, the size of the test set, where quality is a share of cases, or from
    `sd`, in the unit of quality, one for all or one each; with both, the larger counts. `guessing` is the quality
    of a guess: pilots no better than that are refused. Nothing is drawn at random: `seed` changes nothing. Exact
    sum over a grid of shapes (see `bend`). Raises `ArgumentError`.
    """
    ceiling = number("ceiling", ceiling)
    efforts, qualities, variances = _pilots(effort, quality, ceiling, cases, sd)
    shares = tail_shares(interval)
    whole("seed", seed, at_least=0)
    if guessing is not None and qualities.max() <= (guess := number("guessing", guessing)):
        refuse(
            "quality", f"above guessing ({guess:g}) in some pilot: without that there is nothing to foresee", quality
        )
    learning = _fit(efforts, qualities, ceiling, variances)
    low = median = high = None
    if at is not None:
        low, median, high = learning.quality(learning.allowed("at", at), shares)
    reach = None
    if target is not None:
        target = number("target", target, below=ceiling)
        reach = _reach(learning, efforts, qualities, target)
    return CurveForecast(
        median=median,
        low=low,
        high=high,
        effort_for_target=None if reach is None else Estimate(*(reach.effort(float(shares[i])) for i in (1, 0, 2))),
        last_effort=float(efforts[-1]),
        last_quality=float(qualities[-1]),
        notes=_notes(efforts, qualities, target, reach),
        interval=interval,
        target=target,
        learning=learning,
        reach=reach,
    )


def _pilots(
    effort: object, quality: object, ceiling: float, cases: int | None, sd: object
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Efforts, qualities and variances of measurement in one fixed order, whatever the order they were told in."""
    count = len(sequence("effort", effort, "a sequence of one number or more"))
    if count > MOST_PILOTS:
        refuse("effort", f"at most {MOST_PILOTS} pilots", effort)
    efforts = vector("effort", effort, lambda name, value: number(name, value, above=0))
    qualities = vector("quality", quality, lambda name, value: number(name, value, below=ceiling), length=count)
    variances = np.zeros(count)
    if sd is not None:
        spreads = [sd] * count if not hasattr(sd, "__len__") else sd
        variances = vector("sd", spreads, lambda name, value: number(name, value, at_least=0), length=count) ** 2
    if cases is not None:
        tried = whole("cases", cases, at_least=1)
        if ((qualities < 0) | (qualities > 1)).any():
            refuse("quality", "shares from 0 to 1 where `cases` is given", quality)
        # One case of each kind is added, so that none of ten wrong is not taken for certain.
        share = (qualities * tried + 1) / (tried + 2)
        variances = np.maximum(variances, share * (1 - share) / tried)
    order = np.lexsort((variances, qualities, efforts))
    return efforts[order], qualities[order], variances[order]


def _fit(efforts: FloatArray, qualities: FloatArray, ceiling: float, variances: FloatArray) -> Learning:
    smallest, largest = float(efforts[0]), float(efforts[-1])
    shapes = _shapes(efforts, smallest, largest)
    remaining = ceiling - qualities
    error = np.minimum(variances / remaining**2, 1.0)
    x = np.log(efforts / largest)
    return Learning(
        smallest=smallest,
        largest=largest,
        ceiling=ceiling,
        least=0.0 if qualities.min() >= 0 else -math.inf,
        posterior=bend.fit(x, np.log(remaining), shapes, _LOG_PRIOR, _NOISE, _BEND, error),
    )


def _reach(learning: Learning, efforts: FloatArray, qualities: FloatArray, target: float) -> Reach:
    """Chance over effort, never falling: who has reached a target keeps the system that reached it."""
    grid = np.geomspace(learning.smallest, learning.largest * FORESEEABLE, 40)
    reached = efforts[qualities >= target]
    if len(reached):
        # What was measured is no longer a matter of chance: from there on the target is reached.
        grid = np.unique(np.append(grid, [np.nextafter(reached[0], 0), reached[0]]))
    chances = np.where(
        grid >= (reached[0] if len(reached) else np.inf), 1.0, learning.chances(grid, learning.ceiling - target)
    )
    return Reach(grid, np.maximum.accumulate(chances))


def _notes(efforts: FloatArray, qualities: FloatArray, target: float | None, reach: Reach | None) -> tuple[str, ...]:
    notes = []
    if len(set(efforts.tolist())) == 1:
        notes.append(
            "Pilots of one size say nothing about the rise: the interval rests on what other learners do. "
            "Run a second pilot at twice the effort or more."
        )
    elif qualities[-1] <= qualities[0]:
        notes.append("The quality does not rise with the effort: nothing measured so far says that more will help.")
    if target is not None and (qualities >= target).any():
        first = float(efforts[qualities >= target][0])
        notes.append(f"The target was reached at an effort of {first:.6g}, as far as one measurement can tell.")
    elif reach is not None and reach.chances[-1] < 0.5:
        notes.append("Whether more effort ever reaches the target cannot be foreseen from these pilots.")
    return tuple(notes)
