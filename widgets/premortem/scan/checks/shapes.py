"""What a cell looks like, whatever it says: 9 for digits, a for letters, and the signs between them."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from enum import Enum, auto

from premortem.scan.letters import NUMBER

_NUMBER = re.compile(NUMBER)
_DECIMAL = re.compile(r"(?<![\d.,])\d+\.\d+(?![\d.,])")
_CHECK_DIGIT = re.compile(r"(?<=\d-)(\d*)[xX]$")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_RUNS = re.compile(r"9{2,}|a{2,}| {2,}")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys(string.digits, "9"),
        **dict.fromkeys(string.ascii_letters, "a"),
        **dict.fromkeys("\t\n\r\v\f\xa0", " "),
    }
)

LONGEST = 200
"""A longer cell is prose and has no shape: only its beginning is looked at."""

ABBREVIATION = 6
"""A cell of so many capitals or fewer may be an abbreviation, and not written in another way."""


def shape(text: str) -> str:
    """Return the shape of a cell: each run of digits, and each decimal number, is 9, each run of letters a.

    A cell that is a number, whatever its sign, is 9. An X as the last figure of a journal's number counts as a digit.
    """
    if _NUMBER.search(text):
        return "9"
    plain = text.strip()[:LONGEST]
    if plain[-1:] in {"x", "X"}:
        plain = _CHECK_DIGIT.sub(r"\g<1>9", plain)
    if "." in plain:
        plain = _DECIMAL.sub("9", plain)
    if not plain.isascii():
        plain = _LETTER.sub("a", _DIGIT.sub("9", plain))
    return _RUNS.sub(lambda run: run[0][0], plain.translate(_SIGNS))


def exact_shape(text: str) -> str:
    """Return the shape of a code: one 9 for each digit, one a for each letter."""
    return _LETTER.sub("a", _DIGIT.sub("9", _CHECK_DIGIT.sub(r"\g<1>9", text.strip()[:LONGEST])))


_DAY = r"9/9/9|9-9-9|9\.9\.9|9[- ]a[- ]9|a\.? 9,? 9|9\. a 9"
_TIME = r"9:9(:9)?( ?(a|a\.a\.))?"
_DAY_OR_TIME = re.compile(rf"(({_DAY})([ T]{_TIME})?|{_TIME})")
_WITHIN = re.compile(r"(?<![9a])(9/9|9-9-9|9\.9\.9|9[- ]a[- ]9|9:9)")


def is_day_or_time(form: str) -> bool:
    """Return whether a shape is that of a day, a time of day, or both."""
    return _DAY_OR_TIME.fullmatch(form.replace("9a9", "9T9")) is not None


def has_day_or_time(form: str) -> bool:
    """Return whether a shape holds that of a day or a time of day, whatever else it holds."""
    return _WITHIN.search(form) is not None or is_day_or_time(form)


class Makeup(Enum):
    """What a cell of words is made of."""

    WORDS = auto()
    WITH_DIGITS = auto()
    NO_LETTERS = auto()


def makeup(text: str) -> Makeup:
    """Return what a cell is made of."""
    if not _LETTER.search(text):
        return Makeup.NO_LETTERS
    return Makeup.WITH_DIGITS if _DIGIT.search(text) else Makeup.WORDS


class Case(Enum):
    """How the letters of a cell are written; SHORT may be an abbreviation, NEITHER has letters without case."""

    SMALL = auto()
    CAPITALS = auto()
    MIXED = auto()
    SHORT = auto()
    NEITHER = auto()


CASED: Mapping[object, str] = {
    Case.SMALL: "small letters",
    Case.CAPITALS: "capitals",
    Case.MIXED: "small letters and capitals",
}


def case(text: str) -> Case:
    """Return how the letters of a cell are written."""
    letters = "".join(sign for sign in text if sign.isalpha())
    if letters == letters.lower():
        return Case.NEITHER if letters == letters.upper() else Case.SMALL
    if letters != letters.upper():
        return Case.MIXED
    return Case.SHORT if len(letters) <= ABBREVIATION else Case.CAPITALS
