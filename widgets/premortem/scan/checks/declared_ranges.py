"""Declared rules for the cells of a column: type, bounds, values, pattern, length, and how many may be empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.errors import PremortemError
from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.declared_columns import Named, gap, unknown
from premortem.scan.checks.held_against import Held, held_against
from premortem.scan.checks.reading_cells import with_readings
from premortem.scan.checks.wording import COUNTED, of_all
from premortem.scan.checks.wording import named as name_of
from premortem.scan.job import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ibis.expr.types import BooleanValue

    from premortem.scan.job import Column, Job
    from premortem.scan.rules import ColumnRule

AT_ONCE = 400
"""So many conditions go into one query: all of an ordinary table do."""


def look(job: Job) -> Seen:
    """Return each rule that cells break, with how many do; all conditions of all columns go into one query."""
    named = Named("range", job.delivery)
    findings: list[Finding] = []
    where: dict[str, BooleanValue] = {}
    held: list[Held] = []
    for name, rule in (job.rules.columns if job.rules else {}).items():
        columns = named.columns((name,))
        if columns is None:
            continue
        held += held_against(job.delivery.table, columns[0], rule)
        for finding in _gaps(columns[0], rule):
            findings.append(finding)
            where[finding.key] = gap(job.delivery.table, columns[0])
    for each, count in _counted(job, held, named):
        if count:
            finding = _finding(each, count)
            findings.append(finding)
            where[finding.key] = each.broken
    return Seen((*named.missing.values(), *_no_groups(job), *findings), where=where, says=named.limits)


def _no_groups(job: Job) -> Iterator[Finding]:
    """Columns of populations that are not there: the check of the shares looks at those that are."""
    there = {each.name for each in job.delivery.columns}
    return (
        unknown("representation", name) for name in (job.rules.populations if job.rules else {}) if name not in there
    )


def _counted(job: Job, held: Sequence[Held], named: Named) -> Iterator[tuple[Held, int]]:
    for start in range(0, len(held), AT_ONCE):
        batch = held[start : start + AT_ONCE]
        try:
            yield from zip(batch, _ask(job, batch), strict=True)
        except PremortemError:
            raise
        except Exception:  # noqa: BLE001 - what an engine raises is its own; one condition it cannot do fails them all
            yield from _one_by_one(job, batch, named)


def _one_by_one(job: Job, batch: Sequence[Held], named: Named) -> Iterator[tuple[Held, int]]:
    for each in batch:
        try:
            yield each, _ask(job, [each])[0]
        except PremortemError:
            raise
        except Exception:  # noqa: BLE001 - as above
            place = f"`{each.part}` of {name_of(each.column)}"
            named.limit(f"Not checked here: {place}, {job.delivery.engine.name} cannot do what it asks for.")


def _ask(job: Job, batch: Sequence[Held]) -> list[int]:
    """Count the cells of each condition; the conditions of one rule stand in the same order on any table."""
    table = job.delivery.table
    rules = {each.column.id: (each.column, each.rule) for each in batch}
    readings = {name: cell for each in rules.values() for name, cell in with_readings(table, *each).items()}
    read = table.mutate(**readings)
    again = {(one.column.id, one.part): one for each in rules.values() for one in held_against(read, *each)}
    counts = {
        f"n{place}": read.count(where=again[each.column.id, each.part].broken) for place, each in enumerate(batch)
    }
    found = job.delivery.engine.one(read.aggregate(**counts))
    return [int(found[name] or 0) for name in counts]


def _gaps(column: Column, rule: ColumnRule) -> Iterator[Finding]:
    """What was declared of empty cells is known from counting them."""
    gaps = column.nulls + column.blanks
    if rule.required and gaps:
        saw = f"{of_all(gaps, column.rows, 'cells')} are empty; it was declared that none is."
        yield _made(column, "required", saw, gaps / column.rows)
    if rule.missing_max is not None and column.rows and gaps / column.rows > rule.missing_max:
        saw = f"{of_all(gaps, column.rows, 'cells')} are empty; at most {100 * rule.missing_max:.4g} % were declared."
        yield _made(column, "missing_max", saw, gaps / column.rows)


def _finding(held: Held, count: int) -> Finding:
    saw = f"{of_all(count, held.column.filled, 'filled cells')} {held.says}."
    return _made(held.column, held.part, saw, count / held.column.filled)


def _made(column: Column, part: str, saw: str, amount: float) -> Finding:
    return Finding(
        check="range",
        columns=(column.name,),
        severity=Severity.HIGH,
        saw=saw,
        sure=COUNTED,
        could="What the project takes for granted does not hold here: a model learns from these cells as if it did.",
        ask=f"Are these cells of {name_of(column)} wrong, or is the rule?",
        amount=amount,
        about=part,
    )
