"""What is wrong with a cell as text, told in the same way by every engine and by Python.

The patterns hold the characters themselves and no escapes: so RE2 (DuckDB), Java (Spark), PostgreSQL and Python read
them alike.
"""

from __future__ import annotations

import re
from functools import cache

SPACES = "".join(chr(code) for code in (*range(9, 14), 32, 160, 5760, *range(8192, 8204), 8239, 8287, 12288, 65279))
_CONTROL = "".join(
    f"{chr(first)}-{chr(last)}" for first, last in ((1, 8), (14, 31), (127, 127), (8206, 8207), (8234, 8238))
)
_HIGH = f"{chr(128)}-{chr(191)}"

BLANK = f"^[{SPACES}]*$"
"""Nothing but spaces of any kind; a non-breaking space is none to an engine's own trim."""

EDGES = f"^[{SPACES}]|[{SPACES}]$"
"""A space at the beginning or the end."""

CONTROLS = f"[{_CONTROL}]"
"""A character that is not seen: control characters and marks of direction."""

BROKEN = f"{chr(0xFFFD)}|[ÃÂ][{_HIGH}]|â€"
"""A letter that was lost, or UTF-8 that was read as Latin-1."""

ODD = f"{EDGES}|{CONTROLS}|{BROKEN}"
"""Any of the three."""

NUMBER = f"^[{SPACES}]*[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?[{SPACES}]*$"
"""A number as text, with a point; spaces around it do not count."""

BARE_NUMBER = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
"""The same with no space around it."""

SPACED = "^ | $|^$|\t"
"""What may be odd in a cell of which only the printable characters of ASCII, and tabs, are to be expected."""

DAY = "^[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]([T ].*)?$"
"""A day written year-month-day, with or without a time."""


@cache
def matcher(pattern: str) -> re.Pattern[str]:
    """Return the pattern for Python, whose `$` would match before a last line end too."""
    return re.compile(pattern.replace("$", "\\Z"))
