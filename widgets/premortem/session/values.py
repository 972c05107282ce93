"""A ballot's value in words: as given, digit by digit; what is worked out from several, rounded."""

from __future__ import annotations

import datetime
import math
import unicodedata
from collections.abc import Mapping, Sequence

from premortem.model import wording
from premortem.model.event import Json
from premortem.model.subjects import Option, Subject

DIGITS = 15
_LONGEST, _MOST_NAMED = 80, 3
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def said(subject: Subject, value: Json, currency: str | None = None) -> str:
    """Return the value of a ballot, or one agreed on, as a reader sees it."""
    match value:
        case list() if subject.kind == "rank":
            return ", ".join(f"{place}. {_label(subject, each)}" for place, each in enumerate(value, start=1))
        case list() if subject.kind == "rows":
            return "; ".join(_row(subject, row, currency) for row in value)
        case list():
            return "; ".join(_label(subject, each) for each in value)
        case Mapping() if subject.kind == "dots":
            return "; ".join(f"{_label(subject, name)}: {dots}" for name, dots in value.items())
        case {"low": int() | float() as low, "best": int() | float() as best, "high": int() | float() as high}:
            return f"{span(subject, low, high, currency)}, best guess {exact(subject, best, currency)}"
    return "no answer" if value is None else _single(subject, value, currency)


def _row(subject: Subject, row: Json, currency: str | None) -> str:
    cells = row if isinstance(row, Mapping) else {}
    known = [column for column in subject.columns if column.column in cells]
    return ", ".join(f"{column.text}: {said(column, cells[column.column], currency)}" for column in known)


def _single(subject: Subject, value: object, currency: str | None) -> str:
    figure = isinstance(value, int | float) and not isinstance(value, bool)
    if subject.kind not in {"scale", "choice"} and isinstance(value, int | float | str) and (figure or value):
        return exact(subject, value, currency)
    return _label(subject, value)


def _label(subject: Subject, value: object) -> str:
    return next((option.label for option in subject.options if str(option.value) == str(value)), str(value))


def exact(subject: Subject, value: float | str, currency: str | None = None) -> str:
    """Return a figure with all its digits and its unit, or a day: `1,234,500 rows`, `3 March 2027`."""
    return day(value) if isinstance(value, str) else _with_unit(subject, value, currency, DIGITS)


def rounded(subject: Subject, value: float, currency: str | None = None, *, digits: int = 3) -> str:
    """Return a figure worked out from several; of a date the day of that place in the calendar."""
    if subject.kind == "date":
        return day(datetime.date.fromordinal(int(value)).isoformat())
    return _with_unit(subject, value, currency, digits)


def telling(low: float, high: float) -> int:
    """Return how many digits tell figures between these ends apart: three, more where the ends are close."""
    size, apart = max(abs(low), abs(high)), high - low
    return min(max(3, math.ceil(math.log10(size / apart)) + 2), DIGITS) if 0 < apart < size else 3


def span(subject: Subject, low: float, high: float, currency: str | None = None, *, digits: int = DIGITS) -> str:
    """Return two ends with their unit once: `40 to 90 weeks`, `€40 to €90`, or one figure where both are the same."""
    if subject.kind == "date":
        first, last = rounded(subject, low), rounded(subject, high)
    else:
        last = _with_unit(subject, high, currency, digits)
        first = last if low == high else _with_unit(subject, low, currency, digits)
        if subject.unit and subject.unit != "money":
            first = first.removesuffix(f" {subject.unit}") if first != last else first
    return first if first == last else f"{first} to {last}"


def day(iso: str) -> str:
    """Return a day as people say it: `3 March 2027`."""
    try:
        at = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def quoted(options: Sequence[Option], joined: str = "and") -> str:
    """Return the labels of options as they stand in a sentence: shortened, and of many only the first few."""
    labels = [f"\u201c{_short(option.label)}\u201d" for option in options]
    beyond = len(labels) - _MOST_NAMED
    named = [*labels[:_MOST_NAMED], f"{beyond} more"] if beyond > 1 else labels
    return f"{', '.join(named[:-1])} {joined} {named[-1]}" if len(named) > 1 else "".join(named)


def _short(label: str) -> str:
    """Without the marks that turn the direction of what follows: in a sentence they would turn ours."""
    plain = "".join(letter for letter in label if unicodedata.bidirectional(letter) not in _TURNING)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}\u2026"


def _with_unit(subject: Subject, value: float, currency: str | None, digits: int) -> str:
    if subject.unit == "money":
        return wording.money(value, currency, digits)
    return f"{wording.number(value, digits)} {subject.unit}".rstrip()
