"""The connection is cut, the server crashes, clients are killed: what was acknowledged is there, once."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from postgres_server import Server
from premortem.errors import StoreBusy, StoreError
from premortem.model.events import AnswerGiven, WorkbookCreated
from premortem.store import Log, open_log
from premortem.store.log import Door
from premortem.store.postgres import PostgresLog

ONE = [AnswerGiven("q", 1)]
WRITES: dict[str, Callable[[Log, str], object]] = {
    "append": lambda log, workbook: log.append(workbook, ONE),
    "create": lambda log, _: log.create(WorkbookCreated("Another")),
    "adopt": lambda log, workbook: log.adopt(log.events(workbook)),
    "open a door": lambda log, workbook: log.open_door(Door("K7QW2M", workbook, "s")),
    "open a vote": lambda log, workbook: log.open_vote(workbook, "w", ONE),
    "cast": lambda log, workbook: log.cast(workbook, "v", "p", {"value": 3}, ONE),
    "change a ballot": lambda log, workbook: log.cast(workbook, "v", "q", {"value": 4}, ONE),
    "close a vote": lambda log, workbook: log.close_vote(workbook, "v", lambda _: ONE),
    "shut the doors": lambda log, workbook: log.shut_doors(workbook, ONE),
}


def all_there_is(log: Log, workbook: str) -> list[Any]:
    ballots = [log.ballot(workbook, "v", person) for person in "pq"]
    return [log.newest(workbook), len(log.workbooks()), log.doors(workbook), ballots]


@pytest.fixture
def voting(log: Log, workbook: str) -> str:
    log.open_vote(workbook, "v", [])
    log.cast(workbook, "v", "q", {"value": 3}, [])
    return workbook


@pytest.fixture
def by_line(postgres: Server, database: str, line: Any) -> str:
    return postgres.store(database).replace(str(postgres.port), str(line.port))


@pytest.mark.parametrize("write", WRITES)
def test_what_was_kept_although_the_answer_got_lost_is_acknowledged_and_there_once(
    log: Log, voting: str, by_line: str, line: Any, write: str
) -> None:
    before = all_there_is(log, voting)
    with open_log(by_line) as cut_off:
        line.cut = "after"
        WRITES[write](cut_off, voting)
        assert line.cut == ""
        after = all_there_is(log, voting)
        assert after != before
        assert all_there_is(cut_off, voting) == after
    assert after[0] - before[0] == (write in {"append", "open a vote", "cast", "close a vote", "shut the doors"})
    assert after[1] - before[1] == (write in {"create", "adopt"})


@pytest.mark.parametrize("write", WRITES)
def test_what_was_not_kept_is_refused_and_can_be_repeated(
    log: Log, voting: str, by_line: str, line: Any, write: str
) -> None:
    before = all_there_is(log, voting)
    with open_log(by_line) as cut_off:
        line.cut = "before"
        with pytest.raises(StoreBusy, match="nothing was changed; try again") as refused:
            WRITES[write](cut_off, voting)
        assert str(refused.value).isprintable()
        assert all_there_is(log, voting) == before
        WRITES[write](cut_off, voting)
    assert all_there_is(log, voting) != before


def test_where_nobody_can_tell_whether_it_was_kept_that_is_said(
    log: Log, workbook: str, by_line: str, line: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("premortem.store.postgres.server.ASKS_FOR", 0.3)
    with open_log(by_line) as cut_off:
        line.cut = "for good"
        with pytest.raises(StoreError, match="not known whether this was kept; look at what is there") as refused:
            cut_off.append(workbook, ONE)
        assert not isinstance(refused.value, StoreBusy)  # which would say that nothing was changed
        with pytest.raises(StoreBusy, match="cannot be reached"):
            cut_off.append(workbook, ONE)
    assert log.wait(workbook, 1, 60) == 2


def test_a_server_that_crashes_while_somebody_appends_loses_nothing_acknowledged_and_doubles_nothing(
    log: Log, workbook: str, postgres: Server, database: str, forked: Callable
) -> None:
    def append_until_told(say: Callable) -> None:
        count = 0
        with open_log(postgres.store(database)) as own:
            while count < 2000 and os.getppid() != 1:
                count += 1
                try:
                    own.append(workbook, [AnswerGiven("q", [count, part]) for part in range(3)])
                    say(f"kept {count}")
                except StoreBusy:
                    say(f"refused {count}")
                    time.sleep(0.01)
                except StoreError:
                    say(f"unknown {count}")

    child = forked(append_until_told)
    said: list[str] = []

    def hear_of(acknowledged: int) -> None:
        while acknowledged:
            said.append(child.line())
            acknowledged -= said[-1].startswith("kept")

    moments = random.Random(7)
    for _ in range(3):
        hear_of(moments.randint(3, 40))
        postgres.stop()
        postgres.start()
    hear_of(1)
    said += child.kill()
    there = [entry.event.value for entry in log.events(workbook, after=1)]  # type: ignore[union-attr]
    whole = [count for count, part in there if part == 0]
    assert there == [[count, part] for count in whole for part in range(3)]
    assert len(set(whole)) == len(whole)
    assert {line.split()[0] for line in said} >= {"kept", "refused"}
    for what, count in map(str.split, said):
        assert what == "unknown" or (int(count) in whole) == (what == "kept")


def test_a_log_goes_on_by_itself_after_the_server_was_stopped_and_started(
    log: Log, workbook: str, postgres: Server
) -> None:
    for mode in ("fast", "immediate"):
        postgres.stop(mode)
        with pytest.raises(StoreBusy, match="cannot be reached") as refused:
            log.append(workbook, ONE)
        assert str(refused.value).isprintable()
        postgres.start()
        newest = log.newest(workbook)
        assert log.append(workbook, ONE)[0].number == newest + 1


def test_who_waits_through_a_crash_hears_of_what_comes_after_it(
    log: Log, workbook: str, postgres: Server, address: str
) -> None:
    with ThreadPoolExecutor() as threads, open_log(address) as other:
        assert other.wait(workbook, 1, 0) == 1  # it listens already
        waiting = threads.submit(other.wait, workbook, 1, 120)
        postgres.stop()
        postgres.start()
        log.append(workbook, ONE)
        assert waiting.result() == 2


def test_who_waits_for_a_server_that_stays_away_is_told_when_the_time_is_up(
    log: Log, workbook: str, postgres: Server
) -> None:
    postgres.stop()
    with pytest.raises(StoreBusy, match="cannot be reached"):
        log.wait(workbook, 1, 0.5)
    postgres.start()
    assert log.wait(workbook, 0, 60) == 1


def test_closing_the_log_ends_all_waiting_with_an_error(log: Log, workbook: str) -> None:
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(log.wait, workbook, 1, 120)
        log.close()
        with pytest.raises(StoreError, match="closed"):
            waiting.result()


def test_a_client_that_stands_still_in_its_transaction_holds_up_writers_of_one_workbook_and_its_death_frees_it(
    log: Log, workbook: str, address: str, forked: Callable
) -> None:
    def stand_still(say: Callable) -> None:
        def clock() -> Any:
            say("inside")
            time.sleep(600)

        PostgresLog(address, clock=clock).append(workbook, ONE)

    child = forked(stand_still)
    assert child.line() == "inside"
    other = log.create(WorkbookCreated("Another")).workbook
    with PostgresLog(address, patience=0.1) as hasty:
        with pytest.raises(StoreBusy, match="held by somebody else"):
            hasty.append(workbook, ONE)
        assert (hasty.newest(workbook), hasty.append(other, ONE)[0].number) == (1, 2)
    child.kill()
    assert log.append(workbook, ONE)[0].number == 2


def test_a_child_that_outlives_its_parent_does_not_keep_the_parents_transaction_open(
    log: Log, workbook: str, address: str, forked: Callable
) -> None:
    """The child has a copy of every file of its parent: were the connection among them, the lock would stay."""

    def fork_inside_a_transaction(say: Callable) -> None:
        def clock() -> Any:
            if os.fork() == 0:
                time.sleep(5)  # longer than a writer waits
                os._exit(0)
            say("inside")
            time.sleep(600)

        PostgresLog(address, clock=clock).append(workbook, ONE)

    child = forked(fork_inside_a_transaction)
    assert child.line() == "inside"
    os.kill(child.pid, 9)
    assert log.append(workbook, ONE)[0].number == 2
