"""Which criteria beyond the shares count: those of each kind, unless it was answered that there are none of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from premortem.chapters.success_criteria import comparisons, operations, rankings
from premortem.chapters.success_criteria.comparisons import Comparison
from premortem.chapters.success_criteria.further import Further, Standing
from premortem.chapters.success_criteria.operations import Operation
from premortem.chapters.success_criteria.rankings import Ranking
from premortem.model.state import State

BEATS, RANKS, OPERATING = (f"success-criteria.{name}" for name in ("beats", "ranks", "operating"))


@dataclass(frozen=True)
class Scope:
    """One kind of criterion beyond the shares: the question that asks for it, its table, and its rows.

    `asked` is the answer to that question. Rows count unless it is no; without rows it is open unless it is no.
    """

    question: str
    table: str
    asked: bool | None
    rows: tuple[Further, ...]
    asks: str
    fill: str

    @property
    def counting(self) -> tuple[Further, ...]:
        """The rows that count."""
        return () if self.asked is False else self.rows

    @property
    def set_aside(self) -> bool:
        """Whether there are rows that do not count, because it was answered that there is nothing of the kind."""
        return self.asked is False and bool(self.rows)

    @property
    def open(self) -> bool:
        """Whether nobody has said that there is nothing of the kind, nor what there is."""
        return self.asked is not False and not self.rows


@dataclass(frozen=True)
class Beyond:
    """All criteria beyond the shares."""

    comparisons: tuple[Comparison, ...]
    rankings: tuple[Ranking, ...]
    operations: tuple[Operation, ...]
    scopes: tuple[Scope, ...]

    @property
    def counting(self) -> tuple[tuple[str, Further], ...]:
        """Each criterion that counts, after the id of its table."""
        return tuple((scope.table, further) for scope in self.scopes for further in scope.counting)

    @property
    def not_holding(self) -> tuple[tuple[str, Further], ...]:
        """Those of them that nobody has shown to hold."""
        return tuple(each for each in self.counting if each[1].standing is not Standing.HOLDS)

    @property
    def failing(self) -> tuple[Further, ...]:
        """Those of them that were shown not to hold."""
        return tuple(further for _, further in self.counting if further.standing is Standing.FAILS)


def read(state: State) -> Beyond:
    """Return the comparisons, orders and limits of the workbook, and which of them count."""
    against, orders, limits = comparisons.read(state), rankings.read(state), operations.read(state)

    def scope(question: str, table: str, rows: Sequence[Further], asks: str, fill: str) -> Scope:
        return Scope(question, table, state.yes(question), tuple(rows), asks, fill)

    scopes = (
        scope(
            BEATS, comparisons.TABLE, against, "do better than what is there today",
            "write down where the new one must beat what is there today, and try both on the same cases",
        ),
        scope(
            RANKS, rankings.TABLE, orders, "put cases in a good order",
            "write down how good the order must be, and how many cases of each kind the test has",
        ),
        scope(
            OPERATING, operations.TABLE, limits, "be fast, available and cheap enough",
            "write down how fast, how available or how cheap it must be, and how that is measured",
        ),
    )  # fmt: skip
    return Beyond(against, orders, limits, scopes)
