"""Before a vote is shown nobody reads a value anywhere; after it, where votes are secret, nobody reads whose it was."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from meetings import FACILITATOR, OTHER_SEAT, TEXTS, Meeting, token
from premortem.model.events import to_json
from premortem.model.history import history
from premortem.model.plain import plain
from premortem.model.session_events import VoteShown
from premortem.report.bring_back import from_bytes
from premortem.report.export import html
from premortem.session.lead import Lead
from premortem.session.minutes import minutes
from premortem.workbook import Workbook

MARKER = "MARKER-7f3a"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE = ("Anna", "Bert", "Carla", "Dora")


def everything_readable(meeting: Meeting, lead: Lead, but: str = "") -> str:
    """All that any surface gives to anybody, but the view of the person `but`, as one text."""
    log = meeting.log.events(meeting.workbook)
    room = meeting.room(lead)
    book = Workbook(meeting.log, meeting.log.links(meeting.workbook).edit)
    exported = html(book.document())
    told: list[Any] = [
        [to_json(record.event) for record in log],
        [room.view(person) for person in ("", *room.session.people) if person != but],
        lead.view(NOW, frozenset(room.session.people)),
        meeting.led_from(lead, OTHER_SEAT).view(NOW),
        plain(minutes(meeting.bank, log, lead.room.id)),
        [asdict(entry) for entry in history(meeting.bank, log)],
        exported,
        [to_json(record.event) for record in from_bytes(exported.encode())],
        [repr(room.session), repr(book.state), book.frame.to_json()],
        [meeting.log.ballot(meeting.workbook, vote, FACILITATOR) for vote in room.session.votes],
    ]
    return json.dumps(told, default=str)


@pytest.mark.parametrize("privacy", ["anonymous", "secret", "open"])
def test_before_a_vote_is_shown_its_values_are_in_their_author_s_view_and_nowhere_else(
    meeting: Meeting, privacy: str
) -> None:
    lead = meeting.begin(privacy)
    anna, *_ = meeting.join(lead, *PEOPLE)
    vote = lead.open_vote(TEXTS)
    room = meeting.room(lead)
    room.cast(anna.id, vote, [f"{MARKER} at first"])
    room.cast(anna.id, vote, [MARKER])
    assert MARKER not in everything_readable(meeting, lead, but=anna.id)
    assert room.view(anna.id)["vote"]["mine"] == {"value": [MARKER]}
    lead.show(vote, lead.room.state)
    shown = everything_readable(meeting, lead)
    assert MARKER in shown
    assert "at first" not in shown
    assert room.refresh()
    assert room.view(anna.id)["vote"]["mine"] is None


@pytest.mark.parametrize("end", ["drop", "end", "removed"])
def test_what_was_never_shown_is_never_read(meeting: Meeting, lead: Lead, tmp_path: Path, end: str) -> None:
    anna, *_ = meeting.join(lead, *PEOPLE)
    vote = lead.open_vote(TEXTS)
    meeting.room(lead).cast(anna.id, vote, [MARKER])
    match end:
        case "drop":
            lead.drop(vote)
        case "end":
            lead.end()
        case _:
            lead.remove(anna.id)
            lead.show(vote, lead.room.state)
    assert MARKER not in everything_readable(meeting, lead)
    meeting.log.close()
    assert all(MARKER.encode() not in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())


@pytest.mark.parametrize("privacy", ["anonymous", "secret"])
def test_after_a_vote_is_shown_no_name_and_no_person_stands_beside_a_value(meeting: Meeting, privacy: str) -> None:
    lead = meeting.begin(privacy)
    people = meeting.join(lead, *PEOPLE)
    vote = lead.open_vote(TEXTS)
    for place, person in enumerate(people):
        meeting.room(lead).cast(person.id, vote, [f"{MARKER} {place}"])
    lead.show(vote, lead.room.state)
    beside = [
        json.dumps(to_json(record.event)) for record in meeting.log.events(meeting.workbook) if MARKER in str(record)
    ]
    beside += [json.dumps(lead.view(NOW)["vote"]), json.dumps(lead.room.view(people[0].id)["vote"])]
    kept = minutes(meeting.bank, meeting.log.events(meeting.workbook), lead.room.id)
    beside += [json.dumps(plain(kept.votes))]
    assert beside
    for named in (*PEOPLE, *(person.id for person in people), *(token(who) for who in PEOPLE)):
        assert not any(named in told for told in beside)
    assert all(set(ballot) == {"value"} for event in meeting.told(VoteShown) for ballot in event.ballots)


def test_no_token_is_ever_kept(meeting: Meeting, lead: Lead, tmp_path: Path) -> None:
    (anna,) = meeting.join(lead, "Anna")
    vote = lead.open_vote(TEXTS)
    meeting.room(lead).cast(anna.id, vote, ["One"])
    meeting.log.close()
    assert all(token("Anna").encode() not in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())


def test_where_nobody_is_named_no_name_is_in_the_store_or_in_anything_that_leaves_it(
    meeting: Meeting, tmp_path: Path
) -> None:
    lead = meeting.begin("anonymous")
    people = meeting.join(lead, MARKER, f"{MARKER} 2")
    vote = lead.open_vote(TEXTS)
    meeting.room(lead).cast(people[0].id, vote, ["One"])
    lead.add_person(f"{MARKER} 3")
    lead.show(vote, lead.room.state)
    meeting.room(lead).dissent(people[1].id, vote, "No")
    lead.end()
    assert MARKER not in everything_readable(meeting, lead)
    meeting.log.close()
    assert all(MARKER.encode() not in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
