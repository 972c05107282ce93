"""What a session keeps and then forgets, in tables of PostgreSQL beside the log: doors, ballots, who is there.

The server frees deleted ballots for other uses and in time overwrites them, as it does its journal: until then whoever
can read the files of the server could find them there (docs/adr/0016 says who can anyway).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from premortem.model.events import Event, Json, Recorded
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
from premortem.store.log import Door
from premortem.store.postgres import appending
from premortem.store.postgres.server import Connection, Server
from premortem.store.postgres.waiting import Waiting
from premortem.store.rows import checked_author, checksum, packed

_BALLOTS = "SELECT person, value, checksum FROM premortem.ballot WHERE workbook = %s AND vote = %s"
_ADD_BALLOT = """
    INSERT INTO premortem.ballot (workbook, vote, person, value, checksum) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (workbook, vote, person) DO UPDATE SET value = excluded.value, checksum = excluded.checksum"""
_MARK_PRESENT = """
    INSERT INTO premortem.presence (workbook, person, at)
    SELECT DISTINCT door.workbook, marked.person, coalesce(%s::timestamptz, clock_timestamp())
    FROM premortem.door, unnest(%s::text[]) AS marked (person) WHERE door.workbook = %s
    ORDER BY marked.person  -- all in the same order, so that no two wait for each other
    ON CONFLICT (workbook, person) DO UPDATE SET at = excluded.at"""
_PRESENT = """
    SELECT person FROM premortem.presence, coalesce(%s::timestamptz, clock_timestamp()) AS moment
    WHERE workbook = %s AND at BETWEEN moment - %s AND moment + %s"""


class PostgresBallotBox:
    """The `BallotBox` of a PostgreSQL database; `clock` gives the time of events, else this machine's.

    Who writes to a workbook holds its row: casts and closings of one workbook come one after the other.
    """

    def __init__(self, server: Server, clock: Callable[[], datetime] | None) -> None:
        self._server, self._clock = server, clock
        self._waiting = Waiting(server)

    def open_door(self, door: Door) -> None:
        """Let people join this session by this code; raise InvalidAnswer where the code is taken."""
        code, session = checked_id(door.code, "code"), checked_id(door.session, "session")
        added = "INSERT INTO premortem.door VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        with self._server.writing() as transaction:
            appending.hold(transaction.connection, door.workbook)
            if not transaction.connection.execute(added, (code, door.workbook, session)).rowcount:
                raise code_taken(code)
            transaction.proof = partial(_opens, door=door)

    def door(self, code: str) -> Door:
        """Return what this code opens now; raise UnknownLink where it opens nothing."""
        found = None
        if is_id(code):
            with self._server.reading() as connection:
                found = _door(connection, code)
        if found is None:
            raise no_door(code)
        return found

    def doors(self, workbook: str) -> tuple[Door, ...]:
        """Return the codes that open sessions of this workbook now."""
        asked = "SELECT code, workbook, session FROM premortem.door WHERE workbook = %s ORDER BY code"
        with self._server.reading() as connection:
            appending.newest(connection, workbook)
            return tuple(Door(*map(str, found)) for found in connection.execute(asked, (workbook,)))

    def shut_doors(self, workbook: str, events: Sequence[Event] = (), author: str = "") -> tuple[Recorded, ...]:
        """End all that is kept for the workbook's session, ballots unseen, and append these events."""
        bodies = [packed(event) for event in events]
        checked_author(author)
        with self._server.writing() as transaction:
            newest = appending.hold(transaction.connection, workbook)
            for table in ("door", "presence", "ballot"):
                transaction.connection.execute(f"DELETE FROM premortem.{table} WHERE workbook = %s", (workbook,))  # noqa: S608  our own words
            transaction.connection.execute(
                "UPDATE premortem.vote SET is_open = false WHERE workbook = %s AND is_open", (workbook,)
            )
            return appending.add(transaction, workbook, newest, bodies, author, self._now())

    def open_vote(self, workbook: str, vote: str, events: Sequence[Event], author: str = "") -> tuple[Recorded, ...]:
        """Take ballots for this vote from now on, and append these events; raise InvalidAnswer where it was before."""
        checked_id(vote, "vote")
        bodies = [packed(event) for event in events]
        checked_author(author)
        added = "INSERT INTO premortem.vote (workbook, id, is_open) VALUES (%s, %s, true) ON CONFLICT DO NOTHING"
        with self._server.writing() as transaction:
            newest = appending.hold(transaction.connection, workbook)
            if not transaction.connection.execute(added, (workbook, vote)).rowcount:
                raise opened_before(vote)
            return appending.add(transaction, workbook, newest, bodies, author, self._now())

    def cast(
        self, workbook: str, vote: str, person: str, ballot: Json, events: Sequence[Event], author: str = ""
    ) -> tuple[Recorded, ...]:
        """Keep a person's ballot in place of an earlier one; append these events only where there was none."""
        text = ballot_text(ballot)
        checked_id(vote, "vote")
        key = (workbook, vote, checked_id(person, "person"))
        bodies = [packed(event) for event in events]
        checked_author(author)
        with self._server.writing() as transaction:
            connection = transaction.connection
            newest = appending.hold(connection, workbook)
            _refuse_unless_open(connection, workbook, vote)
            is_first = connection.execute(f"{_BALLOTS} AND person = %s", key).fetchone() is None
            connection.execute(_ADD_BALLOT, (*key, text, checksum(*key, text)))
            transaction.proof = partial(_was_cast, key=key, text=text)
            return appending.add(transaction, workbook, newest, bodies if is_first else (), author, self._now())

    def ballot(self, workbook: str, vote: str, person: str) -> Json | None:
        """Return what this person has voted so far in an open vote, None where nothing."""
        if not (is_id(vote) and is_id(person)):
            return None
        with self._server.reading() as connection:
            appending.newest(connection, workbook)
            found: Any = connection.execute(f"{_BALLOTS} AND person = %s", (workbook, vote, person)).fetchone()
        return None if found is None else ballot_of(workbook, vote, *found)

    def close_vote(
        self,
        workbook: str,
        vote: str,
        events_of: Callable[[Mapping[str, Json]], Sequence[Event]],
        author: str = "",
    ) -> tuple[Recorded, ...]:
        """Take no more ballots, append the events made of those cast, and forget the ballots: all in one.

        `events_of` is called while all others wait for the workbook: it uses neither this log nor much time.
        """
        key = workbook, checked_id(vote, "vote")
        checked_author(author)
        with self._server.writing() as transaction:
            connection = transaction.connection
            newest = appending.hold(connection, workbook)
            _refuse_unless_open(connection, workbook, vote)
            found: Any = connection.execute(_BALLOTS, key).fetchall()
            ballots = {ballot[0]: ballot_of(workbook, vote, *ballot) for ballot in found}
            bodies = [packed(event) for event in events_of(ballots)]
            connection.execute("UPDATE premortem.vote SET is_open = false WHERE workbook = %s AND id = %s", key)
            connection.execute("DELETE FROM premortem.ballot WHERE workbook = %s AND vote = %s", key)
            return appending.add(transaction, workbook, newest, bodies, author, self._now())

    def mark_present(self, workbook: str, people: Sequence[str]) -> None:
        """Note that these people of the running session are connected now; where none runs, nothing is noted."""
        marked = [checked_id(person, "person") for person in people]
        if marked:
            with self._server.reading() as connection:  # one statement, a transaction by itself
                appending.newest(connection, workbook)
                connection.execute(_MARK_PRESENT, (self._clock and self._clock(), marked, workbook))

    def present(self, workbook: str, within_seconds: float) -> frozenset[str]:
        """Return who was marked present within the last seconds, by the server's clock."""
        span = timedelta(seconds=within_seconds)
        with self._server.reading() as connection:
            appending.newest(connection, workbook)
            # Not after now either: a clock that was set back would keep people there for as long.
            found = connection.execute(_PRESENT, (self._clock and self._clock(), workbook, span, span))
            return frozenset(str(person) for (person,) in found)

    def wait(self, workbook: str, after: int, seconds: float) -> int:
        """Return the number of the workbook's newest event as soon as it exceeds `after`, or when the time is up."""
        return self._waiting.newest(workbook, after, seconds)

    def _now(self) -> datetime:
        return self._clock() if self._clock else datetime.now(UTC)


def _door(connection: Connection, code: str) -> Door | None:
    asked = "SELECT code, workbook, session FROM premortem.door WHERE code = %s"
    found = connection.execute(asked, (code,)).fetchone()
    return None if found is None else Door(*map(str, found))


def _opens(connection: Connection, door: Door) -> bool:
    appending.hold(connection, door.workbook)  # waits until the transaction in question has ended
    return _door(connection, door.code) == door


def _was_cast(connection: Connection, key: tuple[str, str, str], text: str) -> bool:
    """Where the vote is closed by now nobody can tell: then this raises VoteClosed."""
    appending.hold(connection, key[0])
    _refuse_unless_open(connection, *key[:2])
    found = connection.execute(f"{_BALLOTS} AND person = %s", key).fetchone()
    return found is not None and found[1] == text


def _refuse_unless_open(connection: Connection, workbook: str, vote: str) -> None:
    asked = "SELECT 1 FROM premortem.vote WHERE workbook = %s AND id = %s AND is_open"
    if connection.execute(asked, (workbook, vote)).fetchone() is None:
        raise not_open()
