"""Declared keys: rows that agree in all columns of a key, and rows whose key is not filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.declared_columns import EXAMPLE_ROWS, Named, any_gap, as_text, listed, rows_with
from premortem.scan.checks.wording import several
from premortem.scan.job import Seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ibis.expr.types import BooleanValue, Table

    from premortem.scan.job import Column, Job

GAP = "empty cells"


def keys_of(job: Job) -> tuple[tuple[str, ...], ...]:
    """Return all keys that were declared, with the scan or in its rules."""
    named = (job.key,) if job.key else ()
    return tuple(dict.fromkeys((*named, *(job.rules.keys if job.rules else ()))))


def look(job: Job) -> Seen:
    """Return what breaks each key, counted exactly; cells are compared as they are written, so 7 is not 07."""
    named = Named("key", job.delivery)
    findings: list[Finding] = []
    where: dict[str, BooleanValue] = {}
    for names in keys_of(job):
        columns = named.columns(names)
        if columns is None:
            continue
        groups = _groups(job.delivery.table, columns)
        counts = job.delivery.engine.one(_counts(groups))
        if (counts["rows"] or 0) > (counts["keys"] or 0):
            finding = _repeated(columns, counts)
            findings.append(finding)
            if job.with_examples:
                where[finding.key] = _most_common(job, columns, groups)
        if counts["gaps"]:
            finding = _unfilled(columns, int(counts["gaps"]), job.delivery.rows)
            findings.append(finding)
            where[finding.key] = any_gap(job.delivery.table, columns)
    return Seen((*named.missing.values(), *findings), where=where, says=named.limits)


def _groups(table: Table, columns: Sequence[Column]) -> Table:
    """Each key with its number of rows `n`, and whether a part of it is empty."""
    cells = table.select(*(each.id for each in columns), gap=any_gap(table, columns))
    return cells.group_by(*cells.columns).aggregate(n=cells.count())


def _counts(groups: Table) -> Table:
    filled = ~groups["gap"]
    return groups.aggregate(
        rows=groups["n"].sum(where=filled),
        keys=groups.count(where=filled),
        repeated=groups.count(where=filled & (groups["n"] > 1)),
        most=groups["n"].max(where=filled),
        gaps=groups["n"].sum(where=groups["gap"]),
    )


def _most_common(job: Job, columns: Sequence[Column], groups: Table) -> BooleanValue:
    repeated = as_text(groups.filter(~groups["gap"], groups["n"] > 1), columns, "n")
    ids = [each.id for each in columns]
    import ibis

    worst = repeated.order_by(ibis.desc("n"), *ids).limit(EXAMPLE_ROWS)
    return rows_with(job.delivery.table, columns, job.delivery.engine.ask(worst))


def _repeated(columns: Sequence[Column], counts: Mapping[str, Any]) -> Finding:
    rows, keys, repeated, most = (int(counts[name]) for name in ("rows", "keys", "repeated", "most"))
    return Finding(
        check="key",
        columns=tuple(each.name for each in columns),
        severity=Severity.HIGH,
        saw=f"{several(rows, 'row', 'rows')} with a complete key hold {several(keys, 'key', 'different keys')}: "
        f"{several(rows - keys, 'row is', 'rows are')} one too many. "
        f"{several(repeated, 'key stands', 'keys stand')} in more than one row, the most common in {most:,}.",
        sure="Every row was counted: the figures are exact. Cells were compared as they are written.",
        could="Rows are counted twice, and joining another table to this one multiplies them.",
        ask=f"What is one row of this table, if {listed(columns)} can stand in several?",
        amount=float(rows - keys),
        unit="rows",
    )


def _unfilled(columns: Sequence[Column], gaps: int, rows: int) -> Finding:
    return Finding(
        check="key",
        columns=tuple(each.name for each in columns),
        severity=Severity.HIGH,
        saw=f"{several(gaps, 'row', 'rows')} of {rows:,} have no complete key.",
        sure="Every row was counted: the figures are exact.",
        could="These rows can be joined to nothing, and nobody can say whether they are there twice.",
        ask=f"Where does a row without {listed(columns)} come from, and may it be left out?",
        amount=float(gaps),
        unit="rows",
        about=GAP,
    )
