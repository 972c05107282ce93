"""Which steps of a log count: what an undo takes back, and a redo brings back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from premortem.model import events as happened
from premortem.model.events import Recorded
from premortem.model.session_events import SessionEvent


@dataclass
class Steps:
    """The steps that count, those that a redo may bring back, both newest last; and all that do not count."""

    done: list[int] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)


def walked(log: Iterable[Recorded]) -> Steps:
    """Walk the log: one walk for the state and for undo, so that they never disagree about what counts."""
    steps = Steps()
    for record in log:
        match record.event:
            case happened.WorkbookCreated() | happened.Revealed() | SessionEvent():
                continue  # what was seen cannot be made unseen, what happened in a session has happened
            case happened.Undone(step=step):
                if step in steps.done:  # else two people took it back at once, and once is enough
                    steps.done.remove(step)
                    steps.taken_back.append(step)
                    steps.undone.add(step)
            case happened.Redone(step=step):
                if step in steps.undone:  # perhaps no longer in `taken_back`: somebody answered at the same moment
                    steps.undone.remove(step)
                    steps.taken_back = [other for other in steps.taken_back if other != step]
                    steps.done.append(step)
            case _:
                if not steps.done or steps.done[-1] != record.step:
                    steps.done.append(record.step)
                steps.taken_back.clear()
    return steps


def next_undo(log: Iterable[Recorded], seat: str = "") -> int | None:
    """Return the step that an undo would take back: the newest that still counts; the creation cannot be undone.

    What others wrote unseen is passed over: whoever sits at `seat` does not know of it.
    """
    recorded = tuple(log)
    kept = _unseen_by(recorded, seat)
    return next((step for step in reversed(walked(recorded).done) if step not in kept), None)


def next_redo(log: Iterable[Recorded], seat: str = "") -> int | None:
    """Return the step that a redo would bring back; a new answer after an undo leaves nothing to redo."""
    recorded = tuple(log)
    kept = _unseen_by(recorded, seat)
    return next((step for step in reversed(walked(recorded).taken_back) if step not in kept), None)


def _unseen_by(recorded: Iterable[Recorded], seat: str) -> set[int]:
    """The steps that touch a row which somebody at another seat wrote unseen and which is not shown yet."""
    theirs: dict[tuple[str, str], set[int]] = {}
    for record in recorded:
        match record.event:
            case happened.RowAdded(question=question, row=row, by=by) if by and by != seat:
                theirs.setdefault((question, row), set()).add(record.step)
            case happened.Revealed(question=question):
                theirs = {place: steps for place, steps in theirs.items() if place[0] != question}
            case (
                happened.CellGiven(question=question, row=row)
                | happened.RowMoved(question=question, row=row)
                | happened.RowRemoved(question=question, row=row)
            ):
                if (question, row) in theirs:
                    theirs[question, row].add(record.step)
    return set().union(*theirs.values())
