"""What a team would use instead to foresee hours: each from pilots (sizes, seconds) to the logarithm at a target."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from forecasts.curves import FloatArray
from forecasts.said import Said, around

Rival = Callable[[FloatArray, FloatArray, float], Said]

STRAIGHT_LINE = "straight line"
NEVER = 1e300
"""Stands for a forecast that is not a time: infinite, nothing, or less than nothing."""


def straight_line(sizes: FloatArray, seconds: FloatArray, target: float) -> Said:
    """As many times the hours of the largest pilot as the target is times its size."""
    return Said(math.log(seconds[-1] * target / sizes[-1]))


def power_law(sizes: FloatArray, seconds: FloatArray, target: float) -> Said:
    """A straight line through the logarithms of both, by least squares, with its usual prediction interval."""
    x = np.log(sizes / target)
    slopes = np.column_stack([np.ones_like(x), x])
    level, power = np.linalg.lstsq(slopes, np.log(seconds), rcond=None)[0]
    residuals = np.log(seconds) - level - power * x
    return around(float(level), residuals, slopes, np.array([1.0, 0.0]))


_FAMILY: tuple[Callable[[FloatArray], FloatArray], ...] = (
    np.ones_like,
    np.log,
    lambda n: n,
    lambda n: n * np.log(n),
    lambda n: n**2,
    lambda n: n**2 * np.log(n),
    lambda n: n**3,
)


def best_of_family(sizes: FloatArray, seconds: FloatArray, target: float) -> Said:
    """The best by Akaike's criterion of b, b ln n, b n, b n ln n, b n^2, b n^2 ln n, b n^3 and b n^c.

    Fitted by least squares in the logarithm of the hours; the interval forgets that there was a choice, as is usual.
    """
    count = len(sizes)
    logs = np.log(seconds)
    least, best = math.inf, Said(math.nan)
    for shape in _FAMILY:
        away = logs - np.log(shape(sizes))
        middle = float(away.mean() + np.log(shape(np.array([target])))[0])
        criterion = _akaike(away - away.mean(), 2)
        if criterion < least:
            least, best = criterion, around(middle, away - away.mean(), np.ones((count, 1)), np.ones(1))
    x = np.log(sizes)
    power, level = np.polyfit(x, logs, 1)
    return power_law(sizes, seconds, target) if _akaike(logs - level - power * x, 3) < least else best


def _akaike(residuals: FloatArray, parameters: int) -> float:
    return len(residuals) * math.log(max(float(residuals @ residuals) / len(residuals), 1e-12)) + 2 * parameters


_POWERS = np.arange(2, 401) / 100


def constant_and_power(sizes: FloatArray, seconds: FloatArray, target: float) -> Said:
    """The curve a + b n^c by least squares on relative errors, a and b not below 0, the best c of 0.02, 0.03 ... 4.

    The interval is that of the delta method, in the logarithm; a parameter at its bound counts as known.
    """
    grown = (sizes / target) ** _POWERS[:, None]
    one, power = 1 / seconds, grown / seconds
    # Least squares with two columns, solved for every c at once.
    aa, ab, bb = one @ one, power @ one, (power**2).sum(axis=1)
    a1, b1 = one.sum(), power.sum(axis=1)
    determinant = np.maximum(aa * bb - ab**2, 1e-300)
    a, b = (a1 * bb - b1 * ab) / determinant, (b1 * aa - a1 * ab) / determinant
    a, b = np.where(b < 0, a1 / aa, np.maximum(a, 0)), np.where(a < 0, b1 / bb, np.maximum(b, 0))
    residuals = 1 - a[:, None] * one - b[:, None] * power
    best = int(np.argmin((residuals**2).sum(axis=1)))
    constant, factor = float(a[best]), float(b[best])
    x = np.log(sizes / target)
    parts = {"a": one, "b": power[best], "c": factor * power[best] * x}
    there = {"a": 1.0, "b": 1.0, "c": 0.0}
    free = [name for name in parts if not (name == "a" and constant == 0) and not (name == "c" and factor == 0)]
    slopes = np.column_stack([parts[name] for name in free])
    full = max(constant + factor, 1e-300)
    return around(math.log(full), residuals[best], slopes, np.array([there[name] / full for name in free]))


def big_o(sizes: FloatArray, seconds: FloatArray, target: float) -> Said:
    """The way of the package big_O: eight classes by least squares, the one with the least residual.

    Constant, linear, quadratic, cubic, logarithmic and n log n have a constant part and are fitted in seconds; power
    and exponential are fitted in the logarithm of the seconds. All are compared by their squared residuals in
    seconds; of equal ones the simpler, which comes first, is taken.
    """
    share = sizes / target  # the same fits, and no overflow on the way
    straight = [share**0, share, share**2, share**3, np.log(sizes), sizes * np.log(sizes)]
    there = [1.0, 1.0, 1.0, 1.0, math.log(target), target * math.log(target)]
    said = []
    for column, full in zip(straight, there, strict=True):
        slope = _slope(column, seconds)
        fitted = seconds.mean() + slope * (column - column.mean())
        said.append((float(((seconds - fitted) ** 2).sum()), float(seconds.mean() + slope * (full - column.mean()))))
    for column, full in ((np.log(share), 0.0), (share, 1.0)):
        logs = np.log(seconds)
        slope = _slope(column, logs)
        fitted = np.exp(logs.mean() + slope * (column - column.mean()))
        logarithm = min(logs.mean() + slope * (full - column.mean()), 600.0)
        said.append((float(((seconds - fitted) ** 2).sum()), math.exp(logarithm)))
    least, best = math.inf, math.nan
    for residual, forecast in said:
        if residual < least - 1e-6:
            least, best = residual, forecast
    return Said(math.log(best) if best > 0 else -math.log(NEVER))


def _slope(column: FloatArray, values: FloatArray) -> float:
    away = column - column.mean()
    return float(away @ values / (away @ away)) if away.any() else 0.0


RIVALS: dict[str, tuple[Rival, int]] = {
    STRAIGHT_LINE: (straight_line, 1),
    "power law": (power_law, 2),
    "best of a family by AIC": (best_of_family, 3),
    "a + b n^c": (constant_and_power, 3),
    "big_O": (big_o, 3),
}
"""Each rival with the fewest pilots it can be fitted to."""
