"""Waiting for what others append: the server itself tells who listens, so nobody asks again and again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

from premortem.errors import StoreBusy
from premortem.store import links as opaque
from premortem.store.postgres import appending
from premortem.store.postgres.faults import told
from premortem.store.postgres.server import Connection, Server, is_readable

KEPT = 4
"""Connections on which we go on listening between two calls."""
LOOKS_EVERY = 1.0
"""Seconds after which who waits looks whether the log was closed."""
TRIES_EVERY = 0.2
"""Seconds between two tries to reach a server that was lost."""


class Waiting:
    """Whoever waits for the next event of a workbook, each on a connection of their own."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._free: list[_Listener] = []

    def newest(self, workbook: str, after: int, seconds: float) -> int:
        """Return the number of the newest event as soon as it exceeds `after`, or when the time is up.

        A lost connection is made anew for as long as there is time; raise StoreBusy where it cannot be.
        """
        deadline = time.monotonic() + seconds
        opaque.checked(workbook)
        while True:
            try:
                with told(self._server.name), self._listening(workbook) as listener:
                    return listener.newest(after, deadline)
            except StoreBusy:
                if time.monotonic() + TRIES_EVERY >= deadline:
                    raise
            time.sleep(TRIES_EVERY)

    @contextmanager
    def _listening(self, workbook: str) -> Iterator[_Listener]:
        listener = self._kept(workbook) or _Listener(self._server)
        try:
            listener.listen(workbook)
            yield listener
        except BaseException:
            self._server.discard(listener.connection)
            raise
        if self._server.closed or len(self._free) >= KEPT:
            self._server.discard(listener.connection)
        else:
            self._free.append(listener)

    def _kept(self, workbook: str) -> _Listener | None:
        self._server.refuse_if_closed()
        # Whoever listens for this workbook already comes first.
        for listener in sorted(self._free, key=lambda each: each.workbook != workbook):
            try:
                self._free.remove(listener)
            except ValueError:  # another thread was faster
                continue
            if self._server.owns(listener.connection):  # else it is the parent's, from before a fork
                return listener
        return None


class _Listener:
    """A connection on which the server says by itself that something was appended to one workbook."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.connection: Connection = server.fresh()
        self.connection.add_notify_handler(self._hear)
        self.workbook = ""
        self._heard = False

    def listen(self, workbook: str) -> None:
        """Listen for what is appended to this workbook, and no other."""
        if workbook != self.workbook:
            self.connection.execute("UNLISTEN *")
            self.connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(appending.channel(workbook))))
            self.workbook = workbook

    def newest(self, after: int, deadline: float) -> int:
        """Ask, then ask again whenever the server says something."""
        while True:
            self._heard = False
            newest = appending.newest(self.connection, self.workbook)
            left = deadline - time.monotonic()
            if newest > after or left <= 0:
                return newest
            # What came with the answer and after it lies in libpq's memory, not on the socket.
            if not (self._heard or self.connection.pgconn.notifies()):
                self._hold_still(left)

    def _hold_still(self, left: float) -> None:
        while left > 0 and not is_readable(self.connection, min(left, LOOKS_EVERY)):
            self._server.refuse_if_closed()
            left -= LOOKS_EVERY

    def _hear(self, _: object) -> None:
        self._heard = True
