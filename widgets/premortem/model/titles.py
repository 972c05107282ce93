"""The title of a workbook."""

from __future__ import annotations

from typing import Any

from premortem.errors import InvalidAnswer

TITLE_MAX = 200


def checked_title(title: Any) -> str:
    """Return a title without the white space around it; raise InvalidAnswer where it cannot be kept."""
    if not isinstance(title, str):
        raise InvalidAnswer("A title is text: write a few words.")
    plain = " ".join(title.split())
    if len(plain) > TITLE_MAX:
        raise InvalidAnswer(f"A title has at most {TITLE_MAX} characters, this one {len(plain):,}: shorten it.")
    if not all(character.isprintable() or character in "\u200c\u200d\u200e\u200f" for character in plain):
        raise InvalidAnswer("A title holds no control characters: type it anew.")
    return plain
