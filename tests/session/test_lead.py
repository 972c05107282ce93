"""Only the seat that leads moves the session on; nothing moves by itself, and a command given twice does no harm."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest

from meetings import AGENDA, CLEAR, FACILITATOR, OTHER_SEAT, Meeting, token
from premortem.errors import InvalidAnswer, NotLeading, ReadOnlyLink, RefusedInput, UnknownLink, VoteClosed
from premortem.model.session_events import PRIVACY, SessionOpened, VoteDropped
from premortem.session.lead import Lead
from premortem.session.room import Room
from premortem.session.state import running, sessions

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
COMMANDS: dict[str, Callable[[Lead], Any]] = {
    "set_agenda": lambda lead: lead.set_agenda([{"id": "a", "kind": "break", "title": "Tea", "minutes": 5}]),
    "begin_step": lambda lead: lead.begin_step("vote"),
    "extend": lambda lead: lead.extend("vote", 5),
    "park_step": lambda lead: lead.park_step("vote", True),
    "open_vote": lambda lead: lead.open_vote(CLEAR),
    "again": lambda lead: lead.again("v"),
    "show": lambda lead: lead.show("v", lead.room.state),
    "drop": lambda lead: lead.drop("v"),
    "agree": lambda lead: lead.agree("v", 3, "", lead.room.state),
    "vote_for": lambda lead: lead.vote_for("p", "v", 3),
    "add_person": lambda lead: lead.add_person("Emil"),
    "remove": lambda lead: lead.remove("p"),
    "set_door": lambda lead: lead.set_door(False),
    "park": lambda lead: lead.park("Who pays?"),
    "settle": lambda lead: lead.settle("i"),
    "lay_down_role": lambda lead: lead.lay_down_role(),
    "end": lambda lead: lead.end(),
}
NOT_COMMANDS = {"begin", "open_door", "take_role", "view"}
every_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


def numbers(meeting: Meeting) -> int:
    return meeting.log.newest(meeting.workbook)


def test_every_command_is_tried_here() -> None:
    public = {name for name, _ in inspect.getmembers(Lead, inspect.isfunction) if not name.startswith("_")}
    assert public - NOT_COMMANDS == set(COMMANDS) - {"begin"}


@every_command
def test_nobody_but_the_seat_that_leads_moves_the_session(
    meeting: Meeting, lead: Lead, command: Callable[[Lead], Any]
) -> None:
    before = numbers(meeting)
    with pytest.raises(NotLeading) as refusal:
        command(meeting.led_from(lead, OTHER_SEAT))
    assert "Facilitator leads this session now" in str(refusal.value)
    assert numbers(meeting) == before


@every_command
def test_where_the_role_is_laid_down_nobody_moves_the_session_until_it_is_taken(
    meeting: Meeting, lead: Lead, command: Callable[[Lead], Any]
) -> None:
    lead.lay_down_role()
    before = numbers(meeting)
    with pytest.raises(NotLeading) as refusal:
        command(lead)
    assert "Nobody leads" in str(refusal.value)
    assert numbers(meeting) == before


@every_command
def test_a_link_for_reading_leads_nothing(meeting: Meeting, lead: Lead, command: Callable[[Lead], Any]) -> None:
    reader = Lead(meeting.room(lead), meeting.bank, FACILITATOR, may_edit=False)
    before = numbers(meeting)
    for refused in (command, Lead.take_role):
        with pytest.raises(ReadOnlyLink):
            refused(reader)
    assert numbers(meeting) == before


@every_command
def test_after_the_end_nothing_can_be_changed(meeting: Meeting, lead: Lead, command: Callable[[Lead], Any]) -> None:
    lead.end()
    before = numbers(meeting)
    for refused in (command, Lead.take_role):
        with pytest.raises(VoteClosed):
            refused(lead)
    assert numbers(meeting) == before


def test_a_link_for_reading_begins_no_session(meeting: Meeting) -> None:
    with pytest.raises(ReadOnlyLink):
        Lead.begin(meeting.log, meeting.bank, meeting.workbook, FACILITATOR, AGENDA, "secret", may_edit=False)
    assert running(meeting.log.events(meeting.workbook)) is None


@pytest.mark.parametrize("seat", ["", "me", None, "F" * 16, "f" * 15])
def test_what_is_no_seat_leads_nothing(meeting: Meeting, lead: Lead, seat: Any) -> None:
    lead.lay_down_role()
    with pytest.raises(RefusedInput):
        meeting.led_from(lead, seat)
    with pytest.raises(RefusedInput):
        Lead.begin(meeting.log, meeting.bank, meeting.workbook, seat, AGENDA, "secret")


def test_whoever_takes_the_role_leads_and_the_other_learns_who_and_can_take_it_back(
    meeting: Meeting, lead: Lead
) -> None:
    other = meeting.led_from(lead, OTHER_SEAT, "Deputy")
    other.take_role()
    with pytest.raises(NotLeading) as refusal:
        lead.open_vote(CLEAR)
    assert "Deputy leads this session now" in str(refusal.value)
    assert lead.view(NOW)["led_by"] == "Deputy"
    assert (lead.leading, other.leading) == (False, True)
    lead.take_role()
    with pytest.raises(NotLeading):
        other.begin_step("vote")
    assert lead.open_vote(CLEAR)


def test_whoever_reloads_the_page_still_leads(meeting: Meeting, lead: Lead) -> None:
    vote = lead.open_vote(CLEAR)
    reloaded = meeting.led_from(lead, FACILITATOR)
    assert reloaded.leading
    assert reloaded.code == lead.code
    reloaded.show(vote, reloaded.room.state)


def test_the_kernel_killed_between_vote_and_reveal_loses_no_ballot(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Anna")
    vote = lead.open_vote(CLEAR)
    meeting.room(lead).cast(person.id, vote, 5)
    del lead
    session = running(meeting.log.events(meeting.workbook))
    assert session is not None
    again = Lead(Room(meeting.log, meeting.workbook, session.id), meeting.bank, FACILITATOR)
    assert again.session.votes[vote].open
    again.show(vote, again.room.state)
    assert again.session.votes[vote].ballots == ({"value": 5},)


def test_a_second_session_is_refused_while_one_runs_and_begins_after_it(meeting: Meeting, lead: Lead) -> None:
    with pytest.raises(InvalidAnswer):
        meeting.begin()
    lead.end()
    second = meeting.begin()
    assert second.code
    assert len(sessions(meeting.log.events(meeting.workbook))) == 2


def test_of_two_who_begin_at_the_same_moment_one_leads_and_the_other_is_told(meeting: Meeting) -> None:
    begun: list[Lead] = []
    refused: list[InvalidAnswer] = []

    def begin(seat: str) -> None:
        try:
            begun.append(Lead.begin(meeting.log, meeting.bank, meeting.workbook, seat, AGENDA, "secret"))
        except InvalidAnswer as refusal:
            refused.append(refusal)

    threads = [Thread(target=begin, args=(seat * 16,)) for seat in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(begun), len(refused)) == (1, 3)
    session = running(meeting.log.events(meeting.workbook))
    assert session is not None
    assert session.id == begun[0].room.id
    assert [door.session for door in meeting.log.doors(meeting.workbook)] == [session.id]


@pytest.mark.parametrize("privacy", ["", "public", None, 3])
def test_who_is_named_is_one_of_three(meeting: Meeting, privacy: Any) -> None:
    with pytest.raises(InvalidAnswer):
        meeting.begin(privacy)
    assert len(PRIVACY) == 3
    assert not meeting.told(SessionOpened)


def test_the_end_shuts_the_door_drops_open_votes_unseen_and_forgets_ballots(meeting: Meeting, lead: Lead) -> None:
    (anna,) = meeting.join(lead, "Anna")
    vote = lead.open_vote(CLEAR)
    meeting.room(lead).cast(anna.id, vote, 3)
    code = lead.code
    lead.end()
    assert meeting.log.doors(meeting.workbook) == ()
    assert meeting.log.ballot(meeting.workbook, vote, anna.id) is None
    assert [event.vote for event in meeting.told(VoteDropped)] == [vote]
    assert lead.session.votes[vote].ballots is None
    with pytest.raises(UnknownLink):
        meeting.log.door(code.replace("-", ""))
    view = lead.view(NOW)
    assert (view["running"], view["code"], view["vote"]) == (False, "", None)


def test_a_copy_of_a_workbook_brings_its_session_without_code_or_ballots_and_can_go_on(
    meeting: Meeting, lead: Lead
) -> None:
    (anna,) = meeting.join(lead, "Anna")
    vote = lead.open_vote(CLEAR)
    meeting.room(lead).cast(anna.id, vote, 3)
    copy = Meeting(meeting.log, meeting.log.adopt(meeting.log.events(meeting.workbook)).workbook)
    there = copy.led_from(lead, OTHER_SEAT)
    assert there.code == ""
    there.take_role()
    assert there.code not in {"", lead.code}
    with pytest.raises(VoteClosed):
        there.show(vote, there.room.state)
    there.drop(vote)
    assert there.open_vote(CLEAR)
    assert lead.session.votes[vote].open


def test_the_panel_says_who_is_here_connected_and_has_voted_but_not_what(meeting: Meeting, lead: Lead) -> None:
    anna, bert, carla = meeting.join(lead, "Anna", "Bert", "Carla")
    emil = lead.add_person("Emil")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    room.cast(anna.id, vote, 5)
    room.leave(carla.id)
    lead.room.refresh()
    people = {each["called"]: each for each in lead.view(NOW, frozenset({anna.id, carla.id}))["people"]}
    assert {name: (each["here"], each["present"], each["voted"]) for name, each in people.items()} == {
        "Anna": (True, True, True),
        "Bert": (True, False, False),
        "Carla": (False, False, False),
        "Emil": (True, True, False),
    }
    assert people["Emil"]["by_hand"]
    assert {each["id"] for each in people.values()} == {anna.id, bert.id, carla.id, emil.id}
    lead.remove(bert.id)
    assert "Bert" not in {each["called"] for each in lead.view(NOW)["people"]}


def test_everything_the_panel_is_told_is_json(meeting: Meeting, lead: Lead) -> None:
    meeting.join(lead, "Anna")
    lead.begin_step("vote")
    vote = lead.open_vote(CLEAR)
    for view in (lead.view(NOW), lead.room.view(lead.room.person_of(token("Anna")))):
        assert json.loads(json.dumps(view, allow_nan=False)) == view
    lead.show(vote, lead.room.state)
    lead.agree(vote, 3, "", lead.room.state)
    for view in (lead.view(NOW), lead.room.view(lead.room.person_of(token("Anna")))):
        assert json.loads(json.dumps(view, allow_nan=False)) == view
