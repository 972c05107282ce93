"""The PostgreSQL behind a log: connections lent for one call each, transactions that end for sure, forks."""

from __future__ import annotations

import os
import random
import select
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg.pq import TransactionStatus

from premortem.errors import PremortemError, StoreBusy, StoreError
from premortem.store.postgres.faults import is_lost, not_reached, told
from premortem.store.postgres.migrations import migrate
from premortem.store.postgres.place import Place

Connection = psycopg.Connection[tuple[object, ...]]
Proof = Callable[[Connection], bool]
"""Says whether what a transaction wrote is there; waits for that transaction where it has not ended."""

KEPT = 2
"""Connections kept open for the next call; more are opened while several threads call at once."""
WORKS_FOR = 15_000
"""Milliseconds the server may work on one statement, and we may stand still inside a transaction."""
ASKS_FOR = 5.0
"""Seconds in which a lost connection is made anew to find out whether the last transaction was kept."""


_SETTINGS = """
    SELECT set_config('lock_timeout', %s::text, false),
        set_config('statement_timeout', %s::text, false),
        set_config('idle_in_transaction_session_timeout', %s::text, false),
        -- What was acknowledged is on the disk; a setting that promises more than that stays.
        set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
            ELSE current_setting('synchronous_commit') END, false)"""


class Transaction:
    """One transaction; a body that can tell how to recognise what it wrote leaves that in `proof`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.proof: Proof | None = None


class Server:
    """Lends connections to one database, each to one thread at a time; a lost one is replaced by the next call."""

    def __init__(self, place: Place, patience: float) -> None:
        self.name = place.name
        self._keywords = place.keywords
        self._patience = patience
        # Lists and sets alone, no locks: a thread of the parent could hold one for ever in a forked child.
        self._free: list[Connection] = []
        self._all: set[Connection] = set()
        self._migrated = False
        self.closed = False
        _servers.add(self)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for statements that only read, each of which sees one moment."""
        with told(self.name), self._lent() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a transaction: committed, and on the server's disk, when the block ends without error.

        Where the connection is lost before the server has answered the COMMIT, the proof that the body left decides.
        Raise StoreError that says so where it is not known in the end.
        """
        with told(self.name), self._lent() as connection:
            transaction = Transaction(connection)
            connection.execute("BEGIN")
            try:
                yield transaction
            except BaseException:
                _roll_back(connection)
                raise
            try:
                connection.execute("COMMIT")
            except psycopg.Error as error:
                if not (connection.closed or is_lost(error)):
                    _roll_back(connection)
                    raise
                self._find_out(transaction.proof, error)

    def fresh(self) -> Connection:
        """Return a connection that is not lent to anybody else, and is to be discarded by whoever asked for it."""
        self.refuse_if_closed()
        try:
            connection = psycopg.connect(autocommit=True, prepare_threshold=None, **self._keywords)  # type: ignore[arg-type]  # libpq takes every value as text
        except psycopg.Error as error:
            raise not_reached(error, self.name) from error
        self._all.add(connection)
        try:
            self._prepare(connection)
        except BaseException:
            self.discard(connection)
            raise
        return connection

    def discard(self, connection: Connection) -> None:
        """Close a connection for good."""
        self._all.discard(connection)
        with suppress(psycopg.Error):
            connection.close()

    def owns(self, connection: Connection) -> bool:
        """Say whether this process made the connection and has not closed it."""
        return connection in self._all and not connection.closed

    def close(self) -> None:
        """Close all connections that are not lent; those that are, when they come back."""
        self.closed = True
        while self._free:
            self.discard(self._free.pop())

    @contextmanager
    def _lent(self) -> Iterator[Connection]:
        connection = self._kept() or self.fresh()
        try:
            yield connection
        finally:
            idle = not connection.closed and connection.info.transaction_status is TransactionStatus.IDLE
            if idle and not self.closed and len(self._free) < KEPT:
                self._free.append(connection)
            else:
                self.discard(connection)

    def _kept(self) -> Connection | None:
        self.refuse_if_closed()
        while self._free:
            try:
                connection = self._free.pop()
            except IndexError:  # another thread was faster
                return None
            # Nothing is expected from the server now: if there is something to read, it is its farewell.
            if not connection.closed and not is_readable(connection, 0):
                return connection
            self.discard(connection)
        return None

    def refuse_if_closed(self) -> None:
        """Raise StoreError where the log has been closed."""
        if self.closed:
            raise StoreError("This log has been closed: open it again with open_log.")

    def _prepare(self, connection: Connection) -> None:
        # Not as options of the start: poolers refuse those.
        connection.execute(_SETTINGS, (round(self._patience * 1000) or 1, WORKS_FOR, WORKS_FOR))
        if not self._migrated:
            migrate(connection, self.name)
            self._migrated = True

    def _find_out(self, proof: Proof | None, lost: psycopg.Error) -> None:
        """Return where the transaction was kept; raise StoreBusy where it was not, StoreError where nobody knows."""
        deadline = time.monotonic() + ASKS_FOR
        while proof is not None and time.monotonic() < deadline:
            kept = self._proven(proof)
            if kept:
                return
            if kept is not None:
                raise StoreBusy(f"The store {self.name} lost the connection: nothing was changed; try again.") from lost
            time.sleep(random.uniform(0.05, 0.2))  # noqa: S311  out of step with the others, no secret
        raise StoreError(
            f"The store {self.name} lost the connection while it saved: it is not known whether this was kept; "
            "look at what is there before you give it again."
        ) from lost

    def _proven(self, proof: Proof) -> bool | None:
        """Return None where the proof cannot be had now."""
        with suppress(PremortemError, psycopg.Error), self._lent() as connection:
            connection.execute("BEGIN")
            try:
                return proof(connection)
            finally:
                _roll_back(connection)
        return None

    def abandon(self) -> None:
        """In a forked child: forget the parent's connections without a word to the server.

        Closed as files, not as connections, which would say goodbye in the parent's name. Left open they would hide
        from the server that the parent has gone.
        """
        for connection in tuple(self._all):
            with suppress(psycopg.Error, OSError):
                os.close(connection.fileno())
            _parents.append(connection)  # else Python would warn that it was never closed
        self._all.clear()
        self._free.clear()


def is_readable(connection: Connection, seconds: float) -> bool:
    """Say whether something came from the server, waiting at most this long for it."""
    if hasattr(select, "poll"):  # takes any number of files, where select stops at 1024
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return bool(poll.poll(max(0, seconds) * 1000))
    return bool(select.select([connection.fileno()], [], [], max(0, seconds))[0])


def _roll_back(connection: Connection) -> None:
    with suppress(psycopg.Error):
        if not connection.closed and connection.info.transaction_status is not TransactionStatus.IDLE:
            connection.execute("ROLLBACK")


_servers: weakref.WeakSet[Server] = weakref.WeakSet()
_parents: list[Connection] = []


def _after_fork_in_child() -> None:
    for server in list(_servers):
        server.abandon()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_after_fork_in_child)
