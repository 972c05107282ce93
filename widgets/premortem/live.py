"""What others do to an open workbook is shown while its page is looked at, without anybody asking."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable

from premortem.errors import PremortemError
from premortem.workbook import Workbook

logger = logging.getLogger(__name__)
LOOKED_AT = 90.0
"""Seconds after the last sign of life of a page in which it is followed: a page that is hidden gives none."""
LONGEST_WAIT = 20.0
LONGEST_PAUSE = 30.0


class Live:
    """Follows the log of one workbook in a thread, and calls `show` in the kernel's own loop when it grew.

    `alive` is called in that loop whenever the page gives a sign of life: the thread begins with the first one, ends
    when they stop, and begins again with the next, in a forked kernel too. Where no loop runs nothing begins. `show`
    lets no error out.
    """

    def __init__(self, workbook: Workbook, show: Callable[[], None]) -> None:
        self._workbook, self._show = workbook, show
        self._until = 0.0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._called = False

    @property
    def follows(self) -> bool:
        """Whether the log is followed now; a thread of the process that this one was forked from does not count."""
        return self._thread is not None and self._thread.is_alive()

    def alive(self) -> None:
        """Follow the log from now on, for as long as a page counts as looked at."""
        try:
            # Asked anew each time: JupyterLab may answer a page in another of the kernel's loops after a reload.
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._until, self._called = time.monotonic() + LOOKED_AT, False
        if not self.follows:
            self._thread = threading.Thread(target=self._follow, name="premortem-live", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Follow no longer: at the next event, or when the wait that has begun is over."""
        self._until = 0.0

    def _follow(self) -> None:
        log, workbook, seen, pause = self._workbook.log, self._workbook.id, self._workbook.state.newest, 0.0
        while (left := self._until - time.monotonic()) > 0:
            try:
                newest = log.wait(workbook, seen, min(left, LONGEST_WAIT))
            except Exception as error:  # the page hears of it at its next sign of life: that asks the same store
                if time.monotonic() > self._until:
                    return
                pause = min(2 * pause or 1.0, LONGEST_PAUSE)
                if pause == 1.0:
                    logger.warning(
                        "The workbook is not followed for now: %s",
                        error,
                        exc_info=not isinstance(error, PremortemError),
                    )
                time.sleep(pause)
                continue
            pause = 0.0
            if newest > seen:
                seen = newest
                self._call(newest)

    def _call(self, newest: int) -> None:
        """Have it shown once, however much has happened by the time that the kernel gets to it."""
        if self._called or self._workbook.state.newest >= newest:
            return
        self._called = True
        assert self._loop
        try:
            self._loop.call_soon_threadsafe(self._shown_in_loop)
        except RuntimeError:  # the loop has been closed: with the kernel, or the next sign of life brings another
            self._until = 0.0

    def _shown_in_loop(self) -> None:
        self._called = False
        self._show()
