"""Columns that nearly always go together: where one fixes the other, and a few rows break that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import permutations
from operator import or_
from typing import TYPE_CHECKING, Any

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.wording import COUNTED, named, of_all
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    import ibis
    import numpy as np
    import pandas as pd
    from ibis.expr.types import BooleanValue
    from numpy.typing import NDArray

    from premortem.scan.job import Column, Job

HOLDS = 0.99
"""At least this share of rows must follow, and some must not (DATA-CHECKS: dependency, mined: ask only)."""

SAMPLE, COLUMNS, TRIED, SHOWN_ROWS = 10_000, 30, 12, 5
"""Rows looked at first, columns compared with each other, pairs counted in the whole table, rows shown."""

GROUP, CHANCE = 5, 0.1
"""A value must come up so often on average. And of the rows that the commonest value does not explain, at most so many
may break the rule: where nearly all rows hold one value, any column seems to fix it."""


@dataclass(frozen=True)
class _Pair:
    """A column that seems to fix another one; `breaks` of `rows` do not follow."""

    fixes: Column
    fixed: Column
    breaks: int
    rows: int


def look(job: Job) -> Seen:
    """Return pairs of columns where the value of one fixes that of the other in at least 99 % of the rows, not in all.

    Pairs are looked for in a sample and counted in the whole table. Empty cells neither follow nor break a rule.
    """
    columns = _worth(job)
    if len(columns) < 2:
        return Seen()
    promising = _promising(job, columns)
    counted = [pair for pair in (_counted(job, pair) for pair in promising[:TRIED]) if _tells(pair)]
    findings, where = [], {}
    for pair in _one_way(counted):
        finding = _finding(pair)
        findings.append(finding)
        if job.with_examples:
            where[finding.key] = _breaking(job, pair)
    left = len(promising) - TRIED
    says = f"{left:,} more pairs looked alike in the sample and were not counted." if left > 0 else ""
    return Seen(tuple(findings), where=where, says=says)


def _worth(job: Job) -> list[Column]:
    """Columns that could fix or be fixed: several values, each of them often enough; the most telling ones first."""
    able = [
        column
        for column in job.delivery.columns
        if column.values is not None and 2 <= len(column.values) <= column.filled / GROUP
    ]
    return sorted(able, key=lambda column: -len(column.values if column.values is not None else ()))[:COLUMNS]


def _promising(job: Job, columns: list[Column]) -> list[_Pair]:
    """Pairs that hold in the sample in about 99 % of the rows, the most striking first."""
    import pandas as pd

    rows = _sample(job, columns)
    codes = {each.id: pd.factorize(rows[each.id])[0] for each in columns}
    whole = len(rows) == job.delivery.rows
    distinct = {name: int(code.max(initial=-1)) + 1 for name, code in codes.items()}
    found = []
    for one, other in permutations(columns, 2):
        # What is fixed takes no more values than what fixes it, but for those of rows that break the rule.
        if distinct[other.id] > distinct[one.id] + 2 * (1 - HOLDS) * len(rows):
            continue
        follow, both, most = _follow(codes[one.id], codes[other.id])
        breaks = both - follow
        # A sample can miss the few rows that break a rule, and make a rule look a little worse than it is.
        if (
            both
            and breaks <= (1 - HOLDS) * both * (1 if whole else 1.5)
            and breaks <= CHANCE * (both - most)
            and (breaks or not whole)
        ):
            found.append(_Pair(one, other, breaks, both))
    return sorted(found, key=lambda pair: (pair.breaks == 0, pair.breaks / pair.rows))


def _sample(job: Job, columns: list[Column]) -> pd.DataFrame:
    """Rows of these columns as text, null where a cell holds nothing; of a large table those drawn already."""
    import pandas as pd

    from premortem.scan import letters, profile
    from premortem.scan.engine import absent, sampled, text

    if job.delivery.rows > profile.FETCHED_ROWS:
        blank = letters.matcher(letters.BLANK)
        drawn = {each.id: each.sample.astype(str) for each in columns if each.sample is not None}
        return pd.DataFrame({name: cells[~cells.str.match(blank)] for name, cells in drawn.items()})
    table = job.delivery.table
    filled = table.select(**{each.id: absent(table, each).ifelse(None, text(table, each)) for each in columns})
    return job.delivery.engine.ask(sampled(filled, job.delivery.rows, SAMPLE))


def _follow(one: NDArray[np.intp], other: NDArray[np.intp]) -> tuple[int, int, int]:
    """Return rows that hold the commonest second value of their first, rows with both, rows of the commonest second."""
    import numpy as np

    there = (one >= 0) & (other >= 0)
    if not there.any():
        return 0, 0, 0
    first, second = one[there].astype(np.int64), other[there].astype(np.int64)
    pairs, n = np.unique(first * (second.max() + 1) + second, return_counts=True)
    owner = pairs // (second.max() + 1)
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    return int(np.maximum.reduceat(n, starts).sum()), int(n.sum()), int(np.bincount(second).max())


def _grouped(job: Job, pair: _Pair) -> ibis.Table:
    """Each pair of values with its rows `n`, and the rows of the commonest second value of its first (`most`)."""
    from premortem.scan.engine import absent

    table = job.delivery.table
    both = table.filter(~absent(table, pair.fixes) & ~absent(table, pair.fixed))
    return both.group_by(one=both[pair.fixes.id], other=both[pair.fixed.id]).aggregate(n=both.count())


def _counted(job: Job, pair: _Pair) -> _Pair:
    grouped = _grouped(job, pair)
    by_first = grouped.group_by("one").aggregate(rows=grouped["n"].sum(), most=grouped["n"].max())
    found = job.delivery.engine.one(by_first.aggregate(rows=by_first["rows"].sum(), most=by_first["most"].sum()))
    rows = int(found["rows"] or 0)
    return _Pair(pair.fixes, pair.fixed, rows - int(found["most"] or 0), rows)


def _tells(pair: _Pair) -> bool:
    return 0 < pair.breaks <= (1 - HOLDS) * pair.rows


def _one_way(pairs: list[_Pair]) -> list[_Pair]:
    """Of two columns that fix each other, keep the way that fewer rows break."""
    best: dict[frozenset[str], _Pair] = {}
    for pair in pairs:
        both = frozenset((pair.fixes.id, pair.fixed.id))
        if both not in best or pair.breaks < best[both].breaks:
            best[both] = pair
    return sorted(best.values(), key=lambda pair: pair.breaks / pair.rows, reverse=True)


def _breaking(job: Job, pair: _Pair) -> BooleanValue:
    """Whether a row is one of the first few that do not follow."""
    import ibis

    grouped = job.delivery.engine.ask(_grouped(job, pair))
    usual = grouped.sort_values("n", ascending=False).drop_duplicates("one").index
    rare = grouped.drop(usual).sort_values("n").head(SHOWN_ROWS)
    table = job.delivery.table

    def is_it(row: pd.Series[Any]) -> BooleanValue:
        return (table[pair.fixes.id] == row["one"]) & (table[pair.fixed.id] == row["other"])

    return reduce(or_, (is_it(row) for _, row in rare.iterrows()), ibis.literal(value=False))


def _finding(pair: _Pair) -> Finding:
    return Finding(
        check="dependency",
        columns=(pair.fixes.name, pair.fixed.name),
        severity=Severity.SHOWN,
        saw=f"Rows with the same value of {named(pair.fixes)} nearly always have the same value of "
        f"{named(pair.fixed)}; {of_all(pair.breaks, pair.rows, 'rows')} with both filled do not.",
        sure=f"{COUNTED} Whether the one ought to fix the other is for you to say.",
        could="If the one fixes the other, each such row has a wrong cell, and reports that use the one or the other "
        "disagree.",
        ask=f"Does {named(pair.fixes)} fix {named(pair.fixed)}? Then declare it as a rule.",
        amount=pair.breaks / pair.rows,
    )


CHECK = Check("dependency", look)
