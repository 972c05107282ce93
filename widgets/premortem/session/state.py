"""The sessions of a workbook: folded from the events of its log, as the workbook's own state is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from premortem.model import session_events as happened
from premortem.model.agendas import Step, steps_from
from premortem.model.event import Json, Recorded
from premortem.model.subjects import Subject, subject_from


@dataclass(frozen=True)
class Person:
    """Somebody in the session; `name` is "" where it is anonymous, `number` counts them from 1 in order of coming."""

    id: str
    name: str
    number: int
    by_hand: bool = False
    here: bool = True
    removed: bool = False

    @property
    def called(self) -> str:
        """The name, or what stands for it on the screen."""
        return self.name or f"Participant {self.number}"


@dataclass(frozen=True)
class Dissent:
    """What somebody who did not agree wants kept; `name` "" where the author wants no name."""

    text: str
    name: str


@dataclass(frozen=True)
class Vote:
    """One vote. `ballots` is None until it is shown; `cast` holds the ids of who voted or abstained."""

    id: str
    subject: Subject
    opened: datetime
    again: str = ""
    round: int = 1
    cast: frozenset[str] = frozenset()
    ballots: tuple[Mapping[str, Json], ...] | None = None
    shown: datetime | None = None
    missing: int = 0
    dropped: bool = False
    agreed: Json = None
    agreed_at: datetime | None = None
    note: str = ""
    dissent: tuple[Dissent, ...] = ()

    @property
    def open(self) -> bool:
        """Whether ballots are taken."""
        return self.ballots is None and not self.dropped


@dataclass(frozen=True)
class ParkedItem:
    """Something to talk about another time."""

    id: str
    text: str
    settled: bool = False


@dataclass(frozen=True)
class Begun:
    """A step of the agenda was begun at this time; a step may be begun again."""

    step: str
    at: datetime


@dataclass(frozen=True)
class Session:
    """One session: its agenda, people and votes, each in the order they came. `ended` is None while it runs."""

    id: str
    opened: datetime
    lead: str
    privacy: str
    agenda: tuple[Step, ...]
    rehearsal: bool = False
    planned: tuple[Step, ...] = ()
    """The agenda as it stood when the session began: what the time used is held against."""
    begun: tuple[Begun, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    door_open: bool = True
    turned_away: int = 0
    """Tries to come in that were refused, at least."""
    votes: Mapping[str, Vote] = field(default_factory=dict)
    parked: Mapping[str, ParkedItem] = field(default_factory=dict)
    ended: datetime | None = None
    newest: int = 0
    """The number of the last event of this session."""

    @property
    def step(self) -> Step | None:
        """The step of the agenda that runs now."""
        now = self.begun[-1].step if self.begun else ""
        return next((step for step in self.agenda if step.id == now), None)

    @property
    def vote(self) -> Vote | None:
        """The vote opened last that was not dropped: open, or shown."""
        return next((vote for vote in reversed(tuple(self.votes.values())) if not vote.dropped), None)

    @property
    def here(self) -> tuple[Person, ...]:
        """Who takes part: came, and did not leave."""
        return tuple(person for person in self.people.values() if person.here)


def sessions(log: Iterable[Recorded]) -> tuple[Session, ...]:
    """Return all sessions of a workbook, in order; events that make no sense any more change nothing."""
    found: dict[str, Session] = {}
    for record in log:
        event = record.event
        if isinstance(event, happened.SessionEvent) and (session := after(found.get(event.session), record)):
            found[event.session] = session
    return tuple(found.values())


def after(session: Session | None, record: Recorded) -> Session | None:
    """Return a session after one more of its events: who follows it need not fold all of it for each vote cast."""
    event = record.event
    if session is None and isinstance(event, happened.SessionOpened):
        agenda = steps_from(event.agenda)
        begun = Session(event.session, record.at, event.lead, event.privacy, agenda, event.rehearsal, planned=agenda)
        return replace(begun, newest=record.number)
    over = session is None or session.ended is not None or isinstance(event, happened.SessionOpened)
    if over or not isinstance(event, happened.SessionEvent):
        return session
    assert session is not None
    return replace(_after(session, event, record.at), newest=record.number)


def running(log: Iterable[Recorded]) -> Session | None:
    """Return the session that runs now: the one opened last of those that have not ended."""
    return next((session for session in reversed(sessions(log)) if session.ended is None), None)


def _after(session: Session, event: happened.SessionEvent, at: datetime) -> Session:  # noqa: PLR0911 - one a kind
    match event:
        case happened.AgendaSet(agenda=agenda):
            return replace(session, agenda=steps_from(agenda))
        case happened.StepBegun(item=item):
            return replace(session, begun=(*session.begun, Begun(item, at)))
        case happened.RoleTaken(lead=lead):
            return replace(session, lead=lead)
        case happened.Joined() | happened.Left():
            return _after_door(session, event)
        case happened.DoorSet(open=is_open):
            return replace(session, door_open=is_open)
        case happened.TurnedAway(tries=tries):
            return replace(session, turned_away=max(tries, session.turned_away))
        case happened.Parked(item=item, text=text, settled=settled):
            kept = {**session.parked, item: ParkedItem(item, text, settled)}
            return replace(session, parked=MappingProxyType(kept))
        case happened.SessionEnded():
            return replace(session, ended=at)
        case _:
            return _after_vote(session, event, at)


def _after_door(session: Session, event: happened.SessionEvent) -> Session:
    people = dict(session.people)
    match event:
        case happened.Joined(person=person, name=name, by_hand=by_hand):
            known = people.get(person) or Person(person, name, len(people) + 1, by_hand)
            if not known.removed:
                people[person] = replace(known, name=name, here=True)
        case happened.Left(person=person, removed=removed) if person in people:
            people[person] = replace(people[person], here=False, removed=removed or people[person].removed)
    return replace(session, people=MappingProxyType(people))


def _after_vote(session: Session, event: happened.SessionEvent, at: datetime) -> Session:
    votes = dict(session.votes)
    if isinstance(event, happened.VoteOpened):
        before = votes.get(event.again)
        votes[event.vote] = Vote(
            event.vote, subject_from(event.subject), at, event.again, round=before.round + 1 if before else 1
        )
    elif vote := votes.get(getattr(event, "vote", "")):
        votes[vote.id] = _changed(vote, event, at)
    return replace(session, votes=MappingProxyType(votes))


def _changed(vote: Vote, event: happened.SessionEvent, at: datetime) -> Vote:
    match event:
        case happened.VoteCast(person=person) if vote.open:
            return replace(vote, cast=vote.cast | {person})
        case happened.VoteShown(ballots=ballots, missing=missing) if vote.open:
            return replace(vote, ballots=tuple(ballots), shown=at, missing=missing)
        case happened.VoteDropped() if vote.open:
            return replace(vote, dropped=True)
        case happened.Agreed(value=value, note=note):
            return replace(vote, agreed=value, agreed_at=at, note=note)
        case happened.DissentNoted(text=text, name=name):
            return replace(vote, dissent=(*vote.dissent, Dissent(text, name)))
    return vote
