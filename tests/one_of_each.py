"""One event of each kind that happens in a session."""

from __future__ import annotations

from premortem.model import session_events as happened
from premortem.model.agendas import Step
from premortem.model.agendas import to_json as agenda_json
from premortem.model.subjects import Option, Subject
from premortem.model.subjects import to_json as subject_json

AGENDA = agenda_json((Step("a", "quiet", "Write", 10), Step("b", "decision", "Decide", 5.5, "decision", "", True)))
SUBJECT = subject_json(Subject("scale", "How clear?", options=(Option(1, "Not at all"), Option(5, "Wholly"))))
SESSION = "s" * 12
ONE_OF_EACH: tuple[happened.SessionEvent, ...] = (
    happened.SessionOpened(SESSION, "0" * 16, AGENDA, "secret"),
    happened.AgendaSet(SESSION, AGENDA),
    happened.StepBegun(SESSION, "a"),
    happened.RoleTaken(SESSION, "1" * 16),
    happened.Joined(SESSION, "p1", "Facilities"),
    happened.Left(SESSION, "p1", removed=True),
    happened.DoorSet(SESSION, open=False),
    happened.TurnedAway(SESSION, 50),
    happened.VoteOpened(SESSION, "v1", SUBJECT),
    happened.VoteCast(SESSION, "v1", "p1"),
    happened.VoteShown(SESSION, "v1", [{"value": 4}, {"abstain": True}], 1),
    happened.VoteDropped(SESSION, "v1"),
    happened.Agreed(SESSION, "v1", 4, "after a long talk"),
    happened.DissentNoted(SESSION, "v1", "Nobody asked the clerks"),
    happened.Parked(SESSION, "i1", "Who pays?"),
    happened.SessionEnded(SESSION),
)
