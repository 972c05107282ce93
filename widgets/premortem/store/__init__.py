"""The log: the only thing that is stored, as events that are only ever appended."""

from __future__ import annotations

from premortem.errors import RefusedInput
from premortem.store.address import default_address, make_default_folder, names_postgres, parse
from premortem.store.log import Access, Links, Listing, Log
from premortem.store.sqlite import SqliteLog

__all__ = ["Access", "Links", "Listing", "Log", "default_address", "open_log"]


def open_log(address: str | None = None) -> Log:
    """Open the log at this address, by default the one PREMORTEM_STORE names or the user's own.

    A file, or the tables in a PostgreSQL database, that do not exist are made. Raise RefusedInput for an address that
    names neither, StoreError where it cannot be opened.
    """
    if address is None:
        address = default_address()
        make_default_folder()
    return _postgres_log(address) if names_postgres(address) else SqliteLog(parse(address))


def _postgres_log(address: str) -> Log:
    # Its driver is loaded where it is used: most stores are a file.
    try:
        from premortem.store.postgres import PostgresLog
    except ImportError as error:
        raise RefusedInput(
            "A store in PostgreSQL needs the package psycopg, which is not installed or lacks the library libpq: "
            "install premortem[postgres]."
        ) from error
    return PostgresLog(address)
