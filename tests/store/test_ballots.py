"""What a session keeps is kept until it is closed, never told before, and then nowhere in the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from premortem.errors import InvalidAnswer, PremortemError, StoreBusy, StoreDamaged, UnknownLink, VoteClosed
from premortem.model.events import AnswerGiven, Event, Json, WorkbookCreated
from premortem.model.session_events import VoteCast, VoteDropped, VoteOpened, VoteShown
from premortem.store import Log, open_log
from premortem.store.ballot_rows import LARGEST_BALLOT
from premortem.store.log import Door
from premortem.store.sqlite import SqliteLog

OPENED = [VoteOpened("s", "v", {"kind": "text", "text": "Who owns the data?"})]
ODD = ["", "x" * 65, "a\nb", "\ud800", None, 5, ["v"], {}]


def cast_by(person: str) -> list[Event]:
    return [VoteCast("s", "v", person)]


def shown(ballots: Mapping[str, Json]) -> Sequence[Event]:
    return [VoteShown("s", "v", [ballots[person] for person in sorted(ballots)])]


@pytest.fixture
def vote(log: Log, workbook: str) -> str:
    log.open_vote(workbook, "v", OPENED, "Ada")
    return "v"


def events_after(log: Log, workbook: str, number: int) -> list[Event]:
    return [entry.event for entry in log.events(workbook, after=number)]


# --- votes


def test_a_vote_shows_each_persons_last_ballot_and_counts_each_person_once(
    log: Log, workbook: str, vote: str, address: str
) -> None:
    assert [entry.event for entry in log.cast(workbook, vote, "p1", {"value": 3}, cast_by("p1"))] == cast_by("p1")
    assert log.cast(workbook, vote, "p1", {"value": 4}, cast_by("p1")) == ()
    log.cast(workbook, vote, "p2", {"abstain": True}, cast_by("p2"))
    with open_log(address) as other:
        assert other.ballot(workbook, vote, "p1") == {"value": 4}
        closed = other.close_vote(workbook, vote, shown, "Ada")
    assert [(entry.event, entry.author) for entry in closed] == [
        (VoteShown("s", "v", [{"value": 4}, {"abstain": True}]), "Ada")
    ]
    assert events_after(log, workbook, 1) == [*OPENED, *cast_by("p1"), *cast_by("p2"), closed[0].event]


def test_no_event_holds_a_ballot_before_the_vote_is_closed(log: Log, workbook: str, vote: str) -> None:
    log.cast(workbook, vote, "p1", {"value": "SECRET"}, cast_by("p1"))
    assert "SECRET" not in repr(log.events(workbook))


def test_a_closed_vote_takes_no_ballot_is_not_closed_again_and_never_opened_again(
    log: Log, workbook: str, vote: str
) -> None:
    log.close_vote(workbook, vote, lambda _: [VoteDropped("s", "v")])
    newest = log.newest(workbook)
    with pytest.raises(VoteClosed, match="takes no more ballots"):
        log.cast(workbook, vote, "p1", {"value": 3}, cast_by("p1"))
    with pytest.raises(VoteClosed):
        log.close_vote(workbook, vote, shown)
    with pytest.raises(InvalidAnswer, match="opened before"):
        log.open_vote(workbook, vote, OPENED)
    assert (log.newest(workbook), log.ballot(workbook, vote, "p1")) == (newest, None)


def test_a_vote_that_was_never_opened_takes_no_ballot(log: Log, workbook: str) -> None:
    with pytest.raises(VoteClosed):
        log.cast(workbook, "v", "p1", {"value": 3}, cast_by("p1"))
    with pytest.raises(VoteClosed):
        log.close_vote(workbook, "v", shown)


def test_an_error_while_the_events_are_made_leaves_the_vote_open_with_its_ballots(
    log: Log, workbook: str, vote: str
) -> None:
    log.cast(workbook, vote, "p1", {"value": 3}, [])
    newest = log.newest(workbook)
    for wrong in (lambda _: 1 / 0, lambda _: [AnswerGiven("q", float("nan"))]):
        with pytest.raises((ZeroDivisionError, InvalidAnswer)):
            log.close_vote(workbook, vote, wrong)
    assert (log.newest(workbook), log.ballot(workbook, vote, "p1")) == (newest, {"value": 3})
    log.close_vote(workbook, vote, shown)
    assert events_after(log, workbook, newest) == [VoteShown("s", "v", [{"value": 3}])]


def test_closing_one_vote_leaves_the_ballots_of_all_others(log: Log, workbook: str, vote: str) -> None:
    other = log.create(WorkbookCreated("Other")).workbook
    log.open_vote(workbook, "w", [])
    log.open_vote(other, vote, [])
    for where, which in ((workbook, vote), (workbook, "w"), (other, vote)):
        log.cast(where, which, "p1", {"value": [where, which]}, [])
    log.close_vote(workbook, vote, shown)
    assert log.ballot(workbook, vote, "p1") is None
    assert log.ballot(workbook, "w", "p1") == {"value": [workbook, "w"]}
    assert log.ballot(other, vote, "p1") == {"value": [other, vote]}


def test_a_ballot_is_kept_up_to_16_kb_and_refused_beyond(log: Log, workbook: str, vote: str) -> None:
    largest = "é" * ((LARGEST_BALLOT - 12) // 2)
    log.cast(workbook, vote, "p1", {"value": largest}, [])
    with pytest.raises(InvalidAnswer, match="at most 16384 bytes"):
        log.cast(workbook, vote, "p1", {"value": largest + "é"}, [])
    assert log.ballot(workbook, vote, "p1") == {"value": largest}


@pytest.mark.parametrize("odd", [float("nan"), {1: 2}, b"x", "\ud800", {"a": object()}])
def test_a_ballot_that_is_not_json_is_refused_in_one_line(log: Log, workbook: str, vote: str, odd: Json) -> None:
    with pytest.raises(InvalidAnswer, match="The ballot was not saved") as refused:
        log.cast(workbook, vote, "p1", odd, cast_by("p1"))
    assert str(refused.value).isprintable()
    assert events_after(log, workbook, 2) == []


@pytest.mark.parametrize("odd", ODD)
def test_odd_ids_are_refused_in_one_line_and_open_nothing(log: Log, workbook: str, vote: str, odd: str) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: log.cast(workbook, vote, odd, 1, []),
        lambda: log.cast(workbook, odd, "p", 1, []),
        lambda: log.open_vote(workbook, odd, []),
        lambda: log.close_vote(workbook, odd, shown),
        lambda: log.open_door(Door(odd, workbook, "s")),
        lambda: log.open_door(Door("K7QW2M", workbook, odd)),
        lambda: log.door(odd),
        lambda: log.mark_present(workbook, [odd]),
    ]
    for attempt in attempts:
        with pytest.raises(PremortemError) as refused:
            attempt()
        assert str(refused.value).isprintable()
    assert log.ballot(workbook, vote, odd) is None
    assert (log.newest(workbook), log.doors(workbook)) == (2, ())


def test_a_workbook_the_store_does_not_have_has_no_votes_doors_or_people(log: Log) -> None:
    nowhere = "a" * 24
    attempts: list[Callable[[], object]] = [
        lambda: log.open_door(Door("K7QW2M", nowhere, "s")),
        lambda: log.doors(nowhere),
        lambda: log.shut_doors(nowhere),
        lambda: log.open_vote(nowhere, "v", []),
        lambda: log.cast(nowhere, "v", "p", 1, []),
        lambda: log.ballot(nowhere, "v", "p"),
        lambda: log.close_vote(nowhere, "v", shown),
        lambda: log.mark_present(nowhere, ["p"]),
        lambda: log.present(nowhere, 10),
        lambda: log.wait(nowhere, 0, 0),
    ]
    for attempt in attempts:
        with pytest.raises(UnknownLink):
            attempt()


def test_a_busy_store_changes_nothing(path: Path) -> None:
    with SqliteLog(path, patience=0.05) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        log.open_vote(workbook, "v", OPENED)
        log.cast(workbook, "v", "p1", {"value": 3}, cast_by("p1"))
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        attempts: list[Callable[[], object]] = [
            lambda: log.cast(workbook, "v", "p1", {"value": 4}, []),
            lambda: log.close_vote(workbook, "v", shown),
            lambda: log.shut_doors(workbook),
        ]
        for attempt in attempts:
            with pytest.raises(StoreBusy):
                attempt()
        holder.close()
        assert (log.newest(workbook), log.ballot(workbook, "v", "p1")) == (3, {"value": 3})


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_ballot_that_was_changed_by_hand_is_reported_and_the_session_can_still_be_ended(
    log: Log, workbook: str, vote: str, path: Path
) -> None:
    log.cast(workbook, vote, "p1", {"value": 3}, [])
    by_hand = sqlite3.connect(path, isolation_level=None)
    for value in ("'{\"value\":4}'", "x'00'"):
        by_hand.execute(f"UPDATE ballot SET value = {value}")
        with pytest.raises(StoreDamaged, match="end this session"):
            log.ballot(workbook, vote, "p1")
        with pytest.raises(StoreDamaged):
            log.close_vote(workbook, vote, shown)
    by_hand.close()
    log.shut_doors(workbook)


# --- doors, and who is there


def test_a_code_opens_its_session_until_the_doors_are_shut(log: Log, workbook: str, address: str) -> None:
    door = Door("K7QW2M", workbook, "s1")
    log.open_door(door)
    with open_log(address) as other:
        assert other.door("K7QW2M") == door
        assert other.doors(workbook) == (door,)
        with pytest.raises(InvalidAnswer, match="draw another"):
            other.open_door(Door("K7QW2M", workbook, "s2"))
    log.shut_doors(workbook)
    with pytest.raises(UnknownLink, match="No session is open by the code 'K7QW2M'"):
        log.door("K7QW2M")
    assert log.doors(workbook) == ()


def test_shutting_the_doors_ends_votes_and_presence_and_appends_in_the_same_step(
    log: Log, workbook: str, vote: str
) -> None:
    log.open_door(Door("K7QW2M", workbook, "s1"))
    log.cast(workbook, vote, "p1", {"value": 3}, [])
    log.mark_present(workbook, ["p1"])
    newest = log.newest(workbook)
    (ended,) = log.shut_doors(workbook, [VoteDropped("s", "v")], "Ada")
    assert (ended.number, ended.author) == (newest + 1, "Ada")
    assert log.ballot(workbook, vote, "p1") is None
    assert log.present(workbook, 60) == frozenset()
    with pytest.raises(VoteClosed):
        log.cast(workbook, vote, "p1", {"value": 3}, [])
    assert log.shut_doors(workbook) == ()


def test_shutting_the_doors_of_one_workbook_leaves_those_of_another(log: Log, workbook: str) -> None:
    other = log.create(WorkbookCreated("Other")).workbook
    log.open_door(Door("AAAAAA", workbook, "s1"))
    log.open_door(Door("BBBBBB", other, "s2"))
    log.mark_present(other, ["p1"])
    log.shut_doors(workbook)
    assert log.door("BBBBBB").workbook == other
    assert log.present(other, 60) == {"p1"}


@pytest.fixture
def times() -> list[datetime]:
    return [datetime(2026, 11, 24, 9, tzinfo=UTC)]


def test_who_was_marked_present_is_present_for_as_long_as_asked_by_the_stores_clock(
    timed: Callable, times: list[datetime]
) -> None:
    log = timed(lambda: times[-1])
    workbook = log.create(WorkbookCreated("x")).workbook
    log.open_door(Door("K7QW2M", workbook, "s"))
    log.mark_present(workbook, ["p1", "p2"])
    times.append(times[0] + timedelta(seconds=8))
    log.mark_present(workbook, ["p2", "p2"])
    assert log.present(workbook, 10) == {"p1", "p2"}
    times.append(times[0] + timedelta(seconds=12))
    assert log.present(workbook, 10) == {"p2"}
    times.append(times[0] - timedelta(hours=1))
    assert log.present(workbook, 10) == frozenset()  # a clock that was set back keeps nobody


def test_presence_is_noted_only_while_a_session_runs_and_is_no_event(log: Log, workbook: str) -> None:
    log.mark_present(workbook, ["p1"])
    assert log.present(workbook, 60) == frozenset()
    log.open_door(Door("K7QW2M", workbook, "s"))
    log.mark_present(workbook, ["p1"])
    assert log.present(workbook, 60) == {"p1"}
    assert log.newest(workbook) == 1


def test_a_copy_of_a_workbook_has_neither_its_doors_nor_its_votes(log: Log, workbook: str, vote: str) -> None:
    log.open_door(Door("K7QW2M", workbook, "s"))
    log.cast(workbook, vote, "p1", {"value": 3}, cast_by("p1"))
    copy = log.adopt(log.events(workbook)).workbook
    assert (log.doors(copy), log.ballot(copy, vote, "p1")) == ((), None)
    with pytest.raises(VoteClosed):
        log.cast(copy, vote, "p1", {"value": 3}, [])
