"""Events put at the end of a workbook, inside a transaction that somebody else has begun."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from premortem.model.events import Recorded
from premortem.store import links as opaque
from premortem.store.rows import recorded, row

COLUMNS = "workbook, number, step, at, author, kind, payload, checksum"
INSERT = f"INSERT INTO event ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  our own words


def newest(connection: sqlite3.Connection, workbook: str) -> int:
    """Return the number of the workbook's last event; raise UnknownLink where there is no such workbook."""
    opaque.checked(workbook)
    found = connection.execute("SELECT newest FROM workbook WHERE id = ?", (workbook,)).fetchone()
    if found is None:
        raise opaque.unknown(workbook)
    return int(found[0])


def add(
    connection: sqlite3.Connection, workbook: str, bodies: Sequence[tuple[str, str]], author: str, at: datetime
) -> tuple[Recorded, ...]:
    """Add events, as `rows.packed` gave them, as one step; no events, no step. Raise UnknownLink."""
    first = newest(connection, workbook) + 1
    if not bodies:
        return ()
    rows = [row(workbook, number, first, at, author, body) for number, body in enumerate(bodies, start=first)]
    connection.executemany(INSERT, rows)
    connection.execute("UPDATE workbook SET newest = ? WHERE id = ?", (first + len(rows) - 1, workbook))
    return tuple(recorded(stored) for stored in rows)
