"""What every log can do, whichever database keeps it: the one thing that is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from premortem.model.events import Event, Json, Recorded, WorkbookCreated
from premortem.store.links import new_id


@dataclass(frozen=True)
class Links:
    """The two ways into a workbook: who has the `edit` link may write, who has the `read` link may look."""

    workbook: str
    edit: str
    read: str

    @classmethod
    def drawn(cls) -> Self:
        """Return the id and the links of a new workbook, none of which can be guessed from another."""
        return cls(workbook=new_id(), edit=new_id(), read=new_id())


@dataclass(frozen=True)
class Access:
    """What a link opens."""

    workbook: str
    may_edit: bool


@dataclass(frozen=True)
class Listing:
    """One line of the list of workbooks; `created` and `changed` are the times of its first and last event.

    `title` is that of the last event that gave one. Undo is not looked at: only the fold knows what counts.
    """

    workbook: str
    title: str
    edit: str
    read: str
    created: datetime
    changed: datetime
    number: int


@dataclass(frozen=True)
class Door:
    """What the short code of a running session opens: that session, to take part in and nothing else."""

    code: str
    workbook: str
    session: str


class BallotBox(Protocol):
    """What must be kept during a session and forgotten after it, which a log that is only appended to cannot do.

    It may raise what a `Log` may, and StoreBusy and the like mean that nothing has changed. Ballots are kept by the
    opaque id of the person; nothing here returns another person's ballot before `close_vote`.
    """

    def open_door(self, door: Door) -> None:
        """Let people join this session by this code until `shut_doors`; raise InvalidAnswer where the code is taken."""

    def door(self, code: str) -> Door:
        """Return what this code opens now; raise UnknownLink where it opens nothing."""

    def doors(self, workbook: str) -> tuple[Door, ...]:
        """Return the codes that open sessions of this workbook now."""

    def shut_doors(self, workbook: str, events: Sequence[Event] = (), author: str = "") -> tuple[Recorded, ...]:
        """End all that is kept for the workbook's session, ballots unseen, and append these events: all in one."""

    def open_vote(self, workbook: str, vote: str, events: Sequence[Event], author: str = "") -> tuple[Recorded, ...]:
        """Take ballots for this vote from now on, and append these events in the same moment.

        Raise InvalidAnswer where this vote was opened before.
        """

    def cast(
        self, workbook: str, vote: str, person: str, ballot: Json, events: Sequence[Event], author: str = ""
    ) -> tuple[Recorded, ...]:
        """Keep a person's ballot in place of an earlier one; append these events only where there was none.

        Raise VoteClosed where no ballots are taken (any more).
        """

    def ballot(self, workbook: str, vote: str, person: str) -> Json | None:
        """Return what this person has voted so far in an open vote, None where nothing."""

    def close_vote(
        self,
        workbook: str,
        vote: str,
        events_of: Callable[[Mapping[str, Json]], Sequence[Event]],
        author: str = "",
    ) -> tuple[Recorded, ...]:
        """Take no more ballots, append the events made of those cast (by person), and forget the ballots: all in one.

        Raise VoteClosed where it is closed already; what `events_of` raises leaves everything as it was.
        """

    def mark_present(self, workbook: str, people: Sequence[str]) -> None:
        """Note that these people of the running session are connected at this moment, by the store's clock."""

    def present(self, workbook: str, within_seconds: float) -> frozenset[str]:
        """Return who was marked present within the last seconds."""

    def wait(self, workbook: str, after: int, seconds: float) -> int:
        """Return the number of the workbook's newest event as soon as it exceeds `after`, or when the time is up.

        May be called from a thread of its own beside other uses of the log, and delays none of them.
        """


class Log(BallotBox, Protocol):
    """Events that are only ever appended, each workbook's numbered from 1 without gaps.

    Every method may raise StoreBusy, StoreUnwritable, StoreDamaged or StoreTooNew. Nothing has changed then, and the
    same log works again once the fault is mended. A workbook id the store does not have raises UnknownLink.
    """

    @property
    def address(self) -> str:
        """The URL this log was opened with, for messages and for `premortem doctor`."""

    def create(self, event: WorkbookCreated, author: str = "") -> Links:
        """Begin a workbook with this event as its number 1; raise InvalidAnswer where the event cannot be kept."""

    def append(self, workbook: str, events: Sequence[Event], author: str = "") -> tuple[Recorded, ...]:
        """Add these events, all or none, as one step, and return them as any later reading gives them.

        They are on the disk when this returns. No events, no step. Raise InvalidAnswer where an event or the author
        cannot be kept (not JSON, half a character), UnknownLink where there is no such workbook.
        """

    def adopt(self, recorded: Sequence[Recorded]) -> Links:
        """Begin a workbook that has this history: numbers, steps, times and authors as they are, but new ids.

        Raise UnreadableFile, and keep nothing of it, where the history is not whole.
        """

    def events(self, workbook: str, after: int = 0, upto: int | None = None) -> tuple[Recorded, ...]:
        """Return the events numbered above `after`, up to and with `upto` (None: the newest), in order."""

    def newest(self, workbook: str) -> int:
        """Return the number of the workbook's last event."""

    def open_link(self, link: str) -> Access:
        """Return what the link opens; raise UnknownLink for one that opens nothing or is not of a link's form."""

    def links(self, workbook: str) -> Links:
        """Return the workbook's two links."""

    def workbooks(self) -> tuple[Listing, ...]:
        """Return all workbooks, the one written to last first (adopting a history is writing it)."""

    def touched(self) -> Listing | None:
        """Return the workbook written to last, None where there is none."""

    def close(self) -> None:
        """Let go of the store; closing twice does no harm, any other use afterwards raises StoreError."""

    def __enter__(self) -> Self:
        """Return the log itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the log."""
