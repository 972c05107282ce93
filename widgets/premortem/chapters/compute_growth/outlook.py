"""The hours that training on more data will take, as far as the pilots tell; kept, because a decision asks often."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from premortem.analysis import growth
from premortem.analysis.growth import GrowthForecast
from premortem.errors import RefusedInput

LIKELY, UNLIKELY = 0.8, 0.2
"""From the one on a limit counts as kept, below the other as out of reach."""
ENDS = np.array([0.1, 0.5, 0.9])
NEAR = 0.1
"""Where the fan is worked out besides its ends and the next pilot, as a share of the way: each place takes time."""
FAR = 100.0
"""Beyond so many times the largest pilot no fit is worth as much as a larger pilot."""

ENDLESS = 1e90
"""Hours that limit nothing."""


@dataclass(frozen=True)
class Expected:
    """Hours expected at a size: 8 times of 10 between `low` and `high`; `likely` holds 8 times of 10 by itself."""

    size: float
    low: float
    median: float
    likely: float
    high: float

    @property
    def factor(self) -> float:
        """How many times the low end the high end is."""
        return self.high / self.low


@dataclass(frozen=True)
class Outlook:
    """The forecast for the full data, the fan that leads there, and the next pilot worth running."""

    forecast: GrowthForecast
    largest: float
    fan: tuple[Expected, ...]
    next_pilot: Expected | None

    @property
    def full(self) -> Expected:
        """What is expected at the full data."""
        return self.fan[-1]

    @property
    def times_for_ten(self) -> tuple[float, float, float]:
        """How many times the hours ten times the data takes: low, median, high."""
        power = self.forecast.exponent
        return (10.0**power.low, 10.0**power.median, 10.0**power.high)

    def size_within(self, hours: float) -> float | None:
        """Return about how much data can be trained on within the hours, 8 times of 10; None if that is a guess."""
        likely = [(math.log(at.likely), math.log(at.size)) for at in self.fan]
        times, sizes = zip(*likely, strict=True)
        if hours <= 0 or list(times) != sorted(times) or not times[0] < math.log(hours) < times[-1]:
            return None
        return math.exp(float(np.interp(math.log(hours), times, sizes)))


@lru_cache(maxsize=64)
def look(sizes: tuple[float, ...], hours: tuple[float, ...], target: float, kind: str | None) -> Outlook | None:
    """Return the outlook for a kind of algorithm; None where the mathematics refuses these pilots."""
    forecast = foresee(sizes, hours, target, kind)
    if forecast is None:
        return None
    largest = max(sizes)
    next_size = rounded(forecast.next_pilot)
    distance = math.log(target / largest)
    full = _full(forecast)
    wanted = {largest, largest * math.exp(NEAR * distance), *([next_size] if next_size else [])} - {target}
    fan = (*(_expected(forecast, size, full) for size in sorted(wanted)), full)
    second = next_size
    if second is None and len(set(sizes)) == 1:
        second = rounded(largest / 2)  # the full run is near: a smaller second pilot shows the growth as well
    pilot = None if second is None else next((at for at in fan if at.size == second), None)
    if second is not None and pilot is None:
        pilot = _expected(forecast, second, full)
    return Outlook(forecast, largest, fan, pilot)


@lru_cache(maxsize=64)
def foresee(
    sizes: tuple[float, ...], hours: tuple[float, ...], target: float, kind: str | None
) -> GrowthForecast | None:
    """Return the forecast alone; None where the mathematics refuses these pilots."""
    try:
        return growth.forecast(sizes, hours, target, algorithm=kind)
    except RefusedInput:  # the full data is more than a million times the largest pilot
        return None


@lru_cache(maxsize=512)
def chance_within(forecast: GrowthForecast, hours: float) -> float:
    """Return the chance that the full training takes at most so many hours; certain where nothing limits them."""
    return 1.0 if hours > ENDLESS else forecast.chance_within(hours)


def _full(forecast: GrowthForecast) -> Expected:
    likely = float(np.exp(forecast.growth.at(forecast.target).quantiles(np.array([LIKELY])))[0])
    return Expected(forecast.target, forecast.low, forecast.median, likely, forecast.high)


def _expected(forecast: GrowthForecast, size: float, full: Expected) -> Expected:
    """The hours at a size; `likely` lies between median and high in the same place as for the full data."""
    low, median, high = np.exp(forecast.growth.at(size).quantiles(ENDS)).tolist()
    place = math.log(full.likely / full.median) / math.log(full.high / full.median)
    return Expected(size, low, median, median * (high / median) ** place, high)


def rounded(size: float | None) -> float | None:
    """Round a size to two digits, as one would run it."""
    return None if size is None else float(f"{size:.2g}")
