"""The times that the axis of the chart may name, from a thousandth of a second to a million years."""

from __future__ import annotations

import math

MINUTE, DAY, YEAR = 1 / 60, 24.0, 8766.0
LADDER: tuple[tuple[float, str], ...] = (
    (0.001 / 3600, "1 ms"), (0.01 / 3600, "10 ms"), (0.1 / 3600, "0.1 s"), (1 / 3600, "1 s"), (2 / 3600, "2 s"),
    (5 / 3600, "5 s"), (10 / 3600, "10 s"), (20 / 3600, "20 s"), (30 / 3600, "30 s"), (MINUTE, "1 min"),
    (2 * MINUTE, "2 min"), (5 * MINUTE, "5 min"), (10 * MINUTE, "10 min"), (20 * MINUTE, "20 min"),
    (30 * MINUTE, "30 min"), (1, "1 h"), (2, "2 h"), (4, "4 h"), (8, "8 h"), (12, "12 h"), (DAY, "1 day"),
    (2 * DAY, "2 days"), (4 * DAY, "4 days"), (7 * DAY, "1 week"), (14 * DAY, "2 weeks"), (YEAR / 12, "1 month"),
    (YEAR / 6, "2 months"), (YEAR / 3, "4 months"), (YEAR / 2, "6 months"), (YEAR, "1 year"), (2 * YEAR, "2 years"),
    (5 * YEAR, "5 years"), (10 * YEAR, "10 years"), (20 * YEAR, "20 years"), (50 * YEAR, "50 years"),
    (1e2 * YEAR, "100 years"), (1e3 * YEAR, "1,000 years"), (1e6 * YEAR, "a million years"),
)  # fmt: skip
FINE = frozenset(
    ("10 ms", "2 s", "5 s", "20 s", "30 s", "2 min", "5 min", "20 min", "30 min", "2 h", "4 h", "8 h", "12 h", "2 days",
     "4 days", "2 weeks", "2 months", "4 months", "6 months", "2 years", "5 years", "20 years", "50 years")
)  # fmt: skip
"""These are named only where too few of the others lie between the ends."""
MOST_TIMES = 6


def to_name(low: float, high: float) -> list[tuple[float, str]]:
    """The times to name between two ends: round ones where there are enough, and never too many."""
    inside = [(at, label) for at, label in LADDER if low / 1.3 <= at <= high * 1.3]
    coarse = [(at, label) for at, label in inside if label not in FINE]
    shown = coarse if len(coarse) >= 3 else inside
    step = math.ceil(len(shown) / MOST_TIMES) or 1
    return shown[::step]
