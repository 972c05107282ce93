"""The log in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from premortem.errors import StoreDamaged
from premortem.model.events import Event, Recorded, WorkbookCreated
from premortem.store import appending
from premortem.store import links as opaque
from premortem.store.ballots import SqliteBallotBox
from premortem.store.connection import StoreFile
from premortem.store.history import rows_of
from premortem.store.listing import listing
from premortem.store.log import Access, Links, Listing
from premortem.store.rows import Row, checked_author, packed, recorded, row

_EVENTS = f"SELECT {appending.COLUMNS} FROM event WHERE workbook = ? AND number >= ? AND number < ? ORDER BY number"  # noqa: S608  our own words


_LISTING = """
    SELECT edit.id, read.id, first.at, last.at, last.number,
        title.workbook, title.number, title.step, title.at, title.author, title.kind, title.payload, title.checksum
    FROM workbook
    LEFT JOIN link AS edit ON edit.workbook = workbook.id AND edit.may_edit = 1
    LEFT JOIN link AS read ON read.workbook = workbook.id AND read.may_edit = 0
    LEFT JOIN event AS first ON first.workbook = workbook.id AND first.number = 1
    LEFT JOIN event AS last ON last.workbook = workbook.id AND last.number = workbook.newest
    LEFT JOIN event AS title ON title.workbook = workbook.id
        AND title.number = (SELECT max(number) FROM event WHERE workbook = workbook.id
                            AND kind IN ('workbook-created', 'workbook-named'))"""
_ALL = f"{_LISTING} ORDER BY last.position DESC"
_LAST = f"{_LISTING} WHERE workbook.id = (SELECT workbook FROM event ORDER BY position DESC LIMIT 1)"  # noqa: S608  our own words


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


class SqliteLog(SqliteBallotBox):
    """A `Log` in the SQLite file at `path`, which is made where it does not exist.

    `clock` gives the time of an event, `patience` is how many seconds to wait for another process, `vfs` names one of
    SQLite's ways to reach a file (`unix-dotfile` for a folder that knows no locks). Raise RefusedInput where the
    folder is missing or the path is a folder, StoreError where the file cannot be opened.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime] = now, patience: float = 2.0, vfs: str | None = None
    ) -> None:
        file = StoreFile(path, patience, vfs)
        with file.reading():
            pass  # what is wrong with the file is said here, not at the first answer
        super().__init__(file, clock)

    @property
    def address(self) -> str:
        """The URL of the file."""
        return f"sqlite:///{self._file.path}"

    def create(self, event: WorkbookCreated, author: str = "") -> Links:
        """Begin a workbook with this event as its number 1."""
        body = packed(event), checked_author(author)
        links = Links.drawn()
        with self._file.writing() as connection:
            _begin(connection, links, [row(links.workbook, 1, 1, self._clock(), body[1], body[0])])
        return links

    def append(self, workbook: str, events: Sequence[Event], author: str = "") -> tuple[Recorded, ...]:
        """Add these events, all or none, as one step, on the disk when this returns."""
        bodies = [packed(event) for event in events]
        checked_author(author)
        if not bodies:
            return ()
        with self._file.writing() as connection:
            added = appending.add(connection, workbook, bodies, author, self._clock())
        self._wrote()
        return added

    def adopt(self, recorded: Sequence[Recorded]) -> Links:
        """Begin a workbook that has this history, under new ids."""
        links = Links.drawn()
        rows = rows_of(recorded, links.workbook)
        with self._file.writing() as connection:
            _begin(connection, links, rows)
        return links

    def events(self, workbook: str, after: int = 0, upto: int | None = None) -> tuple[Recorded, ...]:
        """Return the events numbered above `after`, up to and with `upto`, in order."""
        after = max(after, 0)
        with self._file.reading() as connection:
            # The newest number first: what is added meanwhile is left for the next reading.
            newest = appending.newest(connection, workbook)
            asked = range(after + 1, (newest if upto is None else min(upto, newest)) + 1)
            rows = connection.execute(_EVENTS, (workbook, asked.start, asked.stop)).fetchall() if asked else []
        if [stored[1] for stored in rows] != list(asked):
            raise StoreDamaged("The store has lost events of this workbook: use a copy of the file from before.")
        return tuple(recorded(stored) for stored in rows)

    def newest(self, workbook: str) -> int:
        """Return the number of the workbook's last event."""
        with self._file.reading() as connection:
            return appending.newest(connection, workbook)

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
            found = connection.execute(_ALL).fetchall()
        return tuple(listing(line) for line in found)

    def touched(self) -> Listing | None:
        """Return the workbook written to last, None where there is none."""
        with self._file.reading() as connection:
            found = connection.execute(_LAST).fetchone()
        return None if found is None else listing(found)

    def close(self) -> None:
        """Let go of the file."""
        self._waiting.close()
        self._file.close()

    def __enter__(self) -> Self:
        """Return the log itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the log."""
        self.close()


def _begin(connection: sqlite3.Connection, links: Links, rows: Sequence[Row]) -> None:
    connection.execute("INSERT INTO workbook (id, newest) VALUES (?, ?)", (links.workbook, len(rows)))
    connection.executemany(
        "INSERT INTO link (id, workbook, may_edit) VALUES (?, ?, ?)",
        [(links.edit, links.workbook, 1), (links.read, links.workbook, 0)],
    )
    connection.executemany(appending.INSERT, rows)
