"""What reading a table may take on a server: an administrator sets it, nobody has to."""

from __future__ import annotations

import os
from dataclasses import dataclass

from premortem.errors import RefusedInput

SCRATCH = "PREMORTEM_SCRATCH"
"""Where uploads lie; a server sets it to a private folder of its own."""
SECONDS, MEMORY, AT_ONCE = "PREMORTEM_SCAN_SECONDS", "PREMORTEM_SCAN_MEMORY_MB", "PREMORTEM_SCANS_AT_ONCE"


@dataclass(frozen=True)
class ScanLimits:
    """How long one table may be read (seconds), with how much memory (MB), and how many at once; 0: no limit."""

    seconds: int
    memory_mb: int
    at_once: int


def scan_limits(*, public: bool) -> ScanLimits:
    """Return the limits; without settings 3 GB and two at once, and 15 minutes where the public asks.

    PREMORTEM_SCAN_SECONDS, PREMORTEM_SCAN_MEMORY_MB and PREMORTEM_SCANS_AT_ONCE set them. Raises RefusedInput for what
    is no number.
    """
    return ScanLimits(
        seconds=_number(SECONDS, 15 * 60 if public else 0),
        memory_mb=_number(MEMORY, 3072),
        at_once=_number(AT_ONCE, 2),
    )


def _number(variable: str, default: int) -> int:
    given = os.environ.get(variable, "") or str(default)
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise RefusedInput(f"{variable} must be a whole number, 0 for no limit; it is {given[:40]!r}.")
    return int(given)
