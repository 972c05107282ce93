"""A workbook in hand: its log, its questions, and what its chapters find. Every surface works through this class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from premortem import chapters
from premortem.errors import InvalidAnswer, ReadOnlyLink, RefusedInput
from premortem.model import edits, judging
from premortem.model.bank import shipped_bank
from premortem.model.currencies import CURRENCY
from premortem.model.events import Event, Json, Recorded, Redone, Undone, WorkbookCreated, WorkbookNamed
from premortem.model.given import events_of, state_of
from premortem.model.history import Entry, history
from premortem.model.links import link_in
from premortem.model.plain import plain
from premortem.model.progress import Progress, Stage, progress, touched
from premortem.model.questions import Bank
from premortem.model.seats import seat_of
from premortem.model.session_events import SessionEvent
from premortem.model.staleness import outdated
from premortem.model.state import State, after, fold
from premortem.model.steps import next_redo, next_undo
from premortem.model.titles import checked_author, checked_title
from premortem.model.verdicts import Findings
from premortem.report.document import Document

if TYPE_CHECKING:
    import pandas as pd

    from premortem.model.evidence import Scan
    from premortem.model.pasted import Pasted
    from premortem.store import Links, Log

__all__ = ["Refusal", "Workbook", "assessment", "events_of", "link_in", "state_of"]


@dataclass(frozen=True)
class Refusal:
    """One edit that was refused: its place among the edits, and the line that says why."""

    place: int
    message: str


class Workbook:
    """One workbook of a store, opened by a link; a read-only link refuses every change with ReadOnlyLink.

    `seat` says whose unseen rows may be changed (`sit`); `own` are the numbers of the events appended through here;
    `outdated` names by chapter the questions that were answered under an older objective.
    """

    def __init__(self, log: Log, link: str, author: str = "") -> None:
        access = log.open_link(link)
        self.log, self.link, self.author = log, link, checked_author(author)
        self.id, self.may_edit = access.workbook, access.may_edit
        self.bank: Bank = shipped_bank()
        self.recorded: tuple[Recorded, ...] = ()
        self.state = State()
        self.seat, self.own = "", set[int]()
        self.outdated: Mapping[str, tuple[str, ...]] = {}
        self._found: dict[str, Findings] = {}
        self._glimpsed: dict[str, Findings] = {}
        self.refresh()

    @classmethod
    def create(cls, log: Log, title: str = "", author: str = "", origin: str = "new") -> Workbook:
        """Begin a new workbook and return it opened for editing; raise InvalidAnswer for a title that cannot be."""
        begun = WorkbookCreated(checked_title(title) or "Untitled workbook", origin)
        links = log.create(begun, checked_author(author))
        return cls(log, links.edit, author)

    @property
    def title(self) -> str:
        """The workbook's title."""
        return self.state.title

    @property
    def links(self) -> Links:
        """The edit and the read-only link; to be shown in full only to those who may edit."""
        return self.log.links(self.id)

    @property
    def changed(self) -> datetime:
        """When the newest event was recorded (UTC)."""
        return self.recorded[-1].at if self.recorded else datetime.now(UTC)

    def refresh(self) -> bool:
        """Take in what others appended since; return whether there was anything."""
        newer = self.log.events(self.id, after=self.state.newest)
        if newer:
            self._take(newer)
        return bool(newer)

    def _take(self, newer: Iterable[Recorded]) -> None:
        newer = tuple(newer)
        self.recorded = (*self.recorded, *newer)
        before, state = self.state.stale, fold(self.recorded)
        self.outdated = outdated(self.bank, self.recorded, state)
        self.state = replace(state, stale=tuple(self.outdated))
        changed = {_chapter_of(r.event) for r in newer if not isinstance(r.event, SessionEvent)}
        if changed & {"", "start"} or before != self.state.stale:  # undone or redone, or what every chapter reads
            self._found = {}
        if changed:  # what happens in a session touches no answer
            self._found = {c: f for c, f in self._found.items() if c not in changed and not chapters.gathers(c)}
            self._glimpsed = {}

    def append(self, events: Sequence[Event]) -> None:
        """Append events as one step; raise ReadOnlyLink, or StoreError where the store fails. Nothing changes then."""
        if not self.may_edit:
            raise ReadOnlyLink("This link is for reading only: ask its owner for the edit link to change anything.")
        if events:
            self.own |= {record.number for record in self.log.append(self.id, tuple(events), self.author)}
        self.refresh()

    def answer(self, question: str, value: Any) -> None:
        """Answer one question; raise UnknownQuestion or InvalidAnswer."""
        self.answer_all({question: value})

    def answer_all(self, answers: Mapping[str, Any]) -> None:
        """Answer several questions as one step: all are taken or, with one InvalidAnswer naming each fault, none."""
        self.refresh()
        self.append(events_of(self.bank, self.state, answers))

    def paste(self, question: str, text: str, stem: str = "", *, replace: bool = False) -> Pasted:
        """Add the rows of a table copied from a spreadsheet, as one step; raise UnknownQuestion or InvalidAnswer."""
        self.refresh()
        from premortem.model import pasted  # many patterns, for the few who paste

        found = pasted.rows(self.bank[question], text, self.state.text(CURRENCY))
        stem = stem or edits.new_row_id()
        self.append(edits.add_rows(self.bank, self.state, question, found.rows, stem, replace=replace, seat=self.seat))
        return found

    def edit(self, wanted: Sequence[Any]) -> tuple[Refusal, ...]:
        """Take the edits of a form as one step; each that is refused is named, the others are kept."""
        self.refresh()
        kept: list[Event] = []
        refusals: list[Refusal] = []
        state = self.state
        for place, edit in enumerate(wanted):
            try:
                happened = edits.from_form(self.bank, state, edit, seat=self.seat)
            except RefusedInput as error:
                refusals.append(Refusal(place, getattr(error, "rule", str(error))))
                continue
            kept.extend(happened)
            state = after(state, happened) if happened else state
        self.append(kept)
        return tuple(refusals)

    def sit(self, token: object) -> None:
        """Take the seat that this secret of a browser names: rows written unseen there are seen here again."""
        self.seat = seat_of(token, self.id)

    def confirm(self, chapter: str) -> None:
        """Say that a chapter's answers, given under an older objective, still hold; raise UnknownChapter."""
        self.refresh()
        self.append(edits.confirm(self.bank, self.state, chapter))

    def record_scan(self, scan: Scan, *, keep_examples: bool = False) -> str:
        """Keep what a scan of a table found, as one step, and return the id by which its findings are judged.

        Without `keep_examples` no cell of the data is kept; findings beyond what fits are counted. Raises RefusedInput.
        """
        self.refresh()
        event = judging.scanned(self.recorded, scan, keep_examples=keep_examples)
        self.append([event])
        return event.scan

    def judge(self, scan_id: str, finding_key: str, judgement: str, reason: str = "") -> str:
        """Say what the team makes of a finding: one of `evidence.JUDGEMENTS`, or "" to take that back.

        Returns the id of the row in the register where it is a risk, else "". Raises RefusedInput or InvalidAnswer.
        """
        self.refresh()
        events, row = judging.judged(self.bank, self.state, scan_id, finding_key, judgement, reason)
        self.append(events)
        return row

    def judge_all(self, scan_id: str, finding_keys: Sequence[str], judgement: str, reason: str = "") -> None:
        """Say the same of several findings of a scan, as one step: confirmed, or dismissed with one reason.

        Raises RefusedInput or InvalidAnswer; a risk is made of one finding at a time.
        """
        if judgement == "risk":
            raise InvalidAnswer("A risk is made of one finding at a time: choose one of them.")
        self.refresh()
        judged = (judging.judged(self.bank, self.state, scan_id, key, judgement, reason) for key in finding_keys)
        self.append([event for events, _ in judged for event in events])

    def drop_scan(self, scan_id: str) -> None:
        """Take a scan, and what was made of its findings, out again; its risks stay. Raises RefusedInput."""
        self.refresh()
        self.append(judging.dropped(self.state, scan_id))

    def rename(self, title: str) -> None:
        """Give the workbook another title; raise InvalidAnswer where it is empty or too long."""
        wanted = checked_title(title)
        if not wanted:
            raise InvalidAnswer("A workbook needs a title: write a few words.")
        if wanted != self.title:
            self.append([WorkbookNamed(wanted)])

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.may_edit and next_undo(self.recorded, self.seat) is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to bring back."""
        return self.may_edit and next_redo(self.recorded, self.seat) is not None

    def undo(self) -> None:
        """Take back the newest step, if there is one."""
        self._turn(next_undo, Undone)

    def redo(self) -> None:
        """Bring back the step taken back last, if there is one."""
        self._turn(next_redo, Redone)

    def _turn(self, find: Callable[[Iterable[Recorded], str], int | None], kind: type[Undone] | type[Redone]) -> None:
        self.refresh()
        step = find(self.recorded, self.seat)
        if step is not None:
            self.append([kind(step)])

    def state_at(self, number: int) -> State:
        """Return the state after the event with this number: any earlier moment of the workbook."""
        return fold(record for record in self.recorded if record.number <= number)

    def history(self) -> tuple[Entry, ...]:
        """Return the log in words, oldest first."""
        return history(self.bank, self.recorded)

    def findings(self, chapter: str, *, deep: bool = True) -> Findings:
        """Return what one chapter finds now, computed anew after a change that touches it. Raises UnknownChapter.

        Not `deep`, it may lack what could flip a decision: enough for its verdict, and many times faster.
        """
        known = self._found.get(chapter) or (None if deep else self._glimpsed.get(chapter))
        if known is None:
            others = None
            if gathered := chapters.gathers(chapter):
                others = {other: self.findings(other) for other in chapters.CHAPTERS if not chapters.gathers(other)}
            known = chapters.findings(chapter, self.state, others, deep=deep)
            (self._found if deep or not gathered else self._glimpsed)[chapter] = known
        return known

    def assess(self) -> Mapping[str, Findings]:
        """Return the findings of all chapters, in the order of a session."""
        return {chapter: self.findings(chapter) for chapter in chapters.CHAPTERS}

    def progress(self, chapter: str) -> Progress:
        """Return how far a chapter is; one that nobody has touched is not computed for that."""
        asked = self.bank.chapter(chapter)
        if chapter not in chapters.CHAPTERS:
            return progress(asked, self.state)
        if not chapters.gathers(chapter) and not touched(asked, self.state):
            return Progress(Stage.UNTOUCHED, "", 0, len(asked.questions))
        return progress(asked, self.state, self.findings(chapter, deep=False))

    def document(self) -> Document:
        """Return the filled workbook as the report shows it."""
        return Document(self.bank, self.state, self.recorded, self.assess(), self.outdated)

    @property
    def frame(self) -> pd.DataFrame:
        """All answers as a table: chapter, question, row, column, value."""
        import pandas as pd  # only analysts need it

        rows = [(q.chapter, q.id, "", "", self.state.values.get(q.id)) for q in self.bank]
        for question in self.bank:
            for row in self.state.rows(question.id):
                cells = row.values.items()
                rows.extend((question.chapter, question.id, row.id, column, value) for column, value in cells)
        return pd.DataFrame(rows, columns=["chapter", "question", "row", "column", "value"])


def _chapter_of(event: Event) -> str:
    """The chapter whose questions an event answers; "" for an event that may touch all."""
    return str(getattr(event, "question", "")).partition(".")[0]


def assessment(state: State, found: Mapping[str, Findings]) -> dict[str, Json]:
    """Return all findings as plain JSON: what `premortem assess --json` prints."""
    chapters_found = {chapter: plain(findings) for chapter, findings in found.items()}
    return {
        "title": state.title,
        "number": state.newest,
        "chapters": chapters_found,
        "decision": chapters_found.get("decision"),
    }
