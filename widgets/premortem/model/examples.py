"""The examples that ship with Premortem: filled workbooks on real facts, each with its sources."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from premortem.errors import RefusedInput
from premortem.files import data
from premortem.model.shown import shown


@dataclass(frozen=True)
class Example:
    """One example: id, title, what it shows, the sources of its facts, the chapter to look at first, its answers."""

    id: str
    title: str
    summary: str
    sources: tuple[str, ...]
    opens: str
    answers: dict[str, Any]


def examples() -> tuple[Example, ...]:
    """Return the shipped examples in the order of their file names."""
    return tuple(_read(path.stem, path.read_text("utf-8")) for path in sorted(data("examples").glob("*.json")))


def example(wanted: str) -> Example:
    """Return the example with this id; raise RefusedInput where there is none."""
    known = {each.id: each for each in examples()}
    if wanted not in known:
        raise RefusedInput(f"There is no example {shown(wanted)}: use one of {', '.join(known)}.")
    return known[wanted]


def _read(name: str, text: str) -> Example:
    raw = json.loads(text)
    return Example(name, raw["title"], raw["summary"], tuple(raw["sources"]), raw["opens"], raw["answers"])
