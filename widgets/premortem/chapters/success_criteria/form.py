"""What is shown beside the answers while they are given: each criterion's plan or judgement."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.success_criteria import reasons
from premortem.chapters.success_criteria.criteria import TABLE, Criterion
from premortem.chapters.success_criteria.findings import SuccessFindings
from premortem.model.wording import count


def notes(findings: SuccessFindings) -> Mapping[str, str]:
    """Return short lines by the address of a question, or of a row (`question/row`)."""
    lines = {f"{TABLE}/{criterion.row}": line for criterion in findings.criteria if (line := _line(criterion))}
    for scope in findings.beyond.scopes:
        lines |= {f"{scope.table}/{further.row}": further.note for further in scope.rows}
        if scope.set_aside:
            lines[scope.question] = "Answered no: the rows below are shown and do not count"
    needed = max((c.plan.n for c in findings.criteria if c.plan and not c.judgement), default=0)
    if needed:
        short = findings.cases is not None and findings.cases < needed
        lines[reasons.CASES] = f"{count(needed)} are needed" + (
            f": {count(needed - findings.cases)} short" if short and findings.cases is not None else ""
        )
    return lines


def _line(criterion: Criterion) -> str:
    if criterion.trouble:
        return f"Still open: {criterion.trouble}."
    if criterion.judgement:
        return criterion.judgement.verdict.value.capitalize()
    return f"Test {count(criterion.plan.n)}, pass from {count(criterion.plan.need)} right" if criterion.plan else ""
