"""Effort curve: forecast, best stop and worth from the answers; blanks never flatter and nothing breaks it."""

import json
import math
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.sampled import real
from premortem.chapters import charts, pages
from premortem.chapters.effort_curve.findings import EffortFindings, findings
from premortem.chapters.effort_curve.form import notes
from premortem.chapters.effort_curve.judgement import Case, chance_words
from premortem.chapters.effort_curve.worth import effort_at, last_fifth
from premortem.model.answers import DONT_KNOW, canonical
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind, Question, Screen
from premortem.model.state import Row, State
from premortem.model.verdicts import Level

CHAPTER = "effort-curve"
TABLE = "effort-curve.progress"
QUESTIONS = shipped_bank().chapter(CHAPTER).questions
PLAIN = [question for question in QUESTIONS if question.kind is not Kind.TABLE]
COLUMNS = {column.id: column for column in shipped_bank()[TABLE].columns}
HOSTILE = "<script>alert(1)</script>\"'>&{{7*7}}"
SLOW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])

Cells = dict[str, Any]
START: Cells = {"label": "Before we began", "effort": 0, "quality": 50}
STEADY = [
    START,
    {"label": "First week", "effort": 5, "quality": 72, "cases": 2000},
    {"label": "First month", "effort": 20, "quality": 84, "cases": 2000},
    {"label": "Second month", "effort": 40, "quality": 88, "cases": 2000},
]
SOUND = {
    "target": 88.5, "ceiling": 100, "affordable": 120, "value": (2e6, 3e6, 4e6), "cost": 100, "decider": "Ada",
    "unit": "person-days", "contract": "day-rate", "may-stop": True, "fresh": "fresh", "put-to-work": True,
    "next-look": "2026-05-01",
}  # fmt: skip


def state(rows: Sequence[Cells], answers: dict[str, Any]) -> State:
    bank = shipped_bank()
    values = {f"{CHAPTER}.{name}": canonical(bank[f"{CHAPTER}.{name}"], value) for name, value in answers.items()}
    cells = [{name: canonical(COLUMNS[name], value) for name, value in row.items()} for row in rows]
    return State(values, tables={TABLE: tuple(Row(row, f"r{place}") for place, row in enumerate(cells))})


