"""Counts every column of a table, in few passes: what most checks need to know.

A table of few rows is fetched whole and counted here. Of a large one each column is asked for its values and their
counts; where nearly every value is another one, its cells are counted instead, which is several times faster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from premortem.scan import cells, letters
from premortem.scan.abreast import abreast
from premortem.scan.cells import typed
from premortem.scan.engine import matches, present, sampled
from premortem.scan.job import Column

if TYPE_CHECKING:
    import ibis
    import pandas as pd

    from premortem.scan.engine import Engine

VALUES_MAX = 5_000
"""A column with more distinct values is not listed value by value."""

SAMPLE_MAX = 10_000
FETCHED_ROWS, FETCHED_CELLS = 50_000, 3_000_000
"""A table of at most so many rows is fetched, so many cells at a time."""

AT_ONCE = 8
"""So many columns of which nearly every cell is another one are counted in one query."""

NEARLY_UNIQUE = 0.98
"""Above this share of distinct values in the sample, grouping costs more than it saves."""


def count(
    engine: Engine,
    table: ibis.Table,
    names: Sequence[str],
    told: Callable[[int, int], None] = lambda *_: None,
    *,
    plain: bool = False,
    steady: bool = False,
) -> tuple[Column, ...]:
    """Return the columns of a table, counted, in their order.

    `table` has the columns c0, c1, ... and `names` what they are called; `told` hears how many of how many are done.
    Of a `plain` one it is known that it holds only the printable characters of ASCII, of a `steady` one that each
    query meets its rows in the same order.
    """
    rows = int(engine.one(table.aggregate(n=table.count()))["n"])
    if rows <= FETCHED_ROWS:
        counted = _fetched(engine, table, names, rows)
    else:
        size = max(200, min(SAMPLE_MAX, FETCHED_CELLS // max(len(names), 1)))
        sample = _drawn(engine, sampled(table, rows, size), steady)
        counted = _asked(engine, table, names, rows, sample, plain)
    done = {}
    for column in counted:
        done[column.id] = column
        told(len(done), len(names))
    return tuple(done[column_id] for column_id in table.columns)


def _is_text(table: ibis.Table, column_id: str) -> bool:
    return bool(table.schema()[column_id].is_string())


def _fetched(engine: Engine, table: ibis.Table, names: Sequence[str], rows: int) -> Iterator[Column]:
    """Count a small table here: one query for as many columns as memory should hold at once."""
    at_once = max(1, FETCHED_CELLS // max(rows, 1))
    ids = list(table.columns)
    for start in range(0, len(ids), at_once):
        part = ids[start : start + at_once]
        frame = engine.ask(table.select(*part))
        for offset, column_id in enumerate(part):
            known = Column(
                column_id, names[start + offset], str(table.schema()[column_id]), _is_text(table, column_id), rows, 0
            )
            yield _counted_here(known, frame[column_id])


def _counted_here(known: Column, cells: pd.Series[Any]) -> Column:
    present = cells.dropna()
    if known.text:  # a table may have ten thousand columns, and pandas takes milliseconds for each
        counted = Counter(present.tolist())
        values = _listed(list(counted), list(counted.values()))
    else:
        found = present.value_counts()
        values = _listed(found.index, found.to_numpy())
    sample = present if len(present) <= SAMPLE_MAX else present.iloc[:: -(-len(present) // SAMPLE_MAX)]
    return _from_values(known, known.rows - len(present), values, sample.reset_index(drop=True))


def _listed(values: Sequence[Any] | pd.Index[Any] | pd.Series[Any], counts: Sequence[int] | Any) -> pd.DataFrame:
    """Order the values, the most common first; those equally common by what they are, so that every run agrees."""
    import pandas as pd

    # As text by Python's own way: bytes are no text in every encoding.
    order = sorted(range(len(values)), key=[(-int(n), str(v)) for n, v in zip(counts, values, strict=True)].__getitem__)
    whole = pd.Series(values)
    return pd.DataFrame({"value": whole.take(order).array, "n": [int(counts[place]) for place in order]})


def _from_values(known: Column, nulls: int, values: pd.DataFrame, sample: pd.Series[Any]) -> Column:
    """Count a column whose values are all known."""
    counts: dict[str, Any] = _of_text(values) if known.text else dict(typed(known.dtype, int(values["n"].sum())))
    few = values if len(values) <= VALUES_MAX else None
    distinct = len(values)
    known = replace(known, nulls=nulls, distinct=distinct, about_distinct=distinct, values=few, sample=sample)
    return replace(known, **counts)


def _of_text(values: pd.DataFrame) -> dict[str, Any]:
    """How many cells are blank, a number, and so on; each distinct value is looked at once."""
    pairs = list(zip(map(str, values["value"].tolist()), values["n"].tolist(), strict=True))
    blank = letters.matcher(letters.BLANK).search
    filled = [(text, n) for text, n in pairs if blank(text) is None]

    def tally(pattern: str) -> int:
        found = letters.matcher(pattern).search
        return sum(n for text, n in filled if found(text) is not None)

    named = {"numbers": letters.NUMBER, "dates": letters.DAY, "edges": letters.EDGES}
    hidden = {"controls": letters.CONTROLS, "broken": letters.BROKEN}
    blanks = sum(n for _, n in pairs) - sum(n for _, n in filled)
    return {"blanks": blanks, **{name: tally(pattern) for name, pattern in (named | hidden).items()}}


def _drawn(engine: Engine, sample: ibis.Table, steady: bool) -> pd.DataFrame:
    """Fetch the sample; where two queries meet the same rows, half of the columns each, for one takes but one core."""
    if not steady or len(sample.columns) < 2:
        return engine.ask(sample)
    import pandas as pd

    halves = (sample.select(*sample.columns[first::2]) for first in (0, 1))
    return pd.concat(list(abreast(engine, lambda asked, half: asked.ask(half), halves)), axis=1)


def _asked(
    engine: Engine, table: ibis.Table, names: Sequence[str], rows: int, sample: pd.DataFrame, plain: bool
) -> Iterator[Column]:
    """Count a large table column by column, after a look at a sample of its rows."""
    schema = table.schema()
    known = [
        Column(column_id, names[place], str(schema[column_id]), schema[column_id].is_string(), rows, 0)
        for place, column_id in enumerate(table.columns)
    ]
    seen = {each.id: sample[each.id].dropna() for each in known}  # its index still tells which cells share a row
    apart = {each.id: seen[each.id].nunique() for each in known}
    unique = [each for each in known if apart[each.id] > NEARLY_UNIQUE * max(1, len(seen[each.id]))]
    told_apart = {each.id for each in unique}
    together = [unique[start : start + AT_ONCE] for start in range(0, len(unique), AT_ONCE)]
    alone = [[each] for each in known if each.id not in told_apart]

    def counted(asked: Engine, columns: Sequence[Column]) -> list[Column]:
        column = columns[0]
        if column.id in told_apart:
            return cells.counted(asked, table, columns, seen, plain)
        few = apart[column.id] <= VALUES_MAX // 2
        if few and (listed := _values(asked, table, column)) is not None:
            return [_from_values(column, rows - int(listed["n"].sum()), listed, seen[column.id])]
        return [_from_groups(asked, table, column, seen[column.id], plain)]

    for columns in abreast(engine, counted, [*together, *alone]):  # what takes longest first
        yield from columns


def _values(engine: Engine, table: ibis.Table, known: Column) -> pd.DataFrame | None:
    """All values of a column with their counts, or None where there are more than VALUES_MAX."""
    found = engine.ask(_grouped(table, known).limit(VALUES_MAX + 1))
    return _listed(found["value"], found["n"].tolist()) if len(found) <= VALUES_MAX else None


def _grouped(table: ibis.Table, known: Column) -> ibis.Table:
    """Each value that is not null, with the number of its cells."""
    filled = table.filter(present(table[known.id]))
    return filled.group_by(value=filled[known.id]).aggregate(n=filled.count())


def _from_groups(engine: Engine, table: ibis.Table, known: Column, sample: pd.Series[Any], plain: bool) -> Column:
    """Count each distinct value once, weighted by how often it is there."""
    grouped = _grouped(table, known)
    n = grouped["n"]
    patterns = _patterns(sample, plain) if known.text else {}
    tallies = {name: n.sum(where=matches(grouped["value"], pattern)) for name, pattern in patterns.items()}
    tallies |= cells.bounds_of(engine, known, grouped["value"], "numbers" in patterns)
    found = engine.one(grouped.aggregate(present=n.sum(), distinct=grouped.count(), **tallies))
    of = {name: int(found.get(name) or 0) for name in ("present", "distinct", *patterns)}
    if known.text and of.get("numbers") == of["present"]:
        counts: dict[str, Any] = {"numbers": of["present"], **cells.bounded(found)}  # no space, no odd letter
    elif known.text:
        counts = _told_apart(engine, table, known, sample, of)
    else:
        counts = {**typed(known.dtype, of["present"]), **cells.bounded(found)}
    counts |= {"distinct": of["distinct"], "about_distinct": of["distinct"], "nulls": known.rows - of["present"]}
    return replace(known, sample=sample, **counts)


def _patterns(sample: pd.Series[Any], plain: bool) -> dict[str, str]:
    """What to count first: where most of the sample is a number, numbers; else what is odd, and days."""
    seen = cells.seen_in(sample)
    if "numbers" in seen:
        return {"numbers": letters.BARE_NUMBER}
    return {"odd": letters.SPACED if plain else f"{letters.ODD}|^$", **seen}


def _told_apart(
    engine: Engine, table: ibis.Table, known: Column, sample: pd.Series[Any], of: Mapping[str, int]
) -> dict[str, Any]:
    """Look again, only at a column whose first look left something open."""
    counts: dict[str, Any] = {"dates": of.get("dates", 0)}
    if "numbers" in of:
        grouped = _grouped(table, known)
        seen = {"odd": f"{letters.ODD}|^$", **cells.seen_in(sample)}
        tallies = {name: grouped["n"].sum(where=matches(grouped["value"], each)) for name, each in seen.items()}
        counts = {name: int(count or 0) for name, count in engine.one(grouped.aggregate(**tallies)).items()}
    odd = counts.pop("odd", of.get("odd", 0))
    return counts | cells.odd(engine, table, known) if odd else counts
