"""Connects to DuckDB files, PostgreSQL and whatever else Ibis knows, for reading only; says in plain words why not."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premortem.errors import RefusedInput
from premortem.model.evidence import Finding
from premortem.model.shown import quoted
from premortem.scan.capabilities import TITLES, title
from premortem.scan.sources.location import Location
from premortem.scan.sources.opened import Opened

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr.types import Table

EXTRAS = {"postgres": "premortem[postgres]", "spark": "premortem[spark]"}


@dataclass(frozen=True)
class Connected:
    """A connection; `table` is there where the address names files and not a table of a database."""

    backend: BaseBackend
    close: Callable[[], None]
    table: Table | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    scratch: Path | None = None


@dataclass(frozen=True)
class OpenedByAddress(Opened):
    """A source whose connection is ended in its own way: a Spark that was there before goes on."""

    closing: Callable[[], None] = field(default=lambda: None)

    def close(self) -> None:
        """End the connection and remove the scratch files."""
        self.closing()


def connect(location: Location) -> Connected:
    """Return a connection to whatever kind it is; raises RefusedInput where there is none to be had."""
    openers = {"duckdb": _duckdb, "postgres": _postgres}
    opener = openers.get(location.kind, _any_other)
    try:
        return opener(location)
    except RefusedInput:
        raise
    except ImportError:
        extra = EXTRAS.get(location.kind, f"ibis-framework[{location.kind}]")
        raise RefusedInput(
            f"What reads {location.kind}:// is not installed here: pip install '{extra}', then try again."
        ) from None
    except Exception as error:  # noqa: BLE001 - every driver has its own
        why = refusal(error) or f"cannot be reached ({type(error).__name__}): check host, port, database and user"
        raise RefusedInput(f"{title(location.kind)} at {location.place} {why}.") from None


def _duckdb(location: Location) -> Connected:
    import ibis

    path = Path(location.host + location.path).expanduser().resolve()
    if location.host.startswith("md:") or location.path.startswith("md:"):
        raise RefusedInput(
            "MotherDuck is not read from here: give a DuckDB file, as duckdb:///path/shop.duckdb?table=orders."
        )
    if not path.is_file():
        raise RefusedInput(
            f"There is no DuckDB file {quoted(path.name)} at that path: check the address {location.place}."
        )
    # The same for all files of this process: DuckDB opens a file a second time only with the same settings.
    config: dict[str, Any] = {
        "temp_directory": _spill().name,
        "memory_limit": "1GB",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    backend = ibis.duckdb.connect(path, read_only=True, **config)
    # A view in the file may name other files or hosts: nothing of that is opened.
    backend.raw_sql("set enable_external_access=false")
    return Connected(backend, backend.disconnect)


@cache
def _spill() -> tempfile.TemporaryDirectory[str]:
    """Where DuckDB puts what does not fit in memory; it goes with the process."""
    return tempfile.TemporaryDirectory(prefix="premortem-duckdb-")


def _postgres(location: Location) -> Connected:
    from premortem.scan.sources import postgres

    backend = postgres.connected(location)
    return Connected(backend, backend.disconnect)


def _any_other(location: Location) -> Connected:
    import ibis

    if location.kind not in TITLES:
        known = ", ".join(f"{each}://" for each in sorted((TITLES.keys() - {"pyspark"}) | {"spark"}))
        raise RefusedInput(f"No engine is known by {quoted(f'{location.kind}://')}: known are {known}.")
    if location.kind == "sqlite" and not Path(location.host + location.path).is_file():
        # SQLite would make an empty one.
        raise RefusedInput(f"There is no file at {location.place}: check the path.")
    extra = {"create_object_udfs": False} if location.kind == "snowflake" else {}  # else it makes functions over there
    backend = ibis.connect(location.for_ibis(location.kind), **extra)
    return Connected(backend, backend.disconnect)


_BY_WORDS = (
    ("password authentication failed", "does not let this user in: the user or the password is wrong"),
    ("no password supplied", "asks for a password: write it as postgres://user:password@host/..."),
    ("authentication failed", "does not let this user in: check user and password"),
    ("no pg_hba.conf entry", "does not let this user in from this machine: ask its administrator"),
    ("connection refused", "does not answer: check host and port, and whether the server runs"),
    ("no such file or directory", "does not answer: check host and port, and whether the server runs"),
    ("could not translate host", "cannot be found: check the name of the host"),
    ("name or service not known", "cannot be found: check the name of the host"),
    ("failed to resolve host", "cannot be found: check the name of the host"),
    (
        "timeout expired",
        "did not answer in time: check host and port, and any firewall between",
    ),
    (
        "connection timeout",
        "did not answer in time: check host and port, and any firewall between",
    ),
    ("too many", "has no free connection now: try again later"),
    ("could not set lock", "is being written by another program: close that program, or scan a copy of the file"),
    ("different configuration", "is open in this program already: close it there, or scan a copy of the file"),
    ("not a valid duckdb database", "is no DuckDB file: check the path"),
    (
        "older version of duckdb",
        "was written by a DuckDB of another version: export the table as Parquet and scan that",
    ),
    (
        "newer version of duckdb",
        "was written by a DuckDB of another version: export the table as Parquet and scan that",
    ),
    ("external access", "shows another file or host by this view, which is not opened from here: scan that itself"),
    ("file system operations are disabled", "shows another file or host by this view, which is not opened from here"),
    ("permission denied", "does not let this user read that: ask its administrator for the right to SELECT"),
    ("does not exist", "has no such database, user or schema: check the address"),
)


def refusal(error: BaseException) -> str:
    """Return why a server refused, in our words, or "" where they are not known.

    A driver's own words are never shown: they repeat users, hosts and cells, and differ from release to release.
    """
    kinds = {each.__name__ for each in type(error).__mro__}
    if kinds & {"InsufficientPrivilege", "PermissionError"}:
        return "does not let this user read that: ask its administrator for the right to SELECT"
    if "QueryCanceled" in kinds:
        return "took longer than it allows: scan a smaller table or a view of a part of it"
    if "TableNotFound" in kinds:
        return ""
    said = str(error).lower()
    return next((plain for words, plain in _BY_WORDS if words in said), "")
