"""Go on with the newest version or stop, looking forward only; how far the objective has moved; what is agreed.

Money already spent is shown and changes nothing: `outlook`, `conditions` and `judgement` do not read it.
"""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.changing_objective import (
    conditions,
    doing,
    figures,
    judgement,
    outlook,
    picture,
    sayings,
    tripwires,
    versions,
)
from premortem.chapters.changing_objective.conditions import StaleChapter
from premortem.chapters.changing_objective.outlook import Outlook
from premortem.chapters.changing_objective.tripwires import Tripwire
from premortem.chapters.changing_objective.versions import Drift
from premortem.model.state import State
from premortem.model.verdicts import Findings, Verdict


@dataclass(frozen=True)
class ObjectiveFindings(Findings):
    """The findings of changing-objective: what lies ahead, the drift, the tripwires, and the chapters grown stale.

    `adds_up` says what all the versions come to.
    """

    drift: Drift
    outlook: Outlook
    tripwires: tuple[Tripwire, ...]
    stale: tuple[StaleChapter, ...]
    adds_up: tuple[str, ...]
    currency: str | None


def findings(state: State) -> ObjectiveFindings:
    """Return what going on is worth from here, how far the objective has moved, and how far one may go."""
    drift, ahead, wires = versions.read(state), outlook.read(state), tripwires.read(state)
    old, currency = conditions.stale(state), state.text("start.currency")
    open_points = conditions.conditions(state, drift, ahead, wires, old)
    judged = judgement.judge(drift, ahead, open_points)
    said = sayings.Said(drift, ahead, judged, open_points, currency)
    return ObjectiveFindings(
        chapter="changing-objective",
        verdict=Verdict(
            judged.level, sayings.headline(said), sayings.reasons(said), sayings.changes(said), judged.missing
        ),
        figures=figures.figures(drift, ahead),
        actions=doing.actions(ahead, judged, open_points),
        chart=picture.rows(drift, wires, currency),
        chart_says=picture.says(drift, wires, currency),
        drift=drift,
        outlook=ahead,
        tripwires=wires,
        stale=old,
        adds_up=sayings.adds_up(drift, currency),
        currency=currency,
    )
