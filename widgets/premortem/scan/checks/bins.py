"""Counts of one column in the same bins in two tables: what a population stability index is reckoned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from premortem.scan.job import Column, Delivery

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import BooleanValue, IntegerScalar

    from premortem.scan.checks.pairs import Pair

TENTHS = 10
CATEGORIES_MAX = 1_000
"""A column with more values is not judged: nearly every table has some of its own."""

NUMBERS_MIN = 20
"""Numbers with no more distinct values are taken as categories: such are codes and counts."""

NOISE = 0.04
"""PSI that chance brings on average to ten bins of 500 rows: no column is parted into so many bins that it is more."""

ROWS_IN_A_BIN = 5
EMPTY, OTHERS = "empty cells", "rarer values together"


@dataclass(frozen=True)
class Bins:
    """The rows of each bin before and after, with what each is called.

    `new` counts the categories that only the second table has, `new_rows` their rows, `newcomers` names the commonest.
    `singles` counts those that the first has once.
    """

    names: tuple[str, ...]
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    new: int = 0
    new_rows: int = 0
    newcomers: tuple[str, ...] = ()
    singles: int = 0


def takes_numbers(pair: Pair) -> bool:
    """Return whether the pair is compared in tenths of the first table's numbers."""
    first = pair.first
    return first.numeric and pair.second.numeric and (first.distinct or first.about_distinct) > NUMBERS_MIN


def in_categories(pair: Pair, rows: tuple[int, int]) -> Bins | None:
    """Return the rows of each category; None where there are more than CATEGORIES_MAX in either table.

    Categories have a bin each, the commonest first, as long as there are enough rows for so many bins; the rarer ones
    share one. How common counts in both tables together: those that happen to be common in one are rarer in the other.
    """
    before, after = _by_value(pair.first), _by_value(pair.second)
    if before is None or after is None or max(len(before), len(after)) > CATEGORIES_MAX:
        return None
    both = {name: before.get(name, 0) + after.get(name, 0) for name in (*before, *after)}
    least = ROWS_IN_A_BIN * sum(rows) / min(rows)
    own = sorted((name for name, n in both.items() if n >= least), key=lambda name: (-both[name], name))
    own = own[: _bins_at_most(rows)]
    new = {name: n for name, n in after.items() if name not in before}
    empty = (_empty(pair.first), _empty(pair.second))
    return Bins(
        (*own, OTHERS, EMPTY),
        _counted(before, own, empty[0]),
        _counted(after, own, empty[1]),
        len(new),
        sum(new.values()),
        tuple(new)[:5],
        sum(n == 1 for n in before.values()),
    )


def _bins_at_most(rows: tuple[int, int]) -> int:
    return max(TENTHS, int(NOISE / (1 / rows[0] + 1 / rows[1])))


def _by_value(column: Column) -> dict[str, int] | None:
    """The rows of each value that is not blank, the commonest first; spaces at the edges make no other value."""
    if column.values is None:
        return {} if not column.filled else None
    counts: dict[str, int] = {}
    for value, n in zip(column.values["value"], column.values["n"], strict=True):
        name = _plain(value) if column.numeric else str(value).strip()
        if name:
            counts[name] = counts.get(name, 0) + int(n)
    return counts


def _plain(value: Any) -> str:
    """One form for a number, whether it came as text or with a type."""
    try:
        return repr(float(value))
    except (TypeError, ValueError):
        return str(value).strip()


def _empty(column: Column) -> int:
    return column.nulls + column.blanks


def _counted(counts: dict[str, int], own: Sequence[str], empty: int) -> NDArray[np.int64]:
    each = [counts.get(name, 0) for name in own]
    return np.array([*each, sum(counts.values()) - sum(each), empty], dtype=np.int64)


def edges_of(column: Column) -> list[float]:
    """Return the inner bounds of the tenths: exact where all values are known, else of a sample."""
    cells, weights = _numbers(column)
    if not len(cells):
        return []
    reached = np.cumsum(weights) / weights.sum()
    at = [int(np.searchsorted(reached, tenth / TENTHS - 1e-12)) for tenth in range(1, TENTHS)]
    edges = sorted({float(cells[min(place, len(cells) - 1)]) for place in at})
    return [edge for edge in edges if edge < cells[-1]]  # nothing lies above the last


def _numbers(column: Column) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The numbers of a column in ascending order, each with its rows; of a sample where not all are known."""
    import pandas as pd

    if column.values is not None:
        found = pd.DataFrame({"cell": _as_numbers(column.values["value"]), "n": column.values["n"].astype("float64")})
    else:
        sample = pd.Series(dtype="float64") if column.sample is None else column.sample
        found = pd.DataFrame({"cell": _as_numbers(sample), "n": 1.0})
    found = found[np.isfinite(found["cell"])].sort_values("cell")
    return found["cell"].to_numpy(dtype=np.float64), found["n"].to_numpy(dtype=np.float64)


def _as_numbers(values: pd.Series[Any]) -> pd.Series[float]:
    import pandas as pd

    return pd.to_numeric(values, errors="coerce").astype("float64")


def above_edges(
    delivery: Delivery, columns: Sequence[Column], edges: dict[str, list[float]]
) -> dict[str, NDArray[np.int64]]:
    """Return for each column, by the key of its edges, the rows in each step and at last those without a number.

    Columns whose values are all known are counted here, all others in one query.
    """
    found, asked = dict[str, NDArray[np.int64]](), dict[str, Column]()
    for column, key in zip(columns, edges, strict=True):
        if column.values is None:
            asked[key] = column
        else:
            cells, n = _numbers(column)
            above = [float(n[cells > edge].sum()) for edge in edges[key]]
            found[key] = _steps(float(n.sum()), above, column.rows)
    if asked:
        found |= _asked(delivery, asked, edges)
    return found


def _asked(
    delivery: Delivery, columns: dict[str, Column], edges: dict[str, list[float]]
) -> dict[str, NDArray[np.int64]]:
    from premortem.scan.engine import number

    table = delivery.table
    numbers = table.select(**{key: number(table, column) for key, column in columns.items()})
    tallies = {f"{key}_n": numbers[key].count() for key in columns}
    for key in columns:
        tallies |= {f"{key}_{at}": _tally(numbers[key] > edge) for at, edge in enumerate(edges[key])}
    counts = {name: n or 0 for name, n in delivery.engine.one(numbers.aggregate(**tallies)).items()}
    return {
        key: _steps(counts[f"{key}_n"], [counts[f"{key}_{at}"] for at in range(len(edges[key]))], column.rows)
        for key, column in columns.items()
    }


def _tally(condition: BooleanValue) -> IntegerScalar:
    """Count by adding up, which DuckDB does twice as fast as counting where a condition holds."""
    return condition.cast("int64").sum()


def _steps(numbers: float, above: Sequence[float], rows: int) -> NDArray[np.int64]:
    """From the rows above each edge the rows between the edges, and at last those without a number."""
    reached = np.array([numbers, *above, 0.0])
    return np.append(reached[:-1] - reached[1:], rows - numbers).astype(np.int64)
