"""Compute growth: the worked figures through the answers, the levels, and what a second machine would not fix."""

from __future__ import annotations

from typing import Any

import pytest

from chapters.compute_growth.team import DEPTH, EVEN, FIRST, PILOTS, TABLE, Cells, found, state, timed
from premortem.analysis import cost, growth
from premortem.chapters.compute_growth.findings import findings
from premortem.chapters.compute_growth.form import notes
from premortem.chapters.compute_growth.judgement import Case
from premortem.chapters.compute_growth.timescale import MOST_TIMES, to_name
from premortem.model.state import State
from premortem.model.verdicts import Level

TENTH = timed((10, 10))


def figure(label: str, rows: list[Cells] | None = None, **changed: Any) -> Any:
    return next(each for each in found(rows, **changed).figures if label in each.label)


def test_nothing_answered_is_not_known_and_says_what_to_bring() -> None:
    nothing = findings(State())
    assert nothing.verdict.level is Level.NOT_KNOWN
    assert [missing.question.rpartition(".")[2] for missing in nothing.verdict.missing] == [
        "pilots",
        "counted",
        "algorithm",
        "deadline",
        "budget",
    ]


def test_ten_hours_on_a_tenth_are_not_a_hundred_hours_on_all() -> None:
    one = found(TENTH, algorithm="other")
    assert one.expected is not None
    assert one.straight_line == pytest.approx(100)
    assert one.expected.median > 1.2 * 100
    assert "A straight line from the largest pilot (10 % of the data) would say 100 hours" in one.verdict.reasons[0]


def test_a_kernel_method_lies_far_above_the_straight_line() -> None:
    kernel = found(TENTH, algorithm="kernel")
    assert kernel.expected is not None
    assert kernel.straight_line is not None
    assert kernel.expected.median > 5 * kernel.straight_line
    assert any("every row with every other" in point for point in kernel.not_fixed)


def test_the_figures_are_those_of_the_forecast_and_the_price() -> None:
    forecast = growth.forecast([2, 5, 10], [0.1, 0.3, 0.7], 100, algorithm="ensemble", budget_hours=24)
    hours = figure("One training on the full data")
    assert (hours.low, hours.value, hours.high) == pytest.approx((forecast.low, forecast.median, forecast.high))
    money = figure("What one training costs")
    assert (money.low, money.high) == pytest.approx((3 * forecast.low, 3 * forecast.high))
    assert figure("Chance to stay within the deadline").value == pytest.approx(forecast.chance_within_budget, abs=5e-4)
    assert figure("Ten times the data").value == pytest.approx(10**forecast.exponent.median)
    assert found().next_pilot is not None


def test_one_pilot_alone_is_wider_than_two_and_says_how_little_it_tells() -> None:
    alone, two = found(timed((10, 10))), found(timed((5, 5), (10, 10)))
    assert alone.expected is not None
    assert two.expected is not None
    assert alone.expected.factor > two.expected.factor
    assert any(reason.startswith("One pilot alone tells little") for reason in alone.verdict.reasons)
    assert any("second pilot" in action.what or "Run a pilot on" in action.what for action in alone.actions)


def test_the_tighter_limit_decides_the_chance_of_both() -> None:
    both = found(deadline=12, budget=33)
    assert both.chance_in_time is not None
    assert both.chance_in_budget is not None
    assert both.judgement.chance == pytest.approx(min(both.chance_in_time, both.chance_in_budget))
    assert "the budget of 33" in both.verdict.headline


@pytest.mark.parametrize(
    ("changed", "level", "case"),
    [
        ({}, Level.GO, Case.LIKELY),
        ({"same_machine": None}, Level.CONDITIONS, Case.LIKELY),
        ({"deadline": EVEN}, Level.PILOT_FIRST, Case.TOO_WIDE),
        ({"deadline": 4}, Level.STOP, Case.OUT_OF_REACH),
        ({"budget": 6}, Level.STOP, Case.OUT_OF_REACH),
        ({"budget": 0}, Level.STOP, Case.OUT_OF_REACH),
        ({"deadline": 0}, Level.STOP, Case.OUT_OF_REACH),
        ({"deadline": 0, "budget": None, "algorithm": None}, Level.STOP, Case.OUT_OF_REACH),
        ({"budget": None}, Level.NOT_KNOWN, Case.OPEN),
        ({"counted": "don't know"}, Level.NOT_KNOWN, Case.OPEN),
    ],
)
def test_the_chance_makes_the_level(changed: Cells, level: Level, case: Case) -> None:
    assert (found(**changed).verdict.level, found(**changed).judgement.case) == (level, case)


