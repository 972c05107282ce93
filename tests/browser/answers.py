"""What a newcomer answers in the tests: one small project through all chapters, kept in invoices.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from premortem.chapters import CHAPTERS

Rows = list[tuple[str, dict[str, Any]]]

_KEPT = yaml.safe_load((Path(__file__).parent / "invoices.yaml").read_text("utf-8"))
_CHAPTERS = {chapter: _KEPT[chapter] for chapter in CHAPTERS}

START: dict[str, Any] = _KEPT["start"]["plain"]
TITLES: dict[str, str] = {chapter: kept["title"] for chapter, kept in _CHAPTERS.items()}
PLAIN: dict[str, dict[str, Any]] = {chapter: kept["plain"] for chapter, kept in _CHAPTERS.items()}
ROWS: dict[str, Rows] = {
    chapter: [(table, cells) for table, rows in kept["tables"].items() for cells in rows]
    for chapter, kept in _CHAPTERS.items()
}
FIRST_ROWS: dict[str, Rows] = {
    chapter: [(table, rows[0]) for table, rows in kept["tables"].items()] for chapter, kept in _CHAPTERS.items()
}


def everything() -> dict[str, Any]:
    """All first screens as `premortem answer` takes them."""
    answers = dict(START)
    for kept in _CHAPTERS.values():
        answers |= kept["plain"]
        answers |= {table: [dict(row) for row in rows] for table, rows in kept["tables"].items()}
    return answers


def deeper() -> dict[str, Any]:
    """What lies one click deeper; together with `everything` no question stays open that this project raises."""
    return {question: value for kept in _KEPT.values() for question, value in kept["deeper"].items()}
