"""What a vote gives the workbook: rows of what was written, and the answer on which the group agreed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from premortem.errors import InvalidAnswer
from premortem.model import edits
from premortem.model.event import Event, Json
from premortem.model.events import Revealed
from premortem.model.questions import Bank, Kind
from premortem.model.shown import shown
from premortem.model.state import State
from premortem.model.subjects import Subject
from premortem.session import ballots, values


def rows_written(
    bank: Bank, state: State, subject: Subject, shown_ballots: Sequence[Mapping[str, Json]], stem: str
) -> tuple[tuple[Event, ...], int]:
    """Return the events that make rows of the texts of these ballots, in any order, and how many did not fit.

    None where the texts are no rows of a table. What a vote shows stands in plain sight, and so does what follows it.
    """
    question = bank.find(subject.question)
    if subject.kind != "text" or question is None or question.retired or question.kind is not Kind.TABLE:
        return (), 0
    if all(column.id != subject.column or column.retired for column in question.columns):
        return (), 0
    written = [ballot.get("value") for ballot in shown_ballots]
    texts = [text for each in written if isinstance(each, list) for text in each if ballots.knows(text)]
    secrets.SystemRandom().shuffle(texts)  # else rows side by side would tell what one person wrote
    waiting = state.unseen.get(question.id, ())
    room = max(0, question.rows_max - len(state.rows(question.id)) - len(waiting))
    rows = [{subject.column: text} for text in texts[:room]]
    veil = question.unseen and question.id not in state.revealed and not waiting
    shown_first: tuple[Event, ...] = (Revealed(question.id),) if veil and rows else ()
    return (*shown_first, *edits.add_rows(bank, state, question.id, rows, stem)), len(texts) - len(rows)


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

    An order of rows, dots on them and texts answer none: they stay with the vote. Raises UnknownQuestion or
    InvalidAnswer where the question or its row is gone.
    """
    if not answers_question(subject):
        return ()
    if subject.row:
        return edits.cell(bank, state, subject.question, subject.row, subject.column, value)
    return edits.answer(bank, state, subject.question, _answer_text(subject, value))


def answers_question(subject: Subject) -> bool:
    """Say whether what is agreed on becomes an answer of the workbook."""
    if not subject.question or subject.kind in {"rank", "dots"}:
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
