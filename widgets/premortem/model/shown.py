"""A value as a message may show it, whatever it is."""

from __future__ import annotations

A_NAME = 200  # characters of a path: its end says most


def shown(value: object, longest: int = 60) -> str:
    """Return the value on one line, escaped and shortened."""
    try:
        text = ascii(value)
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        return f"a value of type {type(value).__name__[:20]} that is too large to show"
    return text if len(text) <= longest else f"{text[: longest - 10]}... ({len(text):,} characters)"
