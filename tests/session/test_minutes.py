"""The minutes say what was voted, agreed and taken on, and keep to what people were told of their names."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meetings import CLEAR, TEXTS, Meeting, token
from premortem.errors import UnknownLink
from premortem.model import edits
from premortem.model.events import CellGiven, RowAdded, Undone, WorkbookCreated
from premortem.model.plain import plain
from premortem.model.session_events import VoteShown
from premortem.session.lead import Lead
from premortem.session.minutes import ACTIONS, Minutes, minutes
from premortem.session.questions import subject_of
from premortem.store.sqlite import SqliteLog


def minutes_of(meeting: Meeting, lead: Lead) -> Minutes:
    return minutes(meeting.bank, meeting.log.events(meeting.workbook), lead.room.id)


def act(meeting: Meeting, what: str, owner: str = "", due: str | None = None) -> str:
    row = edits.new_row_id()
    cells = {"what": what, "owner": owner, "due": due}
    given = [CellGiven(ACTIONS, row, column, cell) for column, cell in cells.items() if cell]
    meeting.log.append(meeting.workbook, [RowAdded(ACTIONS, row), *given])
    return row


def vote_of(meeting: Meeting, lead: Lead, values: dict[str, int]) -> str:
    vote = lead.open_vote(CLEAR)
    for who, value in values.items():
        meeting.room(lead).cast(lead.room.person_of(token(who)), vote, value)
    lead.show(vote, lead.room.state)
    return vote


def test_there_are_no_minutes_of_a_session_that_never_was(meeting: Meeting) -> None:
    with pytest.raises(UnknownLink):
        minutes(meeting.bank, meeting.log.events(meeting.workbook), "nosuchsession")


def test_a_whole_session_stands_in_its_minutes(meeting: Meeting, lead: Lead) -> None:
    act(meeting, "From last time")
    lead.end()
    lead = meeting.begin()
    meeting.join(lead, "Anna", "Bert", "Carla", "Dora")
    lead.add_person("Emil")
    first = vote_of(meeting, lead, {"Anna": 1, "Bert": 5})
    second = lead.again(first)
    for who in ("Anna", "Bert", "Carla"):
        meeting.room(lead).cast(lead.room.person_of(token(who)), second, 4)
    lead.show(second, lead.room.state)
    lead.agree(second, 4, "Bert came round", lead.room.state)
    room = meeting.room(lead)
    room.dissent(room.person_of(token("Anna")), second, "Still too vague", named=True)
    dropped = lead.open_vote(CLEAR)
    lead.drop(dropped)
    act(meeting, "Ask the supplier", "Anna", "2027-03-01")
    gone = act(meeting, "Something else")
    meeting.log.append(meeting.workbook, [Undone(meeting.log.newest(meeting.workbook) - 1)])
    lead.park("Who pays for storage?")
    lead.end()
    act(meeting, "Thought of on the way home")
    kept = minutes_of(meeting, lead)
    assert (kept.title, kept.privacy, kept.rehearsal) == ("Roof inspection by camera", "secret", False)
    assert kept.attendance.names == ("Anna", "Bert", "Carla", "Dora", "Emil")
    assert (kept.attendance.people, kept.attendance.without_phone) == (5, 1)
    (voted,) = kept.votes
    assert [(each.round, each.result.people, each.result.missing) for each in voted.rounds] == [(1, 2, 3), (2, 3, 2)]
    assert (voted.agreed, voted.value, voted.note) == ("4", 4, "Bert came round")
    assert [(said.text, said.name) for said in voted.dissent] == [("Still too vague", "Anna")]
    assert (kept.called_off, kept.waiting) == (1, 0)
    assert [(action.what, action.owner, action.due) for action in kept.actions] == [
        ("Ask the supplier", "Anna", "2027-03-01")
    ]
    assert gone not in str(kept.actions)
    assert [item.text for item in kept.parked] == ["Who pays for storage?"]
    assert kept.ended is not None
    assert kept.ended >= kept.opened


@pytest.mark.parametrize(("privacy", "named"), [("anonymous", False), ("secret", True), ("open", True)])
def test_who_was_there_is_named_only_where_people_are(meeting: Meeting, privacy: str, named: bool) -> None:
    lead = meeting.begin(privacy)
    meeting.join(lead, "MARKER-A", "MARKER-B")
    vote_of(meeting, lead, {"MARKER-A": 2, "MARKER-B": 3})
    lead.end()
    kept = minutes_of(meeting, lead)
    assert kept.attendance.people == 2
    assert ("MARKER" in json.dumps(plain(kept))) is named
    assert ("MARKER" in json.dumps(plain(kept.votes))) is (privacy == "open")
    assert not any(person.id in json.dumps(plain(kept)) for person in lead.session.people.values())


def test_names_that_a_damaged_file_puts_on_secret_votes_stay_out_of_the_minutes(meeting: Meeting, lead: Lead) -> None:
    vote = lead.open_vote(CLEAR)
    forged = VoteShown(lead.room.id, vote, [{"value": 3, "name": "MARKER"}, {"nonsense": [[]]}, {"value": {}}], 0)
    meeting.log.append(meeting.workbook, [forged])
    kept = minutes_of(meeting, lead)
    assert "MARKER" not in json.dumps(plain(kept))
    assert kept.votes[0].rounds[0].result.unread == 2
    assert "MARKER" not in str(meeting.room(lead).view(meeting.join(lead, "Anna")[0].id))


def test_the_minutes_of_a_session_that_runs_hold_nothing_of_an_open_vote(meeting: Meeting, lead: Lead) -> None:
    (person,) = meeting.join(lead, "Anna")
    vote = lead.open_vote(TEXTS)
    meeting.room(lead).cast(person.id, vote, ["MARKER"])
    kept = minutes_of(meeting, lead)
    assert (kept.ended, kept.waiting, kept.votes) == (None, 1, ())
    assert "MARKER" not in json.dumps(plain(kept))


def test_who_was_removed_is_not_named(meeting: Meeting, lead: Lead) -> None:
    intruder, _ = meeting.join(lead, "MARKER", "Anna")
    lead.remove(intruder.id)
    assert minutes_of(meeting, lead).attendance.names == ("Anna",)


def test_time_used_stands_beside_time_planned_also_of_steps_that_were_parked_or_came_later(tmp_path: Path) -> None:
    times = iter(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(minutes=n) for n in range(1000))
    with SqliteLog(tmp_path / "store.sqlite", clock=lambda: next(times)) as log:
        meeting = Meeting(log, log.create(WorkbookCreated("Roof")).workbook)
        lead = meeting.begin()
        lead.begin_step("write")
        lead.extend("write", 5)
        lead.park_step("vote", True)
        lead.begin_step("decide")
        lead.end()
        kept = minutes_of(meeting, lead)
    steps = {step.id: (step.planned, step.last, step.used, step.parked) for step in kept.steps}
    assert steps == {
        "write": (10, 15, 3, False),
        "vote": (15, 15, 0, True),
        "decide": (5, 5, 1, False),
    }
    assert (kept.minutes_planned, kept.minutes_used) == (30, 5)


def test_an_action_that_was_only_written_anew_was_not_taken_on(meeting: Meeting) -> None:
    act(meeting, "From last time", "Anna")
    lead = meeting.begin()
    rows = [{"what": "From last time", "owner": "Anna"}, {"what": "New", "owner": "Bert"}]
    meeting.log.append(meeting.workbook, edits.answer(meeting.bank, lead.room.state, ACTIONS, rows))
    assert [action.what for action in minutes_of(meeting, lead).actions] == ["New"]


def test_a_vote_on_a_sum_is_told_in_the_currency_of_the_workbook(meeting: Meeting, lead: Lead) -> None:
    meeting.log.append(meeting.workbook, edits.answer(meeting.bank, lead.room.state, "start.currency", "EUR"))
    lead.room.refresh()
    asked = subject_of(meeting.bank, lead.room.state, "expectations.budget")
    (person,) = meeting.join(lead, "Anna")
    vote = lead.open_vote(asked)
    meeting.room(lead).cast(person.id, vote, "€ 120k")
    lead.show(vote, lead.room.state)
    lead.agree(vote, 130_000, "", lead.room.state)
    assert minutes_of(meeting, lead).votes[0].agreed == "€130,000"
