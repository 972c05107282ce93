"""Cells of one column, as people wrote them, become canonical answers: the whole column settles what each means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from premortem.model import days, number_columns
from premortem.model.answers import DONT_KNOW, DONT_KNOW_SPELLINGS
from premortem.model.headings import plain
from premortem.model.questions import Kind, Question
from premortem.model.reading import Cell, Reading

BLANK = frozenset({"", "-", "--", "\u2013", "\u2014", "n/a", "#n/a", "n.a.", "k.a."})
UNKNOWN = frozenset({"?", "??", "???", "unknown", "not known", "unbekannt", "wei\u00df nicht", "inconnu"})
_NOTHING = frozenset({"na", "nan", "none", "null", "nil", "."})  # what programs write; in a text they may be words
_YES = frozenset(
    ["yes", "y", "true", "ja", "j", "wahr", "oui", "vrai", "si", "s\u00ed", "1", "\u2713", "\u2714", "\u2611"]
)
_NO = frozenset(["no", "n", "false", "nein", "falsch", "non", "faux", "0", "\u2717", "\u2718", "\u2610"])
_LEVEL = re.compile(r"(\d{1,3})(?:[.,]0+)?(?:\s*[-\u2013:.)=].*)?")  # 2, 2.0, "2 - Good"


def read(column: Question, cells: Iterable[Cell], *, point_is_decimal: bool = False) -> Reading:
    """Return what the cells of one column mean; signs of currencies are off already.

    `point_is_decimal` says that a point can only part off decimals: where commas part the columns of a file.
    """
    reading = Reading(column)
    spoken = []
    for cell in cells:
        value = unspoken(column, cell.text)
        if value is None:
            reading.values.setdefault(cell.row, None)
        elif value == DONT_KNOW:  # of three numbers perhaps only one: then the others count
            reading.values[cell.row] = value
        else:
            spoken.append(cell)
    match column.kind:
        case Kind.NUMBER | Kind.MONEY:
            number_columns.numbers(spoken, reading, sure=point_is_decimal)
        case Kind.RANGE:
            number_columns.ranges(spoken, reading, sure=point_is_decimal)
        case Kind.CHOICE | Kind.SCALE:
            _options(spoken, reading)
        case Kind.YES_NO:
            _yes_or_no(spoken, reading)
        case Kind.DATE:
            _days(spoken, reading)
        case _:
            for cell in spoken:
                reading.take(cell.row, cell.text)
    return reading


def unspoken(column: Question, text: str) -> str | None:
    """Return the text, `None` where it says that there is no answer, or "don't know" where it says that.

    `-` and `n/a` are no answer, `?` is "don't know"; what is an option of the column is always that.
    """
    said = text.strip().casefold()
    if said in {word.casefold() for option in column.options for word in (str(option.value), option.label)}:
        return text
    if said in BLANK or (said in _NOTHING and column.kind is not Kind.TEXT):
        return None
    return DONT_KNOW if said in UNKNOWN or said in DONT_KNOW_SPELLINGS else text


def _options(cells: list[Cell], reading: Reading) -> None:
    column = reading.column
    named = {plain(option.label): option.value for option in column.options}
    for cell in cells:
        value = named.get(plain(cell.text), cell.text)
        if column.kind is Kind.SCALE and value == cell.text and (level := _LEVEL.fullmatch(cell.text)):
            value = level[1].lstrip("0") or "0"
        reading.take(cell.row, value)


def _yes_or_no(cells: list[Cell], reading: Reading) -> None:
    ticked = sorted({cell.text.casefold() for cell in cells} & _YES)
    for cell in cells:
        said = cell.text.casefold()
        if said == "x" and ticked:
            reading.refuse(cell, f"x could mean yes or no where others say {ticked[0]}: write yes or no")
        elif said in _YES or said in _NO or said == "x":
            reading.values[cell.row] = said not in _NO
        else:
            reading.refuse(cell, "answer yes or no")


def _days(cells: list[Cell], reading: Reading) -> None:
    meanings = {cell: {way: iso for way in days.ORDERS if (iso := days.day(cell.text, way))} for cell in cells}
    decisive = {next(iter(found)) for found in meanings.values() if len(found) == 1}
    for cell, found in meanings.items():
        values = sorted(set(found.values()))
        if len(values) == 2 and len(decisive) == 1:
            (way,) = decisive
            values = [found[way]]
            reading.note(f"{cell.text} was read as {found[way]}, {way} as in other rows")
        if len(values) == 2:
            reading.refuse(cell, f"could mean {values[0]} or {values[1]}: write it as year-month-day")
        else:
            reading.take(cell.row, values[0] if values else cell.text)
