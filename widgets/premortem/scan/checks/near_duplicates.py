"""Names that look like slips of the pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.slips import Slips, slips
from premortem.scan.checks.spellings import among, spellings
from premortem.scan.checks.wording import COUNTED, named, of_all, several
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job

ALERT = 0.01
"""Share of rows that hold such a name (DATA-CHECKS: near-duplicate category)."""


def look(job: Job) -> Seen:
    """Return a finding for each column where at least 1 % of the rows hold a rare value near a common one."""
    findings, where, unlisted = [], {}, 0
    for column in job.delivery.columns:
        unlisted += column.text and column.values is None
        if not column.text or column.values is None:
            continue
        found = slips(spellings(column), ALERT * column.rows)
        if found is not None and found.rare.cells >= ALERT * column.rows:
            finding = _finding(column, found)
            findings.append(finding)
            where[finding.key] = among(job.delivery.table, column, (text for text, _ in found.rare.counts))
    says = f"{several(unlisted, 'column has', 'columns have')} too many values to compare them." if unlisted else ""
    return Seen(tuple(findings), where=where, says=says)


def _finding(column: Column, found: Slips) -> Finding:
    return Finding(
        check="near-duplicate",
        columns=(column.name,),
        severity=Severity.MEDIUM,
        saw=f"{of_all(found.rare.cells, column.rows, 'rows')} hold a rare value that is one or two letters away from "
        f"one at least five times as common: {several(len(found.rare.counts), 'rare value', 'rare values')} near "
        f"{several(found.common, 'common one', 'common ones')}.",
        sure=COUNTED + " That the rare ones are slips is a guess.",
        could="Rows with a slip fall out of every group and every join, and a model takes them for something new.",
        ask=f"Is {named(column)} typed by hand or read by a machine, and is there a list of the right names?",
        amount=found.rare.cells / column.rows,
    )


CHECK = Check("near-duplicate", look)
