"""Success criteria beyond the shares: the new one against the old one, the order of cases, limits in daily work."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapters.test_success_criteria import FLOOR_AND_HOPE, SOUND, TABLE, found
from model.sampled import real
from premortem import chapters
from premortem.chapters.success_criteria import ordering
from premortem.chapters.success_criteria.findings import SuccessFindings
from premortem.chapters.success_criteria.further import Further, Standing
from premortem.model.bank import shipped_bank
from premortem.model.verdicts import Level

COMPARISONS, RANKINGS, OPERATIONS = (f"success-criteria.{name}" for name in ("comparisons", "rankings", "operations"))
ASKS = {
    COMPARISONS: "success-criteria.beats",
    RANKINGS: "success-criteria.ranks",
    OPERATIONS: "success-criteria.operating",
}
PROVEN = {
    TABLE: [{**FLOOR_AND_HOPE, "tested": 200, "passed": 195}],
    "success-criteria.tested": True,
    **SOUND,
}
BETTER = {"measure": "read right, against rules", "tried": 1000, "new-only": 121, "old-only": 59}
ORDER = {"measure": "ill above well", "floor": 0.6, "hoped": 0.75, "positives": 60, "negatives": 200, "result": 0.75}
SPEED = {
    "what": "the answer",
    "kind": "latency",
    "percentile": 95,
    "limit": 2,
    "unit": "seconds",
    "measured": "at the clerk's screen",
    "result": 1.8,
    "measurements": 59,
    "beyond": 0,
}
UPTIME = {"what": "the reader", "kind": "availability", "limit": 99.5, "measured": "every minute", "result": 99.7}
GOOD = {COMPARISONS: BETTER, RANKINGS: ORDER, OPERATIONS: SPEED}


def beside(table: str, *rows: dict[str, Any], **answers: Any) -> SuccessFindings:
    """Findings where the shares are proven and these rows stand beside them."""
    return found({**PROVEN, ASKS[table]: True, table: list(rows), **answers})


def only(findings: SuccessFindings) -> Further:
    (each,) = findings.beyond.counting
    return each[1]


def test_who_wins_where_the_two_differ_is_said_in_words_with_chi_squared_to_the_digits() -> None:
    findings = beside(COMPARISONS, BETTER)
    (comparison,) = findings.beyond.comparisons
    assert comparison.test is not None
    assert comparison.test.chi2 == pytest.approx(20.672, abs=5e-4)
    assert comparison.says == (
        "read right, against rules: the new one is right where the old one failed 121 times, the reverse 59 times: "
        "this is no accident (p below 0.0001)."
    )
    gain = next(figure for figure in findings.figures if "more right than the old one" in figure.label)
    assert gain.value == pytest.approx(0.062)
    assert gain.low is not None
    assert 0 < gain.low < 0.062
    assert findings.verdict.level is Level.GO


@pytest.mark.parametrize(
    ("new", "old", "standing", "words"),
    [
        (59, 121, Standing.FAILS, "the old one is better, and this is no accident"),
        (12, 10, Standing.UNPROVEN, "this may well be accident (p = 0.8318)"),
        (0, 0, Standing.UNPROVEN, "they never differ"),
        (6, 0, Standing.HOLDS, "the reverse 0 times: this is no accident (p = 0.0312)"),  # the exact test: 2 / 2^6
        (5, 0, Standing.UNPROVEN, "this may well be accident"),
        (1, 0, Standing.UNPROVEN, "failed once"),
    ],
)
def test_a_comparison_holds_only_where_the_new_one_wins_and_accident_is_unlikely(
    new: int, old: int, standing: Standing, words: str
) -> None:
    findings = beside(COMPARISONS, {**BETTER, "new-only": new, "old-only": old})
    assert only(findings).standing is standing
    assert words in only(findings).says
    assert findings.verdict.level is (Level.GO if standing is Standing.HOLDS else Level.CONDITIONS)


def test_before_the_test_the_expected_shares_say_how_many_cases_both_must_judge() -> None:
    findings = beside(COMPARISONS, {"measure": "read right", "expected-new": 8, "expected-old": 3})
    (comparison,) = findings.beyond.comparisons
    assert comparison.standing is Standing.PLANNED
    assert comparison.cases == 343
    assert "try 343 cases with both" in comparison.says
    assert findings.verdict.headline == "The shares are proven; this is not yet: read right."


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({}, "how often each will be right where the other is wrong is not known"),
        ({"expected-new": 3, "expected-old": 3}, "nothing is won unless"),
        ({"expected-new": 3, "expected-old": 8}, "nothing is won unless"),
        ({"expected-new": 80, "expected-old": 30}, "come to more than 100 %"),
        ({"expected-new": 1e-310, "expected-old": 0}, "so close that no usable number of cases"),
        ({"expected-new": 50, "expected-old": 49.9999}, "so close that no usable number of cases"),
        ({"tried": 100, "new-only": 80, "old-only": 30}, "more cases differ than were tried"),
        ({"tried": 100, "new-only": 80}, "how often only the old one was right is not known"),
        ({"tried": 100, "old-only": 30}, "how often only the new one was right is not known"),
        ({"new-only": 80, "old-only": 30}, "how many cases were tried with both is not known"),
    ],
)
def test_what_keeps_a_comparison_from_being_planned_or_judged_is_said_beside_it(
    cells: dict[str, Any], why: str
) -> None:
    said_beside(COMPARISONS, {"measure": "read right", **cells}, why)


def said_beside(table: str, row: dict[str, Any], why: str) -> None:
    findings = beside(table, row)
    assert only(findings).standing is Standing.OPEN
    notes = chapters.part("success-criteria", "form").notes(findings)
    assert why in notes[f"{table}/{only(findings).row}"]
    assert findings.verdict.level is Level.CONDITIONS
    assert not findings.verdict.missing, "depth never blocks"


def test_the_standard_error_of_an_auc_is_that_of_hanley_and_mcneil_to_the_digits() -> None:
    planned = {"measure": "ill above well", "floor": 0.65, "hoped": 0.75, "positives": 20, "negatives": 200}
    findings = beside(RANKINGS, planned)
    (ranking,) = findings.beyond.rankings
    assert ranking.standard_error == pytest.approx(0.06498283, abs=5e-9)
    assert ranking.standing is Standing.TOO_SMALL
    assert ranking.needed == 57
    assert "20 positive and 200 negative cases are too few" in ranking.says
    hoped = next(figure for figure in findings.figures if figure.label.endswith("AUC hoped for"))
    assert (hoped.low, hoped.high) == (pytest.approx(0.75 - 1.28155 * 0.06498283), pytest.approx(0.8332788))
    assert beside(RANKINGS, {**planned, "positives": 57, "negatives": 570}).beyond.rankings[0].standing is (
        Standing.PLANNED
    )


@settings(deadline=None, max_examples=40)
@given(st.floats(0.5, 0.95), st.floats(0.02, 0.4), st.floats(0.2, 50))
def test_the_positives_asked_for_are_enough_and_one_fewer_is_not(floor: float, above: float, mix: float) -> None:
    hoped = min(1.0, floor + above)
    needed = ordering.positives_needed(floor, hoped, mix)
    assert needed is not None

    def chance(positives: int) -> float:
        negatives = max(ordering.FEWEST, -int(-positives * mix // 1))
        return ordering.chance_to_pass(floor, hoped, positives, negatives)

    assert chance(needed) >= 0.8
    assert needed == ordering.FEWEST or chance(needed - 1) < 0.8


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 1), st.integers(10, 500), st.integers(10, 500), st.floats(0.5, 0.99))
def test_an_auc_proves_a_floor_exactly_where_its_lower_bound_lies_above_it(
    result: float, positives: int, negatives: int, floor: float
) -> None:
    low, high = ordering.bounds(result, positives, negatives)
    assert 0 <= low <= result <= high <= 1
    wanted = ordering.pass_from(floor, positives, negatives)
    if abs(result - wanted) > 1e-6 and abs(low - floor) > 1e-6:
        assert (result > wanted) == (low > floor)


@pytest.mark.parametrize(
    ("result", "standing", "level"),
    [
        (0.75, Standing.HOLDS, Level.GO),
        (1, Standing.HOLDS, Level.GO),
        (0.62, Standing.UNPROVEN, Level.CONDITIONS),
        (0.4, Standing.FAILS, Level.CONDITIONS),
        (0, Standing.FAILS, Level.CONDITIONS),
    ],
)
def test_an_auc_found_is_proven_not_proven_or_refuted(result: float, standing: Standing, level: Level) -> None:
    findings = beside(RANKINGS, {**ORDER, "result": result})
    assert only(findings).standing is standing
    assert findings.verdict.level is level


def test_fewer_than_ten_of_one_kind_prove_nothing_however_good_the_order_looks() -> None:
    perfect = beside(RANKINGS, {**ORDER, "positives": 9, "result": 1})
    assert only(perfect).standing is Standing.UNPROVEN
    planned = beside(RANKINGS, {**ORDER, "positives": 9, "hoped": 1, "result": None})
    assert only(planned).standing is Standing.TOO_SMALL
    assert "fewer than 10 of one kind prove nothing" in only(planned).says


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"floor": None}, "below which AUC it is useless is not known"),
        ({"floor": 1}, "no test proves an order to be perfect"),
        ({"positives": None}, "how many positive cases the test has is not known"),
        ({"negatives": "don't know"}, "how many negative cases the test has is not known"),
        ({"result": None, "hoped": None}, "the AUC that is hoped for is not known"),
        ({"result": None, "hoped": 0.6}, "the hoped-for AUC must lie above the floor"),
    ],
)
def test_what_keeps_an_order_from_being_planned_or_judged_is_said_beside_it(cells: dict[str, Any], why: str) -> None:
    said_beside(RANKINGS, {**ORDER, **cells}, why)


def test_floor_and_hope_of_an_order_too_close_to_tell_apart_say_so() -> None:
    findings = beside(RANKINGS, {**ORDER, "result": None, "hoped": 0.60001})
    assert "so close that no test set of a usable size tells them apart" in only(findings).says


def test_a_speed_says_how_many_measurements_show_it_and_how_many_with_one_beyond() -> None:
    findings = beside(OPERATIONS, {**SPEED, "result": None})
    (limit,) = findings.beyond.operations
    assert (limit.enough, limit.enough_with_one) == (59, 93)
    assert limit.meaning == "95 of 100 within 2 seconds, which 59 measurements show if none is beyond"


@pytest.mark.parametrize(
    ("times", "beyond", "standing"),
    [
        (59, 0, Standing.HOLDS),
        (58, 0, Standing.UNPROVEN),
        (93, 1, Standing.HOLDS),
        (92, 1, Standing.UNPROVEN),
        (100, 30, Standing.FAILS),
    ],
)
def test_a_speed_holds_from_the_number_of_measurements_that_shows_it(
    times: int, beyond: int, standing: Standing
) -> None:
    findings = beside(OPERATIONS, {**SPEED, "measurements": times, "beyond": beyond})
    assert only(findings).standing is standing
    assert findings.verdict.level is (Level.GO if standing is Standing.HOLDS else Level.CONDITIONS)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (99.5, "leaves 216 minutes (3.6 hours) out of service in 30 days"),
        (99.9, "leaves 43.2 minutes out of service in 30 days"),
        (100, "leaves not a minute out of service in 30 days"),
        (0, "leaves 43,200 minutes (720 hours) out of service in 30 days"),
    ],
)
def test_availability_is_told_in_minutes_out_of_service(limit: float, words: str) -> None:
    assert words in beside(OPERATIONS, {**UPTIME, "limit": limit, "result": None}).beyond.operations[0].meaning


@pytest.mark.parametrize(
    ("kind", "result", "standing"),
    [
        ("cost", 5, Standing.HOLDS),
        ("cost", 5.01, Standing.FAILS),
        ("at-most", 6, Standing.FAILS),
        ("throughput", 5, Standing.HOLDS),
        ("throughput", 4.99, Standing.FAILS),
        ("at-least", 4, Standing.FAILS),
        ("availability", 4, Standing.FAILS),
    ],
)
def test_a_limit_is_kept_from_the_right_side(kind: str, result: float, standing: Standing) -> None:
    row = {"what": "x", "kind": kind, "limit": 5, "unit": "EUR", "measured": "the bill", "result": result}
    assert only(beside(OPERATIONS, row)).standing is standing


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"kind": None}, "What kind of limit it is, is not known"),
        ({"limit": None}, "The limit is not known"),
        ({"unit": None}, "The unit of the limit is not known"),
        ({"measured": "don't know"}, "How it is measured is not known"),
        ({"percentile": None}, "In what share of the cases it must hold is not known"),
        ({"percentile": 100}, "No usable number of measurements shows it"),
        ({"percentile": 99.9999999}, "No usable number of measurements shows it"),
        ({"measurements": None}, "How often it was measured is not known"),
        ({"beyond": None}, "How many measurements were beyond the limit is not known"),
        ({"beyond": 60}, "More measurements beyond the limit than there were"),
        ({"kind": "availability", "limit": 101}, "Nothing is available more than 100 % of the time"),
        ({"kind": "availability", "limit": 99, "result": 101}, "A result above 100 % cannot be"),
    ],
)
def test_what_keeps_a_limit_from_being_measured_is_said_beside_it(cells: dict[str, Any], why: str) -> None:
    said_beside(OPERATIONS, {**SPEED, **cells}, why)


@pytest.mark.parametrize("table", list(ASKS))
def test_of_each_kind_no_rows_are_a_condition_unless_it_is_answered_that_there_are_none(table: str) -> None:
    question = ASKS[table]
    assert found({**PROVEN, question: False}).verdict.level is Level.GO
    for answer in (None, "don't know", True):
        findings = found({**PROVEN, question: answer})
        assert findings.verdict.level is Level.CONDITIONS
        assert len(findings.conditions) == 1
    assert found({**PROVEN, question: None, table: [GOOD[table]]}).verdict.level is Level.GO


@pytest.mark.parametrize("table", list(ASKS))
def test_rows_of_a_kind_that_is_answered_no_are_shown_and_do_not_count(table: str) -> None:
    findings = found({**PROVEN, ASKS[table]: False, table: [{GOOD[table].copy().popitem()[0]: None}]})
    assert findings.verdict.level is Level.GO
    assert ASKS[table] in chapters.part("success-criteria", "form").notes(findings)


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_beside_proven_shares_an_unknown_cell_is_never_better_than_any_real_one(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(list(ASKS)))
    column = data.draw(st.sampled_from(shipped_bank()[table].columns))
    row = data.draw(st.sampled_from([GOOD[table], UPTIME] if table == OPERATIONS else [GOOD[table]]))
    known = beside(table, {**row, column.id: data.draw(real(column))}).verdict.level
    for unknown in (None, "don't know"):
        assert beside(table, {**row, column.id: unknown}).verdict.level.rank <= known.rank, column.id


def test_the_longest_names_still_make_actions_that_can_be_taken_up() -> None:
    most = next(column.length_max for column in shipped_bank()["decision.actions"].columns if column.id == "what")
    long = "n" * 200
    due = {"what": long, "by": "2030-01-01", "result": None}
    rows = {
        COMPARISONS: [
            {"measure": long, "expected-new": 8, "expected-old": 3},
            {**BETTER, "measure": long, "old-only": 300},
        ],
        RANKINGS: [{**ORDER, "measure": long, "hoped": 0.60001, "result": None}],
        OPERATIONS: [
            {**SPEED, **due, "percentile": 99.999, "limit": 999999999, "unit": "u" * 60},
            {**UPTIME, **due, "limit": 99.99999},
        ],
    }  # fmt: skip
    findings = found({**PROVEN, **dict.fromkeys(ASKS.values(), True), **rows})
    assert max(len(action.what) for action in findings.actions) <= most
