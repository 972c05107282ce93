"""Days as people write them; `order` settles what 03/04/2026 means."""

from __future__ import annotations

import datetime
import re
import unicodedata

ORDERS = ("day first", "month first")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}([.]\d+)?)?(Z|[+-]\d\d:?\d\d)?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")  # who writes points writes the day first
_YEAR_LAST = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
_NAMES = (
    "jan january januar janvier janv", "feb february februar fevrier fev fevr", "mar march marz maerz mrz mars",
    "apr april avril avr", "may mai", "jun june juni juin", "jul july juli juillet juil", "aug august aout",
    "sep sept september septembre", "oct october okt oktober octobre", "nov november novembre",
    "dec december dez dezember decembre",
)  # fmt: skip
_MONTHS = {name: month for month, names in enumerate(_NAMES, 1) for name in names.split()}
_LONGEST = 40


def day(text: str, order: str) -> str | None:
    """Return the day as year-month-day; None where the text is no day by this order."""
    bare = _TIME.sub("", text.strip()) if len(text) <= _LONGEST else ""
    if found := _YEAR_FIRST.fullmatch(bare):
        return _iso(found[1], found[3], found[4])
    if found := _DOTTED.fullmatch(bare):
        return _iso(found[3], found[2], found[1])
    if found := _YEAR_LAST.fullmatch(bare):
        first, second = (found[1], found[3]) if order == "day first" else (found[3], found[1])
        return _iso(found[4], second, first)
    return _named(bare)


def _named(text: str) -> str | None:
    """`31 March 2026`, `Mar 31st, 2026`, `31-Mar-26`."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    each = [re.sub(r"(?<=\d)(st|nd|rd|th)\Z", "", word) for word in kept.split()]
    month = [word for word in each if word in _MONTHS]
    if len(each) != 3 or len(month) != 1:
        return None
    first, last = (word for word in each if word not in _MONTHS)
    if len(first) == 4:
        first, last = last, first
    return _iso(last, str(_MONTHS[month[0]]), first)


def _iso(year: str, month: str, day_of_month: str) -> str | None:
    try:
        whole = int(year) + (2000 if len(year) == 2 and int(year) < 90 else 0)
        return datetime.date(whole, int(month), int(day_of_month)).isoformat() if whole > 999 else None
    except ValueError:
        return None
