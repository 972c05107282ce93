"""The schema of the PostgreSQL store, as an ordered list of small steps: number n brings a store from n - 1 to n.

A step that has been released is never edited: the next change of the schema is a new function at the end of the list.
All lies in a schema named `premortem`, beside whatever else the database holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

from premortem.errors import StoreDamaged, StoreTooNew, StoreUnwritable

_Connection = psycopg.Connection[Any]

TURN = 0x504D4F52
"""The key of the lock for which servers that start at the same moment wait: "PMOR"."""
_WAITS_FOR = "60s"
# The catalogue is asked, not to_regclass: that may go by what it remembers from before we waited for our turn.
_RELATIONS = """
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = 'premortem'"""


def create_log(connection: _Connection) -> None:
    """Make the events, in the order they were written, the links that open a workbook, and how many events it has.

    `author` is a text as JSON, since PostgreSQL keeps no text with a zero character in it. `mark` is drawn for each
    append, so that it can be recognised where the connection was lost before the server could say that it was kept.
    """
    connection.execute(
        """CREATE TABLE premortem.workbook (
            id text PRIMARY KEY,
            newest bigint NOT NULL CHECK (newest >= 1)
        )"""
    )
    connection.execute(
        """CREATE TABLE premortem.event (
            position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            workbook text NOT NULL REFERENCES premortem.workbook,
            number bigint NOT NULL CHECK (number >= 1),
            step bigint NOT NULL CHECK (step BETWEEN 1 AND number),
            at text NOT NULL,
            author text NOT NULL,
            kind text NOT NULL,
            payload text NOT NULL,
            checksum bigint NOT NULL,
            mark uuid NOT NULL,
            UNIQUE (workbook, number)
        )"""
    )
    connection.execute(
        """CREATE INDEX event_title ON premortem.event (workbook, number)
           WHERE kind IN ('workbook-created', 'workbook-named')"""
    )
    connection.execute(
        """CREATE TABLE premortem.link (
            id text PRIMARY KEY,
            workbook text NOT NULL REFERENCES premortem.workbook,
            may_edit boolean NOT NULL,
            UNIQUE (workbook, may_edit)
        )"""
    )
    connection.execute(
        """CREATE FUNCTION premortem.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION 'events are only ever appended'; END $$"""
    )
    for name, change in (("change", "UPDATE OR DELETE"), ("emptying", "TRUNCATE")):
        connection.execute(
            f"""CREATE TRIGGER {name} BEFORE {change} ON premortem.event
                FOR EACH STATEMENT EXECUTE FUNCTION premortem.refuse_change()"""
        )


def create_ballot_box(connection: _Connection) -> None:
    """Make what a session keeps and forgets: doors, votes, ballots and who is there (docs/adr/0016).

    Who is there is not worth the server's journal: after a crash all are marked again within seconds.
    """
    connection.execute(
        """CREATE TABLE premortem.door (
            code text PRIMARY KEY,
            workbook text NOT NULL REFERENCES premortem.workbook,
            session text NOT NULL
        )"""
    )
    connection.execute(
        """CREATE TABLE premortem.vote (
            workbook text NOT NULL REFERENCES premortem.workbook,
            id text NOT NULL,
            is_open boolean NOT NULL,
            PRIMARY KEY (workbook, id)
        )"""
    )
    connection.execute(
        """CREATE TABLE premortem.ballot (
            workbook text NOT NULL,
            vote text NOT NULL,
            person text NOT NULL,
            value text NOT NULL,
            checksum bigint NOT NULL,
            PRIMARY KEY (workbook, vote, person)
        )"""
    )
    connection.execute(
        """CREATE UNLOGGED TABLE premortem.presence (
            workbook text NOT NULL,
            person text NOT NULL,
            at timestamptz NOT NULL,
            PRIMARY KEY (workbook, person)
        )"""
    )


MIGRATIONS: tuple[Callable[[_Connection], None], ...] = (create_log, create_ballot_box)


def migrate(connection: _Connection, name: str) -> None:
    """Bring the store to today's schema, whole or not at all, and leave one that is up to date untouched.

    Raise StoreDamaged for another program's schema, StoreTooNew for a later one, StoreUnwritable for a database whose
    texts are not Unicode; all are left as they were.
    """
    if _version(connection, name) == len(MIGRATIONS):
        return
    connection.execute("BEGIN")
    try:
        for limit in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(f"SET LOCAL {limit} = '{_WAITS_FOR}'")
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (TURN,))
        # Asked again: another server may have migrated it while we waited for our turn.
        _bring_up(connection, _version(connection, name), name)
        connection.execute("COMMIT")
    except BaseException:
        if not connection.closed:
            connection.execute("ROLLBACK")
        raise


def _bring_up(connection: _Connection, version: int, name: str) -> None:
    if version == 0:
        _refuse_unless_fit(connection, name)
        # Where an administrator has made the schema, its owner need not be allowed to make others.
        if not _one(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'premortem'"):
            connection.execute("CREATE SCHEMA premortem")
        connection.execute(
            """CREATE TABLE premortem.version (
                number integer PRIMARY KEY,
                since timestamptz NOT NULL DEFAULT now()
            )"""
        )
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        step(connection)
        connection.execute("INSERT INTO premortem.version (number) VALUES (%s)", (number,))


def _version(connection: _Connection, name: str) -> int:
    if not _one(connection, f"{_RELATIONS} AND relname = 'version'"):
        return 0
    version = int(_one(connection, "SELECT coalesce(max(number), 0) FROM premortem.version"))
    if version > len(MIGRATIONS):
        raise StoreTooNew(
            f"The store {name} was written by a later version of Premortem (schema {version}, this version knows "
            f"{len(MIGRATIONS)}): update Premortem; the store was left as it is."
        )
    return version


def _refuse_unless_fit(connection: _Connection, name: str) -> None:
    encoding = _one(connection, "SELECT current_setting('server_encoding')")
    if encoding != "UTF8":
        raise StoreUnwritable(
            f"The database of the store {name} keeps texts as {encoding}, which lacks most letters: make one with "
            "ENCODING 'UTF8' TEMPLATE template0."
        )
    if _one(connection, _RELATIONS):
        raise StoreDamaged(
            f"The schema premortem of {name} is another program's, not a Premortem store: name another database."
        )


def _one(connection: _Connection, question: str) -> Any:
    found = connection.execute(question).fetchone()
    assert found is not None, "each of these questions has one line as its answer"
    return found[0]
