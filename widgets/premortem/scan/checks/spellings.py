"""The distinct values of a column of text, and what several of them have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.scan.letters import BLANK

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

    from premortem.scan.job import Column

VALUES_IN_A_CONDITION = 200
"""A condition names so many values at most: it serves to find a few rows as examples."""

SAMPLE_USED = 2_000
"""So many cells of a sample are looked at: enough to see what makes up 1 % of them."""

_BLANK = re.compile(BLANK)


@dataclass(frozen=True)
class Spellings:
    """The values of a column of text that are not blank, with how many cells hold each, the most common first.

    `exact` says that all cells were counted, else only those of a sample; `cells` is their number.
    """

    counts: tuple[tuple[str, int], ...]
    exact: bool

    @property
    def cells(self) -> int:
        """How many cells these are."""
        return sum(n for _, n in self.counts)

    def where(self, holds: Callable[[str], bool]) -> Spellings:
        """Return those for which something holds."""
        return Spellings(tuple(pair for pair in self.counts if holds(pair[0])), self.exact)


def spellings(column: Column) -> Spellings:
    """Return the values of a column of text: all where they are known, else those of the sample."""
    if column.values is not None:
        values, counts, exact = column.values["value"].tolist(), column.values["n"].tolist(), True
    elif column.sample is not None:
        found = column.sample.iloc[:: -(-len(column.sample) // SAMPLE_USED) or 1].value_counts()
        values, counts, exact = found.index.tolist(), found.tolist(), False
    else:
        return Spellings((), True)
    # Lists, for out of its own arrays pandas gives text ten times slower.
    pairs = zip(map(str, values), counts, strict=True)
    return Spellings(tuple((text, n) for text, n in pairs if not _BLANK.search(text)), exact)


def among(table: Table, column: Column, values: Iterable[str]) -> BooleanValue:
    """Return whether a cell is one of these values.

    Values with a NUL character are left out: no engine takes it in a query.
    """
    plain = [value for value in values if chr(0) not in value][:VALUES_IN_A_CONDITION]
    return table[column.id].isin(plain)


# Joins, breaks and quotes of written words. Signs that carry a meaning of their own (%, +, #, &, @, *) stay.
_BETWEEN = re.compile(r"(?<=\d)[.,:/\\-](?=\d)|[%+#&@*$€£<>=~^|]|(?<![\w])-(?=\.?\d)")


def folded(text: str) -> str:
    """Return a value without case, spaces and punctuation: what two spellings of one thing share.

    A sign between two digits, and a minus before a number, stay: 1.5 is not 15, and -5 is not 5.
    """
    lower = (
        text.lower()
        if text.isascii()
        else unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    )
    if lower.isalnum():
        return lower
    kept = {match.start() for match in _BETWEEN.finditer(lower)}
    return "".join(sign for place, sign in enumerate(lower) if sign.isalnum() or place in kept or _is_mark(sign))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")
