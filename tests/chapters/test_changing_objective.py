"""Changing objective: looking forward only, to the digits; what is spent changes nothing; drift; tripwires; stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem import chapters
from premortem.chapters.changing_objective.findings import ObjectiveFindings
from premortem.chapters.changing_objective.outlook import LARGEST_VALUE
from premortem.chapters.changing_objective.versions import DAYS_A_MONTH, TRIGGERS, lasting
from premortem.model.bank import shipped_bank
from premortem.model.plain import plain
from premortem.model.verdicts import Level
from premortem.workbook import state_of

P = "changing-objective."
VERSION = {"objective": "Invoices are paid without typing", "measure": "share not corrected", "from": "2025-02-01"}
WIRE = {"signal": "read right", "threshold": "below 80", "owner": "Ada", "look-on": "2026-09-01", "fired": False}
DEPTH = {
    P + "alternative": (0, 0, 0),
    P + "estimated-by": "both",
    P + "who-changes": "Head of finance",
    P + "told": "written",
    P + "fixed": "No personal data leaves",
}


def answers(chance: Any, value: Any, remaining: Any, switching: Any, **more: Any) -> dict[str, Any]:
    four = {"chance": chance, "value": value, "remaining": remaining, "switching": switching}
    ranges = {P + name: _range(part) for name, part in four.items()}
    tables = {P + "versions": [VERSION], P + "tripwires": [WIRE]}
    return {**ranges, **tables, **DEPTH, **{P + name.replace("_", "-"): part for name, part in more.items()}}


def _range(part: Any) -> Any:
    low, best, high = part if isinstance(part, tuple) else (part, part, part)
    return None if part is None else {"low": low, "best": best, "high": high}


def found(given_answers: dict[str, Any], stale: tuple[str, ...] = ()) -> ObjectiveFindings:
    ready = {q: _range(value) if isinstance(value, tuple) else value for q, value in given_answers.items()}
    findings = chapters.findings("changing-objective", replace(state_of(ready), stale=stale))
    assert isinstance(findings, ObjectiveFindings)
    return findings


def level(*four: Any, **more: Any) -> Level:
    return found(answers(*four, **more)).verdict.level


SURE = ((70, 80, 90), (300, 450, 600), (50, 60, 80), 0)
"""Worth more than stopping at every end of the ranges: a go while nothing else is open."""


def test_the_worked_examples_hold_through_the_chapters_answers() -> None:
    stop = found(answers(50, 280, 150, 0))
    assert stop.outlook.worth is not None
    assert (stop.outlook.worth.best, stop.verdict.level) == (-10, Level.STOP)
    go = found(answers(50, 400, 150, 40))
    assert go.outlook.worth is not None
    assert (go.outlook.worth.best, go.verdict.level) == (10, Level.GO)
    worth = go.figures[0]
    assert (worth.value, worth.low, worth.high) == (10, 10, 10)


@pytest.mark.parametrize(
    ("four", "wanted"),
    [
        (SURE, Level.GO),
        ((50, 300, 150, 0), Level.STOP),  # worth exactly 0: going on brings no more than stopping
        ((0, 0, 0, 0), Level.STOP),
        ((100, 1e12, 0, 0), Level.GO),
        ((0, 1e12, 1e12, 1e12), Level.STOP),
        (((40, 50, 60), (270, 280, 290), 150, 0), Level.PILOT_FIRST),  # the best guess says stop
        (((40, 50, 60), 320, 150, 0), Level.PILOT_FIRST),  # the chance alone turns it
        (((47, 50, 60), (315, 320, 330), (145, 150, 151), 0), Level.CONDITIONS),  # only two together turn it
    ],
)
def test_the_level_follows_from_what_lies_ahead(four: tuple[Any, ...], wanted: Level) -> None:
    assert level(*four) is wanted


@given(
    st.lists(st.none() | st.floats(0, 1e12), min_size=4, max_size=4),
    st.sampled_from([SURE, (50, 280, 150, 0), ((40, 50, 60), 320, 150, 0)]),
    st.permutations(range(4)),
)
@settings(deadline=None, max_examples=60)
def test_money_already_spent_changes_no_verdict_no_figure_and_no_action(
    spent: list[float | None], four: tuple[Any, ...], order: list[int]
) -> None:
    bare = [{**VERSION, "objective": f"v{n}", "from": f"2025-0{n + 1}-01", "budget": 100 * n} for n in order]
    rows = [{**row, "spent": amount} for row, amount in zip(bare, spent, strict=True)]
    without, with_spent = (found(answers(*four, versions=table)) for table in (bare, rows))
    assert plain(without.verdict) == plain(with_spent.verdict)
    assert plain(without.figures) == plain(with_spent.figures)
    assert plain(without.actions) == plain(with_spent.actions)


def test_what_flips_the_decision_is_said_with_the_answer_it_hangs_on() -> None:
    findings = found(answers((40, 50, 60), 320, 150, 0))
    (decides,) = findings.outlook.deciding
    assert (decides.question, decides.flips_at) == (P + "chance", 150 / 320)
    assert findings.verdict.would_change[0].question == P + "chance"
    assert "46.9 %" in findings.verdict.would_change[0].text
    assert findings.verdict.headline.endswith("find out first how likely the newest version is to succeed.")
    assert findings.figures[0].hangs_on == P + "chance"


@settings(deadline=None, max_examples=80)
@given(st.tuples(*(st.lists(st.floats(0, 100), min_size=3, max_size=3).map(sorted).map(tuple) for _ in range(4))))
def test_an_answer_moved_to_where_it_flips_makes_both_ways_worth_the_same(four: tuple[Any, ...]) -> None:
    names = ("chance", "value", "remaining", "switching")
    for hinge in found(answers(*four)).outlook.hinges:
        if hinge.flips_at is None or hinge.flips_at > 1e9:
            continue
        place = names.index(hinge.question.removeprefix(P))
        best = [part[1] for part in four]
        best[place] = hinge.flips_at * (100 if place == 0 else 1)
        worth = found(answers(*best)).outlook.worth
        needs_less_than_nothing = best[2] + best[3] == 0 and hinge.flips_at == 0
        assert worth is not None
        assert worth.best == pytest.approx(0, abs=1e-6) or needs_less_than_nothing


def test_a_stop_needs_no_answer_that_could_not_change_it() -> None:
    for left_open in ((10, 100, 50, None), (10, 100, None, 50), (0, None, 1, 0), (None, 100, 150, 0)):
        findings = found(answers(*left_open))
        assert findings.verdict.level is Level.STOP
        assert findings.verdict.missing, "what is open is still named"
    assert level(None, 100, 50, 0) is Level.NOT_KNOWN
    assert level(50, 100, None, 0) is Level.NOT_KNOWN


def test_a_value_that_nobody_has_given_is_the_most_that_the_question_admits() -> None:
    assert shipped_bank()[P + "value"].maximum == LARGEST_VALUE


LIKELY: dict[str, list[Any]] = {
    "objective": ["a", None],
    "measure": ["m", None],
    "from": ["2024-01-01", "2025-01-01", "2026-01-01", None],
    "budget": [0, 5, None],
    "signal": ["s", None],
    "threshold": ["t", None],
    "owner": ["o", None],
    "look-on": ["2026-01-01", None],
    "fired": [False, True, None],
    "fired-on": ["2025-06-01", None],
    "done": ["d", None],
}
"""Cells among which a go is common, so that the rule below is tried where it could be broken."""


def _rows(*columns: str) -> st.SearchStrategy[Any]:
    cells = {column: st.sampled_from([LIKELY[column][0]] * 3 + LIKELY[column]) for column in columns}
    return st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=3)


@settings(deadline=None, max_examples=60)
@given(
    st.data(),
    _rows("objective", "measure", "from", "budget"),
    _rows("signal", "threshold", "owner", "look-on", "fired", "fired-on", "done"),
)
def test_near_a_go_too_no_blank_cell_is_better_than_any_answer_to_it(
    data: st.DataObject, rows: Any, wires: Any
) -> None:
    tables = {"versions": rows, "tripwires": wires}
    table = data.draw(st.sampled_from(sorted(tables)))
    place = data.draw(st.integers(0, len(tables[table]) - 1))
    column = data.draw(st.sampled_from(sorted(tables[table][place])))

    def with_cell(value: Any) -> int:
        changed = [{**row, column: value} if at == place else row for at, row in enumerate(tables[table])]
        return level(*SURE, **{**tables, table: changed}).rank

    blank = with_cell(None)
    assert all(blank <= with_cell(value) for value in LIKELY[column])


def test_without_a_version_nothing_is_known_and_the_first_screen_alone_suffices() -> None:
    assert level(*SURE, versions=None) is Level.NOT_KNOWN
    assert level(*SURE, versions=[{"budget": 5}]) is Level.NOT_KNOWN
    bare = {question: value for question, value in answers(*SURE).items() if question not in DEPTH}
    assert found(bare).verdict.level is Level.CONDITIONS


@pytest.mark.parametrize(
    "worse", [*((q, None) for q in DEPTH), (P + "told", "meeting"), (P + "estimated-by", "deciders")]
)
def test_one_bad_or_blank_answer_in_the_depth_is_a_condition(worse: tuple[str, Any]) -> None:
    question, value = worse
    findings = found({**answers(*SURE), question: value})
    assert findings.verdict.level is Level.CONDITIONS
    assert question in {change.question for change in findings.verdict.would_change}
    assert len(findings.actions) == 1


@pytest.mark.parametrize(
    ("alternative", "wanted", "said"),
    [
        ((0, 10, 20), Level.GO, "would bring 10"),
        ((0, 200, 400), Level.CONDITIONS, "might bring more"),
        ((400, 500, 600), Level.CONDITIONS, "would bring more"),
    ],
)
def test_what_the_money_would_bring_elsewhere_moves_between_go_and_conditions(
    alternative: Any, wanted: Level, said: str
) -> None:
    findings = found(answers(*SURE, alternative=alternative))
    assert findings.verdict.level is wanted
    assert said in " ".join(findings.verdict.reasons)


@pytest.mark.parametrize(
    ("wires", "said"),
    [
        (None, "no tripwire is complete"),
        ([{**WIRE, "threshold": None}], "no tripwire is complete"),
        (
            [WIRE, {"signal": "other", "fired": False}],
            "“other” lacks a threshold, somebody who looks and a day to look",
        ),
        ([{**WIRE, "fired": True, "fired-on": "2026-01-01"}], "fired, and nothing done yet: “read right”"),
        ([{**WIRE, "fired": None}], "nobody has said whether it has fired: “read right”"),
    ],
)
def test_tripwires_that_are_incomplete_or_fired_without_an_answer_are_named_conditions(wires: Any, said: str) -> None:
    findings = found(answers(*SURE, tripwires=wires))
    assert findings.verdict.level is Level.CONDITIONS
    assert said in findings.verdict.headline


def test_a_tripwire_that_fired_and_was_answered_lets_it_go() -> None:
    wire = {**WIRE, "fired": True, "fired-on": "2026-01-01", "done": "Looked, and went on because"}
    assert level(*SURE, tripwires=[wire]) is Level.GO
    findings = found(answers(*SURE, tripwires=[{**WIRE, "fired-on": "2026-01-01"}]))
    notes = chapters.part("changing-objective", "form").notes(findings)
    assert "which of the two is right?" in " ".join(notes.values())


def test_every_stale_chapter_is_named_with_what_to_do_and_leaves_conditions_at_most() -> None:
    findings = found(answers(*SURE), stale=("success-criteria", "changing-objective", "no-longer-there"))
    assert findings.verdict.level is Level.CONDITIONS
    assert [each.title for each in findings.stale] == ["Success criteria", "Changing objective", "no-longer-there"]
    asked = [action.what for action in findings.actions]
    assert asked[0].startswith("Answer the chapter Success criteria anew")
    assert "press “These answers still hold” here" in asked[1]
    assert found(answers(50, 280, 150, 0), stale=("data-risks",)).verdict.level is Level.STOP


def versions(*rows: dict[str, Any]) -> ObjectiveFindings:
    return found(answers(*SURE, versions=[{"objective": f"v{n}", "measure": "m", **row} for n, row in enumerate(rows)]))


def test_versions_are_taken_by_date_whatever_their_order_and_one_without_a_date_keeps_its_place() -> None:
    days = ("2024-01-01", "2025-01-01", "2026-01-01")
    for order in permutations(days):
        drift = versions(*({"from": day} for day in order)).drift
        assert [version.day for version in drift.versions] == [date.fromisoformat(day) for day in days]
        assert drift.reordered == (order != days)
    drift = versions({"from": "2026-01-01"}, {}, {"from": "2024-01-01"}).drift
    assert [version.objective for version in drift.versions] == ["v2", "v1", "v0"]
    assert "taken by day" in " ".join(versions({"from": "2026-01-01"}, {"from": "2024-01-01"}).verdict.reasons)


def test_the_drift_says_how_often_how_fast_by_how_much_and_by_what() -> None:
    findings = versions(
        {"from": "2024-01-01", "trigger": "start", "budget": 100},
        {"from": "2024-07-01", "trigger": "person", "budget": 150},
        {"from": "2025-01-01", "trigger": "person"},
        {"from": "2026-01-01", "trigger": "learned", "budget": 250},
    )
    assert findings.adds_up[0] == (
        "The objective has changed 3 times in 24 months, and the budget went from 100 to 250, 2.5 times as much."
    )
    assert findings.adds_up[1] == "What set it off most often: somebody new decides (2 of 3 where it is known)."
    assert findings.adds_up[2] == TRIGGERS["person"].advice
    gaps = next(figure for figure in findings.figures if figure.unit == "months")
    assert gaps.low is not None
    assert gaps.value is not None
    assert gaps.high is not None
    assert (round(gaps.low), round(gaps.value), round(gaps.high)) == (6, 8, 12)


@pytest.mark.parametrize("budgets", [(0, 0), (0, 5), (5, 0), (1e12, 1), (None, 7), (7, None)])
def test_budgets_at_their_limits_give_a_sentence(budgets: tuple[Any, Any]) -> None:
    assert versions(*({"budget": budget} for budget in budgets)).adds_up[0].startswith("The objective has changed once")


def test_a_version_that_may_be_the_newest_needs_a_measure() -> None:
    dated = {"from": "2025-01-01"}
    assert versions({**dated, "measure": None}, {"from": "2026-01-01"}).verdict.level is Level.GO
    assert versions(dated, {"from": "2026-01-01", "measure": None}).verdict.level is Level.CONDITIONS
    assert versions({"measure": None}, {"from": "2026-01-01"}).verdict.level is Level.CONDITIONS


def test_every_trigger_of_the_question_has_words_and_advice() -> None:
    options = shipped_bank()[P + "versions"].column("trigger").options
    assert [option.value for option in options] == list(TRIGGERS)


def marks(findings: ObjectiveFindings, what: str) -> list[Any]:
    return [mark for mark in findings.chart if mark["what"] == what]


def test_the_picture_places_versions_by_day_or_in_their_order_and_marks_what_fired() -> None:
    wire = {**WIRE, "fired": True, "fired-on": "2024-07-01"}
    rows = [{**VERSION, "from": day, "budget": 5, "spent": 9} for day in ("2024-01-01", "2025-01-01")]
    dated = found(answers(*SURE, versions=rows, tripwires=[wire]))
    assert [mark["x"] for mark in marks(dated, "version")] == [0, 0.92]
    (fired,) = marks(dated, "fired")
    assert 0.4 < fired["x"] < 0.5
    assert len(marks(dated, "spent")) == 2
    undated = found(answers(*SURE, versions=[rows[0], {"objective": "later"}], tripwires=[wire]))
    assert [mark["x"] for mark in marks(undated, "version")] == [0, 0.5]
    assert "fired: read right" in " ".join(mark["text"] for mark in marks(undated, "line"))
    assert found(answers(*SURE)).chart
    assert found({}).chart == ()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31)), min_size=1, max_size=20))
def test_no_number_of_the_picture_covers_another_and_all_stand_within_it(days: list[date | None]) -> None:
    findings = versions(*({"from": day and day.isoformat()} for day in days))
    placed = marks(findings, "version")
    assert len(placed) == len(days)
    assert all(0 <= mark["x"] <= 1 for mark in findings.chart if "x" in mark)
    for lane in {mark["px"] for mark in placed}:
        places = sorted(mark["x"] for mark in placed if mark["px"] == lane)
        assert all(after - before >= 0.1 for before, after in pairwise(places))


def test_a_change_within_two_months_is_told_in_days() -> None:
    assert [lasting(months) for months in (0, 1 / DAYS_A_MONTH, 0.92, 2, 24)] == [
        "0 days",
        "one day",
        "28 days",
        "2 months",
        "24 months",
    ]
