"""The title of a workbook, and the name of who changes it."""

from __future__ import annotations

from typing import Any

from premortem.errors import InvalidAnswer

TITLE_MAX = 200
REHEARSAL = "Rehearsal: "
"""How the title of a copy begins that a session is rehearsed on."""
AUTHOR_MAX = 200
_JOINERS = "\u200c\u200d\u200e\u200f"  # Persian, Arabic, Hindi and emoji need them


def checked_title(title: Any) -> str:
    """Return a title without the white space around it; raise InvalidAnswer where it cannot be kept."""
    return _checked(title, "title", TITLE_MAX)


def checked_author(author: Any) -> str:
    """Return the name of an author without the white space around it; raise InvalidAnswer where it cannot be kept."""
    return _checked(author, "name", AUTHOR_MAX)


def _checked(text: Any, what: str, longest: int) -> str:
    if not isinstance(text, str):
        raise InvalidAnswer(f"A {what} is text: write a few words.")
    plain = " ".join(text.split())
    if len(plain) > longest:
        raise InvalidAnswer(f"A {what} has at most {longest} characters, this one {len(plain):,}: shorten it.")
    if not all(character.isprintable() or character in _JOINERS for character in plain):
        raise InvalidAnswer(f"A {what} holds no control characters: type it anew.")
    return plain
