"""What must hold of every chapter, whatever it finds: `CHAPTERS` is the only list of them."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.sampled import answer, real, state_with
from premortem import chapters
from premortem.chapters import CHAPTERS, pages
from premortem.errors import UnknownChapter
from premortem.model.answers import DONT_KNOW
from premortem.model.bank import shipped_bank
from premortem.model.catalogue import example
from premortem.model.events import Json
from premortem.model.examples import examples
from premortem.model.plain import plain
from premortem.model.questions import Kind, Question
from premortem.model.state import State
from premortem.model.verdicts import Findings, Level
from premortem.workbook import state_of
from report.tree import tree_of

BANK = shipped_bank()
CHEAP = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
HOSTILE = "\"'><img src=x onerror=alert(1)></bdi></section><script>alert(1)</script>{{ 7*7 }}<!--"

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS)


def live(chapter: str) -> list[Question]:
    return [question for question in BANK.chapter(chapter).questions if not question.retired]


def found(chapter: str, answers: Mapping[str, Json]) -> Findings:
    return chapters.findings(chapter, state_with(answers))


def level(chapter: str, answers: Mapping[str, Json]) -> Level:
    return found(chapter, answers).verdict.level


def filled(question: Question, text: str) -> Json:
    """An answer in which every text is this one."""
    if question.kind is Kind.TEXT:
        return text[: question.length_max]
    if question.kind is Kind.TABLE:
        return [{column.id: filled(column, text) for column in question.columns}] * 2
    return example(question)


def checked(findings: Findings) -> None:
    """What holds of any findings, of an empty workbook or a full one."""
    json.dumps(plain(findings), allow_nan=False)
    json.dumps([dict(row) for row in findings.chart], allow_nan=False)
    verdict = findings.verdict
    assert verdict.headline.strip()
    assert findings.chart_says.strip()
    assert verdict.missing or verdict.level is not Level.NOT_KNOWN, "what is not known is named"
    assert verdict.would_change or verdict.missing, "what would change it stands under every verdict"
    for point in (*verdict.missing, *verdict.would_change):
        assert not point.question or BANK[point.question]
    for figure in findings.figures:
        assert figure.source, f"{figure.label} has no source"
        assert (figure.low is None) == (figure.high is None)
        assert figure.interval
        if figure.low is None:
            assert figure.interval != "8 times of 10", f"{figure.label} promises an interval that it does not have"
        elif figure.value is not None and figure.high is not None:
            assert figure.low <= figure.value <= figure.high, f"{figure.label} lies outside its interval"
        assert not figure.hangs_on or BANK[figure.hangs_on]
    keys = [action.key for action in findings.actions]
    assert len(keys) == len(set(keys))
    assert all(action.what.strip() and action.why.strip() for action in findings.actions)
    most = next(column.length_max for column in BANK["decision.actions"].columns if column.id == "what")
    assert all(len(action.what) <= most for action in findings.actions), "an action can be taken up as it is worded"


@each_chapter
def test_a_chapter_has_its_questions_form_page_and_findings(chapter: str) -> None:
    assert live(chapter)
    nothing = found(chapter, {})
    assert nothing.chapter == chapter
    assert dict(chapters.part(chapter, "form").notes(nothing)) is not None
    assert tree_of(pages.render(nothing, BANK, None)).faults == []


def test_an_unknown_chapter_is_refused_with_the_known_ones() -> None:
    for wanted in ("nowhere", "", "decision.findings", "../store"):
        with pytest.raises(UnknownChapter, match=f"use one of {CHAPTERS[0]}, "):
            chapters.findings(wanted, State())


@each_chapter
def test_nothing_is_known_of_an_empty_workbook_and_what_is_missing_is_named(chapter: str) -> None:
    nothing = found(chapter, {})
    assert nothing.verdict.level is Level.NOT_KNOWN
    checked(nothing)
    unknown = found(chapter, {question.id: DONT_KNOW for question in live(chapter)})
    assert unknown.verdict.level is Level.NOT_KNOWN
    checked(unknown)


@each_chapter
@CHEAP
@given(data=st.data())
def test_any_answers_give_findings_that_json_can_hold_with_sources_and_what_would_change_them(
    chapter: str, data: st.DataObject
) -> None:
    answers = {question.id: data.draw(answer(question), question.id) for question in live(chapter)}
    findings = found(chapter, answers)
    checked(findings)
    shown = pages.render(findings, BANK, "EUR", live=True)
    assert f'data-verdict="{findings.verdict.level.value}"' in shown


@each_chapter
@pytest.mark.parametrize("shipped", examples(), ids=lambda shipped: shipped.id)
def test_the_shipped_examples_keep_the_rules_of_findings(chapter: str, shipped: Any) -> None:
    checked(chapters.findings(chapter, state_of(shipped.answers)))


@each_chapter
@CHEAP
@given(data=st.data())
def test_a_blank_or_dont_know_never_brings_a_better_verdict_than_any_real_answer(
    chapter: str, data: st.DataObject
) -> None:
    answers = {question.id: data.draw(real(question), question.id) for question in live(chapter)}
    asked = data.draw(st.sampled_from(live(chapter)))
    answered = level(chapter, answers)
    for unknown in (None, DONT_KNOW):
        assert level(chapter, {**answers, asked.id: unknown}).rank <= answered.rank, asked.id


@each_chapter
@CHEAP
@given(data=st.data())
def test_an_unknown_cell_never_brings_a_better_verdict_than_any_real_one(chapter: str, data: st.DataObject) -> None:
    tables = [question for question in live(chapter) if question.kind is Kind.TABLE]
    if not tables:
        return
    answers = {question.id: data.draw(real(question), question.id) for question in live(chapter)}
    table = data.draw(st.sampled_from(tables))
    column = data.draw(st.sampled_from(table.columns))
    rows = list(answers[table.id])
    place = data.draw(st.integers(0, len(rows) - 1))

    def with_cell(value: Json) -> Level:
        changed = [*rows[:place], {**rows[place], column.id: value}, *rows[place + 1 :]]
        return level(chapter, {**answers, table.id: changed})

    answered = with_cell(data.draw(real(column)))
    for unknown in (None, DONT_KNOW):
        assert with_cell(unknown).rank <= answered.rank, f"{table.id}, column {column.id}"


@each_chapter
@CHEAP
@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_the_order_in_which_answers_were_given_changes_nothing(
    chapter: str, data: st.DataObject, chance: random.Random
) -> None:
    answers = {question.id: data.draw(answer(question), question.id) for question in live(chapter)}
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert plain(found(chapter, answers)) == plain(found(chapter, dict(shuffled)))


@each_chapter
def test_findings_do_not_depend_on_title_or_number_of_changes(chapter: str) -> None:
    state = state_with({question.id: example(question) for question in live(chapter)})
    other = replace(state, title="Another", newest=77)
    assert plain(chapters.findings(chapter, state)) == plain(chapters.findings(chapter, other))


@each_chapter
def test_markup_in_every_text_stays_text_on_the_page_of_each_chapter(chapter: str) -> None:
    everything = [question for each in BANK.chapters for question in live(each)]
    pages_of = []
    for text in (HOSTILE, "w" * len(HOSTILE)):
        findings = found(chapter, {question.id: filled(question, text) for question in everything})
        pages_of.append(tree_of(pages.render(findings, BANK, "EUR", live=True, picture="")))
    hostile, harmless = pages_of
    assert hostile.faults == []
    assert hostile.shape() == harmless.shape()
    assert hostile.comments == harmless.comments == []


@each_chapter
def test_what_only_the_app_can_do_is_left_out_for_readers(chapter: str) -> None:
    findings = found(chapter, {question.id: example(question) for question in live(chapter)})
    for page in (pages.render(findings, BANK, None), pages.render(findings, BANK, None, live=True, read_only=True)):
        names = {element.name for element in tree_of(page).elements}
        assert not names & {"button", "input", "script", "a"}


def test_all_chapters_are_assessed_once_in_the_order_of_a_session() -> None:
    state = state_with({question.id: example(question) for each in BANK.chapters for question in live(each)})
    together = chapters.assess(state)
    assert tuple(together) == CHAPTERS
    for chapter, findings in together.items():
        assert plain(findings) == plain(chapters.findings(chapter, state))


def test_a_bet_that_a_telling_prototype_might_mend_settles_nothing_while_a_part_is_open() -> None:
    ask = "prototype-or-infrastructure."
    part = {"kind": "software", "clarity": 1, "existing": 0, "lead": 0, "rent": False, "joints": 0}
    answers = {
        f"{ask}components": [{**part, "name": "screen", "reverse": 1}, {**part, "name": "store"}],
        f"{ask}has-bet": True,
        f"{ask}chance": {"low": 0, "best": 1, "high": 100},
        **{f"{ask}{what}": {"low": 0, "best": 1, "high": 1e12} for what in ("gain", "loss")},
        f"{ask}prototype-cost": 0,
        f"{ask}pass-if-not": 0,
    }
    assert level("prototype-or-infrastructure", {**answers, f"{ask}pass-if-works": 100}) is Level.NOT_KNOWN
    assert level("prototype-or-infrastructure", answers) is Level.NOT_KNOWN
