"""The log in words: who changed what, when, newest last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from premortem.model import events as happened
from premortem.model import session_words
from premortem.model.checks import CHECKS
from premortem.model.events import Event, Json, Recorded
from premortem.model.questions import Bank, Kind, Question
from premortem.model.session_events import SessionEvent
from premortem.model.state import written_unseen

LONGEST = 200
"""An entry is cut here: the answer stands in full where it was given, the log holds every version of it."""
_JUDGED = {
    "confirmed": "Confirmed a finding",
    "dismissed": "Dismissed a finding",
    "risk": "Made a finding a risk in the register",
    "": "Took back what was said of a finding",
}


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    number: int
    at: datetime
    author: str
    what: str


def history(bank: Bank, log: Iterable[Recorded]) -> tuple[Entry, ...]:
    """Return the history of a workbook in words."""
    recorded = tuple(log)
    private = written_unseen(recorded)
    subjects: dict[str, str] = {}

    def line(record: Recorded) -> str:
        if isinstance(record.event, SessionEvent):
            return session_words.told(record.event, subjects=subjects)
        return _told(bank, record.event, record.number in private)

    return tuple(Entry(r.number, r.at, r.author, _short(line(r))) for r in recorded)


def _short(told: str) -> str:
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1].rstrip()}…"


def in_words(question: Question | None, value: Json) -> str:
    """Return an answer as a reader sees it."""
    if value is None:
        return "no answer"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        parts = ("?" if value.get(part) is None else f"{value[part]:,}" for part in ("low", "best", "high"))
        return _with_unit(question, " / ".join(parts))
    if question is not None and question.kind in {Kind.CHOICE, Kind.SCALE}:
        return next((option.label for option in question.options if option.value == value), str(value))
    if isinstance(value, int | float):
        return _with_unit(question, f"{value:,}")
    return str(value)


def _with_unit(question: Question | None, text: str) -> str:
    unit = "" if question is None or question.unit == "money" else question.unit
    return f"{text} {unit}".rstrip()


def _told(bank: Bank, event: Event, private: bool) -> str:  # noqa: PLR0911 - one line for each kind of event
    question = bank.find(getattr(event, "question", ""))
    name = question.text if question else getattr(event, "question", "")
    match event:
        case happened.WorkbookCreated(title=title, origin=origin):
            return f"Began “{title}” ({origin})"
        case happened.WorkbookNamed(title=title):
            return f"Named it “{title}”"
        case happened.AnswerGiven(value=value):
            return f"{name} {in_words(question, value)}"
        case happened.Revealed():
            return f"{name} Showed to all what had been written unseen"
        case happened.Confirmed(chapter=chapter):
            title = bank.chapters[chapter].title if chapter in bank.chapters else chapter
            return f"Said that the answers in {title} still hold"
        case happened.Undone(step=step):
            return f"Took back step {step}"
        case happened.Redone(step=step):
            return f"Brought back step {step}"
        case happened.TableScanned() | happened.FindingJudged() | happened.ScanDropped():
            return _evidence_told(event)
        case _:
            return f"{name} {_row_told(question, event, private)}"


def _evidence_told(event: Event) -> str:
    """No cell of the data stands in it: a finding is named by its check and the columns of the table."""
    match event:
        case happened.TableScanned():
            many = len(event.found.findings) + event.found.left_out
            seen = {0: "nothing found", 1: "1 finding"}.get(many, f"{many:,} findings")
            return f"Scanned the table “{event.found.source}”: {seen}"
        case happened.FindingJudged(finding=finding, judgement=judgement, reason=reason):
            check, _, about = finding.partition("|")
            title = CHECKS[check].title if check in CHECKS else check
            said = _JUDGED.get(judgement, judgement)
            return f"{said}: {title}{' (' + about.replace('|', ', ') + ')' if about else ''}{_because(reason)}"
        case _:
            return "Took a scan of a table out of the workbook"


def _because(reason: str) -> str:
    return f"; reason: {reason}" if reason else ""


def _row_told(question: Question | None, event: Event, private: bool) -> str:
    row = question.row_name if question else "row"
    match event:
        case happened.CellGiven() if private:
            return f"Wrote in a {row}, unseen by others"
        case happened.CellGiven(column=column, value=value):
            cells = {c.id: c for c in question.columns} if question else {}
            asked = cells[column].text if column in cells else column
            return f"{asked}: {in_words(cells.get(column), value)}"
        case happened.RowAdded():
            return f"Added a {row}"
        case happened.RowMoved(to=to):
            return f"Moved a {row} to place {to + 1}"
        case happened.RowRemoved():
            return f"Removed a {row}"
        case _:
            return type(event).__name__
