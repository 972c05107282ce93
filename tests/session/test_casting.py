"""A vote is cast, changed or not, and counts once; what is not agreed with is kept as its author wants it."""

from __future__ import annotations

from typing import Any

import pytest

from meetings import CLEAR, FACILITATOR, OTHER_SEAT, Meeting, token
from premortem.errors import InvalidAnswer, VoteClosed
from premortem.model.session_events import DissentNoted, VoteCast
from premortem.session.lead import Lead
from premortem.session.room import DISSENTS_EACH


def test_a_late_joiner_sees_the_running_vote_and_may_vote(meeting: Meeting, lead: Lead) -> None:
    meeting.join(lead, "Early")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    late = room.join(token("Late"), "Late")
    assert room.view(late.id)["vote"]["open"]
    room.cast(late.id, vote, 3)
    assert room.view(late.id)["vote"]["mine"] == {"value": 3}
    assert (room.view(late.id)["vote"]["cast"], room.view(late.id)["vote"]["of"]) == (1, 2)


def test_changing_a_vote_leaves_no_trace_in_the_log(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    room.cast(person.id, vote, 1)
    newest = meeting.log.newest(meeting.workbook)
    room.cast(person.id, vote, 2)
    room.abstain(person.id, vote)
    room.cast(person.id, vote, 5)
    assert meeting.log.newest(meeting.workbook) == newest
    assert len(meeting.told(VoteCast)) == 1
    lead.show(vote, lead.room.state)
    assert lead.session.votes[vote].ballots == ({"value": 5},)


def test_who_abstains_has_voted(meeting: Meeting, lead: Lead) -> None:
    first, second = meeting.join(lead, "One", "Two")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    room.abstain(first.id, vote)
    room.cast(second.id, vote, 2)
    assert room.view(first.id)["vote"]["mine"] == {"abstain": True}
    lead.show(vote, lead.room.state)
    shown = lead.session.votes[vote]
    assert sorted(map(str, shown.ballots or ())) == ["{'abstain': True}", "{'value': 2}"]
    assert shown.missing == 0


@pytest.mark.parametrize("raw", [None, 0, 6, "many", [3], {"value": 3}, 2.5, True, float("nan"), "x" * 10_000, {}])
def test_a_vote_that_is_none_of_the_options_is_refused_and_counts_nothing(
    meeting: Meeting, lead: Lead, raw: Any
) -> None:
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(CLEAR)
    with pytest.raises(InvalidAnswer):
        meeting.room(lead).cast(person.id, vote, raw)
    assert not meeting.told(VoteCast)


@pytest.mark.parametrize("vote", ["", "nosuchvote", None, 7, ["v"], {"v": 1}])
def test_a_vote_that_does_not_exist_is_refused(meeting: Meeting, lead: Lead, vote: Any) -> None:
    (person,) = meeting.join(lead, "Planning")
    room = meeting.room(lead)
    for refused in (lambda: room.cast(person.id, vote, 1), lambda: room.dissent(person.id, vote, "No")):
        with pytest.raises(VoteClosed):
            refused()


@pytest.mark.parametrize("person", ["", FACILITATOR, OTHER_SEAT, "nobody"])
def test_who_is_not_in_the_session_cannot_vote_not_even_the_facilitators_seat(lead: Lead, person: str) -> None:
    vote = lead.open_vote(CLEAR)
    with pytest.raises(VoteClosed):
        lead.room.cast(person, vote, 3)


def test_after_the_vote_is_shown_nothing_more_is_cast(meeting: Meeting, lead: Lead) -> None:
    first, second = meeting.join(lead, "One", "Two")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    room.cast(first.id, vote, 2)
    lead.show(vote, lead.room.state)
    newest = meeting.log.newest(meeting.workbook)
    for refused in (lambda: room.cast(second.id, vote, 3), lambda: room.abstain(first.id, vote)):
        with pytest.raises(VoteClosed):
            refused()
    assert meeting.log.newest(meeting.workbook) == newest


def test_dissent_has_a_name_only_where_its_author_wants_it(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(CLEAR)
    room = meeting.room(lead)
    with pytest.raises(VoteClosed):
        room.dissent(person.id, vote, "Too early")
    lead.show(vote, lead.room.state)
    room.refresh()
    assert room.view(person.id)["vote"]["may_dissent"]
    room.dissent(person.id, vote, "Not clear to the clerks")
    room.dissent(person.id, vote, "Not clear to the clerks")
    room.dissent(person.id, vote, "Nor to me", named=True)
    assert [(said.text, said.name) for said in room.session.votes[vote].dissent] == [
        ("Not clear to the clerks", ""),
        ("Nor to me", "Planning"),
    ]
    for odd in ("", "  ", "x" * 501, None, 7, "a\x00"):
        with pytest.raises(InvalidAnswer):
            room.dissent(person.id, vote, odd)


def test_nobody_drowns_the_others_in_dissent(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(CLEAR)
    lead.show(vote, lead.room.state)
    room = meeting.room(lead)
    for n in range(DISSENTS_EACH):
        room.dissent(person.id, vote, f"No {n}")
    with pytest.raises(InvalidAnswer):
        room.dissent(person.id, vote, "No, again")


def test_where_nobody_is_named_dissent_has_no_name_either(meeting: Meeting) -> None:
    lead = meeting.begin("anonymous")
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(CLEAR)
    lead.show(vote, lead.room.state)
    room = meeting.room(lead)
    with pytest.raises(InvalidAnswer):
        room.dissent(person.id, vote, "No", named=True)
    room.dissent(person.id, vote, "No")
    assert [event.name for event in meeting.told(DissentNoted)] == [""]
