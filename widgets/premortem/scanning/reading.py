"""One table being read in a process of its own; what that says is handed to the page's own thread."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)
Message = dict[str, Any]
ENDINGS = {"columns", "scan", "refused"}
"""What only the last line of a process has."""
LOGGED_MAX = 8000


class Reading:
    """A worker with one job (`premortem.scan.worker`).

    `heard` gets each of its messages and exactly one ending, unless `stop` comes first: then nothing more. It is called
    in the event loop that runs where this is made; where none runs, in the thread that reads.
    """

    def __init__(
        self,
        job: Mapping[str, Any],
        folder: Path,
        heard: Callable[[Message], None],
        *,
        seconds: int = 0,
        command: tuple[str, ...] = ("-P", "-m", "premortem.scan.worker"),
    ) -> None:
        self._heard, self._seconds = heard, seconds
        self._stopped = self._late = False
        self._timer: threading.Timer | None = None
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        self._log = (folder / "worker.log").open("w+b")
        # In our own folder, and with -P: no file beside a notebook may stand in for a module of the worker's.
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=folder,
        )
        threading.Thread(target=self._read, args=(json.dumps(job) + "\n",), daemon=True).start()

    @property
    def process_id(self) -> int:
        """The id of the worker's process."""
        return self._process.pid

    def stop(self) -> None:
        """End the worker; nothing of what it says is heard any more."""
        self._stopped = True
        self._kill()

    def _kill(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._process.kill()

    def _read(self, job: str) -> None:
        assert self._process.stdin
        assert self._process.stdout
        ended = False
        try:
            # Kept open: when it closes, the worker knows that nobody waits for it any more.
            self._process.stdin.write(job.encode())
            self._process.stdin.flush()
            for line in self._process.stdout:
                said = json.loads(line)
                if said.get("waiting") is False:
                    self._limit_time()
                ended = ended or bool(ENDINGS & said.keys())
                self._hand(said)
        except (OSError, ValueError):
            logger.exception("What reads a table could not be heard")
        self._finish(ended)

    def _finish(self, ended: bool) -> None:
        self._kill()
        code = self._process.wait()
        self._log.seek(0)
        told = self._log.read().decode("utf-8", "replace").strip()
        self._log.close()
        if code and told and not self._stopped:
            logger.error("What reads a table ended with %s and said:\n%s", code, told[-LOGGED_MAX:])
        if not ended:
            self._hand({"refused": self._too_long() if self._late else LOST})

    def _limit_time(self) -> None:
        """From now on, not from the start: waiting for others is not reading."""
        if self._seconds:
            self._timer = threading.Timer(self._seconds, self._end_late)
            self._timer.daemon = True
            self._timer.start()

    def _end_late(self) -> None:
        self._late = True
        self._process.kill()

    def _too_long(self) -> str:
        minutes = f"{self._seconds / 60:g} minutes" if self._seconds >= 120 else f"{self._seconds:,} s"
        return f"It took longer than the {minutes} it may take here: check a part of the rows, or use premortem scan."

    def _hand(self, said: Message) -> None:
        if self._loop is None:
            self._hear(said)
            return
        try:
            self._loop.call_soon_threadsafe(self._hear, said)
        except RuntimeError:  # the loop is closed: the page is gone, and nobody is left to tell
            self.stop()

    def _hear(self, said: Message) -> None:
        if not self._stopped:
            self._heard(said)


LOST = (
    "Reading this table ended before it was done; it may have taken more memory than there is. Check a part of its "
    "rows, or use premortem scan on a larger machine."
)
