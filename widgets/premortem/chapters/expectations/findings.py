"""The group against the outside view, how far it agrees, and promises that can be scored.

Hemming et al. 2018 (private estimates, equal weights); Kahneman & Tversky 1979, Flyvbjerg 2006 (the outside view);
Brier 1950 (scores).
"""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.expectations import changes, figures, judgement, marks, promises, sayings
from premortem.chapters.expectations.judgement import Evidence, Judgement
from premortem.chapters.expectations.outside import Compared, compared
from premortem.chapters.expectations.promises import Score
from premortem.model.state import State
from premortem.model.verdicts import Findings, Verdict

ACTIONS_SHOWN = 10


@dataclass(frozen=True)
class ExpectationFindings(Findings):
    """The findings of expectations: both rounds, how far they agree, every class of the outside view, the promises.

    The classes are empty before there is an estimate: the outside view must not lead those who estimate.
    """

    evidence: Evidence
    judgement: Judgement
    score: Score | None
    agreement: tuple[str, ...]
    moved: tuple[str, ...]
    classes: tuple[Compared, ...]
    score_says: str


def findings(state: State) -> ExpectationFindings:
    """Return what the group expects, beside what became of comparable projects, and how far one may go."""
    evidence = judgement.gather(state)
    judged = judgement.judge(evidence, state)
    score = promises.score(evidence.promises)
    view = evidence.view if judged.counted.costed else None
    return ExpectationFindings(
        chapter="expectations",
        verdict=Verdict(
            judged.level,
            judged.headline,
            sayings.reasons(evidence, judged, score),
            changes.changes(evidence, judged),
            judged.missing,
        ),
        figures=figures.figures(evidence, judged, score),
        actions=tuple(concern.action for concern in judged.concerns)[:ACTIONS_SHOWN],
        chart=marks.marks(evidence, judged),
        chart_says=marks.chart_says(evidence, judged),
        evidence=evidence,
        judgement=judged,
        score=score,
        agreement=sayings.agreement_says(judged.counted),
        moved=sayings.rounds_say(evidence),
        classes=compared(view, evidence.own, evidence.plan) if view is not None and evidence.plan is not None else (),
        score_says=sayings.score_says(score) if score is not None else "",
    )
