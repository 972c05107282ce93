"""The worked examples through the chapter's answers, the measures of agreement, the ledger, the chart."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapters.expectations.expected import (
    AGREED,
    FIRST,
    PROMISE,
    PROMISES,
    SOUND,
    changed,
    estimate,
    found,
)
from premortem import chapters
from premortem.chapters.expectations.findings import ExpectationFindings
from premortem.model.verdicts import Figure, Level

CHEAP = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def figure(findings: ExpectationFindings, begins: str) -> Figure:
    return next(each for each in findings.figures if each.label.startswith(begins))


def notes(findings: ExpectationFindings) -> Any:
    return chapters.part("expectations", "form").notes(findings)


def test_a_range_stated_at_half_sure_is_stretched_to_8_times_of_10() -> None:
    alone = changed(plan=20, budget=200, estimates=[estimate(10, 20, 40, sure=50)])
    cost = alone.evidence.first.estimates[0].cost
    assert cost is not None
    assert (cost.low, cost.best, cost.high) == pytest.approx((4, 20, 52))  # METHODS.md
    row = alone.evidence.first.estimates[0].row
    assert notes(alone)[f"{FIRST}/{row}"] == "8 times of 10 between €4 and €52"


def test_a_cost_is_never_stretched_below_nothing() -> None:
    cost = changed(estimates=[estimate(0, 20, 40, sure=50)]).evidence.first.estimates[0].cost
    assert cost is not None
    assert cost.low == 0


def test_ranges_are_pooled_with_equal_weights() -> None:
    pooled = figure(found(SOUND), "What it costs")
    assert (pooled.low, pooled.value, pooled.high) == pytest.approx((265000 / 3, 110000, 140000))
    assert "3 people, each with the same weight" in pooled.label


def test_the_outside_view_is_shown_with_grade_and_caveat_and_says_where_it_knows_no_limit() -> None:
    sound = found(SOUND)
    most = figure(sound, "Cost within which 8 of 10 IT projects")
    assert (most.value, most.low, most.high) == (pytest.approx(150000), None, None)
    assert most.interval == "at most; the figure says no more"
    assert "as others quote it" in most.source
    assert "not about machine learning in particular" in most.source
    far = figure(sound, "Cost within which 19 of 20 IT projects")
    assert (far.low, far.high, far.interval) == (None, None, "at least; no upper limit is known")
    assert figure(sound, "Published: IT projects that cost more").value == 0.18
    assert {each.note for each in sound.classes if each.who == "Software projects"} == {"disagrees"}


def test_a_group_more_hopeful_than_those_who_went_before_is_told_so() -> None:
    hopeful = changed(estimates=[estimate(90000, 100000, 110000)] * 3, second_round=None)
    assert "beyond which up to 2 in 10 IT projects went" in " ".join(hopeful.verdict.reasons)
    software = found({**SOUND, FIRST: [estimate(90000, 100000, 110000)] * 3, "expectations.class": "molokken-review"})
    assert "Half of software projects went beyond €124,000; your best guess is €110,000." in software.verdict.reasons


def people(count: int, overs: list[int]) -> ExpectationFindings:
    rows = [estimate(90000, 100000, 120000, over=over) for over in overs[:count]]
    return changed(estimates=rows, second_round=rows)


def test_agreement_is_measured_as_the_size_of_the_group_allows_and_says_by_what() -> None:
    chances = [5, 5, 5, 40, 60, 90, 90, 90]
    assert "3 people are few" in " ".join(people(3, chances).agreement)
    seven = " ".join(people(7, chances).agreement)
    assert "are few" not in seven
    assert "RAND/UCLA" not in seven
    assert "by the distance of the ends: from 5 % to 90 %" in seven
    eight = people(8, chances).agreement
    assert "by the RAND/UCLA rule for panels of 8 or more" in eight[1]
    assert ": disagreement, " in eight[1]
    assert ": no disagreement, " in people(8, [20] * 8).agreement[1]


def ledger(*cells: dict[str, Any]) -> ExpectationFindings:
    return found({**SOUND, PROMISES: [{**PROMISE, **each} for each in cells]})


def test_promises_are_scored_to_the_digit_against_always_saying_the_base_rate() -> None:
    told = zip([10, 90, 80, 30], [False, True, True, False], strict=True)
    scored = ledger(*({"chance": chance, "came-true": true} for chance, true in told))
    assert scored.score is not None
    assert scored.score.brier == pytest.approx(0.0375)  # METHODS.md
    assert scored.score.always == pytest.approx(0.25)
    assert figure(scored, "Score").value == pytest.approx(0.0375)
    assert "score 0.0375" in scored.score_says
    assert "scores 0.25: they told more than that. 4 are few" in scored.score_says


@CHEAP
@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=8))
def test_a_promise_without_an_outcome_changes_no_score_and_an_outcome_changes_no_level(
    told: list[tuple[int, bool]],
) -> None:
    cells = [{"chance": chance, "came-true": true} for chance, true in told]
    scored, with_open = ledger(*cells), ledger(*cells, {})
    assert scored.score == with_open.score
    assert scored.verdict.level is with_open.verdict.level is Level.GO


@pytest.mark.parametrize("column", ["measure", "threshold"])
def test_a_claim_without_measure_or_threshold_is_not_a_promise_yet(column: str) -> None:
    hollow = ledger({column: None})
    assert hollow.verdict.level is Level.CONDITIONS
    assert hollow.verdict.reasons[0].startswith("Not a promise yet, without what is measured")
    row = hollow.evidence.promises[0].row
    assert notes(hollow)[f"{PROMISES}/{row}"].startswith("Not a promise yet: say ")


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("who", "who said it"),
        ("evidence", "what it is read off from"),
        ("due", "the day on which it is scored"),
        ("chance", "the chance you give it"),
    ],
)
def test_what_a_promise_lacks_before_it_can_be_scored_is_named(column: str, words: str) -> None:
    loose = ledger({column: "don't know"})
    assert loose.verdict.level is Level.CONDITIONS
    assert loose.evidence.promises[0].lacks == (words,)
    assert f"“{PROMISE['claim']}”: {words}" in loose.verdict.reasons[0]


def test_no_promise_at_all_and_no_meaning_of_in_use_are_conditions() -> None:
    assert changed(promises=None).verdict.headline.endswith("write down what has been promised.")
    assert changed(in_use=None).verdict.headline.endswith("say what counts as in use.")


def test_the_chart_has_a_line_for_each_estimate_the_group_the_sums_and_the_outside_view() -> None:
    rows = changed(estimates=[{**AGREED[0], "who": "AB"}, *AGREED[1:]], second_round=None).chart
    names = ["1 (AB)", "Estimate 2", "Estimate 3", "All together", "The plan", "May be spent"]
    outside = ["8 of 10 such projects", "19 of 20 such projects", "8 of 10 projects of your own"]
    assert [row["name"] for row in rows] == names + outside
    assert [row["beyond"] for row in rows] == [False] * 7 + [True, False], "19 of 20 lies off the scale: an arrow"
    assert all(row["at"] <= row["edge"] for row in rows)


ROWS = st.lists(
    st.tuples(st.lists(st.integers(1, 400000), min_size=3, max_size=3).map(sorted), st.integers(50, 99)),
    min_size=1,
    max_size=5,
)


@CHEAP
@given(ROWS, st.integers(1, 500000))
def test_more_money_never_brings_a_worse_verdict(rows: list[tuple[list[int], int]], budget: int) -> None:
    estimates = [estimate(*three, sure=sure) for three, sure in rows]
    levels = [
        changed(estimates=estimates, second_round=None, budget=budget * times).verdict.level for times in (1, 2, 8)
    ]
    assert all(less.rank <= more.rank for less, more in pairwise(levels))


@CHEAP
@given(ROWS, ROWS)
def test_a_second_round_left_open_never_looks_better_than_one_that_was_held(
    first: list[tuple[list[int], int]], second: list[tuple[list[int], int]]
) -> None:
    before, after = ([estimate(*three, sure=sure) for three, sure in rows] for rows in (first, second))
    left_open = changed(estimates=before, second_round=None).verdict.level
    assert left_open.rank <= changed(estimates=before, second_round=after).verdict.level.rank


def test_promises_are_looked_at_even_before_anybody_has_estimated() -> None:
    hollow = found({PROMISES: [{"claim": "It will save a lot of time"}]})
    assert hollow.verdict.level is Level.NOT_KNOWN
    assert "Not a promise yet" in hollow.verdict.reasons[0]
    assert [action.key for action in hollow.actions] == ["expectations.promises-hollow"]
    assert found({}).actions == ()