def found(rows: Sequence[Cells] = STEADY, **changed: Any) -> EffortFindings:
    answers = {**SOUND, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return findings(state(rows, answers))


def case(rows: Sequence[Cells] = STEADY, **changed: Any) -> tuple[Case, Level]:
    judgement = found(rows, **changed).judgement
    return judgement.case, judgement.level


def test_nothing_answered_is_not_known_and_says_what_to_bring() -> None:
    empty = findings(State())
    assert empty.verdict.level is Level.NOT_KNOWN
    assert empty.verdict.missing[0].question == TABLE
    assert not empty.figures
    assert not empty.chart
    assert not empty.actions
    assert empty.chart_says


def test_the_worked_example_of_the_best_stop() -> None:
    """500000, 20 days to 80 %, 5000 a day: day 25.91, share 0.8757, net 308298."""
    rows = [
        {"effort": 0, "quality": 0},
        {"effort": 20, "quality": 72, "cases": 400},
        {"effort": 25, "quality": 75, "cases": 400},
    ]
    best = found(rows, target=90, value=(5e5, 5e5, 5e5), cost=5000).evidence.best
    assert best is not None
    assert not best.foreseen
    assert best.days_to_80 == pytest.approx(20)
    assert best.stop.day == pytest.approx(25.91, abs=5e-3)
    assert best.stop.share == pytest.approx(0.8757, abs=5e-5)
    assert best.stop.net == pytest.approx(308298, abs=0.5)
    assert (best.earliest, best.latest) == pytest.approx((25.91, 25.91), abs=5e-3)


def test_the_range_of_the_value_gives_the_range_of_the_stop() -> None:
    best = found(value=(1e5, 5e5, 2e6), cost=5000, target=95).evidence.best
    assert best is not None
    assert best.earliest <= best.stop.day <= best.latest
    assert best.net_low <= best.stop.net <= best.net_high
    assert best.share_low <= best.stop.share <= best.share_high


def test_a_first_80_percent_that_lies_ahead_is_forecast() -> None:
    best = found(target=99.5, ceiling=100, cost=10).evidence.best
    assert best is not None
    assert best.foreseen
    assert best.days_to_80 > 40
    assert best.earliest <= best.stop.day <= best.latest


def test_the_effort_of_the_last_fifth_is_read_off_the_rows() -> None:
    """80 lies half-way between 60 after 10 and 100 after 20, so a quarter of the effort went into the last fifth."""
    rows = [
        {"effort": 0, "quality": 0},
        {"effort": 10, "quality": 60, "cases": 100},
        {"effort": 20, "quality": 100, "cases": 100},
    ]
    progress = found(rows).evidence.progress
    assert last_fifth(progress) == pytest.approx(0.25)
    assert effort_at(progress, 0.3) == pytest.approx(5)
    assert effort_at(progress, 0.0) == 0
    dip = found([*rows[:2], {"effort": 15, "quality": 50, "cases": 100}, rows[2]]).evidence.progress
    assert effort_at(dip, 0.8) == pytest.approx(15)
    assert effort_at(found(rows[:2]).evidence.progress, 0.7) is None


def test_a_proven_target_means_stop_here_whatever_more_would_cost() -> None:
    assert case(target=80) == (Case.REACHED, Level.GO)
    assert case(target=80, cost=None, value=None, affordable=None, ceiling=None) == (Case.REACHED, Level.GO)
    assert case(target=80, decider=None) == (Case.REACHED, Level.CONDITIONS)
    assert case(target=80, fresh="same") == (Case.REACHED, Level.CONDITIONS)
    assert found(target=80).actions[0].key == "effort-curve.hand-over"


def test_one_measurement_is_enough_to_have_arrived_and_not_to_foresee() -> None:
    assert case(STEADY[:2], target=60) == (Case.REACHED, Level.GO)
    one = found(STEADY[:2])
    assert one.verdict.level is Level.NOT_KNOWN
    assert "one alone says nothing about where it is going" in one.verdict.headline


def test_a_target_that_few_cases_do_not_prove_asks_for_a_test() -> None:
    rows = [START, {"effort": 5, "quality": 90, "cases": 30}]
    looks = found(rows, target=88)
    assert looks.judgement.case is Case.LOOKS_REACHED
    assert looks.verdict.level is Level.PILOT_FIRST
    assert "30 cases" in looks.verdict.headline


def test_an_earlier_version_that_was_better_is_tested_again() -> None:
    rows = [*STEADY, {"label": "Third month", "effort": 60, "quality": 87, "cases": 2000}]
    again = found(rows, target=87.5)
    assert again.judgement.case is Case.LOOKS_REACHED
    assert "Second month" in again.verdict.headline


def test_quality_that_falls_is_refused_in_plain_words() -> None:
    falling = found([START, {"effort": 5, "quality": 80, "cases": 900}, {"effort": 9, "quality": 70, "cases": 900}])
    assert falling.judgement.case is Case.REFUSED
    assert falling.verdict.level is Level.NOT_KNOWN
    assert "fell from 80 % to 70 %" in falling.verdict.headline
    assert falling.evidence.outlook is None


def test_no_better_than_guessing_is_refused_in_plain_words() -> None:
    rows = [START, {"effort": 5, "quality": 51, "cases": 40}, {"effort": 9, "quality": 54, "cases": 40}]
    guess = found(rows)
    assert guess.judgement.case is Case.REFUSED
    assert "cannot be told from the 50 %" in guess.verdict.headline


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, (Case.LIKELY, Level.GO)),
        ({"affordable": 0}, (Case.NOTHING_LEFT, Level.STOP)),
        ({"target": 99.9}, (Case.OUT_OF_REACH, Level.STOP)),
        ({"target": 100}, (Case.IMPOSSIBLE, Level.STOP)),
        ({"ceiling": 88.5}, (Case.IMPOSSIBLE, Level.STOP)),
        ({"cost": 1e7}, (Case.DOES_NOT_PAY, Level.STOP)),
        ({"value": (0, 0, 0)}, (Case.DOES_NOT_PAY, Level.STOP)),
        ({"value": (0, 3e6, 4e6)}, (Case.LIKELY, Level.CONDITIONS)),
        ({"decider": None}, (Case.LIKELY, Level.CONDITIONS)),
        ({"may-stop": False}, (Case.LIKELY, Level.CONDITIONS)),
        ({"put-to-work": None}, (Case.LIKELY, Level.CONDITIONS)),
        ({"fresh": DONT_KNOW}, (Case.LIKELY, Level.CONDITIONS)),
        ({"ceiling": 80}, (Case.OPEN, Level.NOT_KNOWN)),
        ({"target": 40}, (Case.OPEN, Level.NOT_KNOWN)),
        ({"cost": DONT_KNOW}, (Case.OPEN, Level.NOT_KNOWN)),
    ],
)
def test_the_level_follows_its_rules(changed: dict[str, Any], expected: tuple[Case, Level]) -> None:
    assert case(**changed) == expected


