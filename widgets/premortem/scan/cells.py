"""Counts columns cell by cell: those of a large table in which nearly every cell is another one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from premortem.scan import letters
from premortem.scan.job import Column

if TYPE_CHECKING:
    import ibis
    import pandas as pd

    from premortem.scan.engine import Engine

LOOKED_AT = 1_000
"""Values of a sample in which numbers and days are looked for: where there are none, none are counted."""

_PLAIN_NUMBERS = ("int8", "int16", "int32", "int64", "uint", "float")

HIDDEN = f"{letters.CONTROLS}|{letters.BROKEN}|[{letters.SPACES.replace(' ', '')}]"
"""What may be odd in a cell, but for plain spaces at its edges."""


AFTER_SPACES = "!"
"""Follows the space in the order of characters: what is empty or begins with a space or a tab comes before it."""


def typed(dtype: str, filled: int) -> dict[str, int]:
    """Return the counts of a column that came with a type: all its cells are numbers, or days, or neither."""
    kind = dtype.lstrip("!")
    if kind.startswith((*_PLAIN_NUMBERS, "decimal")):
        return {"numbers": filled}
    return {"dates": filled} if kind.startswith(("date", "timestamp")) else {}


def seen_in(sample: pd.Series[Any]) -> dict[str, str]:
    """Return the patterns of numbers and of days, each where the sample holds any."""
    patterns = {"numbers": letters.NUMBER, "dates": letters.DAY}
    first = [str(each) for each in sample.iloc[:LOOKED_AT]]
    return {name: pattern for name, pattern in patterns.items() if any(map(letters.matcher(pattern).search, first))}


def about_distinct(sample: pd.Series[Any], filled: int) -> int:
    """Estimate how many distinct values `filled` cells hold, from how often a sample of them repeats itself.

    Of n cells drawn from D values that are equally common about n^2 / (2 D) repeat another one (the birthday problem).
    """
    repeated = len(sample) - int(sample.nunique())
    return filled if repeated == 0 else max(len(sample) - repeated, min(filled, len(sample) ** 2 // (2 * repeated)))


def counted(
    engine: Engine, table: ibis.Table, columns: Sequence[Column], samples: Mapping[str, pd.Series[Any]], plain: bool
) -> list[Column]:
    """Return these columns counted; one query, and one more for each that holds something odd.

    A `plain` table holds only the printable characters of ASCII.
    """
    asked: dict[str, Any] = {}
    for column in columns:
        asked |= _tallies(engine, table, column, samples[column.id])
    texts = [column for column in columns if column.text]
    if texts and not plain:
        asked["hidden"] = table.count(where=_any_hidden(table, texts))
    found = engine.one(table.aggregate(**asked))
    hidden = bool(found.get("hidden"))
    return [_read(engine, table, column, samples[column.id], found, hidden) for column in columns]


def _any_hidden(table: ibis.Table, texts: Sequence[Column]) -> Any:
    """One search in all the cells of a row joined: five times quicker than a search in each."""
    import ibis

    from premortem.scan.engine import matches

    joined = ibis.literal("|").join([table[column.id].fill_null("") for column in texts])
    return matches(joined, HIDDEN)


def _all_numbers(sample: pd.Series[Any]) -> bool:
    found = letters.matcher(letters.BARE_NUMBER).search
    return len(sample) > 0 and all(map(found, sample.iloc[:LOOKED_AT].astype(str)))


def bounds_of(engine: Engine, column: Column, cell: Any, as_numbers: bool) -> dict[str, Any]:
    """Return how many numbers there are, the least and the greatest, where that comes for little.

    In DuckDB casts that succeed are several times quicker than a search for what is a number.
    """
    if column.text:
        if not as_numbers or engine.name != "duckdb":
            return {}
        cell = cell.try_cast("float64")
    elif not column.dtype.lstrip("!").startswith(_PLAIN_NUMBERS):
        return {}
    return {"cast": cell.count(), "least": cell.min(), "greatest": cell.max()}


def bounded(found: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Return the bounds that were found, none where one of them is no finite number."""
    ends = {name: found.get(f"{prefix}{name}") for name in ("least", "greatest")}
    known = {name: float(end) for name, end in ends.items() if end is not None}
    return known if len(known) == 2 and all(map(math.isfinite, known.values())) else {}


