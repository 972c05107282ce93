"""How far one may go, and why; the rules that hold for any answers are in test_every_chapter."""

from __future__ import annotations

from typing import Any

import pytest

from chapters.expectations.expected import (
    AGREED,
    BUDGET,
    CLASS,
    FIRST,
    FIRST_SCREEN,
    OWN,
    PLAN,
    RECORD,
    SECOND,
    SOUND,
    changed,
    estimate,
    found,
)
from premortem.chapters.expectations.findings import findings
from premortem.model.state import Row, State
from premortem.model.verdicts import Level
from premortem.workbook import state_of

SPLIT = [estimate(90000, 100000, 110000), estimate(150000, 160000, 170000)]
ONE_APART = [*AGREED, estimate(160000, 170000, 180000)]


def test_people_who_agree_within_a_budget_that_the_outside_view_covers_may_go() -> None:
    verdict = found(SOUND).verdict
    assert verdict.level is Level.GO
    assert (
        verdict.headline == "You expect the same, and €200,000 covers what 8 of 10 comparable projects took: €150,000."
    )
    assert verdict.would_change[0].text == "A budget below €150,000: then “Go, with conditions”."


def test_the_first_screen_alone_is_enough_to_be_judged() -> None:
    assert found(FIRST_SCREEN).verdict.level is Level.CONDITIONS


@pytest.mark.parametrize("question", [PLAN, BUDGET, CLASS, FIRST])
def test_without_plan_budget_class_or_estimates_nothing_is_known(question: str) -> None:
    verdict = found({**SOUND, question: "don't know"}).verdict
    assert verdict.level is Level.NOT_KNOWN
    assert [missing.question for missing in verdict.missing] == [question]


def test_a_budget_below_what_8_of_10_such_projects_took_becomes_that_sum_as_a_condition() -> None:
    verdict = changed(budget=149999).verdict
    assert verdict.level is Level.CONDITIONS
    assert verdict.headline == "Go on, on conditions: take the outside view's 80 % figure, €150,000, as the budget."
    assert changed(budget=150000).verdict.level is Level.GO


@pytest.mark.parametrize(("of_class", "needs"), [("black-swan-share", 300000), ("molokken-review", 175348.3)])
def test_each_class_has_its_own_budget(of_class: str, needs: float) -> None:
    assert found({**SOUND, CLASS: of_class, BUDGET: needs - 1}).verdict.level is Level.CONDITIONS
    assert found({**SOUND, CLASS: of_class, BUDGET: needs + 1}).verdict.level is Level.GO


@pytest.mark.parametrize(
    ("estimates", "level", "words"),
    [
        ([estimate(210000, 220000, 230000)] * 2, Level.STOP, "nobody here expects that the money will be enough"),
        ([estimate(150000, 210000, 230000)] * 2, Level.PILOT_FIRST, "your own best guess is €210,000, and only"),
        ([estimate(150000, 160000, 230000)] * 2, Level.CONDITIONS, "does not cover all that you think possible"),
        (SPLIT, Level.PILOT_FIRST, "estimate 1 ends at €110,000, estimate 2 begins at €150,000"),
        (ONE_APART, Level.CONDITIONS, "estimates 2 and 4 must talk to each other first"),
        ([estimate(90000, 100000, 110000, over=50)] * 2, Level.PILOT_FIRST, "you do not believe the plan yourselves"),
        ([estimate(90000, 100000, 110000, use=49)] * 2, Level.PILOT_FIRST, "no reason to stop, but to begin with a"),
    ],
)
def test_what_the_estimates_say_of_money_agreement_and_use_sets_the_level(
    estimates: list[dict[str, Any]], level: Level, words: str
) -> None:
    verdict = changed(estimates=estimates, second_round=estimates).verdict
    assert verdict.level is level
    assert words in verdict.headline
    assert verdict.would_change


def test_a_budget_below_the_plan_must_be_brought_together_with_it_first() -> None:
    verdict = changed(budget=99999, estimates=[estimate(80000, 90000, 95000)] * 2).verdict
    assert verdict.level is Level.PILOT_FIRST
    assert "does not even cover the plan" in verdict.headline


def test_one_person_alone_gets_an_answer_and_is_told_that_it_says_nothing_about_agreement() -> None:
    alone = changed(estimates=AGREED[:1], second_round=None)
    assert alone.verdict.level is Level.CONDITIONS
    assert "One person's estimate tells nothing about agreement." in alone.verdict.reasons
    assert alone.agreement == ("One person's estimate tells nothing about agreement.",)
    assert any("IT projects" in figure.label for figure in alone.figures)


def test_who_cannot_say_what_it_costs_holds_it_up_and_is_named_by_number_or_by_the_name_given() -> None:
    for open_cell in ({"cost": None}, {"sure": "don't know"}, {"cost": {"low": 1, "best": None, "high": 3}}):
        rows = [*AGREED, {**AGREED[0], **open_cell}, {**AGREED[0], **open_cell, "who": "Ute"}]
        verdict = changed(estimates=rows).verdict
        assert verdict.level is Level.PILOT_FIRST
        assert "estimate 4 and estimate 5 (Ute)" in verdict.headline


