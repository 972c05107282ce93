"""The shapes that a learning curve can take, and the fit to be asked about any effort.

What is modelled is the error that remains, ceiling less quality. At r times the largest effort so far it is

    remaining(r) / remaining(1) = (1 - s) + s g(r),        g(r) = r^-c  or  exp(-b (sqrt(r) - 1))

with s the share that more effort can reduce; a small negative s is a curve that gets worse. How the curve bends
is in `bend`; beyond the pilots it may also turn as no pilot told (`_TURNS`). Every unknown lies on a grid and is
summed over.

The prior weights were set on learning curves of scikit-learn learners (LCDB 1.0, MIT licence; Mohr et al. 2022):
409 curves of 10000 rows or more, of 26 data sets, with pilots of one, two, four and eight sizes within a tenth of the
data, as single runs and as means of many, forecast over 2, 10 and 33 times the effort. They were chosen for the
mean logarithm of the density that a forecast gives to what came out; weights set on four fifths of the data sets
led those before on the fifth left out, each in turn.

On 83 curves of 5 data sets that were kept apart, with four pilots up to a tenth of the data, the error at full size is
told to 0.3 points in the middle case and 1.6 on average; the 80 % interval held 89 times of 100 and was 3.4 points
wide; on the curves above it is 0.8, 2.2, 83 and 4.3. docs/forecasts.md measures all of it again. Weak: curves
that get worse without a sign of it (SVC_sigmoid, 64 times of 100), or that lie flat and then drop; with one pilot the
chance to cut the error is worth no more than what is usual.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, logsumexp, ndtr, ndtri

from premortem.analysis import bend
from premortem.analysis.arguments import FloatArray, number

FORESEEABLE = 1000.0
"""Beyond a thousand times the largest effort a target counts as not foreseeable."""

FURTHEST = 1e6
"""Beyond a million times the largest effort no quality is foreseen either."""

NEAR = 11.0
ENOUGH = 4
"""Pilots further below the largest than a factor of 11 are left out where four nearer ones remain: the shapes are
too simple for the whole way from the first cases, and a fit to all of it foresees what lies ahead worse."""

_POWERS = np.geomspace(0.08, 3, 18)
_ROOTS = np.geomspace(0.3, 6, 5)
_ROOT_WEIGHT = 0.2

_WORSENING = (-0.3, -0.1, -0.03)
_WORSENING_WEIGHT = 0.07
_REDUCIBLE = np.array([0.01, 0.05, 0.12, 0.22, 0.34, 0.46, 0.58, 0.7, 0.81, 0.9, 0.96, 1])
_SHARES = np.concatenate([_WORSENING, _REDUCIBLE])

_NOISE = bend.lognormal_grid(0.003, 0.8, 0.001, 0.16, 5)
_BEND = bend.lognormal_grid(0.02, 1.2, 0.003, 0.3, 5)

_TURNS = np.array([0.0, 0.1, 0.4])
_TURN_WEIGHTS = np.array([0.87, 0.08, 0.05])
"""One curve in eight leaves the course of its pilots: a further spread of this much per unit of ln r."""

_AHEAD = np.array([1, 1.5, 2.5, 5, 12, 40, 200, FORESEEABLE])
"""Where the chance to reach a target is worked out, in multiples of the largest effort."""

OUTCOMES = np.array([1, 3, 5]) / 6
"""Three equally likely outcomes stand for all that a further measurement may say."""

CERTAIN = 1e-12
"""No chance counts as nearer to 0 or 1 than this."""


def _shape_prior() -> FloatArray:
    powers = -0.5 * (np.log(_POWERS / 0.45) / 0.8) ** 2
    powers += math.log1p(-_ROOT_WEIGHT) - logsumexp(powers)
    roots = np.full(len(_ROOTS), math.log(_ROOT_WEIGHT / len(_ROOTS)))
    edges = np.concatenate([[0.0], (_REDUCIBLE[1:] + _REDUCIBLE[:-1]) / 2, [1.0]])
    worsening = np.full(len(_WORSENING), _WORSENING_WEIGHT / len(_WORSENING))
    reducible = (1 - _WORSENING_WEIGHT) * np.diff(betainc(0.17, 0.3, edges))
    shares = np.log(np.concatenate([worsening, reducible]))
    return np.asarray((np.concatenate([powers, roots])[:, None] + shares).ravel(), dtype=float)


_PRIOR = bend.prior(_shape_prior(), _NOISE, _BEND)


@dataclass(frozen=True)
class Pilots:
    """The measurements that were fitted, in ascending order of effort."""

    efforts: FloatArray
    remaining: FloatArray
    """The error that remained at each."""
    variances: FloatArray
    """How exact each is: the variance of the logarithm of the error that remained."""

    def with_one_more(self, effort: float, remaining: float, variance: float) -> Pilots:
        """Return them with one more in its place."""
        place = int(np.searchsorted(self.efforts, effort, side="right"))
        return Pilots(
            np.insert(self.efforts, place, effort),
            np.insert(self.remaining, place, remaining),
            np.insert(self.variances, place, variance),
        )


@dataclass(frozen=True)
class Learning:
    """The fitted curve, to be asked about any effort."""

    pilots: Pilots
    ceiling: float
    least: float
    """The worst quality: 0 where all pilots are above it, otherwise none is known."""
    posterior: bend.Posterior

    @property
    def smallest(self) -> float:
        """The smallest effort that was fitted."""
        return float(self.pilots.efforts[0])

    @property
    def largest(self) -> float:
        """The largest effort."""
        return float(self.pilots.efforts[-1])

    def quality(self, effort: float, shares: FloatArray) -> tuple[float, float, float]:
        """Return the low end, the median and the high end of the quality at an effort."""
        most, median, few = (self.ceiling - np.exp(self.at(effort).quantiles(shares))).tolist()
        return max(few, self.least), max(median, self.least), max(most, self.least)

    def at(self, effort: float) -> bend.Mixture:
        """Return the distribution of the logarithm of the error that remains at an effort."""
        x = math.log(effort / self.largest)
        return _with_turns(self.posterior.predict(x, _shapes(np.array([x]))[:, 0]), x)

    def chance(self, effort: float, remaining: float) -> float:
        """Return the chance that at most this error remains at an effort."""
        return self.at(effort).below(math.log(remaining))

    def change(self, factor: float) -> bend.Mixture:
        """Return the distribution of the logarithm of the error left by `factor` times the largest effort."""
        x = math.log(factor)
        return _with_turns(self.posterior.change(x, _shapes(np.array([x]))[:, 0]), x)

    def narrows_to(self, effort: float, at: float, sd: float | None, shares: FloatArray) -> float:
        """Return the share of the interval at `at` that is expected to remain after a measurement at `effort`.

        The curve is fitted anew to each of a few equally likely outcomes, so that shapes, bend and noise are weighed as
        the next forecast will. A turn on the way there is met; beyond the new largest effort the curve may turn anew.
        """
        outcomes = np.exp(self.roughly(effort).quantiles(OUTCOMES))
        variance = float(self.pilots.variances[-1]) if sd is None else min((sd / float(outcomes[1])) ** 2, 1.0)
        anew = [
            _fit(self.pilots.with_one_more(effort, float(outcome), variance), self.ceiling, self.least)
            for outcome in outcomes
        ]
        after = sum(_width(fitted.roughly(at), shares) for fitted in anew) / len(anew)
        return after / _width(self.roughly(at), shares)

    def roughly(self, effort: float) -> bend.Mixture:
        """Return what `at` does with all but the turns drawn into one component: quicker, and enough for a width."""
        x = math.log(effort / self.largest)
        course = self.posterior.predict(x, _shapes(np.array([x]))[:, 0])
        centre = float(course.weights @ course.means)
        spread = math.sqrt(float(course.weights @ ((course.means - centre) ** 2 + course.spreads**2)))
        return _with_turns(bend.Mixture(np.array([centre]), np.array([spread]), np.ones(1)), x)

    def allowed(self, name: str, effort: object) -> float:
        """Check an effort that is to be forecast."""
        return number(name, effort, above=0, at_most=self.largest * FURTHEST)


def _shapes(x: FloatArray) -> FloatArray:
    """ln[(1 - s) + s g] at r = e^x times the largest effort: shapes x points."""
    root = np.expm1(np.minimum(x, 600) / 2)
    relative = np.exp(np.minimum(np.concatenate([-_POWERS[:, None] * x, -_ROOTS[:, None] * root]), 50.0))
    remaining = 1 - _SHARES[None, :, None] + _SHARES[None, :, None] * relative[:, None, :]
    return np.asarray(np.log(np.maximum(remaining, 1e-9)), dtype=float).reshape(-1, len(x))


def _with_turns(mixture: bend.Mixture, x: float) -> bend.Mixture:
    """Widen a part of the distribution beyond the pilots: some curves turn as nothing before them told."""
    if x <= 0:
        return mixture
    spreads = np.hypot(mixture.spreads, _TURNS[:, None] * x)
    weights = _TURN_WEIGHTS[:, None] * mixture.weights
    return bend.Mixture(np.tile(mixture.means, len(_TURNS)), spreads.ravel(), weights.ravel())


def _width(mixture: bend.Mixture, shares: FloatArray) -> float:
    low, _, high = mixture.quantiles(shares).tolist()
    return float(high - low)


@dataclass(frozen=True)
class Reach:
    """By which effort the target is reached, as a distribution: efforts, and the chance to have it by then."""

    efforts: FloatArray
    scores: FloatArray
    """The chances as quantiles of a normal distribution: on that scale they are all but straight in ln(effort)."""
    reached: float
    """The least effort at which the target was measured: from there on it is no matter of chance. Else infinite."""

    @property
    def at_last(self) -> float:
        """The chance that the target is ever reached, as far as can be foreseen."""
        return self.chance_by(float(self.efforts[-1]))

    def chance_by(self, effort: float) -> float:
        """Return the chance to reach the target with at most this effort; nothing is said of less than a pilot."""
        if effort >= self.reached:
            return 1.0
        if effort < self.efforts[0]:
            return 0.0
        return float(ndtr(np.interp(math.log(effort), np.log(self.efforts), self.scores)))

    def effort(self, share: float) -> float:
        """Return the effort that reaches the target with this chance; infinite where none does."""
        score = float(ndtri(share))
        if self.scores[-1] < score:
            return self.reached
        # The first of the efforts with enough chance, and the straight line to it from the one before.
        after = int(np.argmax(self.scores >= score))
        if after == 0:
            return min(float(self.efforts[0]), self.reached)
        part = (score - self.scores[after - 1]) / (self.scores[after] - self.scores[after - 1])
        between = float(self.efforts[after - 1] * (self.efforts[after] / self.efforts[after - 1]) ** part)
        return min(between, self.reached)


def fit(efforts: FloatArray, remaining: FloatArray, variances: FloatArray, ceiling: float) -> Learning:
    """Fit the curve to pilots in ascending order of effort, each with the error that remains and its variance."""
    worst = ceiling - float(remaining.max())
    near = min(int(np.argmax(efforts * NEAR >= efforts[-1])), max(len(efforts) - ENOUGH, 0))
    efforts, remaining, variances = efforts[near:], remaining[near:], variances[near:]
    error = np.minimum(variances / remaining**2, 1.0)
    return _fit(Pilots(efforts, remaining, error), ceiling, 0.0 if worst >= 0 else -math.inf)


def _fit(pilots: Pilots, ceiling: float, least: float) -> Learning:
    x = np.log(pilots.efforts / pilots.efforts[-1])
    posterior = bend.fit(x, np.log(pilots.remaining), _shapes(x), _PRIOR, pilots.variances)
    return Learning(pilots, ceiling, least, posterior)


def reach(learning: Learning, efforts: FloatArray, qualities: FloatArray, target: float) -> Reach:
    """Chance over effort, never falling: who has reached a target keeps the system that reached it."""
    before = np.sqrt(learning.smallest) * np.sqrt([learning.smallest, learning.largest])
    grid = np.concatenate([before[before < learning.largest], learning.largest * _AHEAD])
    remaining = learning.ceiling - target
    chances = np.maximum.accumulate([learning.chance(float(effort), remaining) for effort in grid])
    measured = efforts[qualities >= target]
    return Reach(
        efforts=grid,
        scores=ndtri(np.clip(chances, CERTAIN, 1 - CERTAIN)),
        reached=float(measured[0]) if len(measured) else math.inf,
    )
