"""How good is good enough: forecast, chance of the target, the day to stop, and who must hold the decision."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.effort_curve import (
    actions,
    changes,
    clauses,
    contract,
    evidence,
    figures,
    judgement,
    marks,
    reasons,
)
from premortem.chapters.effort_curve.clauses import Clauses
from premortem.chapters.effort_curve.evidence import Evidence
from premortem.chapters.effort_curve.judgement import Judgement
from premortem.model.state import State
from premortem.model.verdicts import Findings, Verdict


@dataclass(frozen=True)
class EffortFindings(Findings):
    """The findings of effort-curve: the evidence, how it was judged, what more effort brings, who gains by what.

    `contracts` holds the three kinds of contract as the page shows them, `clauses` what to write in the contract,
    `trust` which of 80/20 curve and forecast to trust where they disagree.
    """

    evidence: Evidence
    judgement: Judgement
    milestones: tuple[reasons.Milestone, ...]
    who_gains: str
    contracts: tuple[contract.Line, ...]
    clauses: tuple[Clauses, ...]
    caveat: str
    trust: str


def findings(state: State) -> EffortFindings:
    """Return the forecast from the measurements so far, the day to stop, and how far one may go."""
    found = evidence.gather(state)
    judged = judgement.judge(found)
    return EffortFindings(
        chapter="effort-curve",
        verdict=Verdict(
            judged.level,
            judged.headline,
            reasons.reasons(found, judged),
            changes.changes(found, judged),
            judged.missing,
        ),
        figures=figures.figures(found, judged),
        actions=actions.actions(found, judged),
        chart=marks.marks(found, judged),
        chart_says=marks.chart_says(found, judged),
        evidence=found,
        judgement=judged,
        milestones=reasons.milestones(found, judged),
        who_gains=contract.who_gains(found.terms.contract),
        contracts=contract.lines(found.terms, found.sides if judged.case in judgement.LOOKS_AHEAD else None),
        clauses=clauses.clauses(found.terms, found.sides if judged.case in judgement.LOOKS_AHEAD else None),
        caveat=contract.CAVEAT,
        trust=reasons.trust(found, judged),
    )