def test_near_the_full_data_no_further_pilot_is_asked_for_but_an_hour_at_which_to_stop() -> None:
    near = found(timed((20, 2), (60, 7)), deadline=13)
    assert (near.verdict.level, near.judgement.case) == (Level.CONDITIONS, Case.DOUBTFUL)
    assert near.next_pilot is None
    assert "Fix the hour at which the run is stopped" in near.verdict.would_change[0].text
    assert near.signals[0].threshold.startswith("13 hours")


@pytest.mark.parametrize(
    ("question", "worse"),
    [
        ("same-machine", False),
        ("trainings", 100),
        ("retrainings", 365),
        ("data-growth", 500),
        ("checkpoint", "untried"),
        ("checkpoint", "anew"),
        ("memory", False),
    ],
)
def test_an_open_point_makes_it_go_on_conditions_and_is_an_action(question: str, worse: Any) -> None:
    for value in (worse, None, "don't know"):
        verdict, actions = found(**{question: value}).verdict, found(**{question: value}).actions
        assert verdict.level is Level.CONDITIONS
        assert verdict.would_change[0].text == actions[0].what


def test_a_short_run_needs_no_saved_states() -> None:
    short = found(timed((2, 0.01), (5, 0.03), (10, 0.07)), checkpoint=None)
    assert short.verdict.level is Level.GO


def test_pilots_on_different_machines_cannot_be_compared() -> None:
    mixed = found([*PILOTS[:2], {**PILOTS[2], "machine": "Cloud"}])
    assert mixed.judgement.case is Case.NOT_COMPARABLE
    assert mixed.verdict.level is Level.PILOT_FIRST
    unsaid = found([*PILOTS[:2], {**PILOTS[2], "machine": None}])
    assert "nobody said whether they all ran on the same machine" in unsaid.verdict.headline
    same = found([*PILOTS[:2], {**PILOTS[2], "machine": "  our   SERVER "}])
    assert same.verdict.level is Level.GO


def test_pilots_at_different_prices_take_the_highest_and_ask_to_settle_it() -> None:
    priced = found([*PILOTS[:2], {**PILOTS[2], "price": 5}])
    assert priced.verdict.level is Level.CONDITIONS
    assert priced.terms.price == 5
    assert any("Settle the price" in change.text for change in priced.verdict.would_change)


def test_a_machine_that_costs_nothing_leaves_only_the_deadline() -> None:
    free = found(timed((2, 0.1), (5, 0.3), (10, 0.7), price=0), budget=0)
    assert free.verdict.level is Level.GO
    assert "An hour costs nothing here, so the budget limits nothing." in free.verdict.reasons


def test_falling_hours_ask_for_a_larger_pilot() -> None:
    falling = found(timed((5, 1.0), (10, 0.5)))
    assert (falling.verdict.level, falling.judgement.case) == (Level.PILOT_FIRST, Case.FALLING)


def test_pilots_of_one_size_are_one_pilot_and_full_data_already_run_is_no_forecast() -> None:
    equal = found(timed((10, 1.0), (10, 1.1)))
    assert any("One size says nothing" in action.why for action in equal.actions)
    done = found(timed((50, 5), (100, 10)))
    assert done.expected is not None
    assert done.expected.median == pytest.approx(10, rel=0.05)
    assert done.verdict.level is Level.GO


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"size": None}, "how much data it used"),
        ({"size": 0}, "cannot be nothing"),
        ({"size": 50000}, "more than all of it. If these are rows, count all in rows"),
        ({"hours": None}, "how many hours it took"),
        ({"hours": 0}, "too short to be timed"),
        ({"hours": 1e-12}, "too short to be timed"),
        ({"price": None}, "what an hour of its machine costs"),
    ],
)
def test_what_keeps_a_pilot_from_use_is_said_with_its_row(cells: Cells, said: str) -> None:
    findings = found([PILOTS[0], {**PILOTS[1], **cells}, PILOTS[2]])
    assert findings.verdict.level is Level.NOT_KNOWN
    (missing,) = findings.verdict.missing
    assert said in missing.why
    assert missing.row == "r1"
    assert said in notes(findings)[f"{TABLE}/r1"]


def test_shares_and_rows_are_not_mixed() -> None:
    shares_among_rows = found(timed((0.1, 0.5), (50_000, 1)), counted="rows", full_rows=500_000)
    assert "less than one. If this is a share, count all pilots in %" in shares_among_rows.verdict.missing[0].why


