"""The answers of a chapter as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from premortem.model import wording
from premortem.model.events import Json
from premortem.model.history import in_words
from premortem.model.questions import ChapterQuestions, Kind, Question
from premortem.model.state import Answers, Known, State


@dataclass(frozen=True)
class Answered:
    """One answer in words, or its `rows` where it is a table."""

    question: Question
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


def answered(chapter: ChapterQuestions, state: State) -> tuple[Answered, ...]:
    """Return what was answered in a chapter, "don't know" among it, in the order of the questions."""
    currency = state.text("start.currency")
    asked = (question for question in chapter.questions if not question.retired)
    return tuple(_answer(q, state, currency) for q in asked if state.known(q.id) is not Known.BLANK)


def _answer(question: Question, state: State, currency: str | None) -> Answered:
    if question.kind is Kind.TABLE and state.known(question.id) is Known.ANSWERED:
        rows = tuple(
            tuple(_cell(column, row, currency) for column in question.columns) for row in state.rows(question.id)
        )
        return Answered(question, "", rows=rows)
    return Answered(question, say(question, state.values.get(question.id), currency))


def _cell(column: Question, row: Answers, currency: str | None) -> str:
    value = row.values.get(column.id)
    return "–" if value is None else say(column, value, currency)


def say(question: Question, value: Json, currency: str | None) -> str:
    """Return an answer in words, sums in the workbook's currency."""
    if question.unit == "money" and isinstance(value, int | float):
        return wording.money(value, currency)
    if question.unit == "money" and isinstance(value, Mapping):
        return " / ".join(wording.money(value.get(part), currency) for part in ("low", "best", "high"))
    return in_words(question, value)
