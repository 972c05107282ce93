"""One connection that answers Ibis expressions: DuckDB in the process, or whatever an address names.

The functions below the class level what engines do differently, so that a check reads the same on all of them:
what counts as a number, as a day, as nothing; and dividing by zero, which raises on Spark and PostgreSQL.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from premortem.errors import SourceLost
from premortem.scan import letters
from premortem.scan.capabilities import WITHOUT_NAN, WITHOUT_TRY_CAST, lacks, missing_capability, title

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    from ibis.backends import BaseBackend
    from ibis.expr.types import BooleanValue, DateValue, FloatingValue, NumericValue, StringValue, Table

    from premortem.scan.job import Column

LARGEST = 1.7976931348623157e308
_PLAIN = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
_SAFE = (
    "^[+-]?(([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})?"
    "|([0-9]{1,8}([.][0-9]{0,7})?|[.][0-9]{1,7})[eE][+-]?[012][0-9][0-9]"
    "|[0-9]([.][0-9]{0,7})?[eE][+-]?30[0-7])$"
)
"""Numbers as text that surely lie within what a 64-bit float holds: PostgreSQL fails at any other."""

_SAFE_LENGTH = 200
_MONTH_DAY = "(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31"
_LEAP = "([0-9][0-9](0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
_CALENDAR = f"^([0-9][0-9][0-9][0-9]-({_MONTH_DAY})|{_LEAP})([T ].*)?$"


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
        try:
            answer: pd.DataFrame = self.backend.execute(expression)
        except Exception as error:
            if why := lost(self.backend, error):
                # Not the driver's own words: they may hold a host, a user or a cell.
                raise SourceLost(f"{why}: nothing of this scan is kept. Check the server, then scan again.") from None
            raise
        return answer

    def one(self, expression: Table) -> dict[str, Any]:
        """Return the only row of an expression as a mapping, with None for what is null or not a number."""
        row = self.ask(expression).iloc[0]
        return {str(name): _plain(value) for name, value in row.items()}


_BROKEN_OFF = frozenset({"InterfaceError", "AdminShutdown", "CrashShutdown", "Py4JNetworkError", "ConnectionError"})
_OVER = ("SparkContext was shut down", "stopped SparkContext", "Connection refused")


def lost(backend: BaseBackend, error: BaseException) -> str:
    """Return how the connection was lost, or "" where the engine is there and only this question failed.

    Drivers agree on no exception, so it goes by the state of the connection, by names, and by what Spark says.
    """
    kinds = {each.__name__ for each in type(error).__mro__}
    if "QueryCanceled" in kinds:
        return f"{title(str(backend.name))} stopped a question that took longer than it allows"
    connection = getattr(backend, "con", None)
    closed = getattr(connection, "closed", False) is True or getattr(connection, "broken", False) is True
    if closed or kinds & _BROKEN_OFF or isinstance(error, EOFError) or any(each in str(error) for each in _OVER):
        return f"the connection to {title(str(backend.name))} was lost in the middle"
    return ""


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, Decimal):  # what PostgreSQL and Spark give for sums of whole numbers
        return None if value.is_nan() else int(value) if value == value.to_integral_value() else float(value)
    return value.item() if hasattr(value, "item") else value


def named(expression: ibis.Expr) -> str:
    """Return the name of the engine behind an expression, or "" where there is none yet."""
    from ibis.common.exceptions import IbisError

    try:
        return str(expression.get_backend().name)
    except (IbisError, AttributeError):
        return ""


def number(table: Table, column: Column) -> FloatingValue:
    """Return the column as 64-bit floats; what is no finite number is null (NaN is null on every engine)."""
    cell = table[column.id]
    if not column.text:
        return _of_type(cell)
    engine = named(table)
    if column.edges:
        cell = replaced(cell, f"^[{letters.SPACES}]+|[{letters.SPACES}]+$", "")
    cast = cell.cast if engine in WITHOUT_TRY_CAST else cell.try_cast
    if lacks(engine, "regex"):
        return finite(cast("float64"))
    if engine in WITHOUT_TRY_CAST:  # what is too large for a float fails there too
        return finite(_where(matches(cell, _SAFE) & (cell.length() <= _SAFE_LENGTH), cast("float64")))
    if column.numbers >= column.filled > 0:  # counted: all are numbers, and a search in each would cost more than all
        return finite(cast("float64"))
    return finite(_where(matches(cell, _PLAIN), cast("float64")))  # engines also take 1_000, 1d, NaN for numbers


def _of_type(cell: Any) -> FloatingValue:
    kind = cell.type()
    if kind.is_boolean():
        cell = cell.cast("int32")  # PostgreSQL takes no other way
    floats: FloatingValue = cell.cast("float64")
    return floats if kind.is_integer() or kind.is_boolean() else finite(floats)


def finite(cell: NumericValue) -> FloatingValue:
    """Return a float, or null where it is infinite or not a number: on every engine NaN is above all numbers."""
    return _where(cell.abs() <= LARGEST, cell)


def _where(condition: Any, value: Any) -> Any:
    """Return the value where the condition holds, else null of its type."""
    import ibis

    return ibis.ifelse(condition, value, ibis.null(value.type()))


def text(table: Table, column: Column) -> StringValue:
    """Return the column as text; null stays null."""
    cell = table[column.id]
    return cell if column.text else cell.cast("string")


def absent(table: Table, column: Column) -> BooleanValue:
    """Return whether a cell holds nothing: null, not a number, or only blanks."""
    cell = table[column.id]
    if column.text:
        return cell.isnull() | matches(cell, letters.BLANK)  # noqa: PD003 - Ibis
    return ~present(cell)


def present(cell: Any) -> BooleanValue:
    """Return whether a cell is not null; a float that is not a number counts as null on every engine."""
    filled: BooleanValue = cell.notnull()  # noqa: PD004 - Ibis
    if cell.type().is_floating() and named(cell) not in WITHOUT_NAN:
        # On DuckDB `isnull` does not count NaN, on Spark it does; `isnan` of null is null, so it comes second.
        return filled & ~cell.isnan().fill_null(False)
    return filled


def matches(cell: StringValue, pattern: str) -> BooleanValue:
    """Return whether a pattern is found in the cell; null where the cell is null.

    For all engines to read it alike it holds the characters themselves, `[0-9]` and no class by letter, no look-ahead.
    """
    return cell.re_search(_in_dialect(pattern, named(cell)))


def replaced(cell: StringValue, pattern: str, by: str) -> StringValue:
    """Return the cell with everything that the pattern finds exchanged; see `matches` for patterns."""
    return cell.re_replace(_in_dialect(pattern, named(cell)), by)


def _in_dialect(pattern: str, engine: str) -> str:
    """Write a pattern for the engine's own regular expressions; Spark's are Java's."""
    if engine not in {"pyspark", "databricks"}:
        return pattern
    if pattern.endswith("$"):
        pattern = f"{pattern[:-1]}\\z"  # `$` is also before a line end that is the last character
    # In a literal Spark takes the form feed that was written as an escape for the letter f.
    return "".join(each if ord(each) >= ord(" ") else f"\\x{ord(each):02x}" for each in pattern)


def day(cell: StringValue) -> DateValue:
    """Return the day of a text that begins YYYY-MM-DD (what follows a T or a space is left out), else null.

    Days that no calendar has, and the year 0, are null on every engine.
    """
    exists = matches(cell, _CALENDAR) & ~cell.startswith("0000")
    return _where(exists, _where(exists, cell.left(10)).cast("date"))


def ratio(above: NumericValue, below: NumericValue) -> FloatingValue:
    """Return a quotient as a float, null where it would divide by zero: Spark and PostgreSQL fail there."""
    quotient: FloatingValue = above.cast("float64") / below.cast("float64").nullif(0.0)
    return quotient


def sampled(table: Table, rows: int, size: int) -> Table:
    """Return about `size` of the `rows` rows, spread evenly, the same ones at every run.

    An engine that cannot repeat a sample (`missing_capability(engine, ("sample",))`) draws another one each time.
    """
    if rows <= size:
        return table
    from premortem.scan.sampling import drawn

    return drawn(table, named(table), rows, size)
