"""What is shown beside the answers while they are given."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.expectations import outside, promises
from premortem.chapters.expectations.concerns import BUDGET
from premortem.chapters.expectations.findings import ExpectationFindings
from premortem.chapters.expectations.judgement import Evidence
from premortem.chapters.expectations.outside import MOST
from premortem.chapters.expectations.promises import Promise
from premortem.chapters.expectations.rounds import Estimate
from premortem.model.wording import listed, number


def notes(findings: ExpectationFindings) -> Mapping[str, str]:
    """Return short lines by the address of a question, or of a row (`question/row`)."""
    evidence = findings.evidence
    lines = {
        f"{each.question}/{estimate.row}": _of_estimate(estimate, evidence)
        for each in (evidence.first, evidence.second)
        for estimate in each.estimates
    }
    lines |= {f"{promises.TABLE}/{promise.row}": _of_promise(promise) for promise in evidence.promises}
    if evidence.plan is not None and evidence.budget is not None:
        lines[BUDGET] = f"{number(evidence.budget / evidence.plan)} times the plan"
    if evidence.own.uplifts:
        factor = number(evidence.own.uplifts[MOST].factor)
        lines[outside.OWN] = f"8 of 10 of your own projects stayed within {factor} times the plan"
    return lines


def _of_estimate(estimate: Estimate, evidence: Evidence) -> str:
    if estimate.cost is None:
        return f"Still open: {listed(estimate.lacks)}"
    between = f"8 times of 10 between {evidence.say(estimate.cost.low)} and {evidence.say(estimate.cost.high)}"
    return f"{between}; still open: {listed(estimate.lacks)}" if estimate.lacks else between


def _of_promise(promise: Promise) -> str:
    if not promise.is_one:
        return f"Not a promise yet: say {listed(promise.lacks)}"
    return f"Still open: {listed(promise.lacks)}" if promise.lacks else "Can be scored"
