"""The chapters: each is a folder with its findings, chart, form notes and page.

To add one: copy the smallest folder, add its id to `CHAPTERS`, add questions, a notebook and a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

from premortem.errors import UnknownChapter
from premortem.model.state import State
from premortem.model.verdicts import Findings

CHAPTERS = ("success-criteria",)


def part(chapter_id: str, name: str) -> ModuleType:
    """Return the module `findings`, `form` or `chart` of a chapter, imported when first asked for."""
    if chapter_id not in CHAPTERS:
        raise UnknownChapter(f"There is no chapter {ascii(chapter_id)[:60]}: use one of {', '.join(CHAPTERS)}.")
    return import_module(f"premortem.chapters.{chapter_id.replace('-', '_')}.{name}")


def findings(chapter_id: str, state: State) -> Findings:
    """Return what one chapter finds in this state; a chapter that gathers the others is handed their findings."""
    module = part(chapter_id, "findings")
    if getattr(module, "GATHERS", False):
        others = {other: findings(other, state) for other in CHAPTERS if other != chapter_id}
        return module.findings(state, others)  # type: ignore[no-any-return]  # loaded by name
    return module.findings(state)  # type: ignore[no-any-return]  # loaded by name


def assess(state: State) -> Mapping[str, Findings]:
    """Return the findings of all chapters, each computed once, in the order of a session."""
    found: dict[str, Findings] = {}
    for chapter_id in CHAPTERS:
        module = part(chapter_id, "findings")
        gathers = getattr(module, "GATHERS", False)
        found[chapter_id] = module.findings(state, dict(found)) if gathers else module.findings(state)
    return found
