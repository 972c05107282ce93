"""What each sees of a session: before a vote is shown nobody's view holds what another voted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from premortem.model import subjects
from premortem.model.event import Json
from premortem.session import agenda, answers, people, results
from premortem.session.state import Person, Session, Vote

if TYPE_CHECKING:
    from premortem.session.room import Room


def seen_by(room: Room, person: str) -> dict[str, Json]:
    """Return what this person sees now, as JSON; who has not joined sees what is said at the door."""
    session = room.session
    me = session.people.get(person)
    is_in = me is not None and me.here
    vote = session.vote if is_in else None
    return {
        "workbook": room.title,
        "privacy": session.privacy,
        "rehearsal": session.rehearsal,
        "ended": session.ended is not None,
        "door_open": session.door_open,
        "thin": people.is_thin(session),
        "me": {"name": me.name, "called": me.called} if me is not None and is_in else None,
        "removed": me is not None and me.removed,
        "people": len(session.here),
        "step": running_step(session, room.clock()) if is_in else None,
        "vote": _vote_for(room, session, vote, person) if vote is not None else None,
        "newest": session.newest,
    }


def running_step(session: Session, now: datetime) -> dict[str, Json] | None:
    """Return the step that runs, and for how many seconds it has; None before the first."""
    step = session.step
    if step is None:
        return None
    return {
        "kind": step.kind,
        "title": step.title,
        "chapter": step.chapter,
        "minutes": step.minutes,
        "elapsed": seconds(session.begun[-1].at, session.ended or now),
    }


def seconds(since: datetime, until: datetime) -> float:
    """Return how long something took; a clock that was set back makes no time negative."""
    return max(0.0, round((until - since).total_seconds(), 1))


def shown_vote(session: Session, vote: Vote, currency: str | None) -> dict[str, Json]:
    """Return what all see alike of a vote: nothing but the question before it is shown."""
    is_shown = vote.ballots is not None
    return {
        "id": vote.id,
        "round": vote.round,
        "open": vote.open,
        "subject": subjects.to_json(vote.subject),
        "shown": is_shown,
        "result_html": results.html(vote, currency=currency, names=session.privacy == "open") if is_shown else "",
        "agreed": "" if vote.agreed is None else answers.spoken(vote.subject, vote.agreed, currency),
    }


def counted(session: Session, vote: Vote) -> dict[str, int]:
    """Return how many have voted, of how many."""
    of = people.voters(session, vote)
    return {"cast": len(vote.cast & of), "of": len(of)}


def _vote_for(room: Room, session: Session, vote: Vote, person: str) -> dict[str, Json]:
    mine = room.log.ballot(room.workbook, vote.id, person) if vote.open else None
    return {
        **room.shown(vote),
        **counted(session, vote),
        "mine": mine,
        "may_dissent": vote.ballots is not None and session.ended is None,
    }


def seen_by_lead(room: Room, seat: str, code: str, now: datetime, present: frozenset[str]) -> dict[str, Json]:
    """Return what the panel of this seat shows, as JSON; `present` says whose phones are connected at this moment."""
    session = room.session
    until = session.ended or now
    used = agenda.used(session, until)
    vote = session.vote
    step = running_step(session, now)
    return {
        "running": session.ended is None,
        "leading": session.lead == seat,
        "role_free": not session.lead,
        "led_by": room.led_by,
        "code": code,
        "privacy": session.privacy,
        "rehearsal": session.rehearsal,
        "door_open": session.door_open,
        "turned_away": session.turned_away,
        "thin": people.is_thin(session),
        "agenda": [
            {
                **asdict(each),
                "used": used.get(each.id, 0.0),
                "now": session.step is not None and each.id == session.step.id,
            }
            for each in session.agenda
        ],
        "elapsed": step["elapsed"] if step else 0.0,
        "planned_s": 60 * sum(each.minutes for each in session.agenda if not each.parked),
        "used_s": seconds(session.opened, until),
        "people": [_person(each, vote, present) for each in session.people.values() if not each.removed],
        "vote": _vote_for_lead(room, session, vote) if vote is not None else None,
        "parked": [asdict(item) for item in session.parked.values()],
        "newest": session.newest,
    }


def _person(person: Person, vote: Vote | None, present: frozenset[str]) -> dict[str, Json]:
    return {
        "id": person.id,
        "called": person.called,
        "by_hand": person.by_hand,
        "present": person.here and (person.by_hand or person.id in present),
        "here": person.here,
        "voted": vote is not None and person.id in vote.cast,
    }


def _vote_for_lead(room: Room, session: Session, vote: Vote) -> dict[str, Json]:
    return {
        **room.shown(vote),
        **counted(session, vote),
        "missing": vote.missing,
        "value": vote.agreed,
        "note": vote.note,
        "dissent": [asdict(said) for said in vote.dissent],
        "answers": answers.answers_question(vote.subject),
    }
