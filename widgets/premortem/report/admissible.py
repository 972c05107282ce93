"""What a report may bring back: a hostile file gets no further than a hostile visitor of the form would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from premortem.errors import UnreadableFile
from premortem.model import answers, evidence_file
from premortem.model.answers import DONT_KNOW
from premortem.model.bank import shipped_bank
from premortem.model.edits import is_row_id
from premortem.model.events import (
    AnswerGiven,
    CellGiven,
    Confirmed,
    Event,
    FindingJudged,
    Recorded,
    Redone,
    Revealed,
    RowAdded,
    RowMoved,
    RowRemoved,
    ScanDropped,
    TableScanned,
    Undone,
    WorkbookCreated,
    WorkbookNamed,
    from_json,
)
from premortem.model.judging import RISKS, checked_reason
from premortem.model.questions import Kind, Question
from premortem.model.seats import is_seat
from premortem.model.state import fold
from premortem.model.titles import checked_author, checked_title

ORIGIN_MAX = 200
ROWS_SLACK = 2  # several people who add rows at the same moment may pass the limit of a table, but not by much


@dataclass
class Reader:
    """Reads the changes of one report, in order; each is checked on its own and against those before it."""

    steps: set[int] = field(default_factory=set)
    scans: dict[str, frozenset[str]] = field(default_factory=dict)  # the keys of what each found

    def record(self, raw: Any) -> Recorded:
        """Return one change; where it cannot be, raise RefusedInput, KeyError, TypeError, ValueError, OverflowError."""
        event = from_json(raw["kind"], raw["event"])
        number, step = _whole(raw["number"], 1), _whole(raw["step"], 1)
        self._check(event, number)
        if step > 1 and not isinstance(event, Undone | Redone):  # the first, the creation, is never taken back
            self.steps.add(step)
        return Recorded("", number, _time(raw["at"]), _author(raw["author"]), event, step)

    def _check(self, event: Event, number: int) -> None:
        match event:
            case WorkbookCreated(title=title, origin=origin):
                if number != 1:
                    raise UnreadableFile("a workbook begins only once")
                if not isinstance(origin, str) or len(origin) > ORIGIN_MAX or not origin.isprintable():
                    raise UnreadableFile("its origin cannot be")
                _title(title)
            case WorkbookNamed(title=title):
                _title(title)
            case AnswerGiven(question=question, value=value):
                _answer(shipped_bank().ever(question), value)
            case Undone(step=step) | Redone(step=step):
                if _whole(step, 1) not in self.steps:
                    raise UnreadableFile("it takes back a step that is not there")
            case TableScanned() | FindingJudged() | ScanDropped():
                self._check_evidence(event)
            case _:
                _check_row(event)

    def _check_evidence(self, event: TableScanned | FindingJudged | ScanDropped) -> None:
        if not is_row_id(event.scan):
            raise UnreadableFile("its scan cannot be")
        match event:
            case TableScanned(scan=scan, evidence=evidence):
                if scan in self.scans:
                    raise UnreadableFile("a scan comes only once")
                _same(evidence, evidence_file.to_json(event.found))
                self.scans[scan] = frozenset(each.key for each in event.found.findings)
            case FindingJudged(judgement=judgement, reason=reason, row=row):
                if event.finding not in self.scans.get(event.scan, frozenset()):
                    raise UnreadableFile("its finding is not there")
                if reason != checked_reason(judgement, reason) or (row != "") != (judgement == "risk"):
                    raise UnreadableFile("its judgement cannot be")
                if row:
                    _table(RISKS, row)


def _check_row(event: Event) -> None:
    match event:
        case CellGiven(question=question, row=row, column=column, value=value):
            _same(value, answers.cell(_table(question, row), column, value))
        case RowAdded(question=question, row=row, by=by):
            if by and not (_table(question, row).unseen and is_seat(by)):
                raise UnreadableFile("its row cannot be")
            _table(question, row)
        case RowRemoved(question=question, row=row):
            _table(question, row)
        case Revealed(question=question):
            if not shipped_bank().ever(question).unseen:
                raise UnreadableFile("it shows what was never hidden")
        case Confirmed(chapter=chapter):
            shipped_bank().chapter(chapter)
        case RowMoved(question=question, row=row, to=to):
            _whole(to, 0, _table(question, row).rows_max * ROWS_SLACK)


def check_tables(recorded: Iterable[Recorded]) -> None:
    """Raise UnreadableFile where a table has grown beyond what forms let it."""
    state = fold(recorded)
    for question in {*state.tables, *state.unseen}:
        rows = (*state.rows(question), *state.unseen.get(question, ()))
        if len(rows) > ROWS_SLACK * shipped_bank().ever(question).rows_max:
            raise UnreadableFile(f"This report has {len(rows):,} rows in {question}, which no form takes.")


def _title(title: Any) -> None:
    if not title or checked_title(title) != title:
        raise UnreadableFile("its title cannot be")


def _table(question_id: Any, row: Any) -> Question:
    question = shipped_bank().ever(question_id)
    if question.kind is not Kind.TABLE or not is_row_id(row):
        raise UnreadableFile("its row cannot be")
    return question


def _answer(question: Question, value: Any) -> None:
    if question.kind is Kind.TABLE and value not in (None, DONT_KNOW):
        raise UnreadableFile("a table is kept row by row")
    _same(value, answers.canonical(question, value))


def _same(given: Any, canonical: Any) -> None:
    if type(given) is not type(canonical) or given != canonical:
        raise UnreadableFile("its answer is not written as Premortem writes it")


def _whole(value: Any, least: int, most: int = 10**9) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UnreadableFile("one of its numbers cannot be")
    return value


def _time(value: Any) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise UnreadableFile("its time has no time zone")
    return at.astimezone(UTC)


def _author(value: Any) -> str:
    if checked_author(value) != value:
        raise UnreadableFile("its author cannot be")
    return str(value)
