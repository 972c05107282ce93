"""Compute growth: what must hold whatever the pilots say."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapters.compute_growth.team import CHAPTER, PILOTS, TABLE, Cells, found, timed
from model.sampled import real
from premortem.chapters.compute_growth.terms import KINDS
from premortem.chapters.compute_growth.told import ComputeFindings
from premortem.model.bank import shipped_bank
from premortem.model.plain import plain
from premortem.model.questions import Screen
from premortem.model.verdicts import Level

CHEAP = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
SIZED = st.lists(st.tuples(st.floats(0.5, 100), st.floats(0.01, 500)), min_size=1, max_size=4)
LIMITS = st.floats(0, 5000)
KIND = st.sampled_from(KINDS)
DEPTHS = [question for question in shipped_bank().chapter(CHAPTER).questions if question.screen is Screen.DEPTH]


def level(findings: ComputeFindings) -> Level:
    return findings.verdict.level


def figures_of(findings: ComputeFindings) -> Any:
    """All figures, verdict and fan, without the ids of rows."""
    told = replace(findings, timed=replace(findings.timed, runs=()))
    return json.loads(json.dumps(plain(told)))


@CHEAP
@given(SIZED, KIND, LIMITS, LIMITS, LIMITS)
def test_a_larger_budget_or_a_later_deadline_never_lowers_the_level(
    sized: list[tuple[float, float]], kind: str, deadline: float, budget: float, more: float
) -> None:
    rows = timed(*sized)
    base = level(found(rows, algorithm=kind, deadline=deadline, budget=budget))
    assert level(found(rows, algorithm=kind, deadline=deadline, budget=budget + more)).rank >= base.rank
    assert level(found(rows, algorithm=kind, deadline=deadline + more, budget=budget)).rank >= base.rank


@CHEAP
@given(KIND, st.floats(1, 50))
def test_hours_all_so_many_times_as_long_make_a_forecast_so_many_times_as_long(kind: str, times: float) -> None:
    once = found(timed((2, 1), (5, 3), (10, 7)), algorithm=kind)
    scaled = found(timed((2, times), (5, 3 * times), (10, 7 * times)), algorithm=kind)
    assert once.expected is not None
    assert scaled.expected is not None
    assert scaled.expected.median == pytest.approx(times * once.expected.median, rel=1e-3)
    assert scaled.expected.high == pytest.approx(times * once.expected.high, rel=1e-3)


def test_the_order_of_rows_changes_nothing() -> None:
    told = [figures_of(found(list(rows))) for rows in itertools.permutations(PILOTS)]
    assert all(each == told[0] for each in told)


@CHEAP
@given(SIZED, KIND, LIMITS, LIMITS)
def test_an_unknown_kind_never_flatters(
    sized: list[tuple[float, float]], kind: str, deadline: float, budget: float
) -> None:
    rows = timed(*sized)
    unknown = level(found(rows, algorithm=None, deadline=deadline, budget=budget))
    assert unknown.rank <= level(found(rows, algorithm=kind, deadline=deadline, budget=budget)).rank


@CHEAP
@given(st.data(), SIZED, KIND, LIMITS, LIMITS)
def test_the_depth_moves_the_level_only_between_go_and_conditions(
    data: st.DataObject, sized: list[tuple[float, float]], kind: str, deadline: float, budget: float
) -> None:
    answers = {question.id.partition(".")[2]: data.draw(real(question)) for question in DEPTHS}
    blank = dict.fromkeys(answers)
    first = {"algorithm": kind, "deadline": deadline, "budget": budget}
    without, having = level(found(timed(*sized), **blank, **first)), level(found(timed(*sized), **answers, **first))
    assert without is not Level.NOT_KNOWN
    assert having is without or {having, without} == {Level.GO, Level.CONDITIONS}


@CHEAP
@given(st.data(), st.sampled_from(["label", "size", "hours", "machine", "price"]), LIMITS)
def test_a_blank_cell_never_flatters(data: st.DataObject, column: str, budget: float) -> None:
    cell = data.draw(real(shipped_bank()[TABLE].column(column)))
    blank, filled = ([*PILOTS[:2], {**PILOTS[2], column: value}] for value in (None, cell))
    assert level(found(blank, budget=budget)).rank <= level(found(filled, budget=budget)).rank


@pytest.mark.parametrize("rows", [timed((10, 1)), timed((2, 20), (5, 50), (10, 100))])
def test_what_the_pilots_cost_is_not_taken_off_the_budget(rows: list[Cells]) -> None:
    assert found(rows, budget=300).terms.paid_hours == pytest.approx(100)


@pytest.mark.parametrize("hours", [1e-6, 1e-3, 1, 1e6])
@pytest.mark.parametrize("size", [1e-9, 0.001, 50, 100])
def test_the_ends_of_all_limits_give_findings(hours: float, size: float) -> None:
    findings = found([*PILOTS, *timed((size, hours))], deadline=1e6, budget=1e12)
    json.dumps([dict(row) for row in findings.chart], allow_nan=False)
    assert findings.verdict.headline


@pytest.mark.parametrize(("deadline", "price"), [(5e-324, 3), (1e6, 1e-300), (1e6, 1e-80), (1e6, 1e12), (1e-9, 0)])
def test_limits_next_to_nothing_or_without_end_give_findings(deadline: float, price: float) -> None:
    findings = found(timed((2, 0.1), (10, 0.7), price=price), deadline=deadline, budget=1e12)
    json.dumps(plain(findings), allow_nan=False)
    assert findings.verdict.headline
