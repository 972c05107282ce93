"""The log: the only thing that is stored, as events that are only ever appended."""

from __future__ import annotations

from premortem.store.address import default_address, make_default_folder, parse
from premortem.store.log import Access, Links, Listing, Log
from premortem.store.sqlite import SqliteLog

__all__ = ["Access", "Links", "Listing", "Log", "default_address", "open_log"]


def open_log(address: str | None = None) -> Log:
    """Open the log at this address, by default the one PREMORTEM_STORE names or the user's own.

    A file that does not exist is made. Raise RefusedInput for an address that names no SQLite file in an existing
    folder, StoreError where the file cannot be opened.
    """
    if address is None:
        address = default_address()
        make_default_folder()
    return SqliteLog(parse(address))
