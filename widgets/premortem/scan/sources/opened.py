"""What opening a source gives: a table in DuckDB, the names of its columns, and how it was read."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from premortem.model.evidence import Example, Finding, Severity

if TYPE_CHECKING:
    import ibis
    from ibis.backends import BaseBackend


@dataclass(frozen=True)
class Limits:
    """How much may be read, in bytes where nothing else is said.

    `ordered`: larger text files are loaded without their order, which is twice as fast. `in_memory`: larger ones go
    into a database file in the scratch folder. `memory`: what DuckDB may hold before it moves to that folder.
    `unpacked` and `ratio`: what a packed file may grow to, in all and as a multiple of its size. `record`: one row.
    `columns`: a count. `sheet`: an Excel file unpacked; `sheet_cells`: the cells of a sheet, empty ones too, 32 bytes
    each while it is read.
    """

    ordered: int = 50_000_000
    in_memory: int = 700_000_000
    memory: int = 1_000_000_000
    unpacked: int = 20_000_000_000
    ratio: int = 200
    record: int = 16_000_000
    columns: int = 16_384
    sheet: int = 1_000_000_000
    sheet_cells: int = 20_000_000


@dataclass(frozen=True)
class Opened:
    """A source that can be asked: `table` has the columns c0, c1, ..., `names` what to call them, in the same order.

    `ordered` says whether the table keeps the order of the file, `plain` that it is known to hold only the printable
    characters of ASCII, tabs and line ends. `content` is the SHA-256 of what was read. `close`
    ends the connection and removes what was written to the scratch folder; a second call does nothing.
    """

    name: str
    kind: str
    backend: BaseBackend
    table: ibis.Table
    names: tuple[str, ...]
    content: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    ordered: bool = True
    scratch: Path | None = None
    plain: bool = False

    def close(self) -> None:
        """End the connection and remove the scratch files."""
        self.backend.disconnect()
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)


def reading(
    about: str,
    saw: str,
    *,
    sure: str,
    could: str,
    ask: str,
    severity: Severity = Severity.MEDIUM,
    columns: tuple[str, ...] = (),
    amount: float | None = None,
    unit: str = "rows",
    examples: tuple[Example, ...] = (),
) -> Finding:
    """Return a finding of the check "reading"; `about` names the trouble and never holds a cell of the data."""
    return Finding("reading", columns, severity, saw, sure, could, ask, amount, unit, about=about, examples=examples)


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 row", "2,000 rows": a count with its noun, `many` being `one` with an s unless given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
