"""Opens a table by its address: a DuckDB file, PostgreSQL, Spark, or any other engine that Ibis knows.

    duckdb:///path/shop.duckdb?table=orders
    postgres://user:password@host:5432/shop?table=public.orders
    spark:///path/to/parquet-folder                    a Spark of this machine that reads files
    spark://host:7077?table=shop.orders
    trino://user@host:8080/catalog/schema?table=orders        and so on

The table is only read. User, password and options of an address get into no name, message, log or workbook.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from premortem.errors import PremortemError, RefusedInput
from premortem.model.shown import quoted
from premortem.scan.capabilities import RUN_IN_TESTS, title
from premortem.scan.sources import databases, spark
from premortem.scan.sources.location import Location, located
from premortem.scan.sources.names import column_names
from premortem.scan.sources.opened import Opened
from premortem.scan.sources.readable import readable

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from premortem.scan.sources.databases import Connected

TABLES_LISTED = 20


def open_address(address: str) -> Opened:
    """Return the table at an address, its columns renamed c0, c1, ...

    Raises RefusedInput, in one line without a secret, where the engine is not installed, does not answer, does not let
    this user in, or has no such table.
    """
    location = located(address)
    connected = spark.connect(location) if location.kind == "spark" else databases.connect(location)
    try:
        return _opened(location, connected)
    except BaseException:
        connected.close()
        raise


def _opened(location: Location, connected: Connected) -> Opened:
    found = connected.table if connected.table is not None else _table(location, connected)
    # Its name there, which may be anything, is no longer needed: expressions work on the numbers of columns.
    given = tuple(found.columns)
    names, findings = column_names(given)
    table = found.select(**{f"c{place}": found[name] for place, name in enumerate(given)})
    try:
        table, notes = readable(table, names)
        connected.backend.execute(table.limit(1))
    except PremortemError:
        raise
    except Exception as error:  # noqa: BLE001 - every driver has its own
        raise RefusedInput(_unreadable(location, connected, error)) from None
    return databases.OpenedByAddress(
        name=location.shown,
        kind="database",
        backend=connected.backend,
        table=table,
        names=names,
        content=_moment(location),
        findings=(*connected.findings, *findings),
        notes=(_how(location, connected), *connected.notes, *notes),
        ordered=False,
        scratch=connected.scratch,
        closing=connected.close,
    )


def _table(location: Location, connected: Connected) -> Table:
    """Return the table that the address names; the message says which ones there are where it names none of them."""
    engine = title(str(connected.backend.name))
    if not location.table:
        there = _listed(connected)
        raise RefusedInput(f"Which table of {location.place} is meant? Write ?table=NAME at its end; {there}.")
    try:
        return _named(connected, location.table)
    except Exception as error:  # noqa: BLE001 - every driver has its own
        if why := databases.refusal(error):
            raise RefusedInput(f"{engine} at {location.place} {why}.") from None
        there = _listed(connected)
        raise RefusedInput(f"{location.place} has no table {quoted(location.table)}: {there}.") from None


def _named(connected: Connected, name: str) -> Table:
    """A name as it stands, else as schema.table or catalog.schema.table."""
    try:
        return connected.backend.table(name)
    except Exception:
        *above, last = name.split(".")
        if not above:
            raise
        return connected.backend.table(last, database=above[0] if len(above) == 1 else tuple(above))


def _listed(connected: Connected) -> str:
    try:
        names = sorted(connected.backend.list_tables())
    except Exception:  # noqa: BLE001 - it is only to help: what was wrong before is told
        return "its tables cannot be listed"
    if not names:
        return "no tables are there that this user sees; one of another schema is named schema.table"
    more = f" and {len(names) - TABLES_LISTED} more" if len(names) > TABLES_LISTED else ""
    return f"there are {', '.join(map(quoted, names[:TABLES_LISTED]))}{more}"


def _unreadable(location: Location, connected: Connected, error: Exception) -> str:
    engine = title(str(connected.backend.name))
    why = databases.refusal(error) or f"cannot read it ({type(error).__name__}): check that the table can be queried"
    return f"{engine} at {location.shown} {why}."


def _how(location: Location, connected: Connected) -> str:
    engine = title(str(connected.backend.name))
    untried = "" if connected.backend.name in RUN_IN_TESTS else "; the checks were never tried on this engine by us"
    return f"Read by {engine} from {location.place}, without writing anything there{untried}."


def _moment(location: Location) -> str:
    """A digest that no other reading has: whether a table of a database changed since, only reading it would tell."""
    return hashlib.sha256(f"{location.shown} {datetime.now(UTC).isoformat()}".encode()).hexdigest()
