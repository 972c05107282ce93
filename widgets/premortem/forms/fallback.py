"""A form as plain HTML: what a saved notebook shows where no kernel runs (GitHub, nbconvert)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premortem.model.answers import DONT_KNOW
from premortem.model.questions import ChapterQuestions, Kind, Question
from premortem.model.state import Answers, State

if TYPE_CHECKING:
    import jinja2

_BLANK = "No answer yet"


def html(chapter: ChapterQuestions, state: State, currency: str = "EUR") -> str:
    """Return the chapter's questions with their present answers; whatever people typed is escaped by the template."""
    questions = [question for question in chapter.questions if not question.retired]
    shown = [
        {
            "text": question.text,
            "answer": in_words(question, state, currency),
            "columns": [column.text for column in question.columns],
            "rows": _rows(question, state, currency),
        }
        for question in questions
    ]
    return str(_template().render(chapter=chapter, title=state.title, questions=shown))


def in_words(question: Question, answers: Answers, currency: str) -> str:
    """Return one answer as a reader sees it."""
    value = answers.values.get(question.id)
    if value is None:
        return _BLANK
    if value == DONT_KNOW:
        return "Don't know"
    return _WORDS.get(question.kind, _plain)(question, value, currency)


def _rows(question: Question, state: State, currency: str) -> Sequence[Sequence[str]]:
    rows = state.rows(question.id) if question.kind is Kind.TABLE else ()
    return [[in_words(column, row, currency) for column in question.columns] for row in rows]


def _plain(_question: Question, value: Any, _currency: str) -> str:
    return str(value)


def _option(question: Question, value: Any, _currency: str) -> str:
    return next((option.label for option in question.options if option.value == value), str(value))


def _yes_no(_question: Question, value: Any, _currency: str) -> str:
    return "Yes" if value else "No"


def _amount(question: Question, value: Any, currency: str) -> str:
    unit = currency if question.unit == "money" else question.unit
    return f"{value:,} {unit}".strip()


def _range(question: Question, value: Mapping[str, Any], currency: str) -> str:
    low, best, high = ("?" if part is None else f"{part:,}" for part in (value["low"], value["best"], value["high"]))
    unit = currency if question.unit == "money" else question.unit
    return f"{best} {unit} (from {low} to {high})"


_WORDS: Mapping[Kind, Callable[[Question, Any, str], str]] = {
    Kind.CHOICE: _option,
    Kind.SCALE: _option,
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _amount,
    Kind.MONEY: _amount,
    Kind.RANGE: _range,
}


@cache
def _template() -> jinja2.Template:
    import jinja2  # 100 ms: only when a notebook is saved or shown with a fallback

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("fallback.html")
