"""The benefit is what is used: people who would use it, the first thing that holds each group up, and who wants it.

Benefit: `adoption.benefit`. First barrier: ADKAR (Hiatt 2006), never an average.
"""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.business_change import answers, figures
from premortem.chapters.business_change.benefit import Benefit
from premortem.chapters.business_change.groups import Group
from premortem.chapters.business_change.steps import Step
from premortem.chapters.business_change.verdict import InTheWay, in_the_way, verdict, what_is_used
from premortem.model.state import State
from premortem.model.verdicts import Findings, Suggestion

ACTIONS_SHOWN = 12


@dataclass(frozen=True)
class BusinessFindings(Findings):
    """The findings of business-change: the owner, the steps, the groups (earliest barrier first) and the benefit.

    `used` sets the benefit at the expected use beside that at full use, in one sentence; `more_actions` counts the
    suggested actions beyond those shown.
    """

    owner: str | None
    steps: tuple[Step, ...]
    groups: tuple[Group, ...]
    benefit: Benefit | None
    used: str
    more_actions: int
    currency: str | None


def findings(state: State) -> BusinessFindings:
    """Return whose work changes, what holds them up, what it brings at the use that is expected, and the verdict."""
    given = answers.read(state)
    found = in_the_way(given)
    actions = _actions(found) if _begun(state) else ()
    return BusinessFindings(
        chapter="business-change",
        verdict=verdict(given, found),
        figures=figures.figures(given.benefit),
        actions=actions[:ACTIONS_SHOWN],
        chart=figures.rows(given),
        chart_says=figures.says(given),
        owner=given.owner,
        steps=given.steps,
        groups=given.groups,
        benefit=given.benefit,
        used=what_is_used(given, given.benefit) if given.benefit else "",
        more_actions=max(0, len(actions) - ACTIONS_SHOWN),
        currency=given.currency,
    )


def _actions(found: InTheWay) -> tuple[Suggestion, ...]:
    return tuple(action for concern in found.all for action in concern.actions)


def _begun(state: State) -> bool:
    answered = any(name.startswith("business-change.") and value is not None for name, value in state.values.items())
    return answered or any(name.startswith("business-change.") and rows for name, rows in state.tables.items())
