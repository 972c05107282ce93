"""How a sheet lies over a table question: which column is which, where the rows begin, what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from premortem.errors import InvalidAnswer
from premortem.model.answers import RANGE_PARTS
from premortem.model.columns import read, unspoken
from premortem.model.headings import Headings, Place, plain
from premortem.model.questions import Kind, Question
from premortem.model.reading import Cell, rows_named
from premortem.model.shown import quoted
from premortem.model.spreadsheet import Line, Sheet

_NAMES = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", "\x1f": "line break"}
_COUNTS = frozenset({"", "no", "nr", "id", "row", "index", "unnamed 0", "number", "nummer", "zeile", "ligne"})


@dataclass(frozen=True)
class Layout:
    """The columns of a sheet by place, and its rows without headers."""

    places: dict[int, Place]
    lines: tuple[Line, ...]
    header: Line | None
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def cells(self, column: Question) -> Iterator[tuple[Place, Cell]]:
        """Give the cells of one column of the table, row by row."""
        places = [(place, at) for at, place in self.places.items() if place.column.id == column.id]
        for line in self.lines:
            for place, at in places:
                text = line.cell(at)
                yield place, Cell(line.number, f"{text}{place.behind}" if text[-1:].isdigit() else text, place.part)


def lay(question: Question, found: tuple[Sheet, ...]) -> tuple[Sheet, Layout]:
    """Return the likeliest of some sheets, and how it lies over the table; raise InvalidAnswer where none does."""
    headings = Headings(question)
    sheet = max(found, key=lambda each: _likely(headings, each))
    if sheet.fault:
        raise InvalidAnswer(sheet.fault)
    first = headings.places(sheet.lines[0].cells)
    if _is_header(sheet.lines[0], first):
        _refuse_many(question, sum(line.cells != sheet.lines[0].cells for line in sheet.lines))
        return sheet, _below_header(headings, sheet, first)
    _refuse_many(question, len(sheet.lines))
    return sheet, _by_order(headings, sheet)


def _refuse_many(question: Question, rows: int) -> None:
    if rows > question.rows_max:
        raise InvalidAnswer(f"There are {rows:,} rows and at most {question.rows_max} fit: join or drop some.")


def _likely(headings: Headings, sheet: Sheet) -> tuple[int, bool, float, bool]:
    """How well a separator explains the text: headings found, columns that fit in number, rows of one length."""
    if not sheet.lines:
        return (0, False, 0.0, False)
    named = sum(place is not None for place in headings.places(sheet.lines[0].cells))
    fits = _in_order(headings, sheet) is not None
    return (named, fits and sheet.width > 1, sheet.even, sheet.width > 1)


def _is_header(line: Line, places: list[Place | None]) -> bool:
    filled = sum(bool(cell) for cell in line.cells)
    named = sum(place is not None for place in places)
    return named > 0 and (named > 1 or 2 * named >= filled)


def _below_header(headings: Headings, sheet: Sheet, first: list[Place | None]) -> Layout:
    header, body = sheet.lines[0], sheet.lines[1:]
    places = {at: place for at, place in enumerate(first) if place}
    _refuse_doubles(header, places)
    words = [plain(cell) for cell in header.cells]
    kept, repeated = [], []
    for line in body:
        if [plain(cell) for cell in line.cells] == words:
            repeated.append(line.number)
        else:
            _refuse_header(headings, line)
            kept.append(line)
    for line in kept:
        if any(line.cells[len(header.cells) :]):
            raise InvalidAnswer(
                f"Row {line.number} has {len(line.cells)} cells and the header {len(header.cells)}: put a cell with a "
                f"{_NAMES[sheet.separator]} in it into quotation marks, or take the {_NAMES[sheet.separator]} out."
            )
    left_out = tuple(_left_out(headings, header, kept, places))
    notes = (f"Passed over as a repeated header: {rows_named(repeated).lower()}.",) if repeated else ()
    return Layout(places, tuple(kept), header, left_out, notes)


def _refuse_doubles(header: Line, places: dict[int, Place]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for at, place in places.items():
        key = (place.column.id, place.part)
        if key in seen:
            raise InvalidAnswer(
                f"Row {header.number}: both {quoted(seen[key])} and {quoted(header.cells[at])} mean the column "
                f"{quoted(place.column.text)}: keep one of them."
            )
        seen[key] = header.cells[at]


def _refuse_header(headings: Headings, line: Line) -> None:
    places = headings.places(line.cells)
    named = sum(place is not None for place in places)
    if named > 1 and 2 * named >= sum(bool(cell) for cell in line.cells):
        raise InvalidAnswer(
            f"Row {line.number} looks like another header ({quoted(', '.join(filter(None, line.cells)))}): paste what "
            "stands below it on its own."
        )


def _left_out(headings: Headings, header: Line, body: list[Line], places: dict[int, Place]) -> Iterator[str]:
    """Name the columns that are clearly extra; raise InvalidAnswer for one that may be meant for a missing column."""
    missing = [column for column in headings.columns if column.id not in {place.column.id for place in places.values()}]
    for at, name in enumerate(header.cells):
        cells = [Cell(line.number, line.cell(at)) for line in body if line.cell(at)]
        if at in places or not (name or cells):
            continue
        if not cells or _counts(name, cells):
            yield name or f"column {at + 1}"
        elif any(_may_hold(column, cells) for column in missing):
            known = ", ".join(quoted(column.text) for column in missing)
            raise InvalidAnswer(
                f"Row {header.number}: the column {quoted(name) if name else at + 1} is not known here: call it one of "
                f"{known}, or leave it out."
            )
        else:
            yield name or f"column {at + 1}"


def _counts(name: str, cells: list[Cell]) -> bool:
    """Whether a column only numbers the rows."""
    numbers = [int(cell.text) for cell in cells if cell.text.isdecimal() and len(cell.text) < 10]
    rising = all(after - before == 1 for before, after in pairwise(numbers))
    return plain(name) in _COUNTS and len(numbers) == len(cells) and rising


def _may_hold(column: Question, cells: list[Cell]) -> bool:
    """Whether any of the cells says something that this column takes."""
    spoken = [cell for cell in cells if unspoken(column, cell.text)]
    return any(read(column, [cell]).values.get(cell.row) is not None for cell in spoken)


def _by_order(headings: Headings, sheet: Sheet) -> Layout:
    """No header: the columns in their order, where there are as many."""
    places = _in_order(headings, sheet)
    if places is None:
        wanted = ", ".join(column.text for column in headings.columns)
        raise InvalidAnswer(
            f"Row {sheet.lines[0].number} is no header that is known here, and {len(sheet.filled())} columns are not "
            f"the {len(headings.columns)} of this table: put a header above them, of these words: {wanted}."
        )
    for line in sheet.lines:
        _refuse_header(headings, line)
    return Layout(places, sheet.lines, None)


def _in_order(headings: Headings, sheet: Sheet) -> dict[int, Place] | None:
    once = [Place(column) for column in headings.columns]
    thrice = [
        Place(column, part)
        for column in headings.columns
        for part in (RANGE_PARTS if column.kind is Kind.RANGE else ("",))
    ]
    for filled in (sheet.filled(), range(sheet.width)):
        for wanted in (once, thrice):
            if len(wanted) == len(filled):
                return dict(zip(filled, wanted, strict=True))
    names = all(len(line.cells) == 1 for line in sheet.lines)
    commas = sum(not set(line.cells[0]).isdisjoint("\t;|,") for line in sheet.lines)
    return {0: once[0]} if names and commas * 2 < len(sheet.lines) else None  # a list of names
