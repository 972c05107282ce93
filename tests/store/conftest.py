"""A store in a file of its own for each test, and real processes beside it."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from premortem.model.events import WorkbookCreated
from premortem.store import Log, open_log

NOBODY = 65534


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


@pytest.fixture
def log(path: Path) -> Iterator[Log]:
    with open_log(str(path)) as log:
        yield log


@pytest.fixture
def workbook(log: Log) -> str:
    return log.create(WorkbookCreated("Why it failed"), author="Ada").workbook
