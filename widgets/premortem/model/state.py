"""The state of a workbook: the fold of its log. Any earlier moment is the fold of a prefix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any

from premortem.model import events as happened
from premortem.model.answers import DONT_KNOW
from premortem.model.events import Event, Json, Recorded


class Known(Enum):
    """What is known of a question."""

    BLANK = "blank"
    DONT_KNOW = "don't know"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Range:
    """Low, best and high of one estimate: 8 times of 10 the truth should lie between low and high."""

    low: float
    best: float
    high: float


@dataclass(frozen=True)
class Answers:
    """Answers by id, read by kind; what is blank or "don't know" reads as `None`."""

    values: Mapping[str, Json] = field(default_factory=dict)

    def known(self, question: str) -> Known:
        """Say whether the question is blank, "don't know" or answered; a range counts once all three are there."""
        value = self.values.get(question)
        if value is None:
            return Known.BLANK
        if value == DONT_KNOW:
            return Known.DONT_KNOW
        if isinstance(value, Mapping) and any(part is None for part in value.values()):
            return Known.BLANK
        return Known.ANSWERED

    def _answer(self, question: str) -> Any:
        return self.values[question] if self.known(question) is Known.ANSWERED else None

    def text(self, question: str) -> str | None:
        """Return a text, choice or date (ISO) answer."""
        value = self._answer(question)
        return None if value is None else str(value)

    def level(self, question: str) -> int | None:
        """Return the level chosen on a scale."""
        value = self._answer(question)
        return None if value is None else int(value)

    def number(self, question: str) -> float | None:
        """Return a number or an amount of money."""
        value = self._answer(question)
        return None if value is None else float(value)

    def yes(self, question: str) -> bool | None:
        """Return a yes-no answer."""
        value = self._answer(question)
        return None if value is None else bool(value)

    def range(self, question: str) -> Range | None:
        """Return a range, once low, best and high are all there."""
        value = self._answer(question)
        return None if value is None else Range(float(value["low"]), float(value["best"]), float(value["high"]))


@dataclass(frozen=True)
class Row(Answers):
    """One row of a table question: its opaque id and its cells by column id."""

    id: str = ""


@dataclass(frozen=True)
class State(Answers):
    """A workbook at one moment: its title, the number of its newest event, its answers and rows."""

    title: str = ""
    newest: int = 0
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def rows(self, question: str) -> tuple[Row, ...]:
        """Return the rows of a table question, in order."""
        return self.tables.get(question, ())

    def known(self, question: str) -> Known:
        """As for one answer; a table is answered once it has a row with something in it."""
        if any(any(value is not None for value in row.values.values()) for row in self.rows(question)):
            return Known.ANSWERED
        return super().known(question)


@dataclass
class _Draft:
    title: str = ""
    values: dict[str, Json] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)
    cells: dict[tuple[str, str], dict[str, Json]] = field(default_factory=dict)

    def apply(self, event: Event) -> None:
        """Take one event in; one that names a row no longer there changes nothing."""
        match event:
            case happened.WorkbookCreated(title=title) | happened.WorkbookNamed(title=title):
                self.title = title
            case happened.AnswerGiven(question=question, value=value):
                self.values[question] = value
            case happened.RowAdded(question=question, row=row):
                if (question, row) not in self.cells:
                    self.order.setdefault(question, []).append(row)
                    self.cells[question, row] = {}
            case happened.CellGiven(question=question, row=row, column=column, value=value):
                if (question, row) in self.cells:
                    self.cells[question, row][column] = value
            case happened.RowMoved(question=question, row=row, to=to):
                if (question, row) in self.cells:
                    self.order[question].remove(row)
                    self.order[question].insert(to, row)
            case happened.RowRemoved(question=question, row=row):
                if self.cells.pop((question, row), None) is not None:
                    self.order[question].remove(row)

    def state(self, newest: int) -> State:
        tables = {
            question: tuple(Row(MappingProxyType(self.cells[question, row]), row) for row in order)
            for question, order in self.order.items()
        }
        return State(MappingProxyType(self.values), self.title, newest, MappingProxyType(tables))


def fold(log: Iterable[Recorded]) -> State:
    """Return the state after these events; steps that were undone, and not redone, do not count."""
    recorded = tuple(log)
    undone = _steps(recorded).undone
    draft = _Draft()
    for record in recorded:
        if record.step not in undone:
            draft.apply(record.event)
    return draft.state(recorded[-1].number if recorded else 0)


def after(state: State, events: Iterable[Event]) -> State:
    """Return the state that these changes, not yet recorded, would make of this one; none may be an undo or a redo."""
    draft = _Draft(
        state.title,
        dict(state.values),
        {question: [row.id for row in rows] for question, rows in state.tables.items()},
        {(question, row.id): dict(row.values) for question, rows in state.tables.items() for row in rows},
    )
    for event in events:
        draft.apply(event)
    return draft.state(state.newest)


def next_undo(log: Iterable[Recorded]) -> int | None:
    """Return the step that an undo would take back: the newest that still counts; the creation cannot be undone."""
    done = _steps(log).done
    return done[-1] if done else None


def next_redo(log: Iterable[Recorded]) -> int | None:
    """Return the step that a redo would bring back; a new answer after an undo leaves nothing to redo."""
    taken_back = _steps(log).taken_back
    return taken_back[-1] if taken_back else None


@dataclass
class _Steps:
    """The steps that count, those that a redo may bring back, both newest last; and all that do not count."""

    done: list[int] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)


def _steps(log: Iterable[Recorded]) -> _Steps:
    """Walk the log: one walk for the state and for undo, so that they never disagree about what counts."""
    steps = _Steps()
    for record in log:
        match record.event:
            case happened.WorkbookCreated():
                continue
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
