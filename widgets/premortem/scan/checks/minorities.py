"""Which cells of a column are written in another way than nearly all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from premortem.scan.checks.shapes import (
    CASED,
    Case,
    Makeup,
    case,
    exact_shape,
    has_day_or_time,
    is_day_or_time,
    makeup,
    shape,
)
from premortem.scan.checks.spellings import Spellings

MOST, REST = 0.95, 0.01
"""One pattern in at least 95 % of the filled cells, others in at least 1 % (DATA-CHECKS: format minority)."""

HALF = 0.5
"""For days and times one form in half of the cells is enough to speak of a usual one."""

CODES = 8
"""With fewer different words of one length, a column holds words and no codes: yes and no."""

LONGEST_SHAPE = 40

_MONTH = re.compile(
    r"^\s*(\d{1,2}-)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-\d{1,4})?\s*$", flags=re.IGNORECASE
)

_ZERO = re.compile(r"^\s*0\d")


@dataclass(frozen=True)
class Minority:
    """The values written in another way, in how many ways, and in words how nearly all are written."""

    values: Spellings
    ways: int
    usual: str


def minority(known: Spellings) -> Minority | None:
    """Return the few values that are written in another way than nearly all; None where there are none."""
    if not known.cells:
        return None
    shapes = {text: shape(text) for text, _ in known.counts}
    if found := _days(known, shapes) or _turned_into_days(known):
        return found
    usual, rest = _apart(known, shapes.__getitem__)
    if (usual is None and _apart(known, makeup)[0] is Makeup.WORDS) or (usual is not None and "9" not in str(usual)):
        return _of_words(known)
    if usual is not None and rest is not None:
        return Minority(*rest, _like(str(usual)))
    if usual is not None and "a" not in str(usual) and _leading_zeros(known):
        exact, others = _apart(known, exact_shape)
        return Minority(*others, _like(str(exact))) if others is not None else None
    return None


def _like(usual: str) -> str:
    if len(usual) > LONGEST_SHAPE:
        return "are written in one way"
    return f"look like {usual} (9 stands for digits, a for letters)"


def _apart(known: Spellings, way: Callable[[str], object]) -> tuple[object, tuple[Spellings, int] | None]:
    """Return the way in which at least 95 % of the cells are written (None where there is none), and the rest."""
    ways = _ways(known, way)
    usual, n = ways.most_common(1)[0]
    if n < MOST * known.cells:
        return None, None
    if known.cells - n < REST * known.cells:
        return usual, None
    return usual, (known.where(lambda text: way(text) != usual), len(ways) - 1)


def _ways(known: Spellings, way: Callable[[str], object]) -> Counter[object]:
    ways: Counter[object] = Counter()
    for text, n in known.counts:
        ways[way(text)] += n
    return ways


def _leading_zeros(known: Spellings) -> bool:
    """Return whether cells begin with a zero that a number would not have: then their length means something."""
    return known.where(lambda text: _ZERO.match(text) is not None).cells >= REST * known.cells


def _days(known: Spellings, shapes: Mapping[str, str]) -> Minority | None:
    """Days or times of day in several forms: here any share counts, for in 1/2/03 the form alone tells the meaning."""
    ways = _ways(known, shapes.__getitem__)
    usual, n = ways.most_common(1)[0]
    if not is_day_or_time(str(usual)) or n < HALF * known.cells or known.cells - n < REST * known.cells:
        return None
    if sum(cells for way, cells in ways.items() if has_day_or_time(str(way))) < MOST * known.cells:
        return None
    return Minority(known.where(lambda text: shapes[text] != usual), len(ways) - 1, _like(str(usual)))


def _turned_into_days(known: Spellings) -> Minority | None:
    """Months among numbers, such as 3-Jan for 3-1: what spreadsheets make of codes and ranges."""
    months = known.where(lambda text: _MONTH.match(text) is not None)
    if months.cells < REST * known.cells:
        return None
    others = known.where(lambda text: any(sign.isdigit() for sign in text) and not _MONTH.match(text))
    written_out = known.where(lambda text: text.strip().isalpha())
    if months.cells >= others.cells or written_out.cells > months.cells:
        return None
    return Minority(months, 1, "hold no name of a month")


def _of_words(known: Spellings) -> Minority | None:
    """Names and words have no shape: what stands out is a cell without letters, of another length, in other letters."""
    without = known.where(lambda text: makeup(text) is Makeup.NO_LETTERS)
    if REST * known.cells <= without.cells <= (1 - MOST) * known.cells:
        return Minority(without, 1, "are words")
    usual, rest = _apart(known, exact_shape)
    if usual in {"aa", "aaa", "aaaa"} and rest is not None and _many_codes(known, str(usual)):
        return Minority(*rest, f"are words of {len(str(usual))} letters")
    cased = known.where(lambda text: case(text) not in {Case.NEITHER, Case.SHORT})
    if cased.cells < MOST * known.cells:
        return None
    found, others = _apart(cased, case)
    return (
        Minority(*others, f"are written in {CASED[found]}") if others is not None and isinstance(found, Case) else None
    )


def _many_codes(known: Spellings, usual: str) -> bool:
    return len(known.where(lambda text: exact_shape(text) == usual).counts) >= CODES
