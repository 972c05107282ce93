"""Rows that agree in some columns: which columns tell most rows apart, and a condition that finds given rows again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import BooleanValue, Value

    from premortem.scan.job import Column

ENOUGH, AT_MOST = 1_000, 4
"""Columns are taken until so many times more values than rows could be told apart by them; never more than so many."""

CELLS_HELD = 60
"""A condition on more cells is too long to be asked."""


def most_telling(columns: Sequence[Column], rows: int) -> list[Column]:
    """Return the columns with the most distinct values, as many as tell nearly all rows apart."""
    chosen: list[Column] = []
    apart = 1.0
    for column in sorted(columns, key=lambda each: -each.about_distinct):
        chosen.append(column)
        apart *= max(column.about_distinct, 1)
        if apart > ENOUGH * rows or len(chosen) == AT_MOST:
            break
    return chosen


def same_as(cells: Mapping[str, Value], rows: pd.DataFrame) -> BooleanValue | None:
    """Return whether a row's cells, by name, are those of one of the rows; None where that cannot be asked."""
    if not len(rows) or len(cells) > CELLS_HELD:
        return None
    found = [
        reduce(and_, (_same(cell, row[name]) for name, cell in cells.items()))
        for _, row in rows.iterrows()
        if not any(isinstance(value, str) and chr(0) in value for value in row)
    ]
    return reduce(or_, found) if found else None


def _same(cell: Value, value: Any) -> BooleanValue:
    import pandas as pd

    return cell.isnull() if pd.isna(value) else cell == value  # noqa: PD003 - Ibis
