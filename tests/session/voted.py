"""Subjects of every kind, and valid ballots for any of them, drawn by hypothesis."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from premortem.model.answers import DONT_KNOW
from premortem.model.event import Json
from premortem.model.subjects import Option, Subject
from premortem.session.state import Vote

WORDS = ("Not at all", "Hardly", "Half", "Mostly", "Wholly")
SCALE = Subject("scale", "How clear?", options=tuple(Option(at, word) for at, word in enumerate(WORDS, start=1)))
THINGS = tuple(Option(name, f"Thing {name}") for name in "abcde")
SUBJECTS = (
    SCALE,
    Subject("scale", "How likely?", options=tuple(Option(at, str(at)) for at in range(1, 10))),
    Subject("choice", "Which?", options=THINGS),
    Subject("choice", "Is it?", options=(Option(True, "Yes"), Option(False, "No"))),
    Subject("range", "What will it cost?", unit="money", minimum=0),
    Subject("range", "How likely?", unit="%", minimum=0, maximum=100),
    Subject("number", "How many?", unit="rows", minimum=0, whole=True),
    Subject("number", "How far?"),
    Subject("date", "When?"),
    Subject("rank", "In which order?", options=THINGS),
    Subject("dots", "Which weighs most?", options=THINGS, dots=5),
    Subject("text", "Why?", many=3, length_max=80),
    Subject(
        "rows",
        "What do you expect?",
        columns=(
            Subject("range", "What will it cost?", column="cost", unit="money", minimum=0),
            Subject("number", "How sure?", column="sure", unit="%", minimum=50, maximum=99),
            replace(SCALE, column="clear"),
            Subject("choice", "Is it?", column="is", options=(Option(True, "Yes"), Option(False, "No"))),
            Subject("date", "When?", column="when"),
            Subject("text", "Because of what?", column="why", length_max=60),
        ),
    ),
)


def values(subject: Subject) -> st.SearchStrategy[Json]:
    """Draw a value that the subject admits."""
    options = [option.value for option in subject.options]
    return {
        "scale": lambda: st.sampled_from([*options, DONT_KNOW]),
        "choice": lambda: st.sampled_from([*options, DONT_KNOW]),
        "range": lambda: _ranges(subject),
        "number": lambda: st.one_of(_figures(subject), st.just(DONT_KNOW)),
        "date": lambda: st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(date.isoformat),
        "rank": lambda: st.permutations(options),
        "dots": lambda: _dots([str(value) for value in options], subject.dots),
        "text": lambda: _texts(subject),
        "rows": lambda: _row(subject).map(lambda row: [row]),
    }[subject.kind]()


def _figures(subject: Subject) -> st.SearchStrategy[float | int]:
    low = subject.minimum if subject.minimum is not None else -1e9
    high = subject.maximum if subject.maximum is not None else 1e9
    if subject.whole:
        return st.integers(math.ceil(low), math.floor(high))
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


def _ranges(subject: Subject) -> st.SearchStrategy[Json]:
    three = st.lists(_figures(subject), min_size=3, max_size=3).map(sorted)
    return three.map(lambda ends: dict(zip(("low", "best", "high"), ends, strict=True)))


def _dots(names: list[str], most: int) -> st.SearchStrategy[Json]:
    thrown = st.lists(st.sampled_from(names), min_size=1, max_size=most)
    return thrown.map(lambda hit: {name: hit.count(name) for name in hit})


def _texts(subject: Subject) -> st.SearchStrategy[Json]:
    texts = st.text("ab <>&\"'é\n", min_size=1, max_size=min(subject.length_max, 80)).filter(str.strip)
    return st.lists(texts, min_size=1, max_size=subject.many)


def _row(subject: Subject) -> st.SearchStrategy[Json]:
    """Some of the columns, at least one of them with an answer."""
    cells = {column.column: _cell(column) for column in subject.columns}
    filled = st.fixed_dictionaries({}, optional=cells)
    return filled.filter(lambda row: any(value != DONT_KNOW for value in row.values()))


def _cell(column: Subject) -> st.SearchStrategy[Json]:
    if column.kind == "text":
        return st.text("ab <>&\"'é", min_size=1, max_size=column.length_max).filter(str.strip)
    return st.one_of(values(column), st.just(DONT_KNOW))


def shown(subject: Subject, given: list[dict[str, Json]], missing: int = 0) -> Vote:
    """Return a vote with these ballots, shown."""
    return Vote("v1", subject, datetime(2026, 3, 2, 9, tzinfo=UTC), ballots=tuple(given), missing=missing)


def ballots(*given: Json, abstained: int = 0) -> list[dict[str, Json]]:
    """Return ballots with these values, and others that abstain."""
    return [*({"value": value} for value in given), *({"abstain": True} for _ in range(abstained))]
