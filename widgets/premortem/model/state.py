"""The state of a workbook: the fold of its log. Any earlier moment is the fold of a prefix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Any

from premortem.model import events as happened
from premortem.model import evidence_file
from premortem.model.answers import DONT_KNOW
from premortem.model.events import EVIDENCE_UNDER, Event, Json, Recorded
from premortem.model.evidence import Judgement, Scanned
from premortem.model.steps import walked


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
        if isinstance(value, dict) and None in value.values():
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
    """One row of a table question: its opaque id, its cells by column id, and the seat it was written at unseen."""

    id: str = ""
    by: str = ""


@dataclass(frozen=True)
class Concealed:
    """How many rows of a table, by how many people, wait to be shown."""

    rows: int
    people: int


@dataclass(frozen=True)
class State(Answers):
    """A workbook at one moment: its title, the number of its newest event, its answers and rows.

    `unseen` holds the rows that somebody wrote unseen, of tables not yet in `revealed`: no surface but their author's
    own form may show them. `stale` names the chapters whose answers were given under an older objective. `scans` holds
    what was found in real tables, in the order it came.
    """

    title: str = ""
    newest: int = 0
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    unseen: Mapping[str, tuple[Row, ...]] = field(default_factory=dict, repr=False)
    revealed: frozenset[str] = frozenset()
    stale: tuple[str, ...] = ()
    scans: tuple[Scanned, ...] = ()

    def rows(self, question: str) -> tuple[Row, ...]:
        """Return the rows of a table question that all may see, in order."""
        return self.tables.get(question, ())

    def rows_for(self, question: str, seat: str) -> tuple[Row, ...]:
        """Return the rows of a table question that whoever sits at this seat may see and change, in order."""
        own = (row for row in self.unseen.get(question, ()) if seat and row.by == seat)
        return (*self.rows(question), *own)

    def concealed(self, question: str) -> Concealed:
        """Return how much of a table question waits to be shown; a row without anything in it does not count."""
        waiting = [row for row in self.unseen.get(question, ()) if any(v is not None for v in row.values.values())]
        return Concealed(len(waiting), len({row.by for row in waiting}))

    def known(self, question: str) -> Known:
        """As for one answer; a table is answered once it has a row with something in it."""
        if any(any(value is not None for value in row.values.values()) for row in self.rows(question)):
            return Known.ANSWERED
        return super().known(question)

    def begun(self, question: str) -> bool:
        """Say whether anybody answered, or said "don't know", or began a row, or scanned a table where it belongs."""
        scanned = question == EVIDENCE_UNDER and bool(self.scans)
        return scanned or self.known(question) is not Known.BLANK or bool(self.rows(question))


@dataclass
class _Draft:
    title: str = ""
    values: dict[str, Json] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)
    cells: dict[tuple[str, str], dict[str, Json]] = field(default_factory=dict)
    by: dict[tuple[str, str], str] = field(default_factory=dict)
    revealed: set[str] = field(default_factory=set)
    scans: dict[str, Scanned] = field(default_factory=dict)

    def apply(self, event: Event) -> None:
        """Take one event in; one that names a row no longer there changes nothing."""
        match event:
            case happened.WorkbookCreated(title=title) | happened.WorkbookNamed(title=title):
                self.title = title
            case happened.AnswerGiven(question=question, value=value):
                self.values[question] = value
            case happened.RowAdded(question=question, row=row, by=by):
                if (question, row) not in self.cells:
                    self.order.setdefault(question, []).append(row)
                    self.cells[question, row] = {}
                    self.by[question, row] = by
            case happened.Revealed(question=question):
                self.revealed.add(question)
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
            case _:
                self._apply_evidence(event)

    def _apply_evidence(self, event: Event) -> None:
        match event:
            case happened.TableScanned(scan=scan):
                self.scans.setdefault(scan, Scanned(scan, event.found))
            case happened.FindingJudged(scan=scan):
                if scan in self.scans:
                    self.scans[scan] = _judged(self.scans[scan], event)
            case happened.ScanDropped(scan=scan):
                self.scans.pop(scan, None)

    def state(self, newest: int) -> State:
        tables, unseen = dict[str, tuple[Row, ...]](), dict[str, tuple[Row, ...]]()
        for question, order in self.order.items():
            rows = [Row(MappingProxyType(self.cells[question, r]), r, self.by[question, r]) for r in order]
            shown = question in self.revealed
            tables[question] = tuple(row for row in rows if shown or not row.by)
            if waiting := tuple(row for row in rows if row.by and not shown):
                unseen[question] = waiting
        return State(
            MappingProxyType(self.values),
            self.title,
            newest,
            MappingProxyType(tables),
            MappingProxyType(unseen),
            frozenset(self.revealed),
            scans=tuple(self.scans.values()),
        )


def _judged(scanned: Scanned, event: happened.FindingJudged) -> Scanned:
    """A judgement that was taken back stays as one without a word: an earlier delivery's shall not come back for it."""
    judgement = Judgement(event.judgement, event.reason, event.row)
    return replace(scanned, judged=MappingProxyType({**scanned.judged, event.finding: judgement}))


