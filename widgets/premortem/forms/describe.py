"""From the model to what a form shows, as JSON: pure functions, without widgets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from premortem.model.events import Json
from premortem.model.history import Entry, in_words
from premortem.model.overtaken import Overtaken
from premortem.model.progress import Progress
from premortem.model.questions import Bank, ChapterQuestions, Kind, Question, Screen
from premortem.model.state import State
from premortem.model.verdicts import Findings

Described = dict[str, Any]


def chapter_spec(chapter: ChapterQuestions) -> Described:
    """Return what a form needs to ask a chapter's questions: `intro`, `minutes`, and the groups `first` and `depth`."""
    return {
        "intro": chapter.intro,
        "minutes": chapter.minutes,
        "first": [question_spec(question) for question in chapter.on(Screen.FIRST)],
        "depth": [question_spec(question) for question in chapter.on(Screen.DEPTH)],
    }


def question_spec(question: Question) -> Described:
    """Return one question, or one column, without what is empty: it travels to the browser for every chapter opened."""
    described: Described = {"id": question.id, "kind": question.kind.value, "text": question.text}
    plain = {
        "help": question.help,
        "why": question.why,
        "source": question.source,
        "unit": question.unit,
        "minimum": question.minimum,
        "maximum": question.maximum,
        "whole": question.whole,
        "earliest": question.earliest,
        "latest": question.latest,
    }
    described |= {name: value for name, value in plain.items() if value not in ("", None, False)}
    if question.cases:
        described["cases"] = [{"what": case.what, "source": case.source} for case in question.cases]
    if question.options:
        described["options"] = [
            {"value": option.value, "label": option.label, "meaning": option.meaning} for option in question.options
        ]
    if question.kind is Kind.TEXT:
        described |= {"length_max": question.length_max, "lines": question.lines}
    if question.kind is Kind.TABLE:
        columns = [question_spec(column) for column in question.columns if not column.retired]
        described |= {"columns": columns, "rows_max": question.rows_max, "row_name": question.row_name}
        if question.unseen:
            described["unseen"] = True
    return described


def values(chapter: ChapterQuestions, state: State) -> dict[str, Json]:
    """Return the canonical answers of the chapter's live questions, by question id; blanks are left out."""
    found = {question.id: state.values.get(question.id) for question in _live(chapter)}
    return {question: value for question, value in found.items() if value is not None}


def tables(chapter: ChapterQuestions, state: State, seat: str = "") -> dict[str, list[Described]]:
    """Return the rows of the chapter's tables that this seat may see: question id -> rows of `id` and `cells`."""
    return {
        question.id: [{"id": row.id, "cells": _cells(row.values)} for row in state.rows_for(question.id, seat)]
        for question in _live(chapter)
        if question.kind is Kind.TABLE
    }


def concealed(chapter: ChapterQuestions, state: State) -> dict[str, Described]:
    """Return of each unseen table whether it is `shown`, and how many `rows` by how many `people` wait to be."""
    return {
        question.id: {
            "shown": question.id in state.revealed,
            "rows": (waiting := state.concealed(question.id)).rows,
            "people": waiting.people,
        }
        for question in _live(chapter)
        if question.unseen
    }


LONGEST_WAS = 120
"""Characters of an answer that was replaced: enough to know it again."""


def overtaken(bank: Bank, found: Iterable[Overtaken]) -> dict[str, str]:
    """Return a line for each answer that somebody else has replaced: question, or question/row/column -> line."""
    told = {}
    for each in found:
        question, _, column = each.place
        asked = bank.find(question)
        asked = next((cell for cell in asked.columns if cell.id == column), None) if asked and column else asked
        was = " ".join(in_words(asked, each.was).split())
        was = was if len(was) <= LONGEST_WAS else f"{was[: LONGEST_WAS - 1].rstrip()}…"
        place = "/".join(filter(None, each.place))
        told[place] = f"Somebody else has changed this since: it was “{was}”. Both are in the history."
    return told


STALE = "Answered before the objective changed"


def rail_chapter(
    chapter: ChapterQuestions, progress: Progress, findings: Findings | None = None, *, stale: bool = False
) -> Described:
    """Return one entry of the rail: `id`, `title`, `stage`, `note` and `verdict` (a level, "" before there is one).

    A `stale` chapter, answered under an older objective, says so instead of anything else.
    """
    return {
        "id": chapter.id,
        "title": chapter.title,
        "stage": progress.stage.value,
        "note": STALE if stale else progress.note,
        "verdict": findings.verdict.level.value if findings else "",
    }


def links(read: str, edit: str = "") -> dict[str, str]:
    """Return where the rail's links lead: to read, and to edit where that link may be shown."""
    return {"edit": f"?workbook={edit}", "read": f"?workbook={read}"} if edit else {"read": f"?workbook={read}"}


def history(entries: Iterable[Entry]) -> list[Described]:
    """Return what happened as the rail shows it, in the same order."""
    return [
        {"number": entry.number, "at": entry.at.isoformat(), "what": entry.what, "author": entry.author}
        for entry in entries
    ]


def _live(chapter: ChapterQuestions) -> Iterable[Question]:
    return (question for question in chapter.questions if not question.retired)


def _cells(cells: Any) -> dict[str, Json]:
    return {column: value for column, value in cells.items() if value is not None}
