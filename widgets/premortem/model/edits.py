"""From an edit that somebody makes to the events it amounts to: refused, or none where it changes nothing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from premortem.errors import InvalidAnswer, UnknownQuestion
from premortem.model import answers
from premortem.model.currencies import CURRENCY
from premortem.model.events import (
    AnswerGiven,
    CellGiven,
    Confirmed,
    Event,
    Json,
    Revealed,
    RowAdded,
    RowMoved,
    RowRemoved,
)
from premortem.model.questions import Bank, Kind, Question
from premortem.model.shown import shown
from premortem.model.state import Row, State, after

_ROW_ID = re.compile(r"[a-z0-9]{6,24}")
_ROW_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def new_row_id() -> str:
    """Return an id for a new row that nobody else draws."""
    return "".join(secrets.choice(_ROW_ALPHABET) for _ in range(12))


def is_row_id(row_id: object) -> bool:
    """Say whether this can be the id of a row: 6 to 24 small letters or digits."""
    return isinstance(row_id, str) and _ROW_ID.fullmatch(row_id) is not None


def answer(bank: Bank, state: State, question_id: str, raw: Any) -> tuple[Event, ...]:
    """Answer a question; for a table, replace its rows. Raises UnknownQuestion or InvalidAnswer."""
    question = bank[question_id]
    value = answers.canonical(question, raw, state.text(CURRENCY))
    if question.kind is Kind.TABLE:
        return _replace_rows(question, state, value)
    return () if state.values.get(question.id) == value else (AnswerGiven(question.id, value),)


def _replace_rows(question: Question, state: State, value: Any) -> tuple[Event, ...]:
    rows = value if isinstance(value, list) else []
    present = [{name: cell for name, cell in row.values.items() if cell is not None} for row in state.rows(question.id)]
    wanted = [{name: cell for name, cell in row.items() if cell is not None} for row in rows]
    spoken = value if isinstance(value, str) else None
    said: tuple[Event, ...] = ()
    if state.values.get(question.id) != spoken:
        said = (AnswerGiven(question.id, spoken),)
    if present == wanted:
        return said
    if wanted and question.unseen and not state.unseen.get(question.id) and question.id not in state.revealed:
        said = (*said, Revealed(question.id))  # what comes in plain sight needs no veil, nor what follows it
    removed = [RowRemoved(question.id, row.id) for row in state.rows(question.id)]
    added: list[Event] = []
    for row in wanted:
        row_id = new_row_id()
        added.append(RowAdded(question.id, row_id))
        added.extend(CellGiven(question.id, row_id, column, cell) for column, cell in row.items())
    return (*said, *removed, *added)


def cell(
    bank: Bank, state: State, question_id: str, row_id: str, column_id: str, raw: Any, *, seat: str = ""
) -> tuple[Event, ...]:
    """Answer one cell of a table. Raises UnknownQuestion or InvalidAnswer."""
    question = _table(bank, question_id)
    row = _row(question, state, row_id, seat)
    value = answers.cell(question, column_id, raw, state.text(CURRENCY))
    return () if row.values.get(column_id) == value else (CellGiven(question.id, row.id, column_id, value),)


def add_row(bank: Bank, state: State, question_id: str, row_id: str, *, seat: str = "") -> tuple[Event, ...]:
    """Add a row at the end of a table, under an id its author drew. Raises UnknownQuestion or InvalidAnswer.

    In an unseen table not yet revealed, only whoever sits at the `seat` sees it; without a seat it is seen by all.
    """
    question = _table(bank, question_id)
    if not is_row_id(row_id):
        raise InvalidAnswer(f"{question.id}: a row id is 6 to 24 small letters or digits (you gave {shown(row_id)}).")
    rows = (*state.rows(question.id), *state.unseen.get(question.id, ()))
    if any(row.id == row_id for row in rows):
        return ()
    if len(rows) >= question.rows_max:
        raise InvalidAnswer(f"{question.id}: at most {question.rows_max} rows fit: join or drop some.")
    hidden = question.unseen and question.id not in state.revealed
    return (RowAdded(question.id, row_id, seat if hidden else ""),)


def add_rows(
    bank: Bank,
    state: State,
    question_id: str,
    rows: Sequence[Mapping[str, Json]],
    stem: str,
    *,
    replace: bool = False,
    seat: str = "",
) -> tuple[Event, ...]:
    """Add rows of canonical cells at the end of a table, or in place of those there.

    Their ids begin with `stem`: the same rows sent twice are added once. Raises UnknownQuestion or InvalidAnswer.
    """
    question = _table(bank, question_id)
    ids = [f"{stem}{number:03}" for number in range(len(rows))]
    if any(row.id in ids for row in (*state.rows(question.id), *state.unseen.get(question.id, ()))):
        return ()
    gone = state.rows_for(question.id, seat) if replace else ()
    happened: list[Event] = [RowRemoved(question.id, row.id) for row in gone]
    for row_id, row in zip(ids, rows, strict=True):
        happened.extend(add_row(bank, after(state, happened), question.id, row_id, seat=seat))
        happened.extend(CellGiven(question.id, row_id, column, value) for column, value in row.items())
    return tuple(happened)


def move_row(bank: Bank, state: State, question_id: str, row_id: str, to: Any, *, seat: str = "") -> tuple[Event, ...]:
    """Move a row to the place `to`, 0 being the top. Raises UnknownQuestion or InvalidAnswer."""
    question = _table(bank, question_id)
    row = _row(question, state, row_id, seat)
    rows = state.rows_for(question.id, seat)
    if isinstance(to, bool) or not isinstance(to, int) or not 0 <= to < len(rows):
        raise InvalidAnswer(f"{question.id}: a row moves to a place from 0 to {len(rows) - 1} (you gave {shown(to)}).")
    return () if rows[to].id == row.id else (RowMoved(question.id, row.id, to),)


def remove_row(bank: Bank, state: State, question_id: str, row_id: str, *, seat: str = "") -> tuple[Event, ...]:
    """Take a row out of a table; one that is gone already changes nothing. Raises UnknownQuestion."""
    question = _table(bank, question_id)
    present = any(row.id == row_id for row in state.rows_for(question.id, seat))
    return (RowRemoved(question.id, row_id),) if present else ()


def reveal(bank: Bank, state: State, question_id: str) -> tuple[Event, ...]:
    """Show to all what was written unseen in a table; nothing changes where nothing waits. Raises UnknownQuestion."""
    question = _table(bank, question_id)
    waits = question.unseen and state.concealed(question.id).rows
    return (Revealed(question.id),) if waits else ()


def confirm(bank: Bank, state: State, chapter_id: str) -> tuple[Event, ...]:
    """Say that a chapter's answers hold under the newest objective too. Raises UnknownChapter."""
    chapter = bank.chapter(chapter_id)
    return (Confirmed(chapter.id),) if chapter.id in state.stale else ()


