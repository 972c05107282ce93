"""A ballot is taken in one form, or refused in one line; what it holds can become an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.errors import InvalidAnswer
from premortem.model.answers import DONT_KNOW, canonical
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind
from premortem.model.state import State
from premortem.model.subjects import Subject, subject_from, to_json
from premortem.session.ballots import checked, knows
from premortem.session.questions import subject_of
from session import voted

BY_KIND = {subject.kind: subject for subject in reversed(voted.SUBJECTS)}
BANK = shipped_bank()
SINGLE = [question for question in BANK if question.kind is not Kind.TABLE and not question.retired]

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
)


@given(st.data())
def test_a_valid_ballot_stays_the_same_however_often_it_is_sent(data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(voted.SUBJECTS))
    once = checked(subject, data.draw(voted.values(subject)))
    assert checked(subject, once) == once
    assert json.loads(json.dumps(once)) == once


@given(st.data())
def test_a_ballot_on_a_question_of_the_workbook_is_an_answer_to_it(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from([question for question in SINGLE if question.kind is not Kind.TEXT]))
    subject = subject_of(BANK, State(), question.id)
    try:
        value = checked(subject, data.draw(voted.values(subject)))
    except InvalidAnswer:
        return  # what was drawn lies outside the limits of this question
    assert canonical(question, value) == value


@given(st.sampled_from(voted.SUBJECTS), ANYTHING)
def test_whatever_is_sent_is_taken_in_its_form_or_refused_in_one_line(subject: Subject, raw: Any) -> None:
    try:
        value = checked(subject, raw)
    except InvalidAnswer as refused:
        told = str(refused)
    else:
        told = "taken"
        assert checked(subject, json.loads(json.dumps(value))) == value
    assert told.splitlines() == [told]
    assert len(told) < 400


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("scale", 6),
        ("scale", True),
        ("scale", None),
        ("choice", ["a"]),
        ("range", {"low": 3, "best": 2, "high": 4}),
        ("range", {"low": 3, "best": 4}),
        ("range", {}),
        ("number", "many"),
        ("number", 1e101),
        ("number", float("nan")),
        ("date", "next week"),
        ("rank", ["a", "b"]),
        ("rank", ["a", "b", "c", "d", "d"]),
        ("rank", DONT_KNOW),
        ("dots", {"a": 6}),
        ("dots", {"a": 3, "b": 3}),
        ("dots", {"a": -1, "b": 2}),
        ("dots", {"z": 1}),
        ("dots", {"a": 1.0}),
        ("dots", {"a": True}),
        ("dots", {"a": 0}),
        ("dots", {}),
        ("text", ["a", "b", "c", "d"]),
        ("text", ["x" * 81]),
        ("text", [" ", ""]),
        ("text", ["bell\x07"]),
        ("text", [["a"]]),
        ("text", {"a": "b"}),
        ("rows", None),
        ("rows", "cheap"),
        ("rows", []),
        ("rows", [{}]),
        ("rows", [{"sure": " ", "why": ""}]),
        ("rows", [{"sure": 80}, {"sure": 90}]),
        ("rows", [{"price": 5}]),
        ("rows", [{"sure": 49}]),
        ("rows", [{"sure": [80]}]),
        ("rows", [{"cost": {"low": 1, "best": 2}}]),
        ("rows", [{"cost": {"low": 3, "best": 2, "high": 4}}]),
        ("rows", [{"clear": 6}]),
        ("rows", [{"why": "x" * 61}]),
        ("rows", DONT_KNOW),
    ],
)
def test_what_the_subject_does_not_admit_is_refused(kind: str, raw: Any) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        checked(BY_KIND[kind], raw)
    assert str(refused.value).startswith("Your vote")
    assert refused.value.rule[0].isupper()


def test_dont_know_is_a_vote_of_its_own_wherever_a_question_takes_it() -> None:
    for kind in ("scale", "choice", "range", "number", "date"):
        value = checked(BY_KIND[kind], "Don\u2019t know")
        assert value == DONT_KNOW
        assert not knows(value)


def test_dots_of_nothing_are_left_out_and_stand_in_the_order_of_the_things() -> None:
    assert list(checked(BY_KIND["dots"], {"c": 2, "b": 0, "a": 1}).items()) == [("a", 1), ("c", 2)]


def test_a_row_is_checked_by_the_rules_of_its_columns_and_keeps_no_blank() -> None:
    row = {"why": " It is\nlate ", "is": "yes", "sure": "80", "clear": "Mostly", "when": "", "cost": None}
    assert checked(BY_KIND["rows"], row) == [{"sure": 80, "clear": 4, "is": True, "why": "It is late"}]
    assert checked(BY_KIND["rows"], [{"sure": "don't know"}]) == [{"sure": DONT_KNOW}]


def test_a_refused_row_names_the_column_in_its_own_words() -> None:
    with pytest.raises(InvalidAnswer, match=r"^Your vote, “How sure\?”: must lie between 50 and 99 %"):
        checked(BY_KIND["rows"], [{"sure": 30}])


@given(st.data())
def test_a_row_on_estimates_of_the_workbook_is_a_row_of_its_table(data: st.DataObject) -> None:
    subject = subject_of(BANK, State(), "expectations.estimates")
    value = checked(subject, data.draw(voted.values(subject)))
    table = BANK["expectations.estimates"]
    assert canonical(table, value) == value
    assert "who" not in value[0]


def test_one_text_is_a_list_of_one() -> None:
    assert checked(BY_KIND["text"], "  Nobody looked ") == ["Nobody looked"]


def test_a_sum_in_another_currency_is_refused() -> None:
    cost = next(subject for subject in voted.SUBJECTS if subject.unit == "money")
    raw = {"low": "$1", "best": "$2", "high": "$3"}
    assert checked(cost, raw, "USD") == {"low": 1, "best": 2, "high": 3}
    with pytest.raises(InvalidAnswer, match="EUR"):
        checked(cost, raw, "EUR")


def test_a_subject_that_was_kept_in_an_event_takes_the_same_ballots() -> None:
    for subject in voted.SUBJECTS:
        kept = subject_from(json.loads(json.dumps(to_json(subject))))
        assert kept == subject
        assert [option.value for option in kept.options] == [option.value for option in subject.options]
