"""How a text table is laid out: separator, quotes, heading, width; found in its first records."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from premortem.scan.sources.heading import is_heading

SEPARATORS = ("\t", "|", ";", ",")
"""In the order that breaks a tie: a comma also stands in numbers and in sentences."""

SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
NOTHING = "\x1f"
"""Separates nothing: a file without a separator is one column, whatever stands in its lines."""

RECORDS = 1_000
PREFACE = 20
QUOTES_LOOKED_AT = 1 << 16
Record = tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How to read a text table.

    `escape` is what makes a quote within quotes a letter: a second quote, or a backslash. `spaced` says that each
    separator is followed by a space which is no part of the cell. `above` counts lines over the table, `heading` is
    None where there is none, `heading_lines` counts the lines it takes. `all_quoted`: every cell is in quotes, so that
    an empty one in quotes says nothing more than an empty one. `guessed`: the heading was not told but found.
    """

    separator: str
    width: int
    heading: Record | None = None
    escape: str = '"'
    spaced: bool = False
    above: int = 0
    heading_lines: int = 0
    all_quoted: bool = False
    guessed: bool = True
    row_names: bool = False

    def describe(self) -> str:
        """Return one sentence on separator and quotes, and one on the heading."""
        separator = SEPARATOR_NAMES.get(self.separator)
        cells = f"Cells are separated by a {separator}" if separator else "No separator was found: one column"
        spaced = " and a space" if self.spaced else ""
        quotes = "; a backslash stands before quotes within quotes" if self.escape == "\\" else ""
        return f"{cells}{spaced}{quotes}. {self.describe_heading()}"

    def describe_heading(self) -> str:
        """Return one sentence on what stands above the table, and on its heading."""
        found = "taken as the heading" if self.heading is not None else "read as data, not as a heading"
        how = "; it looks like that, and you can say otherwise" if self.guessed else ", as you said"
        above = f" after {self.above:,} above the table that were passed over" if self.above else ""
        return f"The first line{above} was {found}{how}."


def find_layout(sample: str, *, whole: bool, header: bool | None = None) -> Layout:
    """Return the layout of a table by its beginning; `whole` says that the sample is all of it.

    `header` says whether the first line names the columns, None lets it be found.
    """
    escape = "\\" if _with_backslash(sample) else '"'
    candidates = []
    for separator in SEPARATORS:
        records = read_records(sample, separator, escape, whole=whole)
        candidates.append((_agreement(records), separator, records))
    agreement, separator, records = max(candidates, key=lambda each: each[0])
    if agreement == (0, 0):
        separator, records = NOTHING, read_records(sample, NOTHING, escape, whole=whole)
    layout = Layout(separator, _usual_width(records), escape=escape, all_quoted=_all_quoted(sample, separator, escape))
    if separator != NOTHING and _spaced(records):
        layout = replace(layout, spaced=True)
        records = read_records(sample, separator, escape, whole=whole, spaced=True)
    skipped = preface(records)
    layout = replace(layout, above=_lines_above(sample, skipped), width=_usual_width(records[skipped:]))
    return with_heading(layout, records[skipped:], header)


def read_records(sample: str, separator: str, escape: str, *, whole: bool, spaced: bool = False) -> list[Record]:
    """Return the first records of a sample that hold anything; the last one is left out where it may be cut."""
    reader = csv.reader(
        io.StringIO(sample, newline=""), delimiter=separator, doublequote=escape == '"', strict=False,
        escapechar=None if escape == '"' else escape, skipinitialspace=spaced,
    )  # fmt: skip
    records: list[Record] = []
    try:
        for cells in reader:
            if cells:
                records.append(tuple(cells))
            if len(records) > RECORDS:
                return records[:RECORDS]
    except csv.Error:  # a quote that is never closed makes a cell beyond all limits: what came before tells enough
        return records or [tuple(sample.splitlines()[0].split(separator))]
    return records if whole or len(records) < 2 else records[:-1]


def _agreement(records: Sequence[Record]) -> tuple[float, float]:
    """Return how well a separator explains the records: the share with the usual width; 0 where it divides nothing.

    The first record must be divided, or nearly all others: a comma in sentences does neither.
    """
    records = records[preface(records) :]
    widths = Counter(map(len, records))
    usual, count = max(widths.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
    share = count / max(len(records), 1)
    divided = sum(count for width, count in widths.items() if width > 1) / max(len(records), 1)
    if not records or divided < 0.5 or usual == 1 or (len(records[0]) == 1 and share < 0.9):
        return 0, 0
    return round(share, 2), min(len(records[0]), 2)


def _usual_width(records: Sequence[Record]) -> int:
    return Counter(map(len, records)).most_common(1)[0][0] if records else 1


def _with_backslash(sample: str) -> bool:
    """Return whether quotes within quotes are marked by a backslash: it stands there, and doubled quotes do not."""
    inside = sample.count('\\"') - sample.count('\\",') - sample.count('\\"\n') - sample.count('\\"\r')
    return inside > 0 and inside > sample.replace('""', "\0").count("\0")


def _all_quoted(sample: str, separator: str, escape: str) -> bool:
    """Return whether every cell of the first lines is in quotes."""
    quoted = r'"(?:[^"\\]|\\.|"")*"' if escape == "\\" else r'"(?:[^"]|"")*"'
    marked = re.sub(quoted, "Q", sample[:QUOTES_LOOKED_AT], flags=re.DOTALL)
    return re.fullmatch(f"Q(?:(?:{re.escape(separator)}|[\r\n]+)Q)*", marked[: marked.rfind("Q") + 1]) is not None


def _spaced(records: Sequence[Record]) -> bool:
    """Return whether all cells but the first of each record begin with a space."""
    others = [cell for record in records for cell in record[1:]]
    return bool(others) and all(cell.startswith(" ") for cell in others)


def preface(records: Sequence[Record]) -> int:
    """Return how many records stand above the table: a title, a date of export.

    A record belongs to them where it fills one cell at most and the three after it are as wide as most are.
    """
    width = _usual_width(records)
    skipped = 0
    while skipped < min(PREFACE, len(records) - 3) and width > 2 and sum(map(bool, records[skipped])) <= 1:
        skipped += 1
    if skipped == PREFACE or any(len(each) < width for each in records[skipped : skipped + 3]):
        return 0
    return skipped


def _lines_above(sample: str, skipped: int) -> int:
    """Return how many lines these records take, and the empty lines between and after them."""
    above, passed = 0, 0
    for line in io.StringIO(sample, newline=None):
        if line.strip():
            if passed == skipped:
                break
            passed += 1
        above += 1
    return above


def with_heading(layout: Layout, records: Sequence[Record], header: bool | None) -> Layout:
    """Return the layout with the heading of these records, where they have one, and the width they then have."""
    first, body = (records[0] if records else ()), records[1:]
    guessed = header is None
    if not (is_heading(first, body) if header is None else header):
        return replace(layout, guessed=guessed)
    lines = 1 + sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in first)
    usual = _usual_width(body) if body else len(first)
    layout = replace(layout, guessed=guessed, heading=first, heading_lines=lines, width=len(first))
    same = sum(len(each) == usual for each in body) >= 0.9 * len(body)
    if usual <= len(first) or not same:
        return layout
    if usual == len(first) + 1 and all(each[-1] == "" for each in body if len(each) == usual):
        return layout  # each row ends with a separator, and nothing stands behind it
    if usual == len(first) + 1:  # R writes the names of rows in a first column without a name
        return replace(layout, width=usual, heading=("", *first), row_names=True)
    return replace(layout, width=usual, heading=(*first, *[""] * (usual - len(first))))
