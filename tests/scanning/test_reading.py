"""Whatever becomes of the process that reads, whoever asked hears exactly one ending, in the page's own thread."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from premortem.scanning.reading import Reading

Said = list[dict[str, Any]]
SAYS = "import json, sys; job = json.loads(sys.stdin.readline()); say = lambda **f: print(json.dumps(f), flush=True); "


def read(folder: Path, code: str, *, seconds: int = 0, until: Callable[[Said], bool] | None = None) -> Said:
    """Start a worker of this code in a running loop, and return what was heard until there is an ending."""
    heard: Said = []
    threads: set[int] = set()

    async def listen() -> None:
        def hear(said: dict[str, Any]) -> None:
            heard.append(said)
            threads.add(threading.get_ident())

        reading = Reading({"do": "scan"}, folder, hear, seconds=seconds, command=("-c", SAYS + code))
        ends = until or (lambda said: bool(said) and bool({"scan", "columns", "refused"} & said[-1].keys()))
        for _ in range(400):
            if ends(heard):
                break
            await asyncio.sleep(0.02)
        reading.stop()
        await asyncio.sleep(0.1)

    def run() -> None:
        asyncio.run(listen())
        assert threads <= {threading.get_ident()}

    with ThreadPoolExecutor(1) as thread:  # in this one a loop may be running already, that of a browser
        thread.submit(run).result()
    return heard


def test_what_the_worker_says_is_heard_in_order_in_the_loop_that_asked(tmp_path: Path) -> None:
    said = read(tmp_path, "say(waiting=False); say(check='missing', done=2, of=26); say(scan={'rows': 3})")
    assert said == [{"waiting": False}, {"check": "missing", "done": 2, "of": 26}, {"scan": {"rows": 3}}]


def test_without_a_loop_it_is_heard_all_the_same(tmp_path: Path, elsewhere: Callable[..., Any]) -> None:
    heard: Said = []
    elsewhere(lambda: Reading({}, tmp_path, heard.append, command=("-c", SAYS + "say(refused='No.')")))
    end = time.monotonic() + 10
    while not heard and time.monotonic() < end:
        time.sleep(0.02)
    assert heard == [{"refused": "No."}]


@pytest.mark.parametrize(
    "code",
    [
        "import os; os._exit(3)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "import os, signal; say(check='missing', done=1, of=2); os.kill(os.getpid(), signal.SIGKILL)",
        "print('no json')",
        "raise ValueError('a cell of the data')",
    ],
)
def test_a_worker_that_ends_without_an_ending_is_told_in_one_line(
    tmp_path: Path, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    *_, last = read(tmp_path, code)
    assert last["refused"].startswith("Reading this table ended before it was done")
    assert "a cell of the data" not in str(last)
    if "ValueError" in code:
        assert "a cell of the data" in caplog.text, "the server's log has the details"


def test_after_its_time_it_is_ended_and_said_so(tmp_path: Path) -> None:
    (_, last) = read(tmp_path, "import time; say(waiting=False); time.sleep(60)", seconds=1)
    assert last == {
        "refused": "It took longer than the 1 s it may take here: check a part of the rows, or use premortem scan."
    }


def test_waiting_for_others_takes_nothing_of_its_time(tmp_path: Path) -> None:
    said = read(
        tmp_path, "import time; say(waiting=True); time.sleep(1.5); say(waiting=False); say(scan={})", seconds=1
    )
    assert said[-1] == {"scan": {}}


def test_once_stopped_it_is_gone_and_nothing_more_is_heard(tmp_path: Path) -> None:
    code = "import os, time; say(pid=os.getpid()); time.sleep(0.3); say(scan={}); time.sleep(60)"
    said = read(tmp_path, code, until=bool)
    assert [each.keys() for each in said] == [{"pid": 0}.keys()]
    with pytest.raises(ProcessLookupError):
        os.kill(said[0]["pid"], 0)


def test_no_file_beside_a_notebook_stands_in_for_a_module_of_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Callable[..., Any]
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    heard: Said = []
    elsewhere(lambda: Reading({"do": "look", "source": "x", "folder": "x"}, tmp_path, heard.append))
    end = time.monotonic() + 20
    while not heard and time.monotonic() < end:
        time.sleep(0.02)
    assert heard
    assert "ended before" not in str(heard)
