"""A table in a text file: CSV with any usual separator and encoding, packed with gzip or not.

The quick way first: DuckDB loads the file as the beginning of it suggests, while a thread beside it looks through the
bytes. Where either shows that the beginning was no guide, the file is written anew and loaded again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from premortem.errors import RefusedInput
from premortem.model.evidence import Finding
from premortem.scan.sources import trouble
from premortem.scan.sources.duck import TABLE, LayoutBroken, connect, line_ends_in_cells, load_text
from premortem.scan.sources.encodings import Encoding, at_first_sight, guess, to_utf8
from premortem.scan.sources.layout import Layout, find_layout
from premortem.scan.sources.mending import mend
from premortem.scan.sources.names import column_names, numbered
from premortem.scan.sources.opened import Limits, Opened, counted
from premortem.scan.sources.raw import Raw, beginning, look_through, reported
from premortem.scan.sources.unpacking import unpack_gzip

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

ENOUGH_FOR_LAYOUT = 1 << 18
GZIP = b"\x1f\x8b"
CONTROLS = bytes({*range(2, 32)} - {9, 10, 12, 13, 26, 27, 28, 29, 30, 31})
"""Bytes that texts hardly hold; 1 and 28 to 31 separate cells in some."""


@dataclass
class _Reading:
    """What became of the file so far: `plain` is what DuckDB loads, `digest` that of the file as it came."""

    source: Path
    plain: Path
    scratch: Path
    limits: Limits
    digest: str = ""
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def open_text(source: Path, scratch: Path, limits: Limits, *, header: bool | None = None) -> Opened:
    """Open a text table; raise RefusedInput where it holds none, or more than the limits allow."""
    with reported(source):
        before = source.stat()
        work = _Reading(source, source, scratch, limits)
        _unpacked(work)
        encoding = at_first_sight(_checked(work))
        if not encoding.plain:
            _transcoded(work, encoding)
        layout = _layout(work, header)
        opened = _loaded(work, layout, header)
        after = source.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        grown = trouble.changed(before.st_size, after.st_size)
        return replace(opened, findings=(grown, *opened.findings))
    return opened


def _unpacked(work: _Reading) -> None:
    with work.source.open("rb") as file:
        packed = file.read(2) == GZIP
    if packed:
        work.plain = work.scratch / "unpacked.csv"
        work.digest = unpack_gzip(work.source, work.plain, work.limits)
        work.notes.append(f"Unpacked from gzip: {work.plain.stat().st_size:,} bytes.")


def _checked(work: _Reading) -> bytes:
    """Return the first bytes; refuse a file that is empty or no text."""
    head, whole = beginning(work.plain, at_most=work.limits.record)
    if whole and not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise RefusedInput(f"{work.source.name} is empty: there is no table in it to scan")
    odd = len(head) - len(head.translate(None, CONTROLS))
    if odd > (0.05 if len(head) > 500 else 0.3) * len(head) or head.startswith((b"%PDF", b"\x89PNG", b"PK\x03\x04")):
        raise RefusedInput(
            f"{work.source.name} is no table: it holds no text; give a CSV, Parquet or Excel file (.xlsx, .xls)"
        )
    return head


def _transcoded(work: _Reading, encoding: Encoding) -> None:
    target = work.scratch / "utf8.csv"
    if not work.digest:
        work.digest = look_through(work.source).digest
    broken = to_utf8(work.plain, target, encoding)
    work.plain = target
    work.notes.append(trouble.encoding_note(encoding))
    if not encoding.marked or broken:
        work.findings.append(trouble.encoding(encoding, broken))


def _layout(work: _Reading, header: bool | None) -> Layout:
    head, whole = beginning(work.plain, ENOUGH_FOR_LAYOUT, at_most=work.limits.record)
    if not whole and b"\n" not in head and b"\r" not in head:
        raise RefusedInput(
            f"the first line of {work.source.name} has more than {work.limits.record:,} bytes: "
            "is this a table, and do its rows end with a line end?"
        )
    layout = find_layout(head.decode("utf-8-sig", errors="replace"), whole=whole, header=header)
    if layout.width > work.limits.columns:
        raise RefusedInput(
            f"{work.source.name} has {layout.width:,} columns, at most {work.limits.columns:,} are read: "
            "are rows and columns exchanged, or is it one row a line?"
        )
    return layout


def _loaded(work: _Reading, layout: Layout, header: bool | None) -> Opened:
    """Load the file with this layout, check what was loaded against the bytes, and mend what does not hold."""
    size = work.plain.stat().st_size
    ordered = size <= work.limits.ordered
    backend = connect(work.scratch, work.limits, columns=layout.width, in_file=size > work.limits.in_memory)
    try:
        with _Beside(work.plain) as beside:
            rows = _quickly(backend, work, layout, ordered)
        raw = beside.seen()
        work.digest = work.digest or raw.digest
        if not raw.utf8:
            backend.disconnect()
            for left in work.scratch.glob("table.duckdb*"):
                left.unlink()
            _transcoded(work, guess(work.plain))
            return _loaded(work, _layout(work, header), header)
        if rows is None or not _adds_up(work, backend, raw, layout, rows):
            _mended(work, backend, layout, ordered)
    except BaseException:
        backend.disconnect()
        raise
    if work.plain != work.source:
        work.plain.unlink()  # the table holds it now, and it may be large
    if raw.nuls:
        work.findings.append(trouble.nul_bytes(raw.nuls))
    names, odd = _names(layout)
    order = () if ordered else ("The file is large: its rows were loaded in no order, so no row numbers are told.",)
    return Opened(
        work.source.name, "csv", backend, backend.table(TABLE), names, work.digest, (*work.findings, *odd),
        (*work.notes, layout.describe(), *order), ordered, work.scratch, raw.plain,
    )  # fmt: skip


def _quickly(backend: Backend, work: _Reading, layout: Layout, ordered: bool) -> int | None:
    """Load the file as it is; return its rows, or None where it does not keep to the layout."""
    try:
        return load_text(backend, linked(work.plain, work.scratch), layout, ordered=ordered)
    except LayoutBroken:
        return None


def _adds_up(work: _Reading, backend: Backend, raw: Raw, layout: Layout, rows: int) -> bool:
    """Return whether the rows loaded account for every line of the file: a count that owes nothing to DuckDB."""
    left = raw.lines - layout.above - layout.heading_lines - rows
    if left == 0:
        return True
    within, rowlike = line_ends_in_cells(backend, layout, rows)
    if rowlike:
        work.findings.append(trouble.swallowed(rowlike))
    if left > within and raw.gaps:
        work.notes.append(f"Passed over: {counted(left - within, 'line')} with nothing in it or them.")
        return True
    return left == within


def _mended(work: _Reading, backend: Backend, layout: Layout, ordered: bool) -> None:
    """Write the file anew with rows that keep to the layout, and load that."""
    target = work.scratch / "mended.csv"
    for anew in (False, True):
        seen = mend(work.plain, target, layout, longest=work.limits.record, anew=anew)
        try:
            rows = load_text(
                backend, target, replace(layout, spaced=False), ordered=ordered, heading=False, longest=seen.longest,
                row_end="\n",
            )  # fmt: skip
        except LayoutBroken:
            continue
        if rows == seen.rows:
            target.unlink()
            work.findings += trouble.of_rows(seen, layout.width)
            if seen.blank:
                work.notes.append(f"Passed over: {counted(seen.blank, 'line')} with nothing in it or them.")
            return
    raise RefusedInput(
        f"{work.source.name} cannot be read as a table: its rows and quotes fit no usual layout; save it anew as CSV"
    )


def _names(layout: Layout) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    return (numbered(layout.width), ()) if layout.heading is None else column_names(layout.heading)


def linked(path: Path, scratch: Path) -> Path:
    """Return a path of ours that leads to the file: DuckDB reads *, ? and [ in a path as a pattern."""
    link = scratch / f"source-{path.stat().st_ino}.csv"
    if not link.exists():
        link.symlink_to(path.resolve())
    return link


class _Beside:
    """Looks through the bytes of a file in a thread of its own while something else runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stopped = False
        self._result: Raw | None = None
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Beside:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._stopped = kind is not None
        self._thread.join()

    def _look(self) -> None:
        try:
            self._result = look_through(self._path, lambda: self._stopped)
        except OSError as error:
            self._error = error

    def seen(self) -> Raw:
        """Return what the bytes show; raise the OSError that ended the pass."""
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result
