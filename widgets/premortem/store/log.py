"""What every log can do, whichever database keeps it: the one thing that is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from premortem.model.events import Event, Recorded, WorkbookCreated


@dataclass(frozen=True)
class Links:
    """The two ways into a workbook: who has the `edit` link may write, who has the `read` link may look."""

    workbook: str
    edit: str
    read: str


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


class Log(Protocol):
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
