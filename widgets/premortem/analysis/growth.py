"""Hours at full size, foreseen from a few pilot runs, and the next pilot worth running; the model is in `scaling`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from premortem.analysis import bend, scaling
from premortem.analysis.arguments import FloatArray, number, refuse, sequence, tail_shares, vector, whole
from premortem.analysis.bend import Band, Estimate
from premortem.analysis.scaling import ALGORITHMS, Growth

MOST_PILOTS = 8
FURTHEST = 1e6
"""Beyond a million times the largest pilot nothing is foreseen."""

CLOCK = 1 / 3600
"""One second, in hours."""

PILOT_SHARE = 0.2
"""Unless told otherwise the next pilot may cost a fifth of the full run: enough to learn from, little to lose."""

SMALLER = (0.1, 0.2, 0.5)
"""Shares of the largest pilot that a next one may have: after a single pilot, a smaller one shows the growth too."""

AHEAD = 5
"""Sizes from the largest pilot to the target at which the hours are worked out to see what can be afforded."""

LARGEST_SHARE = 0.7
"""A pilot closer to the target than this is the run itself."""

OUTCOMES = np.array([1, 3, 5]) / 6
"""Three equally likely outcomes stand for all that a further pilot may show."""

SEARCHES = 4
"""Turns in the search for a size; the last leaves it within a few in a hundred."""

WORTH_RUNNING = 0.95
"""A pilot that leaves more of the width than this is not worth its hours."""


@dataclass(frozen=True)
class GrowthForecast:
    """Hours at the target size, and how sure that is."""

    median: float
    low: float
    high: float
    linear: float
    """What a straight line through the largest pilot says."""
    exponent: Estimate
    """The power of the size with which the hours grow, on average from the largest pilot to the target."""
    chance_within_budget: float | None
    """None where no budget was given."""
    notes: tuple[str, ...]
    """What the reader must know about this forecast, each in one sentence."""
    interval: float
    target: float
    one_size: bool
    """Whether all pilots had one size, so that they say nothing about growth."""
    pilot_hours: float
    """Hours that the next pilot may take."""
    growth: Growth = field(repr=False, compare=False)

    @cached_property
    def next_pilot(self) -> float | None:
        """The size of the next pilot: of those that may be afforded, the one that narrows the interval most.

        None where the target has been run, where nothing can be afforded, or where none narrows it by a twentieth.
        """
        found = min(((self.narrows_to(size), size) for size in self._affordable()), default=(1.0, 0.0))
        return found[1] if found[0] <= WORTH_RUNNING else None

    def narrows_to(self, size: float) -> float:
        """Return the share of the interval's width (of ln(high / low)) expected to remain after a pilot of this size.

        0.5 is twice as well known. The mean over what that pilot may show; the next forecast may be wider or narrower.
        """
        size = number("size", size, above=0, at_most=self.growth.largest * FURTHEST)
        shares = tail_shares(self.interval)
        low, _, high = self.growth.at(self.target).quantiles(shares)
        likely = np.exp(self.growth.at(size).quantiles(OUTCOMES))
        fitted = [self.growth.with_one_more(size, float(hours)).at(self.target).quantiles(shares) for hours in likely]
        return float(np.mean([then[2] - then[0] for then in fitted]) / (high - low))

    def pilot_for(self, share: float = 0.5) -> float | None:
        """Return the least size of one pilot that is expected to leave this share of the interval's width.

        None where no pilot short of the target does. What it costs is not asked here.
        """
        share = number("share", share, above=0, below=1)
        if self.target <= self.growth.largest:
            return None
        low, high = 0.0, 0.98 * math.log(self.target / self.growth.largest)
        most, least = 1.0, self._narrows_at(high)
        if least > share:
            return None
        for _ in range(SEARCHES):  # a straight line between the two, kept off their ends
            part = min(max((most - share) / (most - least), 0.1), 0.9)
            middle = low + part * (high - low)
            left = self._narrows_at(middle)
            if left <= share:
                high, least = middle, left
            else:
                low, most = middle, left
        return self.growth.largest * math.exp(high)

    def _narrows_at(self, x: float) -> float:
        return self.narrows_to(self.growth.largest * math.exp(x))

    def _affordable(self) -> list[float]:
        """The largest size that is foreseen to be affordable, half the way to it, and after one pilot smaller ones."""
        largest = self.growth.largest
        if self.target <= largest:
            return []
        sizes = np.concatenate([largest * np.array(SMALLER), largest * np.geomspace(1, self.target / largest, AHEAD)])
        hours = np.array([self.growth.at(float(size)).quantiles(np.array([0.5]))[0] for size in sizes])
        hours = np.maximum.accumulate(hours)
        limit = math.log(self.pilot_hours)
        found = [float(size) for size in sizes[: len(SMALLER)][hours[: len(SMALLER)] <= limit]] if self.one_size else []
        if hours[len(SMALLER)] < limit:
            top = min(float(np.exp(np.interp(limit, hours, np.log(sizes)))), LARGEST_SHARE * self.target)
            found += [math.sqrt(top * largest), top]
        return [size for size in found if size != largest]

    def chance_within(self, hours: float) -> float:
        """Return the chance that the full run takes at most so many hours."""
        return _chance(self.growth.at(self.target), number("hours", hours, at_least=0))

    def band(self, sizes: ArrayLike | Sequence[float]) -> Band:
        """Return median and interval at each of several sizes, for a chart."""
        largest = self.growth.largest * FURTHEST
        asked = vector("sizes", sizes, lambda name, size: number(name, size, above=0, at_most=largest))
        shares = tail_shares(self.interval)
        lows, medians, highs = np.exp([self.growth.at(float(size)).quantiles(shares) for size in asked]).T.tolist()
        return Band(tuple(asked.tolist()), tuple(medians), tuple(lows), tuple(highs))


def forecast(
    sizes: ArrayLike | Sequence[float],
    hours: ArrayLike | Sequence[float],
    target: float,
    algorithm: str | None = None,
    interval: float = 0.8,
    budget_hours: float | None = None,
    seed: int = 0,
    *,
    pilot_hours: float | None = None,
) -> GrowthForecast:
    """Return the hours a run at full size will take, with an interval.

    `sizes` and `hours` of one to eight pilots in any order, all above 0; sizes in rows or as shares, `target` in
    the same unit, up to a million times the largest. `algorithm` is one of `ALGORITHMS` or None; knowing it
    narrows the interval. `budget_hours` asks for the chance to stay within it, `pilot_hours` is what the next pilot
    may take. Several pilots may have the same size. Times below two seconds are trusted less, for the clock's and the
    start-up's sake; above that, times twice as long give a forecast twice as long. Nothing is drawn at random: `seed`
    changes nothing. Exact sum over a grid (see `bend` and `scaling`). Raises `ArgumentError`.
    """
    pilots, times = _pilots(sizes, hours)
    largest = float(pilots[-1])
    target = number("target", target, above=0, at_most=largest * FURTHEST)
    if algorithm is not None and (not isinstance(algorithm, str) or algorithm not in ALGORITHMS):
        refuse("algorithm", f"None or one of {', '.join(ALGORITHMS)}", algorithm)
    shares = tail_shares(interval)
    budget = None if budget_hours is None else number("budget_hours", budget_hours, at_least=0)
    allowed = None if pilot_hours is None else number("pilot_hours", pilot_hours, above=0)
    whole("seed", seed, at_least=0)
    growth = scaling.fit(pilots, times, algorithm)
    full = growth.at(target)
    low, median, high = (float(value) for value in np.exp(full.quantiles(shares)))
    hours_there = float(times[pilots == largest].mean())
    horizon = max(math.log(target / largest), math.log(2))
    powers = growth.exponent(horizon).quantiles(shares) / horizon
    return GrowthForecast(
        median=median,
        low=low,
        high=high,
        linear=hours_there * target / largest,
        exponent=Estimate(median=float(powers[1]), low=float(powers[0]), high=float(powers[2])),
        chance_within_budget=None if budget is None else _chance(full, budget),
        notes=_notes(pilots, times, target),
        interval=interval,
        target=target,
        one_size=bool(pilots[0] == pilots[-1]),
        pilot_hours=PILOT_SHARE * median if allowed is None else allowed,
        growth=growth,
    )


def _pilots(sizes: ArrayLike | Sequence[float], hours: ArrayLike | Sequence[float]) -> tuple[FloatArray, FloatArray]:
    """The pilots in one fixed order, whatever the order they were told in."""
    count = len(sequence("sizes", sizes, "a sequence of one number or more"))
    if count > MOST_PILOTS:
        refuse("sizes", f"at most {MOST_PILOTS} pilots (keep the largest)", sizes)

    def positive(name: str, value: object) -> float:
        return number(name, value, above=0)

    pilots = vector("sizes", sizes, positive)
    times = vector("hours", hours, positive, length=count)
    order = np.lexsort((times, pilots))
    return pilots[order], times[order]


def _chance(hours: bend.Mixture, budget: float) -> float:
    return hours.below(math.log(budget)) if budget > 0 else 0.0


def _notes(pilots: FloatArray, times: FloatArray, target: float) -> tuple[str, ...]:
    notes = []
    if pilots[0] == pilots[-1]:
        notes.append(
            "Pilots of one size say nothing about growth: the interval rests on what other learners do. "
            "Run a second pilot, of another size."
        )
    elif times[pilots == pilots[-1]].mean() <= times[pilots == pilots[0]].mean():
        notes.append("The hours do not grow with the size yet: the pilots may be too small to show what grows.")
    if times[-1] < CLOCK:
        notes.append("Every pilot took less than a second: most of that is start-up. Run a longer one.")
    if target <= pilots[-1]:
        notes.append("The target is no larger than the largest pilot: this is what such a run takes, not a forecast.")
    elif target > 100 * pilots[-1]:
        notes.append("The target is over a hundred times the largest pilot: a larger pilot is worth more than any fit.")
    return tuple(notes)
