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

CHAPTERS = (
    "premortem-round",
    "prototype-or-infrastructure",
    "data-risks",
    "compute-growth",
    "effort-curve",
    "success-criteria",
    "changing-objective",
    "expectations",
    "business-change",
    "first-project",
    "decision",
)


def part(chapter_id: str, name: str) -> ModuleType:
    """Return the module `findings`, `form` or `chart` of a chapter, imported when first asked for."""
    if chapter_id not in CHAPTERS:
        raise UnknownChapter(f"There is no chapter {ascii(chapter_id)[:60]}: use one of {', '.join(CHAPTERS)}.")
    return import_module(f"premortem.chapters.{chapter_id.replace('-', '_')}.{name}")


def gathers(chapter_id: str) -> bool:
    """Say whether this chapter's findings rest on those of all the chapters before it."""
    return bool(getattr(part(chapter_id, "findings"), "GATHERS", False))


def findings(
    chapter_id: str, state: State, others: Mapping[str, Findings] | None = None, *, deep: bool = True
) -> Findings:
    """Return what one chapter finds in this state.

    For a chapter that gathers `others` spares computing them again, and only `deep` looks for what could flip it, which
    computes the others many times.
    """
    module = part(chapter_id, "findings")
    if not gathers(chapter_id):
        return module.findings(state)  # type: ignore[no-any-return]  # loaded by name
    known = {other: findings(other, state) for other in CHAPTERS if not gathers(other)} if others is None else others
    found = module.findings(state, known)
    return module.deepened(found, state, known, findings) if deep else found  # type: ignore[no-any-return]


def assess(state: State) -> Mapping[str, Findings]:
    """Return the findings of all chapters, each computed once, in the order of a session."""
    found: dict[str, Findings] = {}
    for chapter_id in CHAPTERS:
        found[chapter_id] = findings(chapter_id, state, dict(found))
    return found
