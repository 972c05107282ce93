"""The short code by which people join a session: read out across a room, typed on a phone."""

from __future__ import annotations

import re
import secrets
import unicodedata

from premortem.errors import UnknownLink
from premortem.model.shown import shown
from premortem.store.log import BallotBox, Door

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0, 1, I, L, O, U: what is read out or written by hand is not mistaken for another, and makes no words."""
LENGTH = 6
_FORM = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212.]+")


def drawn() -> str:
    """Return a new code; one of 729 million, so that who guesses finds none before being slowed down."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def dashed(code: str) -> str:
    """Return the code as people read it: `ABC-DEF`."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" if code else ""


def read(typed: object) -> str:
    """Return the code that somebody typed, in any case, with or without dash; raise UnknownLink for what is none."""
    if isinstance(typed, str) and len(typed) <= 40:
        code = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()
        if _FORM.fullmatch(code):
            return code
    raise UnknownLink(f"A code is {LENGTH} letters and digits such as ABC-DEF, not {shown(typed)}: look at it again.")


def opened_by(log: BallotBox, typed: object) -> Door:
    """Return the session that a code opens now, as somebody typed it; raise UnknownLink where it opens none."""
    return log.door(read(typed))
