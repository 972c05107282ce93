"""What must hold of all chapters together: the rules of the product, on answers a team would give and on any others."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browser.answers import everything
from model.sampled import answer, real, state_with
from premortem import chapters
from premortem.chapters import CHAPTERS
from premortem.model.bank import shipped_bank
from premortem.model.plain import plain
from premortem.model.questions import Kind, Screen
from premortem.model.state import State
from premortem.model.verdicts import Level
from premortem.workbook import state_of

BANK = shipped_bank()
FEW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
SPENT = ("changing-objective.versions", "spent")


def first_screen() -> dict[str, Any]:
    """The answers of a team that opens nothing."""
    return {name: value for name, value in everything().items() if BANK[name].screen is Screen.FIRST}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_person_alone_gets_a_verdict_from_the_first_screens_only(chapter: str) -> None:
    found = chapters.findings(chapter, state_of(first_screen()))
    assert found.verdict.level is not Level.NOT_KNOWN, found.verdict.missing
    assert found.verdict.would_change
    assert found.figures or chapter == "premortem-round"


def test_no_first_screen_holds_more_than_seven_questions_and_every_chapter_has_one() -> None:
    for chapter in BANK.chapters.values():
        assert 1 <= len(chapter.on(Screen.FIRST)) <= 7, chapter.id


def test_the_chapters_of_the_bank_are_those_of_the_workbook_in_the_same_order() -> None:
    assert tuple(BANK.chapters) == ("start", *CHAPTERS)


def with_spent(amount: Any) -> State:
    """A whole workbook in which so much has been spent by each version of the objective."""
    answers = everything()
    return state_with({**answers, SPENT[0]: [{**row, SPENT[1]: amount} for row in answers[SPENT[0]]]})


@FEW
@given(spent=real(BANK[SPENT[0]].column(SPENT[1])))
def test_money_already_spent_never_changes_the_verdict_on_going_on(spent: Any) -> None:
    chapter = SPENT[0].partition(".")[0]
    nothing, found = (chapters.findings(chapter, with_spent(amount)).verdict for amount in (None, spent))
    assert (found.level, found.headline, found.would_change) == (nothing.level, nothing.headline, nothing.would_change)


def test_money_already_spent_never_changes_the_decision() -> None:
    nothing, fortune = (chapters.assess(with_spent(amount))["decision"] for amount in (None, 1e12))
    assert plain(fortune) == plain(nothing)


@FEW
@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_the_order_in_which_answers_were_given_changes_no_finding(data: st.DataObject, chance: random.Random) -> None:
    asked = [question for question in BANK if not question.retired]
    some = data.draw(st.lists(st.sampled_from(asked), unique_by=lambda q: q.id, max_size=8))
    answers = {**everything(), **{question.id: data.draw(answer(question), question.id) for question in some}}
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    straight, crooked = (chapters.assess(state_with(dict(given))) for given in (answers.items(), shuffled))
    for chapter, found in straight.items():
        assert plain(found) == plain(crooked[chapter]), chapter


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_one_answer_taken_away_never_makes_a_verdict_better(chapter: str) -> None:
    def level(answers: dict[str, Any]) -> int:
        return chapters.findings(chapter, state_with(answers), deep=False).verdict.level.rank

    answers = everything()
    before = level(answers)
    for name in answers:
        if name.startswith(f"{chapter}."):
            for unknown in (None, "don't know"):
                assert level({**answers, name: unknown}) <= before, name


def test_an_empty_workbook_asks_for_something_in_every_chapter() -> None:
    for found in chapters.assess(State()).values():
        assert found.verdict.level is Level.NOT_KNOWN
        assert found.verdict.missing


def test_every_column_that_asks_for_a_sum_or_a_share_has_limits() -> None:
    for question in BANK:
        for asked in (question, *question.columns):
            if asked.kind is Kind.MONEY or asked.unit == "%":
                assert asked.maximum is not None, f"{question.id} {asked.id}"
                assert asked.minimum is not None, f"{question.id} {asked.id}"
