"""A label of which one answer hardly occurs."""

from __future__ import annotations

from premortem.analysis import proportions
from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.answers import Answers, answers, no_label
from premortem.scan.checks.wording import COUNTED, of_all, share
from premortem.scan.job import Check, Job, Seen

ALERT = 0.1
"""Rarest by commonest answer, below which it is a finding (DATA-CHECKS: class imbalance)."""


def look(job: Job) -> Seen:
    """Return a finding where the rarest answer occurs less than a tenth as often as the commonest."""
    found = answers(job)
    if isinstance(found, str):
        return Seen(says=found)
    if found.said:
        return Seen(says="A label of many numbers has no answers that could be rare.")
    by = found.rows[-1] / found.rows[0]
    return Seen((_finding(found),)) if by < ALERT else Seen()


def _finding(found: Answers) -> Finding:
    rows, all_rows = found.rows[-1], sum(found.rows)
    bounds = proportions.wilson(rows, all_rows)
    rare = found.quoted(len(found.names) - 1)
    return Finding(
        check="imbalance",
        columns=(found.column.name,),
        severity=Severity.MEDIUM,
        saw=f"The rarest of {len(found.names)} answers is {rare}: {of_all(rows, all_rows, 'rows with an answer')}. "
        f"For each row of it there are {found.rows[0] / rows:,.0f} of {found.quoted(0)}.",
        sure=f"{COUNTED} If these rows are a sample, its true share is between {share(bounds.low, 1)} and "
        f"{share(bounds.high, 1)} (95 % interval).",
        could="A model that never gives the rare answer is right nearly always and of no use. Few rows of it also make "
        "every figure about it shaky.",
        ask="Is it as rare in real use as it is here, and what does it cost to miss one?",
        amount=found.rows[0] / rows,
        unit="ratio",
    )


CHECK = Check("imbalance", look, asked=no_label)
