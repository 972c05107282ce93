"""Who wrote what unseen: an opaque id, from a secret that only the writer's browser keeps."""

from __future__ import annotations

import hashlib
import re

from premortem.errors import RefusedInput
from premortem.model.shown import shown

_TOKEN = re.compile(r"[A-Za-z0-9]{12,64}")
_SEAT = re.compile(r"[0-9a-f]{16}")


def seat_of(token: object, workbook: str) -> str:
    """Return the seat of a browser in a workbook; another workbook, another seat. Raises RefusedInput.

    The log holds the seat, never the token: who reads the log cannot take somebody's seat.
    """
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise RefusedInput(f"A seat is named by 12 to 64 letters or digits (you gave {shown(token)}): reload the page.")
    return hashlib.sha256(f"{workbook}:{token}".encode()).hexdigest()[:16]


def is_seat(seat: object) -> bool:
    """Say whether this can be the id of a seat."""
    return isinstance(seat, str) and _SEAT.fullmatch(seat) is not None
