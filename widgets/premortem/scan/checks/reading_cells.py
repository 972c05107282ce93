"""A cell read as what a rule says it is: a number, a moment, a truth."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from premortem.scan.capabilities import WITHOUT_TRY_CAST
from premortem.scan.engine import day, named, number, replaced, text
from premortem.scan.rules.declared import DateOrder, Kind

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, FloatingValue, Table, TimestampValue, Value

    from premortem.scan.job import Column
    from premortem.scan.rules import ColumnRule

TRUTHS = ("true", "false", "t", "f", "yes", "no", "y", "n", "1", "0")
_PART = "([0-9]{1,2})"
_OTHER_ORDERS = {DateOrder.DAY_FIRST: r"\3-\2-\1\4", DateOrder.MONTH_FIRST: r"\3-\1-\2\4"}


def moment(table: Table, column: Column, order: DateOrder = DateOrder.YEAR_FIRST) -> TimestampValue:
    """Return the column as moments; null where a cell is none, or is infinite."""
    import ibis

    cell = table[column.id]
    if column.text:
        if order in _OTHER_ORDERS:
            cell = replaced(cell, f"^ *{_PART}[./-]{_PART}[./-]([0-9]{{4}})(.*)$", _OTHER_ORDERS[order])
        # Where nothing can be tried, the day alone is read: what follows it may be no time.
        whole = named(table) not in WITHOUT_TRY_CAST
        stamp = cell.try_cast("timestamp") if whole else day(cell).cast("timestamp")
    elif cell.type().is_date() or cell.type().is_timestamp():
        stamp = cell.cast("timestamp")
    else:
        return ibis.null("timestamp")
    last = ibis.literal(datetime(9999, 12, 31, 23, 59, 59))  # noqa: DTZ001 - moments in the table have no time zone
    return (stamp <= last).ifelse(stamp, ibis.null("timestamp"))


def with_readings(table: Table, column: Column, rule: ColumnRule) -> dict[str, Value]:
    """Return what a rule reads a column as, by the names under which `number_in` and `moment_in` find it.

    In a column of its own it is read once, where else every condition reads each cell anew: half the time of a scan.
    """
    readings: dict[str, Value] = {}
    if rule.kind in (Kind.NUMBER, Kind.INTEGER) and (column.text or table[column.id].type().is_numeric()):
        readings[f"{column.id}_number"] = number(table, column)
    if rule.kind is Kind.DATE:
        readings[f"{column.id}_moment"] = moment(table, column, rule.dates)
    return readings


def number_in(table: Table, column: Column) -> FloatingValue:
    """Return the column as numbers, read already or not."""
    read = f"{column.id}_number"
    return table[read] if read in table.columns else number(table, column)


def moment_in(table: Table, column: Column, order: DateOrder) -> TimestampValue:
    """Return the column as moments, read already or not."""
    read = f"{column.id}_moment"
    return table[read] if read in table.columns else moment(table, column, order)


def is_kind(table: Table, column: Column, kind: Kind, order: DateOrder) -> BooleanValue | None:
    """Return whether a filled cell is of a kind (it may be null where it is not), or None where all are."""
    import ibis

    cell = table[column.id]
    if kind is Kind.TEXT:
        return None if column.text else ibis.literal(value=False)
    if kind is Kind.DATE:
        return moment_in(table, column, order).notnull()
    if kind is Kind.BOOLEAN:
        return None if cell.type().is_boolean() else text(table, column).lower().isin(TRUTHS)
    return None if cell.type().is_integer() else _is_number(table, column, whole=kind is Kind.INTEGER)


def _is_number(table: Table, column: Column, *, whole: bool) -> BooleanValue:
    import ibis

    cell = table[column.id]
    if not column.text and not cell.type().is_numeric():
        return ibis.literal(value=False)
    value = number_in(table, column)
    if column.text:  # DuckDB takes 1_000 for a thousand; nothing else that reads the table does
        value = cell.contains("_").ifelse(ibis.null("float64"), value)
    if whole:
        return value.notnull() & (value == value.floor())
    return value.notnull()
