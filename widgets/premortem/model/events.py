"""The events a workbook consists of: frozen, past tense, only ever appended."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import ClassVar

from premortem.errors import RefusedInput, UnreadableFile
from premortem.model import evidence_file
from premortem.model.event import Event, Json, Recorded
from premortem.model.evidence import Scan
from premortem.model.session_events import SessionEvent, refuse_unless_whole
from premortem.model.shown import shown

__all__ = ["EVENTS", "EVIDENCE_UNDER", "Event", "Json", "Recorded", "from_json", "to_json"]
EVIDENCE_UNDER = "data-risks.sources"
"""The question under which what a scan found belongs: only its chapter is computed anew when a scan comes."""


@dataclass(frozen=True)
class WorkbookCreated(Event):
    """A workbook began; `origin` says from what (`new`, `example:<id>`, `import`)."""

    kind: ClassVar[str] = "workbook-created"
    title: str
    origin: str = "new"


@dataclass(frozen=True)
class WorkbookNamed(Event):
    """The workbook got another title."""

    kind: ClassVar[str] = "workbook-named"
    title: str


@dataclass(frozen=True)
class AnswerGiven(Event):
    """A question was answered; `value` is canonical, `None` takes the answer back."""

    kind: ClassVar[str] = "answer-given"
    question: str
    value: Json


@dataclass(frozen=True)
class RowAdded(Event):
    """A row was added at the end of a table question; `row` is an opaque id.

    `by` is the opaque id of the seat of whoever wrote it unseen: it stays unseen by others until `Revealed`.
    """

    kind: ClassVar[str] = "row-added"
    question: str
    row: str
    by: str = ""


@dataclass(frozen=True)
class CellGiven(Event):
    """One cell of a table question was answered; `value` is canonical, `None` takes it back."""

    kind: ClassVar[str] = "cell-given"
    question: str
    row: str
    column: str
    value: Json


@dataclass(frozen=True)
class RowMoved(Event):
    """A row was moved to the place `to` (0 is the top) among the rows of its table."""

    kind: ClassVar[str] = "row-moved"
    question: str
    row: str
    to: int


@dataclass(frozen=True)
class RowRemoved(Event):
    """A row was taken out of a table question."""

    kind: ClassVar[str] = "row-removed"
    question: str
    row: str


@dataclass(frozen=True)
class Revealed(Event):
    """The rows that several people wrote unseen in this table question were shown to all; never taken back."""

    kind: ClassVar[str] = "revealed"
    question: str


@dataclass(frozen=True)
class Confirmed(Event):
    """The chapter's answers, given under an older objective, were said to hold still."""

    kind: ClassVar[str] = "confirmed"
    chapter: str


@dataclass(frozen=True)
class TableScanned(Event):
    """A real table was scanned; `scan` is an opaque id, `evidence` what was found, as `evidence_file` writes it."""

    kind: ClassVar[str] = "table-scanned"
    question: ClassVar[str] = EVIDENCE_UNDER
    scan: str
    evidence: Json

    @cached_property
    def found(self) -> Scan:
        """What was found, read once: every fold of the log asks for it. Raises RefusedInput."""
        return evidence_file.read(self.evidence)


@dataclass(frozen=True)
class FindingJudged(Event):
    """The team judged a finding, by its key: one of `evidence.JUDGEMENTS`, or "" where it takes that back.

    `reason` is in the team's words; `row` is the risk in the register, where it became one.
    """

    kind: ClassVar[str] = "finding-judged"
    question: ClassVar[str] = EVIDENCE_UNDER
    scan: str
    finding: str
    judgement: str
    reason: str = ""
    row: str = ""


@dataclass(frozen=True)
class ScanDropped(Event):
    """A scan, with what the team made of its findings, was taken out of the workbook; its risks stay."""

    kind: ClassVar[str] = "scan-dropped"
    question: ClassVar[str] = EVIDENCE_UNDER
    scan: str


@dataclass(frozen=True)
class Undone(Event):
    """The step (the events of one append, named by the number of the first) no longer counts."""

    kind: ClassVar[str] = "undone"
    step: int


@dataclass(frozen=True)
class Redone(Event):
    """The step, undone before, counts again."""

    kind: ClassVar[str] = "redone"
    step: int


EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in (*Event.__subclasses__(), *SessionEvent.__subclasses__())
    if event is not SessionEvent
}


def to_json(event: Event) -> dict[str, Json]:
    """Return the event's fields without its kind, as stored beside the kind; `by` only where a row has one."""
    named = asdict(event)
    if isinstance(event, RowAdded) and not event.by:
        del named["by"]
    return named


def from_json(kind: str, payload: dict[str, Json]) -> Event:
    """Return the event of this kind with these fields; raise UnreadableFile where this version knows no such event."""
    known = EVENTS.get(kind) if isinstance(kind, str) else None
    if known is None:
        raise UnreadableFile(f"Event kind {shown(kind)} is not known to this version: update Premortem and try again.")
    names = {field.name for field in fields(known)}
    if not isinstance(payload, dict) or not names.issuperset(payload):
        raise UnreadableFile(f"An event of kind {kind!r} has unexpected fields: the file is damaged; use another copy.")
    try:
        event = known(**payload)
        if isinstance(event, TableScanned):
            event.found  # noqa: B018 - what cannot be read is refused here, not in the middle of a fold
        elif isinstance(event, SessionEvent):
            refuse_unless_whole(event)
    except TypeError as error:
        raise UnreadableFile(
            f"An event of kind {kind!r} lacks fields: the file is damaged; use another copy."
        ) from error
    except RefusedInput as error:
        raise UnreadableFile(str(error)) from error
    return event
