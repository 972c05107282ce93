"""Counts columns cell by cell: those of a large table in which nearly every cell is another one."""

from __future__ import annotations

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

HIDDEN = f"{letters.CONTROLS}|{letters.BROKEN}|[{letters.SPACES.replace(' ', '')}]"
"""What may be odd in a cell, but for plain spaces at its edges."""


def present_in(cell: Any) -> Any:
    """Return whether a cell is not null; a float that is not a number counts as null on every engine."""
    return cell.notnull() & ~cell.isnan() if cell.type().is_floating() else cell.notnull()  # noqa: PD004 - Ibis


def typed(dtype: str, filled: int) -> dict[str, int]:
    """Return the counts of a column that came with a type: all its cells are numbers, or days, or neither."""
    kind = dtype.lstrip("!")
    if kind.startswith(("int", "uint", "float", "decimal")):
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
) -> dict[str, Column]:
    """Return these columns counted, by their id; one query, and one more for each that holds something odd.

    A `plain` table holds only the printable characters of ASCII.
    """
    asked: dict[str, Any] = {}
    for column in columns:
        asked |= _tallies(table, column, samples[column.id])
    texts = [column for column in columns if column.text]
    if texts and not plain:
        asked["hidden"] = table.count(where=_any_hidden(table, texts))
    found = engine.one(table.aggregate(**asked))
    return {
        column.id: _read(engine, table, column, samples[column.id], found, bool(found.get("hidden")))
        for column in columns
    }


def _any_hidden(table: ibis.Table, texts: Sequence[Column]) -> Any:
    """One search in all the cells of a row joined: five times quicker than a search in each."""
    import ibis

    from premortem.scan.engine import matches

    joined = ibis.literal("|").join([table[column.id].fill_null("") for column in texts])
    return matches(joined, HIDDEN)


def _tallies(table: ibis.Table, column: Column, sample: pd.Series[Any]) -> dict[str, Any]:
    from premortem.scan.engine import matches

    cell = table[column.id]
    asked = {"present": table.count(where=present_in(cell))}
    if column.text:
        asked["empty"] = table.count(where=cell == "")
        asked["edges"] = table.count(where=cell.startswith(" ") | cell.endswith(" "))
        asked |= {name: table.count(where=matches(cell, pattern)) for name, pattern in seen_in(sample).items()}
    return {f"{column.id}_{name}": each for name, each in asked.items()}


def _read(
    engine: Engine, table: ibis.Table, column: Column, sample: pd.Series[Any], found: Mapping[str, Any], hidden: bool
) -> Column:
    def of(name: str) -> int:
        return int(found.get(f"{column.id}_{name}") or 0)

    counts: dict[str, Any] = {"blanks": of("empty"), "numbers": of("numbers"), "dates": of("dates")}
    if not column.text:
        counts = dict[str, Any](typed(column.dtype, of("present")))
    elif hidden or of("edges"):
        counts |= odd(engine, table, column)
    about = about_distinct(sample, of("present"))
    return replace(column, nulls=column.rows - of("present"), about_distinct=about, sample=sample, **counts)


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
