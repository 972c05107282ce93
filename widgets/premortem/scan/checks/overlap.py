"""Rows that are in both tables, and whether the second begins where the first ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.alike import same_as
from premortem.scan.checks.pairs import Pair, in_common, no_second, second
from premortem.scan.checks.value_counts import is_date
from premortem.scan.checks.wording import named, of_all, several
from premortem.scan.job import Check, Delivery, Seen

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    from ibis.expr.types import BooleanValue, StringValue

    from premortem.scan.job import Column, Job

VERIFIED = 10_000
"""Rows that are compared cell by cell; of more the share that holds is taken for all."""

SHOWN_ROWS, DATES_SHOWN = 5, 3
BETWEEN = chr(31)
"""Parts the cells of a row when they are joined; a cell that holds it is caught when rows are compared cell by cell."""


def look(job: Job) -> Seen:
    """Return a finding where a row is in both tables, and one for each date on how the tables lie in time."""
    pairs = in_common(job)
    if not pairs:
        return Seen(says="The two tables have no column of the same name.")
    rows, says = _shared_rows(job, pairs)
    timed = tuple(_in_time(job, pairs))
    return Seen((*rows.findings, *timed), says=says, where=rows.where)


def _shared_rows(job: Job, pairs: Sequence[Pair]) -> tuple[Seen, str]:
    says = f"Compared by {several(len(pairs), 'column', 'columns')} of the same name."
    here, there = job.delivery, second(job)
    if here.engine.name != there.engine.name:
        return Seen(), f"Rows were not compared: one table is behind {here.engine.name}, the other {there.engine.name}."
    if not here.rows or not there.rows:
        return Seen(), says
    mine = _marked(here, [pair.first for pair in pairs], pairs)
    theirs = _marked(there, [pair.second for pair in pairs], pairs)
    marks = _brought(job, theirs)
    found = mine.semi_join(marks, "mark")
    count = int(here.engine.one(found.aggregate(n=found.count()))["n"])
    if not count:
        return Seen(), says
    rows = here.engine.ask(found.limit(VERIFIED))
    real = rows[rows.apply(tuple, axis=1).isin(_as_tuples(there, theirs, rows))]
    if not len(real):
        return Seen(), says
    finding = _finding(round(count * len(real) / len(rows)), here, pairs, exact=count <= VERIFIED)
    condition = _found_again(job, pairs, real.head(SHOWN_ROWS)) if job.with_examples else None
    return Seen((finding,), where={} if condition is None else {finding.key: condition}), says


def _marked(delivery: Delivery, columns: Sequence[Column], pairs: Sequence[Pair]) -> ibis.Table:
    """The cells in common as text, and a fingerprint of each row."""
    import ibis

    cells = {
        f"v{at}": comparable(delivery, column, pair)
        for at, (column, pair) in enumerate(zip(columns, pairs, strict=True))
    }
    rows = delivery.table.select(**cells)
    return rows.mutate(mark=ibis.literal(BETWEEN).join([rows[each] for each in cells]).hash())


def comparable(delivery: Delivery, column: Column, pair: Pair) -> StringValue:
    """Return the cell as text that is the same on both sides: numbers in one form where only one came with a type."""
    from premortem.scan.engine import number, text

    if pair.first.text != pair.second.text and pair.first.numeric and pair.second.numeric:
        return number(delivery.table, column).cast("string").fill_null("")
    cell = text(delivery.table, column)
    return (cell.strip() if pair.first.edges or pair.second.edges else cell).fill_null("")


def _brought(job: Job, theirs: ibis.Table) -> ibis.Table:
    """The fingerprints of the second table where the first can see them."""
    import ibis

    marks = theirs.select("mark").distinct()
    other = second(job).engine
    return marks if other.backend is job.delivery.engine.backend else ibis.memtable(other.ask(marks))


def _as_tuples(there: Delivery, theirs: ibis.Table, rows: pd.DataFrame) -> set[tuple[Any, ...]]:
    """The rows of the second table that have one of these fingerprints."""
    import ibis

    wanted = ibis.memtable(rows[["mark"]].drop_duplicates())
    found = there.engine.ask(theirs.semi_join(wanted, "mark").distinct())
    return set(found.itertuples(index=False, name=None))


def _found_again(job: Job, pairs: Sequence[Pair], rows: pd.DataFrame) -> BooleanValue | None:
    cells = {f"v{at}": comparable(job.delivery, pair.first, pair) for at, pair in enumerate(pairs)}
    return same_as(cells, rows)


def _finding(count: int, here: Delivery, pairs: Sequence[Pair], *, exact: bool) -> Finding:
    compared = "Each was compared cell by cell." if exact else f"{VERIFIED:,} of them were compared cell by cell."
    few = " Rows of so few columns can be equal by chance." if len(pairs) < 5 else ""
    return Finding(
        check="overlap",
        columns=(),
        severity=Severity.HIGH,
        saw=f"{of_all(count, here.rows, 'rows')} are in the second table too, equal in all {len(pairs)} columns that "
        "both have.",
        sure=compared + few,
        could="If one table is for training and the other for testing, the test asks for what the model has seen, and "
        "looks better than the model is.",
        ask="Can the same case rightly be in both, or were the tables parted after rows had been copied?",
        amount=float(count),
        unit="rows",
    )


def _in_time(job: Job, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Give for each date how many rows of the second table are not later than the newest of the first."""
    from premortem.scan.engine import matches, text
    from premortem.scan.letters import DAY

    here, there = job.delivery, second(job)
    timed = [pair for pair in pairs if is_date(pair.first) and is_date(pair.second)]
    for pair in timed[:DATES_SHOWN]:
        day, cell = text(here.table, pair.first), text(there.table, pair.second)
        newest = here.engine.one(here.table.aggregate(newest=day.max(where=matches(day, DAY))))["newest"]
        dated = matches(cell, DAY)
        counted = there.table.aggregate(
            of=there.table.count(where=dated), early=there.table.count(where=dated & (cell <= str(newest)))
        )
        found = there.engine.one(counted)
        yield _timed(pair, int(found["early"] or 0), int(found["of"] or 0))


def _timed(pair: Pair, early: int, of: int) -> Finding:
    saw = (
        f"{of_all(early, of, 'rows')} of the second table have a {named(pair.first)} that is not later than the newest "
        "of the first."
        if early
        else f"Every row of the second table has a later {named(pair.first)} than the newest of the first."
    )
    return Finding(
        check="overlap",
        columns=(pair.first.name,),
        severity=Severity.SHOWN,
        saw=saw,
        sure="Every cell was looked at. Whether the split should follow time depends on how the model will be used.",
        could="A model that will foretell must not be trained on what came after the cases it is tested on.",
        ask="Were the tables parted by time, and should they be?",
        amount=early / of if of else 0.0,
        about="time",
    )


CHECK = Check("overlap", look, asked=no_second, needs=("hash",))