def test_chances_between_part_pilot_from_conditions() -> None:
    """As the target rises the chance falls, and the level with it, step by step."""
    ranks, chances = [], []
    for target in (88.5, 90, 91, 92, 93, 94, 96, 99):
        at = found(target=target)
        assert at.evidence.outlook is not None
        assert at.evidence.outlook.reach is not None
        chances.append(at.evidence.outlook.reach.chance or 0)
        ranks.append(at.verdict.level.rank)
    assert chances == sorted(chances, reverse=True)
    assert ranks == sorted(ranks, reverse=True)
    assert {Level.GO.rank, Level.STOP.rank} < set(ranks)


def test_where_the_rest_of_the_way_does_not_pay_good_enough_lies_below_the_target() -> None:
    """Make a unit ever dearer: first all the way pays, then a part of it, then none."""
    cases = [case(target=90, value=(3e6, 3e6, 3e6), cost=cost)[0] for cost in (1, 1000, 4500, 20000)]
    assert cases == [Case.LIKELY, Case.LIKELY, Case.PART_OF_THE_WAY, Case.DOES_NOT_PAY]


def test_the_step_pays_exactly_from_the_value_named() -> None:
    step = found(cost=20000).evidence.step
    assert step is not None
    assert step.net < 0
    assert math.isfinite(step.break_even)
    above, below = (found(cost=20000, value=(step.break_even * part,) * 3).evidence.step for part in (1.001, 0.999))
    assert above is not None
    assert below is not None
    assert above.net > 0 > below.net


def test_the_netflix_prize_as_it_stood_after_a_year() -> None:
    """What was published until October 2007 makes 10 % within the 22 months it took neither sure nor impossible."""
    rows = [
        {"label": "Cinematch", "effort": 0, "quality": 0},
        {"label": "One month", "effort": 1, "quality": 5, "cases": 1408342},
        {"label": "Two months", "effort": 2, "quality": 6, "cases": 1408342},
        {"label": "Seven months", "effort": 7, "quality": 7, "cases": 1408342},
        {"label": "Day 300", "effort": 9.9, "quality": 7.8, "cases": 1408342},
        {"label": "2007 Progress Prize", "effort": 12, "quality": 8.43, "cases": 1408342},
    ]
    then = found(rows, target=10, ceiling=100, affordable=22, unit="months", value=(1e6, 1e6, 1e6), cost=DONT_KNOW)
    outlook = then.evidence.outlook
    assert outlook is not None
    assert outlook.reach is not None
    assert outlook.at_limit is not None
    assert outlook.at_limit.low < 0.1005 < outlook.at_limit.high
    assert 0.1 < (outlook.reach.chance or 0) < 0.8
    assert outlook.reach.needed[0] >= 12, "what a year did not reach cannot have taken less"
    assert [missing.question for missing in then.verdict.missing] == ["effort-curve.cost"]
    later = [*rows, {"effort": 24, "quality": 9.44, "cases": 1408342}]
    last = {"label": "Over 10 %", "effort": 32.8, "quality": 10.05, "cases": 1408342}
    assert found([*later, last], target=10).judgement.case is Case.REACHED


