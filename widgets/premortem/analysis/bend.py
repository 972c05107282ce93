"""A curve fitted to a few pilots: a family of shapes, a bend that nobody foresees, and noise.

The logarithm of what is measured at pilot i is

    level + shape(x_i) + bend(x_i) + noise_i,        x = ln(size / largest pilot)

The level is unknown and integrated out (flat). The bend is a Brownian path that starts at the largest pilot
and runs both ways, with variance `bend^2 |x|`: a forecast further out is less certain, however well the
pilots fit. All other unknowns lie on a grid and are summed over, so the result is exact and the same on
every machine; nothing is drawn at random.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtr, ndtri

from premortem.analysis.arguments import FloatArray

IndexArray = NDArray[np.intp]

LOG_NEGLIGIBLE = math.log(1e-4)
"""Grid points with less of the best one's weight are dropped: they move no end of an interval by a hundredth."""

TAIL_SHARE = 0.07
TAIL_SPREAD = 3.0
"""Real curves surprise more often than a normal distribution admits: one part in fourteen is three times as wide."""

MERGED_WITHIN = 0.25
LIKE_SPREADS = 0.1
"""Components are merged when their spreads differ by less than a tenth and their means by less than a quarter of it."""

STEPS = 100_000


class Estimate(NamedTuple):
    """A median with the ends of its interval."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Band:
    """A median and an interval at each of several sizes, for a chart."""

    sizes: tuple[float, ...]
    medians: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]


@dataclass(frozen=True)
class Mixture:
    """A distribution made of normal ones with heavier tails, on the scale of logarithms."""

    means: FloatArray
    spreads: FloatArray
    weights: FloatArray

    def below(self, value: float) -> float:
        """Return the probability of a result below `value`."""
        return float(self._below(np.array([value]))[0])

    def quantiles(self, shares: FloatArray) -> FloatArray:
        """Return the values below which the given shares of the probability lie."""
        scores = ndtri(shares)
        centre = float(self.weights @ self.means)
        reach = float(np.sqrt(self.weights @ ((self.means - centre) ** 2 + self.spreads**2)))
        low, high = np.full(shares.shape, centre - 100 * reach), np.full(shares.shape, centre + 100 * reach)
        value = centre + scores * reach
        for turn in range(70):
            reached = self._below(value)
            if float(np.abs(reached - shares).max()) < 1e-10:
                break
            low, high = np.where(reached < shares, value, low), np.where(reached < shares, high, value)
            # Newton's step on the scale on which a normal distribution is a straight line; halving where it leaves
            # the bracket, and after a dozen turns, so that the end is certain.
            score = ndtri(np.clip(reached, 1e-300, 1 - 1e-16))
            slope = self._density(value) * np.sqrt(2 * np.pi) * np.exp(score**2 / 2)
            step = value + (scores - score) / np.maximum(slope, 1e-300)
            value = np.where((step >= low) & (step <= high) & (turn < 12), step, (low + high) / 2)
        return value

    def _below(self, values: FloatArray) -> FloatArray:
        away = (values[:, None] - self.means) / self.spreads
        return _heavy_tailed(away) @ self.weights

    def _density(self, values: FloatArray) -> FloatArray:
        squares = ((values[:, None] - self.means) / self.spreads) ** 2
        heights = (1 - TAIL_SHARE) * np.exp(-squares / 2) + TAIL_SHARE / TAIL_SPREAD * np.exp(
            -squares / 2 / TAIL_SPREAD**2
        )
        return np.asarray((heights / self.spreads) @ self.weights / np.sqrt(2 * np.pi))


@dataclass(frozen=True)
class Grid:
    """Values of one unknown with the logarithm of their prior weights."""

    values: FloatArray
    log_weights: FloatArray


def lognormal_grid(median: float, spread: float, low: float, high: float, points: int) -> Grid:
    """Return a grid evenly spaced in the logarithm, weighted by a lognormal prior."""
    values = np.geomspace(low, high, points)
    log_weights = -0.5 * (np.log(values / median) / spread) ** 2
    return Grid(values, log_weights - logsumexp(log_weights))


@dataclass(frozen=True)
class Prior:
    """What is believed before any pilot: every pair of noise and bend, and the weight of each shape with each pair.

    There may be several kinds of curve, each with weights of its own; which it is, the pilots tell as far as they can.
    """

    noises: FloatArray
    bends: FloatArray
    log_weights: FloatArray
    """Kinds x shapes x pairs."""
    rises: FloatArray
    """For each kind, how much steeper the curve is beyond the pilots than within them, on average."""
    drifts: FloatArray
    """For each kind, how far that may be from the truth, whatever the pilots say: a spread per x."""


def prior(shapes: FloatArray, noise: Grid, bend: Grid, rise: float = 0.0, drift: float = 0.0) -> Prior:
    """Return the prior of shapes (logarithms of their weights), noise and bend that know nothing of each other."""
    noises, bends = (part.ravel() for part in np.meshgrid(noise.values, bend.values, indexing="ij"))
    pairs = (noise.log_weights[:, None] + bend.log_weights).ravel()
    return Prior(noises, bends, (shapes[:, None] + pairs)[None], np.array([rise]), np.array([drift]))


def one_of(priors: Sequence[Prior], shares: FloatArray) -> Prior:
    """Return the prior of a curve that is of one of several kinds on one grid, each with its share of probability."""
    log_weights = [prior.log_weights + np.log(share) for prior, share in zip(priors, shares, strict=True)]
    return Prior(
        priors[0].noises,
        priors[0].bends,
        np.concatenate(log_weights),
        np.concatenate([prior.rises for prior in priors]),
        np.concatenate([prior.drifts for prior in priors]),
    )


@dataclass(frozen=True)
class Posterior:
    """What the pilots say about shape, bend and noise; `predict` turns it into a forecast."""

    x: FloatArray
    kind_of: IndexArray
    """For each point kept, the index of its kind."""
    shape_of: IndexArray
    """For each point kept, the index of its shape."""
    pair_of: IndexArray
    """For each point kept, the index of its pair of noise and bend."""
    weights: FloatArray
    residuals: FloatArray
    """Measured logarithms less shape: shapes x pilots."""
    levels: FloatArray
    """Shapes x pairs."""
    precisions: FloatArray
    """Inverse covariances of the pilots: pairs x pilots x pilots."""
    noises: FloatArray
    bends: FloatArray
    rises: FloatArray
    drifts: FloatArray

    def predict(self, x: float, shape: FloatArray) -> Mixture:
        """Return the distribution of a result at `x`, given what each shape says there."""
        means, variances = self.components(np.array([x]), shape[:, None])
        return self._mixture(means[0], variances[0])

    def change(self, x: float, shape: FloatArray) -> Mixture:
        """Return the distribution of what is gained from the largest pilot to `x` beyond it, free of noise."""
        variances = (self.bends**2 * abs(x))[self.pair_of] + (self.drifts * x)[self.kind_of] ** 2 + 1e-24
        return self._mixture(shape[self.shape_of] + self.rises[self.kind_of] * max(x, 0.0), variances)

    def components(self, x: FloatArray, shapes: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return means and variances of the results at each `x`, for each grid point kept (points x kept)."""
        shared = self.bends[:, None] ** 2 * _shared_path(x, self.x)[:, None, :]
        pull = np.einsum("npk,pkl->npl", shared, self.precisions)
        kept = pull.sum(axis=2)
        level_variance = 1 / self.precisions.sum(axis=(1, 2))
        unexplained = self.bends**2 * np.abs(x)[:, None] - (pull * shared).sum(axis=2)
        of_pair = np.maximum(unexplained, 0) + (1 - kept) ** 2 * level_variance + self.noises**2
        from_pilots = self.residuals @ pull.transpose(0, 2, 1) + self.levels * (1 - kept[:, None, :])
        ahead = np.maximum(x, 0.0)[:, None]
        means = shapes.T[:, self.shape_of] + from_pilots[:, self.shape_of, self.pair_of]
        means += self.rises[self.kind_of] * ahead
        return means, of_pair[:, self.pair_of] + (self.drifts[self.kind_of] * ahead) ** 2

    def _mixture(self, means: FloatArray, variances: FloatArray) -> Mixture:
        """Merge components of like spread that lie closer together than that: mean and variance stay what they were."""
        spread_step = np.rint(np.log(variances) / (2 * LIKE_SPREADS))
        apart = (means - float(self.weights @ means)) / (MERGED_WITHIN * np.exp(spread_step * LIKE_SPREADS))
        steps = np.clip(np.rint(apart), -STEPS, STEPS).astype(np.int64)
        _, merged = np.unique(spread_step.astype(np.int64) * (2 * STEPS + 1) + steps, return_inverse=True)
        weights: FloatArray = np.bincount(merged, self.weights).astype(np.float64)
        middles = np.bincount(merged, self.weights * means) / weights
        within = np.bincount(merged, self.weights * ((means - middles[merged]) ** 2 + variances)) / weights
        return Mixture(middles, np.sqrt(within), weights)


