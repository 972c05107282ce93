"""Success criteria: the plan to the digits, the judgement of a result, and what keeps it from counting."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem import chapters
from premortem.analysis.acceptance import Proof
from premortem.chapters.success_criteria.findings import SuccessFindings
from premortem.chapters.success_criteria.reasons import passes_to_prove
from premortem.model.verdicts import Level
from premortem.workbook import state_of

TABLE = "success-criteria.criteria"
FLOOR_AND_HOPE = {"measure": "read right", "floor": 90, "hoped": 95, "false-pass": 5}
SOUND = {
    "success-criteria.drawn": "random-work",
    "success-criteria.repeated": False,
    "success-criteria.fixed": True,
    "success-criteria.owner": "Ada",
    "success-criteria.times-used": 0,
    "success-criteria.agreement": 97,
    "success-criteria.beats": False,
    "success-criteria.ranks": False,
    "success-criteria.operating": False,
}
PLANNED = {TABLE: [FLOOR_AND_HOPE], "success-criteria.tested": False, "success-criteria.cases-available": 500, **SOUND}


def found(answers: dict[str, Any]) -> SuccessFindings:
    findings = chapters.findings("success-criteria", state_of(answers))
    assert isinstance(findings, SuccessFindings)
    return findings


def result(right: Any, cases: Any = 200, answers: Any = SOUND, **cells: Any) -> SuccessFindings:
    row = {**FLOOR_AND_HOPE, "tested": cases, "passed": right, **cells}
    return found({TABLE: [row], "success-criteria.tested": True, **answers})


def test_a_floor_and_a_hope_make_a_plan_that_says_how_many_cases_and_how_many_right() -> None:
    (criterion,) = found(PLANNED).criteria
    assert criterion.plan is not None
    assert (criterion.plan.n, criterion.plan.need) == (179, 168)
    assert criterion.plan.false_pass <= 0.05
    assert criterion.plan.power >= 0.8
    assert "run 179 cases and pass it if at least 168 are right" in found(PLANNED).verdict.reasons[0]


def test_enough_cases_let_it_go_on_conditions_and_too_few_ask_to_collect_first() -> None:
    assert found(PLANNED).verdict.level is Level.CONDITIONS
    few = found({**PLANNED, "success-criteria.cases-available": 178})
    assert few.verdict.level is Level.PILOT_FIRST
    assert few.verdict.headline == "Collect test cases first: 179 are needed and 178 can be had."
    assert few.verdict.would_change[0].text == "read right: 1 more test case would make the test large enough."


@pytest.mark.parametrize(
    ("passed", "of", "proof", "level"),
    [
        (95, 100, Proof.NOT_PROVEN, Level.PILOT_FIRST),  # p = 0.0577: METHODS.md
        (191, 200, Proof.PROVEN, Level.GO),
        (160, 200, Proof.REFUTED, Level.STOP),
        (200, 200, Proof.PROVEN, Level.GO),
        (0, 200, Proof.REFUTED, Level.STOP),
        (1, 1, Proof.NOT_PROVEN, Level.PILOT_FIRST),
    ],
)
def test_a_result_is_proven_not_proven_or_refuted(passed: int, of: int, proof: Proof, level: Level) -> None:
    findings = result(passed, of)
    judgement = findings.criteria[0].judgement
    assert judgement is not None
    assert judgement.verdict is proof
    assert findings.verdict.level is level


def test_the_weakest_criterion_speaks() -> None:
    good = {**FLOOR_AND_HOPE, "measure": "good", "tested": 200, "passed": 199}
    bad = {**FLOOR_AND_HOPE, "measure": "bad", "tested": 200, "passed": 100}
    both = found({TABLE: [good, bad], "success-criteria.tested": True, **SOUND})
    assert both.verdict.level is Level.STOP
    assert both.verdict.headline == "Refuted: bad stays below the floor that was agreed."
    open_one = found({TABLE: [good, {"measure": "open"}], "success-criteria.tested": True, **SOUND})
    assert open_one.verdict.level is Level.NOT_KNOWN
    assert "open: below which share it is useless is not known" in open_one.verdict.headline


def test_a_refuted_criterion_stops_whatever_the_others_will_bring_and_what_is_open_is_still_named() -> None:
    bad = {**FLOOR_AND_HOPE, "measure": "bad", "tested": 200, "passed": 100}
    findings = found({TABLE: [bad, {"measure": "open"}], "success-criteria.tested": True, **SOUND})
    assert findings.verdict.level is Level.STOP
    assert "open: " in findings.verdict.missing[0].why


@pytest.mark.parametrize(
    ("question", "worse"),
    [
        ("success-criteria.drawn", "left-over"),
        ("success-criteria.drawn", "chosen"),
        ("success-criteria.repeated", True),
        ("success-criteria.fixed", False),
        ("success-criteria.times-used", 1),
        ("success-criteria.agreement", 93),
        ("success-criteria.beats", True),
        ("success-criteria.ranks", True),
        ("success-criteria.operating", True),
    ],
)
def test_a_proof_counts_on_conditions_only_where_an_answer_is_bad_blank_or_unknown(question: str, worse: Any) -> None:
    for value in (worse, None, "don't know"):
        findings = result(199, answers={**SOUND, question: value})
        assert findings.verdict.level is Level.CONDITIONS
        assert len(findings.conditions) == 1
        assert findings.conditions[0] in " ".join(action.what.lower() for action in findings.actions)


def test_nobody_who_signs_is_a_condition() -> None:
    assert result(199, answers={**SOUND, "success-criteria.owner": None}).conditions == (
        "somebody whose work depends on it must sign",
    )


@pytest.mark.parametrize(
    ("cells", "trouble"),
    [
        ({"floor": None}, "below which share it is useless is not known"),
        ({"hoped": "don't know"}, "the share that is hoped for is not known"),
        ({"floor": 95, "hoped": 95}, "the hoped-for share must lie above the floor"),
        ({"floor": 95, "hoped": 90}, "the hoped-for share must lie above the floor"),
        ({"floor": 90, "hoped": 90.0001}, "so close that no test of a usable size tells them apart"),
        ({"floor": 0, "hoped": 1e-310}, "so close that no test of a usable size tells them apart"),
        ({"tested": None}, "the test has been run, its result is missing"),
        ({"passed": "don't know"}, "the test has been run, its result is missing"),
        ({"passed": 201}, "more cases right than tested"),
    ],
)
def test_what_keeps_a_criterion_from_being_judged_is_said_with_its_row(cells: dict[str, Any], trouble: str) -> None:
    findings = result(191, **cells)
    assert findings.verdict.level is Level.NOT_KNOWN
    (missing,) = findings.verdict.missing
    assert trouble in missing.why
    assert missing.row == findings.criteria[0].row
    notes = chapters.part("success-criteria", "form").notes(findings)
    assert trouble in notes[f"{TABLE}/{missing.row}"]


@pytest.mark.parametrize(("floor", "hoped"), [(0, 50), (50, 100), (0, 100), (99.9, 100), (0.1, 0.2)])
def test_floors_and_hopes_at_their_limits_are_planned_or_said_to_be_in_the_way(floor: float, hoped: float) -> None:
    (criterion,) = found({**PLANNED, TABLE: [{"floor": floor, "hoped": hoped}]}).criteria
    assert (criterion.plan is None) == bool(criterion.trouble)


RESULTS = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@settings(deadline=None, max_examples=60)
@given(RESULTS, st.sampled_from([60, 80, 90, 95]), st.floats(1, 20))
def test_an_open_risk_of_a_false_pass_neither_proves_nor_saves_what_some_risk_would_not(
    outcome: tuple[int, int], floor: int, risk: float
) -> None:
    passed, of = outcome
    cells = {"floor": floor, "hoped": 99}
    left_open = result(passed, of, **cells, **{"false-pass": None}).verdict.level
    assert left_open.rank <= result(passed, of, **cells, **{"false-pass": risk}).verdict.level.rank


def test_a_result_refuted_only_at_the_loosest_risk_is_refuted_while_the_risk_is_open_and_says_at_which() -> None:
    left_open = result(16, 20, **{"false-pass": None})
    assert left_open.verdict.level is Level.STOP
    assert left_open.figures[0].interval == "each bound wrong at most 20 % of the time"
    assert result(16, 20, **{"false-pass": 1}).verdict.level is Level.PILOT_FIRST


@settings(deadline=None)
@given(st.integers(1, 300), st.sampled_from([0.5, 0.8, 0.9, 0.95]))
def test_what_would_prove_it_proves_it_and_one_right_fewer_does_not(of: int, floor: float) -> None:
    wanted = passes_to_prove(of, floor, 0.05)
    percent = 100 * floor
    if wanted is None:
        assert result(of, of, floor=percent, hoped=99).criteria[0].judgement.verdict is not Proof.PROVEN  # type: ignore[union-attr]
        return
    assert result(wanted, of, floor=percent, hoped=99).criteria[0].judgement.verdict is Proof.PROVEN  # type: ignore[union-attr]
    if wanted:
        fewer = result(wanted - 1, of, floor=percent, hoped=99).criteria[0].judgement
        assert fewer is not None
        assert fewer.verdict is not Proof.PROVEN


def test_the_cost_of_a_test_is_that_of_the_largest_one() -> None:
    findings = found({**PLANNED, "success-criteria.cost-per-case": 10})
    cost = next(figure for figure in findings.figures if figure.unit == "money")
    assert cost.value == cost.low == 1790
    assert cost.high is not None
    assert cost.high >= cost.low


def test_the_chart_has_a_mark_for_each_share_that_is_known_and_for_a_result() -> None:
    marks = result(191, baseline=85).chart
    assert [mark["what"] for mark in marks] == ["today", "floor", "hoped for", "result"]
    assert [mark["share"] for mark in marks] == [0.85, 0.9, 0.95, 0.955]
    assert "result 95.5 % (proven)" in result(191).chart_says
    assert found({}).chart == ()