def test_the_contract_is_told_in_words_and_moves_no_level() -> None:
    levels = {found(contract=kind).verdict.level for kind in ("fixed-price", "day-rate", "capped", "own-staff", None)}
    assert levels == {Level.GO}
    assert "stopping early" in found(contract="fixed-price").who_gains
    assert "going on" in found(contract="day-rate").who_gains
    assert any("Day rate" in reason for reason in found().verdict.reasons)


def test_a_chance_is_never_told_as_certain() -> None:
    assert (chance_words(0), chance_words(0.5), chance_words(1)) == ("under 1 %", "50 %", "over 99 %")


def test_notes_stand_beside_rows_and_questions() -> None:
    lines = notes(found([*STEADY, {"effort": 50}]))
    assert lines[f"{TABLE}/r4"].startswith("Still open")
    lines = notes(found())
    assert "2,000 cases" in lines[f"{TABLE}/r1"]
    assert "effort-curve.affordable" in lines
    known = {question.id for question in QUESTIONS}
    assert {address.partition("/")[0] for address in lines} <= known


def anything(question: Question) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.just(DONT_KNOW), *[real(question)] * 4)


WILD_ROWS = st.lists(st.fixed_dictionaries({name: anything(column) for name, column in COLUMNS.items()}), max_size=6)
WILD = st.fixed_dictionaries({question.id.partition(".")[2]: anything(question) for question in PLAIN})
RISING = st.lists(st.floats(0.1, 5), min_size=2, max_size=4)


@st.composite
def plausible(draw: st.DrawFn) -> tuple[list[Cells], dict[str, Any]]:
    """A curve that rises from the start, with answers that let one judge: where blanks have something to spoil."""
    effort, quality = 0.0, draw(st.floats(0, 60))
    rows: list[Cells] = [{"label": "start", "effort": 0, "quality": quality}]
    for step in draw(RISING):
        effort, quality = effort + 10 * step, quality + (100 - quality) * step / 12
        rows.append({"label": "m", "effort": effort, "quality": quality, "cases": draw(st.integers(200, 5000))})
    answers = {**SOUND, **{name: draw(anything(shipped_bank()[f"{CHAPTER}.{name}"])) for name in ("decider", "fresh")}}
    answers["target"] = max(0.0, quality + draw(st.floats(-0.03, 0.25)) * (100 - quality))
    answers["affordable"] = draw(st.floats(0, 5)) * effort
    answers["cost"] = draw(st.sampled_from([1, 100, 1000, 10000]))
    return rows, answers


@SLOW
@given(WILD_ROWS, WILD, st.booleans())
def test_no_answers_break_it(rows: list[Cells], answers: dict[str, Any], with_start: bool) -> None:
    whole = findings(state([START, *rows] if with_start else rows, answers))
    if any(value is not None for value in answers.values()):
        assert whole.verdict.would_change
    if whole.verdict.level is Level.NOT_KNOWN:
        assert whole.verdict.missing
    check_figures(whole)
    json.dumps(whole.chart, allow_nan=False)
    notes(whole)
    pages.render(whole, shipped_bank(), "EUR", live=True)


@SLOW
@given(plausible())
def test_plausible_curves_are_judged(answered: tuple[list[Cells], dict[str, Any]]) -> None:
    whole = findings(state(*answered))
    assert whole.verdict.reasons
    assert whole.verdict.would_change
    check_figures(whole)
    pages.render(whole, shipped_bank(), "EUR", live=True)


