"""What whoever leads a session does with votes: opens them, closes and shows them, and keeps what was agreed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence

from premortem.errors import InvalidAnswer, VoteClosed
from premortem.model import edits, subjects
from premortem.model import session_events as happened
from premortem.model.currencies import CURRENCY
from premortem.model.event import Event, Json
from premortem.model.shown import shown
from premortem.model.state import State
from premortem.model.subjects import Subject
from premortem.session import answers, ballots, row_forms
from premortem.session.authority import Authority, text
from premortem.session.state import Person, Session, Vote

NOTE_MAX = 1000


class Voting(Authority):
    """The votes of a session in the hands of whoever sits at a seat."""

    def open_vote(self, subject: Subject) -> str:
        """Open a vote and return its id; raise InvalidAnswer while another is open."""
        self._lead()
        return self._open(subject)

    def again(self, vote: str) -> str:
        """Open another round of a vote that was shown, and return its id; the rounds before are kept.

        Rows go into the table that the bank keeps for a second round, where it keeps one.
        """
        before = self._shown(vote)
        if any(other.again == vote and not other.dropped for other in self.session.votes.values()):
            raise InvalidAnswer("Another round of this vote was opened already: go on from that one.")
        return self._open(row_forms.second_round(self.bank, self.room.state, before.subject), again=vote)

    def show(self, vote: str, state: State) -> int:
        """Close a vote and show it, whoever is missing; texts become rows. Return how many rows found no room there.

        Who voted what is forgotten in the same moment, but where votes are open. Raises VoteClosed where it is closed.
        """
        session, asked = self._lead(), self._votable(vote)
        left_out = 0

        def events_of(cast: Mapping[str, Json]) -> Sequence[Event]:
            nonlocal left_out
            drawn = drawn_order(session, cast)
            missing = sum(1 for person in session.here if person.id not in cast)
            rows, left_out = answers.rows_written(self.bank, state, asked.subject, drawn, vote, asked.again)
            return (happened.VoteShown(self.room.id, vote, drawn, missing), *rows)

        self._close(asked, events_of)
        return left_out

    def drop(self, vote: str) -> None:
        """Call a vote off: its ballots are forgotten unseen."""
        self._lead()
        asked, dropped = self._votable(vote), happened.VoteDropped(self.room.id, vote)
        try:
            self._close(asked, lambda _: (dropped,))
        except VoteClosed:
            if not self.session.votes[vote].open:
                raise
            self._did(dropped)  # a copy of the store that brought no ballots: there is nothing to forget

    def agree(self, vote: str, value: Json, note: str, state: State) -> None:
        """Keep what the group agreed on after a vote, as the workbook's answer too; raises as an answer does."""
        seen = self._shown(vote)
        agreed = answers.agreed_value(seen.subject, value, state.text(CURRENCY))
        said = text("The note", note, NOTE_MAX) if note else ""
        events = answers.answered(self.bank, state, seen.subject, agreed)
        if events or (seen.agreed, seen.note) != (agreed, said):
            self._did(happened.Agreed(self.room.id, vote, agreed, said), *events)

    def vote_for(self, person: str, vote: str, raw: Json) -> None:
        """Vote for somebody who has no phone, as they say; `ballots.ABSTAINED` abstains. For nobody else."""
        session = self._lead()
        if not person_in(session, person).by_hand:
            raise InvalidAnswer("This person votes on a phone, and nobody votes for them.")
        if raw == ballots.ABSTAINED:
            self.room.abstain(person, vote)
        else:
            self.room.cast(person, vote, raw)

    def _open(self, subject: Subject, again: str = "") -> str:
        told = subjects.to_json(subject)
        subjects.subject_from(told)  # what no session could read again is refused here, not by everybody's page
        if any(vote.open for vote in self.session.votes.values()):
            raise InvalidAnswer("A vote is open: show it or call it off before you open another.")
        vote = edits.new_row_id()
        opened = happened.VoteOpened(self.room.id, vote, told, again)
        self.room.log.open_vote(self.room.workbook, vote, [opened], self.author)
        self.room.refresh()
        if next(each for each in self.session.votes.values() if each.open).id != vote:
            self.drop(vote)  # the same seat in two windows, at the same moment: the first one stands
            raise InvalidAnswer("A vote was opened at the same moment: go on with that one.")
        return vote

    def _close(self, vote: Vote, events_of: Callable[[Mapping[str, Json]], Sequence[Event]]) -> None:
        try:
            self.room.log.close_vote(self.room.workbook, vote.id, events_of, self.author)
        finally:
            self.room.refresh()

    def _votable(self, vote: object) -> Vote:
        found = self._vote(vote)
        if not found.open:
            why = "called off" if found.dropped else "shown"
            raise VoteClosed(f"This vote was {why} already: nothing was changed.")
        return found

    def _shown(self, vote: object) -> Vote:
        self._lead()
        found = self._vote(vote)
        if found.ballots is None:
            raise InvalidAnswer("This vote has not been shown: close and show it first.")
        return found

    def _vote(self, vote: object) -> Vote:
        found = self.session.votes.get(vote) if isinstance(vote, str) else None
        if found is None:
            raise InvalidAnswer(f"There is no vote {shown(vote)} in this session: look at the page again.")
        return found


def drawn_order(session: Session, cast: Mapping[str, Json]) -> list[dict[str, Json]]:
    """Return the ballots in an order drawn by chance, so that their place tells nothing of who cast them or when.

    Without those of people who were removed; with names only where everybody was told so on joining.
    """
    counted = [(person, ballot) for person, ballot in cast.items() if not _is_removed(session, person)]
    secrets.SystemRandom().shuffle(counted)
    if session.privacy != "open":
        return [dict(ballot) for _, ballot in counted]
    people = session.people
    return [
        {**ballot, "name": people[person].called} if person in people else dict(ballot) for person, ballot in counted
    ]


def person_in(session: Session, person: object) -> Person:
    """Return the person with this id; raise InvalidAnswer where nobody is."""
    known = session.people.get(person) if isinstance(person, str) else None
    if known is None:
        raise InvalidAnswer(f"Nobody in this session is {shown(person)}: look at the page again.")
    return known


def _is_removed(session: Session, person: str) -> bool:
    return person in session.people and session.people[person].removed