def test_rows_and_shares_of_the_same_data_say_the_same() -> None:
    rows = found(timed((20_000, 0.1), (50_000, 0.3), (100_000, 0.7)), counted="rows", full_rows=1_000_000)
    shares = found()
    assert rows.expected is not None
    assert shares.expected is not None
    assert rows.expected.median == pytest.approx(shares.expected.median)
    assert rows.verdict.level is shares.verdict.level
    assert notes(rows)[f"{TABLE}/r0"] == "20,000 rows, 2 % of the full data in 6 minutes"


def test_a_full_size_below_a_pilot_or_far_beyond_it_is_refused_in_plain_words() -> None:
    rows = timed((50_000, 1), (100_000, 2.2))
    below = found(rows, counted="rows", full_rows=80_000)
    assert "is fewer than the 100,000 that Run on 100000 used" in below.verdict.missing[0].why
    beyond = found(rows, counted="rows", full_rows=10**12)
    assert beyond.verdict.missing[0].why.startswith("a larger pilot: the full data is more than a million times")
    nobody_knows = found(rows, counted="rows", full_rows=10**12, algorithm=None)
    assert [missing.question for missing in nobody_knows.verdict.missing] == [TABLE, "compute-growth.algorithm"]
    unknown = found(rows, counted="rows", full_rows=None)
    assert unknown.verdict.missing[0].question == "compute-growth.full-rows"


def test_an_unknown_kind_counts_as_the_worst_and_is_decisive_where_the_kinds_disagree() -> None:
    generous = found(algorithm="don't know", deadline=5000, budget=10_000)
    assert generous.verdict.level is Level.GO
    assert any("Nobody knows the kind of algorithm" in reason for reason in generous.verdict.reasons)
    torn = found(timed((5, 5), (10, 10)), algorithm=None, deadline=130, budget=10_000)
    assert torn.verdict.level is Level.NOT_KNOWN
    assert torn.verdict.headline.startswith("It hangs on the kind of algorithm")
    assert [missing.question for missing in torn.verdict.missing] == ["compute-growth.algorithm"]


def test_several_machines_shorten_only_what_divides() -> None:
    alone, both = found(), found(machines=4, divides=90)
    assert "however many machines" in alone.not_fixed[0]
    shorter = figure("One training on 4 machines", machines=4, divides=90)
    assert both.expected is not None
    assert shorter.value == pytest.approx(both.expected.median * (0.1 + 0.9 / 4))
    assert "no number of machines brings it below 10 %" in both.not_fixed[0]
    assert both.verdict.level is alone.verdict.level


def test_data_that_grows_passes_the_limit_in_the_months_of_steady_growth() -> None:
    months = figure("Until one training passes", data_growth=100)
    forecast = growth.forecast([2, 5, 10], [0.1, 0.3, 0.7], 100, algorithm="ensemble")
    doubling = 12 / forecast.exponent.median
    assert months.value == pytest.approx(cost.months_until(24 / forecast.median, doubling))
    assert not any("Until one training" in each.label for each in found(data_growth=0).figures)


def test_all_trainings_cost_as_many_times_one() -> None:
    assert figure("2 trainings until it is good").value == pytest.approx(2 * figure("What one training costs").value)
    assert "Find money for all 61 trainings" in found(trainings=60).verdict.would_change[0].text


def test_the_next_pilot_is_what_the_decision_weighs_where_the_verdict_asks_for_it() -> None:
    (pilot,) = found(deadline=EVEN).pilots
    assert pilot.worth is not None
    assert pilot.cost is not None
    assert pilot.pays is (pilot.cost < pilot.worth)
    assert found().pilots == ()


def test_the_chart_holds_pilots_fan_straight_line_and_limits_and_says_the_same_in_words() -> None:
    findings = found()
    drawn = [mark["what"] for mark in findings.chart]
    for what in ("pilot", "fan", "line", "deadline", "budget", "next", "full", "time tick", "size tick"):
        assert what in drawn
    assert findings.chance_in_time is not None
    chance = f"{100 * findings.chance_in_time:.0f} %"
    assert f"The chance to stay within the deadline of 24 hours is {chance}." in findings.chart_says
    far = found(deadline=1e6, budget=1e12)
    assert not {"deadline", "budget"} & {mark["what"] for mark in far.chart}


@pytest.mark.parametrize(("low", "high"), [(1e-6, 1e-3), (0.1, 24), (1, 1.1), (5, 1e5), (1e-7, 1e20)])
def test_an_axis_names_a_few_times_that_people_know(low: float, high: float) -> None:
    assert len(to_name(low, high)) <= MOST_TIMES


def test_the_first_screen_alone_brings_an_answer() -> None:
    assert findings(state(PILOTS, FIRST)).verdict.level is Level.CONDITIONS
    assert set(DEPTH) & set(FIRST) == set()
