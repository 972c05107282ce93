"""Counts the rows that fulfil conditions: many conditions in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue

    from premortem.scan.job import Delivery

AT_ONCE = 40


def rows_where(delivery: Delivery, conditions: Mapping[str, BooleanValue]) -> dict[str, int]:
    """Return how many rows fulfil each condition, by the condition's name."""
    table, names, counts = delivery.table, list(conditions), {}
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        asked = {f"n{place}": table.count(where=conditions[name]) for place, name in enumerate(part)}
        found = delivery.engine.one(table.aggregate(**asked))
        counts.update({name: int(found[f"n{place}"] or 0) for place, name in enumerate(part)})
    return counts
