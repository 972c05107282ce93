"""The store is full, read-only, locked or forbidden, for real; then mended, and the same log goes on."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from premortem.errors import StoreBusy, StoreError, StoreUnwritable
from premortem.model.events import AnswerGiven, WorkbookCreated
from premortem.store import Log, open_log
from premortem.store.sqlite import SqliteLog

LONG = [AnswerGiven("q", "x" * 20_000), AnswerGiven("q", "y" * 20_000)]


@pytest.fixture
def address(path: Path) -> str:
    """All here is about SQLite and its file."""
    return str(path)


def one_line(error: BaseException) -> str:
    assert str(error).isprintable()
    return str(error)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", place]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root may mount a small disk; the limit on a file's size stands in for it below")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that a user without rights can reach: pytest's own is closed to others."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def append_until_refused(log: Log, workbook: str) -> tuple[int, StoreError]:
    before = log.newest(workbook)
    for count in range(1000):
        try:
            log.append(workbook, LONG)
        except StoreError as error:
            assert log.newest(workbook) == before + count * len(LONG)
            return count, error
    raise AssertionError("the disk never filled up")


def test_a_full_disk_refuses_whole_appends_and_the_log_goes_on_when_there_is_room(small_disk: Path) -> None:
    with open_log(str(small_disk / "store.sqlite")) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"0" * 2**20)
        count, error = append_until_refused(log, workbook)
        assert isinstance(error, StoreUnwritable)
        assert "free some space" in one_line(error)
        assert count > 0
        for _ in range(3):
            with pytest.raises(StoreUnwritable):
                log.append(workbook, LONG * 30)
        ballast.unlink()
        assert log.append(workbook, LONG)[0].number == 2 + 2 * count
    with open_log(str(small_disk / "store.sqlite")) as log:
        assert [entry.event for entry in log.events(workbook)[1:]] == LONG * (count + 1)


def test_a_vote_on_a_full_disk_stays_open_with_its_ballots_and_is_closed_when_there_is_room(small_disk: Path) -> None:
    with open_log(str(small_disk / "store.sqlite")) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        log.open_vote(workbook, "v", [])
        log.cast(workbook, "v", "p", {"value": 3}, [])
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"0" * 2**20)
        append_until_refused(log, workbook)
        newest = log.newest(workbook)
        for attempt in (
            lambda: log.close_vote(workbook, "v", lambda _: LONG * 30),
            lambda: log.cast(workbook, "v", "q", {"value": "x" * 16_000}, LONG * 30),
            lambda: log.shut_doors(workbook, LONG * 30),
        ):
            with pytest.raises(StoreUnwritable) as refused:
                attempt()
            one_line(refused.value)
        assert log.newest(workbook) == newest
        assert (log.ballot(workbook, "v", "p"), log.ballot(workbook, "v", "q")) == ({"value": 3}, None)
        ballast.unlink()
        assert log.close_vote(workbook, "v", lambda ballots: [AnswerGiven("q", ballots["p"])])[0].number == newest + 1


def test_a_store_is_not_begun_on_a_full_disk_and_is_begun_when_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(b"0" * 4096)
            except OSError:
                break
    with pytest.raises(StoreUnwritable) as refused:
        open_log(str(small_disk / "store.sqlite"))
    one_line(refused.value)
    ballast.unlink()
    with open_log(str(small_disk / "store.sqlite")) as log:
        assert log.open_link(log.create(WorkbookCreated("x")).read)


def test_a_limit_on_the_size_of_files_refuses_whole_appends_and_the_log_goes_on_when_it_is_lifted(
    path: Path, forked: Callable
) -> None:
    def fill_and_mend(say: Callable) -> None:
        with open_log(str(path)) as log:
            workbook = log.create(WorkbookCreated("x")).workbook
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
            count, error = append_until_refused(log, workbook)
            assert isinstance(error, StoreUnwritable)
            one_line(error)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            assert log.append(workbook, LONG)[0].number == 2 + 2 * count
            say(workbook)
            say(count)

    workbook, count = forked(fill_and_mend).wait()
    assert int(count) > 0
    with open_log(str(path)) as log:
        assert [entry.event for entry in log.events(workbook)[1:]] == LONG * (int(count) + 1)


def test_a_store_that_another_program_holds_is_busy_and_free_again_when_it_lets_go(path: Path) -> None:
    with SqliteLog(path, patience=0.1) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy, match="try again") as refused:
            log.append(workbook, LONG)
        one_line(refused.value)
        assert log.newest(workbook) == 1  # readers do not wait
        holder.execute("ROLLBACK")
        holder.close()
        assert log.append(workbook, LONG)[0].number == 2


def test_a_store_held_by_another_process_is_busy_for_who_opens_it_as_well(path: Path, forked: Callable) -> None:
    with open_log(str(path)) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
    gate, open_gate = os.pipe()

    def hold(say: Callable) -> None:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        say("held")
        os.read(gate, 1)

    child = forked(hold)
    assert child.line() == "held"
    with pytest.raises(StoreBusy) as refused:
        SqliteLog(path, patience=0.1)
    one_line(refused.value)
    os.write(open_gate, b".")
    child.wait()
    with open_log(str(path)) as log:
        assert log.append(workbook, LONG)[0].number == 2


def test_a_writer_waits_for_its_turn_before_it_says_busy(log: Log, workbook: str, path: Path, forked: Callable) -> None:
    def hold_a_moment(say: Callable) -> None:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        say("held")
        time.sleep(0.2)
        holder.execute("COMMIT")

    child = forked(hold_a_moment)
    assert child.line() == "held"
    assert log.append(workbook, LONG)[0].number == 2
    child.wait()


def test_a_read_only_file_is_not_written_and_the_log_goes_on_when_it_may_be(
    open_folder: Path, forked: Callable, without_rights: Callable
) -> None:
    path = open_folder / "store.sqlite"

    def meet_a_read_only_file(say: Callable) -> None:
        without_rights()
        with open_log(str(path)) as log:
            workbook = log.create(WorkbookCreated("x")).workbook
        path.chmod(0o400)
        with open_log(str(path)) as log:
            assert log.newest(workbook) == 1
            with pytest.raises(StoreUnwritable, match="read-only") as refused:
                log.append(workbook, LONG)
            say(one_line(refused.value))
            assert log.newest(workbook) == 1
            path.chmod(0o600)
            assert log.append(workbook, LONG)[0].number == 2

    (line,) = forked(meet_a_read_only_file).wait()
    assert "PREMORTEM_STORE" in line


@pytest.mark.parametrize("mode", [0o000, 0o200])
def test_a_file_that_may_not_be_read_is_refused(
    open_folder: Path, forked: Callable, without_rights: Callable, mode: int
) -> None:
    path = open_folder / "store.sqlite"

    def meet_a_closed_file(say: Callable) -> None:
        without_rights()
        with open_log(str(path)):
            pass
        path.chmod(mode)
        with pytest.raises(StoreUnwritable) as refused:
            open_log(str(path))
        say(one_line(refused.value))
        path.chmod(0o600)
        open_log(str(path)).close()

    assert len(forked(meet_a_closed_file).wait()) == 1


@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_a_folder_that_may_not_be_written_is_refused(
    open_folder: Path, forked: Callable, without_rights: Callable, mode: int
) -> None:
    def meet_a_closed_folder(say: Callable) -> None:
        without_rights()
        folder = open_folder / "closed"
        folder.mkdir()
        with open_log(str(folder / "old.sqlite")):
            pass
        folder.chmod(mode)
        for name in ("new.sqlite", "old.sqlite"):
            with pytest.raises(StoreUnwritable) as refused:
                open_log(str(folder / name))
            say(one_line(refused.value))
        folder.chmod(0o700)
        for name in ("new.sqlite", "old.sqlite"):
            open_log(str(folder / name)).close()

    assert len(forked(meet_a_closed_folder).wait()) == 2


def test_a_disk_mounted_read_only_is_refused_and_taken_when_it_is_writable(small_disk: Path) -> None:
    path = small_disk / "store.sqlite"
    with open_log(str(path)) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StoreUnwritable) as refused:
        open_log(str(path))
    one_line(refused.value)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    with open_log(str(path)) as log:
        assert log.append(workbook, LONG)[0].number == 2


def test_a_folder_that_allows_no_wal_is_served_by_a_rollback_journal(path: Path) -> None:
    # unix-dotfile is SQLite's way to reach a file system without locks and shared memory, such as some network ones.
    with SqliteLog(path, vfs="unix-dotfile") as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        log.append(workbook, LONG)
        assert not path.with_name("store.sqlite-wal").exists()
        holder = sqlite3.connect(path)
        assert holder.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        holder.close()
    with SqliteLog(path, vfs="unix-dotfile") as log:
        assert log.newest(workbook) == 3
