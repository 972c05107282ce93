"""A table on its way to a check: where it lies, how it is read, and what is said of it in the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from premortem.errors import RefusedInput
from premortem.model.evidence import Scan, Severity

SHEET_MAX = 80
NOTES_SHOWN = 12


@dataclass(frozen=True)
class Table:
    """A table that can be checked: where it lies, what it is called, how large its file is in words.

    `header` says whether its first line names the columns, where None lets that be found; `sheet` names a sheet of an
    Excel file, "" the first. `columns`, `rows` and `notes` (how it was read) are known once it has been looked at.
    """

    source: str
    name: str
    size: str = ""
    header: bool | None = None
    sheet: str = ""
    columns: tuple[str, ...] = ()
    rows: int = 0
    notes: tuple[str, ...] = ()

    @property
    def read_as(self) -> dict[str, Any]:
        """How it is read, as scan() takes it by name."""
        return {"header": self.header, "sheet": self.sheet or None}

    @property
    def shown(self) -> dict[str, Any]:
        """What the page is told of it."""
        return {
            "name": self.name,
            "size": self.size,
            "rows": self.rows,
            "columns": list(self.columns),
            "notes": list(self.notes[:NOTES_SHOWN]),
            "header": {True: "yes", False: "no", None: ""}[self.header],
            "sheet": self.sheet,
        }


def read_as(message: Mapping[str, Any]) -> tuple[bool | None, str]:
    """Return how the page says that a table is to be read: its `header` and its `sheet`; raise RefusedInput."""
    header, sheet = message.get("header"), message.get("sheet") or ""
    if header not in (None, "", "yes", "no"):
        raise RefusedInput("The page sent no sense about the first line: reload it.")
    if not isinstance(sheet, str) or len(sheet) > SHEET_MAX or not sheet.isprintable():
        raise RefusedInput(f"The name of a sheet has at most {SHEET_MAX} letters: type it as Excel shows it.")
    return {"yes": True, "no": False}.get(header or ""), sheet.strip()


def summary(scan: Scan) -> str:
    """Return in one line how much was read and how much of it asks for a look."""
    found = [each for each in scan.findings if each.severity is not Severity.SHOWN]
    pressing = sum(each.severity is Severity.HIGH for each in found)
    read = f"Read {_count(scan.rows, 'row')} and {_count(scan.columns, 'column')}"
    if not found:
        return f"{read}. No check raised anything; what was looked at, and what not, stands in the findings."
    press = f", {pressing:,} of them pressing" if pressing else ""
    return f"{read}: {_count(len(found), 'finding')}{press}. They stand in the findings."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
