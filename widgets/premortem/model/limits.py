"""The rules that the limits of one question keep, in the question bank."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from typing import Any


def broken(raw: Mapping[str, Any]) -> Iterator[str]:
    """Give one line for each limit that cannot be; each has the type that the bank wants already."""
    for name in ("minimum", "maximum"):
        if name in raw and not math.isfinite(raw[name]):
            yield f"`{name}` must be a finite number, not {raw[name]!r}."
    for name in ("length_max", "lines", "rows_max"):
        if raw.get(name, 1) < 1:
            yield f"`{name}` must be at least 1, not {raw[name]!r}."
    for name in ("earliest", "latest"):
        if name in raw and not _is_day(raw[name]):
            yield f"`{name}` must be a day written year-month-day, not {raw[name]!r}."
    if "minimum" in raw and "maximum" in raw and raw["minimum"] > raw["maximum"]:
        yield f"`minimum` {raw['minimum']} is above `maximum` {raw['maximum']}."
    if "earliest" in raw and "latest" in raw and str(raw["earliest"]) > str(raw["latest"]):
        yield f"`earliest` {raw['earliest']} is after `latest` {raw['latest']}."


def _is_day(value: Any) -> bool:
    try:
        return datetime.date.fromisoformat(str(value)).isoformat() == str(value)
    except ValueError:
        return False
