"""Parquet: one file, or a folder of files that are one table; read where it lies, not loaded."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from premortem.errors import RefusedInput
from premortem.model.evidence import Finding, Severity
from premortem.scan.sources.duck import TABLE, LayoutBroken, connect, quoted, refusals
from premortem.scan.sources.names import column_names
from premortem.scan.sources.opened import Limits, Opened, counted, reading
from premortem.scan.sources.raw import digest_of, reported

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]  # it comes without types
    from ibis.backends.duckdb import Backend

PATTERN = "*?["
_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
_TIMES = {"DATE", "TIME", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"}
PLAIN = frozenset({"BOOLEAN", "FLOAT", "DOUBLE", "VARCHAR", *_INTEGERS, *_TIMES})
"""Types that every check can handle; all others are read as text."""


def open_parquet(source: Path, scratch: Path, limits: Limits) -> Opened:
    """Open a Parquet file, or all in a folder and the folders in it (`year=2024` gives a column `year`)."""
    with reported(source):
        files = [source] if source.is_file() else _files_of(source)
        schemas = [_schema(each) for each in files]
        content = digest_of(source) if source.is_file() else _content(source, files)
    if max(len(schema.names) for schema in schemas) > limits.columns:
        raise RefusedInput(f"{source.name} has more than {limits.columns:,} columns: are rows and columns exchanged?")
    backend = connect(scratch, limits, columns=len(schemas[0].names))
    try:
        names, as_text = _view(backend, source, _plain_paths(source, files, scratch))
    except LayoutBroken as error:
        backend.disconnect()
        raise RefusedInput(_unreadable(source)) from error
    except BaseException:
        backend.disconnect()
        raise
    own = schemas[0].names
    if len(files) == 1 and len(own) == len(names):
        names = own  # DuckDB renames a second column of the same name
    shown, odd = column_names(names)
    notes = [f"Read as Parquet: {counted(len(files), 'file')}, with the types of its columns."]
    if as_text:
        notes.append(
            f"Read as text: {', '.join(shown[place] for place in as_text[:10])} (lists, records or rare types)."
        )
    return Opened(
        source.name, "parquet", backend, backend.table(TABLE), shown, content,
        (*_differences(files, schemas), *odd), tuple(notes), ordered=False, scratch=scratch,
    )  # fmt: skip


def _files_of(folder: Path) -> list[Path]:
    found = sorted(
        Path(place, name)
        for place, _, names in os.walk(folder)
        for name in names
        if name.endswith((".parquet", ".parq", ".pq")) and not name.startswith((".", "_"))
    )
    if not found:
        raise RefusedInput(f"{folder.name} is a folder without Parquet files: name the file itself")
    return found


def _plain_paths(source: Path, files: Sequence[Path], scratch: Path) -> list[str]:
    """Return paths without the letters that DuckDB reads as a pattern; `year=2024` above a file stays above it."""
    if not any(letter in str(file) for file in files for letter in PATTERN):
        return [str(file) for file in files]
    links = []
    for number, file in enumerate(files):
        above = file.parent.relative_to(source).parts if source.is_dir() else ()
        partitions = [part for part in above if "=" in part]
        if any(letter in part for part in partitions for letter in PATTERN):
            raise RefusedInput(f"{source.name} has folders with * ? or [ in the value of a column: rename these")
        link = scratch.joinpath("parts", str(number), *partitions, "part.parquet")
        link.parent.mkdir(parents=True)
        link.symlink_to(file.resolve())
        links.append(str(link))
    return links


def _schema(file: Path) -> pa.Schema:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.read_schema(file)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise RefusedInput(_unreadable(file)) from error


def _unreadable(file: Path) -> str:
    return f"{file.name} cannot be read as Parquet: it is cut off, damaged or encrypted; write it anew"


def _content(folder: Path, files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(folder).as_posix()}\0{digest_of(file)}\n".encode())
    return digest.hexdigest()


def _view(backend: Backend, source: Path, files: Sequence[str]) -> tuple[list[str], list[int]]:
    """Make a view on the files; return the names of its columns, and the places of those that are read as text."""
    hive = source.is_dir() and any("=" in part for file in files for part in Path(file).parts[:-1])
    options = f"union_by_name={str(len(files) > 1).lower()}, hive_partitioning={str(hive).lower()}"
    options += ", hive_types_autocast=false" if hive else ""
    parts = ", ".join(map(quoted, files))
    read = f"read_parquet([{parts}], {options})"
    with refusals():
        described = backend.raw_sql(f"describe select * from {read}").fetchall()  # noqa: S608 - our own paths, quoted
        as_text = [place for place, column in enumerate(described) if not _is_plain(str(column[1]))]
        columns = ", ".join(f"c{place}" for place in range(len(described)))
        chosen = ", ".join(
            f"c{place}::varchar as c{place}" if place in set(as_text) else f"c{place}"
            for place in range(len(described))
        )
        backend.raw_sql(f"create view {TABLE} as select {chosen} from {read} as delivered({columns})")  # noqa: S608 - our own paths, quoted
        backend.raw_sql(f"select * from {TABLE} limit 1").fetchall()  # noqa: S608 - a damaged file shows here
    return [str(column[0]) for column in described], as_text


def _is_plain(kind: str) -> bool:
    return kind in PLAIN or kind.startswith("DECIMAL(")


def _differences(files: Sequence[Path], schemas: Sequence[pa.Schema]) -> Iterator[Finding]:
    """Yield which columns some files lack, and which have another type in some."""
    held = Counter(name for schema in schemas for name in set(schema.names))
    lacking = sorted(name for name, count in held.items() if count < len(files))
    kinds = {
        name: {str(schema.field(name).type) for schema in schemas if schema.names.count(name) == 1} for name in held
    }
    differing = sorted(name for name, found in kinds.items() if len(found) > 1)
    if lacking:
        yield _difference(
            "columns missing in some files", lacking, f"{counted(len(lacking), 'column')} of {len(held):,} stand in"
            f" some of the {len(files):,} files only; where one is missing, its cells were read as empty.",
            "What looks like gaps is a change in the delivery: a model learns when a file was written.",
        )  # fmt: skip
    if differing:
        yield _difference(
            "types differ between files", differing, f"{counted(len(differing), 'column')} of {len(held):,} have one"
            " type in some files and another in others; they were read as the wider of them.",
            "Numbers that became text no longer sort or add up, and a later file may not load at all.",
        )  # fmt: skip


def _difference(about: str, names: Sequence[str], saw: str, could: str) -> Finding:
    return reading(
        about, saw, sure="Counted.", could=could, ask="When and why did the columns change?", severity=Severity.HIGH,
        columns=column_names(names)[0][:10], amount=len(names), unit="columns",
    )  # fmt: skip
