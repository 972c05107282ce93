"""What must hold of any candidates: no newcomer turns an order, no gap flatters, the first screen suffices."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from model.sampled import real
from premortem import chapters
from premortem.chapters.first_project.contest import Contest
from premortem.chapters.first_project.findings import FirstProjectFindings
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind, Screen
from premortem.model.verdicts import Level
from premortem.workbook import state_of

PREFIX = "first-project."
TABLE = PREFIX + "candidates"
QUESTIONS = shipped_bank().chapter("first-project")
CHEAP = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
SWINGS = ["value", "cost", "months", "agreement", "learning"]

sums = st.integers(0, 2_000).map(lambda thousands: 1000 * thousands)
rows = st.fixed_dictionaries(
    {
        "value": st.lists(sums, min_size=3, max_size=3).map(sorted),
        "cost": sums,
        "months": st.integers(0, 60),
        "loss": st.integers(0, 100).map(lambda thousands: 1000 * thousands),
        "agreement": st.integers(1, 5),
        "learning": st.integers(1, 5),
    }
)
orders = st.one_of(st.just([None, None, None]), st.permutations(SWINGS).map(lambda each: each[:3]))


def found(candidates: list[dict[str, Any]], order: Any = (None, None, None), **more: Any) -> FirstProjectFindings:
    answers = {TABLE: candidates, PREFIX + "bearable": 400_000, PREFIX + "team": 5, PREFIX + "lead": 5}
    answers |= dict(zip((PREFIX + "most", PREFIX + "second", PREFIX + "third"), order, strict=True))
    findings = chapters.findings("first-project", state_of({**answers, **more}))
    assert isinstance(findings, FirstProjectFindings)
    return findings


def contest(candidates: list[dict[str, Any]], order: Any) -> Contest:
    held = found(candidates, order).evidence.contest
    assert held is not None
    return held


@CHEAP
@given(
    st.lists(rows, min_size=2, max_size=4),
    orders,
    st.integers(0, 3),
    st.sampled_from(SWINGS),
    st.integers(1, 5),
)
def test_a_dominated_newcomer_leaves_all_first_ranks_and_so_all_orders_as_they_were(
    candidates: list[dict[str, Any]], order: Any, which: int, in_what: str, by: int
) -> None:
    model = candidates[which % len(candidates)]
    worse = dict(model)
    match in_what:
        case "value":
            worse["value"] = [max(0, value - 1000 * by) for value in model["value"]]
        case "cost":
            worse["cost"] = model["cost"] + 1000 * by
        case "months":
            worse["months"] = model["months"] + by
        case _:
            worse[in_what] = max(1, model[in_what] - by)
    assume(worse["value"][1] != model["value"][1] or in_what != "value")
    assume(worse != model)
    before = contest(candidates, order)
    after = contest([*candidates, worse], order)
    assert [place.first for place in after.places[:-1]] == pytest.approx([place.first for place in before.places])
    assert after.places[-1].first == 0
    assert after.places[-1].favoured_by is None


@CHEAP
@given(st.lists(rows, min_size=2, max_size=4), orders, st.randoms(use_true_random=False))
def test_the_order_of_the_other_candidates_changes_no_verdict(
    candidates: list[dict[str, Any]], order: Any, chance: Any
) -> None:
    others = candidates[1:]
    chance.shuffle(others)
    one, other = found(candidates, order), found([candidates[0], *others], order)
    assert one.verdict.level is other.verdict.level
    assert one.evidence.contest is not None
    assert other.evidence.contest is not None
    assert one.evidence.contest.this is not None
    assert other.evidence.contest.this is not None
    assert one.evidence.contest.this.first == pytest.approx(other.evidence.contest.this.first)


@CHEAP
@given(st.lists(rows, min_size=2, max_size=4), orders, st.integers(0, 1_000_000))
def test_more_value_never_ranks_this_project_lower(candidates: list[dict[str, Any]], order: Any, more: int) -> None:
    better = {**candidates[0], "value": [value + more for value in candidates[0]["value"]]}
    before, after = contest(candidates, order).this, contest([better, *candidates[1:]], order).this
    assert before is not None
    assert after is not None
    assert after.first >= before.first - 1e-9


@CHEAP
@given(st.lists(rows, min_size=1, max_size=3), orders, st.integers(1, 5), st.integers(1, 5), st.data())
def test_less_experience_never_lets_more_be_put_at_risk(
    candidates: list[dict[str, Any]], order: Any, team: int, lead: int, data: st.DataObject
) -> None:
    less = data.draw(st.integers(1, team))
    levels = [found(candidates, order, **{PREFIX + "team": each, PREFIX + "lead": lead}) for each in (less, team)]
    weaker, stronger = (each.evidence for each in levels)
    assert (weaker.cap.amount or 0) <= (stronger.cap.amount or 0)
    assert {each.row for each in weaker.within} <= {each.row for each in stronger.within} or len(weaker.within) <= len(
        stronger.within
    )


FIRST = QUESTIONS.on(Screen.FIRST)


def complete(data: st.DataObject) -> dict[str, Any]:
    """Every first-screen question answered, with all columns; the depth left blank."""
    answers: dict[str, Any] = {}
    for question in FIRST:
        if question.kind is Kind.TABLE:
            cells = {column.id: real(column) for column in question.columns}
            answers[question.id] = data.draw(st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=3))
        else:
            answers[question.id] = data.draw(real(question))
    return answers


@CHEAP
@given(st.data())
def test_the_first_screen_suffices_for_a_verdict(data: st.DataObject) -> None:
    answers = complete(data)
    findings = chapters.findings("first-project", state_of(answers))
    assert findings.verdict.level is not Level.NOT_KNOWN
    assert findings.verdict.would_change


@CHEAP
@given(st.data())
def test_the_depth_moves_no_further_than_between_go_and_conditions(data: st.DataObject) -> None:
    answers = complete(data)
    blank = chapters.findings("first-project", state_of(answers)).verdict.level
    deep = {question.id: data.draw(real(question)) for question in QUESTIONS.on(Screen.DEPTH)}
    filled = chapters.findings("first-project", state_of({**answers, **deep})).verdict.level
    assert filled is blank or (blank, filled) == (Level.CONDITIONS, Level.GO)


def plain_row(at: float, level: int) -> dict[str, Any]:
    return {
        "value": [at] * 3,
        "cost": at,
        "months": min(at, 240),
        "loss": at,
        "agreement": level,
        "learning": level,
    }


@pytest.mark.parametrize("bearable", [0, 0.01, 1, 1e12])
@pytest.mark.parametrize("at", [0, 1e-9, 1, 240, 1e12])
def test_sums_at_their_limits_give_findings_and_no_exception(at: float, bearable: float) -> None:
    candidates = [plain_row(at, 1), plain_row(1e12 - at if at <= 1e12 else 0, 5), plain_row(0, 3)]
    findings = found(candidates, SWINGS[:3], **{PREFIX + "bearable": bearable})
    assert findings.verdict.level is not Level.NOT_KNOWN
    for figure in findings.figures:
        assert figure.low is None or figure.low <= (figure.value or 0) <= (figure.high or 0)


@pytest.mark.parametrize("number", [1, 8])
def test_findings_are_quick_enough_to_be_asked_often(number: int) -> None:
    """Not timed: the comparison is kept, so the same answers are compared once."""
    from premortem.chapters.first_project import contest as comparing

    candidates = [plain_row(1000 * place, 1 + place % 5) for place in range(1, number + 1)]
    found(candidates, SWINGS[:3])
    before = comparing._weighed.cache_info().misses
    found(candidates, SWINGS[:3])
    assert comparing._weighed.cache_info().misses == before
