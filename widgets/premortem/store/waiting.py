"""Waiting for what others append, without being in anybody's way."""

from __future__ import annotations

import time
from queue import Empty, SimpleQueue

from premortem.store import appending
from premortem.store.connection import StoreFile

LOOKS_EVERY = 0.1
"""Seconds between two looks: what another process appended is seen this late at most."""


class Waiting:
    """Whoever waits for the next event of a workbook of this file.

    It looks through a connection of its own, so that no other use of the log waits for it. Python's locks and events
    would stay taken in a forked child where a thread of the parent held them; a `SimpleQueue` can always be rung.
    """

    def __init__(self, file: StoreFile) -> None:
        self._file = file.beside()
        self._bells: set[SimpleQueue[None]] = set()

    def ring(self) -> None:
        """Wake all who wait: something was appended here, or the log was closed."""
        for bell in tuple(self._bells):
            bell.put(None)

    def newest(self, workbook: str, after: int, seconds: float) -> int:
        """Return the number of the newest event as soon as it exceeds `after`, or when the time is up."""
        deadline = time.monotonic() + seconds
        bell: SimpleQueue[None] = SimpleQueue()
        self._bells.add(bell)
        try:
            while True:
                with self._file.reading() as connection:
                    newest = appending.newest(connection, workbook)
                left = deadline - time.monotonic()
                if newest > after or left <= 0:
                    return newest
                _listen(bell, min(left, LOOKS_EVERY))
        finally:
            self._bells.discard(bell)

    def close(self) -> None:
        """Let go of the file: who waits still is told that the log has been closed."""
        self._file.close()
        self.ring()


def _listen(bell: SimpleQueue[None], seconds: float) -> None:
    try:
        bell.get(timeout=seconds)
    except Empty:
        return
