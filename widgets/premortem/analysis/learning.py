"""The shapes that a learning curve can take, and the fit to be asked about any effort.

What is modelled is the error that remains, ceiling less quality: a share s of what remained at the largest
effort can be reduced, by one of three shapes (a power, an exponential in the root, a logarithm), the rest
stays. How the curve bends beyond the pilots is in `bend`. The prior weights were set on learning curves of
scikit-learn learners (LCDB 1.0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, logsumexp

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

_POWERS = np.geomspace(0.05, 4, 12)
_ROOTS = np.geomspace(0.1, 6, 7)
_LOGARITHMS = np.geomspace(0.05, 4, 6)

_WORSENING = (-0.02, -0.08, -0.2)
_WORSENING_WEIGHT = 0.08
_EDGES = np.linspace(0, 1, 13)

_NOISE = bend.lognormal_grid(0.015, 0.8, 0.003, 0.16, 6)
_BEND = bend.lognormal_grid(0.035, 0.7, 0.018, 0.3, 6)


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
_PRIOR = bend.prior(_shape_prior(), _NOISE, _BEND)


@dataclass(frozen=True)
class Learning:
    """The fitted curve, to be asked about any effort."""

    smallest: float
    """The smallest effort that was fitted."""
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
    reached: float
    """The least effort at which the target was measured: from there on it is no matter of chance. Else infinite."""

    def chance_by(self, effort: float) -> float:
        """Return the chance to reach the target with at most this effort; nothing is said of less than a pilot."""
        if effort >= self.reached:
            return 1.0
        return float(np.interp(math.log(effort), np.log(self.efforts), self.chances, left=0.0))

    def effort(self, share: float) -> float:
        """Return the effort that reaches the target with this chance; infinite where none does."""
        if self.chances[-1] < share:
            return self.reached
        # The first of the efforts with enough chance, and the straight line to it from the one before.
        after = int(np.argmax(self.chances >= share))
        if after == 0:
            return min(float(self.efforts[0]), self.reached)
        part = (share - self.chances[after - 1]) / (self.chances[after] - self.chances[after - 1])
        between = float(self.efforts[after - 1] * (self.efforts[after] / self.efforts[after - 1]) ** part)
        return min(between, self.reached)


def fit(efforts: FloatArray, qualities: FloatArray, ceiling: float, variances: FloatArray) -> Learning:
    """Fit the curve to pilots in ascending order of effort, each with the variance of its measurement."""
    worst = float(qualities.min())
    near = min(int(np.argmax(efforts * NEAR >= efforts[-1])), max(len(efforts) - ENOUGH, 0))
    efforts, qualities, variances = efforts[near:], qualities[near:], variances[near:]
    smallest, largest = float(efforts[0]), float(efforts[-1])
    shapes = _shapes(efforts, smallest, largest)
    remaining = ceiling - qualities
    error = np.minimum(variances / remaining**2, 1.0)
    x = np.log(efforts / largest)
    return Learning(
        smallest=smallest,
        largest=largest,
        ceiling=ceiling,
        least=0.0 if worst >= 0 else -math.inf,
        posterior=bend.fit(x, np.log(remaining), shapes, _PRIOR, error),
    )


def reach(learning: Learning, efforts: FloatArray, qualities: FloatArray, target: float) -> Reach:
    """Chance over effort, never falling: who has reached a target keeps the system that reached it."""
    grid = np.geomspace(learning.smallest, learning.largest * FORESEEABLE, 40)
    measured = efforts[qualities >= target]
    return Reach(
        efforts=grid,
        chances=np.maximum.accumulate(learning.chances(grid, learning.ceiling - target)),
        reached=float(measured[0]) if len(measured) else math.inf,
    )
