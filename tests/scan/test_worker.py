"""The worker takes one job, says what it does in lines of JSON, and ends by one line whatever happens to it."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from premortem.model import evidence_file
from premortem.model.checks import CHECKS

ROWS = "".join(f"{n},{'north' if n % 3 else 'south'},{'' if n % 4 else n}\n" for n in range(400))
Said = list[dict[str, Any]]


class Worker:
    """A worker of the app, started as the app starts it."""

    def __init__(self, job: Any, *command: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *(command or ("-P", "-m", "premortem.scan.worker"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.stdin.write((job if isinstance(job, str) else json.dumps(job)) + "\n")
        self.stdin.flush()

    @property
    def stdin(self) -> IO[str]:
        assert self.process.stdin
        return self.process.stdin

    def lines(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout
        return (json.loads(line) for line in self.process.stdout)

    def end(self) -> tuple[int, str]:
        """Its exit code, and what it told the server's log."""
        assert self.process.stderr
        told = self.process.stderr.read()
        return self.process.wait(20), told


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text("order,region,age\n" + ROWS)
    return path


@pytest.fixture
def job(orders: Path, tmp_path: Path) -> dict[str, Any]:
    return {
        "do": "look", "source": str(orders), "folder": str(tmp_path), "memory_mb": 3072,
        "turns": {"folder": str(tmp_path), "at_once": 2},
    }  # fmt: skip


def test_a_look_lists_the_columns_and_guesses_nothing(job: dict[str, Any]) -> None:
    worker = Worker(job)
    first, found = worker.lines()
    assert first == {"waiting": False}
    assert (found["columns"], found["rows"]) == (["order", "region", "age"], 400)
    assert set(found) == {"columns", "rows", "notes"}
    assert worker.end() == (0, "")


def test_a_scan_tells_each_check_and_ends_with_the_evidence(job: dict[str, Any]) -> None:
    options = {"groups": ["region"], "examples": False, "cached": False, "name": "Orders"}
    worker = Worker({**job, "do": "scan", "options": options})
    *progress, found = worker.lines()
    told = [each["check"] for each in progress if "check" in each]
    assert told[-len(CHECKS) :] == list(CHECKS)
    assert [each["done"] for each in progress if "check" in each][-1] == len(CHECKS)
    scan = evidence_file.read(found["scan"])
    assert (scan.source, scan.rows, scan.columns) == ("Orders", 400, 3)
    assert worker.end()[0] == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": "/nowhere/none.csv"}, "none.csv"),
        ({"source": "nonsense://x/y"}, ""),
        ({"do": "scan", "options": {"label": "no such"}}, "no such"),
    ],
)
def test_what_cannot_be_read_is_one_line_without_a_traceback(
    job: dict[str, Any], change: dict[str, Any], says: str
) -> None:
    worker = Worker(job | change)
    *_, last = worker.lines()
    assert set(last) == {"refused"}
    assert says in last["refused"]
    assert last["refused"].isprintable()
    code, told = worker.end()
    assert (code, told) == (1, "")


def test_what_nobody_foresaw_is_one_line_and_its_traceback_goes_to_the_log(job: dict[str, Any]) -> None:
    worker = Worker({**job, "do": "scan", "options": {"no_such_option": 1}})
    *_, last = worker.lines()
    assert last["refused"].startswith("This table could not be read to its end, for a reason nobody foresaw")
    code, told = worker.end()
    assert code == 1
    assert "Traceback" in told


@pytest.mark.parametrize("job", ["", "no json", "[1, 2"])
def test_what_is_no_job_is_refused(job: str) -> None:
    worker = Worker(job)
    (said,) = worker.lines()
    assert said["refused"].startswith("The worker takes one job")
    assert worker.end()[0] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process in this way")
def test_a_table_beyond_the_memory_it_may_use_is_one_line(job: dict[str, Any], tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("w") as file:
        file.write(",".join(f"c{n}" for n in range(20)) + "\n")
        for n in range(300_000):
            file.write(",".join(f"{(n * 2654435761 + k * 40503) % 2**32:010d}" for k in range(20)) + "\n")
    worker = Worker({**job, "do": "scan", "source": str(large), "memory_mb": 900, "options": {"cached": False}})
    said = list(worker.lines())
    code, _ = worker.end()
    if code == 0:
        assert "scan" in said[-1], "it got by with what there was"
    elif said and "refused" in said[-1]:
        assert "memory" in said[-1]["refused"]
    else:
        assert code < 0 or code == 1, "the page says it for a worker that can say no more"


def test_it_ends_with_whoever_asked(job: dict[str, Any], tmp_path: Path) -> None:
    places = [(tmp_path / f"turn-{number}").open("ab") for number in range(2)]
    for place in places:
        fcntl.flock(place, fcntl.LOCK_EX)
    worker = Worker(job)
    assert next(worker.lines()) == {"waiting": True}
    worker.stdin.close()
    assert worker.process.wait(10) == 1


def test_it_waits_for_a_place_and_gives_it_back_however_it_ends(job: dict[str, Any], tmp_path: Path) -> None:
    one = {**job, "turns": {"folder": str(tmp_path), "at_once": 1}}
    with (tmp_path / "turn-0").open("ab") as place:
        fcntl.flock(place, fcntl.LOCK_EX)
        worker = Worker(one)
        lines = worker.lines()
        assert next(lines) == {"waiting": True}
    assert next(lines) == {"waiting": False}
    worker.process.kill()
    worker.process.wait(10)
    began = time.monotonic()
    *_, last = Worker(one).lines()
    assert last["rows"] == 400
    assert time.monotonic() - began < 60


def test_what_a_library_prints_is_no_answer(job: dict[str, Any]) -> None:
    code = (
        "import os, sys, premortem.scan.worker as worker; look = worker._look;"
        "worker._look = lambda *given: (os.write(1, b'a line of a library'), look(*given)); sys.exit(worker.main())"
    )
    worker = Worker(job, "-c", code)
    *_, last = worker.lines()
    assert last["rows"] == 400
    assert "a line of a library" in worker.end()[1]
