"""Empty cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.wording import COUNTED, named, of_all
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job

ALERT, HIGH = 0.05, 0.30
"""Shares of empty cells above which it is a finding, and a grave one (DATA-CHECKS: missing)."""


def look(job: Job) -> Seen:
    """Return a finding for each column with more than 5 % empty cells: null, not a number, or only blanks."""
    from premortem.scan.engine import absent

    findings = {column.id: _finding(column) for column in job.delivery.columns if _gaps(column) > ALERT}
    where = {
        findings[column.id].key: absent(job.delivery.table, column)
        for column in job.delivery.columns
        if column.id in findings
    }
    return Seen(tuple(findings.values()), where=where)


def _gaps(column: Column) -> float:
    return (column.nulls + column.blanks) / column.rows if column.rows else 0.0


def _finding(column: Column) -> Finding:
    gaps = column.nulls + column.blanks
    if gaps == column.rows:
        saw = f"All {column.rows:,} cells are empty."
        ask = f"Is {named(column)} filled anywhere, and was it lost on the way to this table?"
    else:
        saw = f"{of_all(gaps, column.rows, 'cells')} are empty."
        ask = f"When a cell of {named(column)} is empty, what does that mean: not known, not asked, or does not apply?"
    return Finding(
        check="missing",
        columns=(column.name,),
        severity=Severity.HIGH if _gaps(column) > HIGH else Severity.MEDIUM,
        saw=saw,
        sure=COUNTED,
        could="A model learns nothing from an empty cell, and what is put in its place is a guess. "
        "Cells are seldom empty by chance, so the guess leans one way.",
        ask=ask,
        amount=_gaps(column),
    )


CHECK = Check("missing", look)
