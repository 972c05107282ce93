"""Names of columns as they can be shown: each one printable, short, and there once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from premortem.model.evidence import Finding, Severity
from premortem.scan.sources.opened import counted, reading

LONGEST = 120
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
NAMED_AT_MOST = 10


def column_names(given: Iterable[object]) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the names to show, in order, all different, and what was odd about those given.

    None and blank become "column 3 (no name)", a second "price" becomes "price (2nd)", more than 120 characters are
    cut, and what would not be seen (control characters, marks that turn the direction of writing) is written out.
    """
    raw = ["" if name is None else str(name) for name in given]
    safe = [_printable(name) or f"column {place} (no name)" for place, name in enumerate(raw, 1)]
    names = _distinct(safe)
    return names, tuple(_odd(raw, names))


def numbered(count: int) -> tuple[str, ...]:
    """Return the names of columns that have none: "column 1", "column 2", ..."""
    return tuple(f"column {place}" for place in range(1, count + 1))


def _printable(name: str) -> str:
    if not name.strip():
        return ""
    shown = name if name.isascii() and name.isprintable() else "".join(map(_visible, name))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _visible(character: str) -> str:
    if unicodedata.category(character) in HIDDEN:
        return character.encode("unicode_escape").decode("ascii")
    return character


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Number the repeats, passing over numbers that another column bears already."""
    taken, seen, distinct = set(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        shown = name
        while seen[name] > 1 and shown in taken:
            shown = f"{name} ({_ordinal(seen[name])})"
            if shown in taken:
                seen[name] += 1
        taken.add(shown)
        distinct.append(shown)
    return tuple(distinct)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in range(11, 14) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _odd(raw: Sequence[str], names: Sequence[str]) -> Iterable[Finding]:
    often = Counter(name for name in raw if name.strip())
    twice = [names[place] for place, name in enumerate(raw) if often[name] > 1]
    blank = [names[place] for place, name in enumerate(raw) if not name.strip()]
    hidden = [names[place] for place, name in enumerate(raw) if name.strip() and any(map(_is_hidden, name))]
    long = [names[place] for place, name in enumerate(raw) if len(name) > LONGEST]
    if twice:
        yield _about_names(
            "names there twice", f"{counted(len(twice), 'column')} share a name with another; they are numbered here.",
            "A program that looks a column up by its name takes one of them, and nobody sees which.",
            "Do these columns hold the same thing, and which one counts?", Severity.MEDIUM, twice,
        )  # fmt: skip
    if blank:
        are = "has" if len(blank) == 1 else "have"
        yield _about_names(
            "names missing", f"{counted(len(blank), 'column')} {are} no name; the number of the column stands for it.",
            "Nobody knows what a column without a name means, so it gets used wrongly or not at all.",
            "What do these columns hold? Is one a row number that a program added?", Severity.LOW, blank,
        )  # fmt: skip
    if hidden:
        yield _about_names(
            "names with hidden characters", f"The names of {counted(len(hidden), 'column')} hold characters that cannot"
            " be seen, such as line ends or marks that turn the direction of writing; they are written out here.",
            "Two names that look the same differ, and a program does not find the column.",
            "Which program wrote the heading?", Severity.LOW, hidden,
        )  # fmt: skip
    if long:
        are = "is" if len(long) == 1 else "are"
        yield _about_names(
            "long names", f"{counted(len(long), 'name')} {are} longer than {LONGEST} characters and cut here.",
            "A heading that long is often a row of data or a question's whole text.",
            "Is the first line really the heading?", Severity.LOW, long,
        )  # fmt: skip


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in HIDDEN


def _about_names(about: str, saw: str, could: str, ask: str, severity: Severity, columns: Sequence[str]) -> Finding:
    return reading(
        about, saw, sure="Counted.", could=could, ask=ask, severity=severity,
        columns=tuple(columns[:NAMED_AT_MOST]), amount=len(columns), unit="columns",
    )  # fmt: skip
