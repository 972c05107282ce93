"""One connection that answers Ibis expressions: DuckDB in the process, or whatever an address names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from premortem.scan import letters
from premortem.scan.capabilities import missing_capability

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    from ibis.backends import BaseBackend
    from ibis.expr.types import FloatingValue, StringValue, Table

    from premortem.scan.job import Column


class Engine:
    """Answers expressions, one query each; `passes` counts them."""

    def __init__(self, backend: BaseBackend) -> None:
        self.backend = backend
        self.name = str(backend.name)
        self.passes = 0

    def lacks(self, capabilities: tuple[str, ...]) -> str:
        """Return "" where it has all of these, else one line that says what it cannot do."""
        return missing_capability(self.name, capabilities)

    def ask(self, expression: Table) -> pd.DataFrame:
        """Return the rows of an expression; raises SourceLost where the connection fails in the middle."""
        self.passes += 1
        answer: pd.DataFrame = self.backend.execute(expression)
        return answer

    def one(self, expression: Table) -> dict[str, Any]:
        """Return the only row of an expression as a mapping, with None for what is null or not a number."""
        row = self.ask(expression).iloc[0]
        return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def number(table: Table, column: Column) -> FloatingValue:
    """Return the column as 64-bit floats; what is no finite number is null (NaN is null on every engine)."""
    import ibis

    cell = table[column.id]
    cast = cell.try_cast("float64") if column.text else cell.cast("float64")
    finite: FloatingValue = (cast.isnan() | cast.isinf()).ifelse(ibis.null("float64"), cast)
    return finite


def text(table: Table, column: Column) -> StringValue:
    """Return the column as text; null stays null."""
    cell = table[column.id]
    return cell if column.text else cell.cast("string")


def absent(table: Table, column: Column) -> ibis.expr.types.BooleanValue:
    """Return whether a cell holds nothing: null, not a number, or only blanks."""
    cell = table[column.id]
    if column.text:
        return cell.isnull() | cell.re_search(letters.BLANK)  # noqa: PD003 - Ibis
    return cell.isnull() | cell.isnan() if cell.type().is_floating() else cell.isnull()  # noqa: PD003 - Ibis


def matches(cell: StringValue, pattern: str) -> ibis.expr.types.BooleanValue:
    """Return whether a pattern of `scan.letters` is found in the cell."""
    return cell.re_search(pattern)


BLOCKS = 40
"""So many runs of neighbouring rows make a sample: a database reads those alone, where single rows cost all of them."""


def sampled(table: Table, rows: int, size: int) -> Table:
    """Return about `size` of the `rows` rows, spread evenly, the same ones at every run."""
    from ibis.common.exceptions import IbisTypeError

    if rows <= size:
        return table
    try:
        place = table.rowid()
    except IbisTypeError:  # no table of DuckDB's own: a view on Parquet files, another engine
        return table.sample(size / rows, method="row", seed=1)
    apart = rows // BLOCKS
    return table.filter(place % apart < size // BLOCKS)
