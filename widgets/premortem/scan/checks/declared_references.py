"""Declared references: rows that point to something that the other table does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.model.shown import quoted
from premortem.scan.checks.declared_columns import EXAMPLE_ROWS, Named, any_gap, as_text, listed, rows_with
from premortem.scan.checks.wording import of_all
from premortem.scan.engine import number, text
from premortem.scan.job import Seen
from premortem.scan.rules.declared import OTHER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ibis.expr.types import BooleanValue, Table, Value

    from premortem.scan.job import Column, Delivery, Job
    from premortem.scan.rules import Reference


BROUGHT_MAX = 2_000_000
"""Keys of a table behind another engine that memory should hold at once."""


def look(job: Job) -> Seen:
    """Return the rows whose reference stands nowhere in the other table; a reference that is not filled is none."""
    named = Named("orphans", job.delivery)
    findings: list[Finding] = []
    where: dict[str, BooleanValue] = {}
    for reference in job.rules.references if job.rules else ():
        columns = named.columns(reference.columns)
        other = _other(job, reference, named)
        theirs = None if other is None else _theirs(other, reference, named)
        if columns is None or other is None or theirs is None:
            continue
        table = job.delivery.table
        filled = table.filter(~any_gap(table, columns))
        lost = _lost(job, filled, columns, other, theirs)
        if lost is None:
            named.limit(f"More than {BROUGHT_MAX:,} keys in {quoted(other.name)}: references to it were not checked.")
            continue
        count = int(job.delivery.engine.one(lost.aggregate(n=lost.count()))["n"])
        if not count:
            continue
        whole = int(job.delivery.engine.one(filled.aggregate(n=filled.count()))["n"])
        finding = _finding(columns, reference, count, whole)
        findings.append(finding)
        if job.with_examples:
            first = as_text(lost, columns).distinct().order_by(*(each.id for each in columns)).limit(EXAMPLE_ROWS)
            where[finding.key] = rows_with(table, columns, job.delivery.engine.ask(first))
    return Seen((*named.missing.values(), *findings), where=where, says=named.limits)


def _other(job: Job, reference: Reference, named: Named) -> Delivery | None:
    """Return the table that a reference names, or say that it is not at hand."""
    if reference.of == OTHER:
        other = job.against
        missing = "No second table was given: references to it were not checked."
    else:
        other = job.rules.tables.get(reference.of) if job.rules else None
        missing = f"Not opened, so references to it were not checked: {quoted(reference.of)}."
    if other is None:
        named.limit(missing)
    return other


def _theirs(other: Delivery, reference: Reference, named: Named) -> tuple[Column, ...] | None:
    names = {each.name for each in other.columns}
    for name in reference.their:
        if name not in names:
            named.limit(f"{quoted(other.name)} has no column {quoted(name)}: references to it were not checked.")
    return tuple(other.column(name) for name in reference.their) if names.issuperset(reference.their) else None


def _lost(
    job: Job, filled: Table, columns: Sequence[Column], other: Delivery, theirs: Sequence[Column]
) -> Table | None:
    """Return the rows that the other table has no partner for, or None where it is too large to be brought here."""
    pairs = [_alike(filled, mine, other.table, their) for mine, their in zip(columns, theirs, strict=True)]
    ours = filled.mutate(**{f"ours_{place}": pair[0] for place, pair in enumerate(pairs)})
    known = _here(job, other, other.table.select(**{f"theirs_{place}": each[1] for place, each in enumerate(pairs)}))
    if known is None:
        return None
    return ours.anti_join(known, [ours[f"ours_{place}"] == known[f"theirs_{place}"] for place in range(len(pairs))])


def _here(job: Job, other: Delivery, keys: Table) -> Table | None:
    """Return the keys of the other table behind our engine, each once; from another engine they are brought over."""
    import ibis

    known = keys.distinct()
    if other.engine.backend is job.delivery.engine.backend:
        return known
    found = other.engine.ask(known.limit(BROUGHT_MAX + 1))
    return ibis.memtable(found, schema=known.schema()) if len(found) <= BROUGHT_MAX else None


def _alike(mine: Table, column: Column, other: Table, their: Column) -> tuple[Value, Value]:
    """Return both cells so that they can be compared: text with a number as numbers, all else as it is written."""
    one, two = mine[column.id], other[their.id]
    if one.type().copy(nullable=True) == two.type().copy(nullable=True):
        return one, two
    if column.text != their.text and any(each.numeric and not each.text for each in (column, their)):
        return number(mine, column), number(other, their)
    if one.type().is_numeric() and two.type().is_numeric():
        return one, two
    return text(mine, column), text(other, their)


def _finding(columns: Sequence[Column], reference: Reference, count: int, whole: int) -> Finding:
    table = "the second table" if reference.of == OTHER else quoted(reference.of)
    return Finding(
        check="orphans",
        columns=tuple(each.name for each in columns),
        severity=Severity.HIGH,
        saw=f"{of_all(count, whole, 'rows with a filled reference')} point to nothing in {table}.",
        sure="Every row was looked up: the figures are exact. Rows without a reference are not counted.",
        could="Joining the two tables loses these rows or fills them with nothing, and nobody notices.",
        ask=f"Are entries missing in {table}, or is {listed(columns)} wrong in these rows?",
        amount=count / whole,
        about=f"in {'the second table' if reference.of == OTHER else reference.of}: {', '.join(reference.their)}",
    )
