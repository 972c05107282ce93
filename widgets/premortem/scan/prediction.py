"""The column with the prediction as a person names it: a column, or which of its values mean yes."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from premortem.errors import RefusedInput
from premortem.model.shown import shown

TESTS = (">=", "<=", "!=", "=", ">", "<")
"""Longer before shorter, so that `a>=5` is not read as `a>` of `=5`."""

HOW = "write COLUMN, or which of its values mean yes: COLUMN=high,medium, COLUMN!=low or COLUMN>=5"


@dataclass(frozen=True)
class Predicted:
    """Where the prediction stands: `column`, and the `test` (one of TESTS) by which a value of it means yes.

    Without a test the column holds the label's own answers. `values` are texts for `=` and `!=`, of which any may be
    met, and one number for the others.
    """

    column: str
    test: str = ""
    values: tuple[str, ...] = ()

    @property
    def number(self) -> float:
        """The number that values are compared with."""
        return float(self.values[0])


def parse(written: str, names: Collection[str]) -> Predicted:
    """Return what names the prediction: `COLUMN`, `COLUMN=VALUE,VALUE`, `COLUMN!=VALUE,...` or `COLUMN>=NUMBER`.

    `names` are the columns of the table; a column that is called just so goes first, whatever signs its name holds. A
    value with a comma stands in double quotes. Raises RefusedInput in one line.
    """
    if written in names:
        return Predicted(written)
    readings = list(_readings(written))
    known = [each for each in readings if each.column in names]
    if not known:
        name = min((each.column for each in readings), key=len, default=written)
        near = get_close_matches(name, names, n=1)
        hint = f"; did you mean {shown(near[0])}?" if near else f"; {HOW}"
        raise RefusedInput(f"prediction names a column that the table does not have: {shown(name)}{hint}")
    found = max(known, key=lambda each: len(each.column))
    if found.test in {"=", "!="}:
        if not found.values:
            raise RefusedInput(f"prediction names no value after {found.test}, got {shown(written)}; {HOW}")
    elif not _is_number(found.values):
        raise RefusedInput(f"prediction must name one number after {found.test}, got {shown(written)}; {HOW}")
    return found


def _readings(written: str) -> Iterator[Predicted]:
    """Give every way to part the text at a test."""
    for match in re.finditer("|".join(map(re.escape, TESTS)), written):
        before, after = written[: match.start()], written[match.end() :]
        column = before if before == before.strip() else before.strip()
        yield Predicted(column, match.group(), _values(after))


def _values(after: str) -> tuple[str, ...]:
    try:
        values = next(csv.reader([after], skipinitialspace=True), [])
    except csv.Error:  # a line break in the middle
        return ()
    return tuple(value.strip() for value in values if value.strip())


def _is_number(values: tuple[str, ...]) -> bool:
    try:
        return len(values) == 1 and math.isfinite(float(values[0]))
    except ValueError:
        return False
