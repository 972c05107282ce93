"""What is shown beside the answers while they are given."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.first_project.candidates import TABLE, Candidate
from premortem.chapters.first_project.cap import BEARABLE
from premortem.chapters.first_project.contest import Place
from premortem.chapters.first_project.findings import FirstProjectFindings
from premortem.chapters.first_project.path import PATH
from premortem.chapters.first_project.sayings import share
from premortem.model.wording import listed, number


def notes(findings: FirstProjectFindings) -> Mapping[str, str]:
    """Return short lines by the address of a question, or of a row (`question/row`)."""
    evidence = findings.evidence
    lines = {f"{TABLE}/{each.row}": _candidate(findings, each) for each in evidence.candidates}
    lines |= {f"{PATH}/{step.row}": f"Still open: {listed(step.troubles)}" for step in evidence.path.troubled}
    if evidence.cap.amount is not None:
        lines[BEARABLE] = (
            f"Cap on risk: a part in {evidence.cap.failures}, {number(evidence.cap.amount)}"
            if evidence.cap.failures > 1
            else f"Cap on risk: all of it, {number(evidence.cap.amount)}"
        )
    if evidence.order.twice is not None:
        lines[evidence.order.repeated] = "Named already: choose another, or no order counts"
    return lines


def _candidate(findings: FirstProjectFindings, candidate: Candidate) -> str:
    evidence = findings.evidence
    which = "This project. " if candidate.this else ""
    if candidate in evidence.above:
        over = (candidate.loss or 0.0) - (evidence.cap.amount or 0.0)
        return f"{which}Above the cap on risk by {number(over)}: set aside"
    if candidate.lacks:
        return f"{which}Still open: {listed(candidate.lacks)}"
    place = next((p for p in _places(findings) if p.described.candidate.row == candidate.row), None)
    if place is not None and len(place.ranks) == 1:
        return f"{which}Within the cap on risk, and compared with nothing yet"
    if place is None:
        return f"{which}Not compared yet: the cap on risk is not known"
    return f"{which}Ranks first in {share(place.first)} of the weights"


def _places(findings: FirstProjectFindings) -> tuple[Place, ...]:
    return findings.evidence.contest.places if findings.evidence.contest else ()
