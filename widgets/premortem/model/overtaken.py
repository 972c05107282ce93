"""Answers of one's own that somebody else has replaced: both are in the log, the later one counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from premortem.model import events as happened
from premortem.model.events import Event, Json, Recorded

Place = tuple[str, str, str]
"""Question, row and column; the last two are "" for a question of its own."""


@dataclass(frozen=True)
class Overtaken:
    """An answer of one's own that does not stand any more; `was` is canonical."""

    place: Place
    was: Json


@dataclass
class _Walk:
    given: dict[Place, list[tuple[int, Json]]] = field(default_factory=dict)
    touched: dict[int, set[Place]] = field(default_factory=dict)
    undone: set[int] = field(default_factory=set)
    ours: dict[Place, tuple[int, Json]] = field(default_factory=dict)

    def now(self, place: Place) -> Json:
        return next((value for step, value in reversed(self.given[place]) if step not in self.undone), None)

    def take(self, record: Recorded) -> set[Place]:
        """Take an event in; return the places whose answer it may have changed."""
        match record.event:
            case happened.Undone(step=step):
                self.undone.add(step)
                return self.touched.get(step, set())
            case happened.Redone(step=step):
                self.undone.discard(step)
                return self.touched.get(step, set())
        place = _place(record.event)
        if place is None:
            return set()
        self.given.setdefault(place, []).append((record.step, getattr(record.event, "value", None)))
        self.touched.setdefault(record.step, set()).add(place)
        return {place}


def overtaken(log: Iterable[Recorded], own: Collection[int], noticed: Mapping[Place, int]) -> tuple[Overtaken, ...]:
    """Return the answers given by the events numbered in `own` that others have replaced, or taken back, since.

    `noticed` says up to which number of an event that has been noticed, by place. An answer taken back by its own
    author, or given again since, is not overtaken; nor is one that others made the same again.
    """
    if not own:
        return ()
    walk = _Walk()
    for record in log:
        for place in walk.take(record):
            if record.number not in own:
                continue
            if isinstance(record.event, happened.Undone):
                walk.ours.pop(place, None)
            else:
                walk.ours[place] = record.number, walk.now(place)
    return tuple(
        Overtaken(place, was)
        for place, (number, was) in walk.ours.items()
        if was is not None and number > noticed.get(place, 0) and walk.now(place) != was
    )


def _place(event: Event) -> Place | None:
    match event:
        case happened.AnswerGiven(question=question):
            return question, "", ""
        case happened.CellGiven(question=question, row=row, column=column):
            return question, row, column
    return None
