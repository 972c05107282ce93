"""The schema of the SQLite store, as an ordered list of small steps: number n brings a store from n - 1 to n.

A step that has been released is never edited: the next change of the schema is a new function at the end of the list.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from premortem.errors import StoreDamaged, StoreTooNew

APPLICATION = 0x504D4F52  # "PMOR" in the header of the file: how a store is told from another program's database


def create_log(connection: sqlite3.Connection) -> None:
    """Make the events, in the order they were written, the links that open a workbook, and how many events it has.

    `workbook.newest` says again what the events say: else a damaged index that ends early reads as a shorter history.
    """
    connection.execute(
        """CREATE TABLE workbook (
            id TEXT PRIMARY KEY,
            newest INTEGER NOT NULL CHECK (newest >= 1)
        ) WITHOUT ROWID"""
    )
    connection.execute(
        """CREATE TABLE event (
            position INTEGER PRIMARY KEY,
            workbook TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 1),
            step INTEGER NOT NULL CHECK (step BETWEEN 1 AND number),
            at TEXT NOT NULL,
            author TEXT NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (workbook, number)
        )"""
    )
    connection.execute(
        """CREATE INDEX event_title ON event (workbook, number)
           WHERE kind IN ('workbook-created', 'workbook-named')"""
    )
    connection.execute(
        """CREATE TABLE link (
            id TEXT PRIMARY KEY,
            workbook TEXT NOT NULL,
            may_edit INTEGER NOT NULL CHECK (may_edit IN (0, 1)),
            UNIQUE (workbook, may_edit)
        ) WITHOUT ROWID"""
    )
    for change in ("UPDATE", "DELETE"):
        connection.execute(
            f"""CREATE TRIGGER event_{change.lower()} BEFORE {change} ON event
                BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END"""
        )


def create_ballot_box(connection: sqlite3.Connection) -> None:
    """Make what a session keeps and forgets: doors, votes, ballots and who is there (docs/adr/0016).

    No trigger and no foreign key on `ballot`: with them SQLite would delete row by row, and leave traces.
    """
    connection.execute(
        "CREATE TABLE door (code TEXT PRIMARY KEY, workbook TEXT NOT NULL, session TEXT NOT NULL) WITHOUT ROWID"
    )
    connection.execute(
        """CREATE TABLE vote (
            workbook TEXT NOT NULL,
            id TEXT NOT NULL,
            is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            PRIMARY KEY (workbook, id)
        ) WITHOUT ROWID"""
    )
    connection.execute(
        """CREATE TABLE ballot (
            workbook TEXT NOT NULL,
            vote TEXT NOT NULL,
            person TEXT NOT NULL,
            value TEXT NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (workbook, vote, person)
        ) WITHOUT ROWID"""
    )
    connection.execute(
        """CREATE TABLE presence (
            workbook TEXT NOT NULL,
            person TEXT NOT NULL,
            at REAL NOT NULL,
            PRIMARY KEY (workbook, person)
        ) WITHOUT ROWID"""
    )


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (create_log, create_ballot_box)


def migrate(connection: sqlite3.Connection, name: str) -> None:
    """Bring the store to today's schema, whole or not at all, and leave one that is up to date untouched.

    Raise StoreDamaged for another program's database, StoreTooNew for a later schema; both are left as they were.
    """
    connection.execute("BEGIN")  # the header and the tables as they are at one moment
    try:
        version = _version(connection, name)
    finally:
        connection.execute("ROLLBACK")
    if version == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another process may have migrated it while we waited for our turn.
        for step in MIGRATIONS[_version(connection, name) :]:
            step(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, name: str) -> int:
    application, version, objects = (
        int(connection.execute(question).fetchone()[0])
        for question in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    is_new = application == version == objects == 0
    if application != APPLICATION and not is_new:
        raise StoreDamaged(f"The file {name} is another program's database, not a Premortem store: name another file.")
    if version > len(MIGRATIONS):
        raise StoreTooNew(
            f"The store {name} was written by a later version of Premortem (schema {version}, this version knows "
            f"{len(MIGRATIONS)}): update Premortem; the file was left as it is."
        )
    return version
