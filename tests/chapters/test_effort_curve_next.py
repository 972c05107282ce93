"""Effort curve, the next measurement and measurements that tell nothing: where to look, what it tells, what is said."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from chapters.test_effort_curve import START, Cells, found, plausible, state
from premortem.analysis.curve import forecast
from premortem.chapters.effort_curve import nextlook
from premortem.chapters.effort_curve.findings import EffortFindings, findings
from premortem.chapters.effort_curve.form import notes
from premortem.chapters.effort_curve.judgement import Case
from premortem.chapters.effort_curve.nextlook import Expected, Telling
from premortem.chapters.effort_curve.outlook import Outlook
from premortem.chapters.effort_curve.progress import TABLE
from premortem.model.verdicts import Level

SLOW = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def rows(*measured: tuple[float, float, int], start: float = 50) -> list[Cells]:
    points = [
        {"label": f"M{n}", "effort": e, "quality": q, "cases": c} for n, (e, q, c) in enumerate(measured, start=1)
    ]
    return [{**START, "quality": start}, *points]


def outlook_of(whole: EffortFindings) -> Outlook:
    assert whole.evidence.outlook is not None
    return whole.evidence.outlook


def tells(whole: EffortFindings) -> Telling:
    told = outlook_of(whole).tells
    assert told is not None
    return told


def said(whole: EffortFindings) -> str:
    return " ".join((whole.verdict.headline, *whole.verdict.reasons))


def test_the_next_measurement_is_said_to_narrow_the_range_that_the_decision_hangs_on() -> None:
    whole = found(affordable=40)
    told = tells(whole)
    assert told.about == outlook_of(whole).at_limit
    assert told.about.low < told.then.low < told.then.median < told.then.high < told.about.high
    assert "(8 of 10 times) with 40 person-days more" in said(whole)
    assert "the next measurement, after 20 person-days more, is expected to narrow this to about" in said(whole)
    assert any("is expected to narrow what 80 person-days in all will bring" in action.why for action in whole.actions)


def test_where_the_end_of_what_can_be_afforded_is_not_known_or_too_far_it_hangs_on_twice_the_effort() -> None:
    for affordable in (None, 1e6):
        assert tells(found(affordable=affordable)).about == outlook_of(found(affordable=affordable)).doubled


@SLOW
@given(plausible())
def test_the_next_measurement_leaves_half_to_decide_about(answered: tuple[list[Cells], dict[str, Any]]) -> None:
    """Not beyond half of what can be afforded, nor half as much again as was spent; none where nothing is left."""
    answers = answered[1]
    outlook = findings(state(*answered)).evidence.outlook
    if outlook is None:
        return
    assert (outlook.next_look is None) == (outlook.limit == outlook.now) == (outlook.tells is None)
    if outlook.next_look is not None and outlook.tells is not None:
        more = outlook.next_look.effort - outlook.now
        assert 0 < more <= 1.06 * min(answers["affordable"], outlook.now) / 2
        assert 0 < outlook.tells.remains <= 1
        assert outlook.tells.about.low <= outlook.tells.then.low <= outlook.tells.then.high <= outlook.tells.about.high


def test_an_earlier_measurement_is_taken_where_it_tells_as_much() -> None:
    told = forecast([5, 20, 40], [0.72, 0.84, 0.88], cases=2000)
    early, late = nextlook.looks(40, 80)
    assert (early, late) == (50, 60)
    effort, remains = nextlook.chosen(told, (early, late), 80)
    assert effort == late
    assert remains == told.narrows_to(late, 80)
    assert nextlook.chosen(told, (59.9, late), 80)[0] == 59.9


def test_the_range_is_drawn_in_on_the_error_that_remains() -> None:
    """5 to 20 % wrong with 10 in the middle, at half the width on the logarithm: 7.07 to 14.1 % wrong."""
    narrow = nextlook.narrowed(Expected(80, 0.8, 0.9, 0.95), 0.5, 1.0)
    assert (1 - narrow.low, 1 - narrow.high) == pytest.approx((math.sqrt(0.02), math.sqrt(0.005)))
    assert narrow.median == 0.9
    assert nextlook.narrowed(Expected(80, 0.9, 1.0, 1.0), 0.5, 1.0).low == 0.9


def test_a_measurement_that_tells_little_is_said_to_and_a_larger_test_is_named_where_it_would_tell_more() -> None:
    few = found(rows((5, 60, 10), (20, 75, 10), (40, 80, 10), start=0), target=90)
    assert tells(few).little
    assert "tells little about this: the range is expected to stay nearly as wide, about" in said(few)
    assert "on a far larger test it would tell more" in said(few)
    assert not tells(found()).little


def test_quality_that_stays_equal_is_said_not_to_rise() -> None:
    whole = found(rows((5, 80, 900), (10, 80, 900), (20, 80, 900)), target=88)
    assert whole.judgement.case is Case.OUT_OF_REACH
    assert "The quality does not rise with the effort" in said(whole)
    assert "cannot be foreseen from these measurements" in said(whole)


def test_quality_that_falls_gets_no_forecast_and_one_sentence() -> None:
    whole = found(rows((5, 80, 900), (10, 75, 900)))
    assert whole.judgement.case is Case.REFUSED
    assert whole.verdict.headline.startswith("No forecast: the quality fell from 80 % to 75 %")


@pytest.mark.parametrize("guessed", [80, 84, 88])
def test_quality_no_better_than_the_commonest_answer_is_refused_though_it_beats_todays_way(guessed: float) -> None:
    """Two rows of effort 0: today's way at 50 %, always the commonest answer at more; the better is to be beaten."""
    measured = rows((5, guessed - 1, 300), (10, guessed + 1, 300))
    whole = found([*measured, {"label": "Always the commonest", "effort": 0, "quality": guessed}], target=95)
    assert whole.judgement.case is Case.REFUSED
    assert f"cannot be told from the {guessed} %" in whole.verdict.headline
    beside = notes(whole)
    assert "to beat" in beside[f"{TABLE}/r0"]
    assert beside[f"{TABLE}/r3"].startswith("Where you started")


