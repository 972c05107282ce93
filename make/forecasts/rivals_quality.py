"""What a team would use instead to foresee quality: curves fitted by least squares to the share wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forecasts.curves import FloatArray
from forecasts.said import Said, around

LAST_VALUE = "last value"
MEDIAN_OF_FIVE = "median of the five"
STEP = 1e-4


FINER = 3
"""The grid is drawn so often anew, finer, around its best point: the least squares are then met closely."""


@dataclass(frozen=True)
class _Fit:
    """The best point of a grid."""

    one: float
    two: float
    factor: float
    middle: float
    """At the target."""
    residuals: FloatArray


def _around(best: float, grid: FloatArray, *, by_ratio: bool) -> FloatArray:
    """A finer grid from the neighbour before the best point to the one after it, never beyond the grid."""
    if len(grid) == 1:
        return grid
    place = int(np.argmin(np.abs(grid - best)))
    low, high = grid[max(place - 1, 0)], grid[min(place + 1, len(grid) - 1)]
    return np.geomspace(low, high, 9) if by_ratio else np.linspace(low, high, 9)


@dataclass(frozen=True)
class Family:
    """Curves a + b g(size), or b g(size), with g of one or two parameters that are searched on a grid.

    For each point of the grid a and b follow from linear least squares; this finds the curve that a search from
    many starts finds, and is the same on every machine.
    """

    shape: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    """g of size (as a multiple of the smallest pilot), first and second parameter."""
    first: FloatArray
    second: FloatArray
    constant: bool = True
    of_quality: bool = False
    """Whether it describes the share right instead of the share wrong."""

    @property
    def parameters(self) -> int:
        """How many numbers are fitted."""
        return 1 + self.constant + 1 + (len(self.second) > 1)

    def forecast(self, sizes: FloatArray, errors: FloatArray, target: float) -> Said:
        """Return the share wrong at the target, with its prediction interval where pilots are left for one."""
        relative, values = np.append(sizes, target) / sizes[0], 1 - errors if self.of_quality else errors
        first, second = self.first, self.second
        for turn in range(1 + FINER):
            fit = self._best(relative, values, first, second)
            if turn < FINER:
                first, second = _around(fit.one, first, by_ratio=True), _around(fit.two, second, by_ratio=False)
        slopes = self._slopes(relative, fit)
        said = around(fit.middle, fit.residuals, slopes[:-1], slopes[-1])
        return Said(1 - said.middle, said.scale, said.freedom) if self.of_quality else said

    def _best(self, relative: FloatArray, values: FloatArray, first: FloatArray, second: FloatArray) -> _Fit:
        """The point of the grid with the least squares."""
        one, two = (grid.ravel()[:, None] for grid in np.meshgrid(first, second, indexing="ij"))
        with np.errstate(over="ignore", under="ignore"):
            shapes = self.shape(relative, one, two)
        base = shapes[:, :-1].mean(axis=1, keepdims=True) if self.constant else 0.0
        level = float(values.mean()) if self.constant else 0.0
        away = shapes[:, :-1] - base
        factors = (away @ (values - level)) / np.maximum((away**2).sum(axis=1), 1e-300)
        residuals = values - level - factors[:, None] * away
        best = int(np.argmin((residuals**2).sum(axis=1)))
        middle = level + float(factors[best]) * float((shapes[:, -1:] - base)[best, 0])
        return _Fit(float(one[best, 0]), float(two[best, 0]), float(factors[best]), middle, residuals[best])

    def _slopes(self, relative: FloatArray, fit: _Fit) -> FloatArray:
        """Derivatives by each parameter: points x parameters."""
        one, two, factor = fit.one, fit.two, fit.factor

        def shape(first: float, second: float) -> FloatArray:
            found: FloatArray = self.shape(relative, np.array([[first]]), np.array([[second]]))[0]
            return found

        columns = [np.ones_like(relative)] if self.constant else []
        columns += [shape(one, two), factor * (shape(one * (1 + STEP), two) - shape(one, two)) / STEP]
        if len(self.second) > 1:
            columns.append(factor * (shape(one, two + STEP) - shape(one, two)) / STEP)
        return np.column_stack(columns)


_NONE = np.zeros(1)
FAMILIES = {
    "pow3": Family(lambda n, c, _: n**-c, np.geomspace(0.01, 5, 60), _NONE),
    "pow4": Family(lambda n, c, d: (n + d) ** -c, np.geomspace(0.01, 5, 60), np.linspace(-0.9, 30, 31)),
    "mmf4": Family(lambda n, d, b: 1 / (1 + n**d * np.exp(-b)), np.geomspace(0.05, 5, 60), np.linspace(-6, 12, 37)),
    "exp3": Family(lambda n, b, _: np.exp(-b * (n - 1)), np.geomspace(0.001, 5, 60), _NONE),
    "logpower3": Family(
        lambda n, c, b: 1 / (1 + np.exp(b) * n**-c),
        np.geomspace(0.01, 5, 60),
        np.linspace(-12, 6, 37),
        constant=False,
        of_quality=True,
    ),
}
"""The parametric curves of Mohr et al. 2022 and Viering & Loog 2022 that are used most."""


def last_value(_sizes: FloatArray, errors: FloatArray, _target: float) -> Said:
    """What the largest pilot measured, for ever."""
    return Said(float(errors[-1]))


def median_of_five(said: list[Said]) -> Said:
    """The middle one of the five curves at the target; there is no usual interval for it."""
    return Said(float(np.median([each.middle for each in said])))
