"""An agenda takes exactly the time there is, and says of what it leaves out why."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.errors import InvalidAnswer, UnknownChapter
from premortem.model.agendas import Step, steps_from, to_json
from premortem.model.bank import shipped_bank
from premortem.model.state import State
from premortem.session.agenda import checked, suggested, used
from premortem.session.questions import subject_of
from premortem.session.state import Begun, Session

BANK = shipped_bank()
WITHIN = [chapter for chapter in BANK.chapters if chapter not in {"start", "premortem-round", "decision"}]
BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTES = st.one_of(st.sampled_from([30, 60, 90, 91, 120, 480]), st.integers(30, 480))
CHAPTERS = st.none() | st.lists(st.sampled_from(list(BANK.chapters)), unique=True)


@given(MINUTES, CHAPTERS)
def test_an_agenda_takes_exactly_the_time_there_is_in_steps_of_two_minutes_or_more(
    minutes: int, chapters: list[str] | None
) -> None:
    steps = suggested(BANK, minutes, chapters)
    there = [step for step in steps if not step.parked]
    assert sum(step.minutes for step in there) == minutes
    assert all(step.minutes >= 2 and step.minutes == int(step.minutes) for step in steps)
    assert steps_from(to_json(steps)) == steps == checked([asdict(step) for step in steps])


@given(MINUTES, CHAPTERS)
def test_opening_premortem_decision_and_actions_are_always_there_and_chapters_keep_their_order(
    minutes: int, chapters: list[str] | None
) -> None:
    steps = suggested(BANK, minutes, chapters)
    named = [step.id for step in steps if step.kind != "break"]
    assert named[:4] == ["opening", "write", "show", "sort"]
    assert named[-2:] == ["decide", "actions"]
    assert not any(step.parked for step in steps if step.id in {*named[:5], *named[-2:]})
    order = [step.chapter for step in steps if step.chapter in WITHIN]
    assert order == sorted(order, key=WITHIN.index)
    wanted = WITHIN if chapters is None else [chapter for chapter in WITHIN if chapter in chapters]
    assert sorted(set(order), key=WITHIN.index) == wanted


@given(MINUTES)
def test_one_chapter_is_kept_in_the_shortest_session_and_all_in_a_long_one(minutes: int) -> None:
    steps = suggested(BANK, minutes)
    kept = {step.chapter for step in steps if not step.parked} & set(WITHIN)
    assert kept
    assert len(kept) == len(WITHIN) or any(step.parked for step in steps)
    assert minutes < 180 or len(kept) == len(WITHIN)


def test_at_sixty_minutes_what_needs_several_people_stays_and_the_rest_says_why_it_is_parked() -> None:
    steps = suggested(BANK, 60)
    parked = {step.id: step.title for step in steps if step.parked}
    assert {step.chapter for step in steps if not step.parked} & set(WITHIN) == {"expectations", "business-change"}
    assert all("60 minutes do not hold all" in title for title in parked.values())
    assert "one person can fill in alone" in parked["compute-growth"]
    assert "if your reasons point to it" in parked["data-risks"]


@given(st.integers(30, 480))
def test_breaks_come_above_ninety_minutes_and_never_twice_in_a_row(minutes: int) -> None:
    steps = [step for step in suggested(BANK, minutes) if not step.parked]
    kinds = [step.kind for step in steps]
    assert kinds.count("break") == (minutes - 1) // 90
    assert "break" not in {kinds[0], kinds[-1]}
    assert not any(kinds[at] == kinds[at + 1] == "break" for at in range(len(kinds) - 1))


def test_a_vote_of_the_agenda_can_be_opened() -> None:
    votes = [step for step in suggested(BANK, 480) if step.question]
    assert [step.id for step in votes if step.kind == "vote"]
    for step in votes:
        assert subject_of(BANK, State(), step.question).text
        assert BANK[step.question].chapter == step.chapter


@pytest.mark.parametrize("minutes", [29, 481, 60.5, True, "60", None])
def test_a_time_that_no_session_takes_is_refused(minutes: Any) -> None:
    with pytest.raises(InvalidAnswer, match="30 to 480 minutes"):
        suggested(BANK, minutes)


def test_a_chapter_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownChapter):
        suggested(BANK, 60, ["no-such"])
    with pytest.raises(InvalidAnswer, match="list of chapters"):
        suggested(BANK, 60, "expectations")


GOOD = {"id": "a", "kind": "quiet", "title": " Write\ndown ", "minutes": 5.5}


def test_a_page_may_leave_out_what_a_step_is_about() -> None:
    assert checked([GOOD]) == (Step("a", "quiet", "Write down", 5.5),)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "a",
        [],
        [None],
        [[]],
        [{"id": "a"}],
        [GOOD, GOOD],
        [GOOD] * 61,
        *(
            [{**GOOD, **bad}]
            for bad in (
                {"id": "A b"},
                {"id": "a" * 41},
                {"id": 7},
                {"kind": "party"},
                {"kind": []},
                {"title": ""},
                {"title": "x" * 201},
                {"title": 7},
                {"title": "bell\x07"},
                {"minutes": 0},
                {"minutes": 481},
                {"minutes": float("nan")},
                {"minutes": True},
                {"minutes": "5"},
                {"chapter": None},
                {"question": 7},
                {"parked": "no"},
                {"more": 1},
            )
        ),
    ],
)
def test_what_is_no_agenda_is_refused_in_one_line(raw: Any) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        checked(raw)
    assert "\n" not in str(refused.value)


def at(seconds: float) -> datetime:
    return BEGUN + timedelta(seconds=seconds)


def test_time_used_adds_up_over_steps_begun_twice_and_ends_with_the_session() -> None:
    session = Session(
        "s", BEGUN, "seat", "secret", (), begun=(Begun("a", at(0)), Begun("b", at(60)), Begun("a", at(90)))
    )
    assert used(session, at(100)) == {"a": 70.0, "b": 30.0}
    ended = Session("s", BEGUN, "seat", "secret", (), begun=session.begun, ended=at(95))
    assert used(ended, at(1000)) == {"a": 65.0, "b": 30.0}


def test_a_clock_that_went_back_takes_no_time_away() -> None:
    session = Session("s", BEGUN, "seat", "secret", (), begun=(Begun("a", at(60)), Begun("b", at(0))))
    assert used(session, at(-10)) == {"a": 0.0, "b": 0.0}
    assert used(Session("s", BEGUN, "seat", "secret", ()), at(5)) == {}
