"""An edit becomes events, none where it changes nothing, or one clear line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from model.sampled import HUGE, MEGABYTE, nested, refusal
from premortem.errors import InvalidAnswer, UnknownQuestion
from premortem.model.answers import DONT_KNOW
from premortem.model.bank import shipped_bank
from premortem.model.edits import add_rows, from_form, new_row_id
from premortem.model.events import Event, Recorded
from premortem.model.state import State, fold
from premortem.model.state import after as state_after

TABLE = "success-criteria.criteria"
ROW, OTHER = "aaaaaa", "bbbbbb"
ODD = [None, True, 5, 1.5, HUGE, [], {}, ["x"], {"a": 1}, "", "<b>", "\0", "\ud800", MEGABYTE, nested(100_000)]


def after(*edits: dict[str, Any]) -> State:
    """The state after these edits, each of which must be taken."""
    log: list[Recorded] = []
    for edit in edits:
        for event in from_form(shipped_bank(), fold(log), edit):
            log.append(Recorded("w", len(log) + 1, datetime.now(UTC), "", event, len(log) + 1))
    return fold(log)


def events(state: State, **edit: Any) -> tuple[Event, ...]:
    return from_form(shipped_bank(), state, edit)


def add(row: str) -> dict[str, Any]:
    return {"do": "add-row", "question": TABLE, "row": row}


TWO_ROWS = after(add(ROW), add(OTHER), {"do": "cell", "question": TABLE, "row": ROW, "column": "floor", "value": 90})


@pytest.mark.parametrize(
    "edit",
    [
        {"do": "answer", "question": "start.idea", "value": ""},
        {"do": "cell", "question": TABLE, "row": ROW, "column": "floor", "value": "90 %"},
        {"do": "cell", "question": TABLE, "row": OTHER, "column": "floor", "value": None},
        {"do": "add-row", "question": TABLE, "row": ROW},
        {"do": "move-row", "question": TABLE, "row": ROW, "to": 0},
        {"do": "remove-row", "question": TABLE, "row": "cccccc"},
        {"do": "answer", "question": TABLE, "value": [{"floor": 90, "hoped": None}, {}]},
    ],
)
def test_an_edit_that_changes_nothing_is_no_event(edit: dict[str, Any]) -> None:
    assert events(TWO_ROWS, **edit) == ()


@pytest.mark.parametrize("field", ["do", "question", "row", "column", "to", "value"])
@pytest.mark.parametrize("odd", ODD, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("do", ["answer", "cell", "add-row", "move-row", "remove-row"])
def test_an_edit_with_anything_in_any_field_is_taken_or_refused_in_one_line(do: str, field: str, odd: Any) -> None:
    good = {"do": do, "question": TABLE, "row": ROW, "column": "floor", "value": 5, "to": 1}
    said = str(refusal(lambda: events(TWO_ROWS, **{**good, field: odd})))
    assert said.isprintable()
    assert len(said) < 400


@pytest.mark.parametrize("edit", ODD, ids=lambda value: type(value).__name__)
def test_what_is_no_edit_at_all_is_refused(edit: Any) -> None:
    with pytest.raises(InvalidAnswer):
        from_form(shipped_bank(), State(), edit)


@pytest.mark.parametrize("row", ["short", "x" * 25, "Capital", "with-dash", "<b>bold", "aaaaaa\n", "١٢٣٤٥٦"])
def test_a_row_id_that_is_not_small_letters_and_digits_is_refused(row: str) -> None:
    with pytest.raises(InvalidAnswer, match=f"^{TABLE}: a row id is 6 to 24 small letters or digits"):
        events(TWO_ROWS, **add(row))


@pytest.mark.parametrize("to", [-1, 2, 10**9, "0", True, 0.0, None])
def test_a_row_moves_only_to_a_place_that_is_there(to: Any) -> None:
    with pytest.raises(InvalidAnswer, match=r"a row moves to a place from 0 to 1 \(you gave"):
        events(TWO_ROWS, do="move-row", question=TABLE, row=ROW, to=to)


def test_the_row_after_the_last_that_fits_is_refused() -> None:
    most = shipped_bank()[TABLE].rows_max
    full = after(*(add(f"row{n:03}") for n in range(most)))
    with pytest.raises(InvalidAnswer, match=f"at most {most} rows fit: join or drop some"):
        events(full, **add("onemore"))


@pytest.mark.parametrize("do", ["cell", "move-row"])
def test_a_row_that_somebody_removed_is_named_in_the_refusal(do: str) -> None:
    with pytest.raises(UnknownQuestion, match="the row 'cccccc' is not there, perhaps somebody removed it"):
        events(TWO_ROWS, do=do, question=TABLE, row="cccccc", column="floor", value=1, to=0)


@pytest.mark.parametrize("do", ["cell", "add-row", "move-row", "remove-row"])
def test_a_question_that_is_no_table_has_no_rows(do: str) -> None:
    with pytest.raises(UnknownQuestion, match=r"^start.idea is not a table and has no rows: answer it as a whole\.$"):
        events(TWO_ROWS, do=do, question="start.idea", row=ROW, column="floor", to=0)


def test_an_unknown_question_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(UnknownQuestion, match=r"^There is no question 'start.ide': did you mean start.idea\?$"):
        events(TWO_ROWS, do="answer", question="start.ide", value="x")


def test_answering_a_table_as_a_whole_replaces_its_rows() -> None:
    replaced = after(add(ROW), {"do": "answer", "question": TABLE, "value": [{"floor": 1}, {"floor": 2, "hoped": 3}]})
    assert [dict(row.values) for row in replaced.rows(TABLE)] == [{"floor": 1}, {"floor": 2, "hoped": 3}]


def test_ids_of_new_rows_differ_and_are_admitted() -> None:
    drawn = {new_row_id() for _ in range(500)}
    assert len(drawn) == 500
    assert all(events(State(), **add(row)) for row in drawn)


PASTED = [{"measure": "read right", "floor": 90}, {"floor": 80, "hoped": DONT_KNOW}]


def pasted(state: State, **how: Any) -> State:
    """The state after these rows were added under one stem."""
    return state_after(state, add_rows(shipped_bank(), state, TABLE, PASTED, "stemofrows", **how))


def test_rows_are_added_together_and_the_same_ones_sent_again_only_once() -> None:
    state = pasted(TWO_ROWS)
    assert [dict(row.values) for row in state.rows(TABLE)] == [{"floor": 90}, {}, *PASTED]
    assert add_rows(shipped_bank(), state, TABLE, PASTED, "stemofrows") == ()
    assert [dict(row.values) for row in pasted(TWO_ROWS, replace=True).rows(TABLE)] == PASTED


def test_more_rows_than_fit_are_refused_as_a_whole() -> None:
    most = shipped_bank()[TABLE].rows_max
    with pytest.raises(InvalidAnswer, match=f"at most {most} rows fit"):
        add_rows(shipped_bank(), TWO_ROWS, TABLE, [{"floor": 1}] * (most - 1), "stemofrows")


def test_rows_added_to_an_unseen_table_are_their_writers_until_all_are_shown() -> None:
    table = next(question for question in shipped_bank() if question.unseen)
    rows = [{table.heading.id: "Mine"}]
    seat = "0123456789abcdef"
    state = state_after(State(), add_rows(shipped_bank(), State(), table.id, rows, "stemofrows", seat=seat))
    assert state.rows(table.id) == ()
    assert [dict(row.values) for row in state.rows_for(table.id, seat)] == rows
    assert add_rows(shipped_bank(), state, table.id, rows, "stemofrows") == (), "nor are these added twice"


@pytest.mark.parametrize("stem", ["", "ab", "x" * 22, MEGABYTE, "Capital", "<b>bold", "\0" * 6, "\ud800" * 6])
def test_a_stem_that_cannot_begin_an_id_is_refused_in_one_line(stem: str) -> None:
    with pytest.raises(InvalidAnswer, match="a row id is 6 to 24 small letters or digits") as refused:
        add_rows(shipped_bank(), TWO_ROWS, TABLE, PASTED, stem)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200
