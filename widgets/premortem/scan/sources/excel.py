"""Excel: one sheet as text, each cell as a person sees it, without Excel and without DuckDB's own reader."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premortem.errors import RefusedInput
from premortem.model.evidence import Finding
from premortem.scan.sources.duck import TABLE, LayoutBroken, connect, load_text
from premortem.scan.sources.layout import RECORDS, Layout, preface, with_heading
from premortem.scan.sources.names import column_names, numbered
from premortem.scan.sources.opened import Limits, Opened, counted, reading
from premortem.scan.sources.raw import digest_of, reported
from premortem.scan.sources.workbook_size import errors_in_cells

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

NO_NULLS_LOST = Layout(",", 1, all_quoted=True)


def open_excel(
    source: Path, scratch: Path, limits: Limits, *, header: bool | None = None, sheet: str | None = None
) -> Opened:
    """Open one sheet of an .xlsx, .xlsm or .xls file, the first that can be seen unless one is named.

    Raise RefusedInput for a file with a password, one that is no Excel file, or one that would take too much memory.
    """
    with reported(source):
        digest = digest_of(source)
        faults = errors_in_cells(source, limits)
    book, chosen, others = _sheet(source, sheet)
    rows = map(_texts, book.get_sheet_by_name(chosen).iter_rows())
    layout, passed = _written(source.name, rows, scratch / "sheet.csv", header, limits)
    backend = connect(scratch, limits, columns=layout.width)
    try:
        load_text(
            backend, scratch / "sheet.csv", replace(NO_NULLS_LOST, width=layout.width), ordered=True, heading=False,
            row_end="\r\n",
        )  # fmt: skip
    except BaseException as error:
        backend.disconnect()
        if isinstance(error, LayoutBroken):
            raise RefusedInput(f"{source.name} holds cells that cannot be read: save the sheet as CSV") from error
        raise
    names, odd = (numbered(layout.width), ()) if layout.heading is None else column_names(layout.heading)
    notes = [f"Read from the sheet {chosen!r}, each cell as text, as it shows. {layout.describe_heading()}"]
    if others:
        notes.append(f"Not read: {counted(len(others), 'other sheet')}, {', '.join(map(repr, others[:10]))}.")
    if passed:
        notes.append(f"Passed over: {counted(passed, 'row')} with nothing in it or them.")
    findings = (*([_faults(faults)] if faults else []), *odd)
    return Opened(
        source.name, "excel", backend, backend.table(TABLE), names, digest, findings, tuple(notes), scratch=scratch
    )


def _faults(count: int) -> Finding:
    return reading(
        "errors of Excel",
        f"{counted(count, 'cell')} of the workbook hold an error such as #N/A or #DIV/0!; they were read as empty.",
        sure="Counted over all sheets of the file.",
        could="What looks like a gap is a formula that failed: its figures are missing for a reason.",
        ask="Which formulas fail, and what should stand there?",
        amount=count,
        unit="cells",
    )


def _sheet(source: Path, wanted: str | None) -> tuple[CalamineWorkbook, str, list[str]]:
    """Return the workbook, the name of the sheet to read, and the names of the others."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(source)
    except calamine.PasswordError as error:
        raise RefusedInput(f"{source.name} is protected by a password: save it without one, or as CSV") from error
    except calamine.CalamineError as error:
        raise RefusedInput(f"{source.name} cannot be read as Excel: save it again as .xlsx, or as CSV") from error
    kinds = book.sheets_metadata
    tables = [each for each in kinds if each.typ == calamine.SheetTypeEnum.WorkSheet]
    seen = [each.name for each in tables if each.visible == calamine.SheetVisibleEnum.Visible]
    names = [each.name for each in tables]
    if wanted is not None and wanted not in names:
        raise RefusedInput(f"{source.name} has no sheet {wanted!r}: it has {', '.join(map(repr, names[:10]))}")
    if not names:
        raise RefusedInput(f"{source.name} has no sheet with cells: there is no table in it to scan")
    chosen = wanted or (seen or names)[0]
    return book, chosen, [name for name in names if name != chosen]


def _texts(row: Iterable[Any]) -> list[str]:
    return [cell if isinstance(cell, str) else as_shown(cell) for cell in row]


def as_shown(cell: Any) -> str:
    """Return a cell as Excel shows it: whole numbers without point, 15 digits, dates as 2024-12-31."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        rounded = float(f"{cell:.15g}")
        return str(int(rounded)) if rounded.is_integer() and abs(rounded) < 1e15 else repr(rounded)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _written(
    name: str, rows: Iterator[list[str]], target: Path, header: bool | None, limits: Limits
) -> tuple[Layout, int]:
    """Write the rows of the table as CSV; return their layout, and how many empty rows were passed over."""
    passed = 0
    first: list[list[str]] = []
    for row in rows:
        if not any(row):
            passed += bool(first)
            continue
        first.append(row)
        if len(first) > RECORDS:
            break
    if not first:
        raise RefusedInput(f"{name}: the sheet is empty, there is no table in it to scan")
    trimmed = [tuple(row[: max(place for place, cell in enumerate(row, 1) if cell)]) for row in first]
    skipped = preface(trimmed)
    full = [tuple(row) for row in first[skipped:]]
    if len(full[0]) > limits.columns:
        raise RefusedInput(f"{name} has more than {limits.columns:,} columns: are rows and columns exchanged?")
    layout = replace(with_heading(Layout(",", len(full[0])), full, header), above=skipped)
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        for row in chain(first[skipped + (layout.heading is not None) :], rows):
            if any(row):
                writer.writerow(row)
            else:
                passed += 1
    return layout, passed