def fit(x: FloatArray, logs: FloatArray, shapes: FloatArray, believed: Prior, error: FloatArray) -> Posterior:
    """Weigh every point of the grid by how well it explains the pilots.

    `x` and `logs` are the pilots (x at most 0), `shapes` what each shape says there (shapes x pilots), `believed` the
    weights before, `error` the variance that each measurement is known to have.
    """
    noises, bends = believed.noises, believed.bends
    covariances = bends[:, None, None] ** 2 * _shared_path(x, x)
    diagonal = np.arange(len(x))
    covariances[:, diagonal, diagonal] += noises[:, None] ** 2 + error
    precisions: FloatArray = np.linalg.inv(covariances).astype(np.float64, copy=False)
    pulls = precisions.sum(axis=1)
    totals = pulls.sum(axis=1)
    residuals = logs - shapes
    levels = residuals @ (pulls / totals[:, None]).T
    squares = np.stack([((residuals @ precision) * residuals).sum(axis=1) for precision in precisions], axis=1)
    log_determinants = np.linalg.slogdet(covariances)[1]
    log_weights = -0.5 * (squares - levels**2 * totals + log_determinants + np.log(totals))
    log_weights = log_weights + believed.log_weights
    log_weights -= log_weights.max()
    kind_of, shape_of, pair_of = np.nonzero(log_weights > LOG_NEGLIGIBLE)
    weights = np.exp(log_weights[kind_of, shape_of, pair_of])
    return Posterior(
        x=x,
        kind_of=kind_of,
        shape_of=shape_of,
        pair_of=pair_of,
        weights=weights / weights.sum(),
        residuals=residuals,
        levels=levels,
        precisions=precisions,
        noises=noises,
        bends=bends,
        rises=believed.rises,
        drifts=believed.drifts,
    )


def _heavy_tailed(away: FloatArray) -> FloatArray:
    """Distribution function of one component, at a distance in its own spreads."""
    return np.asarray((1 - TAIL_SHARE) * ndtr(away) + TAIL_SHARE * ndtr(away / TAIL_SPREAD))


def _shared_path(one: FloatArray, other: FloatArray) -> FloatArray:
    """Length of path from the largest pilot (x = 0) that two points have in common."""
    same_side = one[:, None] * other > 0
    return np.where(same_side, np.minimum(np.abs(one[:, None]), np.abs(other)), 0.0)
