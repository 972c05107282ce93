from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postgres_server import Server
from premortem.errors import InvalidAnswer
from premortem.model.events import (
    AnswerGiven,
    CellGiven,
    Event,
    Redone,
    RowAdded,
    RowMoved,
    RowRemoved,
    Undone,
    WorkbookCreated,
    WorkbookNamed,
)
from premortem.store import Log, open_log

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
EVENTS = st.one_of(
    st.builds(WorkbookCreated, TEXT, TEXT),
    st.builds(WorkbookNamed, TEXT),
    st.builds(AnswerGiven, TEXT, JSON),
    st.builds(RowAdded, TEXT, TEXT),
    st.builds(CellGiven, TEXT, TEXT, TEXT, JSON),
    st.builds(RowMoved, TEXT, TEXT, st.integers()),
    st.builds(RowRemoved, TEXT, TEXT),
    st.builds(Undone, st.integers()),
    st.builds(Redone, st.integers()),
)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def one_log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Log, str, Log]]:
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("round-trip") / "store.sqlite")
    else:
        postgres: Server = request.getfixturevalue("postgres")
        address = postgres.store(postgres.new_database())
    with open_log(address) as log, open_log(address) as other:
        yield log, log.create(WorkbookCreated("x")).workbook, other


def same(given_value: object, read: object) -> bool:
    """Equal in value and in type: 1, 1.0 and True are three answers."""
    if isinstance(given_value, dict) and isinstance(read, dict):
        return list(given_value) == list(read) and all(same(given_value[key], read[key]) for key in given_value)
    if isinstance(given_value, list) and isinstance(read, list):
        return len(given_value) == len(read) and all(map(same, given_value, read))
    return type(given_value) is type(read) and repr(given_value) == repr(read)


@settings(deadline=None, max_examples=300)
@given(events=st.lists(EVENTS, min_size=1, max_size=5), author=TEXT)
def test_any_event_is_read_back_by_another_connection_as_it_was_given(
    one_log: tuple[Log, str, Log], events: list[Event], author: str
) -> None:
    log, workbook, other = one_log
    before = log.newest(workbook)
    log.append(workbook, events, author)
    read = other.events(workbook, after=before)
    assert [entry.number for entry in read] == list(range(before + 1, before + 1 + len(events)))
    assert {entry.author for entry in read} == {author}
    for event, entry in zip(events, read, strict=True):
        assert type(entry.event) is type(event)
        assert same(vars(event), vars(entry.event))


@settings(deadline=None, max_examples=100)
@given(
    value=JSON,
    halves=st.text(st.characters(categories=["Cs"]), min_size=1),
    place=st.sampled_from(["value", "key", "question"]),
)
def test_half_a_character_anywhere_is_refused_before_anything_is_written(
    one_log: tuple[Log, str, Log], value: object, halves: str, place: str
) -> None:
    log, workbook, _ = one_log
    before = log.newest(workbook)
    spoilt = {
        "value": AnswerGiven("q", [value, halves]),
        "key": AnswerGiven("q", {halves: value}),
        "question": AnswerGiven(halves, value),
    }[place]
    with pytest.raises(InvalidAnswer, match="half a character"):
        log.append(workbook, [AnswerGiven("q", value), spoilt])
    assert log.newest(workbook) == before


def test_a_megabyte_of_any_text_comes_back(log: Log, workbook: str) -> None:
    for text in ("x" * 2**20, "\0" * 2**20, "🦆" * 2**18, "\u202e<script>'\"\r\n\u2028" * 2**16):
        log.append(workbook, [AnswerGiven("q", text)])
        assert log.events(workbook, after=log.newest(workbook) - 1)[0].event == AnswerGiven("q", text)
