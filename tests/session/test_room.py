"""A participant comes in, votes, and sees what is theirs to see; nobody can be somebody else, or counted twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import CLEAR, Meeting, token
from premortem.errors import InvalidAnswer, RefusedInput, UnknownLink, VoteClosed
from premortem.model.events import WorkbookCreated
from premortem.model.session_events import Joined
from premortem.session import people
from premortem.session.lead import Lead
from premortem.session.room import Room


def _here(room: Room) -> set[str]:
    return {person.id for person in room.session.here}


def test_there_is_no_room_of_a_session_that_never_was(meeting: Meeting) -> None:
    with pytest.raises(UnknownLink):
        Room(meeting.log, meeting.workbook, "nosuchsession")


def test_the_same_secret_is_the_same_person_however_often_and_wherever_it_comes(meeting: Meeting, lead: Lead) -> None:
    (first,) = meeting.join(lead, "Planning")
    room = meeting.room(lead)
    assert room.join(token("Planning"), "Planning") == first
    assert room.join(token("Planning")) == first
    assert len(meeting.told(Joined)) == 1
    assert len(meeting.room(lead).session.people) == 1


def test_a_person_who_renames_or_returns_is_still_one_person_with_one_vote(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    room.cast(person.id, vote, 2)
    renamed = room.join(token("Planning"), "Works planning")
    room.leave(person.id)
    with pytest.raises(VoteClosed):
        room.cast(person.id, vote, 5)
    returned = room.join(token("Planning"))
    assert (renamed.id, returned.id, returned.name, returned.number) == (person.id, person.id, "Works planning", 1)
    room.cast(person.id, vote, 4)
    lead.show(vote, lead.room.state)
    assert lead.session.votes[vote].ballots == ({"value": 4},)
    assert lead.room.view(person.id)["vote"]["of"] == 1


@pytest.mark.parametrize(
    "name",
    ["", "   ", "\u200b", "\u3164", "\u200d\u200e", "x" * 41, "A\u202enna", "A\x07", "A\x00", "\u2066A", 7, None],
)
def test_a_name_that_nobody_could_read_is_refused(meeting: Meeting, lead: Lead, name: Any) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        meeting.room(lead).join(token("a"), name)
    assert "\n" not in str(refusal.value)
    assert not meeting.told(Joined)


@given(st.text(max_size=60))
def test_a_name_that_is_taken_is_one_line_that_can_be_seen(name: str) -> None:
    try:
        taken = people.checked_name(name)
    except InvalidAnswer:
        return
    assert 0 < len(taken) <= people.NAME_MAX
    assert taken == " ".join(taken.split())
    assert not any(character in taken for character in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\n\t")


def test_a_name_of_markup_is_kept_as_it_is_and_is_text(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "<img src=x onerror=alert(1)>")
    assert person.called == "<img src=x onerror=alert(1)>"


def test_equal_names_are_told_apart_also_where_they_only_look_equal(meeting: Meeting, lead: Lead) -> None:
    room = meeting.room(lead)
    names = ["Anna", "anna", "Anna ", "A\u200dnna", "\uff21nna"]
    called = [room.join(token(f"{place}"), name).called for place, name in enumerate(names)]
    assert called == ["Anna", "anna (2)", "Anna (3)", "A\u200dnna (4)", "\uff21nna (5)"]
    assert room.join(token("1"), "anna").called == "anna (2)"


def test_several_who_come_at_once_are_all_in_once_and_under_names_of_their_own(meeting: Meeting, lead: Lead) -> None:
    rooms = [meeting.room(lead) for _ in range(6)]
    threads = [Thread(target=room.join, args=(token(str(n // 2)), "Anna")) for n, room in enumerate(rooms)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [person.name for person in meeting.room(lead).session.people.values()]
    assert len(names) == len(set(names)) == 3


def test_sixty_fit_and_whoever_comes_at_once_for_the_last_place_is_told_that_there_is_none(
    meeting: Meeting, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_PEOPLE", 3)
    first, _ = meeting.join(lead, "One", "Two")
    refused: list[str] = []

    def come(room: Room, who: str) -> None:
        try:
            room.join(token(who), who)
        except VoteClosed as refusal:
            refused.append(str(refusal))

    threads = [Thread(target=come, args=(meeting.room(lead), who)) for who in ("Three", "Four", "Five")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room = meeting.room(lead)
    assert len(room.session.here) == 3
    assert len(refused) == 2
    assert room.join(token("One"), "One") == first
    lead.remove(first.id)
    waiting = [who for who in ("Three", "Four", "Five") if room.person_of(token(who)) not in _here(room)]
    room.refresh()
    assert room.join(token(waiting[0]), waiting[0]).here


def test_nobody_is_named_in_the_store_where_nobody_is_named(meeting: Meeting) -> None:
    lead = meeting.begin("anonymous")
    first, second = meeting.join(lead, "MARKER-ANNA", "MARKER-BERT")
    assert (first.called, second.called) == ("Participant 1", "Participant 2")
    assert "MARKER" not in str(meeting.log.events(meeting.workbook))


def test_a_token_of_another_form_is_refused(lead: Lead) -> None:
    for odd in ("", "short", "x" * 65, "a b" * 8, None, 7, ["a" * 12], "ä" * 12):
        with pytest.raises(RefusedInput):
            lead.room.join(odd, "Anna")


def test_a_person_acts_as_the_person_of_their_token_and_the_id_in_the_log_is_no_token(
    meeting: Meeting, lead: Lead
) -> None:
    anna, bert = meeting.join(lead, "Anna", "Bert")
    room = meeting.room(lead)
    assert room.person_of(token("Anna")) == anna.id != bert.id
    with pytest.raises(InvalidAnswer):  # who has learned a name needs more than that to be let in as that person
        room.join(token("guessed"), "")
    assert room.person_of(anna.id) not in {anna.id, bert.id}
    other = Meeting(meeting.log, meeting.log.create(WorkbookCreated("Other")).workbook)
    assert other.begin().room.person_of(token("Anna")) != anna.id


def test_who_was_removed_cannot_come_back_vote_or_speak(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    room.cast(person.id, vote, 5)
    lead.remove(person.id)
    for refused in (
        lambda: room.join(token("Planning"), "Planning"),
        lambda: room.join(token("Planning"), "Somebody new"),
        lambda: room.cast(person.id, vote, 1),
        lambda: room.abstain(person.id, vote),
        lambda: room.dissent(person.id, vote, "No"),
    ):
        with pytest.raises(VoteClosed):
            refused()
    lead.show(vote, lead.room.state)
    assert lead.session.votes[vote].ballots == ()
    room.refresh()
    assert room.view(person.id)["me"] is None
    assert room.view(person.id)["vote"] is None
    assert room.view(person.id)["removed"]


def test_a_door_that_is_shut_keeps_newcomers_out_and_lets_in_who_was_in(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Early")
    room = meeting.room(lead)
    room.leave(person.id)
    lead.set_door(False)
    with pytest.raises(VoteClosed):
        room.join(token("Late"), "Late")
    assert room.join(token("Early")).here
    lead.set_door(True)
    assert room.join(token("Late"), "Late").here


def test_after_the_end_nobody_joins_votes_or_speaks(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    lead.end()
    for refused in (
        lambda: room.join(token("Late"), "Late"),
        lambda: room.join(token("Planning"), "Other"),
        lambda: room.cast(person.id, vote, 1),
        lambda: room.dissent(person.id, vote, "No"),
    ):
        with pytest.raises(VoteClosed):
            refused()
    room.leave(person.id)
    assert room.view(person.id)["ended"]


def test_who_has_not_joined_sees_what_is_said_at_the_door_and_nothing_of_the_vote(lead: Lead) -> None:
    lead.begin_step("vote")
    lead.open_vote(CLEAR)
    view = lead.room.view("nobody")
    assert (view["workbook"], view["privacy"], view["door_open"]) == ("Roof inspection by camera", "secret", True)
    assert (view["me"], view["vote"], view["step"]) == (None, None, None)


@pytest.mark.parametrize(("privacy", "expected"), [("anonymous", True), ("secret", True), ("open", False)])
def test_among_fewer_than_four_anonymity_is_said_to_be_thin(meeting: Meeting, privacy: str, expected: bool) -> None:
    lead = meeting.begin(privacy)
    meeting.join(lead, "One", "Two", "Three")
    room = meeting.room(lead)
    assert room.view("")["thin"] is expected
    room.join(token("Four"), "Four")
    assert room.view("")["thin"] is False


@pytest.mark.parametrize("days", [-1, 1, -10_000])
def test_a_clock_that_is_wrong_changes_nothing_but_the_times_shown(meeting: Meeting, lead: Lead, days: int) -> None:
    (person,) = meeting.join(lead, "Planning")
    lead.begin_step("vote")
    vote = lead.open_vote(CLEAR)
    wrong = Room(meeting.log, meeting.workbook, lead.room.id, clock=lambda: datetime.now(UTC) + timedelta(days=days))
    right = meeting.room(lead)
    wrong.cast(person.id, vote, 3)
    right.refresh()
    seen, expected = wrong.view(person.id), right.view(person.id)
    assert seen["step"].pop("elapsed") >= 0
    expected["step"].pop("elapsed")
    assert seen == expected
    panel = lead.view(datetime.now(UTC) + timedelta(days=days))
    assert min([panel["elapsed"], panel["used_s"], *(step["used"] for step in panel["agenda"])]) >= 0
