"""The simulated people of a rehearsal, who do something each time the page looks who is there."""

from __future__ import annotations

from zlib import crc32

from premortem.session import rehearsal
from premortem.session.lead import Lead
from premortem.session.room import Room
from premortem.workbook import Workbook

AT_ONCE = 2
"""How many act between two looks: that a vote fills up slowly is part of what is rehearsed."""


class Rehearsing:
    """Lets simulated people take part in one session; the same ones after a reload."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._people = rehearsal.simulated(room, seed=crc32(room.id.encode()) % 10**8)

    def go_on(self) -> None:
        """Let a few of those act who have something to do, and be there as a phone is."""
        acted = 0
        for person in self._people:
            if acted < AT_ONCE and person.act():
                acted += 1
        known = self.room.session.people
        there = [person.id for person in self._people if person.id in known and known[person.id].here]
        self.room.log.mark_present(self.room.workbook, there)


def begun(lead: Lead) -> Rehearsing | None:
    """Return who takes part in the session that somebody leads, None where it is no rehearsal."""
    return Rehearsing(lead.room) if lead.session.rehearsal else None


def copy_of(workbook: Workbook) -> Workbook:
    """Return a copy of the workbook to rehearse on, opened for editing; nothing done there touches this one."""
    return Workbook(workbook.log, rehearsal.copied(workbook.log, workbook.id, workbook.author).edit, workbook.author)
