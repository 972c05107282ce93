"""Data risks: expected escaped loss from the answers, the weakest point of a source, and blanks that never flatter."""

from itertools import pairwise
from typing import Any

import pytest

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
from premortem.chapters.data_risks import register, sources
from premortem.chapters.data_risks.findings import DataRiskFindings, findings
from premortem.chapters.data_risks.form import notes
from premortem.model.answers import DONT_KNOW
from premortem.model.bank import shipped_bank
from premortem.model.state import State
from premortem.model.verdicts import Level


def sound(found: list[Cells] | None = None, risks: list[Cells] | None = None, **answers: Any) -> DataRiskFindings:
    given_ = {**SOUND, **{f"data-risks.{name}": value for name, value in answers.items()}}
    return findings(state(given_, found or [SOUND_SOURCE], [WORKED] if risks is None else risks))


def level(**cells: Any) -> Level:
    return sound(risks=[{**WORKED, **{name.replace("_", "-"): value for name, value in cells.items()}}]).verdict.level


def test_nothing_answered_is_not_known() -> None:
    empty = findings(State())
    assert empty.verdict.level is Level.NOT_KNOWN
    assert {missing.question for missing in empty.verdict.missing} == {SOURCES, RISKS, BEARABLE}
    assert not empty.chart
    assert not empty.figures
    assert not empty.actions
    assert not empty.verdict.reasons


def test_the_worked_example_of_the_method() -> None:
    """0.2, 0.3, 500000, 20000 -> 71200, from answers in per cent."""
    found = sound()
    assert found.verdict.level is Level.GO, found.verdict
    assert found.figures[0].value == pytest.approx(71_200, abs=1e-6)
    assert found.chart[0]["best"] == pytest.approx(71_200, abs=1e-6)


def test_a_check_is_worth_the_difference_it_makes() -> None:
    """From 30 % to 80 % noticed: 0.2 * 0.5 * 480000 = 48000, less what it costs."""
    found = sound(risks=[{**WORKED, "check": "possible", "check-cost": 8_000, "detection-with": 80}])
    worth = found.register.weighed[0].worth
    assert worth is not None
    assert worth.best == pytest.approx(40_000)
    assert found.verdict.level is Level.PILOT_FIRST
    assert found.chart[0]["left"] == pytest.approx(71_200 - 48_000)
    assert level(check="possible", check_cost=48_001, detection_with=80) is Level.GO
    assert level(check="possible", check_cost=48_000, detection_with=80) is Level.GO
    assert level(check="possible", check_cost=47_999, detection_with=80) is Level.PILOT_FIRST


def test_an_agreed_check_counts_in_the_loss_and_never_lowers_what_is_noticed_anyway() -> None:
    agreed = sound(risks=[{**WORKED, "check": "agreed", "detection-with": 80}])
    assert agreed.figures[0].value == pytest.approx(0.2 * (0.2 * 500_000 + 0.8 * 20_000))
    worse = sound(risks=[{**WORKED, "check": "agreed", "detection-with": 10}])
    assert worse.figures[0].value == pytest.approx(71_200)


def test_a_check_that_nobody_thought_of_comes_first_unless_nothing_could_be_saved() -> None:
    assert level(check=None) is Level.PILOT_FIRST
    assert level(check="possible") is Level.PILOT_FIRST
    assert level(check=None, detection=three(100)) is Level.GO
    assert level(check=None, early=three(500_000)) is Level.GO
    assert level(check="possible", check_cost=68_000) is Level.GO, "dearer than a check that finds everything saves"


def test_the_largest_bearable_loss_is_a_gate() -> None:
    wide = {"probability": three(10, 20, 40), "check": "none"}
    low, high = 35_600, 142_400
    assert sound(risks=[{**WORKED, **wide}], bearable=low - 1).verdict.level is Level.STOP
    assert sound(risks=[{**WORKED, **wide}], bearable=low).verdict.level is Level.PILOT_FIRST
    assert sound(risks=[{**WORKED, **wide}], bearable=high - 1).verdict.level is Level.PILOT_FIRST
    held = sound(risks=[{**WORKED, **wide}], bearable=high + 1).verdict
    assert held.level is Level.CONDITIONS, "bearable on average, but not if it happens"
    assert "500,000" in held.reasons[0]


def test_what_would_change_it_does_change_it() -> None:
    """At a chance of 0.5 and 220,000 bearable: (500,000 - 440,000) / 480,000 = 12.5 %, rounded up to 13 %."""
    risk = {**WORKED, "probability": three(50), "detection": three(0), "late": three(500_000), "early": three(20_000)}
    stopped = sound(risks=[risk], bearable=220_000)
    assert stopped.verdict.level is Level.STOP
    assert "13 %" in stopped.verdict.would_change[0].text
    assert sound(risks=[{**risk, "detection": three(13)}], bearable=220_000).verdict.level is Level.CONDITIONS
    assert sound(risks=[{**risk, "detection": three(12)}], bearable=220_000).verdict.level is Level.STOP


