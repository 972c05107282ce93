"""Answers drawn from what a question admits: shared by tests of the model and of the chapters."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from premortem.errors import RefusedInput
from premortem.model.answers import DONT_KNOW, canonical
from premortem.model.bank import shipped_bank
from premortem.model.events import Json
from premortem.model.questions import Kind, Question
from premortem.model.state import Row, State

HUGE = 10**5000
MEGABYTE = "x" * 2**20
UNKNOWN: SearchStrategy[Json] = st.sampled_from([None, DONT_KNOW])
# Among random words some that are hostile, written from right to left, of several lines, or no letters at all.
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30),
    st.sampled_from(["<script>alert(1)</script>", "{{7*7}}", "שלום", "🙂", "two\nlines"]),
)


def real(question: Question, rows: int = 3) -> SearchStrategy[Json]:  # noqa: PLR0911 - one line for each kind
    """Draw a real answer, neither blank nor "don't know"; a table has at least one row."""
    match question.kind:
        case Kind.CHOICE | Kind.SCALE:
            return st.sampled_from([option.value for option in question.options])
        case Kind.NUMBER | Kind.MONEY:
            return _number(question)
        case Kind.RANGE:
            three = st.lists(_number(question), min_size=3, max_size=3).map(sorted)
            return three.map(lambda parts: dict(zip(("low", "best", "high"), parts, strict=True)))
        case Kind.DATE:
            first, last = question.earliest or "1990-01-01", question.latest or "2100-12-31"
            days = st.dates(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
            return days.map(datetime.date.isoformat)
        case Kind.TEXT:
            return TEXT.map(lambda text: f"{text.strip()} x".strip()[: question.length_max])
        case Kind.YES_NO:
            return st.booleans()
        case Kind.TABLE:
            cells = {column.id: real(column) | UNKNOWN for column in question.columns}
            first = real(question.heading)
            row = st.fixed_dictionaries({**cells, question.heading.id: first})
            return st.lists(row, min_size=1, max_size=min(rows, question.rows_max))


def _number(question: Question) -> SearchStrategy[Json]:
    low = -1e6 if question.minimum is None else question.minimum
    high = 1e6 if question.maximum is None else question.maximum
    ends = st.sampled_from([low, high])
    if question.whole:
        return ends.map(int) | st.integers(int(low), int(high)) | st.integers(int(low), min(int(high), int(low) + 100))
    near = st.floats(low, min(high, low + 100)).map(lambda number: round(number, 4))  # as people write them
    return ends | st.floats(low, high) | near.filter(lambda number: low <= number <= high)


def answer(question: Question, rows: int = 3) -> SearchStrategy[Json]:
    """Draw a real answer, a blank, or "don't know"."""
    return real(question, rows) | UNKNOWN


def state_with(answers: Mapping[str, Json]) -> State:
    """The state of these answers; the rows of a table are called after their places."""
    values, tables = dict[str, Json](), dict[str, tuple[Row, ...]]()
    for name, raw in answers.items():
        value = canonical(shipped_bank()[name], raw)
        if isinstance(value, list):
            tables[name] = tuple(Row(cells, f"row{place:03}") for place, cells in enumerate(value))
        else:
            values[name] = value
    return State(values, "A workbook", 9, tables)


def nested(levels: int) -> Any:
    """Return a list in a list in a list."""
    inside: Any = []
    for _ in range(levels):
        inside = [inside]
    return inside


def refusal(call: Callable[[], object]) -> RefusedInput | None:
    """Return the error with which a call refuses its input, None where it takes it."""
    try:
        call()
    except RefusedInput as error:
        return error
    return None
