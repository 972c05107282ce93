"""What a vote gives the workbook: rows of what was written, and the answer on which the group agreed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from premortem.errors import InvalidAnswer
from premortem.model import edits
from premortem.model.event import Event, Json
from premortem.model.events import Revealed, RowRemoved
from premortem.model.questions import Bank, Kind, Question
from premortem.model.shown import shown
from premortem.model.state import State, after
from premortem.model.subjects import Subject
from premortem.session import ballots, values


def rows_written(
    bank: Bank,
    state: State,
    subject: Subject,
    shown_ballots: Sequence[Mapping[str, Json]],
    stem: str,
    before: str = "",
) -> tuple[tuple[Event, ...], int]:
    """Return the events that make rows of the texts or rows of these ballots, in any order, and how many did not fit.

    None where they are no rows of a table. What a vote shows stands in plain sight, and so does what follows it. The
    name that a ballot bears goes into the column for it. `before` is the vote of which this is another round: where
    each person has a row of their own, what that round put into the same table makes place.
    """
    question = bank.find(subject.question)
    if not subject.written or question is None or question.retired or question.kind is not Kind.TABLE:
        return (), 0
    asked = {subject.column} if subject.kind == "text" else {column.column for column in subject.columns}
    if not asked <= {column.id for column in question.columns if not column.retired}:
        return (), 0
    written = [row for ballot in shown_ballots for row in _cells(question, subject, ballot)]
    secrets.SystemRandom().shuffle(written)  # else rows side by side would tell what one person wrote
    removed = _made_place(question, state, before) if written else ()
    waiting = state.unseen.get(question.id, ())
    room = max(0, question.rows_max - len(state.rows(question.id)) + len(removed) - len(waiting))
    rows = written[:room]
    veil = question.unseen and question.id not in state.revealed and not waiting
    shown_first: tuple[Event, ...] = (Revealed(question.id),) if veil and rows else ()
    added = edits.add_rows(bank, after(state, removed), question.id, rows, stem)
    return (*shown_first, *removed, *added), len(written) - len(rows)


def _cells(question: Question, subject: Subject, ballot: Mapping[str, Json]) -> list[dict[str, Json]]:
    """What the rows of one ballot hold by column; a text stands in the one that was asked."""
    value = ballot.get("value")
    given = value if isinstance(value, list) else []
    if subject.kind == "text":
        return [{subject.column: text} for text in given if ballots.knows(text)]
    own = next((column for column in question.columns if column.own_name and not column.retired), None)
    name = str(ballot.get("name", ""))
    named: dict[str, Json] = {own.id: name[: own.length_max].rstrip()} if own and name else {}
    return [{**named, **row} for row in given]


def _made_place(question: Question, state: State, before: str) -> tuple[Event, ...]:
    """The rows of the round before go: nobody's estimate counts twice, and that round's result is kept."""
    if not before or not any(column.own_name for column in question.columns):
        return ()
    return tuple(RowRemoved(question.id, row.id) for row in state.rows(question.id) if row.id.startswith(before))


def agreed_value(subject: Subject, raw: Json, currency: str | None) -> Json:
    """Return the canonical value that a group agrees on; raise InvalidAnswer where it cannot be.

    It is what a ballot's value is; after dots it is a list of the things that the group goes on with.
    """
    if subject.kind != "dots":
        return ballots.checked(subject, raw, currency)
    by_text = {str(option.value): option.value for option in subject.options}
    named = [str(each) for each in raw] if isinstance(raw, list | tuple) else []
    if not named or len(set(named)) < len(named) or not set(named) <= set(by_text):
        raise InvalidAnswer(f"What you agree on: choose one or more of the things (you gave {shown(raw)}).")
    return [by_text[name] for name in named]


def answered(bank: Bank, state: State, subject: Subject, value: Json) -> tuple[Event, ...]:
    """Return the events by which an agreed value becomes the workbook's answer; none where it answers no question.

    An order of rows, dots on them, texts and rows answer none: they stay with the vote. Raises UnknownQuestion or
    InvalidAnswer where the question or its row is gone.
    """
    if not answers_question(subject):
        return ()
    if subject.row:
        return edits.cell(bank, state, subject.question, subject.row, subject.column, value)
    return edits.answer(bank, state, subject.question, _answer_text(subject, value))


def answers_question(subject: Subject) -> bool:
    """Say whether what is agreed on becomes an answer of the workbook."""
    if not subject.question or subject.kind in {"rank", "dots", "rows"}:
        return False
    return bool(subject.row) == bool(subject.column)


def _answer_text(subject: Subject, value: Json) -> Json:
    """A text question takes one text, a ballot's value is a list of them."""
    return "\n".join(value) if subject.kind == "text" and isinstance(value, list) else value


def spoken(subject: Subject, value: Json, currency: str | None) -> str:
    """Return what was agreed on, as a reader sees it."""
    if subject.kind == "dots" and isinstance(value, list):
        labels = {str(option.value): option.label for option in subject.options}
        return "; ".join(labels.get(str(each), str(each)) for each in value)
    return values.said(subject, value, currency)
