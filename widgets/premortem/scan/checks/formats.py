"""A few cells written in another way than nearly all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.analysis.proportions import wilson
from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.empty_words import says_nothing
from premortem.scan.checks.minorities import MOST as USUAL
from premortem.scan.checks.minorities import Minority, minority
from premortem.scan.checks.spellings import SAMPLE_USED, Spellings, among, spellings
from premortem.scan.checks.types import LEAST, MOST
from premortem.scan.checks.wording import COUNTED, from_sample, named, of_all, several
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job


def look(job: Job) -> Seen:
    """Return a finding for each column of text where nearly all cells have one shape and a few have another.

    Numbers of any length are one shape; columns of text among numbers or days are left to the check on types.
    """
    findings, where, sampled = [], {}, 0
    for column in job.delivery.columns:
        if not column.text or _is_mixed(column):
            continue
        if column.all_numbers and not _leading_zeros(column):
            sampled += 1
            continue
        known = spellings(column).where(lambda text: not says_nothing(text))
        sampled += not known.exact
        rest = minority(known)
        if rest is not None:
            finding = _finding(column, rest, known)
            findings.append(finding)
            where[finding.key] = among(job.delivery.table, column, (text for text, _ in rest.values.counts))
    says = f"{several(sampled, 'column was', 'columns were')} judged by a sample of the cells." if sampled else ""
    return Seen(tuple(findings), where=where, says=says)


def _leading_zeros(column: Column) -> bool:
    """Whether numbers begin with a zero of no worth: then they are codes, and their length means something."""
    sample = column.sample.iloc[:SAMPLE_USED].tolist() if column.sample is not None else ()
    return any(len(cell) > 1 and cell[0] == "0" and cell[1].isdigit() for cell in map(str, sample))


def _is_mixed(column: Column) -> bool:
    shares = (fitting / max(column.filled, 1) for fitting in (column.numbers, column.dates))
    return any(1 - MOST <= share <= 1 - LEAST for share in shares)


def _finding(column: Column, rest: Minority, known: Spellings) -> Finding:
    share = wilson(rest.values.cells, known.cells)
    most = "Nearly all" if share.value <= 1 - USUAL else "Most"
    return Finding(
        check="format",
        columns=(column.name,),
        severity=Severity.LOW,
        saw=f"{most} filled cells {rest.usual}; {of_all(rest.values.cells, known.cells, 'filled cells')} are "
        f"written otherwise, in {several(rest.ways, 'way', 'ways')}.",
        sure=COUNTED if known.exact else from_sample(known.cells),
        could="What reads the column by its usual pattern fails on these cells, or reads something else out of them.",
        ask=f"Do the cells of {named(column)} that are written otherwise come from another source or another time?",
        amount=share.value,
        low=None if known.exact else share.low,
        high=None if known.exact else share.high,
    )


CHECK = Check("format", look)
