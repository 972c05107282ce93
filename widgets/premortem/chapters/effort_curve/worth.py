"""When to stop by the money: the best day of the 80/20 curve, and what the next step brings against what it costs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from premortem.analysis import stopping
from premortem.chapters.effort_curve.outlook import MOST_OF_THE_WAY, Outlook, effort_for
from premortem.chapters.effort_curve.progress import Progress
from premortem.chapters.effort_curve.terms import Terms

AS_GOOD_AS_THERE = 0.9
"""The path is worked out at a few efforts only: this share of the rest of the way counts as all of it."""
BEYOND = 1e90
"""Stands for an effort that is not foreseeable, where the arithmetic wants a number."""


@dataclass(frozen=True)
class BestStop:
    """The effort at which one more unit stops paying, with the share of the way reached and what is left (money).

    `days_to_80` is the effort for the first 80 % of the way, measured or (`foreseen`) forecast.
    """

    days_to_80: float
    foreseen: bool
    stop: stopping.Stop
    earliest: float
    latest: float
    share_low: float
    share_high: float
    net_low: float
    net_high: float


@dataclass(frozen=True)
class Step:
    """The step ahead that leaves most: `effort` more brings `gain` (share of quality), worth `worth`, for `cost`.

    `quality` is what is expected then, at most the target; `furthest` the gain that all affordable effort would bring.
    `break_even` is the value of the target from which some step pays; infinite where none brings anything.
    """

    effort: float
    quality: float
    gain: float
    furthest: float
    worth_low: float
    worth: float
    worth_high: float
    cost: float
    break_even: float

    @property
    def net(self) -> float:
        """What the step leaves at the best guess of the value."""
        return self.worth - self.cost

    @property
    def stops_short(self) -> bool:
        """Whether going on beyond this step is affordable, and costs more than it brings."""
        return self.gain < AS_GOOD_AS_THERE * self.furthest

    @property
    def pays_at_low_value(self) -> bool:
        """Whether the step pays even if the target is worth as little as is thought possible."""
        return self.worth_low > self.cost


def effort_at(progress: Progress, quality: float) -> float | None:
    """Return the effort at which this quality was first there, on straight lines between rows; `None`: never."""
    assert progress.start is not None
    before, best = 0.0, progress.start.quality
    if quality <= best:
        return 0.0
    for point in progress.points:
        if point.quality >= quality:
            return before + (point.effort - before) * (quality - best) / (point.quality - best)
        if point.quality > best:
            before, best = point.effort, point.quality
    return None


def last_fifth(progress: Progress) -> float | None:
    """Return the share of the effort so far that went into the last fifth of what was reached."""
    start, latest = progress.start, progress.latest
    if start is None or latest is None or latest.quality <= start.quality:
        return None
    most = effort_at(progress, start.quality + MOST_OF_THE_WAY * (latest.quality - start.quality))
    return None if most is None else 1 - most / latest.effort


def best_stop(progress: Progress, terms: Terms) -> BestStop | None:
    """Return where the 80/20 curve says to stop; `None` while value, cost or the first 80 % are not known."""
    start, value, cost = progress.start, terms.value, terms.cost
    if start is None or terms.target is None or value is None or not cost:
        return None
    most = start.quality + MOST_OF_THE_WAY * (terms.target - start.quality)
    measured = effort_at(progress, most)
    low, median, high = (measured,) * 3 if measured is not None else effort_for(progress, terms, most)
    if not 0 < median < math.inf:
        return None
    high = min(high, BEYOND)
    days = {low, high, min(max(_slowest(value.high, cost), low), high)}
    dear = [stopping.best_stop(value.low, each, cost) for each in (low, high)]
    worthy = [stopping.best_stop(value.high, each, cost) for each in days]
    return BestStop(
        days_to_80=median,
        foreseen=measured is None,
        stop=stopping.best_stop(value.best, median, cost),
        earliest=min(stop.day for stop in dear),
        latest=max(stop.day for stop in worthy),
        share_low=min(stop.share for stop in dear),
        share_high=max(stop.share for stop in worthy),
        net_low=min(stop.net for stop in dear),
        net_high=max(stop.net for stop in worthy),
    )


def quality_at(best: BestStop, start: float, target: float, effort: float) -> float:
    """Return the quality that the 80/20 curve has after an effort, counted from the beginning."""
    return target - (target - start) * math.exp(-effort * stopping.DAYS_TO_80_OVER_TAU / best.days_to_80)


def _slowest(value: float, cost: float) -> float:
    """Return the days to 80 % for which one would go on longest: tau ln(V / (tau c)) is largest at tau = V / (c e)."""
    return value / (cost * math.e) * stopping.DAYS_TO_80_OVER_TAU


def next_step(progress: Progress, terms: Terms, outlook: Outlook) -> Step | None:
    """Return the step within what can be afforded that leaves most; `None` while value or cost are not known."""
    start, value, cost, target = progress.start, terms.value, terms.cost, terms.target
    if start is None or value is None or cost is None or target is None or not outlook.steps:
        return None
    present, way = min(outlook.present.median, target), target - start.quality
    furthest = min(outlook.steps[-1].median, target) - present
    steps = []
    for point in outlook.steps:
        quality, effort = min(point.median, target), point.effort - outlook.now
        share, paid = max(quality - present, 0.0) / way, effort * cost
        worths = (share * value.low, share * value.best, share * value.high)
        break_even = paid / share if share > 0 else math.inf
        steps.append(Step(effort, quality, quality - present, furthest, *worths, paid, break_even))
    best = max(steps, key=lambda step: step.net)
    return replace(best, break_even=min(step.break_even for step in steps))
