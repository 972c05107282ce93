"""Rows copied from a spreadsheet or read from a CSV file, for any table question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from premortem.errors import InvalidAnswer
from premortem.model import columns, currencies, spreadsheet
from premortem.model.answers import RANGE_PARTS
from premortem.model.currencies import Currencies
from premortem.model.events import Json
from premortem.model.layout import Layout, lay
from premortem.model.number_columns import three_in
from premortem.model.questions import Kind, Question
from premortem.model.reading import Cell, Fault, rows_named
from premortem.model.shown import quoted

LONGEST = 2**20  # characters
_FAULTS_TOLD = 20
_EMPTY = ' \t\r\n\f\v;|,"\u00a0\ufeff'


@dataclass(frozen=True)
class Pasted:
    """Rows of canonical answers by column, without blanks; the headings left out; how something was read."""

    rows: tuple[dict[str, Json], ...]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What was done, in a few sentences."""
        added = f"{len(self.rows)} row{'s' * (len(self.rows) != 1)} added."
        left = f"Left out: {', '.join(quoted(name) for name in self.left_out)}." if self.left_out else ""
        return " ".join(filter(None, (added, left, *self.notes)))


def rows(question: Question, text: str, currency: str | None = None) -> Pasted:
    """Return the rows in a text whose columns are parted by tabs, semicolons, bars or commas.

    A header names the columns in any order; without one they stand in the table's. Decimals, days and currencies are
    understood where a column leaves one meaning. Raises InvalidAnswer with one line for each fault: the row as a
    spreadsheet counts it, the column, the reason and how to mend it.
    """
    if question.kind is not Kind.TABLE:
        raise InvalidAnswer(f"{question.id} is not a table and has no rows: answer it as a whole.")
    if text.startswith("PK\x03\x04"):
        raise InvalidAnswer("This is a spreadsheet file, not text: save it as CSV there, or copy and paste the rows.")
    if len(text) > LONGEST:
        raise InvalidAnswer("This is more than 1 MB of text: paste fewer rows.")
    if not text.strip(_EMPTY):
        raise InvalidAnswer("There is nothing in it: paste the rows, or choose a file that has some.")
    sheet, layout = lay(question, spreadsheet.sheets(text))
    return _read(question, layout, currency, point_is_decimal=sheet.separator == ",")


def _read(question: Question, layout: Layout, currency: str | None, *, point_is_decimal: bool) -> Pasted:
    sums = _Sums(currency)
    found: dict[int, dict[str, Json]] = {line.number: {} for line in layout.lines}
    faults: list[tuple[Question, Fault]] = []
    notes = list(layout.notes)
    for column in {place.column.id: place.column for place in layout.places.values()}.values():
        cells = list(_cells(column, layout, sums))
        reading = columns.read(column, cells, point_is_decimal=point_is_decimal)
        faults.extend((column, fault) for fault in reading.faults)
        notes.extend(reading.notes)
        for row, value in reading.values.items():
            if value is not None:
                found[row][column.id] = value
    lines = [_line(question, layout, *fault) for fault in sorted(faults, key=lambda each: each[1].row)]
    lines = [*lines, *sums.faults()]
    if lines:
        more = [f"And {len(lines) - _FAULTS_TOLD} more."] if len(lines) > _FAULTS_TOLD else []
        raise InvalidAnswer("\n".join([*lines[:_FAULTS_TOLD], *more]))
    kept = tuple(row for row in found.values() if row)
    if not kept:
        raise InvalidAnswer("There is a header and no row with anything in it: paste the rows with it.")
    return Pasted(kept, layout.left_out, tuple(dict.fromkeys(notes)))


def _cells(column: Question, layout: Layout, sums: _Sums) -> Iterator[Cell]:
    """The cells of a column, those of a range taken apart, sums without their currency."""
    for place, cell in layout.cells(column):
        if column.unit != "money":
            yield cell
            continue
        three = three_in(cell.text) if column.kind is Kind.RANGE and not cell.part else ()
        parts = three if len(three) == len(RANGE_PARTS) else (cell.text,)
        yield replace(cell, text=" / ".join(sums.bare(cell.row, text, place.meant) for text in parts))


class _Sums:
    """The currencies met in a sheet: one for all, and the workbook's where it has one."""

    def __init__(self, currency: str | None) -> None:
        self.currency = currency
        self.met: dict[Currencies, list[int]] = {}

    def bare(self, row: int, text: str, heading: Currencies | None) -> str:
        """Return a sum without its sign or code, which is noted with its row; without one, that of its heading."""
        bare, meant = currencies.parted(text)
        if (meant or heading) and any(letter.isdigit() for letter in bare):
            rows_met = self.met.setdefault(meant or heading or frozenset(), [])
            rows_met.append(row)
        return bare

    def faults(self) -> Iterator[str]:
        """Give a line for each currency that is not the workbook's, or one where there are several."""
        if self.currency:
            for meant, met in self.met.items():
                if self.currency not in meant:
                    other = f"convert those in {_one(meant)}"
                    yield f"{rows_named(met)}: the sums of this workbook are in {self.currency}: {other}."
        elif currencies.against(self.met, None):
            each = "; ".join(f"{_one(meant)} in {rows_named(met).lower()}" for meant, met in self.met.items())
            yield f"The sums are in different currencies ({each}): convert them into one."


def _one(meant: Currencies) -> str:
    return " or ".join(sorted(meant)[:2]) if len(meant) < 3 else "dollars" if "USD" in meant else "crowns"


def _line(question: Question, layout: Layout, column: Question, fault: Fault) -> str:
    """One fault as a person finds it: `Row 3 ('Pilot B'), Time it took: a number is wanted...`."""
    line = next(line for line in layout.lines if line.number == fault.row)
    at = next((at for at, place in layout.places.items() if place.column.id == question.heading.id), None)
    name = line.cell(at) if at is not None and column.id != question.heading.id else ""
    return f"Row {fault.row}{f' ({quoted(name, 40)})' if name else ''}, {column.text.rstrip('?:')}: {fault.says}"
