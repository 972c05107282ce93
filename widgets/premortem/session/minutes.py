"""The minutes of a session: who was there, what was voted, agreed and taken on, and the time it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from premortem.errors import UnknownLink
from premortem.model.currencies import CURRENCY
from premortem.model.event import Json, Recorded
from premortem.model.events import RowAdded
from premortem.model.questions import Bank
from premortem.model.shown import shown
from premortem.model.state import State, fold
from premortem.model.subjects import Subject
from premortem.session import agenda, answers, results
from premortem.session.state import Dissent, ParkedItem, Session, Vote, sessions

ACTIONS = "decision.actions"
"""The table of the workbook in which it says who does what by when."""


@dataclass(frozen=True)
class Attendance:
    """Who took part: how many, and their names where names are kept; nobody who was removed."""

    people: int
    names: tuple[str, ...]
    without_phone: int = 0


@dataclass(frozen=True)
class Round:
    """One round of a vote as it was shown; `words` say it in a sentence or two."""

    vote: str
    round: int
    shown: datetime
    result: results.Result
    words: str


@dataclass(frozen=True)
class Ballot:
    """What was voted on, in all its rounds, and what the group made of it.

    `agreed` is in words, "" where nothing was agreed on; `value` the same as the workbook holds it.
    """

    subject: Subject
    rounds: tuple[Round, ...]
    agreed: str = ""
    value: Json = None
    note: str = ""
    dissent: tuple[Dissent, ...] = ()


@dataclass(frozen=True)
class Action:
    """Who does what by when (an ISO day), as it stood when the session ended; "" where that was left open."""

    what: str
    owner: str
    due: str


@dataclass(frozen=True)
class StepTime:
    """The time of one step, in minutes: planned at the beginning (None where it came later), planned last, and used."""

    id: str
    kind: str
    title: str
    chapter: str
    planned: float | None
    last: float
    used: float
    parked: bool


@dataclass(frozen=True)
class Minutes:
    """What is kept of a session; nothing in it says who voted what unless the session was `open`.

    `ended` is None while it runs; `called_off` votes nobody has seen; of `waiting` ones nobody may see anything yet.
    """

    session: str
    title: str
    opened: datetime
    ended: datetime | None
    privacy: str
    rehearsal: bool
    attendance: Attendance
    votes: tuple[Ballot, ...]
    called_off: int
    waiting: int
    actions: tuple[Action, ...]
    parked: tuple[ParkedItem, ...]
    steps: tuple[StepTime, ...]
    minutes_planned: float
    minutes_used: float


def minutes(bank: Bank, recorded: Iterable[Recorded], session: str) -> Minutes:
    """Return the minutes of the session with this id, from the log of its workbook; raise UnknownLink for none."""
    log = tuple(recorded)
    found = next((each for each in sessions(log) if each.id == session), None)
    if found is None:
        raise UnknownLink(f"There is no session {shown(session)} in this workbook: look at the list of its sessions.")
    upto = tuple(r for r in log if r.number <= found.newest) if found.ended is not None else log
    state = fold(upto)
    until = found.ended or (log[-1].at if log else found.opened)
    votes = tuple(found.votes.values())
    return Minutes(
        session=found.id,
        title=state.title,
        opened=found.opened,
        ended=found.ended,
        privacy=found.privacy,
        rehearsal=found.rehearsal,
        attendance=_attendance(found),
        votes=_ballots(found, state.text(CURRENCY)),
        called_off=sum(1 for vote in votes if vote.dropped),
        waiting=sum(1 for vote in votes if vote.open),
        actions=_actions(upto, found, state) if bank.find(ACTIONS) else (),
        parked=tuple(found.parked.values()),
        steps=_steps(found, until),
        minutes_planned=sum(step.minutes for step in found.planned if not step.parked),
        minutes_used=max(0.0, (until - found.opened).total_seconds() / 60),
    )


def _attendance(session: Session) -> Attendance:
    came = [person for person in session.people.values() if not person.removed]
    names = tuple(person.name for person in came if person.name) if session.privacy != "anonymous" else ()
    return Attendance(len(came), names, sum(1 for person in came if person.by_hand))


def _ballots(session: Session, currency: str | None) -> tuple[Ballot, ...]:
    """Votes with their further rounds, in the order in which the first of each was opened."""
    chains: dict[str, list[Vote]] = {}
    first: dict[str, str] = {}
    for vote in session.votes.values():
        begun = first[vote.id] = first.get(vote.again, vote.id)
        if vote.ballots is not None:
            chains.setdefault(begun, []).append(vote)
    named = session.privacy == "open"
    return tuple(_ballot(rounds, currency, named=named) for rounds in chains.values())


def _ballot(votes: list[Vote], currency: str | None, *, named: bool) -> Ballot:
    settled = [vote for vote in votes if vote.agreed_at is not None]
    last = max(settled, key=lambda vote: (vote.agreed_at, vote.round)) if settled else None
    return Ballot(
        subject=votes[0].subject,
        rounds=tuple(_round(vote, currency, named=named) for vote in votes),
        agreed=answers.spoken(last.subject, last.agreed, currency) if last else "",
        value=last.agreed if last else None,
        note=last.note if last else "",
        dissent=tuple(said for vote in votes for said in vote.dissent),
    )


def _round(vote: Vote, currency: str | None, *, named: bool) -> Round:
    assert vote.shown is not None
    cast = [ballot if named else {**ballot, "name": ""} for ballot in vote.ballots or ()]
    result = results.result(vote.subject, cast, missing=vote.missing)
    return Round(vote.id, vote.round, vote.shown, result, results.words(result, currency))


def _actions(log: tuple[Recorded, ...], session: Session, state: State) -> tuple[Action, ...]:
    """What was taken on between the opening and the end, and is still there then; what was only written anew is not."""
    begun = next(r.number for r in log if getattr(r.event, "session", None) == session.id)
    earlier = [_action(row.values) for row in fold(r for r in log if r.number < begun).rows(ACTIONS)]
    added = {
        r.event.row for r in log if isinstance(r.event, RowAdded) and r.event.question == ACTIONS and r.number > begun
    }
    taken_on = (_action(row.values) for row in state.rows(ACTIONS) if row.id in added and any(row.values.values()))
    return tuple(action for action in taken_on if action not in earlier)


def _action(cells: Mapping[str, Json]) -> Action:
    return Action(*(str(cells.get(column) or "") for column in ("what", "owner", "due")))


def _steps(session: Session, until: datetime) -> tuple[StepTime, ...]:
    """The steps as they were last, and at their end those that were planned and taken out again."""
    used = agenda.used(session, until)
    planned = {step.id: step.minutes for step in session.planned}
    last = {step.id for step in session.agenda}
    gone = [step for step in session.planned if step.id not in last]
    return tuple(
        StepTime(
            step.id,
            step.kind,
            step.title,
            step.chapter,
            planned.get(step.id),
            step.minutes if step.id in last else 0.0,
            round(used.get(step.id, 0.0) / 60, 2),
            step.parked or step.id not in last,
        )
        for step in (*session.agenda, *gone)
    )
