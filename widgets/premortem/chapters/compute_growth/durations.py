"""Hours in words a reader knows: 12 minutes, 63 hours, 1,390 hours (58 days)."""

from __future__ import annotations

from premortem.model.wording import number

SECOND, MINUTE, DAY, YEAR = 1 / 3600, 1 / 60, 24.0, 8766.0
UNTIL = 100
"""Up to so many of a unit, the smaller unit is used: 90 seconds, not 1.5 minutes."""
FOREVER = 1e6 * YEAR


def unit_for(hours: float) -> tuple[float, str]:
    """Return the unit in which a time is told: its length in hours and its name."""
    if hours < UNTIL * SECOND:
        return SECOND, "seconds"
    return (MINUTE, "minutes") if hours < UNTIL * MINUTE else (1.0, "hours")


def time(hours: float, digits: int = 3) -> str:
    """Write a time to so many digits: `12 minutes`, `63 hours`, `100 hours (4.2 days)`."""
    if hours < SECOND:
        return "less than a second"
    if hours > FOREVER:
        return "more than a million years"
    length, name = unit_for(hours)
    written = number(hours / length, digits)
    return f"{written} {name if written != '1' else name.removesuffix('s')}{_long(hours)}"


def brief(hours: float) -> str:
    """Write a time as short as a chart needs it: years from two years on."""
    if hours > FOREVER or hours < 2 * YEAR:
        return time(hours).split(" (")[0]
    return f"{number(hours / YEAR, 2)} years"


def brief_span(low: float, high: float) -> str:
    """Write a range of times as short as a chart needs it."""
    if low >= YEAR and 2 * YEAR <= high <= FOREVER:
        return f"{number(low / YEAR, 2)} to {number(high / YEAR, 2)} years"
    alike = high < 2 * YEAR and low / unit_for(high)[0] >= 0.1
    return span(low, high) if alike else f"{brief(low)} to {brief(high)}"


def _long(hours: float) -> str:
    if hours < 3 * DAY:
        return ""
    if hours < 2 * YEAR:
        days = hours / DAY
        return f" ({number(days, 2 if days < UNTIL else 3)} days)"
    return f" ({number(hours / YEAR, 2)} years)"


def span(low: float, high: float, joined: str = "to") -> str:
    """Write a range of times in one unit where it can: `36 to 63 hours`, or `36 and 63 hours`."""
    if high < SECOND:
        return time(high)
    length, name = unit_for(high)
    if high > FOREVER or low / length < 0.1:
        return f"{time(low)} {joined} {time(high)}"
    return f"{number(low / length, 2)} {joined} {number(high / length, 2)} {name}"
