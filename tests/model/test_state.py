"""The state is the fold of the log: any prefix, undo and redo, rows, several people at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from premortem.model.events import (
    AnswerGiven,
    CellGiven,
    Event,
    Recorded,
    Redone,
    RowAdded,
    RowMoved,
    RowRemoved,
    Undone,
    WorkbookCreated,
    WorkbookNamed,
)
from premortem.model.state import Known, Range, State, after, fold
from premortem.model.steps import next_redo, next_undo

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
QUESTIONS, ROWS, COLUMNS = ("q.a", "q.b"), ("row1", "row2", "row3"), ("x", "y")
VALUES = st.sampled_from([None, "don't know", 0, 1, False, "word"])


def logged(*steps: Event | Sequence[Event]) -> tuple[Recorded, ...]:
    """The log after these steps, each one event or several of one append."""
    log: list[Recorded] = []
    for each in steps:
        first = len(log) + 1
        events = [each] if isinstance(each, Event) else each
        log.extend(Recorded("w", first + n, NOON, "", event, first) for n, event in enumerate(events))
    return tuple(log)


def content(state: State) -> tuple[Any, ...]:
    """What a state holds, but for the number of its newest event; what is given back to blank is blank."""
    values = {name: value for name, value in state.values.items() if value is not None}
    tables = {name: [(row.id, dict(row.values)) for row in rows] for name, rows in state.tables.items() if rows}
    return state.title, values, tables


class Model:
    """A workbook kept the simplest way: a list of rows, a dict of answers."""

    def __init__(self) -> None:
        self.title, self.values = "Begun", dict[str, Any]()
        self.rows = list[tuple[str, dict[str, Any]]]()

    def take(self, event: Event) -> None:
        match event:
            case WorkbookNamed(title=title):
                self.title = title
            case AnswerGiven(question=question, value=value):
                self.values[question] = value
            case RowAdded(row=row):
                if row not in dict(self.rows):
                    self.rows.append((row, {}))
            case CellGiven(row=row, column=column, value=value):
                dict(self.rows).get(row, {})[column] = value
            case RowMoved(row=row, to=to):
                moved = [pair for pair in self.rows if pair[0] == row]
                others = [pair for pair in self.rows if pair[0] != row]
                self.rows = [*others[:to], *moved, *others[to:]] if moved else others
            case RowRemoved(row=row):
                self.rows = [pair for pair in self.rows if pair[0] != row]

    def content(self) -> tuple[Any, ...]:
        values = {name: value for name, value in self.values.items() if value is not None}
        return self.title, values, {"q.t": self.rows} if self.rows else {}


ANSWERS = st.builds(AnswerGiven, st.sampled_from(QUESTIONS), VALUES)
ADDED = st.builds(RowAdded, st.just("q.t"), st.sampled_from(ROWS))
CELLS = st.builds(CellGiven, st.just("q.t"), st.sampled_from(ROWS), st.sampled_from(COLUMNS), VALUES)
MOVED = st.builds(RowMoved, st.just("q.t"), st.sampled_from(ROWS), st.integers(0, 3))
REMOVED = st.builds(RowRemoved, st.just("q.t"), st.sampled_from(ROWS))
NAMED = st.builds(WorkbookNamed, st.sampled_from(["One", "Two"]))
CHANGES = ANSWERS | ADDED | CELLS | MOVED | REMOVED | NAMED


class OnePerson(RuleBasedStateMachine):
    """Somebody who edits, takes back and brings back, beside a list of the steps that count."""

    def __init__(self) -> None:
        super().__init__()
        self.log = list(logged(WorkbookCreated("Begun")))
        self.done: list[Sequence[Event]] = []
        self.taken_back: list[Sequence[Event]] = []
        self.moments: list[tuple[int, tuple[Any, ...]]] = []

    def append(self, events: Sequence[Event]) -> None:
        first = len(self.log) + 1
        self.log.extend(Recorded("w", first + n, NOON, "", event, first) for n, event in enumerate(events))

    @rule(events=st.lists(CHANGES, min_size=1, max_size=3))
    def change(self, events: list[Event]) -> None:
        self.append(events)
        self.done.append(events)
        self.taken_back.clear()

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        step = next_undo(self.log)
        assert step is not None
        self.append([Undone(step)])
        self.taken_back.append(self.done.pop())

    @precondition(lambda self: self.taken_back)
    @rule()
    def redo(self) -> None:
        step = next_redo(self.log)
        assert step is not None
        self.append([Redone(step)])
        self.done.append(self.taken_back.pop())

    @invariant()
    def the_state_is_what_the_steps_that_count_make(self) -> None:
        model = Model()
        for event in itertools.chain.from_iterable(self.done):
            model.take(event)
        assert content(fold(self.log)) == model.content()
        self.moments.append((len(self.log), model.content()))

    @invariant()
    def there_is_something_to_undo_or_redo_exactly_when_a_step_was_done_or_taken_back(self) -> None:
        assert (next_undo(self.log) is not None) == bool(self.done)
        assert (next_redo(self.log) is not None) == bool(self.taken_back)

    def teardown(self) -> None:
        for length, then in self.moments:
            assert content(fold(self.log[:length])) == then, "an earlier moment is the fold of a prefix"


OnePerson.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
test_undo_redo_and_every_earlier_moment_agree_with_a_simple_model = OnePerson.TestCase


@given(st.lists(ANSWERS, max_size=6, unique_by=lambda event: event.question), st.randoms())
def test_the_order_of_answers_to_different_questions_does_not_matter(answers: list[Event], chance: Any) -> None:
    shuffled = list(answers)
    chance.shuffle(shuffled)
    assert content(fold(logged(*answers))) == content(fold(logged(*shuffled)))


STEPS = st.integers(0, 14)
ANY_EVENT = CHANGES | st.builds(Undone, STEPS) | st.builds(Redone, STEPS) | st.just(WorkbookCreated("Again"))


@given(st.lists(ANY_EVENT, max_size=14))
def test_whatever_people_did_at_once_undo_leads_back_step_by_step_to_the_beginning(events: list[Event]) -> None:
    log = list(logged(WorkbookCreated("Begun"), *events))
    for _ in range(len(log) + 1):
        step = next_undo(log)
        if step is None:
            break
        log.append(Recorded("w", len(log) + 1, NOON, "", Undone(step), len(log) + 1))
    begun = [event for event in events if isinstance(event, WorkbookCreated)]
    assert content(fold(log)) == ("Again" if begun else "Begun", {}, {})


@given(st.lists(ANSWERS | NAMED | ADDED, min_size=1, max_size=8), st.data())
def test_undoing_one_step_loses_no_other(events: list[Event], data: st.DataObject) -> None:
    taken = data.draw(st.integers(0, len(events) - 1))
    log = logged(WorkbookCreated("Begun"), *events)
    step = log[taken + 1].step
    without = logged(WorkbookCreated("Begun"), *(event for n, event in enumerate(events) if n != taken))
    assert content(fold((*log, *logged_after(log, Undone(step))))) == content(fold(without))


def logged_after(log: Sequence[Recorded], event: Event) -> list[Recorded]:
    return [Recorded("w", len(log) + 1, NOON, "", event, len(log) + 1)]


@given(st.lists(CHANGES, max_size=8), st.lists(CHANGES, max_size=8))
def test_changes_not_yet_recorded_make_the_state_that_recording_them_makes(
    done: list[Event], more: list[Event]
) -> None:
    before = fold(logged(WorkbookCreated("x"), *done))
    then = content(before)
    assert content(after(before, more)) == content(fold(logged(WorkbookCreated("x"), *done, *more)))
    assert content(before) == then


def test_a_step_that_two_people_take_back_at_once_is_taken_back_once() -> None:
    log = logged(WorkbookCreated("x"), AnswerGiven("q.a", 1), AnswerGiven("q.a", 2), Undone(3), Undone(3))
    assert fold(log).values["q.a"] == 1
    assert next_undo(log) == 2
    assert next_redo(log) == 3
    assert fold((*log, *logged_after(log, Redone(3)))).values["q.a"] == 2


def test_a_step_brought_back_while_somebody_answers_counts_and_can_be_undone() -> None:
    log = logged(WorkbookCreated("x"), AnswerGiven("q.a", 1), Undone(2), AnswerGiven("q.b", 2), Redone(2))
    assert dict(fold(log).values) == {"q.a": 1, "q.b": 2}
    assert next_undo(log) == 2


def test_the_creation_and_steps_yet_to_come_cannot_be_taken_back() -> None:
    log = logged(WorkbookCreated("Begun"), Undone(1), Undone(4), AnswerGiven("q.a", 1), Redone(9))
    assert content(fold(log)) == ("Begun", {"q.a": 1}, {})


def test_cells_and_moves_of_a_removed_row_change_nothing_and_a_row_added_again_is_empty() -> None:
    gone = logged(
        WorkbookCreated("x"),
        [RowAdded("q.t", "row1"), CellGiven("q.t", "row1", "x", 1)],
        RowAdded("q.t", "row2"),
        RowRemoved("q.t", "row1"),
        CellGiven("q.t", "row1", "x", 2),
        RowMoved("q.t", "row1", 0),
        RowRemoved("q.t", "row1"),
        RowAdded("q.t", "row2"),
    )
    assert [(row.id, dict(row.values)) for row in fold(gone).rows("q.t")] == [("row2", {})]
    again = (*gone, *logged_after(gone, RowAdded("q.t", "row1")))
    assert [(row.id, dict(row.values)) for row in fold(again).rows("q.t")] == [("row2", {}), ("row1", {})]


def test_several_events_of_one_append_are_undone_together() -> None:
    log = logged(WorkbookCreated("x"), [AnswerGiven("q.a", 1), AnswerGiven("q.b", 2)], Undone(2))
    assert dict(fold(log).values) == {}


def test_a_blank_a_dont_know_and_half_a_range_are_read_as_nothing_known() -> None:
    values = {"blank": None, "unknown": "don't know", "half": {"low": 1, "best": None, "high": 2}, "no": False, "0": 0}
    state = State(values | {"whole": {"low": 1, "best": 2, "high": 3}})
    known = {name: state.known(name) for name in (*values, "whole", "never asked")}
    assert known == {
        "blank": Known.BLANK,
        "unknown": Known.DONT_KNOW,
        "half": Known.BLANK,
        "no": Known.ANSWERED,
        "0": Known.ANSWERED,
        "whole": Known.ANSWERED,
        "never asked": Known.BLANK,
    }
    assert state.number("unknown") is state.range("half") is state.text("blank") is None
    assert state.yes("no") is False
    assert state.number("0") == 0
    assert state.range("whole") == Range(1, 2, 3)