def test_whether_guessing_reaches_more_is_asked_once_beside_the_only_start() -> None:
    beside = notes(found())
    assert "If guessing" in beside[f"{TABLE}/r0"]
    assert sum("guessing" in line for line in beside.values()) == 1


def test_quality_at_its_ceiling_is_forecast_with_half_a_case_and_says_so() -> None:
    whole = found(rows((5, 97, 200), (10, 100, 200)), target=None)
    assert "half a case was taken to be left" in said(whole)
    assert outlook_of(whole).doubled.low < 1


def test_no_test_proves_that_nothing_is_left() -> None:
    whole = found(rows((5, 97, 200), (10, 100, 200)), target=100)
    assert whole.verdict.level is Level.PILOT_FIRST
    assert whole.verdict.headline.startswith("Name a target below 100 %")
    assert [change.question for change in whole.verdict.would_change] == ["effort-curve.target"]


@pytest.mark.parametrize(("target", "ceiling"), [(95, 95), (100, 100), (97, 95)])
def test_a_target_at_what_is_perfect_cannot_be_foreseen(target: float, ceiling: float) -> None:
    whole = found(target=target, ceiling=ceiling)
    assert whole.judgement.case is Case.IMPOSSIBLE
    assert "never reached" in whole.verdict.headline


def test_a_reached_target_needs_no_forecast() -> None:
    whole = found(target=80)
    assert whole.judgement.case is Case.REACHED
    assert not any("expected" in reason for reason in whole.verdict.reasons)


@pytest.mark.parametrize("measured", [rows((5, 80, 900)), rows((5, 80, 900), (5, 82, 900))])
def test_one_measurement_or_two_at_one_effort_ask_for_another(measured: list[Cells]) -> None:
    whole = found(measured)
    assert whole.verdict.level is Level.NOT_KNOWN
    assert "a second measurement, after more effort" in whole.verdict.headline


def test_one_test_case_proves_nothing_and_the_range_says_so() -> None:
    reached = found(rows((5, 100, 1), (10, 100, 1), start=0), target=99)
    assert reached.judgement.case is Case.LOOKS_REACHED
    assert "on 1 case " in reached.verdict.headline
    assert "cannot be told from" in said(found(rows((5, 60, 1), (10, 80, 1))))
    wide = outlook_of(found(rows((5, 60, 1), (10, 80, 1), start=0), target=90)).doubled
    assert wide.high - wide.low > 0.5


def test_where_the_rule_of_thumb_contradicts_the_forecast_one_sentence_says_which_to_trust_and_why() -> None:
    flat = found(rows((5, 80, 900), (10, 80, 900), (20, 80, 900)), target=88)
    assert "the 80/20 curve has" in flat.trust
    assert "trust the forecast, which rests on all your measurements" in flat.trust
    assert flat.trust in flat.verdict.reasons
    slow = rows((1, 60, 2000), (2, 80, 2000), (20, 82, 2000), (40, 84, 2000))
    past = found(slow, target=85, cost=500, value=(1e6, 1e6, 1e6), affordable=40)
    assert past.judgement.case is Case.PART_OF_THE_WAY
    assert "best stop is past, by the forecast the next step still pays: trust the forecast" in past.trust
    ahead = found(target=89, cost=5000, value=(3e6, 3e6, 3e6))
    assert ahead.judgement.case is Case.DOES_NOT_PAY
    assert "still ahead, by the forecast no further step pays: trust the forecast" in ahead.trust
    assert found().trust == ""
