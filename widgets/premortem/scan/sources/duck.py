"""DuckDB in the process: connected to a scratch folder, closed to the network, and loading text as text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premortem.errors import RefusedInput
from premortem.scan.sources.layout import Layout
from premortem.scan.sources.opened import Limits

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

TABLE = "delivery"
WIDE = 1_000
"""From so many columns on, one thread loads: each thread holds 2,048 rows of all columns at 16 bytes a cell."""
BYTES_PER_COLUMN = 150_000
ROOM = 40_000_000_000
"""Bytes free on the disk from which on a table is written there as it is; else compressed, to a quarter."""
USUAL_RECORD = 2_000_000
"""The longest row that DuckDB reads without being told of longer ones."""


class LayoutBroken(Exception):
    """DuckDB met what does not keep to the layout, a row or a type; nothing was loaded."""


def connect(scratch: Path, limits: Limits, *, columns: int = 0, in_file: bool = False) -> Backend:
    """Return a connection that keeps to the memory limit, moves what is more to `scratch`, and fetches no extension."""
    import ibis

    config: dict[str, Any] = {
        "memory_limit": f"{limits.memory + BYTES_PER_COLUMN * (columns if columns >= WIDE else 0)}B",
        "temp_directory": str(scratch / "spill"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    if columns >= WIDE:
        config["threads"] = 1
    backend = ibis.duckdb.connect(scratch / "table.duckdb" if in_file else ":memory:", **config)
    if in_file and shutil.disk_usage(scratch).free > ROOM:
        backend.raw_sql("set force_compression='uncompressed'")  # compressing takes longer than all the checks
    return backend


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def load_text(
    backend: Backend,
    path: Path,
    layout: Layout,
    *,
    ordered: bool,
    heading: bool = True,
    longest: int = 0,
    row_end: str = "",
) -> int:
    """Load a UTF-8 file into the table as text, c0, c1, ...; return its rows.

    `heading` says whether the lines above the table and its heading are in the file, `row_end` how rows end where that
    is known (else DuckDB takes the first line end, be it within a cell). Raise LayoutBroken where a row does not fit,
    RefusedInput where memory or the disk does not hold it.
    """
    columns = ",".join(f"'c{place}':'VARCHAR'" for place in range(layout.width))
    with_heading = heading and layout.heading is not None
    options = {
        "columns": "{" + columns + "}",
        "auto_detect": "false",
        "compression": "'none'",
        "header": str(with_heading).lower(),
        "skip": str(layout.above if heading else 0),
        "delim": quoted(layout.separator + " " * layout.spaced),
        "quote": "'\"'",
        "escape": quoted(layout.escape),
        "nullstr": "''",
        "allow_quoted_nulls": str(layout.all_quoted).lower(),
    }
    if row_end:
        options["new_line"] = quoted(row_end.encode("unicode_escape").decode("ascii"))
    if longest > USUAL_RECORD // 4:  # it counts bytes, and a character has up to four
        options["max_line_size"] = str(4 * longest + 1)
    told = ", ".join(f"{name}={value}" for name, value in options.items())
    with refusals():
        backend.raw_sql(f"set preserve_insertion_order={str(ordered).lower()}")
        backend.raw_sql(f"create or replace table {TABLE} as select * from read_csv({quoted(str(path))}, {told})")  # noqa: S608 - our own path, quoted
        backend.raw_sql("reset preserve_insertion_order")
        return int(backend.raw_sql(f"select count(*) from {TABLE}").fetchone()[0])  # noqa: S608 - our own name


def line_ends_in_cells(backend: Backend, layout: Layout, rows: int) -> tuple[int, int]:
    """Return how many line ends stand within cells, and how many cells hold what looks like whole rows of the table.

    A quote left open in one row and closed in a later one, so that the row fits, swallows one row for each line end.
    """
    if not rows:
        return 0, 0
    ends, swallowed = [], []
    a_row = (layout.width - 1) * len(layout.separator)
    for place in range(layout.width):
        cell = f"c{place}"
        holds_end = f"contains({cell}, chr(10)) or contains({cell}, chr(13))"
        plain = " + ".join(_occurrences(cell, end) for end in ("chr(10)", "chr(13)"))
        ends.append(f"sum({plain} - {_occurrences(cell, 'chr(13) || chr(10)')} // 2) filter ({holds_end})")
        separators = _occurrences(cell, quoted(layout.separator))
        swallowed.append(
            f"count(*) filter (contains({cell}, chr(10)) and {separators} = {a_row} * {_occurrences(cell, 'chr(10)')})"
        )
    total = " + ".join(f"coalesce({each}, 0)" for each in ends)
    rowlike = " + ".join(swallowed) if layout.width > 2 else "0"
    found = backend.raw_sql(f"select {total}, {rowlike} from {TABLE}").fetchone()  # noqa: S608 - our own names
    return int(found[0]), int(found[1])


def _occurrences(cell: str, text: str) -> str:
    return f"(length({cell}) - length(replace({cell}, {text}, '')))"


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what DuckDB refuses within into LayoutBroken, or one line on memory, disk or the file."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise RefusedInput(
            "the table does not fit into the memory and the scratch folder: free some disk space or scan fewer columns"
        ) from error
    except duckdb.IOException as error:
        raise RefusedInput(
            "the file or the scratch folder failed while it was read: check the disk, then retry"
        ) from error
    except duckdb.Error as error:  # rows that do not fit, types that do not go together, a damaged file
        raise LayoutBroken from error
