"""What is shown beside the answers while they are given: the first barrier of a group, the benefit at this use."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.business_change import groups as people
from premortem.chapters.business_change import steps as work
from premortem.chapters.business_change.benefit import COST, USE
from premortem.chapters.business_change.findings import BusinessFindings
from premortem.chapters.business_change.steps import Step
from premortem.model.wording import money, number, percent

WORKING_YEAR = 1700
"""Hours that somebody works in a year, roughly: more cannot be saved of them."""


def notes(findings: BusinessFindings) -> Mapping[str, str]:
    """Return lines by their address: `question`, `question/row` (short: a phone is narrow) or with a column."""
    lines = {f"{work.TABLE}/{step.row}": line for step in findings.steps if (line := _step_line(step))}
    for group in findings.groups:
        at = f"{people.TABLE}/{group.row}"
        barrier = f"First barrier: {group.barrier}" if group.barrier else "Nothing holds them up"
        lines[at] = f"{barrier}. Still open: {group.lacks}" if group.lacks else barrier
        if group.hours is not None and group.hours.high > WORKING_YEAR:
            lines[f"{at}/hours"] = f"More than the {number(WORKING_YEAR)} hours or so that somebody works in a year."
    if findings.benefit is not None:
        lines[USE] = findings.used
        lines[COST] = _cost_line(findings)
    return lines


def _step_line(step: Step) -> str:
    open_points = []
    if step.unnamed:
        open_points.append("what stops is not named")
    elif step.unknown:
        open_points.append("not known what stops")
    elif not step.stops:
        open_points.append("nothing stops")
    if not step.who:
        open_points.append("nobody does it yet")
    said = "; ".join(open_points)
    return f"{said[:1].upper()}{said[1:]}"


def _cost_line(findings: BusinessFindings) -> str:
    assert findings.benefit is not None
    even = findings.benefit.break_even
    if even is None:
        return "Full use would bring nothing by your figures."
    if even.best > 1:
        brings = money(findings.benefit.full.best, findings.currency)
        return f"Not even full use pays that: it would bring {brings} a year."
    return f"It takes {percent(even.best)} weekly use to pay that."
