"""A business-change chapter in which nothing is wrong, for tests to spoil."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from premortem import chapters
from premortem.chapters.business_change.findings import BusinessFindings
from premortem.model.verdicts import Level
from premortem.workbook import state_of

Cells = dict[str, Any]
STEPS, GROUPS, TRAINING = "business-change.steps", "business-change.groups", "business-change.training"
VALUE, USE, COST = "business-change.value", "business-change.use", "business-change.cost"
EARLY, LATER = "business-change.use-early", "business-change.use-later"
ANSWERS, OWNER, CHANGE_COST = "business-change.answers", "business-change.owner", "business-change.change-cost"


def three(low: float, best: float | None = None, high: float | None = None) -> Mapping[str, float]:
    return {"low": low, "best": low if best is None else best, "high": low if high is None else high}


STEP: Cells = {
    "step": "Type in the invoice", "before": "A clerk types 14 fields", "after": "A clerk looks at what was read",
    "who": "Clerk", "removed": True, "what": "Typing the fields",
}  # fmt: skip
ADDED: Cells = {**STEP, "step": "Correct what was misread", "removed": False, "what": None}
CLERKS: Cells = {
    "group": "Clerks", "people": 200, "hours": three(46),
    "awareness": 4, "desire": 4, "knowledge": 4, "ability": 4, "reinforcement": 4,
}  # fmt: skip
FIRST: dict[str, Any] = {
    "start.currency": "EUR", ANSWERS: "person", OWNER: "Head of payables", STEPS: [STEP], GROUPS: [CLERKS],
    VALUE: three(60), USE: three(35), COST: three(50_000),
}  # fmt: skip
READY: dict[str, Any] = {
    **FIRST, EARLY: three(10), LATER: three(50), CHANGE_COST: three(100_000), "business-change.fallback": "tried",
    "business-change.fallback-what": "The clerks type it, as they do every first Monday",
    TRAINING: [{"who": "Clerks", "when": "2026-05-04", "hours": 6}], "business-change.complaints": "Ada, payables",
    "business-change.incentive": "nobody", "business-change.consulted": "agreed",
}  # fmt: skip


def found(answers: Mapping[str, Any] = READY, /, **changed: Any) -> BusinessFindings:
    """Findings of these answers; a keyword is the end of a question's id, with _ for -."""
    more = {f"business-change.{name.replace('_', '-')}": value for name, value in changed.items()}
    findings = chapters.findings("business-change", state_of({**answers, **more}))
    assert isinstance(findings, BusinessFindings)
    return findings


def level(answers: Mapping[str, Any] = READY, /, **changed: Any) -> Level:
    return found(answers, **changed).verdict.level
