"""A text table that does not keep to its own layout, written anew: every row with as many cells as the heading.

DuckDB reads a clean file many times faster, and either refuses the others or drops rows without a word. So what it
refuses comes through here: rows that are right pass as they stand, the others are mended and counted.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from premortem.errors import RefusedInput
from premortem.scan.sources.layout import Layout

RUNAWAY_LINES = 5_000
RUNAWAY_CHARACTERS = 2_000_000
"""A cell in quotes that goes on for longer was opened by a quote that nobody closed."""

SHOWN = 5


@dataclass
class Mended:
    """What was found and mended, counted in rows; `longest` is the longest row in characters.

    `short` rows lacked cells at the end (now empty); `long` rows had more than the heading (`surplus` cells left out);
    `quotes` rows had a quote that is never closed, or one amid a cell, and are read letter by letter. `blank` lines
    hold nothing. `endings` counts rows by their line end. `shown` holds the numbers of the first rows mended, by kind.
    """

    rows: int = 0
    short: int = 0
    long: int = 0
    surplus: int = 0
    quotes: int = 0
    blank: int = 0
    longest: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[int]] = field(default_factory=dict)

    def show(self, kind: str) -> None:
        """Keep the number of this row while there are fewer than five."""
        rows = self.shown.setdefault(kind, [])
        if len(rows) < SHOWN:
            rows.append(self.rows)


class _Runaway(Exception):
    """A record that has taken more lines than any cell has."""


class _Lines:
    """The lines of a file for the reader of CSV: `taken` since it was emptied, `again` those to give once more."""

    def __init__(self, file: TextIO, longest: int) -> None:
        self.file, self.longest = file, longest
        self.again: deque[str] = deque()
        self.taken: list[str] = []
        self.size = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= RUNAWAY_LINES or (self.size > RUNAWAY_CHARACTERS and len(self.taken) > 1):
            raise _Runaway
        line = self.again.popleft() if self.again else self._read()
        self.taken.append(line)
        self.size += len(line)
        return line

    def _read(self) -> str:
        line = self.file.readline(self.longest + 1)
        self.number += 1
        if not line:
            raise StopIteration
        if len(line) > self.longest:
            raise RefusedInput(
                f"line {self.number} has more than {self.longest:,} characters: "
                "is this a table, and do its rows end with a line end?"
            )
        return line

    def taken_and_forgotten(self) -> list[str]:
        """Return the lines of the record just read."""
        taken, self.taken, self.size = self.taken, [], 0
        return taken


def mend(source: Path, target: Path, layout: Layout, *, longest: int, anew: bool = False) -> Mended:
    """Write the rows of `source` (UTF-8) to `target` without heading; return what had to be mended.

    `anew` writes rows that are right anew too, in the plainest form; else they pass as they stand. Raise RefusedInput
    for a row of more than `longest` characters.
    """
    seen = Mended()
    limit = csv.field_size_limit(max(longest, RUNAWAY_CHARACTERS) + 1)
    try:
        with (
            source.open(encoding="utf-8-sig", errors="replace", newline="") as old,
            target.open("w", encoding="utf-8", newline="") as new,
        ):
            lines = _Lines(old, longest)
            for _ in range(layout.above + layout.heading_lines):
                next(lines, None)
            lines.taken_and_forgotten()
            _mend_rows(lines, new, layout, seen, anew=anew or layout.spaced)
    finally:
        csv.field_size_limit(limit)
    return seen


def _mend_rows(lines: _Lines, new: TextIO, layout: Layout, seen: Mended, *, anew: bool) -> None:
    write = _writer(new, layout)
    width = layout.width
    for cells, raw, odd in _records(lines, layout):
        ending = _ending(raw[-1])
        if width > 1 and len(cells) < 2 and not "".join(cells).strip():
            seen.blank += 1
            continue
        seen.rows += 1
        seen.endings[ending] += 1
        seen.longest = max(seen.longest, sum(map(len, raw)))
        if odd:
            seen.quotes += 1
            seen.show("quotes")
        if len(cells) == width and not odd and not anew:
            new.writelines(raw[:-1])
            new.write(raw[-1].removesuffix(ending) + "\n")
            continue
        fitted = _fitted(cells, width, seen)
        if fitted == [""]:
            new.write("\n")  # a writer would put it in quotes, which is an empty text and no empty cell
        else:
            write(fitted)


def _writer(new: TextIO, layout: Layout) -> Callable[[list[str]], None]:
    """Return what writes one row in the layout; a writer that ends rows with CR LF puts both in quotes in a cell."""
    row = io.StringIO(newline="")
    writer = csv.writer(
        row, delimiter=layout.separator, lineterminator="\r\n", doublequote=layout.escape == '"',
        escapechar=None if layout.escape == '"' else layout.escape,
    )  # fmt: skip

    def write(cells: list[str]) -> None:
        row.seek(0)
        row.truncate()
        writer.writerow(cells)
        new.write(row.getvalue().removesuffix("\r\n") + "\n")

    return write


def _fitted(cells: list[str], width: int, seen: Mended) -> list[str]:
    if len(cells) < width:
        if cells or width > 1:  # an empty line of a table of one column is an empty cell, and nothing is missing
            seen.short += 1
            seen.show("short")
        return cells + [""] * (width - len(cells))
    surplus = [cell for cell in cells[width:] if cell]
    if surplus:
        seen.long += 1
        seen.surplus += len(surplus)
        seen.show("long")
    return cells[:width]


def _records(lines: _Lines, layout: Layout) -> Iterator[tuple[list[str], list[str], bool]]:
    """Yield each record: its cells, its lines, and whether its quotes had to be read as letters."""
    reader = _reader(lines, layout)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Runaway):
            first, *rest = lines.taken_and_forgotten()
            lines.again.extendleft(reversed(rest))
            reader = _reader(lines, layout)
            yield _letter_by_letter(first, layout), [first], True
            continue
        raw = lines.taken_and_forgotten()
        if len(cells) != layout.width and '"' in raw[0]:
            cells = _with_spaces(raw, layout) or cells
        yield cells, raw, False


def _reader(lines: Iterator[str] | list[str], layout: Layout, *, spaced: bool = False) -> Iterator[list[str]]:
    doubled = layout.escape == '"'
    return csv.reader(
        lines, delimiter=layout.separator, doublequote=doubled, escapechar=None if doubled else layout.escape,
        strict=True, skipinitialspace=layout.spaced or spaced,
    )  # fmt: skip


def _with_spaces(raw: list[str], layout: Layout) -> list[str] | None:
    """Return the cells of a record whose quotes open after a space, or None where that does not make it fit."""
    try:
        cells = next(_reader(list(raw), layout, spaced=True))
    except (csv.Error, StopIteration):
        return None
    return cells if len(cells) == layout.width else None


def _letter_by_letter(line: str, layout: Layout) -> list[str]:
    """Return the cells of a line whose quotes do not pair: as letters where that fits, else as well as they can be."""
    bare = line.removesuffix(_ending(line))
    cells = bare.split(layout.separator)
    if len(cells) != layout.width:
        doubled = layout.escape == '"'
        lenient = csv.reader(
            [bare], delimiter=layout.separator, strict=False, doublequote=doubled,
            escapechar=None if doubled else layout.escape,
        )  # fmt: skip
        read = next(lenient, [])
        cells = read if len(read) == layout.width else cells
    return [cell.strip(" ") for cell in cells] if layout.spaced else cells


def _ending(line: str) -> str:
    if line.endswith("\r\n"):
        return "\r\n"
    return line[-1:] if line.endswith(("\n", "\r")) else ""
