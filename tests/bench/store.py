"""What a store costs: an append, reading a history, and how soon another process hears of it; SQLite and PostgreSQL.

`python tests/bench/store.py` runs it by itself.
"""

from __future__ import annotations

import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "widgets")]

import postgres_server  # noqa: E402 - the paths above come first
from premortem.model.events import AnswerGiven, WorkbookCreated  # noqa: E402
from premortem.store import open_log  # noqa: E402

TURNS = 100

APPENDING = f"""
import sys, time
sys.path.insert(0, {str(TESTS.parent / "widgets")!r})
from premortem.model.events import AnswerGiven
from premortem.store import open_log
with open_log(sys.argv[1]) as log:
    for line in sys.stdin:
        number = log.append(sys.argv[2], [AnswerGiven("q", line)])[0].number
        print(number, time.monotonic(), flush=True)
"""


def measured() -> Iterator[tuple[str, float]]:
    """Give what was measured and its median in milliseconds, for each database there is here."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        addresses = {"SQLite": f"sqlite:///{folder}/store.sqlite"}
        programs = runpy.run_path(str(TESTS.parent / "make/postgres.py"))["programs"]()
        if programs is not None:
            # As on a real server, and as SQLite does it: an append is on the disk when it returns.
            server = stack.enter_context(postgres_server.running(programs, fsync="on"))
            addresses["PostgreSQL"] = server.store(server.new_database())
        for name, address in addresses.items():
            for what, milliseconds in _of(address):
                yield f"{name}: {what}", milliseconds


def _of(address: str) -> Iterator[tuple[str, float]]:
    with open_log(address) as log:
        workbook = log.create(WorkbookCreated("Bench")).workbook
        yield "append one answer", _median(lambda: log.append(workbook, [AnswerGiven("q", "x" * 100)]))
        yield f"read {TURNS} events", _median(lambda: log.events(workbook))
        yield "ask for the newest number", _median(lambda: log.newest(workbook))
        yield "from another process's append to the end of waiting", _heard(address, workbook)


def _median(act: Callable[[], object]) -> float:
    times = []
    for _ in range(TURNS):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return median(times) * 1000


def _heard(address: str, workbook: str) -> float:
    """The clock is one for all processes of a machine."""
    command = [sys.executable, "-c", APPENDING, address, workbook]
    late = []
    with (
        open_log(address) as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other,
    ):
        assert other.stdin is not None
        assert other.stdout is not None
        newest = log.newest(workbook)
        for _ in range(TURNS):
            other.stdin.write("now\n")
            other.stdin.flush()
            newest = log.wait(workbook, newest, 60)
            heard = time.monotonic()
            number, appended = other.stdout.readline().split()
            assert int(number) == newest
            late.append(max(0.0, heard - float(appended)))
        other.stdin.close()
    return median(late) * 1000


def main() -> None:
    """Measure and print."""
    for what, milliseconds in measured():
        print(f"{what:76}{milliseconds:>10.2f} ms", flush=True)


if __name__ == "__main__":
    main()