def check_figures(whole: EffortFindings) -> None:
    for figure in whole.figures:
        assert figure.source
        assert figure.hangs_on
        assert figure.interval
        for value in (figure.value, figure.low, figure.high):
            assert value is None or math.isfinite(value)
        if figure.low is not None and figure.high is not None and figure.value is not None:
            assert figure.low <= figure.value + 1e-9 * abs(figure.value)
            assert figure.value <= figure.high + 1e-9 * abs(figure.high)


@SLOW
@given(plausible(), st.sampled_from(PLAIN), st.sampled_from([None, DONT_KNOW]), st.data())
def test_a_blank_never_flatters(
    answered: tuple[list[Cells], dict[str, Any]], question: Question, blank: str | None, data: st.DataObject
) -> None:
    rows, answers = answered
    name = question.id.partition(".")[2]
    open_rank = findings(state(rows, {**answers, name: blank})).verdict.level.rank
    given_rank = findings(state(rows, {**answers, name: data.draw(real(question))})).verdict.level.rank
    assert open_rank <= given_rank


@SLOW
@given(plausible(), st.sampled_from(sorted(COLUMNS)), st.sampled_from([None, DONT_KNOW]), st.data())
def test_a_blank_cell_never_flatters(
    answered: tuple[list[Cells], dict[str, Any]], name: str, blank: str | None, data: st.DataObject
) -> None:
    rows, answers = answered
    place = data.draw(st.integers(0, len(rows) - 1))
    levels = []
    for value in (blank, data.draw(real(COLUMNS[name]))):
        changed = [{**row, name: value} if at == place else row for at, row in enumerate(rows)]
        levels.append(findings(state(changed, answers)).verdict.level.rank)
    assert levels[0] <= levels[1]


@SLOW
@given(plausible(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(answered: tuple[list[Cells], dict[str, Any]], chance: random.Random) -> None:
    rows, answers = answered
    shuffled = chance.sample(rows, len(rows))
    one, other = findings(state(rows, answers)), findings(state(shuffled, answers))
    assert one.verdict == other.verdict
    assert one.figures == other.figures
    assert one.chart == other.chart


def test_what_people_typed_stays_text() -> None:
    rows = [{**row, "label": HOSTILE} for row in STEADY]
    for target in (80, 87.9, 88.5, 99):
        page = pages.render(found(rows, target=target, decider=HOSTILE), shipped_bank(), HOSTILE, live=True)
        assert "<script" not in page
        assert "49" not in page.replace(HOSTILE, "") or "{{7*7}}" in page


def test_the_first_screen_holds_at_most_seven_and_every_question_says_why() -> None:
    assert len(shipped_bank().chapter(CHAPTER).on(Screen.FIRST)) == 7
    assert all(question.why and question.source and question.help for question in QUESTIONS)


def test_the_chart_on_file_is_the_chart_in_code() -> None:
    kept = charts.compiled_path(CHAPTER).read_text("utf-8")
    assert kept == charts.build(CHAPTER)


def test_the_chart_draws_at_any_size_of_effort() -> None:
    import vl_convert

    huge = [START, {"effort": 1e9, "quality": 60, "cases": 40}, {"effort": 1e12, "quality": 70, "cases": 40}]
    for whole in (found(), found(STEADY[:1]), found(huge, affordable=1e12, target=95), found(target=80)):
        svg = vl_convert.vega_to_svg(charts.filled(CHAPTER, whole.chart, 360))
        assert "NaN" not in svg


def test_findings_import_nothing_heavy() -> None:
    code = (
        "import sys; from premortem.model.state import State; from premortem.chapters.effort_curve import form;"
        "from premortem.chapters.effort_curve.findings import findings; findings(State());"
        "heavy = {'ipywidgets', 'pandas', 'altair', 'scipy.stats'} & set(sys.modules); sys.exit(', '.join(heavy) or 0)"
    )
    path = str(Path(findings.__code__.co_filename).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
