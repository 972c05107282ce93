"""Results as plain JSON: what the command line prints and the report embeds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from premortem.model.events import Json
from premortem.model.verdicts import Level

_AS_IS = frozenset({str, bool, int})


def plain(value: Any) -> Json:  # noqa: PLR0911 - one line for each kind of value
    """Return dataclasses as objects, enums as their values, infinite and undefined numbers as null."""
    if value is None or type(value) in _AS_IS:
        return value
    if isinstance(value, Level):
        return value.value
    if isinstance(value, Enum):
        return plain(value.value)
    if is_dataclass(value) and not isinstance(value, type):
        named = {name: plain(getattr(value, name)) for name in _names(type(value))}
        return _with_rank(named, getattr(value, "level", None))
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return _single(value)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _with_rank(named: dict[str, Json], level: Any) -> dict[str, Json]:
    """A level without its rank cannot be compared by who reads the JSON."""
    return {**named, "rank": level.rank, "words": level.words} if isinstance(level, Level) else named


def _single(value: Any) -> Json:
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "tolist"):  # a numpy number or array
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)
