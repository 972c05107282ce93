"""What a method that is no part of this project says about one number."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, stdtr, stdtrit

from forecasts.curves import FloatArray

LEAST_SCALE = 1e-4
"""Pilots that a curve meets exactly would give an interval of no width at all."""


@dataclass(frozen=True)
class Said:
    """A t distribution around a middle, or the bare middle where nothing is left to judge the doubt by."""

    middle: float
    scale: float | None = None
    freedom: int = 0
    """Pilots less parameters."""

    def ends(self, level: float = 0.8) -> tuple[float, float]:
        """Return the ends of the interval."""
        assert self.scale is not None
        reach = float(stdtrit(self.freedom, (1 + level) / 2)) * self.scale
        return self.middle - reach, self.middle + reach

    def below(self, value: float) -> float:
        """Return the probability of less than `value`."""
        assert self.scale is not None
        return float(stdtr(self.freedom, (value - self.middle) / self.scale))

    def density(self, value: float) -> float:
        """Return the density at `value`."""
        assert self.scale is not None
        free, away = self.freedom, (value - self.middle) / self.scale
        height = gammaln((free + 1) / 2) - gammaln(free / 2) - math.log(free * math.pi) / 2
        return math.exp(float(height) - (free + 1) / 2 * math.log1p(away**2 / free)) / self.scale


def around(middle: float, residuals: FloatArray, slopes: FloatArray, slope: FloatArray) -> Said:
    """Return a least-squares forecast with its prediction interval by the delta method.

    `slopes` are the derivatives of the fit by its parameters (pilots x parameters), `slope` the same at the target.
    """
    freedom = len(residuals) - slopes.shape[1]
    if freedom < 1:
        return Said(middle)
    variance = float(residuals @ residuals) / freedom
    leverage = float(slope @ np.linalg.pinv(slopes.T @ slopes) @ slope)
    return Said(middle, max(math.sqrt(variance * (1 + leverage)), LEAST_SCALE), freedom)