def test_risks_that_are_bearable_one_by_one_may_not_be_so_together() -> None:
    two = [WORKED, {**WORKED, "what": "Another", "late": three(480_000)}]
    together = sound(risks=two, bearable=130_000).verdict
    assert together.level is Level.CONDITIONS
    assert any("together they are expected to cost" in reason for reason in together.reasons)


@pytest.mark.parametrize(("cell", "answer"), [("licence", "none"), ("exit", "none")])
def test_a_source_without_right_or_way_out_stops_by_name(cell: str, answer: str) -> None:
    stopped = sound(found=[SOUND_SOURCE, {**SOUND_SOURCE, "name": "Feed", cell: answer}])
    assert stopped.verdict.level is Level.STOP
    assert "Feed" in stopped.verdict.headline
    assert "Feed" in stopped.verdict.would_change[0].text


def test_what_stops_stops_whatever_is_still_open_and_names_both() -> None:
    found = sound(found=[{**SOUND_SOURCE, "licence": "none", "exit": None}])
    assert found.verdict.level is Level.STOP
    assert "may not be used" in found.verdict.headline
    assert found.verdict.missing[0].row == "r0"


def test_a_source_suggests_risks_until_they_are_in_the_register() -> None:
    asked = sound(found=[FEED])
    assert asked.verdict.level is Level.CONDITIONS
    assert any("\u201cFeed changes without warning\u201d" in action.what for action in asked.actions)
    assert sound(found=[FEED], risks=[CHANGED]).verdict.level is Level.GO
    assert sound(found=[FEED], risks=[{**CHANGED, "source": " orders; FEED "}]).verdict.level is Level.GO
    assert sound(found=[FEED], risks=[{**CHANGED, "kind": "gaps"}]).verdict.level is Level.CONDITIONS
    stray = sound(found=[FEED], risks=[{**CHANGED, "source": "The feed"}])
    assert stray.strays == {"r0"}
    assert stray.verdict.level is Level.CONDITIONS


def test_the_weakest_point_of_a_source_is_named_and_points_are_never_averaged() -> None:
    mixed = {**SOUND_SOURCE, "correctness": 1, "quality": 4}
    source = sources.read(state({}, [mixed], []))[0]
    assert [point.column for point in source.weakest] == ["correctness"]
    assert source.weakest_says == "it is often wrong"
    unanswered = sources.read(state({}, [{**mixed, "bias": DONT_KNOW}], []))[0]
    assert [point.column for point in unanswered.weakest] == ["bias"], "what nobody answered is weaker than the worst"


def test_every_answer_that_may_be_given_is_understood() -> None:
    table = shipped_bank()[SOURCES]
    for column, (_, answers) in sources.POINTS.items():
        assert set(answers) == {option.value for option in table.column(column).options}
    kinds = {option.value for option in shipped_bank()[RISKS].column("kind").options}
    assert set(register.KINDS) <= kinds
    assert len([question for question in CHAPTER.questions if question.screen.value == "first"]) <= 7


def test_risks_come_worst_first_and_what_overlaps_says_so() -> None:
    rows = [
        {**WORKED, "what": "small", "late": three(30_000)},
        {**WORKED, "what": "large", "probability": three(1, 20, 90)},
    ]
    found = sound(risks=rows)
    assert [risk.name for risk in found.register.weighed] == ["large", "small"]
    assert found.register.weighed[1].could_be_worst
    assert all(above["best"] >= below["best"] for above, below in pairwise(found.chart))
    assert "moved" not in found.figures[1].source
    assert "the chance that it is so" in found.figures[0].source


def test_what_people_typed_is_shown_as_text() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    found = sound(found=[{**FEED, "name": hostile, "absent": hostile}], risks=[{**CHANGED, "what": hostile}])
    assert hostile not in pages.render(found, shipped_bank(), "EUR", live=True)


def test_notes_stand_beside_what_they_speak_of() -> None:
    odd = {**WORKED, "early": three(600_000), "source": "Nobody's", "check": "possible", "detection-with": 10}
    said = notes(sound(found=[{**FEED, "correctness": 1}], risks=[odd, {"what": "half a risk"}]))
    assert said[f"{SOURCES}/r0"].startswith("Weakest: ")
    assert said[f"{SOURCES}/r0"].endswith("2 risks to put in the register")
    assert "71,200" not in said[f"{RISKS}/r0"], "it has another early cost"
    assert said[f"{RISKS}/r1"].startswith("Still open: how likely it is")
    assert set(said) >= {f"{RISKS}/r0/early", f"{RISKS}/r0/source", f"{RISKS}/r0/detection-with", BEARABLE}
