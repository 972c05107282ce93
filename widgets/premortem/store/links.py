"""Opaque ids: drawn by chance, so that none can be guessed or worked out from another."""

from __future__ import annotations

import re
import secrets

from premortem.errors import UnknownLink

_BYTES = 18  # 144 bits, 24 characters
_FORM = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{15,63}", re.ASCII)
_SHOWN = 40


def new_id() -> str:
    """Return a new opaque id of 24 characters that does not begin with `-`, so that it can be an argument."""
    while (drawn := secrets.token_urlsafe(_BYTES)).startswith("-"):
        pass
    return drawn


def checked(link: object) -> str:
    """Return the link if it has the form of one; raise UnknownLink where it has not."""
    if isinstance(link, str) and _FORM.fullmatch(link):
        return link
    raise UnknownLink(
        f"A link is 16 to 64 letters, digits, '-' and '_', not {shown(link)}: copy the whole link once more."
    )


def unknown(link: str) -> UnknownLink:
    """Return the error for a link of the right form that opens nothing."""
    return UnknownLink(
        f"No workbook in this store opens by {shown(link)}: check that the whole link was copied, or ask for it again."
    )


def shown(value: object) -> str:
    """Return the value as a message may show it: on one line, escaped, at most 40 characters."""
    if not isinstance(value, str):
        return f"a value of type {type(value).__name__[:_SHOWN]}"
    escaped = repr(value[: _SHOWN + 1])
    return escaped if len(escaped) <= _SHOWN else escaped[: _SHOWN - 2] + "…" + escaped[0]
