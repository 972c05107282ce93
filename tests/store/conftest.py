"""A store of its own for each test, in each database that can keep one, and real processes beside it."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from postgres_server import Server
from premortem.model.events import WorkbookCreated
from premortem.store import Log, open_log
from premortem.store.address import names_postgres, parse
from premortem.store.postgres import PostgresLog
from premortem.store.sqlite import SqliteLog

NOBODY = 65534
TABLES = ("event", "link", "door", "vote", "ballot", "presence", "workbook")


class Child:
    """A forked process that runs one function; what the function says is read from `out`, line by line."""

    def __init__(self, work: Callable[[Callable[[object], None]], None]) -> None:
        read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(read)
            _run_and_exit(work, write)
        os.close(write)
        self.out: BinaryIO = os.fdopen(read, "rb")
        self.status: int | None = None

    def line(self) -> str:
        return self.out.readline().decode().rstrip("\n")

    def wait(self) -> list[str]:
        lines = self.out.read().decode().splitlines()
        self._reap()
        assert self.status == 0, "\n".join(lines[-30:])
        return lines

    def kill(self) -> list[str]:
        os.kill(self.pid, signal.SIGKILL)
        said = self.out.read().decode()
        self._reap()
        assert self.status == -signal.SIGKILL, said
        return said.splitlines()

    def _reap(self) -> None:
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.out.close()


def _run_and_exit(work: Callable[[Callable[[object], None]], None], write: int) -> None:
    def say(what: object) -> None:
        os.write(write, f"{what}\n".encode())

    code = 1
    try:
        work(say)
        code = 0
    except BaseException as error:  # noqa: BLE001  the parent must hear of it, whatever it is
        say("".join(traceback.format_exception(error)))
    finally:
        sys.stdout.flush()
        os._exit(code)


@pytest.fixture
def forked() -> Iterator[Callable[[Callable[[Callable[[object], None]], None]], Child]]:
    children: list[Child] = []

    def start(work: Callable[[Callable[[object], None]], None]) -> Child:
        children.append(Child(work))
        return children[-1]

    yield start
    for child in children:
        if child.status is None:
            os.kill(child.pid, signal.SIGKILL)
            child._reap()


@pytest.fixture
def without_rights() -> Callable[[], None]:
    """What a child calls to become a user whom file modes bind: root is not."""

    def give_up_root() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)

    return give_up_root


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture(scope="session")
def database(postgres: Server) -> str:
    """A database with a store in it, for one test after the other: a new one for each would be 8 MB each."""
    name = postgres.new_database()
    open_log(postgres.store(name)).close()
    return name


@pytest.fixture
def emptied(postgres: Server, database: str) -> None:
    # As a replica, which asks no trigger: the store itself lets nobody delete an event.
    all_gone = [f"delete from premortem.{table}" for table in TABLES]
    postgres.run("set session_replication_role = replica", *all_gone, database=database)


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """Where the store of a test is: what a log promises, it promises in each database.

    A test of one database alone says `@pytest.mark.parametrize("address", ["sqlite"], indirect=True)`.
    """
    if request.param == "sqlite":
        return str(request.getfixturevalue("path"))
    request.getfixturevalue("emptied")
    postgres: Server = request.getfixturevalue("postgres")
    return postgres.store(request.getfixturevalue("database"))


@pytest.fixture
def timed(address: str) -> Iterator[Callable[[Callable[[], datetime]], Log]]:
    """A function that opens the store with a clock of the test's own."""
    with ExitStack() as opened:

        def open_timed(clock: Callable[[], datetime]) -> Log:
            if names_postgres(address):
                return opened.enter_context(PostgresLog(address, clock=clock))
            return opened.enter_context(SqliteLog(parse(address), clock=clock))

        yield open_timed


@pytest.fixture
def log(address: str) -> Iterator[Log]:
    with open_log(address) as log:
        yield log


@pytest.fixture
def workbook(log: Log) -> str:
    return log.create(WorkbookCreated("Why it failed"), author="Ada").workbook
