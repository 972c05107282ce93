"""Text copied from a spreadsheet, or read from a CSV file, as rows of cells."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

_SEPARATORS = "\t;|,"  # in this order: a comma may stand within a number or a text, a tab hardly ever
LINES_MOST = 2000  # far more than any table takes
_NAMED = re.compile(r"sep=([\t;|,])(\r\n|\r|\n)", re.IGNORECASE)  # what spreadsheets write above a CSV file
_RULE = re.compile(r":?-{2,}:?")  # below the header of a table in Markdown


@dataclass(frozen=True)
class Line:
    """One row that has something in it; `number` counts from 1 with the empty ones, as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """Return one cell, "" where the row is shorter."""
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """The rows by one separator; `fault` says why it cannot be read to its end."""

    separator: str
    lines: tuple[Line, ...]
    fault: str = ""

    @cached_property
    def width(self) -> int:
        """The cells of the longest row."""
        return max((len(line.cells) for line in self.lines), default=0)

    @cached_property
    def even(self) -> float:
        """The share of rows that are as long as the longest."""
        return sum(len(line.cells) == self.width for line in self.lines) / max(len(self.lines), 1)

    def filled(self) -> range:
        """The places from the first to the last column with something in it."""
        places = {place for line in self.lines for place, cell in enumerate(line.cells) if cell}
        return range(min(places), max(places) + 1) if places else range(0)


def sheets(text: str) -> tuple[Sheet, ...]:
    """Return what the text may be, by each separator that occurs in it; the likeliest first."""
    bare = text.removeprefix("\ufeff")
    if named := _NAMED.match(bare):
        return (_by(named[1], bare[named.end() :], 1),)
    # The last is one column: a list of names may hold commas.
    return tuple(_by(each, bare, 0) for each in (*filter(bare.__contains__, _SEPARATORS), "\n"))


def _by(separator: str, text: str, above: int) -> Sheet:
    if separator == "\n":
        separator = "\x1f"  # stands in no text that people write
    found, fault = _parsed(separator, text, above, csv.QUOTE_MINIMAL)
    if fault and separator == "\t":  # spreadsheets leave single quotation marks as they are when one copies
        plain, broken = _parsed(separator, text, above, csv.QUOTE_NONE)
        if not broken and Sheet(separator, plain).even == 1:
            found, fault = plain, ""
    return Sheet(separator, found, fault)


def _parsed(separator: str, text: str, above: int, quoting: Literal[0, 3]) -> tuple[tuple[Line, ...], str]:
    found: list[Line] = []
    number = above
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True, quoting=quoting
    )
    try:
        for number, cells in enumerate(reader, above + 1):
            if not cells:
                continue
            bare = tuple(cell.strip() for cell in cells)
            if any(bare) and not (separator == "|" and all(_RULE.fullmatch(cell) for cell in bare if cell)):
                found.append(Line(number, bare))
            if len(found) > LINES_MOST:
                return tuple(found), f"There are more than {LINES_MOST:,} rows: paste fewer."
    except csv.Error as error:
        long = "limit" in str(error)
        says = "a cell is far too long" if long else "a quotation mark opens a cell and none closes it"
        return tuple(found), f"Row {number + 1}: {says}: close it, or double those that belong to the text."
    return tuple(found), ""
