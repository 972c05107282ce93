"""Several criteria that must all hold: the chance that all tests are passed, and the risk of a false pass."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapters.test_success_criteria import FLOOR_AND_HOPE, PLANNED, TABLE, found
from premortem.chapters import pages
from premortem.chapters.success_criteria.findings import SuccessFindings
from premortem.chapters.success_criteria.together import Together
from premortem.model.bank import shipped_bank
from premortem.model.verdicts import Level

EASY = {"measure": "urgent ones found", "floor": 80, "hoped": 90, "false-pass": 5}
HARD = {"measure": "amounts right", "floor": 98, "hoped": 99.5, "false-pass": 2}


def planned(*rows: dict[str, Any], **answers: Any) -> SuccessFindings:
    return found({**PLANNED, TABLE: list(rows), **answers})


def all_of(findings: SuccessFindings) -> Together:
    assert findings.together is not None
    return findings.together


def test_all_pass_as_often_as_their_powers_multiply_or_within_frechets_bounds() -> None:
    together = all_of(planned(FLOOR_AND_HOPE, EASY, HARD))
    powers = [test.power for test in together.tests]
    assert together.chance == pytest.approx(math.prod(powers))
    assert together.lowest == pytest.approx(1 - sum(1 - power for power in powers))
    assert together.highest == min(powers)
    assert together.false_pass == max(test.false_pass for test in together.tests)
    assert together.power_each == pytest.approx(1 - 0.2 / 3)


def test_the_figures_name_their_bounds_and_that_a_false_pass_gets_no_likelier() -> None:
    findings = planned(FLOOR_AND_HOPE, EASY)
    chance = next(figure for figure in findings.figures if figure.label.startswith("Chance that a system"))
    risk = next(figure for figure in findings.figures if figure.label.startswith("Risk that a system"))
    assert (chance.value, chance.low, chance.high) == (
        all_of(findings).chance,
        all_of(findings).lowest,
        all_of(findings).highest,
    )
    assert "Fréchet" in chance.source
    assert risk.value is not None
    assert risk.value <= 0.05
    assert "Berger" in risk.source
    assert "Both tests must be passed" in " ".join(findings.verdict.reasons)
    assert "never a false one likelier" in pages.render(findings, shipped_bank(), "EUR")
    assert "success-criteria.together" in {action.key for action in findings.actions}


def test_tests_that_are_large_enough_are_all_passed_8_times_of_10_whatever_they_have_to_do_with_each_other() -> None:
    together = all_of(planned(FLOOR_AND_HOPE, EASY, HARD))
    assert all(test.needed_for_all and test.needed and test.needed_for_all >= test.needed for test in together.tests)
    assert 1 - len(together.tests) * (1 - together.power_each) == pytest.approx(0.8)


def test_one_criterion_alone_or_results_that_are_in_need_no_such_figure() -> None:
    assert planned(FLOOR_AND_HOPE).together is None
    assert planned(FLOOR_AND_HOPE, {"measure": "open"}).together is None
    tested = [{**FLOOR_AND_HOPE, "tested": 200, "passed": 195}] * 2
    assert planned(*tested, **{"success-criteria.tested": True}).together is None


def test_two_rows_about_the_same_measure_count_once_and_the_stricter_decides() -> None:
    twin = {**EASY, "measure": "  READ   right", "floor": 85}
    together = all_of(planned(FLOOR_AND_HOPE, twin))
    assert together.chance == together.highest == min(test.power for test in together.tests)
    assert together.twins == ("READ   right",)


def test_comparisons_and_orders_that_count_are_tests_too_and_those_set_aside_are_not() -> None:
    besides = {
        "success-criteria.beats": True,
        "success-criteria.comparisons": [{"measure": "m", "expected-new": 8, "expected-old": 3}],
        "success-criteria.ranks": True,
        "success-criteria.rankings": [
            {"measure": "r", "floor": 0.65, "hoped": 0.75, "positives": 20, "negatives": 200}
        ],
    }
    together = all_of(planned(FLOOR_AND_HOPE, **besides))
    assert [test.unit for test in together.tests] == ["cases", "cases tried with both", "positive cases"]
    assert [test.needed for test in together.tests] == [179, 343, 57]
    nothing = {**besides, "success-criteria.beats": False, "success-criteria.ranks": False}
    assert planned(FLOOR_AND_HOPE, **nothing).together is None


def test_more_criteria_never_change_how_far_one_may_go_by_their_number_alone() -> None:
    assert planned(FLOOR_AND_HOPE).verdict.level is planned(FLOOR_AND_HOPE, EASY).verdict.level is Level.CONDITIONS


ROWS = st.lists(
    st.tuples(st.integers(50, 94), st.integers(2, 5), st.integers(1, 20)).map(
        lambda drawn: {"floor": drawn[0], "hoped": drawn[0] + drawn[1], "false-pass": drawn[2]}
    ),
    min_size=2,
    max_size=6,
)


@settings(deadline=None, max_examples=30)
@given(ROWS)
def test_one_more_criterion_never_makes_it_likelier_to_pass_and_the_chance_keeps_its_bounds(
    rows: list[dict[str, Any]],
) -> None:
    more = all_of(planned(*rows))
    assert 0 <= more.lowest <= more.chance <= more.highest <= 1
    if len(rows) > 2:
        fewer = all_of(planned(*rows[:-1]))
        assert more.chance <= fewer.chance + 1e-12
        assert more.highest <= fewer.highest + 1e-12
