"""The log in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from premortem.errors import StoreDamaged
from premortem.model.events import Event, Recorded, WorkbookCreated
from premortem.store import links as opaque
from premortem.store.history import rows_of
from premortem.store.listing import listing
from premortem.store.log import Access, Links, Listing
from premortem.store.postgres import appending
from premortem.store.postgres.ballots import PostgresBallotBox
from premortem.store.postgres.place import place
from premortem.store.postgres.server import Server
from premortem.store.rows import checked_author, packed, recorded, row

_MOST = 2**63 - 1

# One question, so that the newest number and the events are those of one moment.
_EVENTS = """
    SELECT workbook.newest, event.workbook, event.number, event.step, event.at, event.author, event.kind,
        event.payload, event.checksum
    FROM premortem.workbook
    LEFT JOIN premortem.event ON event.workbook = workbook.id AND event.number > %s AND event.number <= %s
    WHERE workbook.id = %s
    ORDER BY event.number"""

_LISTING = """
    SELECT edit.id, read.id, first.at, last.at, last.number,
        title.workbook, title.number, title.step, title.at, title.author, title.kind, title.payload, title.checksum
    FROM premortem.workbook
    LEFT JOIN premortem.link AS edit ON edit.workbook = workbook.id AND edit.may_edit
    LEFT JOIN premortem.link AS read ON read.workbook = workbook.id AND NOT read.may_edit
    LEFT JOIN premortem.event AS first ON first.workbook = workbook.id AND first.number = 1
    LEFT JOIN premortem.event AS last ON last.workbook = workbook.id AND last.number = workbook.newest
    LEFT JOIN premortem.event AS title ON title.workbook = workbook.id
        AND title.number = (SELECT max(number) FROM premortem.event AS named WHERE named.workbook = workbook.id
                            AND kind IN ('workbook-created', 'workbook-named'))"""
_ALL = f"{_LISTING} ORDER BY last.position DESC"
_LAST = f"{_LISTING} WHERE workbook.id = (SELECT workbook FROM premortem.event ORDER BY position DESC LIMIT 1)"  # noqa: S608  our own words


class PostgresLog(PostgresBallotBox):
    """A `Log` in the schema `premortem` of a PostgreSQL database, which is made where it does not exist.

    `clock` gives the time of events, and of who is there instead of the server's own; `patience` is how many seconds to
    wait for others who write to the same workbook. Raise RefusedInput for an address that cannot be read, StoreError
    where the store cannot be opened.
    """

    def __init__(self, address: str, clock: Callable[[], datetime] | None = None, patience: float = 2.0) -> None:
        where = place(address)
        self._address = where.address
        server = Server(where, patience)
        with server.reading():
            pass  # what is wrong with the store is said here, not at the first answer
        super().__init__(server, clock)

    @property
    def address(self) -> str:
        """The URL of the database, without its password."""
        return self._address

    def create(self, event: WorkbookCreated, author: str = "") -> Links:
        """Begin a workbook with this event as its number 1."""
        body = packed(event), checked_author(author)
        links = Links.drawn()
        with self._server.writing() as transaction:
            appending.begin(transaction, links, [row(links.workbook, 1, 1, self._now(), body[1], body[0])])
        return links

    def append(self, workbook: str, events: Sequence[Event], author: str = "") -> tuple[Recorded, ...]:
        """Add these events, all or none, as one step, on the server's disk when this returns."""
        bodies = [packed(event) for event in events]
        checked_author(author)
        if not bodies:
            return ()
        with self._server.writing() as transaction:
            newest = appending.hold(transaction.connection, workbook)
            return appending.add(transaction, workbook, newest, bodies, author, self._now())

    def adopt(self, recorded: Sequence[Recorded]) -> Links:
        """Begin a workbook that has this history, under new ids."""
        links = Links.drawn()
        rows = rows_of(recorded, links.workbook)
        with self._server.writing() as transaction:
            appending.begin(transaction, links, rows)
        return links

    def events(self, workbook: str, after: int = 0, upto: int | None = None) -> tuple[Recorded, ...]:
        """Return the events numbered above `after`, up to and with `upto`, in order."""
        after = min(max(after, 0), _MOST)
        upto = _MOST if upto is None else min(max(upto, 0), _MOST)
        with self._server.reading() as connection:
            found = connection.execute(_EVENTS, (after, upto, opaque.checked(workbook))).fetchall()
        if not found:
            raise opaque.unknown(workbook)
        newest = found[0][0]
        assert isinstance(newest, int)
        rows = [appending.row_of(line[1:]) for line in found if line[1] is not None]
        if [stored[1] for stored in rows] != list(range(after + 1, min(upto, newest) + 1)):
            raise StoreDamaged("The store has lost events of this workbook: use a copy of the database from before.")
        return tuple(recorded(stored) for stored in rows)

    def newest(self, workbook: str) -> int:
        """Return the number of the workbook's last event."""
        with self._server.reading() as connection:
            return appending.newest(connection, workbook)

    def open_link(self, link: str) -> Access:
        """Return what the link opens."""
        asked = "SELECT workbook, may_edit FROM premortem.link WHERE id = %s"
        with self._server.reading() as connection:
            found = connection.execute(asked, (opaque.checked(link),)).fetchone()
        if found is None:
            raise opaque.unknown(link)
        return Access(str(found[0]), bool(found[1]))

    def links(self, workbook: str) -> Links:
        """Return the workbook's two links."""
        asked = "SELECT id FROM premortem.link WHERE workbook = %s ORDER BY may_edit DESC"
        with self._server.reading() as connection:
            found = connection.execute(asked, (opaque.checked(workbook),)).fetchall()
        if len(found) != 2:
            raise opaque.unknown(workbook)
        return Links(workbook, str(found[0][0]), str(found[1][0]))

    def workbooks(self) -> tuple[Listing, ...]:
        """Return all workbooks, the one written to last first."""
        with self._server.reading() as connection:
            return tuple(_listed(line) for line in connection.execute(_ALL).fetchall())

    def touched(self) -> Listing | None:
        """Return the workbook written to last, None where there is none."""
        with self._server.reading() as connection:
            found = connection.execute(_LAST).fetchone()
        return None if found is None else _listed(found)

    def close(self) -> None:
        """Let go of the database; who waits still is told within a second."""
        self._server.close()

    def __enter__(self) -> Self:
        """Return the log itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the log."""
        self.close()


def _listed(line: tuple[object, ...]) -> Listing:
    return listing((*line[:5], *appending.row_of(line[5:])) if None not in line else line)
