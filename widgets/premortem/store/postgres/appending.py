"""Events put at the end of a workbook, inside a transaction that somebody else has begun, and found there again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from premortem.model.events import Recorded
from premortem.store import links as opaque
from premortem.store.log import Links
from premortem.store.postgres.server import Connection, Transaction
from premortem.store.rows import Row, recorded, row

_INSERT = """
    INSERT INTO premortem.event (workbook, number, step, at, author, kind, payload, checksum, mark)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"""


def newest(connection: Connection, workbook: str) -> int:
    """Return the number of the workbook's last event; raise UnknownLink where there is no such workbook."""
    return _newest(connection, workbook, "SELECT newest FROM premortem.workbook WHERE id = %s")


def hold(connection: Connection, workbook: str) -> int:
    """Return the same, and let nobody else write to the workbook until the transaction ends."""
    return _newest(connection, workbook, "SELECT newest FROM premortem.workbook WHERE id = %s FOR UPDATE")


def add(
    transaction: Transaction,
    workbook: str,
    newest: int,
    bodies: Sequence[tuple[str, str]],
    author: str,
    at: datetime,
) -> tuple[Recorded, ...]:
    """Add events, as `rows.packed` gave them, behind the `newest` of a workbook on hold; no events, no step."""
    if not bodies:
        return ()
    first = newest + 1
    rows = [row(workbook, number, first, at, author, body) for number, body in enumerate(bodies, start=first)]
    mark = uuid4()
    connection = transaction.connection
    _insert(connection, rows, mark)
    last = first + len(rows) - 1
    connection.execute("UPDATE premortem.workbook SET newest = %s WHERE id = %s", (last, workbook))
    # Heard by who waits for this workbook, when and only when this is committed.
    connection.execute("SELECT pg_notify(%s, '')", (channel(workbook),))
    transaction.proof = partial(_was_added, workbook=workbook, number=first, mark=mark)
    return tuple(recorded(stored) for stored in rows)


def begin(transaction: Transaction, links: Links, rows: Sequence[Row]) -> None:
    """Make a workbook that has this history."""
    connection = transaction.connection
    connection.execute("INSERT INTO premortem.workbook (id, newest) VALUES (%s, %s)", (links.workbook, len(rows)))
    for link, may_edit in ((links.edit, True), (links.read, False)):
        connection.execute(
            "INSERT INTO premortem.link (id, workbook, may_edit) VALUES (%s, %s, %s)", (link, links.workbook, may_edit)
        )
    _insert(connection, rows, uuid4())
    transaction.proof = partial(_was_begun, workbook=links.workbook)


def channel(workbook: str) -> str:
    """Return the name under which who waits for this workbook is told that something was appended."""
    return f"premortem_{workbook}"


def row_of(found: Sequence[Any]) -> Row:
    """Return the row as it was before its author was written as JSON."""
    workbook, number, step, at, author, kind, payload, checksum = found
    with suppress(ValueError):  # where it was changed by hand the checksum will tell
        author = json.loads(author)
    return workbook, number, step, at, author, kind, payload, checksum


def _newest(connection: Connection, workbook: str, question: str) -> int:
    found = connection.execute(question, (opaque.checked(workbook),)).fetchone()
    if found is None:
        raise opaque.unknown(workbook)
    (number,) = found
    assert isinstance(number, int)
    return number


def _insert(connection: Connection, rows: Sequence[Row], mark: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            _INSERT,
            [
                (workbook, number, step, at, json.dumps(author, ensure_ascii=False), kind, payload, checksum, mark)
                for workbook, number, step, at, author, kind, payload, checksum in rows
            ],
        )


def _was_added(connection: Connection, workbook: str, number: int, mark: UUID) -> bool:
    hold(connection, workbook)  # waits until the transaction in question has ended, whichever way
    asked = "SELECT 1 FROM premortem.event WHERE workbook = %s AND number = %s AND mark = %s"
    return connection.execute(asked, (workbook, number, mark)).fetchone() is not None


def _was_begun(connection: Connection, workbook: str) -> bool:
    # An id that another transaction is about to take makes this wait for the end of that transaction.
    taken = "INSERT INTO premortem.workbook (id, newest) VALUES (%s, 1) ON CONFLICT DO NOTHING"
    return connection.execute(taken, (workbook,)).rowcount == 0
