"""Which chapters rest on an older objective: answered before it changed, and not confirmed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time

from premortem.model import events as happened
from premortem.model.events import Json, Recorded
from premortem.model.questions import Bank, ChapterQuestions, Kind, Question
from premortem.model.state import State, fold
from premortem.model.steps import walked

Place = tuple[str, str, str]
"""Question, row and column of one answer; the last two are empty where it is no cell."""


def outdated(bank: Bank, log: Iterable[Recorded], state: State | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return by chapter the questions with an answer from before the newest version of what the chapter rests on.

    A version holds from the end of its day, or from when it was written down where that is earlier or no day is given:
    what was answered before, and neither given anew nor confirmed since, is outdated. The first version outdates none.
    """
    recorded = tuple(log)
    state = fold(recorded) if state is None else state
    given, confirmed = _times(recorded)
    found = {}
    for chapter in bank.chapters.values():
        moment = _moment(bank.ever(chapter.rests_on), state, given) if chapter.rests_on else None
        if moment is None or confirmed.get(chapter.id, moment) > moment:
            continue
        if old := tuple(_older(chapter, state, given, moment)):
            found[chapter.id] = old
    return found


def _times(recorded: tuple[Recorded, ...]) -> tuple[dict[Place, tuple[datetime, datetime]], dict[str, datetime]]:
    """When each answer that counts was first and last given, and each chapter last confirmed."""
    undone = walked(recorded).undone
    given: dict[Place, tuple[datetime, datetime]] = {}
    confirmed: dict[str, datetime] = {}
    for record in recorded:
        if record.step in undone:
            continue
        match record.event:
            case happened.AnswerGiven(question=question, value=value):
                _note(given, (question, "", ""), value, record.at)
            case happened.CellGiven(question=question, row=row, column=column, value=value):
                _note(given, (question, row, column), value, record.at)
            case happened.Confirmed(chapter=chapter):
                confirmed[chapter] = record.at
    return given, confirmed


def _note(given: dict[Place, tuple[datetime, datetime]], place: Place, value: Json, at: datetime) -> None:
    if value is None:
        given.pop(place, None)
    else:
        given[place] = (given[place][0] if place in given else at, at)


def _moment(versions: Question, state: State, given: Mapping[Place, tuple[datetime, datetime]]) -> datetime | None:
    """When the newest version came to hold; None where there is only one."""
    day = next((column.id for column in versions.columns if column.kind is Kind.DATE), "")
    moments = []
    for row in state.rows(versions.id):
        written = given.get((versions.id, row.id, versions.heading.id))
        if written is not None:
            dated = row.text(day) if day else None
            moments.append(min(written[0], _end_of(dated)) if dated else written[0])
    return max(moments) if len(moments) > 1 else None


def _end_of(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day).date(), time.max, UTC)


def _older(
    chapter: ChapterQuestions, state: State, given: Mapping[Place, tuple[datetime, datetime]], moment: datetime
) -> Iterator[str]:
    for question in chapter.questions:
        if question.retired or question.id == chapter.rests_on:
            continue
        cells = [(question.id, row.id, column) for row in state.rows(question.id) for column in row.values]
        places: list[Place] = [(question.id, "", ""), *cells]
        if any(given[place][1] < moment for place in places if place in given):
            yield question.id
