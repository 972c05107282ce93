"""What a session keeps and then forgets, in tables of the SQLite file beside the log: doors, ballots, who is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from premortem.model.events import Event, Json, Recorded
from premortem.store import appending
from premortem.store.ballot_rows import (
    ballot_of,
    ballot_text,
    checked_id,
    code_taken,
    is_id,
    no_door,
    not_open,
    opened_before,
)
from premortem.store.connection import StoreFile
from premortem.store.log import Door
from premortem.store.rows import checked_author, checksum, packed
from premortem.store.waiting import Waiting

_BALLOTS = "SELECT person, value, checksum FROM ballot WHERE workbook = ? AND vote = ?"
_ADD_BALLOT = "INSERT OR REPLACE INTO ballot (workbook, vote, person, value, checksum) VALUES (?, ?, ?, ?, ?)"
_MARK_PRESENT = """
    INSERT OR REPLACE INTO presence (workbook, person, at)
    SELECT DISTINCT workbook, ?, ? FROM door WHERE workbook = ?"""


class SqliteBallotBox:
    """The `BallotBox` of an SQLite file; `clock` gives the time of events and of who is there."""

    def __init__(self, file: StoreFile, clock: Callable[[], datetime]) -> None:
        self._file, self._clock = file, clock
        self._waiting = Waiting(file)
        self._owes_emptying = False

    def open_door(self, door: Door) -> None:
        """Let people join this session by this code; raise InvalidAnswer where the code is taken."""
        code, session = checked_id(door.code, "code"), checked_id(door.session, "session")
        with self._file.writing() as connection:
            appending.newest(connection, door.workbook)
            if connection.execute("SELECT 1 FROM door WHERE code = ?", (code,)).fetchone():
                raise code_taken(code)
            connection.execute("INSERT INTO door VALUES (?, ?, ?)", (code, door.workbook, session))

    def door(self, code: str) -> Door:
        """Return what this code opens now; raise UnknownLink where it opens nothing."""
        found = None
        if is_id(code):
            with self._file.reading() as connection:
                found = connection.execute("SELECT workbook, session FROM door WHERE code = ?", (code,)).fetchone()
        if found is None:
            raise no_door(code)
        return Door(code, *found)

    def doors(self, workbook: str) -> tuple[Door, ...]:
        """Return the codes that open sessions of this workbook now."""
        asked = "SELECT code, workbook, session FROM door WHERE workbook = ? ORDER BY code"
        with self._file.reading() as connection:
            appending.newest(connection, workbook)
            return tuple(Door(*found) for found in connection.execute(asked, (workbook,)))

    def shut_doors(self, workbook: str, events: Sequence[Event] = (), author: str = "") -> tuple[Recorded, ...]:
        """End all that is kept for the workbook's session, ballots unseen, and append these events."""
        bodies = [packed(event) for event in events]
        checked_author(author)
        with self._file.writing() as connection:
            added = appending.add(connection, workbook, bodies, author, self._clock())
            for table in ("door", "presence"):
                connection.execute(f"DELETE FROM {table} WHERE workbook = ?", (workbook,))  # noqa: S608  our own words
            connection.execute("UPDATE vote SET is_open = 0 WHERE workbook = ?", (workbook,))
            _forget(connection, "workbook = ?", (workbook,))
        self._wrote(forgetting=True)
        return added

    def open_vote(self, workbook: str, vote: str, events: Sequence[Event], author: str = "") -> tuple[Recorded, ...]:
        """Take ballots for this vote from now on, and append these events; raise InvalidAnswer where it was before."""
        checked_id(vote, "vote")
        bodies = [packed(event) for event in events]
        checked_author(author)
        with self._file.writing() as connection:
            added = appending.add(connection, workbook, bodies, author, self._clock())
            if _vote(connection, workbook, vote) is not None:
                raise opened_before(vote)
            connection.execute("INSERT INTO vote (workbook, id, is_open) VALUES (?, ?, 1)", (workbook, vote))
        self._wrote()
        return added

    def cast(
        self, workbook: str, vote: str, person: str, ballot: Json, events: Sequence[Event], author: str = ""
    ) -> tuple[Recorded, ...]:
        """Keep a person's ballot in place of an earlier one; append these events only where there was none."""
        text = ballot_text(ballot)
        checked_id(vote, "vote")
        key = (workbook, vote, checked_id(person, "person"))
        bodies = [packed(event) for event in events]
        checked_author(author)
        with self._file.writing() as connection:
            appending.newest(connection, workbook)
            _refuse_unless_open(connection, workbook, vote)
            asked = "SELECT 1 FROM ballot WHERE workbook = ? AND vote = ? AND person = ?"
            is_first = connection.execute(asked, key).fetchone() is None
            connection.execute(_ADD_BALLOT, (*key, text, checksum(*key, text)))
            added = appending.add(connection, workbook, bodies if is_first else (), author, self._clock())
        self._wrote()
        return added

    def ballot(self, workbook: str, vote: str, person: str) -> Json | None:
        """Return what this person has voted so far in an open vote, None where nothing."""
        if not (is_id(vote) and is_id(person)):
            return None
        with self._file.reading() as connection:
            appending.newest(connection, workbook)
            found = connection.execute(f"{_BALLOTS} AND person = ?", (workbook, vote, person)).fetchone()
        return None if found is None else ballot_of(workbook, vote, *found)

    def close_vote(
        self,
        workbook: str,
        vote: str,
        events_of: Callable[[Mapping[str, Json]], Sequence[Event]],
        author: str = "",
    ) -> tuple[Recorded, ...]:
        """Take no more ballots, append the events made of those cast, and forget the ballots: all in one.

        `events_of` is called while all others wait for the file: it uses neither this log nor much time.
        """
        checked_id(vote, "vote")
        checked_author(author)
        with self._file.writing() as connection:
            appending.newest(connection, workbook)
            _refuse_unless_open(connection, workbook, vote)
            found = connection.execute(_BALLOTS, (workbook, vote)).fetchall()
            ballots = {ballot[0]: ballot_of(workbook, vote, *ballot) for ballot in found}
            bodies = [packed(event) for event in events_of(ballots)]
            added = appending.add(connection, workbook, bodies, author, self._clock())
            connection.execute("UPDATE vote SET is_open = 0 WHERE workbook = ? AND id = ?", (workbook, vote))
            _forget(connection, "workbook = ? AND vote = ?", (workbook, vote))
        self._wrote(forgetting=True)
        return added

    def mark_present(self, workbook: str, people: Sequence[str]) -> None:
        """Note that these people of the running session are connected now; where none runs, nothing is noted."""
        at = self._clock().timestamp()
        rows = [(checked_id(person, "person"), at, workbook) for person in people]
        if rows:
            with self._file.writing() as connection:
                appending.newest(connection, workbook)
                connection.executemany(_MARK_PRESENT, rows)

    def present(self, workbook: str, within_seconds: float) -> frozenset[str]:
        """Return who was marked present within the last seconds."""
        now = self._clock().timestamp()
        # Not after now either: a clock that was set back would keep people there for as long.
        span = (workbook, now - within_seconds, now + within_seconds)
        with self._file.reading() as connection:
            appending.newest(connection, workbook)
            found = connection.execute("SELECT person FROM presence WHERE workbook = ? AND at BETWEEN ? AND ?", span)
            return frozenset(person for (person,) in found)

    def wait(self, workbook: str, after: int, seconds: float) -> int:
        """Return the number of the workbook's newest event as soon as it exceeds `after`, or when the time is up."""
        return self._waiting.newest(workbook, after, seconds)

    def _wrote(self, *, forgetting: bool = False) -> None:
        """Wake who waits; where ballots were forgotten, or a reader was in the way of it before, empty the WAL."""
        self._waiting.ring()
        if forgetting or self._owes_emptying:
            self._owes_emptying = not self._file.empty_wal()


def _vote(connection: sqlite3.Connection, workbook: str, vote: str) -> bool | None:
    """Whether the vote is open; None for one that never was."""
    found = connection.execute("SELECT is_open FROM vote WHERE workbook = ? AND id = ?", (workbook, vote)).fetchone()
    return None if found is None else bool(found[0])


def _refuse_unless_open(connection: sqlite3.Connection, workbook: str, vote: str) -> None:
    if not _vote(connection, workbook, vote):
        raise not_open()


def _forget(connection: sqlite3.Connection, which: str, of: tuple[str, ...]) -> None:
    """Take ballots away so that no byte of them stays in the pages of the file.

    `secure_delete` fills a cell that is deleted, and a page that is freed, with zeros. But where SQLite moves cells
    from page to page to balance them, copies stay behind in pages in use. So the whole table is emptied, which frees
    or clears every page of it, and the few ballots of other votes are written anew.
    """
    columns = "workbook, vote, person, value, checksum"
    kept = connection.execute(f"SELECT {columns} FROM ballot WHERE NOT ({which})", of).fetchall()  # noqa: S608  our own words
    connection.execute("DELETE FROM ballot")
    connection.executemany(_ADD_BALLOT, kept)
