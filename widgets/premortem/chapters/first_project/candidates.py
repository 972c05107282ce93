"""The projects one could begin with, as they were written down; the first row is this project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from premortem.model.state import Range, Row, State

TABLE = "first-project.candidates"
_OPEN = {
    "loss": "what could be lost if it fails",
    "value": "what it would bring in a year",
    "cost": "what the first result would cost",
    "months": "how long the first result would take",
    "agreement": "who must agree",
    "learning": "what the next project could reuse",
}
EVERYTHING = len(_OPEN)


@dataclass(frozen=True)
class Candidate:
    """One project one could begin with: money in the workbook's currency, levels 1 (worst) to 5."""

    row: str
    name: str
    value: Range | None
    cost: float | None
    months: float | None
    loss: float | None
    agreement: int | None
    learning: int | None
    note: str | None = None
    this: bool = False

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is not known of it, in words."""
        return tuple(words for column, words in _OPEN.items() if getattr(self, column) is None)

    @property
    def described(self) -> Described | None:
        """The same with nothing open, or None."""
        if self.value is None or self.cost is None or self.months is None:
            return None
        if self.loss is None or self.agreement is None or self.learning is None:
            return None
        levels = {"agreement": self.agreement, "learning": self.learning}
        return Described(self, self.value, self.cost, self.months, self.loss, levels)


@dataclass(frozen=True)
class Described:
    """A candidate of which all is known."""

    candidate: Candidate
    value: Range
    cost: float
    months: float
    loss: float
    levels: dict[str, int]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.candidate.name


def read(state: State) -> tuple[Candidate, ...]:
    """Return the candidates in their order, each with a name of its own."""
    return tuple(_named(state.rows(TABLE)))


def _named(rows: tuple[Row, ...]) -> Iterator[Candidate]:
    taken: set[str] = set()
    for place, row in enumerate(rows, start=1):
        name = row.text("name") or ("This project" if place == 1 else f"Candidate {place}")
        while name in taken:  # two of one name would be told apart by nobody
            name = f"{name} (row {place})"
        taken.add(name)
        yield Candidate(
            row=row.id,
            name=name,
            value=row.range("value"),
            cost=row.number("cost"),
            months=row.number("months"),
            loss=row.number("loss"),
            agreement=row.level("agreement"),
            learning=row.level("learning"),
            note=row.text("note"),
            this=place == 1,
        )
