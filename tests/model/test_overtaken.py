"""Whose answer was replaced by somebody else is told; who changed it again, or took it back, is not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from premortem.model.events import AnswerGiven, CellGiven, Event, Recorded, Redone, Undone, WorkbookCreated
from premortem.model.overtaken import Overtaken, Place, overtaken
from premortem.model.state import fold

Told = tuple[Overtaken, ...]
PLACE: Place = ("q", "", "")


def log(*events: Event) -> list[Recorded]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return [Recorded("w", n, at, "", event, n) for n, event in enumerate((WorkbookCreated("x"), *events), start=1)]


def told(*events: Event, own: set[int], noticed: dict[Place, int] | None = None) -> Told:
    return overtaken(log(*events), own, noticed or {})


def test_an_answer_that_somebody_else_replaced_is_told_with_what_it_was() -> None:
    assert told(AnswerGiven("q", 12), AnswerGiven("q", 15), own={2}) == (Overtaken(PLACE, 12),)
    assert told(AnswerGiven("q", 12), AnswerGiven("q", None), own={2}) == (Overtaken(PLACE, 12),)
    assert told(CellGiven("q", "r", "c", "a"), CellGiven("q", "r", "c", "b"), own={2}) == (
        Overtaken(("q", "r", "c"), "a"),
    )


def test_nothing_is_told_of_what_others_gave_first_or_of_other_places() -> None:
    assert told(AnswerGiven("q", 12), AnswerGiven("q", 15), own={3}) == ()
    assert told(AnswerGiven("q", 12), AnswerGiven("p", 15), own={2}) == ()
    assert told(AnswerGiven("q", None), AnswerGiven("q", 15), own={2}) == ()


def test_who_answers_again_or_takes_the_own_answer_back_is_told_no_more() -> None:
    assert told(AnswerGiven("q", 12), AnswerGiven("q", 15), AnswerGiven("q", 13), own={2, 4}) == ()
    assert told(AnswerGiven("q", 12), Undone(2), own={2, 3}) == ()


def test_an_answer_that_others_took_back_is_told_until_they_bring_it_back() -> None:
    assert told(AnswerGiven("q", 12), Undone(2), own={2}) == (Overtaken(PLACE, 12),)
    assert told(AnswerGiven("q", 12), Undone(2), Redone(2), own={2}) == ()
    assert told(AnswerGiven("q", 12), AnswerGiven("q", 15), Undone(3), own={2}) == ()


def test_what_was_noticed_is_told_again_only_after_another_answer_of_ones_own() -> None:
    events = [AnswerGiven("q", 12), AnswerGiven("q", 15), AnswerGiven("q", 16)]
    assert told(*events, own={2}, noticed={PLACE: 3}) == ()
    again = [*events, AnswerGiven("q", 17), AnswerGiven("q", 18)]
    assert told(*again, own={2, 5}, noticed={PLACE: 3}) == (Overtaken(PLACE, 17),)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["p", "q"]), st.sampled_from([1, 2, None])), max_size=12))
def test_an_answer_is_told_exactly_where_ones_last_one_does_not_stand(given: list[tuple[bool, str, Any]]) -> None:
    recorded = log(*(AnswerGiven(question, value) for _, question, value in given))
    own = {number for number, (ours, _, _) in enumerate(given, start=2) if ours}
    last = {question: value for ours, question, value in given if ours}
    stands = fold(recorded).values
    expected = {question for question, value in last.items() if value is not None and stands.get(question) != value}
    assert {each.place[0] for each in overtaken(recorded, own, {})} == expected
