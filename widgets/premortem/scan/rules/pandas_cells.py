"""What a rule says of cells in pandas, for the exported schema: this text is put into it as it stands.

Each function takes cells (a Series) or a table (a DataFrame) and returns for each row whether the rule holds; an empty
cell breaks none of them.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

SPACES = "\t-\r \u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
BLANK = re.compile(f"[{SPACES}]*")
NUMBER = re.compile(r"[ \t\r\n\f\v]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?[ \t\r\n\f\v]*")
YEAR_FIRST = re.compile(r" *([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([T ].*)?")
DAY_OR_MONTH_FIRST = re.compile(r" *([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})([T ].*)?")
TRUTHS = {"true", "false", "t", "f", "yes", "no", "y", "n", "1", "0"}
NOW: datetime | None = None  # the moment by which freshness is judged (UTC); None for the moment of the check


def number(cell: Any) -> float | None:
    """Return the finite number that a cell is, or None."""
    if isinstance(cell, str):
        cell = float(cell) if NUMBER.fullmatch(cell) else math.nan
    try:
        found = float(cell)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def moment(cell: Any, order: str = "year-month-day") -> datetime | None:
    """Return the moment that a cell is, in UTC, or None."""
    if isinstance(cell, str):
        return _moment_in(cell, order)
    if isinstance(cell, pd.Timestamp):
        cell = cell.to_pydatetime(warn=False)
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).replace(tzinfo=None) if cell.tzinfo else cell
    return datetime.combine(cell, datetime.min.time()) if isinstance(cell, date) else None


def _moment_in(text: str, order: str) -> datetime | None:
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day, rest = found.groups()
    elif order != "year-month-day" and (found := DAY_OR_MONTH_FIRST.fullmatch(text)):
        day, month, year, rest = found.groups()
        if order == "month-day-year":
            day, month = month, day
    else:
        return None
    try:
        read = datetime.fromisoformat(f"{year}-{int(month):02}-{int(day):02}{(rest or '').rstrip()}")
    except ValueError:
        return None
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read


def is_kind(cells: pd.Series[Any], kind: str, order: str = "year-month-day") -> pd.Series[Any]:
    """Say of each cell whether it is of a kind: integer, number, text, date or boolean."""
    return cells.map(lambda cell: bool(pd.isna(cell)) or _is_kind(cell, kind, order)).astype(bool)


def _is_kind(cell: Any, kind: str, order: str) -> bool:
    if kind == "text":
        return isinstance(cell, str)
    if kind == "boolean":
        return str(cell).lower() in TRUTHS
    if kind == "date":
        return moment(cell, order) is not None
    found = number(cell)
    return found is not None and (kind == "number" or found == math.floor(found))


def within(cells: pd.Series[Any], low: float | None = None, high: float | None = None) -> pd.Series[Any]:
    """Say of each cell whether it lies within the bounds; what is no number is a matter of its kind."""
    found = cells.map(number)
    return ~((found < low) if low is not None else (found > high)).astype(bool)


def between_days(
    cells: pd.Series[Any], first: str | None = None, last: str | None = None, order: str = "year-month-day"
) -> pd.Series[Any]:
    """Say of each cell whether it lies from a first to a last day; what is no date is a matter of its kind."""

    def lies_within(cell: Any) -> bool:
        found = None if pd.isna(cell) else moment(cell, order)
        day = "" if found is None else found.date().isoformat()
        return found is None or ((first is None or day >= first) and (last is None or day <= last))

    return cells.map(lies_within).astype(bool)


def one_of(cells: pd.Series[Any], values: list[Any], *, as_numbers: bool) -> pd.Series[Any]:
    """Say of each cell whether it is one of the values."""
    known = {float(each) for each in values} if as_numbers else {str(each) for each in values}
    return cells.map(lambda cell: bool(pd.isna(cell)) or (number(cell) if as_numbers else str(cell)) in known).astype(
        bool
    )


def looks_like(cells: pd.Series[Any], pattern: str) -> pd.Series[Any]:
    """Say of each cell whether all of it matches a regular expression."""
    wanted = re.compile(pattern, re.ASCII)
    return cells.map(lambda cell: bool(pd.isna(cell)) or wanted.fullmatch(str(cell)) is not None).astype(bool)


def not_longer(cells: pd.Series[Any], most: int) -> pd.Series[Any]:
    """Say of each cell whether it has at most so many characters."""
    return cells.map(lambda cell: bool(pd.isna(cell)) or len(str(cell)) <= most).astype(bool)


def filled_enough(cells: pd.Series[Any], most: float) -> bool:
    """Say whether at most this share of the cells is empty."""
    return len(cells) == 0 or float(cells.isna().mean()) <= most


def lacks(table: pd.DataFrame, columns: list[str]) -> bool:
    """Say whether the table lacks one of these columns."""
    return not set(columns) <= set(table.columns)


def filled(table: pd.DataFrame, columns: list[str]) -> pd.Series[Any]:
    """Say of each row whether all these columns are filled."""
    return table[columns].notna().all(axis=1)


def agrees(table: pd.DataFrame, given: list[str], fixed: str) -> pd.Series[Any]:
    """Say of each row whether all rows that agree with it in the given columns agree in another one too."""
    rows = table[filled(table, [*given, fixed])]
    kinds = rows.groupby(given, observed=True)[fixed].transform("nunique")
    return (kinds.reindex(table.index).fillna(1) <= 1).astype(bool)


def fresh(table: pd.DataFrame, column: str, days: float, order: str = "year-month-day") -> bool:
    """Say whether the newest date that does not lie ahead is at most so many days old."""
    now = NOW or datetime.now(UTC).replace(tzinfo=None)
    found = [moment(cell, order) for cell in table[column].dropna()]
    past = [each for each in found if each is not None and each <= now + timedelta(days=1)]
    return (bool(past) or bool(found)) and (not past or now - max(past) <= timedelta(days=days))


def not_ahead(table: pd.DataFrame, column: str, order: str = "year-month-day") -> pd.Series[Any]:
    """Say of each row whether its date lies at most one day ahead."""
    limit = (NOW or datetime.now(UTC).replace(tzinfo=None)) + timedelta(days=1)
    found = table[column].map(lambda cell: None if pd.isna(cell) else moment(cell, order))
    return found.map(lambda each: each is None or bool(pd.isna(each)) or each <= limit).astype(bool)


def prepared(table: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """Return the table with blank cells empty, and text as numbers where every cell of a declared column is one."""
    table = table.copy()
    for name in table.columns:
        cells = table[name]
        blank = cells.map(lambda cell: isinstance(cell, str) and BLANK.fullmatch(cell) is not None)
        table[name] = cells = cells.mask(blank.astype(bool))
        if kinds.get(name) not in {"integer", "number"}:
            continue
        if is_kind(cells, kinds[name]).all():
            table[name] = pd.Series([None if pd.isna(cell) else number(cell) for cell in cells], cells.index, "float64")
        else:
            table[name] = cells.astype(object).map(_no_number_for_pandas)
    return table


def _no_number_for_pandas(cell: Any) -> Any:
    """Return text such as nan or 1_000 in quotation marks: pandas would take it for an empty cell or a number."""
    if not isinstance(cell, str) or number(cell) is not None:
        return cell
    try:
        float(cell)
    except ValueError:
        return cell
    return repr(cell)
