"""Who leads a session, and how each command of theirs is let through or refused."""

from __future__ import annotations

from premortem.errors import InvalidAnswer, NotLeading, ReadOnlyLink, RefusedInput
from premortem.model import seats
from premortem.model.answers import canonical
from premortem.model.event import Event
from premortem.model.questions import Bank, Kind, Question
from premortem.model.shown import shown
from premortem.session.room import Room
from premortem.session.state import Session


class Authority:
    """Whoever sits at `seat`, before a session that they may lead or not; raises RefusedInput for what is no seat.

    Each command reads the session first, and raises NotLeading where another seat leads it by now, VoteClosed where it
    has ended, ReadOnlyLink where not `may_edit`; nothing has changed then. `author` is the name that the log keeps.
    """

    def __init__(self, room: Room, bank: Bank, seat: str, author: str = "", *, may_edit: bool = True) -> None:
        refuse_seat(seat)
        self.room, self.bank, self.seat, self.author, self.may_edit = room, bank, seat, author, may_edit

    @property
    def session(self) -> Session:
        """The session as of the last command or refresh."""
        return self.room.session

    @property
    def leading(self) -> bool:
        """Whether this seat leads."""
        return self.session.lead == self.seat

    def _refresh(self) -> Session:
        refuse_read_only(may_edit=self.may_edit)
        self.room.refresh()
        self.room.refuse_if_ended()
        return self.session

    def _lead(self) -> Session:
        session = self._refresh()
        if not session.lead:
            raise NotLeading("Nobody leads this session now: take the lead, and do it again.")
        if session.lead != self.seat:
            who = self.room.led_by or "Somebody else"
            raise NotLeading(f"{who} leads this session now, so this was not done: take the lead back to go on.")
        return session

    def _did(self, *events: Event) -> None:
        self.room.append(*events, author=self.author)


def refuse_seat(seat: object) -> None:
    """Raise RefusedInput for what is no seat: "" would lead wherever nobody does."""
    if not seats.is_seat(seat):
        raise RefusedInput(f"A session is led from a seat, which {shown(seat)} is not: reload the page.")


def refuse_read_only(*, may_edit: bool) -> None:
    """Raise ReadOnlyLink for who may only look."""
    if not may_edit:
        raise ReadOnlyLink("This link is for reading only: ask its owner for the edit link to lead a session.")


def text(what: str, raw: object, longest: int) -> str:
    """Return a text of whoever leads; raise InvalidAnswer where it is empty, too long or cannot be kept."""
    said = canonical(Question(what, "", Kind.TEXT, what, length_max=longest), raw)
    if not isinstance(said, str):
        raise InvalidAnswer(f"{what} is empty: write a few words.")
    return said
