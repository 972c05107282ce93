"""One question or column as a vote asks it, and a whole row of a table of which each person fills in their own."""

from __future__ import annotations

from collections.abc import Sequence

from premortem.errors import InvalidAnswer
from premortem.model.questions import Bank, Kind, Question
from premortem.model.shown import shown
from premortem.model.state import State
from premortem.model.subjects import MOST_COLUMNS, Option, Subject

ASKED = {
    Kind.CHOICE: "choice",
    Kind.YES_NO: "choice",
    Kind.SCALE: "scale",
    Kind.NUMBER: "number",
    Kind.MONEY: "number",
    Kind.RANGE: "range",
    Kind.DATE: "date",
    Kind.TEXT: "text",
}
MOST_LETTERS = 3000
"""Of all texts of a row together: a phone sends a row in one message, and the server takes none that is longer."""
_YES_NO = (Option(True, "Yes"), Option(False, "No"))


def single(
    of: Question, kind: str = "", *, question: str = "", row: str = "", column: str = "", about: str = ""
) -> Subject:
    """Return what a vote asks about one question, cell or column; raise InvalidAnswer where `kind` is another."""
    own = ASKED[of.kind]
    if kind not in {"", own}:
        raise InvalidAnswer(f"{question or of.id}: this is asked as {own}, not as {shown(kind)}.")
    options = _YES_NO if of.kind is Kind.YES_NO else tuple(Option(o.value, o.label, o.meaning) for o in of.options)
    return Subject(
        own,
        f"{about}{of.text}",
        question=question,
        row=row,
        column=column,
        help=of.help,
        options=options,
        unit=of.unit,
        minimum=of.minimum,
        maximum=of.maximum,
        whole=of.whole,
        earliest=of.earliest,
        latest=of.latest,
        length_max=of.length_max,
    )


def asks_estimates(question: Question) -> bool:
    """Say whether each person has a row of figures of their own: its heading is who it is, nothing to vote on."""
    return question.unseen and any(column.kind is Kind.RANGE for column in question.columns)


def fits(question: Question) -> bool:
    """Say whether a whole row of this table can be filled in on a phone."""
    asked = _asked(question)
    letters = sum(column.length_max for column in asked if column.kind is Kind.TEXT)
    return 1 <= len(asked) <= MOST_COLUMNS and letters <= MOST_LETTERS


def row_form(question: Question, state: State) -> Subject:
    """Return the subject by which each person fills in a row of a table; raise InvalidAnswer where that cannot be.

    The column for the author's own name is not asked: where votes bear names it is filled in when they are shown, and
    elsewhere a name would undo the secret.
    """
    if not fits(question):
        raise InvalidAnswer(f"{question.id}: its rows are too long to be filled in on a phone: ask for one column.")
    if len(state.rows(question.id)) + len(state.unseen.get(question.id, ())) >= question.rows_max:
        raise InvalidAnswer(f"{question.id}: at most {question.rows_max} rows fit: join or drop some.")
    columns = tuple(single(column, column=column.id) for column in _asked(question))
    return Subject("rows", question.text, question=question.id, help=question.help, columns=columns)


def second_round(bank: Bank, state: State, subject: Subject) -> Subject:
    """Return what another round of a vote asks: the same, but of rows the table that the bank keeps for the second one.

    Raises InvalidAnswer where that table is full.
    """
    asked = bank.find(subject.question) if subject.kind == "rows" else None
    second = bank.find(asked.second_round) if asked is not None else None
    return subject if second is None or second.retired else row_form(second, state)


def _asked(question: Question) -> Sequence[Question]:
    return [column for column in question.columns if not column.retired and not column.own_name]
