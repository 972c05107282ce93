"""Data risks, whatever is answered: no exception, no flattering blank, every figure with its range and source."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chapters.data_risks.sound import (
    BEARABLE,
    CHANGED,
    CHAPTER,
    FEED,
    RISKS,
    SOUND,
    SOUND_SOURCE,
    SOURCES,
    WORKED,
    Cells,
    state,
    three,
)
from premortem.chapters import pages
from premortem.chapters.data_risks.findings import ACTIONS_SHOWN, findings
from premortem.chapters.data_risks.form import notes
from premortem.model.answers import DONT_KNOW, canonical
from premortem.model.bank import shipped_bank
from premortem.model.events import AnswerGiven, CellGiven, Event, Recorded, RowAdded
from premortem.model.questions import Kind, Question
from premortem.model.state import Row, State, fold
from premortem.model.verdicts import Level


def samples(question: Question) -> list[Any]:
    low, high = question.minimum or 0, question.maximum if question.maximum is not None else 1e12
    middle = (low + high) / 2
    match question.kind:
        case Kind.CHOICE | Kind.SCALE:
            return [option.value for option in question.options]
        case Kind.YES_NO:
            return [True, False]
        case Kind.NUMBER | Kind.MONEY:
            return [low, low + 1e-9, 1, 80, middle, high]
        case Kind.RANGE:
            ends = [(low, low, low), (low, middle, high), (high, high, high), (low, low, high), (1, 2, 3), (20, 20, 20)]
            return [three(*part) for part in ends]
        case _:
            return ["Orders", "Feed", "<b onload=alert(1)>\u202e & \U0001f600", "x" * question.length_max]


def anything(question: Question) -> st.SearchStrategy[Any]:
    blanks = st.sampled_from([None, DONT_KNOW])
    low, high = question.minimum or 0, question.maximum if question.maximum is not None else 1e12
    wild: st.SearchStrategy[Any] = st.sampled_from(samples(question))
    if question.kind in {Kind.NUMBER, Kind.MONEY}:
        wild |= st.floats(low, high)
    if question.kind is Kind.RANGE:
        part = st.floats(low, high)
        wild |= st.tuples(part, part, part).map(lambda parts: three(*sorted(parts)))
        wild |= st.just({"low": low, "best": None, "high": high})
    return wild | wild | wild | blanks


def rows_of(table: str, base: Cells) -> st.SearchStrategy[list[Cells]]:
    cells = {column.id: st.just(base.get(column.id)) | anything(column) for column in shipped_bank()[table].columns}
    return st.lists(st.fixed_dictionaries(cells), max_size=4)


STATES = st.builds(
    state,
    st.fixed_dictionaries(
        {q.id: st.just(SOUND[q.id]) | anything(q) for q in CHAPTER.questions if q.kind is not Kind.TABLE}
    ),
    rows_of(SOURCES, SOUND_SOURCE),
    rows_of(RISKS, WORKED),
)


@given(STATES)
@settings(max_examples=300, deadline=None)
def test_any_answers_give_findings_that_keep_the_rules(answers: State) -> None:
    found = findings(answers)
    verdict = found.verdict
    assert not verdict.missing or verdict.level in {Level.NOT_KNOWN, Level.STOP}
    assert verdict.missing or verdict.level is not Level.NOT_KNOWN
    assert verdict.would_change
    assert verdict.headline
    for figure in found.figures:
        assert figure.low is not None
        assert figure.value is not None
        assert figure.high is not None
        assert figure.low <= figure.value <= figure.high
        assert figure.source
        assert figure.hangs_on == RISKS
    for row in found.chart:
        assert row["low"] <= row["best"] <= row["high"] <= row["edge"]
        assert row["left"] <= row["best"]
    assert len({action.key for action in found.actions}) == len(found.actions) <= ACTIONS_SHOWN
    assert all(notes(found).values())
    assert "<b onload" not in pages.render(found, shipped_bank(), "EUR", live=True)


def changed(answers: State, value: Any, question: Question, row: int | None, table: str = "") -> State:
    given_ = canonical(question, value)
    if row is None:
        return replace(answers, values={**answers.values, question.id: given_})
    rows = list(answers.rows(table))
    rows[row] = Row({**rows[row].values, question.id: given_}, rows[row].id)
    return replace(answers, tables={**answers.tables, table: tuple(rows)})


def places(answers: State) -> Iterator[tuple[Question, int | None, str]]:
    for question in CHAPTER.questions:
        if question.kind is not Kind.TABLE:
            yield question, None, ""
        for place in range(len(answers.rows(question.id))):
            for column in question.columns:
                yield column, place, question.id


BASES = [
    state(SOUND, [SOUND_SOURCE], [WORKED]),
    state(SOUND, [SOUND_SOURCE, FEED], [WORKED, CHANGED]),
    state(SOUND, [SOUND_SOURCE], [{**WORKED, "check": "possible", "check-cost": 70_000, "detection-with": 50}]),
    state(SOUND, [SOUND_SOURCE], [{**WORKED, "check": "agreed", "check-cost": 10, "detection-with": 90}]),
    state({**SOUND, BEARABLE: 90_000}, [FEED], [{**CHANGED, "probability": three(10, 20, 50)}]),
]


@given(st.sampled_from(BASES) | STATES)
@settings(max_examples=15, deadline=None)
def test_a_blank_never_does_better_than_any_real_answer(answers: State) -> None:
    for question, row, table in places(answers):
        real = [findings(changed(answers, value, question, row, table)).verdict.level for value in samples(question)]
        worst = min(level.rank for level in real)
        for blank in (None, DONT_KNOW):
            level = findings(changed(answers, blank, question, row, table)).verdict.level
            assert level.rank <= worst, f"{question.id}: {level} while a real answer gives {worst}"


@given(st.randoms(use_true_random=False), st.sampled_from(BASES))
@settings(max_examples=30, deadline=None)
def test_the_order_of_answers_does_not_matter(shuffler: Any, answers: State) -> None:
    rows = [RowAdded(table, row.id) for table in (SOURCES, RISKS) for row in answers.rows(table)]
    rest: list[Event] = [AnswerGiven(question, value) for question, value in answers.values.items()]
    for table in (SOURCES, RISKS):
        rest += [CellGiven(table, row.id, *cell) for row in answers.rows(table) for cell in row.values.items()]
    shuffler.shuffle(rest)
    log = [Recorded("w", n, datetime.now(UTC), "me", event, n) for n, event in enumerate([*rows, *rest], start=1)]
    assert findings(fold(log)) == findings(answers)


def test_a_full_chapter_is_found_within_50_milliseconds() -> None:
    many = [{**WORKED, "what": f"Risk {n}", "probability": three(1, n + 1, 60), "check": None} for n in range(30)]
    full = state(SOUND, [{**FEED, "name": f"Source {n}"} for n in range(20)], many)
    findings(full)
    times = []
    for _ in range(5):
        begun = time.process_time()
        findings(full)
        times.append(time.process_time() - begun)
    assert min(times) < 0.05


def test_findings_need_no_widget_and_no_heavy_library() -> None:
    code = (
        "import sys; from premortem.chapters import part; from premortem.model.state import State;"
        "part('data-risks', 'findings').findings(State()); part('data-risks', 'form');"
        "sys.exit(', '.join({'ipywidgets', 'pandas', 'altair', 'scipy.stats'} & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
