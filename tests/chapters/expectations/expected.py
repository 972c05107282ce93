"""Answers to expectations for its tests: a plan of 100,000, people who agree, promises that can be checked."""

from __future__ import annotations

from typing import Any

from premortem import chapters
from premortem.chapters.expectations.findings import ExpectationFindings
from premortem.workbook import state_of

PLAN, BUDGET, CLASS = "expectations.plan", "expectations.budget", "expectations.class"
FIRST, SECOND = "expectations.estimates", "expectations.second-round"
PROMISES, OWN, IN_USE = "expectations.promises", "expectations.own-projects", "expectations.in-use"
WORST_OF_OWN = 150


def estimate(low: Any, best: Any, high: Any, **cells: Any) -> dict[str, Any]:
    """One person's row, 80 % sure, with chances that trouble nobody."""
    return {"cost": [low, best, high], "sure": 80, "over": 20, "use": 70, **cells}


AGREED = [estimate(90000, 110000, 140000), estimate(80000, 100000, 130000), estimate(95000, 120000, 150000)]
PROMISE = {
    "claim": "It halves the time per invoice",
    "who": "Supplier",
    "measure": "Minutes per invoice",
    "threshold": "4 or less",
    "evidence": "Time sheets of the clerks",
    "due": "2027-01-31",
    "chance": 60,
}
RECORD = [{"project": f"P{actual}", "planned": 100, "actual": actual} for actual in (90, 100, 110, 130, WORST_OF_OWN)]
FIRST_SCREEN: dict[str, Any] = {
    PLAN: 100000,
    BUDGET: 200000,
    IN_USE: "Ten clerks read their invoices with it on every working day",
    FIRST: AGREED,
    CLASS: "it-overrun-share",
    PROMISES: [PROMISE],
}
SOUND: dict[str, Any] = {**FIRST_SCREEN, SECOND: AGREED, OWN: RECORD, "start.currency": "EUR"}


def found(answers: dict[str, Any]) -> ExpectationFindings:
    """Return the findings of these answers."""
    findings = chapters.findings("expectations", state_of(answers))
    assert isinstance(findings, ExpectationFindings)
    return findings


def changed(**answers: Any) -> ExpectationFindings:
    """Return the findings of the sound answers with some changed; `second_round` stands for the id `second-round`."""
    return found({**SOUND, **{f"expectations.{name.replace('_', '-')}": value for name, value in answers.items()}})
