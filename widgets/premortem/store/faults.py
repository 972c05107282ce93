"""What SQLite and the operating system report, said in Premortem's own errors: the one place that knows their codes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from premortem.errors import InvalidAnswer, PremortemError, StoreBusy, StoreDamaged, StoreError, StoreUnwritable

_BUSY = (StoreBusy, "is held by another program: nothing was changed; try again, or close what holds it")
_FULL = (StoreUnwritable, "has no room, the disk is full: nothing was changed; free some space and try again")
_READ_ONLY = (
    StoreUnwritable,
    "is read-only: nothing was changed; make it, its -wal and -shm and its folder writable, or set PREMORTEM_STORE",
)
_FORBIDDEN = (
    StoreUnwritable,
    "cannot be opened here: nothing was changed; make the file and its folder writable for you, on a local disk",
)
_DISK = (
    StoreUnwritable,
    "got an error from the disk: nothing was changed; check free space, quota and the disk, then try again",
)
_DAMAGED = (StoreDamaged, "is not a Premortem store, or is damaged: use a copy of it from before, or name another file")
_TOO_BIG = (InvalidAnswer, "takes no single answer as large as this one: nothing was changed; give a shorter answer")

_FAULTS: dict[int, tuple[type[PremortemError], str]] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_AUTH: _FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: _FORBIDDEN,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_NOLFS: _DISK,
    sqlite3.SQLITE_ERROR: _DAMAGED,  # our statements are right, so a table or a column is missing
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FORMAT: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: _DAMAGED,  # numbers are drawn under the write lock: only a broken index clashes
    sqlite3.SQLITE_MISMATCH: _DAMAGED,
    sqlite3.SQLITE_IOERR_CORRUPTFS: _DAMAGED,
    sqlite3.SQLITE_TOOBIG: _TOO_BIG,
}


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn whatever SQLite or the system raises inside into a StoreError about the store of this name."""
    try:
        yield
    except sqlite3.Error as error:
        raise fault(error, name) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnwritable(
            f"The store {name} cannot be reached: {reason}; make the file and its folder writable for you, "
            "or set PREMORTEM_STORE to another file."
        ) from error


def fault(error: sqlite3.Error, name: str) -> PremortemError:
    """Return what an error of SQLite means for the person who meets it."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    known: tuple[type[PremortemError], str] | None
    if code is None:  # raised by Python's module itself: text that is not UTF-8, or a use the module refuses
        known = _DAMAGED if "UTF-8" in str(error) else None
    else:
        known = _FAULTS.get(code) or _FAULTS.get(code & 0xFF)
    kind, what = known or (StoreError, "failed in a way that Premortem does not know: report this line")
    return kind(f"The store {name} {what} ({getattr(error, 'sqlite_errorname', type(error).__name__)}).")


def is_busy(error: sqlite3.Error) -> bool:
    """Say whether another connection was in the way, so that trying again can help."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
