"""`premortem minutes` prints what came of a workbook's sessions."""

from __future__ import annotations

import json
from pathlib import Path

from cli.shell import Run
from meetings import CLEAR, Meeting
from premortem.store import open_log
from premortem.workbook import Workbook


def held(store: Path) -> str:
    """A workbook with one session that has ended; its link."""
    with open_log(f"sqlite:///{store}") as log:
        workbook = Workbook.create(log, "Roof inspection by camera")
        meeting = Meeting(log, workbook.id)
        lead = meeting.begin()
        people = meeting.join(lead, "Planning", "Works")
        vote = lead.open_vote(CLEAR)
        for person in people:
            lead.room.cast(person.id, vote, 4)
        lead.show(vote, lead.room.state)
        lead.agree(vote, 4, "at once", lead.room.state)
        lead.park("Who pays?")
        lead.end()
        return workbook.links.read


def test_the_minutes_are_told_in_lines(store: Path, run: Run) -> None:
    code, told, errors = run("minutes", held(store))
    assert (code, errors) == (0, "")
    assert "2 took part: Planning, Works" in told
    assert "Vote: How clear is it?" in told
    assert "Agreed: 4 (at once)" in told
    assert "Parked: Who pays?" in told


def test_the_minutes_are_there_as_json(store: Path, run: Run) -> None:
    code, told, _ = run("minutes", held(store), "--json")
    (kept,) = json.loads(told)
    assert code == 0
    assert kept["attendance"]["people"] == 2
    assert kept["votes"][0]["value"] == 4
    assert kept["votes"][0]["rounds"][0]["result"]["people"] == 2


def test_a_workbook_without_a_session_says_so(store: Path, run: Run) -> None:
    with open_log(f"sqlite:///{store}") as log:
        link = Workbook.create(log, "Roof inspection").link
    assert run("minutes", link) == (0, "There was no session on this workbook yet.\n", "")


def test_a_link_that_opens_nothing_is_refused_in_one_line(store: Path, run: Run) -> None:
    held(store)
    code, told, errors = run("minutes", "nothingopensbythis")
    assert (code, told) == (1, "")
    assert errors.count("\n") == 1
