"""What could flip the decision is found by trying each unknown at its ends; decision quality is its weakest element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.sampled import answer
from premortem import chapters
from premortem.chapters.decision import flips as trying
from premortem.chapters.decision.findings import DecisionFindings, deepened
from premortem.chapters.decision.findings import findings as decide
from premortem.chapters.decision.flips import Flip, flips
from premortem.chapters.decision.gates import levels, together
from premortem.chapters.decision.quality import ELEMENTS
from premortem.model.answers import DONT_KNOW
from premortem.model.bank import shipped_bank
from premortem.model.state import Range, State
from premortem.model.verdicts import Findings, Level, Verdict
from premortem.workbook import state_of

BANK = shipped_bank()
SMALL = ("changing-objective", "business-change", "expectations", "prototype-or-infrastructure")
VALUE = "effort-curve.value"
CHAPTER = "effort-curve"


def finds(level: Level) -> Findings:
    return Findings(CHAPTER, Verdict(level, "So."), (), (), (), "Nothing.")


def by_value(chapter: str, state: State) -> Findings:
    """A chapter that lets a project go from a value of 100 on, and stops it below."""
    assert chapter == CHAPTER
    found = state.range(VALUE)
    if found is None:
        return finds(Level.NOT_KNOWN)
    return finds(Level.GO if found.best >= 100 else Level.STOP)


def tried(value: Any, others: dict[str, Level] | None = None) -> tuple[Flip, ...]:
    state = state_of({VALUE: value, "start.currency": "EUR"})
    found = by_value(CHAPTER, state)
    gates = {CHAPTER: found.verdict.level, **(others or {})}
    nothing = {chapter: finds(level) for chapter, level in gates.items()}

    def again(chapter: str, changed: State) -> Findings:
        return by_value(chapter, changed) if chapter == CHAPTER else nothing[chapter]

    return flips(state, gates, nothing, again)


def test_a_range_whose_ends_bring_different_decisions_could_flip_it() -> None:
    (flip,) = [flip for flip in tried({"low": 50, "best": 120, "high": 300}) if flip.question == VALUE]
    assert [(end.answer, end.level) for end in flip.ends] == [("€50", Level.STOP), ("€300", Level.GO)]
    assert flip.text.endswith("If €50: stop; if €300: go.")
    assert flip.known


def test_a_range_whose_ends_bring_the_same_decision_flips_nothing() -> None:
    assert tried({"low": 150, "best": 200, "high": 300}) == ()


def test_another_gate_that_stops_leaves_nothing_to_flip() -> None:
    assert tried({"low": 50, "best": 120, "high": 300}, {"data-risks": Level.STOP}) == ()


@pytest.mark.parametrize("unknown", [None, DONT_KNOW])
def test_an_answer_that_nobody_gave_is_tried_at_the_ends_of_what_may_be_answered(unknown: Any) -> None:
    (flip,) = [flip for flip in tried(unknown) if flip.question == VALUE]
    assert {end.level for end in flip.ends} == {Level.STOP, Level.GO}
    assert not flip.known


def test_the_decision_names_the_flip_first_and_asks_for_it() -> None:
    state = state_of({VALUE: {"low": 50, "best": 120, "high": 300}})
    others = {CHAPTER: by_value(CHAPTER, state)}
    found = deepened(decide(state, others), state, others, by_value)
    assert found.flips[0].question == VALUE
    assert found.verdict.would_change[0].text.startswith("The one answer that could flip it: Effort curve: ")
    assert found.verdict.would_change[0].question == VALUE
    assert found.verdict.level is decide(state, others).verdict.level, "looking for it changes nothing"


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_each_end_of_a_flip_brings_the_decision_it_says_and_another_than_now(data: st.DataObject) -> None:
    chapter = data.draw(st.sampled_from([c for c in chapters.CHAPTERS if not chapters.gathers(c)]))
    asked = [q for q in shipped_bank().chapter(chapter).questions if not q.retired]
    state = state_of({question.id: data.draw(answer(question, rows=1)) for question in asked})
    found = {chapter: chapters.findings(chapter, state)}
    gates = levels(found)
    now = together(gates.values())
    for flip in flips(state, gates, found, chapters.findings):
        assert any(end.level is not now for end in flip.ends)
        assert flip.ends[0].level.rank <= flip.ends[1].level.rank
        assert flip.question.startswith(f"{chapter}.")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_left_untried_could_not_have_flipped_the_decision(data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(SMALL), unique=True, min_size=2, max_size=3))
    asked = [q for chapter in some for q in BANK.chapter(chapter).questions if not q.retired]
    state = state_of({question.id: data.draw(answer(question, rows=1)) for question in asked})
    found = {chapter: chapters.findings(chapter, state) for chapter in some}
    gates = levels(found)
    quick = {(flip.question, flip.row) for flip in flips(state, gates, found, chapters.findings)}
    assert quick == set(by_brute_force(state, gates))


def by_brute_force(state: State, gates: Mapping[str, Level]) -> Iterator[tuple[str, str]]:
    """Every unknown that could change the decision, with none left out beforehand."""
    now = together(gates.values())
    for chapter in gates:
        for unknown in trying._unknowns(BANK.chapter(chapter), state):
            tried = [chapters.findings(chapter, trying._with(state, unknown, end)) for end in trying._ends(unknown)]
            if any(together({**gates, chapter: each.verdict.level}.values()) is not now for each in tried):
                yield unknown.question.id, unknown.row


def test_a_point_is_tried_and_all_else_stays() -> None:
    given = Range(50, 120, 301)
    seen = []

    def again(_chapter: str, changed: State) -> Findings:
        seen.append(changed.range(VALUE))
        return finds(Level.GO)

    state = state_of({VALUE: {"low": 50, "best": 120, "high": 301}, "start.idea": "x"})
    flips(state, {CHAPTER: Level.STOP}, {CHAPTER: finds(Level.STOP)}, again)
    assert {each for each in seen if each != given} == {Range(50, 50, 50), Range(301, 301, 301)}


def rated(**ratings: int | str | None) -> DecisionFindings:
    state = state_of({f"decision.quality-{short}": rating for short, rating in ratings.items()})
    found = chapters.findings("decision", state, {}, deep=False)
    assert isinstance(found, DecisionFindings)
    return found


def test_decision_quality_is_its_weakest_element_never_an_average() -> None:
    quality = rated(**dict.fromkeys(ELEMENTS, 5) | {"information": 2}).quality
    assert quality.rated
    assert [element.name for element in quality.weakest] == ["Sound information"]


@pytest.mark.parametrize("unknown", [None, DONT_KNOW])
def test_an_element_nobody_rated_is_the_weakest(unknown: Any) -> None:
    quality = rated(**dict.fromkeys(ELEMENTS, 1) | {"commitment": unknown}).quality
    assert not quality.rated
    assert [element.name for element in quality.weakest] == ["Commitment to act"]
