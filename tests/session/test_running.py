"""Steps, people without a phone and what is parked: as whoever leads says, and never by themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from meetings import CLEAR, Meeting
from premortem.errors import InvalidAnswer
from premortem.model.session_events import AgendaSet, StepBegun
from premortem.session.ballots import ABSTAINED
from premortem.session.lead import MOST_PARKED, Lead

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_step_is_begun_only_by_command_and_the_one_that_runs_not_twice(meeting: Meeting, lead: Lead) -> None:
    assert lead.session.step is None
    lead.begin_step("write")
    lead.begin_step("write")
    lead.begin_step("decide")
    lead.begin_step("write")
    assert [event.item for event in meeting.told(StepBegun)] == ["write", "decide", "write"]
    lead.view(datetime(2036, 1, 1, tzinfo=UTC))
    assert lead.session.step is not None
    assert lead.session.step.id == "write"


@pytest.mark.parametrize("step", ["", "nosuchstep", None, 7, ["vote"]])
def test_a_step_that_is_not_in_the_agenda_is_refused(meeting: Meeting, lead: Lead, step: Any) -> None:
    before = meeting.log.newest(meeting.workbook)
    for refused in (lead.begin_step, lambda s: lead.extend(s, 5), lambda s: lead.park_step(s, True)):
        with pytest.raises(InvalidAnswer):
            refused(step)
    assert meeting.log.newest(meeting.workbook) == before


def test_a_parked_step_takes_no_time_and_is_not_begun_until_it_is_taken_back(lead: Lead) -> None:
    lead.park_step("vote", True)
    assert lead.view(NOW)["planned_s"] == 15 * 60
    with pytest.raises(InvalidAnswer):
        lead.begin_step("vote")
    lead.park_step("vote", False)
    lead.begin_step("vote")


@pytest.mark.parametrize("minutes", [None, "5", True, float("nan"), float("inf"), -15, -100, 500])
def test_minutes_that_no_step_can_have_are_refused(meeting: Meeting, lead: Lead, minutes: Any) -> None:
    with pytest.raises(InvalidAnswer):
        lead.extend("vote", minutes)
    assert not meeting.told(AgendaSet)


def test_a_step_is_given_more_time_and_less(lead: Lead) -> None:
    lead.extend("vote", 5)
    lead.extend("vote", -10)
    assert next(step.minutes for step in lead.session.agenda if step.id == "vote") == 10
    assert next(step.minutes for step in lead.session.planned if step.id == "vote") == 15


def test_somebody_without_a_phone_is_counted_and_voted_for_and_nobody_else_is(meeting: Meeting, lead: Lead) -> None:
    (anna,) = meeting.join(lead, "Anna")
    emil = lead.add_person("Emil")
    assert lead.add_person("Anna").called == "Anna (2)"
    vote = lead.open_vote(CLEAR)
    lead.vote_for(emil.id, vote, 2)
    lead.vote_for(emil.id, vote, 4)
    with pytest.raises(InvalidAnswer):
        lead.vote_for(anna.id, vote, 1)
    with pytest.raises(InvalidAnswer):
        lead.vote_for("nobody", vote, 1)
    lead.show(vote, lead.room.state)
    assert lead.session.votes[vote].ballots == ({"value": 4},)
    assert lead.session.votes[vote].missing == 2
    again = lead.again(vote)
    lead.vote_for(emil.id, again, ABSTAINED)
    lead.show(again, lead.room.state)
    assert lead.session.votes[again].ballots == ({"abstain": True},)


def test_what_is_parked_is_kept_once_and_settled_once(lead: Lead) -> None:
    lead.park("Who pays?")
    lead.park("Who pays?")
    (item,) = lead.session.parked.values()
    lead.settle(item.id)
    newest = lead.room.newest
    lead.settle(item.id)
    assert lead.room.newest == newest
    assert lead.view(NOW)["parked"] == [{"id": item.id, "text": "Who pays?", "settled": True}]
    lead.park("Who pays?")
    assert len(lead.session.parked) == 2
    for odd in ("", " ", None, 7, "x" * 301, "a\x00"):
        with pytest.raises(InvalidAnswer):
            lead.park(odd)  # type: ignore[arg-type]  # what a page may send
    with pytest.raises(InvalidAnswer):
        lead.settle("nothing")


def test_the_list_of_what_is_parked_has_an_end(lead: Lead) -> None:
    for n in range(MOST_PARKED):
        lead.park(f"Thing {n}")
    with pytest.raises(InvalidAnswer):
        lead.park("One more")