def _tallies(engine: Engine, table: ibis.Table, column: Column, sample: pd.Series[Any]) -> dict[str, Any]:
    from premortem.scan.engine import matches, present

    cell = table[column.id]
    if column.text:
        asked = {"present": cell.count(), **_edges(engine, table, cell)}
        patterns = seen_in(sample)
        bounds = bounds_of(engine, column, cell, _all_numbers(sample))
        if bounds:
            del patterns["numbers"]
        asked |= bounds | {name: table.count(where=matches(cell, pattern)) for name, pattern in patterns.items()}
    else:
        asked = {"present": table.count(where=present(cell)), **bounds_of(engine, column, cell, as_numbers=True)}
    return {f"{column.id}_{name}": each for name, each in asked.items()}


def _edges(engine: Engine, table: ibis.Table, cell: Any) -> dict[str, Any]:
    """Return what tells whether a cell is empty, or has a space at an edge.

    In DuckDB, which orders text by its bytes, the least cell shows the first two, for less than a look at each.
    """
    if engine.name == "duckdb":
        return {"first": cell.min(), "edges": table.count(where=cell.endswith(" "))}
    spaced = cell.startswith(" ") | cell.endswith(" ")
    return {"empty": table.count(where=cell == ""), "edges": table.count(where=spaced)}


def _read(
    engine: Engine, table: ibis.Table, column: Column, sample: pd.Series[Any], found: Mapping[str, Any], hidden: bool
) -> Column:
    def of(name: str) -> int:
        return int(found.get(f"{column.id}_{name}") or 0)

    counts: dict[str, Any] = {"blanks": of("empty"), "numbers": of("numbers"), "dates": of("dates")}
    ends = bounded(found, f"{column.id}_")
    first = found.get(f"{column.id}_first")
    spaced = of("edges") > 0 or (first is not None and first < AFTER_SPACES)
    if not column.text:
        counts = dict[str, Any](typed(column.dtype, of("present")))
    elif f"{column.id}_cast" in found:
        if of("cast") == of("present") and ends and not spaced:
            counts["numbers"] = of("present")
        else:  # not all of them, after all
            counts["numbers"], ends = _numbers(engine, table, column), {}
    if column.text and (hidden or spaced):
        counts |= odd(engine, table, column)
    about = about_distinct(sample, of("present"))
    known = replace(column, nulls=column.rows - of("present"), about_distinct=about, sample=sample)
    return replace(known, **counts, least=ends.get("least"), greatest=ends.get("greatest"))


def _numbers(engine: Engine, table: ibis.Table, column: Column) -> int:
    from premortem.scan.engine import matches

    return int(engine.one(table.aggregate(n=table.count(where=matches(table[column.id], letters.NUMBER))))["n"])


def odd(engine: Engine, table: ibis.Table, column: Column) -> dict[str, int]:
    """Tell apart what is odd in a column of text: blanks, spaces at the edges of others, hidden and broken letters."""
    from premortem.scan.engine import matches

    rows = table.filter(matches(table[column.id], f"{letters.ODD}|^$"))
    wanted = {"blanks": letters.BLANK, "edges": letters.EDGES, "controls": letters.CONTROLS, "broken": letters.BROKEN}
    blank = matches(rows[column.id], letters.BLANK)
    tallies = {
        name: rows.count(where=matches(rows[column.id], pattern) & (blank if name == "blanks" else ~blank))
        for name, pattern in wanted.items()
    }
    return {name: int(count or 0) for name, count in engine.one(rows.aggregate(**tallies)).items()}
