"""Rows that are there twice."""

from __future__ import annotations

import math
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.wording import COUNTED, of_all
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    from ibis.expr.types import BooleanValue

    from premortem.scan.job import Column, Delivery, Job

ALERT = 0.01
"""Share of rows that repeat an earlier one from which on it is an alarm (DATA-CHECKS: duplicate rows)."""

ENOUGH = 20
"""Columns are taken for the first look until they could tell apart so many times more rows than there are."""

MARKED_ROWS, PLACES = 5_000_000, 8
"""Whole numbers are told apart by marking a place for each, in a table of so many rows, on so many places a row."""

FIRST_LOOK, SHOWN_ROWS, SHOWN_COLUMNS = 4, 5, 60


def look(job: Job) -> Seen:
    """Return a finding where a row repeats an earlier one in every column.

    Where one column is unique no row can. Else rows are grouped by the few columns that tell most apart, and only those
    that agree in these are grouped by all: exact, and several times faster than grouping, or hashing, all cells.
    """
    delivery = job.delivery
    if delivery.rows < 2 or not delivery.columns or any(_unique(column) for column in delivery.columns):
        return Seen()
    if _found_unique(delivery):
        return Seen()
    twice = _repeated(delivery)
    found = delivery.engine.one(twice.aggregate(groups=twice.count(), rows=twice["rows"].sum()))
    groups, rows = int(found["groups"]), int(found["rows"] or 0)
    if not groups:
        return Seen()
    finding = _finding(groups, rows - groups, delivery.rows)
    if len(delivery.columns) > SHOWN_COLUMNS or not job.with_examples:
        return Seen((finding,))
    first = delivery.engine.ask(twice.limit(SHOWN_ROWS))
    return Seen((finding,), where={finding.key: _are_those(delivery, first)})


def _unique(column: Column) -> bool:
    return column.nulls == 0 and column.distinct == column.rows


def _found_unique(delivery: Delivery) -> bool:
    """Whether the column likeliest to tell all rows apart does: far quicker than to compare rows."""
    likely = [each for each in delivery.columns if each.distinct is None and each.about_distinct == each.rows]
    if not likely:
        return False
    table, first = delivery.table, max(likely, key=_worth)
    if _whole_numbers_apart(delivery, first):
        return True
    counted = delivery.engine.one(table.aggregate(distinct=table[first.id].nunique()))
    return bool(counted["distinct"] == delivery.rows)


def _whole_numbers_apart(delivery: Delivery, column: Column) -> bool:
    """Whether it is seen at once that no two cells are alike, for each is a whole number with a place of its own.

    Numbers that differ are written differently, so text is judged by them; where they do not differ, nothing is said.
    """
    import numpy as np

    whole = column.text or column.dtype.lstrip("!").startswith(("int", "uint"))
    if delivery.engine.name != "duckdb" or not whole or column.least is None or column.greatest is None:
        return False
    if delivery.rows > MARKED_ROWS or column.greatest - column.least > PLACES * delivery.rows:
        return False
    cell = delivery.table[column.id].try_cast("int64")
    numbers = delivery.engine.ask(delivery.table.select(number=cell))["number"]
    if numbers.hasnans:
        return False
    places = numbers.to_numpy(dtype=np.int64)
    taken = np.zeros(int(places.max() - places.min()) + 1, dtype=np.bool_)
    taken[places - places.min()] = True
    return int(np.count_nonzero(taken)) == delivery.rows


def _repeated(delivery: Delivery) -> ibis.Table:
    """Each row that is there more than once, and how often (`rows`)."""
    table = delivery.table
    keys = {f"k{place}": _key(table, column) for place, column in enumerate(_telling(delivery))}
    keyed = table.mutate(**keys)
    often = keyed.group_by(list(keys)).aggregate(often=keyed.count())
    alike = keyed.semi_join(often.filter(often["often"] > 1), list(keys))
    grouped = alike.group_by([column.id for column in delivery.columns]).aggregate(rows=alike.count())
    return grouped.filter(grouped["rows"] > 1)


def _telling(delivery: Delivery) -> list[Column]:
    """The columns that tell most rows apart for what they cost, as many as are needed to tell nearly all apart."""
    chosen: list[Column] = []
    apart = 1.0
    for column in sorted(delivery.columns, key=_worth, reverse=True):
        chosen.append(column)
        apart *= max(column.about_distinct, 1)
        if apart > ENOUGH * delivery.rows or len(chosen) == FIRST_LOOK:
            break
    return chosen


def _worth(column: Column) -> float:
    """How much a column tells apart for the length of its cells: long ones are slow to group by."""
    length = 8.0
    if column.text and column.sample is not None and len(column.sample):
        length = float(column.sample.iloc[:100].astype(str).str.len().mean())
    return math.log(max(column.about_distinct, 1)) / (16 + length)


def _key(table: ibis.Table, column: Column) -> ibis.expr.types.Value:
    """The cell as a key of the first look: what is null has one too, for null equals nothing in a join."""
    from premortem.scan.engine import text

    return text(table, column).fill_null("")


def _are_those(delivery: Delivery, rows: pd.DataFrame) -> BooleanValue:
    """Whether a row is one of these in all its columns; what a query cannot hold as a value is left out."""
    import ibis
    from pandas.api.types import is_scalar

    alike = [
        reduce(and_, (_same(delivery.table[column.id], row[column.id]) for column in delivery.columns))
        for _, row in rows.iterrows()
        if not any(not is_scalar(value) or (isinstance(value, str) and chr(0) in value) for value in row)
    ]
    return reduce(or_, alike, ibis.literal(value=False))


def _same(cell: ibis.expr.types.Value, value: Any) -> BooleanValue:
    import pandas as pd

    return cell.isnull() if pd.isna(value) else cell == value  # noqa: PD003 - a cell of Ibis, not of pandas


def _finding(groups: int, repeats: int, rows: int) -> Finding:
    return Finding(
        check="duplicate-rows",
        columns=(),
        severity=Severity.MEDIUM if repeats >= ALERT * rows else Severity.SHOWN,
        saw=f"{of_all(repeats, rows, 'rows')} repeat another row in every column; {groups:,} different rows are there "
        "more than once.",
        sure=COUNTED,
        could="What is there twice counts twice. If one copy lands in training and one in the test, "
        "the test looks better than the model is.",
        ask="Can the same thing happen twice in this table, or was something loaded twice?",
        amount=repeats / rows,
        unit="share",
    )


CHECK = Check("duplicate-rows", look)
