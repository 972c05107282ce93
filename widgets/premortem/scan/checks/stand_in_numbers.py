"""Numbers that stand for no value: -1, -999, 99999 and their like, where they stand apart from all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.scan.checks.empty_words import NUMBERS
from premortem.scan.checks.numbers import Numbers, numbers_of

if TYPE_CHECKING:
    from premortem.scan.job import Column

SHARE = 0.01
"""Below this share of the numbers they are not told from an odd value."""

OTHERS = 10
"""With fewer other numbers than this a number cannot be seen to stand apart."""


@dataclass(frozen=True)
class StandIns:
    """The numbers that stand for nothing, and how many cells hold one; `exact` says that all cells were counted."""

    values: tuple[float, ...]
    cells: int
    exact: bool


def stand_ins(column: Column) -> StandIns:
    """Return the numbers of a column that are common, written only with nines (or -1), and far from all others.

    A negative one counts where no other number is negative; a positive one where it is at least twice the greatest
    other number. Both must be more common than nineteen in twenty of the other numbers.
    """
    numbers = numbers_of(column) if column.numeric else None
    if numbers is None or len(numbers.values) <= OTHERS:
        return StandIns((), 0, True)
    found = tuple(value for value in sorted(NUMBERS) if _stands_apart(numbers, value))
    cells = sum(numbers.count(value) for value in found)
    return StandIns(found, cells, numbers.exact)


def _stands_apart(numbers: Numbers, value: float) -> bool:
    import numpy as np

    n = numbers.count(value)
    if n < SHARE * numbers.cells:
        return False
    others = ~np.isin(numbers.values, list(NUMBERS))
    if others.sum() < OTHERS or n <= np.quantile(numbers.n[others], 0.95):
        return False
    if value < 0:
        return bool(numbers.values[others].min() >= 0)
    return bool(value >= 2 * max(numbers.values[others].max(), 1))
