"""The hours that training on more data will take, as far as the pilots tell; kept, because a decision asks often."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from premortem.analysis import growth
from premortem.analysis.growth import LARGEST_SHARE, GrowthForecast
from premortem.errors import RefusedInput

LIKELY, UNLIKELY = 0.8, 0.2
"""From the one on a limit counts as kept, below the other as out of reach."""
ENDS = np.array([0.1, 0.5, 0.9])
NEAR = 0.1
"""Where the fan is worked out besides its ends and the next pilot, as a share of the way: each place takes time."""
FAR = 100.0
"""Beyond so many times the largest pilot no fit is worth as much as a larger pilot."""
NARROW = 1.5
"""Where the high end of the hours is at most so many times the low end, the full training is the next step."""
AT_ONCE = 1 / 60
"""Hours: a full training that takes a minute at most is run, and not foreseen."""
HALF, NEARLY = 0.5, 0.05
"""Twice as well known: half of the range's width remains; a pilot that comes so near to it counts as that one."""

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
class Step:
    """One more pilot: its hours, the share of the range's width (of ln(high / low)) that it leaves, the range then."""

    pilot: Expected
    leaves: float
    full: Expected
    """The full data as expected after this pilot, should the middle stay where it is."""


@dataclass(frozen=True)
class Outlook:
    """The forecast for the full data, the fan that leads there, and what one more pilot would tell.

    `next_pilot` is the one within the hours `allowed` that narrows the range most, `halving` the smallest that leaves
    half of its width: then the hours are twice as well known. Each is None where there is none worth running.
    """

    forecast: GrowthForecast
    largest: float
    fan: tuple[Expected, ...]
    allowed: float
    next_pilot: Step | None
    halving: Step | None

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
def look(
    sizes: tuple[float, ...], hours: tuple[float, ...], target: float, kind: str | None, allowed: float | None = None
) -> Outlook | None:
    """Return the outlook for a kind of algorithm; None where the mathematics refuses these pilots.

    `allowed` are the hours that the next pilot may take, 0 for none; where nobody said, a fifth of the full training.
    """
    forecast = foresee(sizes, hours, target, kind)
    if forecast is None:
        return None
    largest, full = max(sizes), _full(forecast)
    limit = forecast.pilot_hours if allowed is None else allowed
    following = _next(replace(forecast, pilot_hours=limit), full, largest) if limit > 0 else None
    distance = math.log(target / largest)
    wanted = {largest, largest * math.exp(NEAR * distance)} - {target}
    between = {at.size: at for at in (_expected(forecast, size, full) for size in wanted)}
    if following is not None and largest < following.pilot.size < target:
        between[following.pilot.size] = following.pilot
    fan = (*(between[size] for size in sorted(between)), full)
    return Outlook(forecast, largest, fan, limit, following, _halving(forecast, full, largest, following))


def settled(full: Expected, largest: float) -> bool:
    """Whether no pilot is worth a thought: the full data was run, is well known, or takes a minute at most."""
    return full.size <= largest or full.factor <= NARROW or full.high <= AT_ONCE


def _next(forecast: GrowthForecast, full: Expected, largest: float) -> Step | None:
    size = None if settled(full, largest) else rounded(forecast.next_pilot)
    return None if size is None else _step(forecast, size, full)


def _halving(forecast: GrowthForecast, full: Expected, largest: float, following: Step | None) -> Step | None:
    if settled(full, largest):
        return None
    if following is not None and abs(following.leaves - HALF) <= NEARLY:
        return following
    size = rounded(forecast.pilot_for(HALF))
    if size is None or size > LARGEST_SHARE * full.size:
        return None  # that would be the full training itself
    return _step(forecast, size, full)


def _step(forecast: GrowthForecast, size: float, full: Expected) -> Step:
    leaves = min(forecast.narrows_to(size), 1.0)
    low, likely, high = (full.median * (end / full.median) ** leaves for end in (full.low, full.likely, full.high))
    return Step(_expected(forecast, size, full), leaves, Expected(full.size, low, full.median, likely, high))


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
