"""What is shown beside the answers while they are given."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.compute_growth.durations import time
from premortem.chapters.compute_growth.further import about
from premortem.chapters.compute_growth.judgement import chance_words
from premortem.chapters.compute_growth.pilots import ROWS, TABLE
from premortem.chapters.compute_growth.terms import BUDGET, DEADLINE, PILOT_HOURS
from premortem.chapters.compute_growth.told import ComputeFindings
from premortem.model.wording import percent


def notes(findings: ComputeFindings) -> Mapping[str, str]:
    """Return short lines by the address of a question, or of a row (`question/row`)."""
    pilots, terms = findings.timed, findings.terms
    lines = {}
    for run in pilots.runs:
        size = pilots.size_words(run.size)
        if pilots.counted == ROWS and pilots.target:
            size = f"{size}, {percent(run.size / pilots.target, 2)} of the full data"
        lines[f"{TABLE}/{run.row}"] = f"{size} in {time(run.hours)}"
    lines |= {f"{m.question}/{m.row}": f"Still open: {m.why}" for m in findings.verdict.missing if m.row}
    step = findings.next_pilot
    if step is not None:
        lines[PILOT_HOURS] = f"Suggested: {pilots.size_words(step.pilot.size, 2)}, {about(terms, step)}"
    elif findings.further:
        lines[PILOT_HOURS] = findings.further[0]
    if findings.chance_in_time is not None:
        lines[DEADLINE] = f"Chance that one full training keeps this: {chance_words(findings.chance_in_time)}"
    if findings.chance_in_budget is not None and terms.price:
        lines[BUDGET] = f"Chance that one full training stays within this: {chance_words(findings.chance_in_budget)}"
    return lines
