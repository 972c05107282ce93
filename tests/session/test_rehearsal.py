"""A rehearsal is played by simulated people, is marked as one everywhere, and touches nothing that is real."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import AGENDA, CLEAR, FACILITATOR, TEXTS, Meeting
from premortem.errors import RefusedInput
from premortem.model.events import AnswerGiven, RowAdded
from premortem.model.state import fold
from premortem.model.subjects import COLUMN_KINDS, KINDS, Option, Subject
from premortem.session import ballots
from premortem.session.lead import Lead
from premortem.session.plausible import plausible
from premortem.session.rehearsal import Simulated, copied, simulated
from premortem.session.state import running

TODAY = datetime.date(2026, 3, 2)


def rehearsal(meeting: Meeting, privacy: str = "secret") -> Lead:
    links = copied(meeting.log, meeting.workbook)
    return Lead.begin(meeting.log, meeting.bank, links.workbook, FACILITATOR, AGENDA, privacy, rehearsal=True)


def play(people: tuple[Simulated, ...]) -> None:
    while any(person.act() for person in people):
        pass


def test_simulated_people_come_vote_and_speak_up_through_a_whole_session(meeting: Meeting) -> None:
    lead = rehearsal(meeting)
    people = simulated(lead.room)
    play(people)
    first = lead.open_vote(CLEAR)
    play(people)
    assert len(lead.session.votes[first].cast) == len(people) == len(lead.session.here)
    lead.show(first, lead.room.state)
    lead.agree(first, 3, "", lead.room.state)
    play(people)
    assert [said.text.startswith("(simulated)") for said in lead.session.votes[first].dissent] == [True]
    lead.open_vote(TEXTS)
    play(people)
    lead.show(lead.session.vote.id if lead.session.vote else "", lead.room.state)
    rows = lead.room.state.rows("premortem-round.reasons")
    assert rows
    assert all(str(row.values["why"]).startswith("(simulated)") for row in rows)
    lead.end()
    play(people)


def test_everybody_simulated_is_called_so_and_everybody_sees_that_it_is_a_rehearsal(meeting: Meeting) -> None:
    lead = rehearsal(meeting)
    people = simulated(lead.room, 3)
    play(people)
    assert [person.called for person in lead.session.here] == ["Simulated 1", "Simulated 2", "Simulated 3"]
    view = lead.room.view(people[0].id)
    assert view["rehearsal"]
    assert view["workbook"] == "Rehearsal: Roof inspection by camera"


def test_a_rehearsal_touches_nothing_of_the_workbook(meeting: Meeting) -> None:
    real = meeting.begin()
    meeting.log.append(meeting.workbook, [AnswerGiven("start.idea", "Cameras")])
    before = meeting.log.events(meeting.workbook)
    lead = rehearsal(meeting)
    lead.open_vote(TEXTS)
    play(simulated(lead.room, 2))
    assert meeting.log.events(meeting.workbook) == before
    session = running(before)
    assert session is not None
    assert session.id == real.room.id


def test_the_copy_has_the_answers_but_not_what_somebody_wrote_unseen(meeting: Meeting) -> None:
    unseen = RowAdded("premortem-round.reasons", "abcdef", "1" * 16)
    meeting.log.append(meeting.workbook, [AnswerGiven("start.idea", "Cameras"), unseen])
    state = fold(meeting.log.events(copied(meeting.log, meeting.workbook).workbook))
    assert state.text("start.idea") == "Cameras"
    assert copied(meeting.log, meeting.workbook).workbook != meeting.workbook


def test_simulated_people_do_not_come_to_a_real_session(lead: Lead) -> None:
    with pytest.raises(RefusedInput):
        Simulated(lead.room, 1)


def test_who_was_taken_out_of_a_rehearsal_stays_out(meeting: Meeting) -> None:
    lead = rehearsal(meeting)
    people = simulated(lead.room, 2)
    play(people)
    lead.remove(people[0].id)
    play(people)
    assert [person.called for person in lead.session.here] == ["Simulated 2"]


@st.composite
def subjects(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> Subject:
    kind = draw(st.sampled_from(kinds))
    low = draw(st.none() | st.integers(-1000, 1000))
    span = draw(st.none() | st.integers(1, 1000))
    days = draw(
        st.sampled_from([(None, None), ("2020-01-01", None), (None, "2031-05-05"), ("2030-01-01", "2030-01-02")])
    )
    return Subject(
        kind,
        "What?",
        options=tuple(Option(n, f"Option {n}") for n in range(1, draw(st.integers(2, 9)) + 1)),
        minimum=low,
        maximum=None if span is None else (low or 0) + span,
        whole=draw(st.booleans()),
        earliest=days[0],
        latest=days[1],
        dots=draw(st.integers(1, 9)),
        many=draw(st.integers(1, 10)),
        length_max=draw(st.integers(30, 300)),
        columns=tuple(draw(_columns)) if kind == "rows" else (),
    )


_columns = st.lists(subjects(COLUMN_KINDS), min_size=1, max_size=4).map(
    lambda drawn: [replace(column, column=f"c{place}") for place, column in enumerate(drawn)]
)


@given(subjects(), st.floats(0, 1), st.integers(0, 99))
def test_what_a_simulated_person_votes_is_a_valid_ballot_on_any_subject(
    subject: Subject, place: float, seed: int
) -> None:
    raw = plausible(subject, place, random.Random(seed), TODAY)
    assert ballots.checked(subject, raw) is not None
