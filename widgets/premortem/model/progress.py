"""How far a chapter is: what the rail shows, and what was skipped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from premortem.model.questions import ChapterQuestions, Kind, Question
from premortem.model.state import Known, State
from premortem.model.verdicts import Findings, Level


class Stage(Enum):
    """The state of a chapter in the rail."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    ENOUGH = "enough known"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Progress:
    """A chapter's stage, in a few words by what it is blocked or what it still needs, and how much is answered."""

    stage: Stage
    note: str
    answered: int
    asked: int


@dataclass(frozen=True)
class Skipped:
    """A question without an answer: blank or "don't know"; `row` names the row of a table cell."""

    question: Question
    known: Known
    row: str = ""


def skipped(chapter: ChapterQuestions, state: State) -> tuple[Skipped, ...]:
    """Return the questions, and the cells of present rows, that nobody answered or knew."""
    found = []
    for question in chapter.questions:
        if question.retired:
            continue
        known = state.known(question.id)
        if known is not Known.ANSWERED:
            found.append(Skipped(question, known))
        elif question.kind is Kind.TABLE:
            found.extend(_skipped_cells(question, state))
    return tuple(found)


def _skipped_cells(question: Question, state: State) -> list[Skipped]:
    return [
        Skipped(
            column,
            row.known(column.id),
            row.text(question.heading.id) or f"{question.row_name} {place}",
        )
        for place, row in enumerate(state.rows(question.id), start=1)
        for column in question.columns
        if row.known(column.id) is not Known.ANSWERED
    ]


def touched(chapter: ChapterQuestions, state: State) -> bool:
    """Say whether anybody has answered, or said "don't know" to, or begun a row of any of the chapter's questions."""
    return any(state.begun(question.id) for question in chapter.questions if not question.retired)


def progress(chapter: ChapterQuestions, state: State, findings: Findings | None = None) -> Progress:
    """Return how far the chapter is; without findings (the start page) only what was answered counts."""
    live = [question for question in chapter.questions if not question.retired]
    answered = sum(state.known(question.id) is Known.ANSWERED for question in live)
    begun = touched(chapter, state)
    if findings is None:
        stage = Stage.ENOUGH if answered == len(live) else Stage.BEGUN if begun else Stage.UNTOUCHED
        return Progress(stage, "", answered, len(live))
    verdict = findings.verdict
    if verdict.level is Level.STOP:
        return Progress(Stage.BLOCKED, verdict.headline, answered, len(live))
    if not begun and live:
        return Progress(Stage.UNTOUCHED, "", answered, len(live))
    if verdict.level is not Level.NOT_KNOWN:
        return Progress(Stage.ENOUGH, verdict.level.words, answered, len(live))
    first = verdict.missing[0].why if verdict.missing else verdict.headline
    unknown = verdict.missing and all(
        state.known(missing.question) is Known.DONT_KNOW for missing in verdict.missing if not missing.row
    )
    return Progress(Stage.BLOCKED if unknown else Stage.BEGUN, first, answered, len(live))
