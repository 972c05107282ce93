"""Answers on file: one JSON object, {question id: value}, or the rows of one table as CSV."""

from __future__ import annotations

import codecs
import json
import sys
from pathlib import Path
from typing import Any

from premortem.errors import UnreadableFile
from premortem.model.shown import A_NAME, shown

ANSWERS_MAX = 16 * 1024 * 1024


def read(source: str) -> Any:
    """Return the answers in a JSON file, or on standard input for `-`; raise UnreadableFile in one line."""
    name, raw = _contents(source)
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{name} is not JSON in UTF-8 ({error}): mend it there and try again.") from error


def read_rows(source: str) -> str:
    """Return the text of a CSV file, or of standard input for `-`; raise UnreadableFile in one line.

    It is UTF-8, or UTF-16 where it says so, or else Windows-1252, as spreadsheets in the West wrote before.
    """
    _, raw = _contents(source)
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _contents(source: str) -> tuple[str, bytes]:
    """The file as a message may name it, and what is in it."""
    name = "The standard input" if source == "-" else shown(source, A_NAME)
    try:
        raw = _bytes_of(source)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise UnreadableFile(f"{name} cannot be read ({reason}): check the name and the permission.") from error
    if len(raw) > ANSWERS_MAX:
        raise UnreadableFile(f"{name} is larger than {ANSWERS_MAX // 2**20} MB: answers are smaller, check the file.")
    return name, raw


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two answers to one question JSON keeps the last without a word: refuse them instead."""
    named = dict(pairs)
    if len(named) < len(pairs):
        twice = next(name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1)
        raise ValueError(f"{ascii(twice)[:60]} stands there twice")
    return named


def _bytes_of(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(ANSWERS_MAX + 1) if sys.stdin else b""
    with Path(source).open("rb") as file:
        return file.read(ANSWERS_MAX + 1)
