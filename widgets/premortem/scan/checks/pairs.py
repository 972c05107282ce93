"""Columns that two tables have in common, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.scan.job import Delivery

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job


@dataclass(frozen=True)
class Pair:
    """One column in the first table and in the second."""

    first: Column
    second: Column


def no_second(job: Job) -> str:
    """Return "" where a second table was named, else why the check does not run."""
    return "" if job.against is not None else "No second table was named."


def second(job: Job) -> Delivery:
    """Return the second table."""
    assert job.against is not None
    return job.against


def in_common(job: Job) -> list[Pair]:
    """Return the columns that both have, in the order of the first."""
    there = {column.name.strip(): column for column in reversed(second(job).columns)}
    found = ((column, there.pop(column.name.strip(), None)) for column in job.delivery.columns)
    return [Pair(column, other) for column, other in found if other is not None]


def only_in_one(job: Job, pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    """Return the names of the columns that only the first has, and only the second."""
    first, other = {pair.first.id for pair in pairs}, {pair.second.id for pair in pairs}
    return (
        [column.name for column in job.delivery.columns if column.id not in first],
        [column.name for column in second(job).columns if column.id not in other],
    )
