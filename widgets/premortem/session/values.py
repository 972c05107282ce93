"""A ballot's value in words: as given, digit by digit; what is worked out from several, rounded."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from premortem.model import wording
from premortem.model.event import Json
from premortem.model.subjects import Option, Subject

DIGITS = 15
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def said(subject: Subject, value: Json, currency: str | None = None) -> str:
    """Return the value of a ballot, or one agreed on, as a reader sees it."""
    match value:
        case list() if subject.kind == "rank":
            return ", ".join(f"{place}. {_label(subject, each)}" for place, each in enumerate(value, start=1))
        case list():
            return "; ".join(str(each) for each in value)
        case Mapping() if subject.kind == "dots":
            return "; ".join(f"{_label(subject, name)}: {dots}" for name, dots in value.items())
        case {"low": int() | float() as low, "best": int() | float() as best, "high": int() | float() as high}:
            return f"{span(subject, low, high, currency)}, best guess {exact(subject, best, currency)}"
    return "no answer" if value is None else _single(subject, value, currency)


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


def rounded(subject: Subject, value: float, currency: str | None = None) -> str:
    """Return a figure worked out from several, to three digits; of a date the day of that place in the calendar."""
    if subject.kind == "date":
        return day(datetime.date.fromordinal(int(value)).isoformat())
    return _with_unit(subject, value, currency, 3)


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


def quoted(options: Sequence[Option], most: int = 3) -> str:
    """Return the labels of options in a sentence, beyond `most` only how many more there are."""
    labels = [f"\u201c{option.label}\u201d" for option in options]
    beyond = len(labels) - most
    return wording.listed([*labels[:most], f"{beyond} more"] if beyond > 1 else labels)


def _with_unit(subject: Subject, value: float, currency: str | None, digits: int) -> str:
    if subject.unit == "money":
        return wording.money(value, currency, digits)
    return f"{wording.number(value, digits)} {subject.unit}".rstrip()
