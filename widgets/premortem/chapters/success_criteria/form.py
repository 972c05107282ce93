"""What is shown beside the answers while they are given: each criterion's plan or judgement."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.success_criteria.criteria import TABLE
from premortem.chapters.success_criteria.findings import SuccessFindings
from premortem.chapters.wording import count


def notes(findings: SuccessFindings) -> Mapping[str, str]:
    """Return a short line for each row, by its address `question/row`."""
    lines = {}
    for criterion in findings.criteria:
        if criterion.trouble:
            lines[f"{TABLE}/{criterion.row}"] = f"Still open: {criterion.trouble}."
        elif criterion.judgement:
            lines[f"{TABLE}/{criterion.row}"] = criterion.judgement.verdict.value.capitalize()
        elif criterion.plan:
            lines[f"{TABLE}/{criterion.row}"] = (
                f"Test {count(criterion.plan.n)}, pass from {count(criterion.plan.need)} right"
            )
    return lines
