"""What a check is given: the table behind one engine, its columns already counted, and what was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from premortem.model.evidence import Finding, Moved, Rate

if TYPE_CHECKING:
    import ibis
    import pandas as pd

    from premortem.scan.engine import Engine
    from premortem.scan.rules import Rules

ROWS_TO_JUDGE = 30
"""Below this many rows a group is shown and not judged."""


@dataclass(frozen=True)
class Column:
    """One column as delivered, counted.

    `id` is its name inside the engine (c0, c1, ...), `name` the one in the file, which may be anything. Counts are
    cells and exact. `text` says that it came as text (all columns of a CSV do). `distinct` is exact, or None; then
    `about_distinct` is estimated from the sample. `values` holds every value that is not null with its count
    `n`, the most common first, where there are at most VALUES_MAX, else None; `sample` up to SAMPLE_MAX values that
    are not null from rows spread evenly over the table (all of a small one); of a large table cells with the same
    index share a row. `least` and `greatest` bound the numbers
    of a large table's column where they came for nothing, else they are None.
    """

    id: str
    name: str
    dtype: str
    text: bool
    rows: int
    nulls: int
    blanks: int = 0
    numbers: int = 0
    dates: int = 0
    edges: int = 0
    controls: int = 0
    broken: int = 0
    distinct: int | None = None
    about_distinct: int = 0
    values: pd.DataFrame | None = None
    sample: pd.Series[Any] | None = None
    least: float | None = None
    greatest: float | None = None

    @property
    def filled(self) -> int:
        """Cells that hold something other than null or blanks."""
        return self.rows - self.nulls - self.blanks

    @property
    def all_numbers(self) -> bool:
        """Whether all filled cells of a column with very many values are numbers: then no cell is a word."""
        return self.values is None and self.numbers == self.filled > 0

    @property
    def numeric(self) -> bool:
        """Whether it can be reckoned with: a number type, or text of which nearly all filled cells are numbers."""
        return self.numbers > 0 and (not self.text or self.numbers >= 0.95 * self.filled)


@dataclass(frozen=True)
class Delivery:
    """One table behind its engine: `table` has the columns c0, c1, ..., and nothing else."""

    name: str
    table: ibis.Table
    engine: Engine
    rows: int
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return a column by its name in the file; KeyError where there is none."""
        return next(each for each in self.columns if each.name == name)


@dataclass(frozen=True)
class Job:
    """One scan: the table, what was named (as names in the file), and a second table where there is one.

    `told` is heard before each check with its id. `with_examples` says whether findings carry example rows. Against
    `now` the age of rows is held.
    """

    delivery: Delivery
    label: str | None = None
    groups: tuple[str, ...] = ()
    prediction: str | None = None
    key: tuple[str, ...] = ()
    against: Delivery | None = None
    rules: Rules | None = None
    with_examples: bool = True
    masked: bool = False
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    told: Callable[[str], None] = field(default=lambda _check: None)


@dataclass(frozen=True)
class Seen:
    """What one check saw; `says` a limit of how it was made (a sample, an estimate), for the coverage.

    `where` gives, by the key of a finding, the condition on the table that its rows fulfil: example rows come from it.
    """

    findings: tuple[Finding, ...] = ()
    rates: tuple[Rate, ...] = ()
    moved: tuple[Moved, ...] = ()
    says: str = ""
    where: Mapping[str, ibis.expr.types.BooleanValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A check as `scan.run` calls it.

    `id` is one of `model.checks.CHECKS`; `asked` returns "" or the reason why it does not run here ("no label was
    named"); `needs` are the capabilities its expressions use; `look` makes it.
    """

    id: str
    look: Callable[[Job], Seen]
    asked: Callable[[Job], str] = field(default=lambda _job: "")
    needs: Sequence[str] = ()
