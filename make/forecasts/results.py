"""All that one run measures, kept apart by what it is about."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from forecasts.scores import Chance, Told

OURS = "Premortem, kind known"
OURS_UNTOLD = "Premortem, kind not told"
OURS_QUALITY = "Premortem"

Made = TypeVar("Made")


@dataclass(frozen=True)
class Effort:
    """What was said about the effort for one target, beside the effort that it took."""

    dataset: str
    kind: str
    part: str
    gain: float
    """By how much of what was wrong at the largest pilot the target cuts it."""
    median: float
    low: float
    high: float
    took: float | None
    """None where the largest run of the curve did not reach the target."""
    largest: float
    """The largest run of the curve."""


@dataclass(frozen=True)
class Narrowed:
    """What one further pilot did to the width of an interval, beside what was expected of it."""

    dataset: str
    kind: str
    part: str
    pilots: str
    choice: str
    """Which size was chosen: the one that the forecast asks for, or another."""
    foreseen: float
    """The share of the interval's width, in the logarithm, that was expected to remain."""
    remained: float


@dataclass(frozen=True)
class Added(Narrowed):
    """One pilot that was added to a forecast of hours."""

    size: float
    """The size that was really run, as a share of the full size."""
    cost: float
    """Its hours as a share of those of the full run."""
    error_before: float
    """The factor by which the middle of the forecast was wrong."""
    error_after: float


@dataclass
class Results:
    """Forecasts and chances beside what happened, and how long each method took."""

    told: list[Told] = field(default_factory=list)
    chances: dict[str, list[Chance]] = field(default_factory=lambda: defaultdict(list))
    """By name of the question: "budget", "gain", "reached"."""
    efforts: list[Effort] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    measured_again: list[Narrowed] = field(default_factory=list)
    """Further measurements of quality."""
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def timed(self, method: str, make: Callable[[], Made]) -> Made:
        """Call, and note how much of the processor's time it took: other programs do not count."""
        begun = time.process_time()
        made = make()
        self.milliseconds[method].append(1000 * (time.process_time() - begun))
        return made
