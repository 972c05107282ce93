"""What comes of reading one column of a sheet: values by row, faults, and what a person should be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from premortem.errors import InvalidAnswer
from premortem.model import answers
from premortem.model.events import Json
from premortem.model.questions import Question
from premortem.model.shown import quoted


@dataclass(frozen=True)
class Cell:
    """What stands in one row under a column; `part` is low, best or high where the column is a range in three."""

    row: int
    text: str
    part: str = ""


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot be taken."""

    row: int
    says: str


@dataclass
class Reading:
    """A column being read: what is found is kept, what is not is noted with its reason."""

    column: Question
    values: dict[int, Json] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, cell: Cell, says: str) -> None:
        """Note why a cell is refused, with what stands in it."""
        self.faults.append(Fault(cell.row, f"{says} (you gave {quoted(cell.text)})."))

    def take(self, row: int, value: Json) -> None:
        """Keep the canonical answer that a value is, or why it is none."""
        try:
            self.values[row] = answers.canonical(self.column, value)
        except InvalidAnswer as error:
            self.faults.append(Fault(row, f"{error.rule[:1].lower()}{error.rule[1:]}"))

    def note(self, says: str) -> None:
        """Tell a person how something was read; the same is not told twice."""
        told = f"{self.column.text}: {says}."
        if told not in self.notes:
            self.notes.append(told)


def rows_named(numbers: Iterable[int]) -> str:
    """Return `Row 3`, `Rows 3 and 5`, or the first of many."""
    each = [str(number) for number in dict.fromkeys(numbers)]
    told = [*each[:8], "others"] if len(each) > 8 else each
    return f"Row {told[0]}" if len(told) == 1 else f"Rows {', '.join(told[:-1])} and {told[-1]}"
