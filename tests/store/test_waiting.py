"""Who waits for the next event hears of it at once from here, soon from elsewhere, and is in nobody's way."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from premortem.errors import StoreError, StoreUnwritable, UnknownLink
from premortem.model.events import AnswerGiven, WorkbookCreated
from premortem.store import Log, open_log
from premortem.store.log import Door

LONG = 120.0  # nobody waits that long here: who does has missed what happened


def test_waiting_returns_at_once_where_there_is_something_newer_or_no_time(log: Log, workbook: str) -> None:
    assert log.wait(workbook, 0, LONG) == 1
    assert log.wait(workbook, 1, 0) == 1
    assert log.wait(workbook, 7, -1) == 1


def test_waiting_ends_when_the_time_is_up(log: Log, workbook: str) -> None:
    began = time.monotonic()
    assert log.wait(workbook, 1, 0.25) == 1
    assert time.monotonic() - began >= 0.25


WRITES: dict[str, Callable[[Log, str], object]] = {
    "append": lambda log, workbook: log.append(workbook, [AnswerGiven("q", 2)]),
    "vote": lambda log, workbook: log.open_vote(workbook, "v", [AnswerGiven("q", 2)]),
    "end": lambda log, workbook: log.shut_doors(workbook, [AnswerGiven("q", 2)]),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_who_waits_is_woken_by_what_the_same_log_appends(
    log: Log, workbook: str, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    monkeypatch.setattr("premortem.store.waiting.LOOKS_EVERY", LONG)  # woken, or never
    with ThreadPoolExecutor() as threads:
        waiting = [threads.submit(log.wait, workbook, 1, LONG) for _ in range(3)]
        while len(log._waiting._bells) < 3:  # type: ignore[attr-defined]
            time.sleep(0.001)
        WRITES[write](log, workbook)
        assert [each.result() for each in waiting] == [2, 2, 2]
    assert not log._waiting._bells  # type: ignore[attr-defined]


def test_who_waits_hears_of_what_another_process_appends(
    log: Log, workbook: str, address: str, forked: Callable
) -> None:
    gate, open_gate = os.pipe()

    def append_when_told(say: Callable) -> None:
        with open_log(address) as own:
            for count in range(5):
                os.read(gate, 1)
                say(own.append(workbook, [AnswerGiven("q", count)])[0].number)

    child = forked(append_when_told)
    newest = 1
    for _ in range(5):
        os.write(open_gate, b".")
        newest = log.wait(workbook, newest, LONG)
        assert newest == int(child.line())
    child.wait()


def test_presence_and_other_workbooks_wake_nobody(log: Log, workbook: str) -> None:
    other = log.create(WorkbookCreated("Other")).workbook
    log.open_door(Door("K7QW2M", workbook, "s"))
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(log.wait, workbook, 1, 0.4)
        log.mark_present(workbook, ["p"])
        log.append(other, [AnswerGiven("q", 1)])
        assert waiting.result() == 1


def test_a_log_is_used_freely_while_many_wait(log: Log, workbook: str) -> None:
    with ThreadPoolExecutor(16) as threads:
        waiting = [threads.submit(log.wait, workbook, 100, LONG) for _ in range(16)]
        for count in range(100):
            log.append(workbook, [AnswerGiven("q", count)])
        assert {each.result() for each in waiting} == {101}


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_closing_the_log_ends_all_waiting_with_an_error(log: Log, workbook: str) -> None:
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(log.wait, workbook, 1, LONG)
        while not log._waiting._bells:  # type: ignore[attr-defined]
            time.sleep(0.001)
        log.close()
        with pytest.raises(StoreError, match="closed"):
            waiting.result()


def test_waiting_for_a_workbook_the_store_does_not_have_is_refused(log: Log) -> None:
    for unknown in ("a" * 24, "", "\ud800"):
        with pytest.raises(UnknownLink):
            log.wait(unknown, 0, LONG)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_store_that_was_removed_ends_all_waiting_and_is_not_made_anew(log: Log, workbook: str, path: Path) -> None:
    path.rename(path.with_name("away.sqlite"))
    with pytest.raises(StoreUnwritable):
        log.wait(workbook, 1, LONG)
    assert not path.exists()


def test_parent_and_child_go_on_after_a_fork_while_a_thread_waits(log: Log, workbook: str, forked: Callable) -> None:
    seen: list[int] = []

    def follow() -> None:
        newest = 1
        while newest < 201:
            newest = log.wait(workbook, newest, LONG)
            seen.append(newest)

    following = threading.Thread(target=follow, daemon=True)
    following.start()

    def append_and_wait(say: Callable) -> None:
        for count in range(100):
            number = log.append(workbook, [AnswerGiven("q", count)], "child")[0].number
            say(log.wait(workbook, number - 1, LONG) >= number)

    child = forked(append_and_wait)
    for count in range(100):
        log.append(workbook, [AnswerGiven("q", count)], "parent")
    assert child.wait() == ["True"] * 100
    following.join(LONG)
    assert seen[-1] == 201
    assert seen == sorted(seen)
