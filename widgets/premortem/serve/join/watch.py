"""Watches one workbook's log in a thread of its own and says when something was appended."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from premortem.errors import PremortemError
from premortem.store import Log

PATIENCE = 2.0
"""Seconds of one wait; a watch that is stopped ends within them."""
AFTER_A_FAULT = 1.0

log = logging.getLogger("premortem.join")


class Watch:
    """Calls `changed` from its own thread whenever the workbook's newest number has risen, until it is stopped."""

    def __init__(self, events: Log, workbook: str, changed: Callable[[], None]) -> None:
        self._events, self._workbook, self._changed = events, workbook, changed
        self._stopped = False
        # As a daemon it keeps no server from ending: it only reads.
        threading.Thread(target=self._run, name=f"join-{workbook[:8]}", daemon=True).start()

    def stop(self) -> None:
        """Say nothing more; the thread ends a little later."""
        self._stopped = True

    def _run(self) -> None:
        seen, faulty = 0, False
        while not self._stopped:
            try:
                newest = self._events.wait(self._workbook, seen, PATIENCE)
            except PremortemError as error:
                if self._stopped:
                    return
                if not faulty:
                    log.warning("The log of a session cannot be watched now: %s", error)
                faulty = True
                time.sleep(AFTER_A_FAULT)
                continue
            if (newest > seen or faulty) and not self._stopped:
                self._changed()
            seen, faulty = newest, False