def test_an_open_chance_counts_as_its_worst() -> None:
    one_open = changed(estimates=[*AGREED, {**AGREED[0], "over": None}], second_round=None)
    assert one_open.verdict.level is Level.CONDITIONS  # (3 * 20 % + 100 %) / 4 is below an even chance
    half_open = changed(estimates=[AGREED[0], {**AGREED[1], "over": None}], second_round=None)
    assert half_open.verdict.level is Level.PILOT_FIRST
    assert "gave none counted as certain" in " ".join(half_open.verdict.reasons)
    assert changed(estimates=[{**row, "use": None} for row in AGREED]).verdict.level is Level.NOT_KNOWN


def test_money_that_nobody_believes_in_stops_it_whatever_else_is_open() -> None:
    verdict = found({FIRST: AGREED, BUDGET: 50000}).verdict
    assert verdict.level is Level.STOP
    assert {missing.question for missing in verdict.missing} == {PLAN, CLASS}
    assert "Stop, or make it smaller: nobody here expects that the money will be enough" in verdict.headline


def test_a_second_round_lifts_a_disagreement_and_never_makes_it_worse_than_none() -> None:
    assert changed(estimates=SPLIT, second_round=None).verdict.level is Level.PILOT_FIRST
    lifted = changed(estimates=SPLIT, second_round=AGREED)
    assert lifted.verdict.level is Level.GO
    assert lifted.moved[0].startswith("First round: €130,000")
    assert lifted.moved[1].startswith("Second round: €110,000")
    too_few = changed(estimates=SPLIT, second_round=AGREED[:1])
    assert too_few.verdict.level is Level.PILOT_FIRST
    doubtful = changed(second_round=[estimate(300000, 400000, 500000)] * 3)
    assert doubtful.verdict.level is Level.CONDITIONS
    assert "the second round is worse than the first: nobody here expects" in doubtful.verdict.headline
    assert changed(second_round=None).verdict.level is Level.CONDITIONS


def test_the_second_round_does_not_lift_a_stop() -> None:
    assert changed(budget=50000, second_round=[estimate(10000, 20000, 30000)] * 3).verdict.level is Level.STOP


def test_own_projects_become_a_class_from_five_on_and_are_said_without_moving_the_level() -> None:
    assert found(SOUND).evidence.own.uplifts[1].factor == pytest.approx(1.46)  # 0.8 of the way to the 4.8th of 5
    four = changed(own_projects=RECORD[:4])
    assert four.evidence.own.uplifts == ()
    assert "4 of 5 own projects" in " ".join(four.verdict.reasons)
    holes = changed(own_projects=[*RECORD, {"project": "The bad one", "planned": 100}])
    assert "The bad one" in " ".join(holes.verdict.reasons)
    dear = found({**SOUND, OWN: [{"planned": 1, "actual": 4}] * 5})
    assert "€400,000 here: take that as the budget rather than €200,000" in " ".join(dear.verdict.reasons)
    without = found({**SOUND, OWN: None})
    assert "own" not in " ".join(without.verdict.reasons)
    levels = {each.verdict.level for each in (four, holes, dear, without)}
    assert levels == {found(SOUND).verdict.level}


def waiting(question: str, rows: int) -> State:
    """The sound answers with rows of two people that nobody has shown yet."""
    state = state_of({**SOUND, question: None})
    unseen = tuple(Row({"over": 99}, f"r{place}", by=f"seat{place % 2}") for place in range(rows))
    return State(state.values, tables={**state.tables, question: ()}, unseen={question: unseen})


def test_estimates_that_wait_to_be_shown_count_as_not_given_and_nothing_of_them_or_the_outside_view_is_seen() -> None:
    hidden = findings(waiting(FIRST, 3))
    assert hidden.verdict.level is Level.NOT_KNOWN
    assert hidden.verdict.missing[0].why == "3 estimates wait to be shown, by 2 people"
    assert hidden.figures == hidden.chart == hidden.classes == hidden.agreement == hidden.verdict.reasons == ()
    assert hidden.chart_says == "3 estimates wait to be shown."


def test_a_second_round_that_waits_to_be_shown_is_a_condition() -> None:
    hidden = findings(waiting(SECOND, 1))
    assert hidden.verdict.level is Level.CONDITIONS
    assert "show the second round" in hidden.verdict.headline


@pytest.mark.parametrize("same", [0, 1, 1e12])
@pytest.mark.parametrize("sure", [50, 99])
def test_degenerate_and_huge_ranges_are_judged(same: float, sure: float) -> None:
    rows = [estimate(same, same, same, sure=sure), estimate(0, same, 1e12, sure=sure)]
    for plan, budget in ((1, 1), (1, 1e12), (1e12, 1), (1e12, 1e12)):
        assert changed(plan=plan, budget=budget, estimates=rows).verdict.level is not Level.NOT_KNOWN
