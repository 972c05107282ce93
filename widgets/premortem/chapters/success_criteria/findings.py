"""Run n cases, pass if at least k; proven, not proven or refuted; and what must hold besides.

Shares by the exact binomial (Clopper & Pearson 1934), comparisons by McNemar (1947), orders by Hanley & McNeil (1982).
"""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.success_criteria import actions, beyond, figures, judgement, marks, reasons
from premortem.chapters.success_criteria import conditions as open_points
from premortem.chapters.success_criteria import criteria as reading
from premortem.chapters.success_criteria.beyond import Beyond
from premortem.chapters.success_criteria.criteria import Criterion
from premortem.chapters.success_criteria.judgement import Evidence
from premortem.chapters.success_criteria.together import Together, together
from premortem.model.state import State
from premortem.model.verdicts import Findings, Verdict


@dataclass(frozen=True)
class SuccessFindings(Findings):
    """The findings of success-criteria; `criteria` holds each plan and judgement, `cases` what can be had.

    `beyond` holds comparisons, orders and limits, `together` what all tests still to be run amount to.
    """

    criteria: tuple[Criterion, ...]
    cases: int | None
    conditions: tuple[str, ...]
    beyond: Beyond
    together: Together | None


def findings(state: State) -> SuccessFindings:
    """Return the plan for each criterion, the judgement of each result, and the verdict over all: the weakest."""
    evidence = _gather(state)
    judged = judgement.judge(evidence)
    return SuccessFindings(
        chapter="success-criteria",
        verdict=Verdict(
            judged.level,
            judged.headline,
            reasons.reasons(evidence, judged),
            reasons.changes(evidence, judged),
            judged.missing,
        ),
        figures=figures.figures(evidence, state.number("success-criteria.cost-per-case")),
        actions=actions.actions(evidence),
        chart=marks.marks(evidence.criteria),
        chart_says=marks.chart_says(evidence.criteria),
        criteria=evidence.criteria,
        cases=evidence.cases,
        conditions=tuple(condition.text for condition in evidence.conditions),
        beyond=evidence.beyond,
        together=evidence.together,
    )


def _gather(state: State) -> Evidence:
    criteria, further = reading.read(state), beyond.read(state)
    available = state.number("success-criteria.cases-available")
    return Evidence(
        tested=state.yes("success-criteria.tested"),
        cases=None if available is None else int(available),
        criteria=criteria,
        beyond=further,
        conditions=open_points.conditions(state, criteria, further),
        together=together(criteria, further),
    )
