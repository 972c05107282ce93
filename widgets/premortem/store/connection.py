"""One SQLite file, opened when it is first needed, watched while it is open, and let go of before a fork."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from premortem.errors import RefusedInput, StoreError, StoreUnwritable
from premortem.store.faults import is_busy, told
from premortem.store.links import shown
from premortem.store.migrations import migrate

Identity = tuple[int, int] | None
EMPTYING_WAITS = 200
"""Milliseconds to wait for readers before the WAL is left to be emptied another time."""


class StoreFile:
    """The file behind a log: gives a connection to read with, or to write with in one transaction."""

    def __init__(self, path: Path, patience: float, vfs: str | None) -> None:
        self.path = path.resolve()  # SQLite too puts the WAL beside the file that a symbolic link points to
        self.name = self.path.name if self.path.name.isprintable() else shown(self.path.name)
        self._patience = patience
        self._vfs = vfs
        self._turn = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._identity: Identity = None
        self._wal: Identity = None
        self._writable = True
        self._closed = False
        _files.add(self)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for statements that only read."""
        with self._turn, told(self.name):
            try:
                yield self._checked_connection()
            except sqlite3.DatabaseError as error:
                self._forget_if_damaged(error)
                raise

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one transaction: committed, and on the disk, when the block ends without error."""
        with self._turn, told(self.name):
            if not self._writable:
                self._let_go()  # a connection that was opened read-only stays so when the file no longer is
            connection = self._checked_connection()
            try:
                self._take_turn(connection)
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                self._roll_back(connection)
                self._forget_if_damaged(error)
                raise
            # Removed while we wrote: SQLite has written into a file that nobody will find again.
            self._refuse_if_replaced()

    def beside(self) -> StoreFile:
        """Return the same file once more, with a turn and a connection of its own; it is never made anew."""
        other = StoreFile(self.path, self._patience, self._vfs)
        other._identity = self._identity
        return other

    def empty_wal(self) -> bool:
        """Take what the WAL holds into the file and empty it; return whether that was possible now.

        Frames of earlier transactions else stay in it, for all who can read files, until others are written over them.
        """
        with self._turn, suppress(sqlite3.Error):
            if self._connection is None:
                return False
            self._connection.execute(f"PRAGMA busy_timeout = {EMPTYING_WAITS}")
            try:
                return not self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                self._connection.execute(f"PRAGMA busy_timeout = {round(self._patience * 1000)}")
        return False

    def _forget_if_damaged(self, error: BaseException) -> None:
        """A connection that saw a damaged file keeps what it saw: once the file is mended, a fresh one must look."""
        if type(error) is sqlite3.DatabaseError:
            self._let_go()

    def close(self) -> None:
        """Close the file for good."""
        with self._turn:
            self._closed = True
            self._let_go()

    def _checked_connection(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError("This log has been closed: open it again with open_log.")
        if self._connection is None:
            self._connection = self._open()
        self._refuse_if_replaced()
        return self._connection

    def _take_turn(self, connection: sqlite3.Connection) -> None:
        """SQLite's own waiting sleeps ever longer, up to 100 ms: a writer that never pauses then keeps others out."""
        deadline = time.monotonic() + self._patience
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if not is_busy(error) or time.monotonic() > deadline:
                        raise
                time.sleep(random.uniform(0.0002, 0.002))  # noqa: S311  out of step with the others, no secret
        finally:
            connection.execute(f"PRAGMA busy_timeout = {round(self._patience * 1000)}")

    def _refuse_if_replaced(self) -> None:
        """SQLite would go on writing into a file that was unlinked, and everything written would be lost in silence."""
        wal = _identity(_wal_of(self.path)) if self._wal else None
        if _identity(self.path) != self._identity or wal != self._wal:
            raise StoreUnwritable(
                f"The store {self.name} was removed or replaced while it was open: nothing more is saved; "
                "put the file back, or open the workbook again to go on with what is there now."
            )

    def _open(self) -> sqlite3.Connection:
        if self._identity is None:
            _create(self.path)
            self._identity = _identity(self.path)
        self._wal = None
        self._writable = os.access(self.path, os.W_OK)
        if self._writable:
            _make_companions_writable(self.path)
        self._refuse_if_replaced()
        deadline = time.monotonic() + self._patience
        while True:
            connection = self._connect()
            try:
                self._prepare(connection)
                return connection
            except BaseException as error:
                connection.close()
                # SQLite does not wait for its turn where it switches to the WAL: we do.
                if not (isinstance(error, sqlite3.Error) and is_busy(error) and time.monotonic() < deadline):
                    raise
            time.sleep(0.01)

    def _connect(self) -> sqlite3.Connection:
        # mode=rw: SQLite must never make a new file where the store was removed a moment ago.
        options = "?mode=rw" + (f"&vfs={self._vfs}" if self._vfs else "")
        return sqlite3.connect(
            self.path.as_uri() + options,
            uri=True,
            timeout=self._patience,
            isolation_level=None,
            check_same_thread=False,  # `_turn` sees to it that one thread at a time uses it
        )

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA fullfsync = ON")  # without it macOS answers before the disk has the data
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten; events never are
        migrate(connection, self.name)
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        if mode != "wal":
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        # Where the folder allows no WAL, SQLite keeps a rollback journal; EXTRA makes that one durable too.
        connection.execute(f"PRAGMA synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}")
        connection.execute("SELECT 1 FROM event LIMIT 1").fetchone()  # opens the WAL, so that it can be watched
        self._wal = _identity(_wal_of(self.path)) if mode == "wal" else None

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        """Undo what was begun, on the same connection where that is possible.

        After a failed write SQLite overwrites the half-written frames of the WAL with the next append. A new
        connection would recover those that are whole, and bring back events that were reported as not saved.
        """
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._let_go()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def before_fork(self) -> None:
        """Let go of the connection: SQLite's locks belong to one process, a child's copy would only believe in them."""
        self._turn.acquire()
        self._let_go()

    def after_fork(self) -> None:
        """Go on, in the parent as in the child: each opens its own connection when it needs one."""
        self._turn.release()


def _create(path: Path) -> None:
    if not path.parent.is_dir():
        raise RefusedInput(f"The folder of the store {_named(path)} does not exist: make the folder, or name another.")
    if path.is_dir():
        raise RefusedInput(f"The store {_named(path)} is a folder: name a file.")
    with suppress(FileExistsError):
        # For the owner alone: the links in it open every workbook.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _make_companions_writable(path: Path) -> None:
    """SQLite gave the WAL and its index the mode the file had: made beside a read-only file, they stay read-only."""
    for companion in (_wal_of(path), path.with_name(path.name + "-shm")):
        if companion.exists() and not os.access(companion, os.W_OK):
            with suppress(PermissionError):  # another user's: SQLite will say that it cannot be written
                companion.chmod(path.stat().st_mode & 0o777)


def _named(path: Path) -> str:
    return repr(str(path)) if len(str(path)) < 300 else shown(str(path))


def _wal_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _identity(path: Path) -> Identity:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


_files: weakref.WeakSet[StoreFile] = weakref.WeakSet()
_held: list[StoreFile] = []
_forking = threading.Lock()


def _before_fork() -> None:
    _forking.acquire()
    for file in list(_files):
        file.before_fork()
        _held.append(file)


def _after_fork() -> None:
    while _held:
        _held.pop().after_fork()
    _forking.release()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)
