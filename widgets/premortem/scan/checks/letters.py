"""Broken letters, hidden characters, stray spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.wording import COUNTED, named, of_all
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job

ALERT = 5
"""Cells with any of these from which on it is a finding (DATA-CHECKS: encoding)."""


def look(job: Job) -> Seen:
    """Return a finding for each column with at least five cells of broken letters, hidden characters or edge spaces."""
    from premortem.scan.engine import absent, matches, text
    from premortem.scan.letters import ODD

    findings, where = [], {}
    for column in job.delivery.columns:
        if column.text and _odd(column) >= ALERT:
            finding = _finding(column)
            findings.append(finding)
            cell = text(job.delivery.table, column)
            where[finding.key] = matches(cell, ODD) & ~absent(job.delivery.table, column)
    return Seen(tuple(findings), where=where)


def _odd(column: Column) -> int:
    """At least so many cells: one cell may have several of the three."""
    return max(column.edges, column.controls, column.broken)


def _finding(column: Column) -> Finding:
    kinds = (
        (column.broken, "have a letter that was broken on the way"),
        (column.controls, "have a character that is not seen"),
        (column.edges, "begin or end with a space"),
    )
    told = [f"{of_all(n, column.rows, 'cells')} {what}" for n, what in kinds if n]
    return Finding(
        check="encoding",
        columns=(column.name,),
        severity=Severity.MEDIUM,
        saw="; ".join(told) + ".",
        sure=COUNTED,
        could="Two cells that look the same count as two things: rows are not found again when tables are joined, "
        "and a model sees groups that are none.",
        ask=f"Which program wrote {named(column)}, and in which encoding (the table of letters a file is written in)?",
        amount=_odd(column),
        unit="cells",
    )


CHECK = Check("encoding", look)
