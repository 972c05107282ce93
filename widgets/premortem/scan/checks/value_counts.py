"""Counts the values of columns by answer: what a single column can tell is worked out from that.

A small table is fetched and counted here; a large one is counted by its engine, one column at a time. Numbers and dates
with very many values are fetched and ranked here; other values that are very many are counted only by what they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from premortem.scan.checks.telling import Counts

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    from ibis.expr.types import IntegerValue, Value

    from premortem.scan.checks.answers import Answers
    from premortem.scan.engine import Engine
    from premortem.scan.job import Column, Job

FETCHED_ROWS, FETCHED_CELLS = 50_000, 3_000_000
"""A table of at most so many rows is fetched, so many cells at a time."""

RANKED_ROWS = 2_000_000
"""Numbers and dates with very many values are ranked here, so many rows of them; of a larger table a sample."""


@dataclass(frozen=True)
class ByAnswer:
    """The counts of a column; `ordered` says that its values ascend, `many` that they are too many for categories.

    `sampled` says that not all rows were counted.
    """

    column: Column
    counts: Counts
    ordered: bool
    many: bool = False
    sampled: bool = False


def is_ordered(column: Column) -> bool:
    """Return whether the column holds numbers, or days written so that their text ascends with them."""
    return column.numeric or is_date(column)


def is_date(column: Column) -> bool:
    """Return whether nearly all filled cells are days."""
    return column.filled > 0 and column.dates >= 0.95 * column.filled


def by_answer(job: Job, label: Answers, columns: Sequence[Column]) -> Iterator[ByAnswer]:
    """Give the counts of these columns by answer, rows without an answer or without a value left out."""
    if job.delivery.rows <= FETCHED_ROWS:
        yield from _fetched(job, label, columns)
        return
    from premortem.scan.abreast import abreast

    def counted(engine: Engine, column: Column) -> ByAnswer:
        return _asked(engine, job.delivery.table, label, column)

    yield from abreast(job.delivery.engine, counted, columns)


def _fetched(job: Job, label: Answers, columns: Sequence[Column]) -> Iterator[ByAnswer]:
    at_once = max(1, FETCHED_CELLS // max(1, job.delivery.rows))
    table = job.delivery.table
    for start in range(0, len(columns), at_once):
        part = columns[start : start + at_once]
        frame = job.delivery.engine.ask(table.select(answer=label.code, **{each.id: table[each.id] for each in part}))
        for column in part:
            rows = frame[[column.id, "answer"]].set_axis(["value", "answer"], axis=1).assign(n=1)
            yield _matrix(column, rows, len(label.names))


def _matrix(column: Column, rows: pd.DataFrame, answers: int) -> ByAnswer:
    """Return the counts from rows of value, answer and n."""
    import pandas as pd

    if column.numeric:
        values = pd.to_numeric(rows["value"], errors="coerce").astype("float64")
        values = values.where(np.isfinite(values))
    elif column.text:
        values = rows["value"].where(rows["value"].astype("str").str.strip() != "")
    else:
        values = rows["value"]
    known = values.notna() & rows["answer"].notna()
    rows = rows[known].assign(value=values[known].astype("float64" if column.numeric else "str"))
    return ByAnswer(column, _tabulated(rows, answers), is_ordered(column))


def _tabulated(rows: pd.DataFrame, answers: int) -> Counts:
    """Return the rows of each value, ascending, by answer."""
    import pandas as pd

    places, found = pd.factorize(rows["value"], sort=True)
    cell = places * answers + rows["answer"].to_numpy(dtype=np.int64)
    counts = np.bincount(cell, weights=rows["n"], minlength=len(found) * answers)
    return counts.astype(np.int64).reshape(len(found), answers)


def _asked(engine: Engine, table: ibis.Table, label: Answers, column: Column) -> ByAnswer:
    from premortem.scan.engine import number, sampled, text

    if column.values is not None:
        return _matrix(column, engine.ask(_grouped(table, text(table, column), label.code)), len(label.names))
    if not is_ordered(column):
        return ByAnswer(column, _alike(engine, table, label, column), ordered=False)
    cell = number(table, column) if column.numeric else text(table, column)
    rows = _known(sampled(table.select(value=cell, answer=label.code), column.rows, RANKED_ROWS))
    ranked = _tabulated(engine.ask(rows).assign(n=1), len(label.names))
    return ByAnswer(column, ranked, ordered=True, many=True, sampled=column.rows > RANKED_ROWS)


def _known(rows: ibis.Table) -> ibis.Table:
    return rows.filter(rows["value"].notnull() & rows["answer"].notnull())  # noqa: PD004 - Ibis


def _grouped(table: ibis.Table, value: Value, code: IntegerValue) -> ibis.Table:
    """Rows of each value with each answer."""
    rows = _known(table.select(value=value, answer=code))
    return rows.group_by("value", "answer").aggregate(n=rows.count())


def _alike(engine: Engine, table: ibis.Table, label: Answers, column: Column) -> Counts:
    """Return the counts of values that are very many: fetched are only the kinds of counts, and how many have them."""
    from premortem.scan.engine import text

    rows = _known(table.select(value=text(table, column), answer=label.code))
    names = [f"answer_{place}" for place in range(len(label.names))]
    each = rows.group_by("value").aggregate(
        **{name: (rows["answer"] == place).ifelse(1, 0).sum() for place, name in enumerate(names)}
    )
    kinds = engine.ask(each.group_by(names).aggregate(values=each.count())).sort_values(names)
    return np.repeat(kinds[names].to_numpy(dtype=np.int64), kinds["values"].to_numpy(dtype=np.int64), axis=0)
