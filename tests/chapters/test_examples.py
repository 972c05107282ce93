"""What must hold of the shipped examples: two end as documented, the third ends in go, and all walk every chapter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from premortem import chapters
from premortem.chapters import CHAPTERS
from premortem.model.bank import shipped_bank
from premortem.model.examples import Example, example, examples
from premortem.model.state import Known
from premortem.model.verdicts import Findings, Level
from premortem.workbook import state_of

BANK = shipped_bank()
GO = "return-slips"
FROM_FACTS = ("netflix-prize", "oncology-expert-advisor")

each_example = pytest.mark.parametrize("shipped", examples(), ids=lambda shipped: shipped.id)
each_chapter = pytest.mark.parametrize("chapter", CHAPTERS)


@cache
def assessed(wanted: str) -> Mapping[str, Findings]:
    return chapters.assess(state_of(example(wanted).answers))


def levels(wanted: str) -> dict[str, Level]:
    return {chapter: found.verdict.level for chapter, found in assessed(wanted).items()}


@each_chapter
def test_the_third_example_is_go_in_every_gate_and_in_the_decision(chapter: str) -> None:
    verdict = assessed(GO)[chapter].verdict
    assert verdict.level is Level.GO, verdict.reasons


def test_the_contest_reached_its_target_and_nobody_had_agreed_to_put_the_rest_to_work() -> None:
    # 10.05 % on 1.4 million ratings proves the target of 10 %. What was missing at the end is the word of whoever would
    # run it, and a test on cases nobody had looked at. Everything else was not published, so nothing else is known; the
    # premortem round holds five documented reasons.
    found = levels("netflix-prize")
    curve = assessed("netflix-prize")["effort-curve"].verdict
    assert found.pop("premortem-round") is Level.GO
    assert found.pop("effort-curve") is Level.CONDITIONS
    assert "reached" in curve.headline
    assert "effort-curve.put-to-work" in {change.question for change in curve.would_change}
    assert set(found.values()) == {Level.NOT_KNOWN}


def test_the_adviser_stops_at_data_that_have_no_other_way_and_the_rest_was_never_published() -> None:
    # The adviser hung on one record system, which was replaced, and on outside records that were not obtained: no way
    # out, so the data stop it, and with them the decision. Nothing published settles any other chapter.
    found = levels("oncology-expert-advisor")
    stopped = assessed("oncology-expert-advisor")["data-risks"].verdict
    assert found.pop("premortem-round") is Level.GO
    assert found.pop("data-risks") is found.pop("decision") is Level.STOP
    assert "data-risks.sources" in {change.question for change in stopped.would_change}
    assert set(found.values()) == {Level.NOT_KNOWN}


@each_example
@each_chapter
def test_every_example_answers_something_in_every_chapter(chapter: str, shipped: Example) -> None:
    state = state_of(shipped.answers)
    known = {state.known(question.id) for question in BANK.chapter(chapter).questions}
    # Of the adviser's training time, and of its quality after so much effort, nothing was ever published.
    unpublished = shipped.id == "oncology-expert-advisor" and chapter in {"compute-growth", "effort-curve"}
    assert (Known.DONT_KNOW if unpublished else Known.ANSWERED) in known


@each_example
def test_what_an_example_rests_on_is_said_with_every_one_of_its_sources(shipped: Example) -> None:
    based_on = shipped.answers["start.based-on"]
    assert shipped.sources
    assert len(set(shipped.sources)) == len(shipped.sources)
    for source in shipped.sources:
        assert source in based_on, f"not cited in the workbook itself: {source}"


@each_example
def test_who_or_what_an_answer_names_as_its_source_stands_among_the_sources(shipped: Example) -> None:
    """Papers, reviews and reports that an answer leans on are listed; each needs one name by which to find it."""
    named = {"New York Times": "New York Times", "auditors": "Audit Office", "team's paper": "The Oncologist"}
    named |= {"press release": "press release", "report of 2012": "April 2012", "LCDB": "LCDB 1.0"}
    answers = str({name: value for name, value in shipped.answers.items() if name != "start.based-on"})
    for words, source in named.items():
        if words in answers:
            assert any(source in each for each in shipped.sources), f"“{words}” is not among the sources"


@each_example
def test_the_answers_stand_in_the_order_of_the_chapters(shipped: Example) -> None:
    asked = [question.id for question in BANK]
    assert list(shipped.answers) == sorted(shipped.answers, key=asked.index)


@pytest.mark.parametrize("wanted", FROM_FACTS)
def test_a_round_about_what_has_happened_says_that_it_is_hindsight_and_whose_reading_it_is(wanted: str) -> None:
    shipped = example(wanted)
    assert "hindsight" in shipped.answers["start.based-on"]
    reasons = shipped.answers["premortem-round.reasons"]
    assert len(reasons) >= 5
    assert all(reason["prevent"].startswith("Our reading: ") for reason in reasons)


def test_the_composed_example_says_so_wherever_it_is_met() -> None:
    shipped = example(GO)
    assert "a composed example" in shipped.title
    assert "made up" in shipped.summary
    assert "made up, to show what a go looks like; roles instead of names" in shipped.answers["start.based-on"]


def test_the_composed_example_shows_what_a_complete_record_is() -> None:
    answers = example(GO).answers
    assert answers["decision.outcome"] == "go"
    assert all(action["owner"] and action["due"] for action in answers["decision.actions"])
    assert all(set(row) == {"signal", "threshold", "owner", "by"} for row in answers["decision.signals"])
    assert {question.id for question in BANK.chapter("decision").questions} <= set(answers)
    assert len(answers["expectations.own-projects"]) == 5
    days = re.findall(r"\b20\d\d-\d\d-\d\d\b", str([answers["decision.actions"], answers["expectations.promises"]]))
    assert min(days) > answers["decision.decided-on"] > "2026-11"


def test_the_training_times_and_shares_of_the_composed_example_are_those_of_the_real_curve() -> None:
    # LCDB 1.0, OpenML data set 554, SVC_rbf: rows, seconds of training, share wrong on the validation images.
    timed = {1448: 0.516, 2896: 1.4176, 5793: 3.9856, 16384: 27.5403}
    wrong = {512: 0.116, 1024: 0.0858, 2048: 0.069, 4096: 0.0548, 8192: 0.0456, 16384: 0.0354}
    answers = example(GO).answers
    pilots = {row["size"]: 3600 * row["hours"] for row in answers["compute-growth.pilots"]}
    assert pilots == pytest.approx(timed, rel=1e-3)
    right = {row["effort"]: row["quality"] for row in answers["effort-curve.progress"][1:]}
    assert right == pytest.approx({rows: 100 * (1 - share) for rows, share in wrong.items()})
    assert answers["success-criteria.criteria"][0]["passed"] == round(5000 * (1 - 0.0324))


def test_the_forecasts_of_the_composed_example_hold_what_the_real_curve_went_on_to_show() -> None:
    hours = assessed(GO)["compute-growth"].figures[0]
    assert hours.low is not None
    assert hours.high is not None
    seconds = 229.117 / (3600 if hours.unit.startswith("hour") else 60)
    assert hours.low < seconds < hours.high, hours
