"""The chapter as a whole: nothing flatters, nothing breaks, and what people typed stays text."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.sampled import real
from premortem.chapters import charts, pages
from premortem.chapters.prototype_or_infrastructure import chart, form
from premortem.chapters.prototype_or_infrastructure.components import TABLE
from premortem.chapters.prototype_or_infrastructure.findings import PrototypeFindings, findings
from premortem.model.answers import DONT_KNOW, canonical
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind, Question, Screen
from premortem.model.state import Row, State
from premortem.model.verdicts import Level

CHAPTER = "prototype-or-infrastructure"
QUESTIONS = [question for question in shipped_bank() if question.chapter == CHAPTER]
PLAIN = [question for question in QUESTIONS if question.kind is not Kind.TABLE]
COLUMNS = {column.id: column for column in shipped_bank()[TABLE].columns}
HOSTILE = "<script>alert(1)</script>\"'>&{{7*7}}"


def anything(question: Question) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.just(DONT_KNOW), real(question), real(question), real(question))


ROWS = st.lists(st.fixed_dictionaries({name: anything(column) for name, column in COLUMNS.items()}), max_size=4)
ANSWERS = st.fixed_dictionaries({question.id: anything(question) for question in PLAIN})


def state_of(answers: dict[str, Any], rows: list[dict[str, Any]]) -> State:
    return State(answers, tables={TABLE: tuple(Row(cells, f"r{place}") for place, cells in enumerate(rows))})


def rank(answers: dict[str, Any], rows: list[dict[str, Any]]) -> int:
    return findings(state_of(answers, rows)).verdict.level.rank


def settled_part(**answers: object) -> dict[str, object]:
    easy = {"name": "Reader", "kind": "software", "clarity": 4, "existing": 2, "reverse": 1, "lead": 1, "rent": False}
    return {**easy, "joints": 0, **answers}


def of(name: str) -> str:
    return f"{CHAPTER}.{name}"


@pytest.mark.parametrize("question", [*PLAIN, *COLUMNS.values()], ids=lambda question: question.id)
@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_the_answers_of_this_test_are_admissible(question: Question, data: st.DataObject) -> None:
    canonical(question, data.draw(real(question)))


def test_an_empty_state_is_not_known_and_says_what_to_begin_with() -> None:
    found = findings(State())
    assert found.verdict.level is Level.NOT_KNOWN
    assert [missing.question for missing in found.verdict.missing] == [TABLE, of("has-bet")]


def test_the_first_screen_holds_at_most_seven() -> None:
    assert len(shipped_bank().chapter(CHAPTER).on(Screen.FIRST)) <= 7


@settings(deadline=None, max_examples=150)
@given(ANSWERS, ROWS)
def test_any_answers_give_findings_that_keep_the_promises(answers: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    found = findings(state_of(answers, rows))
    verdict = found.verdict
    assert not verdict.missing or verdict.level in {Level.NOT_KNOWN, Level.STOP}
    assert verdict.missing or verdict.level is not Level.NOT_KNOWN
    assert verdict.would_change
    assert verdict.headline.endswith((".", "?"))
    assert "\n" not in verdict.headline
    for figure in found.figures:
        assert figure.source
        assert figure.hangs_on in {question.id for question in QUESTIONS}
        assert figure.interval
        if figure.low is not None and figure.high is not None and figure.value is not None:
            assert figure.low <= figure.value <= figure.high
    assert all(line for line in form.notes(found).values())
    html = pages.render(found, shipped_bank(), "EUR", live=True)
    assert "<script" not in html
    json.dumps(found.chart)


@settings(deadline=None, max_examples=200)
@given(ANSWERS, ROWS, st.data())
def test_a_blank_or_dont_know_never_beats_any_real_answer(
    answers: dict[str, Any], rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    question = data.draw(st.sampled_from(PLAIN))
    given_ = rank({**answers, question.id: data.draw(real(question))}, rows)
    assert rank({**answers, question.id: data.draw(st.sampled_from([None, DONT_KNOW]))}, rows) <= given_


@settings(deadline=None, max_examples=200)
@given(ANSWERS, ROWS.filter(bool), st.data())
def test_an_open_cell_never_beats_any_real_answer(
    answers: dict[str, Any], rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(list(COLUMNS.values())))

    def with_cell(value: Any) -> list[dict[str, Any]]:
        return [{**cells, column.id: value} if at == place else cells for at, cells in enumerate(rows)]

    blank = data.draw(st.sampled_from([None, DONT_KNOW]))
    assert rank(answers, with_cell(blank)) <= rank(answers, with_cell(data.draw(real(column))))


def finished(**changed: Any) -> dict[str, Any]:
    """Everything answered, and answered well: from here each blank is tried for itself."""
    answers: dict[str, Any] = {
        "has-bet": True, "bet-name": "it reads handwriting", "chance": {"low": 80, "best": 90, "high": 95},
        "gain": {"low": 400, "best": 500, "high": 600}, "loss": {"low": 200, "best": 300, "high": 400},
        "prototype-cost": 500, "pass-if-works": 90, "pass-if-not": 20, "systems-stay": True, "way-out": True,
        "prototype-ends": True, "signs": "The head of the post room",
    }  # fmt: skip
    return {of(name): value for name, value in {**answers, **changed}.items()}


BETS = st.fixed_dictionaries(
    {
        "chance": st.sampled_from([{"low": 80, "best": 90, "high": 95}, {"low": 0, "best": 10, "high": 20}]),
        "prototype-cost": st.sampled_from([0, 20, 500]),
        "pass-if-not": st.sampled_from([0, 20, 90]),
    }
)
PARTS = st.lists(
    st.fixed_dictionaries({name: real(column) for name, column in COLUMNS.items()}), min_size=1, max_size=2
)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(PLAIN), BETS, st.data())
def test_in_a_finished_chapter_no_blank_is_better_than_any_answer(
    question: Question, bet: dict[str, Any], data: st.DataObject
) -> None:
    rows = [settled_part(), settled_part(kind="hardware", lead=30)]
    blank: Any = None
    if question.kind is Kind.RANGE:
        blank = data.draw(st.sampled_from([None, {"low": 1, "best": None, "high": None}]))
    answers = finished(**bet)
    given_ = rank({**answers, question.id: data.draw(real(question))}, rows)
    assert rank({**answers, question.id: blank}, rows) <= given_


@settings(deadline=None, max_examples=200)
@given(PARTS, st.booleans(), st.data())
def test_in_a_finished_chapter_no_open_cell_is_better_than_any_answer(
    rows: list[dict[str, Any]], conditions_met: bool, data: st.DataObject
) -> None:
    open_points = {} if conditions_met else {"systems-stay": None, "way-out": None, "signs": None}
    column = data.draw(st.sampled_from(list(COLUMNS.values())))
    answered, blank = [{**rows[0], column.id: value} for value in (data.draw(real(column)), None)]
    given_ = rank(finished(**open_points), [answered, *rows[1:]])
    assert rank(finished(**open_points), [blank, *rows[1:]]) <= given_


def test_a_finished_chapter_may_go() -> None:
    assert rank(finished(), [settled_part(), settled_part(kind="hardware", lead=30)]) == Level.GO.rank


@settings(deadline=None, max_examples=60)
@given(ANSWERS, ROWS, st.randoms())
def test_the_order_of_answers_and_of_rows_does_not_matter(
    answers: dict[str, Any], rows: list[dict[str, Any]], shuffle: Any
) -> None:
    shuffled_answers, shuffled_rows = list(answers.items()), list(rows)
    shuffle.shuffle(shuffled_answers)
    assert findings(state_of(dict(shuffled_answers), rows)) == findings(state_of(answers, rows))
    shuffle.shuffle(shuffled_rows)
    assert rank(answers, shuffled_rows) == rank(answers, rows)


def verdict_of(rows: list[dict[str, Any]], **changed: Any) -> PrototypeFindings:
    return findings(state_of(finished(**changed), rows))


def test_the_levels_worst_first() -> None:
    no_bet = {"has-bet": False}
    unclear_purchase = settled_part(name="Servers", kind="hardware", clarity=2, reverse=4)
    assert verdict_of([settled_part(clarity=None)], **no_bet).verdict.level is Level.NOT_KNOWN
    stopped = verdict_of([unclear_purchase, settled_part()], **no_bet)
    assert stopped.verdict.level is Level.STOP
    assert "Do not order “Servers”" in stopped.verdict.headline
    assert any("Mostly settled" in change.text for change in stopped.verdict.would_change)
    assert any("rent or borrow" in change.text for change in stopped.verdict.would_change)
    assert verdict_of([settled_part(clarity=1)], **no_bet).verdict.level is Level.PILOT_FIRST
    assert verdict_of([settled_part(kind="hardware", clarity=3, lead=30)], **no_bet).verdict.level is Level.CONDITIONS
    assert verdict_of([settled_part(kind="hardware", lead=30)], **no_bet).verdict.level is Level.GO
    assert verdict_of([settled_part(kind="hardware", lead=30)], **no_bet, signs=None).verdict.level is Level.CONDITIONS


def test_a_purchase_is_stopped_even_while_answers_are_open() -> None:
    unclear_purchase = settled_part(name="Servers", kind="hardware", clarity=2, reverse=4)
    found = verdict_of([unclear_purchase, settled_part(clarity=None)])
    assert found.verdict.level is Level.STOP
    assert found.verdict.missing
    assert found.verdict.headline.startswith("Do not order “Servers”")


def test_the_prototype_of_the_worked_example_is_built_for_at_most_what_it_is_worth() -> None:
    flat = {name: dict.fromkeys(("low", "best", "high"), value) for name, value in
            {"chance": 40, "gain": 500, "loss": 300}.items()}  # fmt: skip
    found = verdict_of([settled_part()], **flat, **{"prototype-cost": 50})
    assert found.verdict.level is Level.PILOT_FIRST
    figures = {figure.label: figure.value for figure in found.figures}
    assert list(figures.values())[:3] == pytest.approx([124, 180, 20])
    assert "up to 124 and costs 50" in found.verdict.headline
    html = pages.render(found, shipped_bank(), "EUR")
    said = " ".join(html.split())
    assert "between nothing, where it could not change what you do, and €180," in said
    assert "This one is worth €124 at most, and it costs €50." in said


def test_sums_bear_the_currency_of_the_workbook() -> None:
    state = state_of({**finished(), "start.currency": "GBP"}, [settled_part()])
    assert any("£" in reason for reason in findings(state).verdict.reasons)


def test_what_people_typed_stays_text() -> None:
    found = verdict_of([settled_part(name=HOSTILE, clarity=1)], **{"bet-name": HOSTILE})
    html = pages.render(found, shipped_bank(), "EUR", live=True, picture="")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_twenty_parts_with_the_same_answers_each_have_a_line_of_their_own() -> None:
    found = verdict_of([settled_part(name=f"Part {n}") for n in range(20)])
    lines = [row["line"] for row in found.chart if row["what"] == "part"]
    assert len(set(lines)) == len(lines) == 20


def test_the_chart_says_what_it_shows() -> None:
    found = verdict_of([settled_part(name="Reader"), settled_part(name="Adviser", clarity=None)])
    assert "Prototype to keep: Reader" in found.chart_says
    assert "Still open: Adviser" in found.chart_says


def test_the_compiled_chart_is_up_to_date() -> None:
    assert charts.compiled_path(CHAPTER).read_text("utf-8") == charts.build(CHAPTER)


def test_colour_is_not_the_only_sign() -> None:
    assert len(set(chart.SHAPES)) == len(chart.SHAPES) == len(set(chart.COLOURS))


def test_findings_come_within_a_blink() -> None:
    import time

    rows = [
        settled_part(name=f"Part {n}", clarity=1 + n % 4, lead=n, joints=None if n % 5 == 0 else n) for n in range(20)
    ]
    state = state_of(finished(), rows)
    findings(state)
    took = []
    for _ in range(10):
        began = time.perf_counter()
        findings(state)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.05  # the best of ten: other work on the machine is not what is measured


def test_findings_import_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from premortem.model.state import State;"
        "from premortem.chapters.prototype_or_infrastructure.findings import findings; findings(State());"
        "print([name for name in ('ipywidgets', 'pandas', 'altair', 'scipy.stats') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
