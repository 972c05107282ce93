"""The log in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from json import loads
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from premortem.errors import StoreDamaged
from premortem.model.events import Event, Recorded, WorkbookCreated
from premortem.store import links as opaque
from premortem.store.connection import StoreFile
from premortem.store.history import rows_of
from premortem.store.log import Access, Links, Listing
from premortem.store.rows import Row, checked_author, packed, recorded, row

_LARGEST = 2**63 - 1  # of SQLite's whole numbers

_COLUMNS = "workbook, number, step, at, author, kind, payload, checksum"
_INSERT = f"INSERT INTO event ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  our own words
_EVENTS = f"SELECT {_COLUMNS} FROM event WHERE workbook = ? AND number > ? AND number <= ? ORDER BY number"  # noqa: S608  our own words

_LISTING = """
    SELECT edit.workbook, title.payload, edit.id, read.id, first.at, last.at, last.number
    FROM link AS edit
    JOIN link AS read ON read.workbook = edit.workbook AND read.may_edit = 0
    JOIN event AS first ON first.workbook = edit.workbook AND first.number = 1
    JOIN event AS last ON last.workbook = edit.workbook
        AND last.number = (SELECT max(number) FROM event WHERE workbook = edit.workbook)
    JOIN event AS title ON title.workbook = edit.workbook
        AND title.number = (SELECT max(number) FROM event WHERE workbook = edit.workbook
                            AND kind IN ('workbook-created', 'workbook-named'))
    WHERE edit.may_edit = 1
    ORDER BY last.position DESC"""


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


class SqliteLog:
    """A `Log` in the SQLite file at `path`, which is made where it does not exist.

    `clock` gives the time of an event, `patience` is how many seconds to wait for another process, `vfs` names one of
    SQLite's ways to reach a file (`unix-dotfile` for a folder that knows no locks). Raise RefusedInput where the
    folder is missing or the path is a folder, StoreError where the file cannot be opened.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime] = now, patience: float = 2.0, vfs: str | None = None
    ) -> None:
        self._file = StoreFile(path, patience, vfs)
        self._clock = clock
        with self._file.reading():
            pass  # what is wrong with the file is said here, not at the first answer

    @property
    def address(self) -> str:
        """The URL of the file."""
        return f"sqlite:///{self._file.path}"

    def create(self, event: WorkbookCreated, author: str = "") -> Links:
        """Begin a workbook with this event as its number 1."""
        body = packed(event), checked_author(author)
        links = _new_links()
        with self._file.writing() as connection:
            _insert(connection, links, [row(links.workbook, 1, 1, self._clock(), body[1], body[0])])
        return links

    def append(self, workbook: str, events: Sequence[Event], author: str = "") -> tuple[Recorded, ...]:
        """Add these events, all or none, as one step, on the disk when this returns."""
        bodies = [packed(event) for event in events]
        checked_author(author)
        if not bodies:
            return ()
        with self._file.writing() as connection:
            first = _newest(connection, workbook) + 1
            at = self._clock()
            rows = [row(workbook, number, first, at, author, body) for number, body in enumerate(bodies, start=first)]
            _insert_events(connection, rows)
        return tuple(recorded(stored) for stored in rows)

    def adopt(self, recorded: Sequence[Recorded]) -> Links:
        """Begin a workbook that has this history, under new ids."""
        links = _new_links()
        rows = rows_of(recorded, links.workbook)
        with self._file.writing() as connection:
            _insert(connection, links, rows)
        return links

    def events(self, workbook: str, after: int = 0, upto: int | None = None) -> tuple[Recorded, ...]:
        """Return the events numbered above `after`, up to and with `upto`, in order."""
        after, upto = max(after, 0), min(_LARGEST if upto is None else upto, _LARGEST)
        with self._file.reading() as connection:
            rows = connection.execute(_EVENTS, (workbook, min(after, _LARGEST), max(upto, 0))).fetchall()
            if not rows:
                _newest(connection, workbook)  # raises where there is no such workbook
        if any(stored[1] != number for number, stored in enumerate(rows, start=after + 1)):
            raise StoreDamaged("The store has lost events of this workbook: use a copy of the file from before.")
        return tuple(recorded(stored) for stored in rows)

    def newest(self, workbook: str) -> int:
        """Return the number of the workbook's last event."""
        with self._file.reading() as connection:
            return _newest(connection, workbook)

    def open_link(self, link: str) -> Access:
        """Return what the link opens."""
        opaque.checked(link)
        with self._file.reading() as connection:
            found = connection.execute("SELECT workbook, may_edit FROM link WHERE id = ?", (link,)).fetchone()
        if found is None:
            raise opaque.unknown(link)
        return Access(found[0], bool(found[1]))

    def links(self, workbook: str) -> Links:
        """Return the workbook's two links."""
        opaque.checked(workbook)
        asked = "SELECT id FROM link WHERE workbook = ? ORDER BY may_edit DESC"
        with self._file.reading() as connection:
            found = connection.execute(asked, (workbook,)).fetchall()
        if len(found) != 2:
            raise opaque.unknown(workbook)
        return Links(workbook, found[0][0], found[1][0])

    def workbooks(self) -> tuple[Listing, ...]:
        """Return all workbooks, the one written to last first."""
        with self._file.reading() as connection:
            found = connection.execute(_LISTING).fetchall()
        return tuple(_listing(line) for line in found)

    def touched(self) -> Listing | None:
        """Return the workbook written to last, None where there is none."""
        with self._file.reading() as connection:
            found = connection.execute(f"{_LISTING} LIMIT 1").fetchone()
        return None if found is None else _listing(found)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        """Return the log itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the log."""
        self.close()


def _new_links() -> Links:
    return Links(workbook=opaque.new_id(), edit=opaque.new_id(), read=opaque.new_id())


def _newest(connection: sqlite3.Connection, workbook: str) -> int:
    opaque.checked(workbook)
    found = connection.execute("SELECT max(number) FROM event WHERE workbook = ?", (workbook,)).fetchone()[0]
    if found is None:
        raise opaque.unknown(workbook)
    return int(found)


def _insert(connection: sqlite3.Connection, links: Links, rows: Iterable[Row]) -> None:
    connection.executemany(
        "INSERT INTO link (id, workbook, may_edit) VALUES (?, ?, ?)",
        [(links.edit, links.workbook, 1), (links.read, links.workbook, 0)],
    )
    _insert_events(connection, rows)


def _insert_events(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany(_INSERT, rows)


def _listing(line: tuple[Any, ...]) -> Listing:
    workbook, payload, edit, read, created, changed, number = line
    try:
        title = loads(payload)["title"]
        return Listing(
            workbook, title, edit, read, datetime.fromisoformat(created), datetime.fromisoformat(changed), number
        )
    except (TypeError, ValueError, KeyError) as error:
        raise StoreDamaged("The store's list of workbooks is damaged: use a copy of the file from before.") from error
