"""A rehearsal: the session of a copy of the workbook, with simulated people who vote as people might."""

from __future__ import annotations

import random

from premortem.errors import InvalidAnswer, RefusedInput
from premortem.model.event import Json
from premortem.model.events import WorkbookNamed
from premortem.model.session_events import SessionEnded
from premortem.model.state import fold, veiled
from premortem.model.titles import REHEARSAL, TITLE_MAX
from premortem.session import ballots
from premortem.session.plausible import plausible
from premortem.session.room import Room
from premortem.session.state import Person, Vote, sessions
from premortem.store.log import Links, Log

PEOPLE = 8
"""As many as a table seats; enough for each measure of agreement to be told."""
MOST_SIMULATED = 20
_ABSTAINS = 0.08


def copied(log: Log, workbook: str, author: str = "") -> Links:
    """Return the links of a copy of the workbook as it is now, for a rehearsal: nothing done there touches it.

    A session that runs on the workbook has ended on the copy; what others wrote unseen is not in it.
    """
    recorded = log.events(workbook)
    title = fold(recorded).title
    links = log.adopt(veiled(recorded))
    ended = [SessionEnded(session.id) for session in sessions(recorded) if session.ended is None]
    named = WorkbookNamed(title if title.startswith(REHEARSAL) else f"{REHEARSAL}{title}"[:TITLE_MAX])
    log.append(links.workbook, [*ended, named], author)
    return links


class Simulated:
    """One simulated person: the same `number` and `seed` act the same; raises RefusedInput outside a rehearsal."""

    def __init__(self, room: Room, number: int, seed: int = 0) -> None:
        if not room.session.rehearsal:
            raise RefusedInput("Simulated people take part in rehearsals only: begin one, on a copy of the workbook.")
        self.room, self.number, self.seed = room, number, seed
        self.id = room.person_of(f"simulated{number:03}{abs(seed):08}")
        self._has_spoken: set[str] = set()

    @property
    def name(self) -> str:
        """What the person is called where people are named: nobody takes it for somebody real."""
        return f"Simulated {self.number}"

    def join(self) -> Person:
        """Come into the session."""
        return self.room.join(f"simulated{self.number:03}{abs(self.seed):08}", self.name)

    def act(self) -> bool:
        """Do the next thing that is to be done, if there is one: come in, vote, or not agree; return whether it was.

        Once somebody was taken out, or the door is shut, they do nothing more.
        """
        self.room.refresh()
        session = self.room.session
        me = session.people.get(self.id)
        if session.ended is not None or (me is not None and not me.here) or (me is None and not session.door_open):
            return False
        if me is None:
            self.join()
            return True
        vote = session.vote
        if vote is None or (not vote.open and not self._may_speak(vote)):
            return False
        if vote.open:
            return self._vote(vote)
        self._has_spoken.add(vote.id)
        self.room.dissent(self.id, vote.id, "(simulated) I would still wait for the next figures.")
        return True

    def ballot(self, vote: Vote) -> Json:
        """Return what this person votes: the value of a valid ballot, None for abstaining."""
        chance = random.Random(f"{self.seed}:{self.number}:{vote.subject.text}:{vote.round}")  # noqa: S311 - a play, no secret
        if chance.random() < _ABSTAINS:
            return None
        # All see the same matter: their views scatter about one point, and less in each further round.
        about = random.Random(f"{self.seed}:{vote.subject.text}").uniform(0.25, 0.75)  # noqa: S311 - as above
        place = min(max(chance.gauss(about, 0.25 / vote.round), 0.0), 1.0)
        try:
            return ballots.checked(
                vote.subject, plausible(vote.subject, place, chance, self.room.session.opened.date())
            )
        except InvalidAnswer:  # a question of an import that nobody could answer
            return None

    def _vote(self, vote: Vote) -> bool:
        if self.id in vote.cast:
            return False
        value = self.ballot(vote)
        if value is None:
            self.room.abstain(self.id, vote.id)
        else:
            self.room.cast(self.id, vote.id, value)
        return True

    def _may_speak(self, vote: Vote) -> bool:
        return vote.agreed_at is not None and self.number % 7 == 3 and vote.id not in self._has_spoken


def simulated(room: Room, people: int = PEOPLE, seed: int = 0) -> tuple[Simulated, ...]:
    """Return this many simulated people, none of whom has come yet; raise RefusedInput as `Simulated` does."""
    return tuple(Simulated(room, number, seed) for number in range(1, min(people, MOST_SIMULATED) + 1))
