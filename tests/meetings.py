"""A session on a workbook in a real store, as tests begin one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from premortem.model.agendas import Step
from premortem.model.bank import shipped_bank
from premortem.model.questions import Bank
from premortem.model.subjects import Option, Subject
from premortem.session.lead import Lead
from premortem.session.room import Room
from premortem.session.state import Person
from premortem.store import Log

AGENDA = (
    Step("write", "quiet", "Each writes down why it failed", 10, "premortem-round", "premortem-round.reasons"),
    Step("vote", "vote", "How clear is it?", 15, "first-project", "first-project.team"),
    Step("decide", "decision", "What is done next", 5, "decision"),
)
FACILITATOR = "f" * 16
OTHER_SEAT = "0" * 16
CLEAR = Subject("scale", "How clear is it?", options=tuple(Option(level, str(level)) for level in range(1, 6)))
TEXTS = Subject("text", "Why did it fail?", "premortem-round.reasons", column="why", many=5, length_max=400)


def token(who: str) -> str:
    """The secret that the phone of somebody keeps."""
    return hashlib.sha256(who.encode()).hexdigest()[:32]


@dataclass
class Meeting:
    """A workbook and its session: begun when it is first asked for, with `privacy`."""

    log: Log
    workbook: str
    bank: Bank = field(default_factory=shipped_bank)

    def begin(self, privacy: str = "secret", author: str = "Facilitator") -> Lead:
        return Lead.begin(self.log, self.bank, self.workbook, FACILITATOR, AGENDA, privacy, author=author)

    def led_from(self, lead: Lead, seat: str, author: str = "Deputy") -> Lead:
        return Lead(self.room(lead), self.bank, seat, author)

    def room(self, lead: Lead) -> Room:
        """The session as another process has it in hand."""
        return Room(self.log, self.workbook, lead.room.id)

    def join(self, lead: Lead, *names: str) -> list[Person]:
        room = self.room(lead)
        return [room.join(token(name), name) for name in names]

    def told(self, kind: type[Any]) -> list[Any]:
        """All events of this kind in the log."""
        return [record.event for record in self.log.events(self.workbook) if isinstance(record.event, kind)]
