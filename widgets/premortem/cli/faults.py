"""What nobody foresaw: one line for who sits at the terminal, the traceback in a file for who mends it."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime

from premortem.files import cache_folder

LOG_MAX = 1_000_000
"""Bytes after which the file begins anew."""


def unforeseen(error: Exception) -> str:
    """Return the line that says what happened and where the details are."""
    kind = type(error).__name__
    path = cache_folder() / "errors.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        begins_anew = path.exists() and path.stat().st_size > LOG_MAX
        with path.open("w" if begins_anew else "a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        return f"something happened that should not have ({kind}); what was saved is safe. Try again."
    return f"something happened that should not have ({kind}); what was saved is safe. The details are in {path}."
