"""Whose work changes: the owner, the first barrier of each group, the steps, and blanks that never flatter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapters.business_change.ready import (
    ADDED,
    ANSWERS,
    CLERKS,
    FIRST,
    GROUPS,
    OWNER,
    READY,
    STEP,
    STEPS,
    TRAINING,
    found,
    level,
    three,
)
from model.sampled import real
from premortem import chapters
from premortem.analysis.adoption import ELEMENTS
from premortem.chapters import pages
from premortem.chapters.business_change.form import notes
from premortem.model.answers import DONT_KNOW
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind, Question, Screen
from premortem.model.verdicts import Level
from premortem.workbook import state_of

CHAPTER = shipped_bank().chapter("business-change")
NO_IT_PROJECT = "There is no such thing as an IT project: a business owner has to want this, and nobody is named."


@pytest.mark.parametrize("unknown", [None, DONT_KNOW])
@pytest.mark.parametrize("question", [ANSWERS, OWNER])
def test_while_no_business_owner_is_named_the_gate_stays_shut_and_says_why(question: str, unknown: Any) -> None:
    verdict = found({**READY, question: unknown}).verdict
    assert verdict.level is Level.NOT_KNOWN
    assert verdict.headline == NO_IT_PROJECT
    assert [missing.question for missing in verdict.missing] == [question]


@pytest.mark.parametrize("who", ["nobody", "it-only"])
def test_nobody_in_the_business_who_wants_it_stops_whatever_else_is_missing(who: str) -> None:
    for answers in (READY, {}):
        verdict = found({**answers, ANSWERS: who}).verdict
        assert verdict.level is Level.STOP
        assert "no such thing as an IT project" in verdict.headline
        assert verdict.would_change[0].question == ANSWERS


def test_a_committee_lets_it_go_on_the_condition_that_it_names_one_of_them() -> None:
    verdict = found(answers="committee").verdict
    assert verdict.level is Level.CONDITIONS
    assert "name the one among them" in verdict.reasons[1]


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("low", [1, 2, 3, None, DONT_KNOW])
def test_a_group_is_held_up_by_its_first_low_element_by_name_and_never_by_an_average(element: str, low: Any) -> None:
    group = {**dict.fromkeys(ELEMENTS, 5), **{name: CLERKS[name] for name in ("group", "people", "hours")}}
    findings = found(groups=[{**group, element: low}])
    assert findings.groups[0].barrier == element
    early = element in {"awareness", "desire"}
    assert findings.verdict.level is (Level.PILOT_FIRST if early else Level.CONDITIONS)
    assert any("Clerks" in action.what for action in findings.actions)
    assert f"“Clerks” is held up at {element}" in " ".join(findings.verdict.reasons)
    assert f"First barrier: {element}" in notes(findings)[f"{GROUPS}/{findings.groups[0].row}"]


def test_the_group_with_the_earliest_barrier_comes_first_and_one_that_nothing_holds_up_last() -> None:
    groups = [
        {**CLERKS, "group": "Ready"},
        {**CLERKS, "group": "Cannot", "ability": 1},
        {**CLERKS, "group": "Unwilling", "desire": 3, "ability": 1},
        {**CLERKS, "group": "Also unwilling", "desire": 1},
        {**CLERKS, "group": "Untold", "awareness": 3},
    ]
    findings = found(groups=groups)
    assert [group.name for group in findings.groups] == ["Untold", "Unwilling", "Also unwilling", "Cannot", "Ready"]
    assert "“Untold” is held up at awareness" in findings.verdict.headline


def test_what_would_change_names_every_low_element_of_the_group_and_where_that_leads() -> None:
    groups = [{**CLERKS, "desire": 2, "ability": None}]
    (change,) = found(groups=groups).verdict.would_change
    assert "do they want it (today 2), can they do it in their day (today not known)" in change.text
    assert change.text.endswith("Then the verdict is “Go”.")
    assert level() is Level.GO


def test_hours_that_are_saved_in_no_step_are_tried_with_one_team_first() -> None:
    unknown = [{**STEP, "removed": DONT_KNOW}]
    assert "nobody can name a step" in found(steps=unknown).verdict.headline
    for steps in ([ADDED], [ADDED, {**STEP, "what": None}], unknown):
        verdict = found(steps=steps).verdict
        assert verdict.level is Level.PILOT_FIRST
        assert "of the work in which something stops, so the hours saved are nowhere to be seen" in verdict.headline


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (ADDED, "Say what stops, or count the extra work: “Correct what was misread”"),
        ({**STEP, "step": "Pay", "who": None}, "Name who does the step once it is in place: “Pay”"),
        ({**STEP, "step": "Pay", "after": DONT_KNOW}, "how it is done today and how it will be done: “Pay”"),
    ],
)
def test_a_step_without_a_person_without_a_relief_or_without_words_is_a_condition_by_name(
    step: dict[str, Any], words: str
) -> None:
    findings = found(steps=[STEP, step])
    assert findings.verdict.level is Level.CONDITIONS
    assert words in findings.actions[0].what
    assert len(findings.actions) == 1


def test_a_yes_without_what_stops_counts_as_nothing_and_the_row_says_so() -> None:
    findings = found(steps=[STEP, {**STEP, "what": None, "who": None}])
    line = notes(findings)[f"{STEPS}/{findings.steps[1].row}"]
    assert line == "What stops is not named; nobody does it yet"


@pytest.mark.parametrize(
    ("question", "bad"),
    [
        ("business-change.fallback", "written"),
        ("business-change.fallback", "none"),
        ("business-change.fallback-what", None),
        ("business-change.complaints", None),
        ("business-change.incentive", "open"),
        ("business-change.incentive", "not-asked"),
        ("business-change.consulted", "waiting"),
        ("business-change.consulted", "open"),
        ("business-change.use-later", three(30)),
        ("business-change.change-cost", DONT_KNOW),
        (TRAINING, [{"who": "Clerks", "when": "2026-05-04", "hours": 0}]),
        (TRAINING, [{"who": "Clerks", "hours": 6}]),
    ],
)
def test_what_is_open_in_depth_is_one_condition_with_one_action_and_a_blank_counts_the_same(
    question: str, bad: Any
) -> None:
    for value in (bad, None, DONT_KNOW):
        findings = found({**READY, question: value})
        assert findings.verdict.level is Level.CONDITIONS
        assert len(findings.actions) == 1
        assert findings.verdict.would_change[0].question == question


def test_a_go_says_who_answers_for_it_and_from_where_on_it_would_fall() -> None:
    verdict = found().verdict
    assert verdict.level is Level.GO
    assert "Head of payables answers for it" in verdict.headline
    assert [change.question for change in verdict.would_change] == ["business-change.use", ANSWERS]


def test_the_first_screen_alone_gives_a_verdict() -> None:
    assert level(FIRST) is Level.CONDITIONS


def whole(question: Question) -> st.SearchStrategy[Any]:
    """A real answer in which every cell of a table is real too."""
    if question.kind is not Kind.TABLE:
        return real(question)
    row = st.fixed_dictionaries({column.id: real(column) for column in question.columns})
    return st.lists(row, min_size=1, max_size=3)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_answers_to_the_whole_first_screen_suffice_and_depth_never_stops_it(data: st.DataObject) -> None:
    first = {question.id: data.draw(whole(question)) for question in CHAPTER.on(Screen.FIRST)}
    alone = level(first)
    assert alone is not Level.NOT_KNOWN
    deep = {question.id: data.draw(whole(question)) for question in CHAPTER.on(Screen.DEPTH)}
    with_depth = level({**first, **deep})
    assert alone.rank <= with_depth.rank
    assert (alone is Level.STOP) == (with_depth is Level.STOP)


def real_answers(question: Question) -> list[Any]:
    """Every option, or ends and middle, of a question."""
    match question.kind:
        case Kind.CHOICE | Kind.SCALE:
            return [option.value for option in question.options]
        case Kind.YES_NO:
            return [True, False]
        case Kind.RANGE:
            return [three(0), three(0, 1, 100), three(1, 30, 60), three(100)]
        case Kind.NUMBER:
            return [0, 1, 500]
        case Kind.DATE:
            return ["2026-05-04", "1990-01-01"]
        case _:
            return ["x", "nobody"]


@pytest.mark.parametrize("unknown", [None, DONT_KNOW])
def test_in_a_sound_chapter_no_blank_is_better_than_any_real_answer_to_that_question_or_cell(unknown: Any) -> None:
    for question in CHAPTER.questions:
        if question.kind is not Kind.TABLE:
            least = min(level({**READY, question.id: answer}).rank for answer in real_answers(question))
            assert level({**READY, question.id: unknown}).rank <= least, question.id
            continue
        (row,) = READY[question.id]
        for column in question.columns:
            given_ = [level({**READY, question.id: [{**row, column.id: each}]}) for each in real_answers(column)]
            blank = level({**READY, question.id: [{**row, column.id: unknown}]})
            assert blank.rank <= min(each.rank for each in given_), column.id


def test_the_page_shows_the_benefit_the_barriers_and_the_steps() -> None:
    findings = found(groups=[{**CLERKS, "desire": 2}], steps=[STEP, ADDED])
    page = pages.render(findings, shipped_bank(), "EUR", live=True)
    for words in ("On the slide", "Would rather not", "nothing: the work only grows", "Ask them what they would lose"):
        assert words in page


def test_actions_that_name_many_long_steps_can_still_be_taken_up() -> None:
    steps = [STEP] + [{"step": f"{place} {'w' * 110}"} for place in range(20)]
    findings = chapters.findings("business-change", state_of({**READY, STEPS: steps}))
    assert all(len(action.what) <= 400 for action in findings.actions)
    assert any("and 17 more" in action.what for action in findings.actions)