def from_form(bank: Bank, state: State, edit: Any, *, seat: str = "") -> tuple[Event, ...]:
    """Return the events of one edit of a form, a mapping with `do`, by whoever sits at `seat`.

    Raises UnknownQuestion or InvalidAnswer.
    """
    if not isinstance(edit, Mapping):
        raise InvalidAnswer(f"An edit is a mapping with `do` (you gave {shown(edit)}).")
    question, row, column = (edit.get(name) for name in ("question", "row", "column"))
    match edit.get("do"):
        case "answer":
            return answer(bank, state, question, edit.get("value"))  # type: ignore[arg-type]  # checked by the bank
        case "cell":
            return cell(bank, state, question, row, column, edit.get("value"), seat=seat)  # type: ignore[arg-type]
        case "add-row":
            return add_row(bank, state, question, row, seat=seat)  # type: ignore[arg-type]
        case "move-row":
            return move_row(bank, state, question, row, edit.get("to"), seat=seat)  # type: ignore[arg-type]
        case "remove-row":
            return remove_row(bank, state, question, row, seat=seat)  # type: ignore[arg-type]
        case "reveal":
            return reveal(bank, state, question)  # type: ignore[arg-type]
        case other:
            raise InvalidAnswer(
                f"There is no edit {shown(other)}: use answer, cell, add-row, move-row, remove-row or reveal."
            )


def _table(bank: Bank, question_id: str) -> Question:
    question = bank[question_id]
    if question.kind is not Kind.TABLE:
        raise UnknownQuestion(f"{question.id} is not a table and has no rows: answer it as a whole.")
    return question


def _row(question: Question, state: State, row_id: str, seat: str) -> Row:
    for row in state.rows_for(question.id, seat):
        if row.id == row_id:
            return row
    raise UnknownQuestion(f"{question.id}: the row {shown(row_id)} is not there, perhaps somebody removed it.")
