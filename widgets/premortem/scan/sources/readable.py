"""Makes a table of a database such that every check can read its cells: numbers, days, truth values and text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from premortem.scan.sources.opened import counted

if TYPE_CHECKING:
    from ibis.expr.types import Table

NAMED_AT_MOST = 5


def readable(table: Table, names: Sequence[str]) -> tuple[Table, tuple[str, ...]]:
    """Return the table with what no check can read turned into text, and a note for each that says so.

    That is what is neither number, day, truth value nor text (JSON, lists, places, times of day), and columns with
    days that Python has none for: before the year 1, after 9999, or infinite. Costs one pass where there are days.
    """
    shown = dict(zip(table.columns, names, strict=True))
    odd = [column for column in table.columns if not _plain(table[column].type())]
    far = _days_out_of_reach(table)
    as_text = {column: table[column].cast("string") for column in (*odd, *far)}
    notes = []
    if odd:
        kinds = ", ".join(sorted({str(table[column].type()).lstrip("!").split("(")[0] for column in odd}))
        notes.append(f"{_columns(odd, shown)} read as text, being of types that no check knows ({kinds}).")
    if far:
        notes.append(f"{_columns(list(far), shown)} read as text: {counted(sum(far.values()), 'day')} in it lie before"
                     " the year 1, after 9999 or are infinite.")  # fmt: skip
    return (table.mutate(**as_text) if as_text else table), tuple(notes)


def _plain(kind: Any) -> bool:
    return bool(kind.is_string() or kind.is_numeric() or kind.is_boolean() or kind.is_date() or kind.is_timestamp())


def _days_out_of_reach(table: Table) -> dict[str, int]:
    """Count, for each column of days, the cells that a calendar of the years 1 to 9999 does not hold."""
    import ibis

    first, last = ibis.date(1, 1, 1), ibis.date(9999, 12, 31)
    days = {
        name: table[name] for name in table.columns if table[name].type().is_temporal() and _plain(table[name].type())
    }
    if not days:
        return {}
    asked = {}
    for name, cell in days.items():
        end = last if cell.type().is_date() else ibis.timestamp(9999, 12, 31, 23, 59, 59)
        begin = first if cell.type().is_date() else ibis.timestamp(1, 1, 1, 0, 0, 0)
        asked[name] = table.count(where=(cell < begin) | (cell > end))
    found = table.get_backend().execute(table.aggregate(**asked)).iloc[0]
    return {str(name): int(count) for name, count in found.items() if count}


def _columns(columns: Sequence[str], shown: dict[str, str]) -> str:
    named = ", ".join(shown[each] for each in columns[:NAMED_AT_MOST])
    more = f" and {len(columns) - NAMED_AT_MOST} more" if len(columns) > NAMED_AT_MOST else ""
    return f"{counted(len(columns), 'column')} ({named}{more}) {'is' if len(columns) == 1 else 'are'}"
