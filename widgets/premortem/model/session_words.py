"""What happened in a session, in words: a line of the history for each event."""

from __future__ import annotations

from premortem.model import session_events as happened
from premortem.model.subjects import subject_from

_PRIVACY = {
    "anonymous": "nobody is named",
    "secret": "those present are named, votes are not",
    "open": "votes are named once they are shown",
}


def told(event: happened.SessionEvent, *, subjects: dict[str, str]) -> str:  # noqa: PLR0911 - one line for each kind
    """Return the line for an event; `subjects` says by vote what each was about, and learns from a vote that opens."""
    about = subjects.get(getattr(event, "vote", ""), "something")
    match event:
        case happened.SessionOpened(privacy=privacy, rehearsal=rehearsal):
            return f"Began a {'rehearsal of a ' if rehearsal else ''}session; {_PRIVACY.get(privacy, privacy)}"
        case happened.VoteOpened(vote=vote, subject=subject, again=again):
            subjects[vote] = f"“{subject_from(subject).text}”"
            return f"Opened {'another round of the' if again else 'a'} vote on {subjects[vote]}"
        case happened.VoteCast():
            return f"Somebody voted on {about}, unseen"
        case happened.VoteShown(ballots=ballots):
            return f"Showed the vote on {about}: {len(ballots)} had voted"
        case happened.VoteDropped():
            return f"Called off the vote on {about}; nobody saw it"
        case happened.Agreed():
            return f"Agreed after the vote on {about}"
        case happened.DissentNoted(name=name):
            return f"{name or 'Somebody'} did not agree about {about}"
        case _:
            return _frame_told(event)


def _frame_told(event: happened.SessionEvent) -> str:  # noqa: PLR0911 - one line for each kind of event
    match event:
        case happened.AgendaSet():
            return "Changed the agenda of the session"
        case happened.StepBegun():
            return "Moved the session on"
        case happened.RoleTaken(lead=lead):
            return "Took the lead of the session" if lead else "Laid down the lead of the session"
        case happened.Joined(name=name):
            return f"{name or 'Somebody'} joined the session"
        case happened.Left(removed=removed):
            return "Somebody was taken out of the session" if removed else "Somebody left the session"
        case happened.DoorSet(open=is_open):
            return f"{'Opened' if is_open else 'Shut'} the door of the session for newcomers"
        case happened.TurnedAway(tries=tries):
            return f"{tries} tries to join the session, or more, were refused"
        case happened.Parked(text=text, settled=settled):
            return f"{'Settled' if settled else 'Parked for another time'}: {text}"
        case _:
            return "Ended the session"
