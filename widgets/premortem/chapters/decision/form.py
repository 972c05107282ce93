"""What is shown beside the answers of the decision: actions that nobody owns."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.decision.findings import DecisionFindings
from premortem.chapters.decision.record import ACTIONS
from premortem.model.wording import count


def notes(findings: DecisionFindings) -> Mapping[str, str]:
    """Return one line under the actions: how many still lack an owner or a date."""
    open_actions = sum(not action.complete for action in findings.agreed)
    return {ACTIONS: f"{count(open_actions)} without an owner or a date"} if open_actions else {}
