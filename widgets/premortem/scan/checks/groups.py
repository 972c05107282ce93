"""The groups that a column names, with whatever is counted in each; a small group goes without its name."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.analysis import proportions
from premortem.model.evidence import Rate
from premortem.model.shown import quoted
from premortem.scan.checks.wording import named
from premortem.scan.job import ROWS_TO_JUDGE

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import BooleanValue, Value

    from premortem.scan.checks.answers import Answers
    from premortem.scan.job import Column, Job

GROUPS_SHOWN = 12
"""Of more groups the largest are shown; the rest is counted, not pooled: it is nobody's group."""

GROUPS_MAX = 1_000
"""A column with more values names no groups."""

EMPTY = "(empty)"
LONGEST = 120


@dataclass(frozen=True)
class Group:
    """One group: `name` as it may be shown, its rows, and what was counted in it.

    `judged` is false below ROWS_TO_JUDGE rows; `value` is the name as delivered, for comparing only.
    """

    name: str
    value: str
    rows: int
    judged: bool
    counts: Mapping[str, int]

    def count(self, of: str) -> int:
        """Return a figure that was counted in the group."""
        return self.counts[of]


@dataclass(frozen=True)
class Groups:
    """The groups of a column, the largest first; `all` holds every one, `shown` the GROUPS_SHOWN largest."""

    column: Column
    all: tuple[Group, ...]

    @property
    def shown(self) -> tuple[Group, ...]:
        """The largest."""
        return self.all[:GROUPS_SHOWN]

    @property
    def said(self) -> str:
        """In one sentence how many are not shown, or ""."""
        beyond = len(self.all) - GROUPS_SHOWN
        if beyond <= 0:
            return ""
        has = f"{named(self.column)} has {len(self.all)} groups"
        return f"{has}: the {GROUPS_SHOWN} largest are compared, {beyond} are not."


def no_groups(job: Job) -> str:
    """Return "" where columns with groups were named, else why the check does not run."""
    return "" if job.groups else "No column that names groups was named."


def grouped(job: Job, column: Column, count: Mapping[str, BooleanValue]) -> Groups | str:
    """Return the groups of a column with the rows of each that fulfil the conditions of `count`, or why it names none.

    One query. Groups whose names differ only in spaces at the edges are one; rows without a name are a group too.
    """
    from premortem.scan.engine import text

    if (column.distinct or 0.8 * column.about_distinct) > GROUPS_MAX:
        return f"{named(column)} has more than {GROUPS_MAX:,} values: they name no groups."
    found = counted_by(job, text(job.delivery.table, column), count)
    found["group"] = [value.strip() if isinstance(value, str) else "" for value in found["group"]]
    return _built(column, found)


def grouped_by_answer(job: Job, found: Answers, count: Mapping[str, BooleanValue]) -> Groups:
    """Return the same with the answers of a label as groups."""
    frame = counted_by(job, found.code, count)
    frame["group"] = [_answer(found, place) for place in frame["group"]]
    return _built(found.column, frame)


def _answer(found: Answers, place: float | None) -> str:
    return "" if place is None or math.isnan(place) else found.names[int(place)]


def counted_by(job: Job, key: Value, count: Mapping[str, BooleanValue]) -> pd.DataFrame:
    """Return for each value of `key` (`group`) its rows (`n`) and those that fulfil each condition."""
    import ibis

    parts = {name: condition.ifelse(1, 0) for name, condition in count.items()}
    rows = job.delivery.table.select(group=key, **parts)
    asked = rows.group_by("group").aggregate(n=ibis._.count(), **{name: rows[name].sum() for name in parts})
    return job.delivery.engine.ask(asked)


def _built(column: Column, found: pd.DataFrame) -> Groups:
    sums = found.fillna(0).groupby("group", as_index=False).sum()
    sums = sums.sort_values(["n", "group"], ascending=[False, True])
    figures = [name for name in sums.columns if name not in {"group", "n"}]
    unnamed = _unnamed()
    groups = []
    for record in sums.to_dict("records"):
        rows, value = int(record["n"]), str(record["group"])
        judged = rows >= ROWS_TO_JUDGE
        name = (value or EMPTY)[:LONGEST] if judged else unnamed(rows)
        groups.append(Group(name, value, rows, judged, {each: int(record[each]) for each in figures}))
    return Groups(column, tuple(groups))


def _unnamed() -> Callable[[int], str]:
    """Return what names small groups by their rows alone, and numbers those of one size."""
    seen: dict[int, int] = {}

    def name(rows: int) -> str:
        seen[rows] = seen.get(rows, 0) + 1
        again = f", no. {seen[rows]}" if seen[rows] > 1 else ""
        return f"a group of {rows}{again}"

    return name


def rate(what: str, column: Column, group: Group, count: int, of: int) -> Rate:
    """Return a rate in a group with its 95 % interval; without rows it is unknown, from 0 to 1."""
    bounds = proportions.wilson(count, of) if of else proportions.Bounded(0.0, 0.0, 1.0)
    return Rate(what, column.name, group.name, count, of, bounds.low, bounds.high, group.judged and of >= ROWS_TO_JUDGE)


def shared_confidence(comparisons: int) -> float:
    """Return the confidence of one interval among so many, so that all hold together 95 times in 100 (Bonferroni).

    A reader looks at the worst of them. Among a hundred plain 95 % intervals five exclude 0 though nothing is there.
    """
    return 1 - (1 - proportions.CONFIDENCE) / max(1, comparisons)


def how_sure(comparisons: int) -> str:
    """Return how sure the intervals of so many comparisons are, in a sentence."""
    if comparisons <= 1:
        return "The interval holds the true gap 95 times in 100 (Newcombe's method)."
    return (
        f"{comparisons:,} comparisons were made. The intervals are widened so that all of them together hold the true "
        "gaps 95 times in 100 (Newcombe's method, Bonferroni)."
    )


def told(groups: Sequence[str]) -> str:
    """Return names of groups for a sentence: three at most, and how many more."""
    shown = ", ".join(quoted(each) for each in groups[:3])
    return shown if len(groups) <= 3 else f"{shown} and {len(groups) - 3} more"


def group_columns(job: Job) -> Iterator[Column]:
    """Give the columns that were named as groups, each once."""
    for name in dict.fromkeys(job.groups):
        yield job.delivery.column(name)
