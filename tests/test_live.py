"""An open workbook is followed while its page is looked at: what others do is shown, in the kernel's own loop."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from premortem import live
from premortem.errors import StoreBusy
from premortem.live import Live
from premortem.store.sqlite import SqliteLog
from premortem.workbook import Workbook

PATIENCE = 60.0


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    with SqliteLog(tmp_path / "store.sqlite") as log:
        yield log


class Follower:
    """A workbook that is followed, and what was shown: the number of the newest event, each time."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook, self.shown = workbook, list[int]()
        self.threads: set[int] = set()
        self.live = Live(workbook, self.show)

    def show(self) -> None:
        self.threads.add(threading.get_ident())
        if self.workbook.refresh():
            self.shown.append(self.workbook.state.newest)

    async def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline
            await asyncio.sleep(0.005)


@pytest.fixture
def follower(log: SqliteLog) -> Iterator[Follower]:
    following = Follower(Workbook.create(log, "Invoices"))
    yield following
    following.live.close()
    following.live._workbook.log.close()
    if following.live._thread:
        following.live._thread.join(PATIENCE)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: tests with a browser leave a loop running in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, work).result(PATIENCE)


def other(follower: Follower, value: str) -> None:
    """Somebody else, with a log of their own, answers."""
    path = Path(follower.workbook.log.address.removeprefix("sqlite:///"))
    with SqliteLog(path) as theirs:
        Workbook(theirs, follower.workbook.link, "Bob").answer("start.idea", value)


def test_what_others_do_is_shown_in_the_loop_while_the_page_is_alive(follower: Follower) -> None:
    async def work() -> None:
        follower.live.alive()
        for turn in range(3):
            other(follower, f"idea {turn}")
            await follower.until(lambda turn=turn: follower.shown[-1:] == [turn + 2])
        assert follower.threads == {threading.get_ident()}
        assert follower.workbook.state.text("start.idea") == "idea 2"

    run(work())


def test_however_much_happens_while_the_kernel_is_busy_is_shown_once(follower: Follower) -> None:
    async def work() -> None:
        follower.live.alive()
        for turn in range(5):
            other(follower, f"idea {turn}")
            time.sleep(0.2)  # noqa: ASYNC251  a cell that runs: the loop does nothing else
        await follower.until(lambda: bool(follower.shown))
        assert follower.shown == [6]

    run(work())


def test_what_the_page_itself_did_is_not_shown_again(follower: Follower) -> None:
    async def work() -> None:
        follower.live.alive()
        follower.workbook.answer("start.idea", "mine")
        other(follower, "theirs")
        await follower.until(lambda: bool(follower.shown))
        assert follower.shown == [3]

    run(work())


def test_nothing_is_followed_before_the_first_sign_of_life_or_without_a_loop(follower: Follower) -> None:
    assert not follower.live.follows
    with ThreadPoolExecutor(1) as threads:
        threads.submit(follower.live.alive).result()  # plain Python: there is no loop to show it in
    assert not follower.live.follows


def test_a_page_that_gives_no_sign_of_life_is_followed_no_longer_and_again_with_the_next(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOKED_AT", 0.05)

    async def work() -> None:
        follower.live.alive()
        assert follower.live.follows
        await follower.until(lambda: not follower.live.follows)
        other(follower, "while nobody looked")
        monkeypatch.setattr(live, "LOOKED_AT", PATIENCE)
        follower.live.alive()
        await follower.until(lambda: follower.shown == [2])

    run(work())


def test_signs_of_life_begin_no_second_thread(follower: Follower) -> None:
    async def work() -> None:
        follower.live.alive()
        first = follower.live._thread
        follower.live.alive()
        assert follower.live._thread is first

    run(work())


def test_a_store_that_fails_is_asked_ever_more_rarely_said_once_and_followed_again_when_it_is_mended(
    follower: Follower, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []
    wait = follower.workbook.log.wait

    def fail(*_: Any) -> int:
        if len(pauses) == 7:
            monkeypatch.setattr(follower.workbook.log, "wait", wait)
        raise StoreBusy("The store is held by another program.")

    monkeypatch.setattr(follower.workbook.log, "wait", fail)
    monkeypatch.setattr(live, "time", type("Time", (), {"monotonic": time.monotonic, "sleep": pauses.append}))

    async def work() -> None:
        follower.live.alive()
        other(follower, "later")
        await follower.until(lambda: follower.shown == [2])

    run(work())
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    (record,) = caplog.records
    assert "held by another program" in record.getMessage()


def test_a_loop_that_has_ended_ends_the_following(follower: Follower) -> None:
    async def work() -> None:
        follower.live.alive()

    run(work())
    other(follower, "to nobody")
    assert follower.live._thread
    follower.live._thread.join(PATIENCE)
    assert not follower.live.follows
    assert follower.shown == []


def test_a_forked_kernel_follows_with_a_thread_of_its_own(follower: Follower) -> None:
    async def work() -> None:
        follower.live.alive()
        await asyncio.sleep(0.05)  # the thread waits by now, with the file open

    run(work())
    child = os.fork()
    if child == 0:
        code = 1
        try:
            assert not follower.live.follows

            async def look_on() -> None:
                follower.live.alive()
                other(follower, "to the child")
                await follower.until(lambda: follower.shown == [2])

            run(look_on())
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
