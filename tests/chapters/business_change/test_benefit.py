"""The benefit is what is used: to the digits, over the ranges, and where it does not pay."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapters.business_change.ready import CLERKS, COST, GROUPS, USE, VALUE, found, level, three
from premortem.analysis import cost
from premortem.model.verdicts import Figure, Level


def figure(findings: object, words: str) -> Figure:
    return next(each for each in findings.figures if words in each.label)  # type: ignore[attr-defined]


def test_two_hundred_people_46_hours_at_60_are_552000_on_the_slide_and_193200_at_35_percent_weekly_use() -> None:
    findings = found()
    assert findings.benefit is not None
    assert findings.benefit.full.best == 552_000
    assert findings.benefit.after_a_year.benefit.best == pytest.approx(193_200, rel=1e-12)
    assert findings.verdict.reasons[0] == findings.used
    assert (
        "full use it would bring €552,000 a year, the figure on the slide; at 35 % weekly use it brings €193,200"
        in (findings.used)
    )


def test_the_benefit_of_several_groups_is_the_sum_of_theirs_and_a_group_of_nobody_needs_no_hours() -> None:
    groups = [
        {**CLERKS, "people": 150},
        {**CLERKS, "group": "Leads", "people": 50},
        {**CLERKS, "group": "Audit", "people": 0, "hours": None},
    ]
    findings = found(groups=groups)
    assert findings.benefit is not None
    assert findings.benefit.people == 200
    assert findings.benefit.after_a_year.benefit.best == pytest.approx(193_200)
    assert findings.verdict.level is Level.GO


def test_the_range_is_that_of_a_product_of_answers_that_err_independently_and_not_of_all_bad_luck_at_once() -> None:
    hours, value, use = three(23, 46, 92), three(40, 60, 90), three(20, 35, 70)
    benefit = found(groups=[{**CLERKS, "hours": hours}], value=value, use=use).benefit
    assert benefit is not None
    after = benefit.after_a_year.benefit
    assert after.high == pytest.approx(cost.product([9200, 60, 0.35], [2, 1.5, 2]).p90)
    assert after.low == pytest.approx(cost.product([9200, 60, 0.35], [2, 1.5, 35 / 20]).p10)
    assert 200 * 23 * 40 * 0.2 < after.low < after.best < after.high < 200 * 92 * 90 * 0.7


def test_where_an_answer_may_be_nothing_the_lower_bound_is_nothing_and_the_figure_says_how_it_was_combined() -> None:
    findings = found(use=three(0, 35, 60))
    shown = figure(findings, "weekly use after a year")
    assert shown.low == 0
    assert shown.interval == "with every answer at its better, or at its worse, end"
    assert figure(found(), "full use").interval == "8 times of 10, the answers taken as unrelated"


def test_use_over_time_is_shown_as_a_range_for_each_month_that_was_given() -> None:
    benefit = found(use_early=three(5, 10, 20)).benefit
    assert benefit is not None
    assert [point.months for point in benefit.over_time] == [3, 12, 24]
    assert [round(point.benefit.best) for point in benefit.over_time] == [55_200, 193_200, 276_000]
    assert benefit.over_time[0].benefit.low == pytest.approx(27_600)
    alone = found(use_early=None, use_later="don't know").benefit
    assert alone is not None
    assert [point.months for point in alone.over_time] == [12]


@pytest.mark.parametrize(
    ("cost_a_year", "level_then", "says"),
    [
        (three(50_000), Level.GO, "at 35 % weekly use it brings €193,200 a year, and running it costs €50,000"),
        (three(50_000, 60_000, 194_000), Level.CONDITIONS, "once one point is settled"),
        (three(100_000, 193_300, 200_000), Level.PILOT_FIRST, "by your best guess it brings €193,200 a year and costs"),
        (three(193_201, 200_000, 200_000), Level.STOP, "even at the better end it brings €193,200 a year"),
        (three(1e12), Level.STOP, "running it costs at least €1,000,000,000,000"),
    ],
)
def test_the_cost_a_year_decides_from_go_to_stop(cost_a_year: object, level_then: Level, says: str) -> None:
    verdict = found(cost=cost_a_year).verdict
    assert verdict.level is level_then
    assert says in verdict.headline


def test_the_use_at_which_it_pays_is_the_yearly_cost_over_the_benefit_at_full_use() -> None:
    findings = found(cost=three(55_200))
    shown = figure(findings, "pays its yearly cost")
    assert (shown.value, shown.low, shown.high) == (pytest.approx(0.1), pytest.approx(0.1), pytest.approx(0.1))
    assert findings.verdict.would_change[0].text == "Weekly use below 10 %: then it no longer pays its yearly cost."


def test_a_share_above_all_of_them_says_that_not_even_full_use_pays() -> None:
    findings = found(cost=three(100_000, 600_000, 700_000))
    assert "not even full use pays" in figure(findings, "pays its yearly cost").label
    assert findings.verdict.level is Level.PILOT_FIRST
    assert "not even full use would pay" in findings.verdict.would_change[0].text


def test_the_change_is_earned_back_from_what_is_left_over_and_waiting_long_needs_somebody_who_waits() -> None:
    shown = figure(found(change_cost=three(143_200)), "earned back")
    assert (shown.value, shown.unit) == (pytest.approx(12), "months")
    assert figure(found(change_cost=three(3 * 143_200)), "earned back").unit == "years"
    assert level(change_cost=three(3.1 * 143_200)) is Level.CONDITIONS
    assert level(change_cost=three(2.9 * 143_200)) is Level.GO
    never = found(cost=three(50_000, 200_000, 300_000))
    assert figure(never, "earned back").interval == "never, by your best guess"


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"use": three(5, 35, 90)}, USE),
        ({"value": three(5, 60, 300)}, VALUE),
        ({"cost": three(0, 50_000, 190_000)}, COST),
        ({"groups": [{**CLERKS, "hours": three(20, 46, 200)}]}, GROUPS),
    ],
)
def test_what_is_left_over_hangs_on_the_answer_whose_range_moves_it_most(
    changed: dict[str, object], question: str
) -> None:
    findings = found(**changed)
    assert figure(findings, "Left over").hangs_on == question


@pytest.mark.parametrize("zero", ["value", "use", "groups", "people"])
def test_nothing_saved_nothing_worth_or_nobody_who_could_use_it_stops_and_breaks_nothing(zero: str) -> None:
    changed = {
        "value": {"value": three(0)},
        "use": {"use": three(0)},
        "groups": {"groups": [{**CLERKS, "hours": three(0)}]},
        "people": {"groups": [{**CLERKS, "people": 0}]},
    }[zero]
    findings = found(**changed)
    assert findings.verdict.level is Level.STOP
    assert all(row["best"] >= 0 for row in findings.chart)
    free = found(**changed, cost=three(0))
    assert free.verdict.level is Level.PILOT_FIRST, "nothing gained and nothing spent is no go either"


AMOUNTS = st.sampled_from([0.0, 5e-324, 1e-9, 1.0, 60.0, 1e6]) | st.floats(0, 1e6)
RANGES = st.lists(AMOUNTS, min_size=3, max_size=3).map(lambda parts: three(*sorted(parts)))
SHARES = st.lists(st.floats(0, 100), min_size=3, max_size=3).map(lambda parts: three(*sorted(parts)))


@settings(deadline=None, max_examples=80)
@given(RANGES, SHARES, RANGES, st.integers(0, 10_000_000))
def test_any_ranges_give_bounds_around_the_best_guess_between_nothing_and_full_use(
    value: object, use: object, cost_a_year: object, people: int
) -> None:
    benefit = found(value=value, use=use, cost=cost_a_year, groups=[{**CLERKS, "people": people}]).benefit
    assert benefit is not None
    after = benefit.after_a_year.benefit
    assert 0 <= after.low <= after.best <= after.high
    assert after.best <= benefit.full.best * (1 + 1e-9)
    assert math.isfinite(benefit.left.low)
    assert math.isfinite(benefit.left.high)


def test_the_chart_shows_use_from_nothing_the_slide_and_the_cost_and_its_words_say_the_same() -> None:
    findings = found()
    marks = [(row["what"], row.get("month"), row.get("label")) for row in findings.chart]
    assert marks[0][:2] == ("use", 0)
    assert [mark[1] for mark in marks if mark[0] == "use"] == [0, 3, 12, 24]
    assert ("slide", 24, "at full use: €552,000") in marks
    assert ("cost", 24, "running it costs €50,000") in marks
    assert "after a year €193,200" in findings.chart_says
    assert found({}).chart == ()
