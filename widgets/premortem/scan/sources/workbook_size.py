"""What an Excel file takes in memory, found before it is opened: a small one can hold a huge sheet, or claim to."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from premortem.errors import RefusedInput
from premortem.scan.sources.opened import Limits
from premortem.scan.sources.unpacking import SMALL

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d{1,7})["']""")
FAULT = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\bt=["']e["']""")
BLOCK = 1 << 20


def errors_in_cells(source: Path, limits: Limits) -> int:
    """Return how many cells hold an error such as #N/A (0 for .xls, where they are not counted).

    Raise RefusedInput for a file with a password, one that is no Excel file, or one that takes more than `limits`.
    """
    if zipfile.is_zipfile(source):
        return _refuse_bombs(source, limits)
    _refuse_locked(source)
    return 0


def _refuse_locked(source: Path) -> None:
    """Refuse a file with a password: Excel wraps it into a compound file, which .xls files are too."""
    before = b""
    with source.open("rb") as file:
        if file.read(8) != COMPOUND:
            raise RefusedInput(f"{source.name} is a damaged zip or Excel file: fetch or save it again")
        while block := file.read(BLOCK):
            if LOCKED in before + block:
                raise RefusedInput(f"{source.name} is protected by a password: save it without one, or as CSV")
            before = block[-len(LOCKED) :]


def _refuse_bombs(source: Path, limits: Limits) -> int:
    """Refuse what would grow too large in memory; return how many cells hold an error of Excel.

    Not the sizes that the file states are believed but those found by unpacking it once, a megabyte at a time. A sheet
    takes memory for each cell between its first and its last, even if all between them are empty.
    """
    allowed = min(limits.sheet, max(SMALL, source.stat().st_size * limits.ratio))
    with zipfile.ZipFile(source) as packed:
        members = packed.infolist()
        _refuse_other_kinds(source, [each.filename for each in members])
        if any(each.flag_bits & 1 for each in members):
            raise RefusedInput(f"{source.name} is protected by a password: save it without one, or as CSV")
        if sum(each.file_size for each in members) > allowed:
            raise RefusedInput(_too_large(source, allowed))
        faults = 0
        for member in members:
            faults += _look_through(source, packed, member, limits, allowed)
            allowed -= member.file_size
    return faults


def _refuse_other_kinds(source: Path, names: Sequence[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise RefusedInput(f"{source.name} is a workbook of a kind that is not read here: save it as .xlsx or CSV")
    raise RefusedInput(f"{source.name} is a zip archive and no Excel file: unpack it and give the table in it")


def _look_through(source: Path, packed: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, allowed: int) -> int:
    """Unpack one part to its real end; return its cells with errors. Refuse it where it, or its sheet, is too large."""
    stated = member.file_size
    member.file_size = 1 << 40  # else the reader stops at the stated size, and who reads it next does not
    is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
    size = faults = 0
    box = _Box()
    try:
        with packed.open(member) as part:
            while block := part.read(BLOCK):
                size += len(block)
                if size > min(allowed, stated):
                    raise RefusedInput(_too_large(source, allowed))
                if is_sheet:
                    faults += box.take(block)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedInput(f"{source.name} is a damaged Excel file: save it again") from error
    finally:
        member.file_size = stated
    if box.cells > limits.sheet_cells:
        raise RefusedInput(
            f"{source.name} spans {box.cells:,} cells with the empty ones, at most {limits.sheet_cells:,} are read: "
            "delete the stray cells far from the table, or save the sheet as CSV"
        )
    return faults


class _Box:
    """How far the cells of a sheet reach, found in its XML block by block."""

    def __init__(self) -> None:
        self.rows, self.columns = 0, 0
        self._rest = b""

    @property
    def cells(self) -> int:
        """Cells from the first to the last, empty ones too."""
        return self.rows * self.columns

    def take(self, block: bytes) -> int:
        """Take the next block; return how many cells in it hold an error."""
        block = self._rest + block
        cut = block.rfind(b"<")
        block, self._rest = block[:cut], block[cut:][:BLOCK]
        named = CELL.findall(block)
        if named:
            self.columns = max(self.columns, *map(_column_number, {column for column, _ in named}))
            self.rows = max(self.rows, *(int(row) for _, row in named))
        self.rows = max(self.rows, 0, *map(int, ROW.findall(block)))
        unnamed = len(ANY_CELL.findall(block)) - len(named)
        if unnamed:  # they follow one another: a row reaches as far as it has cells
            rows = re.split(rb"<(?:\w+:)?row\b", block)
            self.columns = max(self.columns, *(len(ANY_CELL.findall(row)) for row in rows))
            self.rows += len(rows) - 1 if not ROW.search(block) else 0
        return len(FAULT.findall(block))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _too_large(source: Path, allowed: int) -> str:
    return (
        f"{source.name} unpacks to more than {allowed / 1e6:,.0f} MB, or to more than it says, which is not allowed: "
        "save the sheet as CSV and scan that"
    )
