"""What a participant may do in a session, and what each sees; nobody here learns what another voted before all do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import reduce
from threading import Lock

from premortem.errors import InvalidAnswer, UnknownLink, VoteClosed
from premortem.model import session_events as happened
from premortem.model.answers import canonical
from premortem.model.currencies import CURRENCY
from premortem.model.event import Event, Json, Recorded
from premortem.model.questions import Kind, Question
from premortem.model.seats import seat_of
from premortem.model.shown import shown
from premortem.model.state import State, fold
from premortem.session import ballots, people
from premortem.session.state import Person, Session, Vote, after
from premortem.session.views import seen_by, shown_vote
from premortem.store.log import Log

DISSENT_MAX = 500
DISSENTS_EACH = 5
"""How often one person may say so after a vote: enough for second thoughts, too few to drown the others."""


class Room:
    """One session of a workbook, as its participants use it; raises UnknownLink where there is no such session.

    Several threads may use one room. `session` is as of the last `refresh`; what is done through the room refreshes it.
    `clock` gives the time for what has run so far, and decides nothing.
    """

    def __init__(
        self, log: Log, workbook: str, session: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.log, self.workbook, self.id, self.clock = log, workbook, session, clock
        self.recorded: tuple[Recorded, ...] = ()
        self._told: tuple[Recorded, ...] = ()
        self._session: Session | None = None
        self._state: State | None = None
        self._turn = Lock()
        self._dissents: dict[tuple[str, str], int] = {}
        self._rendered: tuple[tuple[str, int], dict[str, Json]] | None = None
        self.refresh()
        if self._session is None:
            raise UnknownLink("There is no such session in this workbook: ask for its code again.")

    @property
    def session(self) -> Session:
        """The session as of the last `refresh`."""
        assert self._session is not None
        return self._session

    @property
    def newest(self) -> int:
        """The number of the newest event of the workbook that was taken in."""
        return self.recorded[-1].number if self.recorded else 0

    @property
    def state(self) -> State:
        """The workbook's answers as of the last `refresh`."""
        state = self._state
        if state is None:
            self._state = state = fold(self.recorded)
        return state

    @property
    def title(self) -> str:
        """The workbook's title."""
        return self.state.title

    @property
    def currency(self) -> str | None:
        """The currency of the workbook's sums, None where it has none."""
        return self.state.text(CURRENCY)

    @property
    def led_by(self) -> str:
        """The name, as an author, of whoever took the lead last; "" where they gave none."""
        led = (happened.SessionOpened, happened.RoleTaken)
        return next((record.author for record in reversed(self._told) if isinstance(record.event, led)), "")

    def refresh(self) -> bool:
        """Take in what was appended since; return whether there was anything."""
        with self._turn:
            newer = self.log.events(self.workbook, after=self.newest)
            ours = tuple(r for r in newer if getattr(r.event, "session", None) == self.id)
            if any(not isinstance(r.event, happened.SessionEvent) for r in newer):
                self._state = None  # votes touch no answer: most of a session's events leave it as it is
            self.recorded = (*self.recorded, *newer)
            if ours:
                self._told = (*self._told, *ours)
                self._session = reduce(after, ours, self._session)
        return bool(newer)

    def person_of(self, token: object) -> str:
        """Return the id of the person whose phone keeps this secret; raise RefusedInput for what is no secret."""
        return seat_of(token, self.id)

    def join(self, token: object, name: str = "") -> Person:
        """Let a person in, again after they left, or under another name; return who they are.

        The same secret is the same person, however often it comes. Where nobody is named, the name is not kept; a
        person who is known need not give it again. Raises InvalidAnswer for a name that cannot be, VoteClosed where
        the session has ended, is full or shut for newcomers, and to who was removed.
        """
        person = self.person_of(token)
        self.refresh()
        self._refuse_at_door(person)
        wanted = self.name_for(person, name)
        known = self.session.people.get(person)
        if known is None or not known.here or known.name != wanted:
            self.append(happened.Joined(self.id, person, wanted))
        return self.placed(person)

    def name_for(self, person: str, name: str) -> str:
        """Return the name that a person bears in this session; raise InvalidAnswer for one that cannot be."""
        known = self.session.people.get(person)
        if self.session.privacy == "anonymous":
            return ""
        if known is not None and known.name and not name:
            return known.name
        others = [other for other in self.session.people.values() if other.id != person]
        return people.distinct(people.checked_name(name), others)

    def placed(self, person: str) -> Person:
        """Return a person who has just come, once it is sure that nobody came before for the last place or the name."""
        try:
            self.refuse_if_ended()
            people.refuse_without_place(self.session, person)
        except VoteClosed:
            self.append(happened.Left(self.id, person))
            raise
        joined = self.session.people[person]
        before = [other for other in self.session.people.values() if other.number < joined.number]
        if joined.name and (named := people.distinct(joined.name, before)) != joined.name:
            self.append(happened.Joined(self.id, person, named, joined.by_hand))
        return self.session.people[person]

    def leave(self, person: str) -> None:
        """Let a person go; what they voted counts. Who is not here goes nowhere."""
        self.refresh()
        known = self.session.people.get(person)
        if known is not None and known.here and self.session.ended is None:
            self.append(happened.Left(self.id, person))

    def turn_away(self, tries: int) -> None:
        """Keep that so many tries to come in were refused, for whoever leads to see, while the session runs."""
        self.refresh()
        if self.session.ended is None and tries > self.session.turned_away:
            self.append(happened.TurnedAway(self.id, tries))

    def cast(self, person: str, vote: str, raw: Json) -> None:
        """Take a person's vote, in place of an earlier one; raise InvalidAnswer or VoteClosed."""
        asked = self._open_vote(person, vote)
        self._cast(person, asked, {"value": ballots.checked(asked.subject, raw, self.currency)})

    def abstain(self, person: str, vote: str) -> None:
        """Let a person abstain, in place of an earlier vote; raise VoteClosed."""
        self._cast(person, self._open_vote(person, vote), ballots.ABSTAINED)

    def dissent(self, person: str, vote: str, text: object, *, named: bool = False) -> None:
        """Keep that somebody does not agree, and why; their name only where they want it. Raises as `cast` does.

        The same text sent twice is kept once.
        """
        seen = self._shown_vote(person, vote)
        said = _checked_dissent(text)
        name = self._name_kept(person) if named else ""
        if any((other.text, other.name) == (said, name) for other in seen.dissent):
            return
        often = self._dissents.get((person, vote), 0)
        if often >= DISSENTS_EACH:
            raise InvalidAnswer(f"After one vote a person can say so {DISSENTS_EACH} times: say the rest in the room.")
        self._dissents[person, vote] = often + 1
        self.append(happened.DissentNoted(self.id, vote, said, name))

    def view(self, person: str) -> dict[str, Json]:
        """Return what this person sees now, as JSON; who has not joined sees what is said at the door."""
        return seen_by(self, person)

    def shown(self, vote: Vote) -> dict[str, Json]:
        """Return what all see alike of a vote; made once, not for each of sixty phones."""
        key = (vote.id, self.session.newest)
        rendered = self._rendered
        if rendered is None or rendered[0] != key:
            self._rendered = rendered = (key, shown_vote(self.session, vote, self.currency))
        return rendered[1]

    def append(self, *events: Event, author: str = "") -> None:
        """Append events as one step and take them in."""
        self.log.append(self.workbook, events, author)
        self.refresh()

    def refuse_if_ended(self) -> None:
        """Raise VoteClosed where the session is over."""
        if self.session.ended is not None:
            raise VoteClosed("This session has ended: nothing can be changed in it any more.")

    def _cast(self, person: str, vote: Vote, ballot: Json) -> None:
        self.log.cast(self.workbook, vote.id, person, ballot, [happened.VoteCast(self.id, vote.id, person)])
        self.refresh()

    def _refuse_at_door(self, person: str) -> None:
        self.refuse_if_ended()
        known = self.session.people.get(person)
        if known is not None and known.removed:
            raise VoteClosed("You were taken out of this session: talk to whoever leads it.")
        if known is None and not self.session.door_open:
            raise VoteClosed("The door of this session is shut for newcomers: ask whoever leads it to open it.")
        people.refuse_without_place(self.session, person)

    def _vote(self, person: str, vote: object) -> Vote:
        self.refresh()
        self.refuse_if_ended()
        known = self.session.people.get(person)
        if known is None or not known.here:
            raise VoteClosed("You are not in this session now: join it first.")
        found = self.session.votes.get(vote) if isinstance(vote, str) else None
        if found is None:
            raise VoteClosed(f"There is no vote {shown(vote)} in this session: look at the page again.")
        return found

    def _open_vote(self, person: str, vote: object) -> Vote:
        found = self._vote(person, vote)
        if not found.open:
            why = "was called off" if found.dropped else "has been shown"
            raise VoteClosed(f"This vote takes no more ballots, it {why}: what you sent now does not count.")
        return found

    def _shown_vote(self, person: str, vote: object) -> Vote:
        found = self._vote(person, vote)
        if found.ballots is None:
            raise VoteClosed("Nothing has been shown in this vote: there is nothing yet not to agree with.")
        return found

    def _name_kept(self, person: str) -> str:
        name = self.session.people[person].name
        if not name:
            raise InvalidAnswer("Nobody is named in this session: send it without your name, or write it in the text.")
        return name


def _checked_dissent(text: object) -> str:
    asked = Question("What you do not agree with", "", Kind.TEXT, "", length_max=DISSENT_MAX)
    said = canonical(asked, text)
    if not isinstance(said, str):
        raise InvalidAnswer("Nothing is written: say in a few words what you do not agree with.")
    return said
