"""The answers as plain HTML: what a saved notebook shows where no kernel runs (nbconvert, a code host's preview)."""

from __future__ import annotations

from collections.abc import Iterable

from premortem.chapters import pages
from premortem.model.questions import ChapterQuestions
from premortem.model.state import State
from premortem.report.answers import answered


def html(chapters: Iterable[ChapterQuestions], state: State) -> str:
    """Return the present answers of these chapters; what people typed is escaped by the template."""
    items = [(chapter, answered(chapter, state)) for chapter in chapters]
    return pages.environment().get_template("saved.html").render(title=state.title, chapters=items)
