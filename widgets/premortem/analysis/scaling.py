"""How run times grow with the size of the data, by kind of algorithm, and the fit to be asked about any size.

Each run takes a part that does not grow and a part that grows with a power of the size, (1 - s) + s (n / n_r)^c with
n_r the largest pilot; both are unknown, and so is how the growth bends beyond the pilots (see `bend`). Which powers,
constant parts and bends are usual for a kind of algorithm was learned from 389 to 511 run-time curves of 18
scikit-learn learners (LCDB 1.0, Mohr et al. 2022, even dataset numbers, four fifths of them), by the density that
forecasts from 1, 2, 4 and 8 pilots gave to what the full run then took; see docs/forecasts.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.special import logsumexp

from premortem.analysis import bend
from premortem.analysis.arguments import FloatArray

TIMER_HOURS = 0.003 / 3600
"""A clock and a start-up jitter of 3 milliseconds: a pilot that short says little."""

FULL_RISE = 2 / 3600
"""From a pilot of two seconds on the exponent is expected to rise as told; after a shorter one, less in proportion:
most of what a short run takes is start-up, and it has met no limit of memory yet."""

LEAST_DRIFT = 0.3
"""The share of the drift that is left after the shortest pilots; it grows with the rise that it is the doubt about."""


@dataclass(frozen=True)
class Kind:
    """What is known about a kind of algorithm before any pilot."""

    share: float
    """How often it is this kind where nobody says which."""
    power: tuple[float, float]
    """Mean and spread of the exponent of the growing part."""
    sure: float
    """How often the exponent is of that kind; else it is a broad guess."""
    all_growing: float
    """How often there is no constant part; else its share may be any."""
    noise: float
    """How far one run lies from another of its size, on the logarithm: the median of its prior."""
    bend: float
    """How much the exponent wanders: the median of its prior."""
    rise: float
    """How much the exponent is higher beyond the largest pilot, on average: memory and caches fill."""
    drift: float
    """How far the rise may be from the truth, whatever the pilots say: a spread, after a pilot of `FULL_RISE`."""


# Share, exponent (mean, spread), how sure it is, all growing, noise, bend, rise, drift.
_KINDS = {
    "kernel": (Kind(0.15, (1.95, 0.2), 0.87, 0.75, 0.065, 0.15, 0.2, 0.21),),
    "neighbours": (Kind(0.1, (1.8, 0.3), 0.9, 0.5, 0.07, 0.18, 0.15, 0.21),),
    "forest": (Kind(0.18, (1.1, 0.12), 0.96, 0.2, 0.045, 0.075, 0.15, 0.045),),
    "boosting": (Kind(0.12, (1.0, 0.1), 0.95, 0.25, 0.045, 0.095, 0.08, 0.06),),
    "neural": (Kind(0.1, (0.97, 0.12), 0.94, 0.25, 0.05, 0.18, 0.08, 0.085),),
    "tree": (Kind(0.15, (1.25, 0.06), 0.96, 0.6, 0.06, 0.105, 0.01, 0.065),),
    "linear": (
        Kind(0.11, (1.1, 0.18), 0.85, 0.3, 0.05, 0.2, 0.02, 0.15),
        Kind(0.09, (1.1, 0.18), 0.85, 0.4, 0.06, 0.18, -0.05, 0.19),
    ),
}
_KINDS["ensemble"] = _KINDS["forest"] + _KINDS["boosting"] + _KINDS["neural"]
"""Set a little away from what fitted best: rises lower, because the curves end at minutes and real runs take hours;
noises higher, which costs nothing measurable, so that two runs a few in a hundred apart are no surprise; linear methods
broader, because what fitted them closely held less on datasets left out. These are of two sorts: solved at once, and
passing over the rows until nothing changes."""

_KNOWN = ("kernel", "neighbours", "ensemble", "tree", "linear")
_BROAD = (1.3, 0.8)
_UNSURE = 0.7
"""Spread of the priors of noise and bend, on the logarithm."""

ALGORITHMS = tuple(_KINDS)

_POWERS = np.linspace(0, 3.5, 36)
_GROWING = np.array([0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0])


@dataclass(frozen=True)
class Growth:
    """The fitted growth, to be asked about any size."""

    sizes: FloatArray
    hours: FloatArray
    algorithm: str | None
    posterior: bend.Posterior

    @property
    def largest(self) -> float:
        """The size of the largest pilot."""
        return float(self.sizes[-1])

    def at(self, size: float) -> bend.Mixture:
        """Return the distribution of the logarithm of the hours at a size."""
        x = math.log(size / self.largest)
        return self.posterior.predict(x, shapes(np.array([x]))[:, 0])

    def exponent(self, x: float) -> bend.Mixture:
        """Return the distribution of the growth in hours, as a logarithm, over the next `x`."""
        return self.posterior.change(x, shapes(np.array([x]))[:, 0])

    def with_one_more(self, size: float, hours: float) -> Growth:
        """Return the growth as it is fitted with a further pilot."""
        place = int(np.searchsorted(self.sizes, size))
        return fit(np.insert(self.sizes, place, size), np.insert(self.hours, place, hours), self.algorithm)


def fit(sizes: FloatArray, hours: FloatArray, algorithm: str | None) -> Growth:
    """Fit the growth to pilots in ascending order of size; `algorithm` is one of `ALGORITHMS` or None."""
    x = np.log(sizes / sizes[-1])
    believed = _prior(algorithm)
    risen = min(1.0, float(hours[-1]) / FULL_RISE)
    drifts = believed.drifts * (LEAST_DRIFT + (1 - LEAST_DRIFT) * risen)
    believed = replace(believed, rises=believed.rises * risen, drifts=drifts)
    timer = (TIMER_HOURS / hours) ** 2
    posterior = bend.fit(x, np.log(hours), shapes(x), believed, timer)
    return Growth(sizes, hours, algorithm, posterior)


@cache
def _prior(algorithm: str | None) -> bend.Prior:
    """The prior of a kind; where it is not known, of all kinds together, each as often as it is met."""
    kinds = [kind for name in (_KNOWN if algorithm is None else [algorithm]) for kind in _KINDS[name]]
    return bend.one_of([prior_of(kind) for kind in kinds], np.array([kind.share for kind in kinds]))


def prior_of(kind: Kind) -> bend.Prior:
    """Return what a kind says of every point of the grid."""
    powers = logsumexp(
        [
            math.log(weight / spread) - 0.5 * ((_POWERS - mean) / spread) ** 2
            for weight, (mean, spread) in ((kind.sure, kind.power), (1 - kind.sure, _BROAD))
        ],
        axis=0,
    )
    growing = np.where(_GROWING == 1, kind.all_growing, (1 - kind.all_growing) * _GROWING / _GROWING[:-1].sum())
    log_weights = (powers - logsumexp(powers))[:, None] + np.log(growing)
    noise = bend.lognormal_grid(kind.noise, _UNSURE, 0.01, 0.7, 6)
    bends = bend.lognormal_grid(kind.bend, _UNSURE, 0.02, 1.0, 6)
    return bend.prior(log_weights.ravel(), noise, bends, kind.rise, kind.drift)


def shapes(x: FloatArray) -> FloatArray:
    """Return ln[(1 - s) + s e^(c x)] for every power and growing part: shapes x points."""
    constant = np.log(np.maximum(1 - _GROWING, 1e-300))[None, :, None]
    growing = np.log(_GROWING)[None, :, None] + _POWERS[:, None, None] * x
    return np.asarray(np.logaddexp(constant, growing), dtype=float).reshape(-1, len(x))
