"""The columns that rules name, the rows in which they are filled, and rows picked by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.model.shown import quoted
from premortem.scan.engine import absent, text

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import BooleanValue, Table

    from premortem.scan.job import Column, Delivery

EXAMPLE_ROWS = 5
UNKNOWN = "no such column"


@dataclass
class Named:
    """Finds the columns that one check's rules name; what the table does not have becomes a finding, once."""

    check: str
    delivery: Delivery
    missing: dict[str, Finding] = field(default_factory=dict)
    says: dict[str, None] = field(default_factory=dict)

    def columns(self, names: Sequence[str]) -> tuple[Column, ...] | None:
        """Return the columns of these names, or None where the table lacks one."""
        found = [[each for each in self.delivery.columns if each.name == name] for name in names]
        for name, columns in zip(names, found, strict=True):
            if not columns:
                self.missing[name] = unknown(self.check, name)
            elif len(columns) > 1:
                self.limit(f"{len(columns)} columns are called {quoted(name)}: the rules were held against the first.")
        return tuple(columns[0] for columns in found) if all(found) else None

    def limit(self, says: str) -> None:
        """Note a sentence on what was not checked, once."""
        self.says[says] = None

    @property
    def limits(self) -> str:
        """What to say of how the check was made."""
        return " ".join(self.says)


def unknown(check: str, name: str) -> Finding:
    """Return the finding that a rule names a column which is not there."""
    return Finding(
        check=check,
        columns=(name,),
        severity=Severity.HIGH,
        saw=f"The rules name a column {quoted(name)} that the table does not have.",
        sure="The names were compared letter by letter.",
        could="What was declared of it cannot be checked, and what reads this column will stop or go on without it.",
        ask=f"Was {quoted(name)} renamed, or is it left out of this delivery?",
        about=UNKNOWN,
    )


def gap(table: Table, column: Column) -> BooleanValue:
    """Return whether a cell is empty; where blanks were counted and there are none, nobody searches for them."""
    cell = table[column.id]
    return cell.isnull() if column.text and not column.blanks else absent(table, column)  # noqa: PD003 - Ibis


def any_gap(table: Table, columns: Sequence[Column]) -> BooleanValue:
    """Return whether any of these cells of a row is empty."""
    return any_of([gap(table, each) for each in columns])


def any_of(conditions: Sequence[BooleanValue]) -> BooleanValue:
    """Return whether at least one holds."""
    return reduce(or_, conditions)


def rows_with(table: Table, columns: Sequence[Column], cells: pd.DataFrame) -> BooleanValue:
    """Return whether a row holds the cells of one of these rows of text, which stand under the columns' ids."""
    picked = cells[[each.id for each in columns]].itertuples(index=False)
    return any_of([
        reduce(and_, [text(table, column) == str(cell) for column, cell in zip(columns, row, strict=True)])
        for row in picked
    ])  # fmt: skip


def as_text(table: Table, columns: Sequence[Column], *more: str) -> Table:
    """Return these columns as text under their ids, and more columns as they are."""
    return table.select(**{each.id: text(table, each) for each in columns}, **{name: table[name] for name in more})


def listed(columns: Sequence[Column]) -> str:
    """Return the names of columns as a sentence can bear them."""
    from premortem.scan.checks.wording import named

    names = [named(each) for each in columns]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
