"""The decision: the weakest gate speaks, a stop stops, what is open keeps it open; actions, signals and the record."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from premortem import chapters
from premortem.chapters import CHAPTERS
from premortem.chapters.decision.findings import DecisionFindings, findings
from premortem.model.state import State
from premortem.model.verdicts import Change, Figure, Findings, Level, Missing, Pilot, Signal, Suggestion, Verdict
from premortem.workbook import state_of

FIRST, SECOND, THIRD = [chapter for chapter in CHAPTERS if chapter != "decision"][:3]
ACTION = {"what": "Ask the clerks", "owner": "Ada", "due": "2026-09-01"}


def gate(level: Level, *missing: str, **fields: Any) -> Findings:
    """What a chapter could find."""
    lacks = tuple(Missing("start.idea", why) for why in missing)
    verdict = Verdict(level, f"It is {level.value}.", would_change=(Change("One answer."),), missing=lacks)
    empty: dict[str, Any] = {"chapter": "x", "figures": (), "actions": (), "chart": (), "chart_says": "Nothing."}
    return Findings(**{**empty, **fields, "verdict": verdict})


def decided(*levels: Level, state: State | None = None) -> DecisionFindings:
    others = {chapter: gate(level) for chapter, level in zip((FIRST, SECOND, THIRD), levels, strict=False)}
    return findings(state or state_of({"decision.actions": [ACTION]}), others)


@pytest.mark.parametrize("levels", list(product(Level, repeat=2)))
def test_a_stop_stops_else_the_weakest_gate_speaks(levels: tuple[Level, Level]) -> None:
    level = decided(*levels).verdict.level
    weakest = min(levels, key=lambda each: each.rank)
    assert level is (Level.STOP if Level.STOP in levels else weakest)


@pytest.mark.parametrize("levels", list(product(Level, repeat=2)))
def test_no_gate_ever_makes_the_decision_better_by_getting_worse(levels: tuple[Level, Level]) -> None:
    best = {Level.STOP: 0, Level.NOT_KNOWN: 1, Level.PILOT_FIRST: 2, Level.CONDITIONS: 3, Level.GO: 4}
    now = best[decided(*levels).verdict.level]
    for worse in Level:
        if best[worse] <= best[levels[0]]:
            assert best[decided(worse, levels[1]).verdict.level] <= now


def test_the_gates_that_decide_are_marked_and_give_their_reasons_and_changes() -> None:
    found = decided(Level.GO, Level.PILOT_FIRST, Level.PILOT_FIRST)
    assert [each.decides for each in found.gates] == [False, True, True]
    assert len(found.verdict.reasons) == len(found.verdict.would_change) == 2
    assert [row["decides"] for row in found.chart] == [False, True, True]
    assert [row["level"] for row in found.chart] == ["Go", "Pilot first", "Pilot first"]
    assert "Pilot first" in found.chart_says


def test_the_first_answer_to_find_is_of_the_chapter_that_lacks_fewest() -> None:
    others = {FIRST: gate(Level.NOT_KNOWN, "much", "more"), SECOND: gate(Level.NOT_KNOWN, "only this")}
    found = findings(State(), others)
    assert found.first_to_find == Missing("start.idea", "only this")
    assert found.verdict.headline == "No decision yet. Find out first: only this."
    assert found.verdict.missing == (found.first_to_find,)
    assert found.verdict.would_change[0].text == "The one answer to find first: only this."


def test_open_gates_without_any_agreed_action_are_a_go_on_conditions() -> None:
    found = decided(Level.GO, state=State(title="nobody does anything"))
    assert found.verdict.level is Level.CONDITIONS
    assert "No action has been agreed yet." in found.verdict.reasons


@pytest.mark.parametrize("lacking", ["owner", "due"])
@pytest.mark.parametrize("unknown", [None, "don't know"])
def test_an_action_without_owner_or_date_keeps_a_go_on_conditions(lacking: str, unknown: Any) -> None:
    whole = state_of({"decision.actions": [ACTION]})
    assert decided(Level.GO, state=whole).verdict.level is Level.GO
    found = decided(Level.GO, state=state_of({"decision.actions": [ACTION, {**ACTION, lacking: unknown}]}))
    assert found.verdict.level is Level.CONDITIONS
    assert found.verdict.headline == "Go, once actions are agreed, each with an owner and a date."
    assert "1 of 2 actions have no owner or no date yet." in found.verdict.reasons
    assert chapters.part("decision", "form").notes(found) == {"decision.actions": "1 without an owner or a date"}


def test_an_action_taken_up_is_not_suggested_again_and_the_weakest_chapters_come_first() -> None:
    actions = {level: (Suggestion(level.value, f"Do {level.value}", "So."),) for level in (Level.GO, Level.NOT_KNOWN)}
    others = {
        FIRST: gate(Level.GO, actions=actions[Level.GO]),
        SECOND: gate(Level.NOT_KNOWN, actions=actions[Level.NOT_KNOWN]),
    }
    assert [each.key for each in findings(State(), others).actions] == ["not-known", "go"]
    taken = state_of({"decision.actions": [{"what": "Do not-known"}]})
    assert [each.key for each in findings(taken, others).actions] == ["go"]


def test_the_first_figure_of_each_chapter_stands_in_the_decision_under_the_chapters_name() -> None:
    figures = (Figure("First", 1, "h", source="S"), Figure("Second", 2, "h", source="S"))
    found = findings(State(), {FIRST: gate(Level.GO, figures=figures), SECOND: gate(Level.GO)})
    assert [figure.label.partition(": ")[2] for figure in found.figures] == ["First"]
    assert found.figures[0].source == "S"


RECORD = {"decision.outcome": "conditions", "decision.decided-by": "Ada", "decision.decided-on": "2026-08-01"}


def test_a_record_is_decided_only_with_an_outcome_a_name_and_a_day() -> None:
    assert decided(Level.GO, state=state_of(RECORD)).record.status == "decided"
    for lacking in RECORD:
        for unknown in (None, "don't know"):
            assert decided(Level.GO, state=state_of({**RECORD, lacking: unknown})).record.status == "proposed"
    later = state_of({**RECORD, "decision.outcome": "later"})
    assert decided(Level.GO, state=later).record.status == "proposed"


def test_signals_are_kept_with_what_is_agreed_about_them() -> None:
    state = state_of(
        {"decision.signals": [{"signal": "Share right", "threshold": "below 85 %", "by": "2026-12-31"}, {}]}
    )
    found = decided(Level.GO, state=state)
    assert found.signals == (Signal("Share right", "below 85 %", "", "2026-12-31"), Signal(""))
    assert found.record.confirmation == ("Share right: act when below 85 %",)


def test_signals_and_pilots_of_all_chapters_are_gathered() -> None:
    pilot = Pilot("Ask ten clerks", 500.0, 100.0, 900.0, 50.0, pays=True, source="S")
    watched = Signal("Budget doubled", "twice", "Finance")
    others = {FIRST: gate(Level.PILOT_FIRST, pilots=(pilot,)), SECOND: gate(Level.GO, signals=(watched,))}
    found = findings(State(), others)
    assert found.pilots == (pilot,)
    assert found.signals == (watched,)
    assert found.verdict.headline.endswith("Ask ten clerks is worth more than it costs.")


def test_what_the_team_decides_does_not_change_what_the_gates_say() -> None:
    for outcome in ("go", "stop", None):
        assert decided(Level.STOP, state=state_of({**RECORD, "decision.outcome": outcome})).verdict.level is Level.STOP
