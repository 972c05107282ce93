"""Answers on file: one JSON object, {question id: value}."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from premortem.errors import UnreadableFile
from premortem.model.shown import A_NAME, shown

ANSWERS_MAX = 16 * 1024 * 1024


def read(source: str) -> Any:
    """Return the answers in a JSON file, or on standard input for `-`; raise UnreadableFile in one line."""
    name = "The standard input" if source == "-" else shown(source, A_NAME)
    try:
        raw = _bytes_of(source)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise UnreadableFile(f"{name} cannot be read ({reason}): check the name and the permission.") from error
    if len(raw) > ANSWERS_MAX:
        raise UnreadableFile(f"{name} is larger than {ANSWERS_MAX // 2**20} MB: answers are smaller, check the file.")
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{name} is not JSON in UTF-8 ({error}): mend it there and try again.") from error


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
