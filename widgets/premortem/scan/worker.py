"""Reads one table in a process of its own: one JSON job on stdin, JSON lines on stdout, tracebacks on stderr.

    {"do": "look" or "scan", "source": a path or an address, "options": {what scan() takes by name},
     "folder": where it may write, "memory_mb": 3072, "turns": {"folder": ..., "at_once": 2}}

It says {"waiting": true} while other tables are read; for a look {"columns": [names], "rows": n, "notes": [how it was
read]}; for a scan {"check": id, "done": k, "of": n} before each check and {"scan": evidence} at the end; or {"refused":
one line}. So a bad file cannot take down the page that asked, and the page never imports what reads tables.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from premortem.errors import PremortemError
from premortem.model.checks import CHECKS
from premortem.scan.turns import turn

UNFORESEEN = "This table could not be read to its end, for a reason nobody foresaw; the server's log has the details."
Say = Callable[..., None]


def main() -> int:
    """Do the job of the first line of stdin; end at once when stdin does, as then nobody waits for the answer."""
    say = _speaker()
    try:
        job = json.loads(sys.stdin.readline())
    except ValueError:
        say(refused="The worker takes one job as a line of JSON: it is started by the app, not by hand.")
        return 1
    threading.Thread(target=_end_with_who_asked, daemon=True).start()
    memory = int(job.get("memory_mb") or 0)
    _bound_memory(memory)
    try:
        _do(job, say)
    except PremortemError as error:
        say(refused=" ".join(str(error).split()))
    except Exception as error:  # noqa: BLE001 - whoever asked must get a line, whatever it was
        traceback.print_exc()
        say(refused=_too_much(memory) if _out_of_memory(error) or _at_the_bound(memory) else UNFORESEEN)
    else:
        return 0
    return 1


def _speaker() -> Say:
    """Keep stdout for our lines: what a library prints goes to stderr."""
    out: IO[str] = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(**fields: Any) -> None:
        out.write(json.dumps(fields) + "\n")
        out.flush()

    return say


def _end_with_who_asked() -> None:
    # Not PR_SET_PDEATHSIG: that ends the process with the *thread* that started it, which may go before its process.
    while sys.stdin.read(1024):
        pass
    os._exit(1)


def _bound_memory(megabytes: int) -> None:
    if megabytes and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def _at_the_bound(megabytes: int) -> bool:
    """Whether nearly all memory it may have was in use: then any error may come of that, whatever it says."""
    status = Path("/proc/self/status")
    if not megabytes or not status.exists():
        return False
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmPeak"))
    return int(peak.split()[1]) > 0.9 * megabytes * 1024


def _out_of_memory(error: BaseException | None) -> bool:
    """Whether it is, or comes from, an engine's or Python's own complaint that memory is used up."""
    while error is not None:
        said = str(error).lower()
        if isinstance(error, MemoryError) or "outofmemory" in type(error).__name__.lower():
            return True
        if any(sign in said for sign in ("allocate memory", "bad_alloc", "out of memory", "can't start new thread")):
            return True
        error = error.__cause__ or error.__context__
    return False


def _too_much(megabytes: int) -> str:
    may = f"the {megabytes:,} MB it may use" if megabytes else "there is"
    return (
        f"This table takes more memory than {may}: check a part of its rows, or use premortem scan on a larger machine."
    )


def _do(job: Mapping[str, Any], say: Say) -> None:
    with ExitStack() as held:
        if turns := job.get("turns"):
            held.enter_context(turn(Path(turns["folder"]), int(turns["at_once"]), lambda: say(waiting=True)))
        say(waiting=False)
        (_look if job.get("do") == "look" else _scan)(job, say)


def _look(job: Mapping[str, Any], say: Say) -> None:
    """Open the table and list its columns: nothing is guessed of them."""
    source, folder = job["source"], Path(job["folder"]) / "look"
    folder.mkdir(mode=0o700, exist_ok=True)
    if "://" in source:
        from premortem.scan.sources.address import open_address

        opened = open_address(source)
    else:
        from premortem.scan.sources import open_source

        opened = open_source(source, folder=folder, **job.get("options", {}))
    try:
        rows = int(opened.backend.execute(opened.table.count()))
        say(columns=list(opened.names), rows=rows, notes=list(opened.notes))
    finally:
        opened.close()


def _scan(job: Mapping[str, Any], say: Say) -> None:
    from premortem.model import evidence_file
    from premortem.scan import scan

    known = list(CHECKS)

    def told(check: str) -> None:
        say(check=check, done=known.index(check) + 1 if check in CHECKS else 0, of=len(known))

    options = dict(job.get("options", {}))
    if options.get("rules"):
        from premortem.scan.rules import read

        # Without a folder: a visitor's rules name no file of this machine to be compared with.
        options["rules"] = replace(read(Path(options["rules"])), folder=None)
    found = scan(job["source"], folder=Path(job["folder"]), told=told, **options)
    say(scan=evidence_file.to_json(found))


if __name__ == "__main__":
    sys.exit(main())
