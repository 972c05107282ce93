"""What people and programs write into a cell that has no value."""

from __future__ import annotations

import re

ALWAYS = frozenset(
    {
        *("n/a", "n.a.", "#n/a", "#n/a!", "n/a.", "na", "<na>", "nan", "-nan", "null", "(null)", "<null>", "#null!"),
        *("nil", "nat", "\\n", "undefined", "not available", "?", "??", "???"),
    }
)
"""They stand for nothing wherever they are the whole cell, in any case of letters."""

MOSTLY = frozenset({"none", "unknown", "missing", "not known", "unk", "-", "--", "---", ".", "..", "...", "_"})
"""They can be an answer of their own ("allergies: none"): counted only where they are not few."""

PERHAPS = frozenset({"empty", "blank", "not applicable", "not recorded", "unspecified", "not specified", "tbd"})
"""They say in words that there is no value; shown and not held against the data."""

NEVER_A_DAY = re.compile(r"^(9999-12-31|9999-01-01|2999-12-31|0001-01-01)([T ].*)?$")
PERHAPS_A_DAY = re.compile(r"^(1900-01-01|1970-01-01)([T ]00:00.*)?$")
"""The first days of calendars: where one of them is far too common, a program wrote it."""

NUMBERS = frozenset(float(f"{sign}{'9' * digits}") for sign in ("", "-") for digits in range(2, 8)) | {-1.0, -9.0}
"""Numbers that stand for nothing where they stand apart from all others."""


def plainly(text: str) -> str:
    """Return a cell as it is compared with these words."""
    return text.strip().casefold()


def says_nothing(text: str) -> bool:
    """Return whether a cell of text holds one of these words, or a day that never was."""
    word = plainly(text)
    return word in ALWAYS or word in MOSTLY or word in PERHAPS or NEVER_A_DAY.match(word) is not None
