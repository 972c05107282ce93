"""A cap on risk by experience, then SMAA-2 over the candidates within it, and the path from small to large."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.first_project import changes, conditions, doing, figures, judgement, picture
from premortem.chapters.first_project.cap import FAILURES
from premortem.chapters.first_project.conditions import Condition
from premortem.chapters.first_project.judgement import Case, Evidence, Judgement
from premortem.chapters.first_project.sayings import Said, share
from premortem.chapters.first_project.swings import CRITERIA
from premortem.model.state import State
from premortem.model.verdicts import Findings, Level, Verdict


@dataclass(frozen=True)
class FirstProjectFindings(Findings):
    """The findings of first-project; `failures` is the rule of the cap, `criteria` what is compared, in words."""

    evidence: Evidence
    case: Case
    conditions: tuple[Condition, ...]
    failures: dict[int, int]
    criteria: tuple[str, ...]

    @staticmethod
    def share(part: float) -> str:
        """Write a share of the drawn weights no finer than it is known."""
        return share(part)


def findings(state: State) -> FirstProjectFindings:
    """Return whether this is the right first project: within the cap, and ahead of what else one could begin with."""
    evidence = judgement.read(state)
    open_points = conditions.open_points(evidence)
    judged = judgement.judge(evidence, settled=not open_points)
    shown = _shown(evidence, judged, open_points)
    said = Said(evidence, judged, shown, state.text("start.currency"))
    return FirstProjectFindings(
        chapter="first-project",
        verdict=Verdict(judged.level, said.headline(), said.reasons(), changes.changes(said), judged.missing),
        figures=figures.figures(evidence),
        actions=doing.actions(said),
        chart=picture.rows(evidence),
        chart_says=picture.says(evidence),
        evidence=evidence,
        case=judged.case,
        conditions=shown,
        failures=FAILURES,
        criteria=tuple(CRITERIA.values()),
    )


def _shown(evidence: Evidence, judged: Judgement, open_points: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """The conditions worth saying in this case: none before the cap is settled, the path's where another begins."""
    if judged.level in {Level.NOT_KNOWN, Level.STOP}:
        return ()
    return conditions.on_path(evidence) if judged.case is Case.OTHER_FITS else open_points
