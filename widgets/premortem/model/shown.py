"""A value as a message may show it, whatever it is."""

from __future__ import annotations

A_NAME = 200  # characters of a path: its end says most


def shown(value: object, longest: int = 60) -> str:
    """Return the value on one line, escaped and shortened."""
    try:
        text = ascii(value)
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        return f"a value of type {type(value).__name__[:20]} that is too large to show"
    if len(text) <= longest:
        return text
    # Of a text its own length is told, without the quotes and escapes that showing it adds.
    return f"{text[: longest - 10]}... ({len(value if isinstance(value, str) else text):,} characters)"


def quoted(text: str, longest: int = 60) -> str:
    """Return what a person wrote in quotation marks, in their own letters where these can be shown."""
    return f"\u201c{text}\u201d" if text.isprintable() and len(text) <= longest else shown(text, longest)
