"""Compute growth: which further pilot is suggested, what it takes and tells, and what odd pilots are answered."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapters.compute_growth.team import EVEN, PILOTS, TABLE, Cells, found, timed
from premortem.analysis import growth
from premortem.chapters.compute_growth import outlook
from premortem.chapters.compute_growth.form import notes
from premortem.chapters.compute_growth.judgement import Case
from premortem.chapters.compute_growth.terms import KINDS, PILOT_HOURS
from premortem.chapters.compute_growth.told import ComputeFindings
from premortem.errors import RefusedInput
from premortem.model.plain import plain
from premortem.model.verdicts import Level

CHEAP = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
SIZED = st.lists(st.tuples(st.floats(0.5, 100), st.floats(0.01, 500)), min_size=1, max_size=4)
TIGHT = {"deadline": EVEN}


def said(findings: ComputeFindings) -> str:
    """All that is said about one more pilot, in one text."""
    return " ".join(findings.further)


def test_the_suggested_pilot_is_that_of_the_forecast_with_its_hours_its_price_and_what_it_narrows() -> None:
    forecast = growth.forecast([2, 5, 10], [0.1, 0.3, 0.7], 100, algorithm="ensemble")
    assert forecast.next_pilot is not None
    findings = found(**TIGHT)
    step = findings.next_pilot
    assert step is not None
    assert findings.expected is not None
    assert step.pilot.size == pytest.approx(forecast.next_pilot, rel=0.05)
    assert step.leaves == pytest.approx(forecast.narrows_to(step.pilot.size))
    now, then = findings.expected, step.full
    assert then.median == now.median
    assert math.log(then.factor) == pytest.approx(step.leaves * math.log(now.factor))
    for text in (said(findings), findings.verdict.would_change[-1].text, findings.chart_says):
        assert f"One more pilot, on {step.pilot.size:g} % of the data, takes" in text
        assert "The range for the full data, now" in text
    (action, *_) = findings.actions
    assert f"Run a pilot on {step.pilot.size:g} % of the data" in action.what
    assert "is then about" in action.why
    assert any("as expected after the next pilot" in figure.label for figure in findings.figures)
    assert notes(findings)[PILOT_HOURS].startswith(f"Suggested: {step.pilot.size:g} % of the data, about ")


def test_it_stands_beside_the_range_and_the_straight_line_what_it_takes_to_know_it_twice_as_well() -> None:
    generous = found(pilot_hours=100, **TIGHT)
    assert generous.halving is not None
    assert generous.halving.leaves == pytest.approx(0.5, abs=0.06)
    size = f"{generous.halving.pilot.size:g} % of the data"
    assert generous.verdict.reasons[1].startswith(f"To know it twice as well, run one more pilot on {size}: about ")
    tenth = found(pilot_hours=0.05, **TIGHT)
    assert tenth.halving == generous.halving
    assert f"takes a pilot on {size}, about " in tenth.verdict.reasons[1]
    assert tenth.verdict.reasons[1].endswith("more than the 3 minutes that you allow.")
    assert tenth.actions[0].what.startswith(f"Allow a pilot on {size}")
    assert found(pilot_hours=0, **TIGHT).verdict.reasons[1].endswith("; you allow none.")
    unsaid = found(timed((5, 0.5), (10, 1), (15, 1.5)), **TIGHT).verdict.reasons[1]
    assert "more than a fifth of the full run (" in unsaid


@CHEAP
@given(SIZED, st.sampled_from(KINDS), st.floats(0, 5000), st.floats(0, 1e6))
def test_the_hours_for_the_next_pilot_move_what_is_suggested_and_nothing_else(
    sized: list[tuple[float, float]], kind: str, deadline: float, allowed: float
) -> None:
    blank, answered = (
        found(timed(*sized), algorithm=kind, deadline=deadline, pilot_hours=hours) for hours in (None, allowed)
    )
    assert answered.verdict.level is blank.verdict.level
    assert answered.expected == blank.expected
    assert answered.judgement.conditions == blank.judgement.conditions
    step = answered.next_pilot
    if step is not None:
        assert step.pilot.median <= 1.1 * allowed  # its size is rounded
        assert answered.expected is not None
        assert step.full.factor <= answered.expected.factor


@CHEAP
@given(st.floats(0.1, 12), st.floats(1, 10))
def test_more_hours_for_the_next_pilot_never_leave_a_wider_range(hours: float, more: float) -> None:
    less, longer = (found(pilot_hours=allowed).next_pilot for allowed in (hours, hours * more))
    if less is not None:
        assert longer is not None
        assert longer.leaves <= less.leaves + 0.02  # sizes are rounded to two digits


def test_after_one_pilot_any_second_size_is_said_to_show_the_growth() -> None:
    for rows in (timed((10, 10)), timed((10, 10), (10, 11))):
        findings = found(rows, deadline=500, budget=5000)
        assert "Any second size shows how the hours grow, a smaller one too." in said(findings)
        assert findings.next_pilot is not None
        assert [action.key for action in findings.actions] == ["compute-growth.next-pilot"]
    smaller = found(timed((10, 10)), deadline=500, budget=5000, pilot_hours=6).next_pilot
    assert smaller is not None
    assert smaller.pilot.size < 10


@pytest.mark.parametrize(
    ("rows", "changed", "why"),
    [
        (timed((50, 5), (100, 10)), {}, "No further pilot: one has run on all of the data."),
        (timed((20, 2), (40, 4), (60, 6), (70, 7)), {}, "No further pilot: the high end of the hours is only"),
        (timed((20, 2), (60, 7)), {"deadline": 13}, "No further pilot: none of at most a fifth of the full run"),
        (PILOTS, {"pilot_hours": 0}, "No further pilot: you allow no hours for it."),
        (PILOTS, {"pilot_hours": 0.01}, "No further pilot: none of at most the 36 seconds that you allow tells much"),
        (timed((2, 1e-5), (10, 6e-5)), {}, "No further pilot: the full training itself takes a minute at most."),
    ],
)
def test_where_no_pilot_is_worth_it_one_plain_sentence_says_why(rows: list[Cells], changed: Cells, why: str) -> None:
    findings = found(rows, **changed)
    assert findings.next_pilot is None
    assert findings.further[0].startswith(why)
    assert "next" not in {mark["what"] for mark in findings.chart}


def test_nobody_is_told_to_run_the_full_training_where_it_is_out_of_reach() -> None:
    findings = found(timed((20, 2), (40, 4), (60, 6), (70, 7)), deadline=1)
    assert findings.verdict.level is Level.STOP
    assert "next step" not in said(findings)


def test_the_chart_shows_the_hours_of_the_next_pilot_and_the_range_after_it() -> None:
    findings = found(**TIGHT)
    step = findings.next_pilot
    assert step is not None
    rows = {mark["what"]: mark for mark in findings.chart}
    assert (rows["next"]["low"], rows["next"]["high"]) == (step.pilot.low, step.pilot.high)
    assert (rows["after"]["low"], rows["after"]["high"]) == (step.full.low, step.full.high)
    assert rows["after range"]["label"].startswith("after the next pilot: ")


def test_times_that_are_all_equal_or_fall_with_size_ask_what_else_differed() -> None:
    for rows in (timed((2, 1), (5, 1), (10, 1)), timed((5, 1.0), (10, 0.5))):
        findings = found(rows)
        assert (findings.verdict.level, findings.judgement.case) == (Level.PILOT_FIRST, Case.FALLING)
        assert "more data took no more time" in findings.verdict.headline
        assert findings.further[0].startswith("Find out what else than the size differed between the pilots")
        assert findings.expected is not None
        assert findings.expected.median > rows[-1]["hours"]
        assert findings.expected.factor > 2


def test_pilots_below_a_second_say_so_and_where_the_full_data_is_far_ask_for_a_larger_one() -> None:
    short = timed((2_000, 0.1 / 3600), (10_000, 0.5 / 3600))
    far = found(short, counted="rows", full_rows=50_000_000, algorithm="tree", deadline=100)
    assert any("less than a second: most of that is start-up" in reason for reason in far.verdict.reasons)
    assert any(reason.endswith("Run a larger one.") for reason in far.verdict.reasons)
    assert far.next_pilot is not None
    assert far.next_pilot.pilot.size > 100_000
    near = found(short, counted="rows", full_rows=50_000)
    assert not any(reason.endswith("Run a larger one.") for reason in near.verdict.reasons)


def test_two_pilots_of_one_size_count_as_one_and_full_data_below_a_pilot_is_refused() -> None:
    equal = found(timed((10, 1.0), (10, 1.1)))
    assert any(reason.startswith("One size alone tells little") for reason in equal.verdict.reasons)
    below = found(timed((50_000, 1), (100_000, 2.2)), counted="rows", full_rows=80_000)
    assert (below.verdict.level, below.expected, below.further) == (Level.NOT_KNOWN, None, ())
    assert "80,000 is fewer than the 100,000 that" in below.verdict.headline


def test_full_data_a_million_times_larger_is_refused_in_one_sentence() -> None:
    beyond = found(timed((50_000, 1), (100_000, 2.2)), counted="rows", full_rows=10**12)
    assert (beyond.expected, beyond.next_pilot, beyond.further) == (None, None, ())
    (missing,) = beyond.verdict.missing
    assert missing.why == "a larger pilot: the full data is more than a million times the largest so far"
    just = found(timed((50_000, 1), (100_000, 2.2)), counted="rows", full_rows=10**11, deadline=1e6, budget=1e12)
    assert just.expected is not None


@pytest.mark.parametrize("hours", [-1, -0.001, 1e7, math.inf, "a while"])
def test_hours_below_nought_or_beyond_a_century_are_refused_where_they_are_typed(hours: Any) -> None:
    with pytest.raises(RefusedInput):
        found([{**PILOTS[0], "hours": hours}, *PILOTS[1:]])


@pytest.mark.parametrize("hours", [0, 1e-12])
def test_hours_of_nothing_are_named_with_their_row(hours: float) -> None:
    findings = found([PILOTS[0], {**PILOTS[1], "hours": hours}, PILOTS[2]])
    assert "too short to be timed" in notes(findings)[f"{TABLE}/r1"]


@pytest.mark.parametrize("hours", [1e-6, 1e6])
@pytest.mark.parametrize("kind", [*KINDS, None])
def test_hours_at_their_limits_bring_findings_that_json_can_hold(hours: float, kind: str | None) -> None:
    findings = found([PILOTS[0], {**PILOTS[2], "hours": hours}], algorithm=kind, deadline=1e6, budget=1e12)
    json.dumps(plain(findings), allow_nan=False)
    assert len(findings.further) >= 1


def test_pilots_of_different_machines_choose_no_further_pilot() -> None:
    mixed = found([*PILOTS[:2], {**PILOTS[2], "machine": "Cloud"}])
    assert (mixed.next_pilot, mixed.halving) == (None, None)
    assert mixed.further == (
        "Time the pilots on one machine first: until then nobody can say what another one would tell.",
    )


def test_an_unknown_kind_is_judged_by_the_worst_and_told_beside_all_kinds_together() -> None:
    unknown = found(algorithm=None, deadline=5000, budget=10_000)
    mixed = growth.forecast([2, 5, 10], [0.1, 0.3, 0.7], 100)
    (reason,) = (each for each in unknown.verdict.reasons if each.startswith("Nobody knows the kind"))
    assert "so the worst counts: a kernel method" in reason
    assert f"it is {mixed.low:.2g} to {mixed.high:.2g} hours 8 times of 10" in reason


def test_the_level_is_known_before_any_further_pilot_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("premortem.chapters.compute_growth.told.look", lambda *given: asked.append(given))
    findings = found(deadline=1.01 * EVEN)
    assert findings.verdict.level is Level.PILOT_FIRST
    assert findings.verdict.headline
    assert not asked
    assert findings.further == ()
    assert len(asked) == 1


def test_what_was_worked_out_for_these_pilots_is_kept_when_a_limit_changes() -> None:
    outlook.look.cache_clear()
    for deadline in (EVEN, 24, 48):
        assert found(deadline=deadline).further
    assert outlook.look.cache_info().misses == 1
