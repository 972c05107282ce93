"""What a vote is about, as events hold it: a copy, so that a later change of the question changes no past vote."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

from premortem.errors import UnreadableFile
from premortem.model.event import Json

KINDS = ("scale", "choice", "range", "number", "date", "rank", "dots", "text", "rows")
"""A level; one of several; low, best and high; one figure; a day; an order of things; dots on things; texts; rows."""
COLUMN_KINDS = ("scale", "choice", "range", "number", "date", "text")
"""What one column of a row can ask; a text is one line there."""
MOST_OPTIONS = 120
MOST_COLUMNS = 20


@dataclass(frozen=True)
class Option:
    """One level, choice or thing; of a row of a table, `value` is its id."""

    value: str | int | bool
    label: str
    meaning: str = ""


@dataclass(frozen=True)
class Subject:
    """What is asked. `question` (with `row` and `column` for a cell) is what it answers, "" for a free one.

    A ballot's value is, by `kind`: scale and choice an option's value; range `{low, best, high}`; number a figure; date
    an ISO day; rank all options' values, first the first; dots `{option's value as text: how many}`, `dots` in all at
    most; text a list of at most `many` texts, which become rows of `question` with the text in `column`; rows a list of
    at most `many` rows `{column id: value}` without what is left open, which become rows of `question`: each of
    `columns` is a subject of its own, its id in `column`, of one of `COLUMN_KINDS`; a text is one string there.
    """

    kind: str
    text: str
    question: str = ""
    row: str = ""
    column: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    earliest: str | None = None
    latest: str | None = None
    dots: int = 0
    many: int = 1
    length_max: int = 300
    columns: tuple[Subject, ...] = ()

    @property
    def written(self) -> bool:
        """Whether each writes rows of a table: there is no one answer to agree on then."""
        return self.kind in {"text", "rows"}


def to_json(subject: Subject) -> Json:
    """Return the subject as an event holds it: what is not as by default."""
    whole = asdict(subject)
    whole["options"] = [asdict(option) for option in subject.options]
    whole["columns"] = [to_json(column) for column in subject.columns]
    by_default = {field.name: field.default for field in fields(Subject)}
    return {name: value for name, value in whole.items() if value != by_default[name] and value != []}


def subject_from(told: Json) -> Subject:
    """Return the subject that an event holds; raise UnreadableFile where it holds something else."""
    try:
        options = tuple(Option(**option) for option in told.get("options", []))
        # A column has none of its own: whatever is nested more deeply is damage.
        columns = tuple(_column_from(column) for column in told.get("columns", []))
        subject = Subject(**{**told, "options": options, "columns": columns})
    except (TypeError, AttributeError) as error:
        raise _unreadable() from error
    if not _whole(subject) or not _whole_columns(subject):
        raise _unreadable()
    return subject


def _column_from(told: Json) -> Subject:
    if not isinstance(told, dict) or "columns" in told or told.get("kind") not in COLUMN_KINDS:
        raise _unreadable()
    return subject_from(told)


def _whole_columns(subject: Subject) -> bool:
    ids = [column.column for column in subject.columns]
    if (subject.kind == "rows") is not bool(ids):
        return False
    return all(ids) and len(set(ids)) == len(ids) <= MOST_COLUMNS


def _whole(subject: Subject) -> bool:
    texts = (subject.kind, subject.text, subject.question, subject.row, subject.column, subject.help, subject.unit)
    days = (subject.earliest, subject.latest)
    counts = (subject.dots, subject.many, subject.length_max)
    return (
        all(isinstance(text, str) for text in texts)
        and subject.kind in KINDS
        and all(day is None or isinstance(day, str) for day in days)
        and all(_number(count) and count >= 0 for count in counts)
        and all(bound is None or _number(bound) for bound in (subject.minimum, subject.maximum))
        and isinstance(subject.whole, bool)
        and len(subject.options) <= MOST_OPTIONS
        and all(_whole_option(option) for option in subject.options)
    )


def _whole_option(option: Option) -> bool:
    return isinstance(option.value, str | int) and isinstance(option.label, str) and isinstance(option.meaning, str)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _unreadable() -> UnreadableFile:
    return UnreadableFile("What a vote in it was about is damaged: use another copy.")
