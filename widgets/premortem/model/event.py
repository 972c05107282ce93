"""What every event is, and how it stands in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

Json = Any  # a value that `json` can write: the canonical form of an answer


@dataclass(frozen=True)
class Event:
    """Something that happened to a workbook."""

    kind: ClassVar[str]


@dataclass(frozen=True)
class Recorded:
    """An event with its place in the log: workbook, sequence number (from 1, no gaps), UTC time, author.

    `step` is the sequence number of the first event of the same append: what was done in one go is undone in one go.
    """

    workbook: str
    number: int
    at: datetime
    author: str
    event: Event
    step: int
