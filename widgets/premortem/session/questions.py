"""What a vote can be opened on: questions of the workbook, rows and cells of its tables, and questions of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from premortem.errors import InvalidAnswer, UnknownQuestion
from premortem.model.answers import canonical
from premortem.model.questions import Bank, Kind, Question
from premortem.model.shown import shown
from premortem.model.state import Row, State
from premortem.model.subjects import MOST_OPTIONS, Option, Subject
from premortem.session.row_forms import ASKED, asks_estimates, fits, row_form, single

DOTS = 5
MOST_DOTS = 20
MOST_RANKED = 12
"""Nobody puts more things than this in order with a clear head: dots pick the few that matter."""
MOST_LEVELS = 10
MOST_TEXTS = 10
_OF_ROWS = ("dots", "rank", "text", "rows")
_WITH_OPTIONS = ("choice", "scale", "rank", "dots")


@dataclass(frozen=True)
class Askable:
    """One thing that a vote can be opened on: the arguments of `subject_of`, and its words."""

    chapter: str
    question: str
    row: str
    column: str
    kind: str
    text: str


def askable(bank: Bank, state: State, chapter: str = "") -> tuple[Askable, ...]:
    """Return what a vote can be opened on now, of one chapter or of all, in the order of the bank.

    Of a table: dots on its rows, an order of them, new rows, and each cell that is no text; where rows are written in
    private, also that each fills in a whole one. Raises UnknownChapter.
    """
    chapters = [bank.chapter(chapter)] if chapter else list(bank.chapters.values())
    live = [question for each in chapters for question in each.questions if not question.retired]
    return tuple(each for question in live for each in _askable(question, state))


def _askable(question: Question, state: State) -> Iterator[Askable]:
    def one(kind: str, text: str, *, row: str = "", column: str = "") -> Askable:
        return Askable(question.chapter, question.id, row, column, kind, text)

    if question.kind is not Kind.TABLE:
        yield one(ASKED[question.kind], question.text)
        return
    rows = state.rows(question.id)
    votable = [column for column in question.columns if not column.retired and column.kind is not Kind.TEXT]
    whole = question.unseen and fits(question) and len(rows) < question.rows_max
    if asks_estimates(question):
        yield from (one("rows", question.text),) if whole else ()
        yield from (one(ASKED[column.kind], column.text, column=column.id) for column in votable)
        return
    if question.heading.kind is Kind.TEXT:
        yield one("text", question.text, column=question.heading.id)
    if whole:
        yield one("rows", question.text)
    if len(rows) > 1:
        yield one("dots", _text_of_rows(question, "dots"))
        if len(rows) <= MOST_RANKED:
            yield one("rank", _text_of_rows(question, "rank"))
    for place, row in enumerate(rows, start=1):
        for column in votable:
            yield one(
                ASKED[column.kind], f"{_label(question, row, place)}: {column.text}", row=row.id, column=column.id
            )


def subject_of(
    bank: Bank, state: State, question: str, row: str = "", column: str = "", *, kind: str = "", dots: int = DOTS
) -> Subject:
    """Return what a vote on a question asks, or on a cell (`row` and `column`), or on the rows of a table.

    `kind` chooses what is asked of rows: `dots`, `rank`, `text` for new ones by their first column, or `rows`, of which
    each person fills in a whole one; "" takes `rows` for estimates (an unseen table of ranges), else dots where there
    are two rows, else new ones. A column of estimates is asked alone without a row: each one's figure stays with the
    vote then. Raises UnknownQuestion where question, row or column is not there (or not shown yet), and InvalidAnswer
    where it cannot be voted on like this.
    """
    asked = bank[question]
    if asked.kind is not Kind.TABLE:
        if row or column:
            raise UnknownQuestion(f"{asked.id} is not a table and has no rows: ask it as a whole.")
        return single(asked, kind, question=asked.id)
    if row:
        return _of_cell(asked, state, row, column, kind)
    of = asked.column(column) if column else asked.heading
    if asks_estimates(asked) and not column and kind in {"", "rows"}:
        return row_form(asked, state)
    if asks_estimates(asked) and kind not in _OF_ROWS and (of is not asked.heading or not column):
        return single(of if column else next(each for each in asked.columns if each.kind is Kind.RANGE), kind)
    if of is not asked.heading:
        raise InvalidAnswer(f"{asked.id}: a vote on {shown(of.id)} is about one row: name the row.")
    return _of_rows(asked, state, kind, dots)


def free(text: str, options: Sequence[str] = (), *, kind: str = "", levels: int = 0, dots: int = DOTS) -> Subject:
    """Return a question of one's own, which answers none of the workbook.

    With `options` a `choice`, `scale`, `rank` or `dots`; with `levels` (3 to 10) a scale from 1; with neither `text`,
    `number`, `range` or `date`. Raises InvalidAnswer.
    """
    wanted = _line("The question", text)
    if levels:
        if isinstance(levels, bool) or not isinstance(levels, int) or not 3 <= levels <= MOST_LEVELS:
            raise InvalidAnswer(f"A scale has 3 to {MOST_LEVELS} levels (you gave {shown(levels)}).")
        steps = (Option(level, str(level)) for level in range(1, levels + 1))
        return Subject("scale", wanted, options=tuple(steps))
    if options:
        return _free_with(wanted, options, kind or "choice", dots)
    if (kind or "text") not in {"text", "number", "range", "date"}:
        raise InvalidAnswer(f"A vote of kind {shown(kind)} needs options: give two or more.")
    return Subject(kind or "text", wanted, many=MOST_TEXTS if kind in {"", "text"} else 1)


def _free_with(text: str, options: Sequence[str], kind: str, dots: int) -> Subject:
    most = {"scale": MOST_LEVELS, "rank": MOST_RANKED}.get(kind, MOST_OPTIONS)
    if kind not in _WITH_OPTIONS:
        raise InvalidAnswer(f"With options a vote is one of {', '.join(_WITH_OPTIONS)} (you gave {shown(kind)}).")
    if isinstance(options, str) or not isinstance(options, Sequence) or not 2 <= len(options) <= most:
        raise InvalidAnswer(f"A vote of kind {kind} takes 2 to {most} options: write one a line.")
    labels = [_line("An option", option) for option in options]
    if len({label.casefold() for label in labels}) < len(labels):
        raise InvalidAnswer("Two options are the same: write each once.")
    named = (Option(place if kind == "scale" else str(place), label) for place, label in enumerate(labels, start=1))
    return Subject(kind, text, options=tuple(named), dots=_dots(dots) if kind == "dots" else 0)


def _line(what: str, text: object) -> str:
    value = canonical(Question(what, "", Kind.TEXT, what, length_max=300), text)
    if not isinstance(value, str):
        raise InvalidAnswer(f"{what} is empty: write it.")
    return " ".join(value.split())


def _of_cell(asked: Question, state: State, row: str, column: str, kind: str) -> Subject:
    of = asked.column(column)
    rows = state.rows(asked.id)
    found = next(((place, each) for place, each in enumerate(rows, start=1) if each.id == row), None)
    if found is None:
        raise UnknownQuestion(f"{asked.id}: the row {shown(row)} is not there, or not shown yet.")
    if of.kind is Kind.TEXT:
        raise InvalidAnswer(f"{asked.id}: the text in {shown(of.id)} is not voted on: vote on the rows, or talk.")
    label = _label(asked, found[1], found[0])
    return single(of, kind, question=asked.id, row=row, column=of.id, about=f"{label}: ")


def _of_rows(asked: Question, state: State, kind: str, dots: int) -> Subject:
    rows = state.rows(asked.id)
    chosen = kind or ("dots" if len(rows) > 1 else "text")
    if chosen not in _OF_ROWS:
        raise InvalidAnswer(f"{asked.id}: rows are asked for as {', '.join(_OF_ROWS)} (you gave {shown(kind)}).")
    if chosen == "rows":
        return row_form(asked, state)
    if chosen == "text":
        return _new_rows(asked, rows)
    if len(rows) < 2:
        raise InvalidAnswer(f"{asked.id}: a vote between rows needs two that are shown: write them first.")
    if chosen == "rank" and len(rows) > MOST_RANKED:
        raise InvalidAnswer(f"{asked.id}: at most {MOST_RANKED} rows can be put in order, not {len(rows)}: use dots.")
    things = tuple(Option(row.id, _label(asked, row, place)) for place, row in enumerate(rows, start=1))
    return Subject(
        chosen,
        _text_of_rows(asked, chosen),
        question=asked.id,
        help=asked.text,
        options=things,
        dots=_dots(dots) if chosen == "dots" else 0,
    )


def _new_rows(asked: Question, rows: Sequence[Row]) -> Subject:
    heading = asked.heading
    room = asked.rows_max - len(rows)
    if heading.kind is not Kind.TEXT or asks_estimates(asked):
        raise InvalidAnswer(f"{asked.id}: its rows do not begin with a text that could be written: vote on a column.")
    if room < 1:
        raise InvalidAnswer(f"{asked.id}: at most {asked.rows_max} rows fit: join or drop some.")
    return Subject(
        "text",
        asked.text,
        question=asked.id,
        column=heading.id,
        help=asked.help,
        many=min(MOST_TEXTS, room),
        length_max=heading.length_max,
    )


def _text_of_rows(question: Question, kind: str) -> str:
    asked = "comes first? Put them in order" if kind == "rank" else "weighs most? Set your dots"
    return f"Which {question.row_name} {asked}."


def _label(question: Question, row: Row, place: int) -> str:
    """What a row is called; by its number where nothing is written yet, or the same as in a row before."""
    text = row.text(question.heading.id)
    return " ".join(text.split()) if text else f"{question.row_name.capitalize()} {place}"


def _dots(dots: int) -> int:
    if isinstance(dots, bool) or not isinstance(dots, int) or not 1 <= dots <= MOST_DOTS:
        raise InvalidAnswer(f"Each person has 1 to {MOST_DOTS} dots (you gave {shown(dots)}).")
    return dots
