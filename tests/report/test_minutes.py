"""The minutes of a session stand in the report: what was decided and by how many, and no more than everybody saw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings import AGENDA, CLEAR, FACILITATOR, Meeting
from premortem.model.bank import shipped_bank
from premortem.model.subjects import Option, Subject
from premortem.report import bring_back, export
from premortem.report.document import Document
from premortem.session.lead import Lead
from premortem.store import Log, open_log
from premortem.workbook import Workbook
from report.tree import tree_of

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}'


@pytest.fixture
def own_log(tmp_path: Path) -> Iterator[Log]:
    with open_log(f"sqlite:///{tmp_path}/store.sqlite") as opened:
        yield opened


@pytest.fixture
def workbook(own_log: Log) -> Workbook:
    return Workbook.create(own_log, "Roof inspection by camera")


@pytest.fixture
def meeting(own_log: Log, workbook: Workbook) -> Meeting:
    return Meeting(own_log, workbook.id)


def report_of(workbook: Workbook) -> str:
    workbook.refresh()
    return export.html(workbook.document())


def minutes_in(report: str) -> str:
    found = re.search(r'<section id="minutes".*?(?=<section id="skipped")', report, re.DOTALL)
    assert found
    return found[0]


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def one_vote(meeting: Meeting, lead: Lead, *names: str, values: tuple[int, ...] = (4, 4, 5)) -> str:
    """A vote of these people that was shown."""
    people = meeting.join(lead, *names)
    vote = lead.open_vote(CLEAR)
    for person, value in zip(people, values, strict=True):
        lead.room.cast(person.id, vote, value)
    lead.show(vote, lead.room.state)
    return vote


def test_a_workbook_without_a_session_has_no_minutes(workbook: Workbook) -> None:
    assert 'id="minutes"' not in report_of(workbook)


def test_the_minutes_say_who_was_there_what_was_agreed_and_who_did_not(workbook: Workbook, meeting: Meeting) -> None:
    lead = meeting.begin()
    vote = one_vote(meeting, lead, "Planning", "Works", "Purchasing")
    lead.agree(vote, 4, "once the clerks had spoken", lead.room.state)
    person = lead.session.here[0]
    lead.room.dissent(person.id, vote, "The clerks were not asked", named=True)
    lead.room.dissent(lead.session.here[1].id, vote, "Too early to say", named=False)
    lead.park("Who pays for the cameras?")
    workbook.edit([{"do": "add-row", "question": "decision.actions", "row": "action1"}])
    cells = {"what": "Ask the clerks", "owner": "Works", "due": "2027-01-15"}
    workbook.edit(
        [
            {"do": "cell", "question": "decision.actions", "row": "action1", "column": c, "value": v}
            for c, v in cells.items()
        ]
    )
    lead.end()
    told = words_of(minutes_in(report_of(workbook)))
    for expected in (
        "3 people took part: Planning , Works , Purchasing",
        "once the clerks had spoken",
        "The clerks were not asked ( Planning )",
        "Too early to say ( no name wanted )",
        "Who pays for the cameras?",
        "Ask the clerks ( Works , 2027-01-15)",
    ):
        assert expected in told
    assert "Agreed:" in told


def test_both_rounds_of_a_vote_stand_in_the_minutes(workbook: Workbook, meeting: Meeting) -> None:
    lead = meeting.begin()
    first = one_vote(meeting, lead, "Planning", "Works", "Purchasing", values=(1, 2, 5))
    second = lead.again(first)
    for person in lead.session.here:
        lead.room.cast(person.id, second, 4)
    lead.show(second, lead.room.state)
    told = words_of(minutes_in(report_of(workbook)))
    assert "Round 1" in told
    assert "Round 2" in told


def test_of_a_vote_that_is_not_shown_the_minutes_say_only_that_it_is_open(workbook: Workbook, meeting: Meeting) -> None:
    lead = meeting.begin()
    asked = Subject(
        "choice", "Which supplier?", options=(Option("marked-one", "First"), Option("marked-two", "Second"))
    )
    (person,) = meeting.join(lead, "Planning")
    vote = lead.open_vote(asked)
    lead.room.cast(person.id, vote, "marked-two")
    report = report_of(workbook)
    assert "1 vote is open and not shown yet" in words_of(minutes_in(report))
    value = f'{{"value":"{"marked-two"}"}}'
    assert value not in report.replace("\\u0022", '"').replace(" ", "")
    assert '"ballots"' not in report


def test_an_anonymous_session_names_nobody_in_the_whole_report(workbook: Workbook, meeting: Meeting) -> None:
    lead = meeting.begin(privacy="anonymous")
    one_vote(meeting, lead, "Zenobia", "Ottokar", "Kunigunde")
    lead.end()
    report = report_of(workbook)
    assert not any(name in report for name in ("Zenobia", "Ottokar", "Kunigunde"))
    assert "Nobody was named" in report


def test_a_rehearsal_is_marked_as_one(own_log: Log, workbook: Workbook) -> None:
    Lead.begin(own_log, workbook.bank, workbook.id, FACILITATOR, AGENDA, "secret", rehearsal=True)
    assert "the people in it were simulated" in minutes_in(report_of(workbook))


def test_what_people_type_in_a_session_is_no_markup_in_the_minutes(workbook: Workbook, meeting: Meeting) -> None:
    lead = meeting.begin(privacy="open")
    people = meeting.join(lead, HOSTILE[:40], "Works")
    vote = lead.open_vote(Subject("choice", HOSTILE, options=(Option("a", HOSTILE), Option("b", "B", HOSTILE))))
    for person in people:
        lead.room.cast(person.id, vote, "a")
    lead.show(vote, lead.room.state)
    lead.agree(vote, "a", HOSTILE, lead.room.state)
    lead.room.dissent(people[0].id, vote, HOSTILE, named=True)
    lead.park(HOSTILE)
    lead.end()
    report = report_of(workbook)
    assert not [element for element in tree_of(report).elements if element.name == "img"]
    assert [element.get("type") for element in tree_of(report).elements if element.name == "script"] == [
        "application/json"
    ]
    assert "49" not in words_of(minutes_in(report)).replace("7*7", "")


def test_a_workbook_with_a_session_comes_back_from_its_report_with_the_same_history(
    own_log: Log, workbook: Workbook, meeting: Meeting
) -> None:
    lead = meeting.begin()
    vote = one_vote(meeting, lead, "Planning", "Works", "Purchasing")
    lead.agree(vote, 4, "", lead.room.state)
    lead.end()
    report = report_of(workbook)
    again = Workbook(own_log, own_log.adopt(bring_back.from_bytes(report.encode())).edit)
    assert [(r.number, r.at, r.event) for r in again.recorded] == [(r.number, r.at, r.event) for r in workbook.recorded]
    document = Document(shipped_bank(), again.state, again.recorded, again.assess())
    assert minutes_in(export.html(document)) == minutes_in(report)
