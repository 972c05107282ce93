"""The actions that changing-objective suggests; each keeps its key as long as its reason stands."""

from __future__ import annotations

from premortem.chapters.changing_objective.conditions import Condition
from premortem.chapters.changing_objective.judgement import Judgement
from premortem.chapters.changing_objective.outlook import WHAT, Outlook
from premortem.model.verdicts import Level, Suggestion

_KEY = "changing-objective"


def actions(outlook: Outlook, judgement: Judgement, open_points: tuple[Condition, ...]) -> tuple[Suggestion, ...]:
    """Return what follows from the level, then one action for each open point.

    Where going on does not pay, or nobody knows yet, only for what has changed or fired already.
    """
    pays_perhaps = judgement.level not in {Level.STOP, Level.NOT_KNOWN}
    settle = tuple(
        Suggestion(f"{_KEY}.{point.key}", point.mend, point.why)
        for point in open_points
        if pays_perhaps or point.happened
    )
    if judgement.level is Level.STOP:
        return (_STOP, *settle)
    if judgement.level is Level.PILOT_FIRST:
        return (_find_out(outlook), *settle)
    return settle


_STOP = Suggestion(
    f"{_KEY}.stop",
    "End the work on this version: hand over what can be used, write down what was learned",
    "What was spent is gone either way; what lies ahead does not pay.",
)


def _find_out(outlook: Outlook) -> Suggestion:
    what = WHAT[(outlook.deciding or outlook.hinges)[0].question]
    how = f"Find out {what}, with a small budget and a last day, and say beforehand which answer means stop"
    return Suggestion(f"{_KEY}.find-out", how, "As it stands, going on and stopping could both be right.")
