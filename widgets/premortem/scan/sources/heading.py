"""Whether the first record of a table names its columns or is a row like the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

NUMBER = re.compile(r"[+-]?[$€£]?\s*[+-]?(\d[\d.,'\u00a0 ]*\d|\d)?[.,]?\d+([eE][+-]?\d+)?\s*%?")
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?")
ENOUGH = 300
"""So many cells say what a column holds."""
TYPED = 0.8
"""A column counts as numbers or dates when this share of its filled cells are."""


def is_heading(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Return whether `first` looks like names of columns above `body`; a heading where nothing speaks against it.

    Each column votes: one of numbers or dates by whether its first cell is one too, one of text by whether its first
    cell comes again below, or is of another length than all that stand below.
    """
    if not any(cell.strip() for cell in first):
        return False
    if not body:
        return not any(_typed(cell) for cell in first)
    if _years(first):
        return True
    votes = [_vote(cell, _below(place, body)) for place, cell in enumerate(first)]
    return sum(votes) >= 0


def _below(place: int, body: Sequence[Sequence[str]]) -> list[str]:
    return [record[place].strip() for record in body if place < len(record) and record[place].strip()]


def _vote(cell: str, below: Sequence[str]) -> float:
    """Return above 0 for a heading, below 0 against, 0 where the column tells nothing."""
    name = cell.strip()
    if not name or not below:
        return 0.0
    enough = below[:ENOUGH]
    if sum(map(_typed, enough)) >= TYPED * len(enough):
        return -1.0 if _typed(name) else 1.0
    if name in below:
        return -0.5
    lengths = set(map(len, below))
    return 0.5 if len(lengths) == 1 and len(below) > 2 and len(name) not in lengths else 0.0


def _typed(cell: str) -> bool:
    text = cell.strip()
    if len(text) > 40:
        return False
    return bool(NUMBER.fullmatch(text) or DATE.fullmatch(text))


def _years(first: Sequence[str]) -> bool:
    """Return whether the numbers of the first record are years one after the other, beside at least one word."""
    numbers = [cell.strip() for cell in first if _typed(cell)]
    words = [cell for cell in first if cell.strip() and not _typed(cell)]
    if len(numbers) < 2 or not words or not all(re.fullmatch(r"(19|20)\d\d", number) for number in numbers):
        return False
    return all(int(after) - int(before) == 1 for before, after in pairwise(numbers))
