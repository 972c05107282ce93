"""The agenda of a session: steps with a time box each, as events hold them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from premortem.errors import UnreadableFile
from premortem.model.event import Json

KINDS = ("quiet", "vote", "discussion", "decision", "break")
"""Each writes alone; a vote nobody sees before it is shown; talking; what is settled and who does it; nothing."""
MOST_STEPS = 60
MOST_MINUTES = 480


@dataclass(frozen=True)
class Step:
    """One step: what kind, how long (minutes), and the chapter and question that it is about, "" for none.

    A `parked` step is kept for another time and takes none of this one.
    """

    id: str
    kind: str
    title: str
    minutes: float
    chapter: str = ""
    question: str = ""
    parked: bool = False


def to_json(steps: tuple[Step, ...]) -> Json:
    """Return the steps as an event holds them."""
    return [asdict(step) for step in steps]


def steps_from(agenda: Json) -> tuple[Step, ...]:
    """Return the steps that an event holds; raise UnreadableFile where it holds something else."""
    if not isinstance(agenda, list) or len(agenda) > MOST_STEPS:
        raise _unreadable()
    try:
        steps = tuple(Step(**step) for step in agenda)
    except TypeError as error:
        raise _unreadable() from error
    if not all(_whole(step) for step in steps) or len({step.id for step in steps}) < len(steps):
        raise _unreadable()
    return steps


def _whole(step: Step) -> bool:
    texts = (step.id, step.kind, step.title, step.chapter, step.question)
    timed = isinstance(step.minutes, int | float) and not isinstance(step.minutes, bool)
    return (
        all(isinstance(text, str) for text in texts)
        and step.kind in KINDS
        and isinstance(step.parked, bool)
        and timed
        and 0 < step.minutes <= MOST_MINUTES
    )


def _unreadable() -> UnreadableFile:
    return UnreadableFile("The agenda of a session in it is damaged: use another copy.")
