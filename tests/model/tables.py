"""Two table questions to paste rows into, and texts as spreadsheets write them."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from premortem.model.events import Json
from premortem.model.questions import Kind, Option, Question


def column(name: str, kind: Kind, text: str, **limits: Any) -> Question:
    return Question(name, "q", kind, text, **limits)


PILOTS = Question(
    "q.pilots",
    "q",
    Kind.TABLE,
    "Which pilots?",
    rows_max=8,
    row_name="pilot",
    columns=(
        column("label", Kind.TEXT, "Pilot", length_max=100),
        column("size", Kind.NUMBER, "How much data (rows)", minimum=0, maximum=1e12),
        column("hours", Kind.NUMBER, "Time it took", unit="hours", minimum=0, maximum=1e6),
        column("price", Kind.MONEY, "Price of one hour", unit="money", minimum=0, maximum=1e9),
    ),
)
PARTS = Question(
    "q.parts",
    "q",
    Kind.TABLE,
    "Which parts?",
    rows_max=20,
    row_name="part",
    columns=(
        column("name", Kind.TEXT, "Which part?", length_max=100),
        column("kind", Kind.CHOICE, "What kind?", options=(Option("soft", "Software"), Option("hard", "Größe, Gerät"))),
        column("state", Kind.SCALE, "State", options=(Option(1, "Poor", "It breaks."), Option(2, "Good", "It holds."))),
        column("cost", Kind.RANGE, "What does it cost?", unit="money", minimum=0, maximum=1e9),
        column("cases", Kind.NUMBER, "Cases tried", unit="cases", minimum=0, maximum=1e7, whole=True),
        column("share", Kind.NUMBER, "Share that works", unit="%", minimum=0, maximum=100),
        column("rented", Kind.YES_NO, "Can it be rented?"),
        column("due", Kind.DATE, "By when?"),
    ),
)


@dataclass(frozen=True)
class Locale:
    """How a country writes: decimals, thousands, days, yes and no, and what parts columns."""

    decimal: str
    thousands: str
    day: str
    yes: str
    no: str
    separator: str


GERMAN = Locale(",", ".", "%d.%m.%Y", "ja", "nein", ";")
FRENCH = Locale(",", "\u202f", "%d/%m/%Y", "oui", "non", ";")
SWISS = Locale(".", "\u2019", "%d.%m.%Y", "Ja", "Nein", ";")
AMERICAN = Locale(".", ",", "%m/%d/%Y", "TRUE", "FALSE", ",")
LOCALES = {"German": GERMAN, "French": FRENCH, "Swiss": SWISS, "American": AMERICAN}


def without_blanks(rows: Sequence[Mapping[str, Json]]) -> list[dict[str, Json]]:
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def written(rows: Sequence[Sequence[str]], separator: str) -> str:
    """The rows as a CSV file, or as what is copied where a tab is the separator."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def by_a_program(question: Question, rows: Sequence[Mapping[str, Json]]) -> list[list[str]]:
    """A header of ids and the rows as a program prints them, ranges in three columns."""
    header = [
        f"{c.id} {part}".strip()
        for c in question.columns
        for part in (("low", "best", "high") if c.kind is Kind.RANGE else ("",))
    ]
    return [header, *([text for c in question.columns for text in _printed(c, row.get(c.id))] for row in rows)]


def _printed(asked: Question, value: Json) -> list[str]:
    if asked.kind is Kind.RANGE:
        parts = value.values() if isinstance(value, Mapping) else [value] * 3
        return [_plain(part) for part in parts]
    return [("yes" if value else "no") if isinstance(value, bool) else _plain(value)]


def _plain(value: Json) -> str:
    text = "" if value is None else str(value)
    # 1.234 alone could be a thousand: who prints three decimals for people prints one more.
    return f"{text}0" if isinstance(value, float) and re.fullmatch(r"-?[1-9]\d{0,2}[.]\d{3}", text) else text


def by_a_person(question: Question, rows: Sequence[Mapping[str, Json]], locale: Locale) -> list[list[str]]:
    """A header of the columns' words and the rows as a spreadsheet of that country shows them."""
    header = [each.text for each in question.columns]
    return [header, *([_shown(each, row.get(each.id), locale) for each in question.columns] for row in rows)]


def _shown(asked: Question, value: Json, locale: Locale) -> str:
    if value is None or isinstance(value, str):
        is_day = asked.kind is Kind.DATE and value and value[0].isdigit()
        return datetime.date.fromisoformat(value).strftime(locale.day) if is_day else value or ""
    if isinstance(value, bool):
        return locale.yes if value else locale.no
    if isinstance(value, Mapping):
        return " / ".join(_number(part, locale) for part in value.values())
    return str(value) if asked.kind is Kind.SCALE else _number(value, locale, places=0 if asked.whole else 2)


def _number(value: float, locale: Locale, places: int = 2) -> str:
    return f"{value:,.{places}f}".translate(str.maketrans(",.", f"{locale.thousands}{locale.decimal}"))
