"""What happens in a facilitated session: several people, one workbook, one who leads.

No event holds what somebody voted before the vote is shown, nor who voted what where votes are secret: until then
ballots lie outside the log, which could never forget them (docs/adr/0016).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from premortem.errors import UnreadableFile
from premortem.model.agendas import steps_from
from premortem.model.event import Event, Json
from premortem.model.subjects import subject_from

PRIVACY = ("anonymous", "secret", "open")
"""No names at all; names of those present, but no name on a vote; names on votes too, once they are shown."""


@dataclass(frozen=True)
class SessionEvent(Event):
    """Something that happened in the session with this opaque id; never undone: it was seen by all."""

    session: str


@dataclass(frozen=True)
class SessionOpened(SessionEvent):
    """A session began; `lead` is the seat of whoever leads it, `agenda` a list of steps as `agendas` writes them.

    `privacy` is one of `PRIVACY`. A `rehearsal` has simulated participants.
    """

    kind: ClassVar[str] = "session-opened"
    lead: str
    agenda: Json
    privacy: str = "secret"
    rehearsal: bool = False


@dataclass(frozen=True)
class AgendaSet(SessionEvent):
    """The agenda was changed; `agenda` is the whole of it."""

    kind: ClassVar[str] = "agenda-set"
    agenda: Json


@dataclass(frozen=True)
class StepBegun(SessionEvent):
    """The session moved to the step of the agenda with this id; its time runs from here."""

    kind: ClassVar[str] = "step-begun"
    item: str


@dataclass(frozen=True)
class RoleTaken(SessionEvent):
    """Whoever sits at the seat `lead` leads from here on; "" where the role was laid down for somebody to take."""

    kind: ClassVar[str] = "role-taken"
    lead: str


@dataclass(frozen=True)
class Joined(SessionEvent):
    """A person came, or gave another name; `person` is an opaque id, `name` "" where the session is anonymous.

    `by_hand`: the facilitator votes for this person, who has no phone.
    """

    kind: ClassVar[str] = "joined"
    person: str
    name: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Left(SessionEvent):
    """A person went, or was `removed` by whoever leads: who was removed cannot come back."""

    kind: ClassVar[str] = "left"
    person: str
    removed: bool = False


@dataclass(frozen=True)
class DoorSet(SessionEvent):
    """The door was shut for newcomers, or opened again; who is in may always return."""

    kind: ClassVar[str] = "door-set"
    open: bool


@dataclass(frozen=True)
class TurnedAway(SessionEvent):
    """So many tries to come in were refused by now, or more: all places taken, the door shut, or removed before.

    Told at 10, 20, 50, 100, 200 and so on, so that whoever keeps trying cannot fill the log.
    """

    kind: ClassVar[str] = "turned-away"
    tries: int


@dataclass(frozen=True)
class VoteOpened(SessionEvent):
    """A vote began; `subject` is what is asked, as `subjects` writes it. `again` names the round before."""

    kind: ClassVar[str] = "vote-opened"
    vote: str
    subject: Json
    again: str = ""


@dataclass(frozen=True)
class VoteCast(SessionEvent):
    """A person voted or abstained; what, nobody learns before all do. Changing one's vote is no further event."""

    kind: ClassVar[str] = "vote-cast"
    vote: str
    person: str


@dataclass(frozen=True)
class VoteShown(SessionEvent):
    """The vote was closed and shown; `ballots` are in an order drawn by chance: `{value, name?}`, or `{abstain: true}`.

    Never taken back: what was seen cannot be made unseen. `missing` people were there and had not voted.
    """

    kind: ClassVar[str] = "vote-shown"
    vote: str
    ballots: Json
    missing: int = 0


@dataclass(frozen=True)
class VoteDropped(SessionEvent):
    """The vote was called off; its ballots are gone, and nobody has seen them."""

    kind: ClassVar[str] = "vote-dropped"
    vote: str


@dataclass(frozen=True)
class Agreed(SessionEvent):
    """The group agreed on an answer after a vote, by talking: `value` is canonical, `note` in the group's words."""

    kind: ClassVar[str] = "agreed"
    vote: str
    value: Json
    note: str = ""


@dataclass(frozen=True)
class DissentNoted(SessionEvent):
    """A person did not agree and wants that kept; `name` only where its author wants the name kept too."""

    kind: ClassVar[str] = "dissent-noted"
    vote: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class Parked(SessionEvent):
    """Something was put on the list of what is talked about another time; `settled` takes it off again."""

    kind: ClassVar[str] = "parked"
    item: str
    text: str
    settled: bool = False


@dataclass(frozen=True)
class SessionEnded(SessionEvent):
    """The session is over: nobody can join or vote any more."""

    kind: ClassVar[str] = "session-ended"


def refuse_unless_whole(event: SessionEvent) -> None:
    """Raise UnreadableFile where an event that came from elsewhere holds what no session writes."""
    simple = {
        name: value for name, value in vars(event).items() if name not in {"agenda", "subject", "ballots", "value"}
    }
    flags = dict.fromkeys(("rehearsal", "by_hand", "removed", "open", "settled"), bool)
    asked = {**flags, "missing": int, "tries": int}
    whole = all(type(value) is asked.get(name, str) for name, value in simple.items())
    match event:
        case SessionOpened(agenda=agenda, privacy=privacy):
            steps_from(agenda)
            whole = whole and privacy in PRIVACY
        case AgendaSet(agenda=agenda):
            steps_from(agenda)
        case VoteOpened(subject=subject):
            subject_from(subject)
        case VoteShown(ballots=ballots):
            whole = whole and isinstance(ballots, list) and all(isinstance(ballot, dict) for ballot in ballots)
    if not whole:
        raise UnreadableFile(f"An event of kind {event.kind!r} in it is damaged: use another copy.")
