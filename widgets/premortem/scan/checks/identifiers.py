"""Columns in which every row has a value of its own: numbers and names of rows, which tell nothing about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.scan.checks.value_counts import is_date

if TYPE_CHECKING:
    from premortem.scan.job import Column

NEARLY = 0.98
"""Share of distinct values from which on an estimate, which can be 10 % off, is taken as unique."""


def is_unique(column: Column) -> bool:
    """Return whether each filled cell is another text or another whole number: a name of the row, no measurement.

    A measurement with decimals may differ in every row too, and a moment in time; both mean something.
    """
    if not column.filled or is_date(column):
        return False
    if column.distinct is None:
        return not column.numeric and column.about_distinct >= NEARLY * column.filled
    return column.distinct >= column.filled and (not column.numeric or _whole(column))


def is_identifier(column: Column) -> bool:
    """Return whether it is unique and one word: what is written in several words is content, however unique."""
    return is_unique(column) and (column.numeric or not _in_words(column))


def _whole(column: Column) -> bool:
    import pandas as pd

    if column.sample is None:
        return False
    cells = pd.to_numeric(column.sample, errors="coerce").dropna().astype("float64")
    return bool((cells % 1 == 0).all())


def _in_words(column: Column) -> bool:
    if column.sample is None or not len(column.sample):
        return False
    texts = column.sample.astype("str").str.strip()
    return bool(texts.str.contains(r"\s").mean() > 0.05)
