"""From what somebody typed or sent to the canonical answer that the log keeps; anything else is refused in one line."""

from __future__ import annotations

import datetime
import math
import unicodedata
from collections.abc import Callable, Mapping
from numbers import Real
from typing import Any

from premortem.errors import InvalidAnswer
from premortem.model import currencies
from premortem.model.events import Json
from premortem.model.quantities import quantity
from premortem.model.questions import Kind, Question
from premortem.model.shown import shown

DONT_KNOW = "don't know"
DONT_KNOW_SPELLINGS = frozenset(
    {
        "don't know",
        "don\u2019t know",
        "dont know",
        "do not know",
        "dont_know",
        "dont-know",
    }
)
RANGE_PARTS = ("low", "best", "high")


def canonical(question: Question, raw: Any, currency: str | None = None) -> Json:
    """Return the answer as the log keeps it: JSON of one form for each kind; `None` stands for "no answer".

    Accepts "don't know" for every kind. A sum may carry the sign or code of the workbook's `currency`, or of any where
    the workbook has none. Raises InvalidAnswer that names question, rule, value and mend.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, str) and raw.strip().casefold() in DONT_KNOW_SPELLINGS:
        return DONT_KNOW
    if question.kind is Kind.TABLE:
        return _table(question, raw, currency)
    plain = _without_currency(question, raw, currency) if question.unit == "money" else raw
    return _READERS[question.kind](question, plain)


def _refuse(question: Question, raw: Any, rule: str) -> InvalidAnswer:
    said = f"{rule} (you gave {shown(raw)})."
    return InvalidAnswer(f"{question.id}: {said}", f"{said[0].upper()}{said[1:]}")


def _option(question: Question, raw: Any) -> Json:
    for option in question.options:
        same_type = type(raw) is type(option.value)
        if same_type and raw == option.value:
            return option.value
        if isinstance(raw, str) and raw.strip().casefold() in {
            str(option.value).casefold(),
            option.label.casefold(),
        }:
            return option.value
        if isinstance(raw, float) and isinstance(option.value, int) and raw == option.value:
            return option.value
    known = ", ".join(str(option.value) for option in question.options)
    raise _refuse(question, raw, f"choose one of {known}")


def _number(question: Question, raw: Any) -> float | int:
    if isinstance(raw, str):
        try:
            raw_number: Any = quantity(question.unit, raw)
        except ValueError as error:
            raise _refuse(question, raw, str(error)) from error
    else:
        raw_number = raw
    if isinstance(raw_number, bool) or not isinstance(raw_number, Real):
        raise _refuse(question, raw, "a number is wanted: write digits, such as 12.5")
    try:
        number = float(raw_number)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _refuse(question, raw, "a finite number is wanted: write digits, such as 12.5")
    return _within(question, raw, number)


def _without_currency(question: Question, raw: Any, currency: str | None) -> Any:
    """A sum, or the three of a range, without signs and codes of currencies; refused where these contradict."""
    if isinstance(raw, str):
        parts: dict[Any, Any] = {"": raw}
    elif isinstance(raw, list | tuple) and len(raw) == len(RANGE_PARTS):
        parts = dict(enumerate(raw))
    elif isinstance(raw, Mapping) and set(raw).issubset(RANGE_PARTS):
        parts = dict(raw)
    else:
        return raw
    parted = {name: currencies.parted(part) for name, part in parts.items() if isinstance(part, str)}
    meant = [each for _, each in parted.values() if each is not None]
    if rule := currencies.against(meant, currency):
        raise _refuse(question, raw, rule)
    bare = parts | {name: text for name, (text, _) in parted.items()}
    return bare if isinstance(raw, Mapping) else bare[""] if isinstance(raw, str) else list(bare.values())


def _within(question: Question, raw: Any, number: float) -> float | int:
    low, high = question.minimum, question.maximum
    unit = "" if question.unit == "money" else f" {question.unit}".rstrip()
    if (low is not None and number < low) or (high is not None and number > high):
        if low is not None and high is not None:
            rule = f"must lie between {low:,.15g} and {high:,.15g}{unit}"
        else:
            rule = f"must be at least {low:,.15g}{unit}" if low is not None else f"must be at most {high:,.15g}{unit}"
        raise _refuse(question, raw, rule)
    if question.whole and number != int(number):
        raise _refuse(question, raw, "must be a whole number: round it")
    return int(number) if number == int(number) and abs(number) < 2**53 else number


def _range(question: Question, raw: Any) -> Json:
    if isinstance(raw, list | tuple) and len(raw) == 3:
        raw = dict(zip(RANGE_PARTS, raw, strict=True))
    if not isinstance(raw, Mapping) or not set(raw).issubset(RANGE_PARTS):
        raise _refuse(
            question,
            raw,
            'give {"low": ..., "best": ..., "high": ...}, three numbers from low to high',
        )
    parts: dict[str, Json] = {}
    for name in RANGE_PARTS:
        value = raw.get(name)
        empty = value is None or (isinstance(value, str) and not value.strip())
        parts[name] = None if empty else _number(question, value)
    present = [value for value in parts.values() if value is not None]
    if present != sorted(present):
        raise _refuse(question, raw, "low, best and high must not fall: put them in rising order")
    return parts if present else None


def _date(question: Question, raw: Any) -> Json:
    try:
        day = datetime.date.fromisoformat(raw.strip()) if isinstance(raw, str) else None
    except ValueError:
        day = None
    if day is None:
        raise _refuse(
            question,
            raw,
            "a date is wanted: write it as year-month-day, such as 2026-03-31",
        )
    earliest, latest = (
        question.earliest or "1990-01-01",
        question.latest or "2100-12-31",
    )
    if not earliest <= day.isoformat() <= latest:
        raise _refuse(question, raw, f"must lie between {earliest} and {latest}")
    return day.isoformat()


def _text(question: Question, raw: Any) -> Json:
    if not isinstance(raw, str):
        raise _refuse(question, raw, "text is wanted: put it in quotes")
    if len(raw) > question.length_max:
        raise _refuse(question, raw, f"at most {question.length_max:,} characters fit: shorten it")
    plain = raw.replace("\r\n", "\n").replace("\r", "\n")
    for character in plain:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            raise _refuse(
                question,
                raw,
                f"the character U+{ord(character):04X} cannot be kept: take it out",
            )
    return plain.strip()


def _yes_no(question: Question, raw: Any) -> Json:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().casefold() in {
        "yes",
        "no",
        "true",
        "false",
    }:
        return raw.strip().casefold() in {"yes", "true"}
    raise _refuse(question, raw, 'answer "yes" or "no"')


def _table(question: Question, raw: Any, currency: str | None) -> Json:
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        columns = ", ".join(column.id for column in question.columns)
        raise _refuse(
            question,
            raw,
            f"a list of rows is wanted, each with some of the columns {columns}",
        )
    if len(raw) > question.rows_max:
        raise _refuse(
            question,
            len(raw),
            f"at most {question.rows_max} rows fit: join or drop some",
        )
    return [{name: cell(question, name, value, currency) for name, value in row.items()} for row in raw]


def cell(question: Question, column_id: str, raw: Any, currency: str | None = None) -> Json:
    """Return the canonical answer of one cell of a table question; raise UnknownQuestion or InvalidAnswer."""
    column = question.column(column_id)
    try:
        return canonical(column, raw, currency)
    except InvalidAnswer as error:
        raise InvalidAnswer(f"{question.id}, column {error}", error.rule) from error


_READERS: dict[Kind, Callable[[Question, Any], Json]] = {
    Kind.CHOICE: _option,
    Kind.SCALE: _option,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.RANGE: _range,
    Kind.DATE: _date,
    Kind.TEXT: _text,
    Kind.YES_NO: _yes_no,
}
