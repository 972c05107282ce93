"""What whoever leads a session may do, and nobody else: each command moves it on, and nothing moves by itself."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from premortem.errors import InvalidAnswer
from premortem.model import agendas, edits
from premortem.model import session_events as happened
from premortem.model.agendas import Step
from premortem.model.event import Json
from premortem.model.questions import Bank
from premortem.model.shown import shown
from premortem.session import agenda as agenda_of
from premortem.session import codes, views
from premortem.session.authority import refuse_read_only, refuse_seat, text
from premortem.session.room import Room
from premortem.session.state import Person, Session, running, sessions
from premortem.session.voting import Voting, person_in
from premortem.store.log import Door, Log

PARKED_MAX = 300
MOST_PARKED = 100


class Lead(Voting):
    """A session in the hands of whoever sits at a seat: all that moves it on. A command given twice does no harm."""

    _code = ""

    @classmethod
    def begin(
        cls,
        log: Log,
        bank: Bank,
        workbook: str,
        seat: str,
        agenda: Sequence[Step],
        privacy: str,
        *,
        rehearsal: bool = False,
        author: str = "",
        may_edit: bool = True,
    ) -> Lead:
        """Begin a session, draw its code and return it in hand.

        Raises InvalidAnswer where another session runs or `privacy` is none, ReadOnlyLink where not `may_edit`.
        """
        refuse_read_only(may_edit=may_edit)
        refuse_seat(seat)
        if privacy not in happened.PRIVACY:
            raise InvalidAnswer(f"Who is named is one of {', '.join(happened.PRIVACY)} (you gave {shown(privacy)}).")
        if running(log.events(workbook)) is not None:
            raise _another_runs()
        session = edits.new_row_id()
        steps = agenda_of.checked(agendas.to_json(tuple(agenda)))
        opened = happened.SessionOpened(session, seat, agendas.to_json(steps), privacy, rehearsal)
        log.append(workbook, [opened], author)
        room = Room(log, workbook, session)
        if any(other.ended is None for other in _before(room)):  # somebody began one at the same moment, and was first
            room.append(happened.SessionEnded(session), author=author)
            raise _another_runs()
        lead = cls(room, bank, seat, author)
        lead.open_door()
        return lead

    @property
    def code(self) -> str:
        """The code by which people join, as they read it: `ABC-DEF`; "" where the session has none (any more)."""
        if self.session.ended is not None:
            return ""
        if not self._code:
            doors = self.room.log.doors(self.room.workbook)
            self._code = next((door.code for door in doors if door.session == self.room.id), "")
        return codes.dashed(self._code)

    def open_door(self) -> None:
        """Draw a code where the session has none: at its beginning, and where its store is a copy."""
        while not self.code:
            drawn = codes.drawn()
            try:
                self.room.log.open_door(Door(drawn, self.room.workbook, self.room.id))
            except InvalidAnswer:
                continue  # taken: draw another
            self._code = drawn

    def set_agenda(self, raw: Json) -> None:
        """Change the agenda to what a page sent; raise InvalidAnswer for what is none."""
        session = self._lead()
        steps = agenda_of.checked(raw)
        if steps != session.agenda:
            self._set(steps)

    def begin_step(self, step: str) -> None:
        """Move to a step of the agenda; its time runs from now. Beginning the one that runs changes nothing."""
        session = self._lead()
        wanted = _step(session, step)
        if wanted.parked:
            raise InvalidAnswer(f"The step {shown(wanted.title)} is parked: take it back into the agenda first.")
        if session.step is None or session.step.id != step:
            self._did(happened.StepBegun(self.room.id, step))

    def extend(self, step: str, minutes: Json) -> None:
        """Give a step more minutes, or fewer with a minus; raise InvalidAnswer where none are left."""
        session = self._lead()
        wanted = _step(session, step)
        if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not math.isfinite(minutes):
            raise InvalidAnswer(f"Minutes are a number (you gave {shown(minutes)}): give 5, for example.")
        longer = wanted.minutes + minutes
        if not 0 < longer <= agendas.MOST_MINUTES:
            raise InvalidAnswer(f"A step takes up to {agendas.MOST_MINUTES} minutes, not {longer:g}: give others.")
        if minutes:
            self._change(replace(wanted, minutes=longer))

    def park_step(self, step: str, parked: bool) -> None:
        """Keep a step for another time, or take it back."""
        session = self._lead()
        wanted = _step(session, step)
        if wanted.parked is not bool(parked):
            self._change(replace(wanted, parked=bool(parked)))

    def add_person(self, name: str = "") -> Person:
        """Take in somebody without a phone; raise InvalidAnswer for the name, VoteClosed where nobody more fits."""
        self._lead()
        person = secrets.token_hex(8)
        self._did(happened.Joined(self.room.id, person, self.room.name_for(person, name), by_hand=True))
        return self.room.placed(person)

    def remove(self, person: str) -> None:
        """Take somebody out, who then cannot come back; what they voted in an open vote does not count."""
        if not person_in(self._lead(), person).removed:
            self._did(happened.Left(self.room.id, person, removed=True))

    def set_door(self, is_open: bool) -> None:
        """Shut the door for newcomers, or open it again."""
        if self._lead().door_open is not bool(is_open):
            self._did(happened.DoorSet(self.room.id, bool(is_open)))

    def park(self, what: str) -> None:
        """Put something on the list of what is talked about another time; what waits there already is not put twice."""
        session = self._lead()
        said = text("What you park", what, PARKED_MAX)
        waiting = [item.text for item in session.parked.values() if not item.settled]
        if len(waiting) >= MOST_PARKED:
            raise InvalidAnswer(f"{MOST_PARKED} things are parked, and no more fit: settle some of them.")
        if said not in waiting:
            self._did(happened.Parked(self.room.id, edits.new_row_id(), said))

    def settle(self, item: str) -> None:
        """Take something off the list of what is talked about another time."""
        known = self._lead().parked.get(item)
        if known is None:
            raise InvalidAnswer(f"Nothing is parked as {shown(item)}: look at the page again.")
        if not known.settled:
            self._did(happened.Parked(self.room.id, item, known.text, settled=True))

    def take_role(self) -> None:
        """Lead from here on, whoever led before; taken back in the same way."""
        self._refresh()
        if not self.leading:
            self._did(happened.RoleTaken(self.room.id, self.seat))
        self.open_door()

    def lay_down_role(self) -> None:
        """Lead no longer: whoever has the workbook open for editing can take the role."""
        self._lead()
        self._did(happened.RoleTaken(self.room.id, ""))

    def end(self) -> None:
        """End the session: doors are shut, open votes called off unseen, ballots and codes forgotten."""
        session = self._lead()
        dropped = [happened.VoteDropped(self.room.id, vote.id) for vote in session.votes.values() if vote.open]
        self.room.log.shut_doors(self.room.workbook, [*dropped, happened.SessionEnded(self.room.id)], self.author)
        self.room.refresh()

    def view(self, now: datetime, present: frozenset[str] = frozenset()) -> dict[str, Json]:
        """Return what the panel of this seat shows, as JSON; `present` says whose phones are connected."""
        return views.seen_by_lead(self.room, self.seat, self.code, now, present)

    def _change(self, changed: Step) -> None:
        self._set(tuple(changed if step.id == changed.id else step for step in self.session.agenda))

    def _set(self, steps: tuple[Step, ...]) -> None:
        self._did(happened.AgendaSet(self.room.id, agendas.to_json(steps)))


def _step(session: Session, step: object) -> Step:
    for known in session.agenda:
        if known.id == step:
            return known
    raise InvalidAnswer(f"There is no step {shown(step)} in the agenda: look at the page again.")


def _before(room: Room) -> tuple[Session, ...]:
    """The sessions that were begun before this one."""
    known = sessions(room.recorded)
    return known[: next(place for place, each in enumerate(known) if each.id == room.id)]


def _another_runs() -> InvalidAnswer:
    return InvalidAnswer("Another session runs on this workbook already: join it, or let it end first.")
