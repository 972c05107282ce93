"""What is shown beside the reasons: which are still open."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.premortem_round.findings import PremortemFindings
from premortem.model.reasons import REASONS


def notes(findings: PremortemFindings) -> Mapping[str, str]:
    """Return a short line for each reason that is not sorted or not answered, by its address `question/row`."""
    lines = {}
    for group in findings.groups:
        for reason in group.reasons:
            if not reason.chapter:
                lines[f"{REASONS}/{reason.row}"] = "Not sorted yet"
            elif not reason.prevent:
                lines[f"{REASONS}/{reason.row}"] = "Nothing is done about it yet"
    return lines
