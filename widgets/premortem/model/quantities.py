"""Numbers with the unit of their question: hours as `1:30` or `90 min`, days, and others by their own word."""

from __future__ import annotations

import re
from collections.abc import Callable

from premortem.model.numerals import NUMBER_WANTED, parse_number
from premortem.model.shown import shown

Read = Callable[[str], float]
HOURS_WANTED = "a number is wanted: hours as 1.5, 1:30, 90 min or 2 d"
_LONGEST = 100
_SECONDS = {
    word: seconds
    for seconds, words in (
        (1.0, "s sec secs second seconds sek sekunde sekunden seconde secondes"),
        (60.0, "min mins minute minutes minuten mn"),
        (3600.0, "h hr hrs hour hours std stunde stunden heure heures"),
        (86400.0, "d day days tag tage tagen jour jours"),
        (604800.0, "w wk week weeks woche wochen semaine semaines"),
    )
    for word in words.split()
}
_DAYS = frozenset(word for word, seconds in _SECONDS.items() if seconds == 86400)
# 1:30, 0:01:30, 1-02:30:00 and "1 day, 2:30:00": the first two parts are hours and minutes, as clusters print them.
_CLOCK = re.compile(
    r"(?:(\d{1,5})(?:-|\s*days?,?\s+))?(\d{1,6}):([0-5]?\d)(?::([0-5]?\d(?:[.,]\d{1,9})?))?(?:\s?h(?:ours)?)?"
)
_PIECE = re.compile(r"([^a-z]+)([a-z]*)")


def quantity(unit: str, text: str, read: Read = parse_number) -> float:
    """Return the number that `text` means in a question's unit; `read` reads one bare number.

    Raises ValueError with a reason where it means none, or more than one.
    """
    if text.rstrip().endswith("%") and unit != "%":
        raise ValueError("a number is wanted, not a share: leave out the %")
    if unit == "hours":
        return _hours(text, read)
    bare, word = _parted(text)
    if unit == "days" and word in _SECONDS and word not in _DAYS:
        raise ValueError(_not_days(bare, word, read))
    own = {unit.lower(), unit.lower().removesuffix("s")} | (_DAYS if unit == "days" else set())
    return read(bare if word and word in own else text)


def seconds_in(word: str) -> float:
    """Return how long a unit of time is, such as `min` or `Tage`; 0 for any other word."""
    return _SECONDS.get(word.casefold().rstrip("."), 0.0)


def _parted(text: str) -> tuple[str, str]:
    """The number and the word behind it, "" where there is none."""
    found = re.fullmatch(r"(.*[\d.,])\s*([^\W\d_]+)\.?", text.strip()) if len(text) <= _LONGEST else None
    return (found[1], found[2].casefold()) if found else (text, "")


def _not_days(bare: str, word: str, read: Read) -> str:
    """Why another unit of time does not count days: machines work around the clock, people do not."""
    days = read(bare) * _SECONDS[word] / 86400
    working = read(bare) * 5 if _SECONDS[word] > 86400 else read(bare) * _SECONDS[word] / 28800
    return f"could mean {days:,.4g} days around the clock or {working:,.4g} working days: write days"


def _hours(text: str, read: Read) -> float:
    bare = " ".join(text.replace("\u2212", "-").split()) if len(text) <= _LONGEST else ""
    if clock := _CLOCK.fullmatch(bare):
        return _of_clock(clock)
    pieces: list[tuple[str, str]] = _PIECE.findall(bare.casefold().rstrip("."))
    if len(pieces) == 1 and pieces[0][1] == "m":
        raise ValueError("could mean minutes or millions: write min, or all digits")
    if "".join(map("".join, pieces)) == bare.casefold().rstrip(".") and any(w in _SECONDS for _, w in pieces):
        return _of_pieces(pieces, read)
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(HOURS_WANTED if str(error) == NUMBER_WANTED else str(error)) from error


def _of_clock(clock: re.Match[str]) -> float:
    days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in clock.groups())
    if clock[1] and hours > 23:
        raise ValueError(f"behind days at most 23 hours can stand, not {shown(clock[2])}")
    return (days * 86400 + hours * 3600 + minutes * 60 + seconds) / 3600


def _of_pieces(pieces: list[tuple[str, str]], read: Read) -> float:
    """Add up `1 h 30`, `1h30m`, `2 d 4 h`: units fall, and only the last number may have decimals."""
    total, above = 0.0, float("inf")
    for place, (number, word) in enumerate(pieces):
        last = place == len(pieces) - 1
        size = above / 60 if not word and last and above in {3600.0, 60.0} else _size(word, alone=len(pieces) == 1)
        amount = read(number.strip().lstrip("., ") if place else number)
        if not 0 < size < above or amount < 0 or not (last or amount.is_integer()) or (not word and amount >= 60):
            raise ValueError(HOURS_WANTED)
        total, above = total + amount * size, size
    return total / 3600


def _size(word: str, *, alone: bool) -> float:
    return 60.0 if word == "m" and not alone else _SECONDS.get(word, 0.0)