def fold(log: Iterable[Recorded]) -> State:
    """Return the state after these events; steps that were undone, and not redone, do not count."""
    recorded = tuple(log)
    undone = walked(recorded).undone
    draft = _Draft()
    for record in recorded:
        if record.step not in undone:
            draft.apply(record.event)
    return draft.state(recorded[-1].number if recorded else 0)


def after(state: State, events: Iterable[Event]) -> State:
    """Return the state that these changes, not yet recorded, would make of this one; none may be an undo or a redo."""
    draft = _Draft(state.title, dict(state.values), revealed=set(state.revealed))
    draft.scans = {scanned.id: scanned for scanned in state.scans}
    for table in (state.tables, state.unseen):  # seen rows first: others' unseen rows stand in no order that matters
        for question, rows in table.items():
            for row in rows:
                draft.order.setdefault(question, []).append(row.id)
                draft.cells[question, row.id] = dict(row.values)
                draft.by[question, row.id] = row.by
    for event in events:
        draft.apply(event)
    return replace(draft.state(state.newest), stale=state.stale)


def written_unseen(log: Iterable[Recorded]) -> frozenset[int]:
    """Return the numbers of the cells that were given while nobody else could see them: history tells no word of it."""
    hidden: set[tuple[str, str]] = set()
    found: set[int] = set()
    for record in log:
        match record.event:
            case happened.RowAdded(question=question, row=row, by=by) if by:
                hidden.add((question, row))
            case happened.CellGiven(question=question, row=row) if (question, row) in hidden:
                found.add(record.number)
            case happened.Revealed(question=question):
                hidden = {place for place in hidden if place[0] != question}
    return frozenset(found)


def unseen_rows(log: Iterable[Recorded]) -> frozenset[tuple[str, str]]:
    """Return question and row of all that was written unseen and never shown, of rows taken out again as well."""
    recorded = tuple(log)
    shown = {(question, row.id) for question, rows in fold(recorded).tables.items() for row in rows}
    added = (record.event for record in recorded if isinstance(record.event, happened.RowAdded) and record.event.by)
    return frozenset({(event.question, event.row) for event in added} - shown)


def veiled(log: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """Return the log as it may leave the store: the same events, without what nobody else is to see.

    Cells that were written unseen and never shown are empty; a scan that was dropped, or taken back, has no examples.
    """
    recorded = tuple(log)
    hidden = unseen_rows(recorded)
    kept = {scanned.id for scanned in fold(recorded).scans}

    def as_shown(event: Event) -> Event:
        match event:
            case happened.CellGiven(question=question, row=row) if (question, row) in hidden:
                return replace(event, value=None)
            case happened.TableScanned(scan=scan) if scan not in kept:
                return replace(event, evidence=evidence_file.to_json(event.found.without_examples()))
            case _:
                return event

    return tuple(replace(record, event=as_shown(record.event)) for record in recorded)
