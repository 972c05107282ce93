"""The rules that a question's limits keep in the question bank, and those between a table and its second round."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from premortem.model.questions import Question


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


def broken_rounds(asked: Sequence[tuple[str, Question]]) -> Iterator[tuple[str, str]]:
    """Give chapter and one line for each second round that could not hold what the first one asks."""
    tables = {question.id: question.columns for _, question in asked if question.columns}
    for chapter, question in asked:
        if not question.second_round:
            continue
        second = tables.get(question.second_round, ())
        same = [(column.id, column.kind) for column in second] == [(each.id, each.kind) for each in question.columns]
        if not same or question.second_round == question.id:
            rule = "`second_round` must name another table with the same columns"
            yield chapter, f"{question.id}: {rule}, not {question.second_round!r}."


def _is_day(value: Any) -> bool:
    try:
        return datetime.date.fromisoformat(str(value)).isoformat() == str(value)
    except ValueError:
        return False
