"""A vote is opened, closed and shown once, in an order that tells nothing; what was agreed becomes the answer."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from meetings import CLEAR, TEXTS, Meeting, token
from premortem.errors import InvalidAnswer, UnknownQuestion, UnreadableFile, VoteClosed
from premortem.model import edits
from premortem.model.events import AnswerGiven, CellGiven, Revealed, RowAdded
from premortem.model.session_events import Agreed, VoteOpened, VoteShown
from premortem.model.state import fold
from premortem.model.steps import next_undo
from premortem.model.subjects import Option, Subject
from premortem.session.lead import Lead
from premortem.session.questions import subject_of
from premortem.session.voting import drawn_order

REASONS = "premortem-round.reasons"
DOTS = Subject("dots", "What first?", options=(Option("a", "This"), Option("b", "That")), dots=3)


def voted(meeting: Meeting, lead: Lead, values: dict[str, Any], subject: Subject = CLEAR) -> str:
    vote = lead.open_vote(subject)
    for who, value in values.items():
        meeting.room(lead).cast(meeting.join(lead, who)[0].id, vote, value)
    return vote


def test_a_vote_is_shown_once_and_a_second_time_changes_nothing(meeting: Meeting, lead: Lead) -> None:
    vote = voted(meeting, lead, {"Anna": 2, "Bert": 4})
    other = meeting.led_from(lead, lead.seat)
    lead.show(vote, lead.room.state)
    newest = meeting.log.newest(meeting.workbook)
    for again in (lead, other):
        for refused in (lambda led: led.show(vote, led.room.state), lambda led: led.drop(vote)):
            with pytest.raises(VoteClosed):
                refused(again)
    assert meeting.log.newest(meeting.workbook) == newest
    assert sorted(str(ballot["value"]) for ballot in lead.session.votes[vote].ballots or ()) == ["2", "4"]


def test_a_vote_closed_without_everyone_counts_who_is_missing(meeting: Meeting, lead: Lead) -> None:
    meeting.join(lead, "Carla", "Dora")
    vote = voted(meeting, lead, {"Anna": 2})
    gone = meeting.join(lead, "Emil")[0]
    meeting.room(lead).leave(gone.id)
    lead.show(vote, lead.room.state)
    assert lead.session.votes[vote].missing == 2


def test_who_voted_and_went_still_counts(meeting: Meeting, lead: Lead) -> None:
    vote = voted(meeting, lead, {"Anna": 2})
    meeting.room(lead).leave(lead.room.person_of(token("Anna")))
    lead.show(vote, lead.room.state)
    assert lead.session.votes[vote].ballots == ({"value": 2},)
    panel = lead.view(lead.session.opened)["vote"]
    assert (panel["cast"], panel["of"]) == (1, 1)


def test_a_second_round_is_a_vote_of_its_own_and_the_first_is_kept(meeting: Meeting, lead: Lead) -> None:
    first = voted(meeting, lead, {"Anna": 1, "Bert": 5})
    with pytest.raises(InvalidAnswer):
        lead.again(first)
    lead.show(first, lead.room.state)
    second = lead.again(first)
    room = meeting.room(lead)
    assert room.view(room.person_of(token("Anna")))["vote"]["mine"] is None
    room.cast(room.person_of(token("Anna")), second, 3)
    lead.show(second, lead.room.state)
    votes = lead.session.votes
    assert (votes[first].round, votes[second].round, votes[second].again) == (1, 2, first)
    assert len(votes[first].ballots or ()) == 2
    assert (votes[second].ballots, votes[second].missing) == (({"value": 3},), 1)
    with pytest.raises(InvalidAnswer):
        lead.again(first)
    assert lead.again(second)


def test_while_a_vote_is_open_no_other_is_opened(meeting: Meeting, lead: Lead) -> None:
    vote = lead.open_vote(CLEAR)
    for refused in (lambda: lead.open_vote(CLEAR), lambda: lead.open_vote(TEXTS)):
        with pytest.raises(InvalidAnswer):
            refused()
    assert len(meeting.told(VoteOpened)) == 1
    lead.drop(vote)
    assert lead.open_vote(CLEAR) != vote


def test_a_vote_that_was_called_off_shows_nothing_and_takes_nothing(meeting: Meeting, lead: Lead) -> None:
    vote = voted(meeting, lead, {"Anna": 2})
    lead.drop(vote)
    room = meeting.room(lead)
    anna = room.person_of(token("Anna"))
    for refused in (lambda: room.cast(anna, vote, 3), lambda: lead.show(vote, room.state), lambda: lead.drop(vote)):
        with pytest.raises(VoteClosed):
            refused()
    with pytest.raises(InvalidAnswer):
        lead.agree(vote, 3, "", room.state)
    assert not meeting.told(VoteShown)
    assert meeting.log.ballot(meeting.workbook, vote, anna) is None


def test_a_vote_about_what_no_page_could_read_is_refused(meeting: Meeting, lead: Lead) -> None:
    with pytest.raises(UnreadableFile):
        lead.open_vote(Subject("no such kind", "What?"))
    assert not meeting.told(VoteOpened)


@pytest.mark.parametrize("privacy", ["anonymous", "secret", "open"])
def test_the_order_of_ballots_does_not_follow_that_in_which_they_were_cast(meeting: Meeting, privacy: str) -> None:
    session = meeting.begin(privacy).session
    cast = {f"person {n}": {"value": n} for n in (1, 2, 3)}
    orders = Counter(tuple(ballot["value"] for ballot in drawn_order(session, cast)) for _ in range(3000))
    # Each of six orders about 500 times; one that came less than 380 times would be six standard deviations off.
    assert len(orders) == 6
    assert min(orders.values()) > 380


@pytest.mark.parametrize("privacy", ["anonymous", "secret"])
def test_what_the_log_holds_of_shown_ballots_tells_nothing_of_who_cast_them(meeting: Meeting, privacy: str) -> None:
    lead = meeting.begin(privacy)
    meeting.join(lead, "Anna", "Bert", "Carla", "Dora")
    for _ in range(4):
        vote = lead.open_vote(CLEAR)
        for place, who in enumerate(("Anna", "Bert", "Carla", "Dora"), start=1):
            lead.room.cast(lead.room.person_of(token(who)), vote, place)
        lead.show(vote, lead.room.state)
    shown = [event.ballots for event in meeting.told(VoteShown)]
    assert all(set(ballot) == {"value"} for ballots in shown for ballot in ballots)
    # All four in the order in which they were cast: one chance in 331,776.
    assert any([ballot["value"] for ballot in ballots] != [1, 2, 3, 4] for ballots in shown)


def test_names_stand_beside_values_only_where_the_session_is_open(meeting: Meeting) -> None:
    lead = meeting.begin("open")
    vote = voted(meeting, lead, {"Anna": 2, "Bert": 4})
    lead.show(vote, lead.room.state)
    ballots = lead.session.votes[vote].ballots or ()
    assert sorted((ballot["name"], ballot["value"]) for ballot in ballots) == [("Anna", 2), ("Bert", 4)]


def test_what_was_agreed_becomes_the_answer_in_the_same_step_and_can_be_undone(meeting: Meeting, lead: Lead) -> None:
    asked = subject_of(meeting.bank, lead.room.state, "first-project.team")
    vote = voted(meeting, lead, {"Anna": 2, "Bert": 4}, asked)
    with pytest.raises(InvalidAnswer):
        lead.agree(vote, 3, "", lead.room.state)
    lead.show(vote, lead.room.state)
    lead.agree(vote, 3, "between the two", lead.room.state)
    log = meeting.log.events(meeting.workbook)
    answered = [record for record in log if isinstance(record.event, Agreed | AnswerGiven)]
    assert [type(record.event) for record in answered] == [Agreed, AnswerGiven]
    assert len({record.step for record in answered}) == 1
    assert fold(log).level("first-project.team") == 3
    assert next_undo(log) == answered[0].step
    newest = meeting.log.newest(meeting.workbook)
    lead.agree(vote, 3, "between the two", lead.room.state)
    assert meeting.log.newest(meeting.workbook) == newest
    lead.agree(vote, 4, "after the break", lead.room.state)
    lead.room.refresh()
    assert lead.room.state.level("first-project.team") == 4
    seen = lead.room.view(lead.room.person_of(token("Anna")))["vote"]
    assert seen["agreed"] == next(option.label for option in asked.options if option.value == 4)


@pytest.mark.parametrize("value", [None, "", 0, 99, [3], {"a": 1}])
def test_what_cannot_be_an_answer_is_not_agreed_on(meeting: Meeting, lead: Lead, value: Any) -> None:
    vote = voted(meeting, lead, {"Anna": 2}, subject_of(meeting.bank, lead.room.state, "first-project.team"))
    lead.show(vote, lead.room.state)
    with pytest.raises(InvalidAnswer):
        lead.agree(vote, value, "", lead.room.state)
    assert not meeting.told(Agreed)


def test_a_cell_is_agreed_on_where_its_row_is_still_there(meeting: Meeting, lead: Lead) -> None:
    table, row = "prototype-or-infrastructure.components", edits.new_row_id()
    meeting.log.append(meeting.workbook, [RowAdded(table, row), CellGiven(table, row, "name", "Reader")])
    lead.room.refresh()
    vote = voted(meeting, lead, {"Anna": 2}, subject_of(meeting.bank, lead.room.state, table, row, "clarity"))
    lead.show(vote, lead.room.state)
    lead.agree(vote, 2, "", lead.room.state)
    lead.room.refresh()
    assert lead.room.state.rows(table)[0].level("clarity") == 2
    meeting.log.append(meeting.workbook, edits.remove_row(meeting.bank, lead.room.state, table, row))
    lead.room.refresh()
    with pytest.raises(UnknownQuestion):
        lead.agree(vote, 3, "", lead.room.state)


def test_after_dots_the_group_agrees_on_the_things_it_goes_on_with(meeting: Meeting, lead: Lead) -> None:
    vote = voted(meeting, lead, {"Anna": {"a": 1, "b": 2}}, DOTS)
    lead.show(vote, lead.room.state)
    for odd in ([], ["c"], ["a", "a"], {"a": 1}, "a", None):
        with pytest.raises(InvalidAnswer):
            lead.agree(vote, odd, "", lead.room.state)
    lead.agree(vote, ["b"], "", lead.room.state)
    lead.room.refresh()
    assert lead.view(lead.session.opened)["vote"]["agreed"] == "That"


def test_texts_become_rows_when_they_are_shown_and_not_before(meeting: Meeting, lead: Lead) -> None:
    vote = voted(meeting, lead, {"Anna": ["It was late", "Nobody asked"], "Bert": ["It was late"]}, TEXTS)
    assert not lead.room.state.rows(REASONS)
    assert lead.show(vote, lead.room.state) == 0
    written = [row.text("why") for row in lead.room.state.rows(REASONS)]
    assert sorted(map(str, written)) == ["It was late", "It was late", "Nobody asked"]
    assert len(meeting.told(Revealed)) == 1
    assert all(not event.by for event in meeting.told(RowAdded))


def test_rows_that_somebody_wrote_unseen_in_the_page_stay_unseen_when_texts_are_shown(
    meeting: Meeting, lead: Lead
) -> None:
    row = edits.new_row_id()
    unseen = [RowAdded(REASONS, row, "1" * 16), CellGiven(REASONS, row, "why", "MARKER")]
    meeting.log.append(meeting.workbook, unseen)
    lead.room.refresh()
    vote = voted(meeting, lead, {"Anna": ["It was late"]}, TEXTS)
    lead.show(vote, lead.room.state)
    assert [each.text("why") for each in lead.room.state.rows(REASONS)] == ["It was late"]
    assert not meeting.told(Revealed)


def test_texts_that_find_no_room_in_the_table_are_counted_and_stay_with_the_vote(meeting: Meeting, lead: Lead) -> None:
    fits = meeting.bank[REASONS].rows_max
    rows = [{"why": f"Reason {n}"} for n in range(fits - 1)]
    meeting.log.append(meeting.workbook, edits.answer(meeting.bank, lead.room.state, REASONS, rows))
    lead.room.refresh()
    vote = voted(meeting, lead, {"Anna": ["One", "Two", "Three"]}, TEXTS)
    assert lead.show(vote, lead.room.state) == 2
    assert len(lead.room.state.rows(REASONS)) == fits
    assert lead.session.votes[vote].ballots == ({"value": ["One", "Two", "Three"]},)


def test_texts_about_a_question_that_is_no_table_any_more_are_shown_all_the_same(meeting: Meeting, lead: Lead) -> None:
    for subject in (Subject("text", "What?", "no.such", column="why"), Subject("text", "What?", REASONS, column="no")):
        vote = voted(meeting, lead, {"Anna": ["One"]}, subject)
        assert lead.show(vote, lead.room.state) == 0
        assert lead.session.votes[vote].ballots == ({"value": ["One"]},)


FIRST, SECOND = "expectations.estimates", "expectations.second-round"
LOW = [{"cost": {"low": 80_000, "best": 100_000, "high": 150_000}, "sure": 80, "over": 10}]
HIGH = [{"cost": {"low": 90_000, "best": 160_000, "high": 400_000}, "sure": 60, "over": 40, "use": "don't know"}]


@pytest.mark.parametrize("privacy", ["anonymous", "secret", "open"])
def test_rows_that_each_filled_in_become_rows_of_the_table_with_a_name_only_where_votes_bear_names(
    meeting: Meeting, privacy: str
) -> None:
    lead = meeting.begin(privacy)
    vote = voted(meeting, lead, {"Anna": LOW, "Bert": HIGH}, subject_of(meeting.bank, lead.room.state, FIRST))
    assert not lead.room.state.rows(FIRST)
    assert lead.show(vote, lead.room.state) == 0
    written = sorted((dict(row.values) for row in lead.room.state.rows(FIRST)), key=lambda row: row["sure"])
    names = {"who": "Bert"}, {"who": "Anna"}
    expected = [HIGH[0] | names[0], LOW[0] | names[1]] if privacy == "open" else [HIGH[0], LOW[0]]
    assert written == expected
    assert len(meeting.told(Revealed)) == 1


def test_a_second_round_of_estimates_goes_into_the_table_for_it_and_a_third_takes_its_place(
    meeting: Meeting, lead: Lead
) -> None:
    vote = voted(meeting, lead, {"Anna": LOW, "Bert": HIGH}, subject_of(meeting.bank, lead.room.state, FIRST))
    lead.show(vote, lead.room.state)
    rooms = meeting.room(lead)
    for chances in ((20, 30), (25,)):
        vote = lead.again(vote)
        for who, over in zip(("Anna", "Bert"), chances, strict=False):
            rooms.cast(rooms.person_of(token(who)), vote, [{"over": over}])
        lead.show(vote, lead.room.state)
        assert sorted(row.number("over") or 0 for row in lead.room.state.rows(SECOND)) == sorted(chances)
    assert len(lead.room.state.rows(FIRST)) == 2
    assert [len(each.ballots or ()) for each in lead.session.votes.values()] == [2, 2, 1]


def test_a_second_round_of_rows_without_a_table_for_it_adds_to_the_first(meeting: Meeting, lead: Lead) -> None:
    asked = subject_of(meeting.bank, lead.room.state, REASONS, kind="rows")
    vote = voted(meeting, lead, {"Anna": [{"why": "It was late"}]}, asked)
    lead.show(vote, lead.room.state)
    again = lead.again(vote)
    lead.room.cast(lead.room.person_of(token("Anna")), again, [{"why": "It was dear"}])
    lead.show(again, lead.room.state)
    assert [row.text("why") for row in lead.room.state.rows(REASONS)] == ["It was late", "It was dear"]


def test_estimates_that_find_no_room_are_counted_and_stay_with_the_vote(meeting: Meeting, lead: Lead) -> None:
    fits = meeting.bank[FIRST].rows_max
    rows = [{"over": n} for n in range(fits - 1)]
    meeting.log.append(meeting.workbook, edits.answer(meeting.bank, lead.room.state, FIRST, rows))
    lead.room.refresh()
    vote = voted(meeting, lead, {"Anna": LOW, "Bert": HIGH}, subject_of(meeting.bank, lead.room.state, FIRST))
    assert lead.show(vote, lead.room.state) == 1
    assert len(lead.room.state.rows(FIRST)) == fits
    with pytest.raises(InvalidAnswer, match="at most 20 rows fit"):
        subject_of(meeting.bank, lead.room.state, FIRST)


def test_what_a_group_agrees_on_after_rows_stays_with_the_vote_and_replaces_no_row(
    meeting: Meeting, lead: Lead
) -> None:
    vote = voted(meeting, lead, {"Anna": LOW, "Bert": HIGH}, subject_of(meeting.bank, lead.room.state, FIRST))
    lead.show(vote, lead.room.state)
    lead.agree(vote, [{"over": 25}], "", lead.room.state)
    lead.room.refresh()
    assert len(lead.room.state.rows(FIRST)) == 2
    assert lead.view(lead.session.opened)["vote"]["agreed"].endswith("1.5 times the plan: 25 %")


def test_a_text_question_is_answered_by_the_text_that_is_agreed_on(meeting: Meeting, lead: Lead) -> None:
    vote = voted(meeting, lead, {"Anna": ["Cameras"]}, subject_of(meeting.bank, lead.room.state, "start.idea"))
    lead.show(vote, lead.room.state)
    lead.agree(vote, ["Cameras on drones"], "", lead.room.state)
    lead.room.refresh()
    assert lead.room.state.text("start.idea") == "Cameras on drones"
