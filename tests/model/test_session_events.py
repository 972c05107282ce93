"""What happens in a session is kept whole, told in words, and never undone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from one_of_each import AGENDA, ONE_OF_EACH, SESSION
from premortem.errors import UnreadableFile
from premortem.model import session_events as happened
from premortem.model.agendas import KINDS, Step, steps_from
from premortem.model.agendas import to_json as agenda_json
from premortem.model.bank import shipped_bank
from premortem.model.event import Event, Recorded
from premortem.model.events import EVENTS, AnswerGiven, WorkbookCreated, from_json, to_json
from premortem.model.history import history
from premortem.model.state import fold
from premortem.model.steps import next_undo
from premortem.model.subjects import COLUMN_KINDS, MOST_COLUMNS, Option, Subject, subject_from
from premortem.model.subjects import KINDS as ASKED
from premortem.model.subjects import to_json as subject_json

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def log_of(*events: Event) -> tuple[Recorded, ...]:
    return tuple(
        Recorded("w", number, BEGUN + timedelta(seconds=number), "", event, number)
        for number, event in enumerate(events, start=1)
    )


def test_there_is_one_of_each_here() -> None:
    assert {type(event) for event in ONE_OF_EACH} == set(happened.SessionEvent.__subclasses__())
    assert all(EVENTS[event.kind] is type(event) for event in ONE_OF_EACH)


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.kind)
def test_an_event_of_a_session_comes_back_from_json_as_it_was(event: happened.SessionEvent) -> None:
    assert from_json(event.kind, json.loads(json.dumps(to_json(event)))) == event


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.kind)
@given(data=st.data())
def test_an_event_with_a_field_of_another_type_is_refused_and_never_folded(
    event: happened.SessionEvent, data: st.DataObject
) -> None:
    named = data.draw(st.sampled_from([field.name for field in fields(event) if field.name != "value"]))
    strange = data.draw(st.sampled_from([None, 1.5, {"a": 1}, [1], [[{}]]]))
    with pytest.raises(UnreadableFile):
        from_json(event.kind, {**to_json(event), named: strange})


def test_who_may_be_named_is_one_of_three() -> None:
    with pytest.raises(UnreadableFile):
        from_json("session-opened", {**to_json(ONE_OF_EACH[0]), "privacy": "none"})


@given(
    st.lists(
        st.builds(
            Step,
            st.text(min_size=1),
            st.sampled_from(KINDS),
            st.text(),
            st.floats(0.1, 480),
            st.text(),
            st.text(),
            st.booleans(),
        ),
        max_size=12,
        unique_by=lambda step: step.id,
    )
)
def test_an_agenda_comes_back_as_it_was(steps: list[Step]) -> None:
    assert steps_from(json.loads(json.dumps(agenda_json(tuple(steps))))) == tuple(steps)


@pytest.mark.parametrize(
    "agenda",
    [None, {}, [1], [{}], [{**AGENDA[0], "minutes": 0}], [{**AGENDA[0], "kind": "nap"}], [AGENDA[0], AGENDA[0]]],
)
def test_what_is_no_agenda_is_refused(agenda: Any) -> None:
    with pytest.raises(UnreadableFile):
        steps_from(agenda)


def subjects(kinds: Iterable[str]) -> st.SearchStrategy[Subject]:
    return st.builds(
        Subject,
        kind=st.sampled_from(sorted(kinds)),
        text=st.text(),
        options=st.lists(st.builds(Option, st.integers() | st.text(), st.text(), st.text()), max_size=4).map(tuple),
        minimum=st.none() | st.floats(allow_nan=False, allow_infinity=False),
        dots=st.integers(0, 9),
    )


def with_columns(columns: list[Subject]) -> Subject:
    named = (replace(column, column=f"c{place}") for place, column in enumerate(columns))
    return Subject("rows", "What do you expect?", "expectations.estimates", columns=tuple(named))


@given(subjects({*ASKED} - {"rows"}) | st.lists(subjects(COLUMN_KINDS), min_size=1, max_size=4).map(with_columns))
def test_what_a_vote_is_about_comes_back_as_it_was(subject: Subject) -> None:
    assert subject_from(json.loads(json.dumps(subject_json(subject)))) == subject


@pytest.mark.parametrize(
    "columns",
    [
        None,
        [],
        5,
        ["cost"],
        [{"kind": "number", "text": "No id"}],
        [{"kind": "number", "text": "?", "column": "a"}] * 2,
        [{"kind": "dots", "text": "?", "column": "a"}],
        [{"kind": "rows", "text": "?", "column": "a", "columns": []}],
        [{"kind": "number", "text": "?", "column": "a", "columns": [{"kind": "text", "text": "?", "column": "b"}]}],
        [{"kind": "number", "text": "?", "column": f"c{place}"} for place in range(MOST_COLUMNS + 1)],
    ],
)
def test_rows_of_damaged_columns_are_refused(columns: Any) -> None:
    with pytest.raises(UnreadableFile):
        subject_from({"kind": "rows", "text": "What?", "columns": columns})
    with pytest.raises(UnreadableFile):
        subject_from({"kind": "number", "text": "What?", "columns": [{"kind": "text", "text": "?", "column": "a"}]})


def test_an_undo_passes_over_what_happened_in_a_session() -> None:
    log = log_of(WorkbookCreated("A"), AnswerGiven("start.objective", "x"), *ONE_OF_EACH)
    assert next_undo(log) == 2


def test_a_session_changes_no_answer() -> None:
    before = fold(log_of(WorkbookCreated("A"), AnswerGiven("start.objective", "x")))
    after = fold(log_of(WorkbookCreated("A"), AnswerGiven("start.objective", "x"), *ONE_OF_EACH))
    assert (after.values, after.tables, after.stale) == (before.values, before.tables, before.stale)


def test_each_event_has_a_line_of_its_own_in_the_history() -> None:
    told = [entry.what for entry in history(shipped_bank(), log_of(*ONE_OF_EACH))]
    assert len(set(told)) == len(ONE_OF_EACH)
    assert all(told)


def test_no_value_of_a_ballot_and_no_name_of_a_voter_stands_in_the_history() -> None:
    shown = happened.VoteShown(SESSION, "v1", [{"value": "MARKED-VALUE", "name": "MARKED-NAME"}], 0)
    told = " ".join(entry.what for entry in history(shipped_bank(), log_of(ONE_OF_EACH[7], ONE_OF_EACH[8], shown)))
    assert "MARKED" not in told
    assert "p1" not in told
