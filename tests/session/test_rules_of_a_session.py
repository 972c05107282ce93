"""Whatever people do, in whatever order: nothing is lost, nothing is shown early, nobody counts twice."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from meetings import CLEAR, FACILITATOR, OTHER_SEAT, Meeting, token
from premortem.errors import InvalidAnswer, NotLeading, RefusedInput, VoteClosed
from premortem.model.events import WorkbookCreated
from premortem.model.session_events import VoteCast, VoteShown
from premortem.session.lead import Lead
from premortem.session.minutes import minutes
from premortem.session.state import running, sessions
from premortem.store import open_log

WHO = st.sampled_from(["Anna", "Bert", "Carla", "Dora"])
LEVEL = st.integers(1, 5)
ABSTAINED = "abstained"


@dataclass
class Known:
    """What must hold of a session, kept beside it without any of its code."""

    people: set[str] = field(default_factory=set)
    here: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    door_open: bool = True
    leads: str = FACILITATOR
    open: str = ""
    cast: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, tuple[list[Any], int]] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    over: bool = False


class SessionRules(RuleBasedStateMachine):
    """A session of four people and two who may lead, on a real store, beside a model of what must hold."""

    @initialize(privacy=st.sampled_from(["anonymous", "secret", "open"]), early=st.sets(WHO), asked=st.booleans())
    def begin(self, privacy: str, early: set[str], asked: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.log = open_log(f"sqlite:///{Path(self.folder.name)}/store.sqlite")
        self.meeting = Meeting(self.log, self.log.create(WorkbookCreated("Roof")).workbook)
        begun = self.meeting.begin(privacy)
        self.privacy = privacy
        self.leads = {seat: self.meeting.led_from(begun, seat) for seat in (FACILITATOR, OTHER_SEAT)}
        self.room = self.meeting.room(begun)
        self.known = Known(people=set(early), here=set(early))
        for who in sorted(early):
            self.room.join(token(who), who)
        if asked:
            self.known.open = self.lead().open_vote(CLEAR)

    def teardown(self) -> None:
        if hasattr(self, "log"):
            self.log.close()
            self.folder.cleanup()

    def person(self, who: str) -> str:
        return self.room.person_of(token(who))

    def lead(self) -> Lead:
        return self.leads[self.known.leads or FACILITATOR]

    def refused(self, work: Any, kind: type[Exception]) -> None:
        before = self.log.newest(self.meeting.workbook)
        try:
            work()
        except kind as refusal:
            assert "\n" not in str(refusal)  # noqa: PT017 - a rule of the machine, not a test with one refusal
            assert self.log.newest(self.meeting.workbook) == before
        else:
            raise AssertionError(f"{kind.__name__} was to be raised")

    @rule(who=WHO, named=st.sampled_from(["", " II"]))
    def join(self, who: str, named: str) -> None:
        known = self.known
        if known.over or who in known.removed or (not known.door_open and who not in known.people):
            self.refused(lambda: self.room.join(token(who), who + named), VoteClosed)
            return
        person = self.room.join(token(who), who + named)
        assert person.id == self.person(who)
        assert (person.name == "") is (self.privacy == "anonymous")
        known.people.add(who)
        known.here.add(who)

    @rule(who=WHO)
    def leave(self, who: str) -> None:
        self.room.leave(self.person(who))
        if not self.known.over:
            self.known.here.discard(who)

    @rule(who=WHO, level=LEVEL)
    def change(self, who: str, level: int) -> None:
        self.cast(who, level)

    @rule(who=WHO, level=LEVEL)
    def cast(self, who: str, level: int) -> None:
        self._vote(who, level, lambda vote: self.room.cast(self.person(who), vote, level))

    @rule(who=WHO)
    def abstain(self, who: str) -> None:
        self._vote(who, ABSTAINED, lambda vote: self.room.abstain(self.person(who), vote))

    def _vote(self, who: str, value: Any, work: Any) -> None:
        known = self.known
        vote = known.open or next(iter(known.shown), "nosuchvote")
        if known.over or who not in known.here or not known.open:
            self.refused(lambda: work(vote), VoteClosed)
        else:
            work(vote)
            known.cast[who] = value

    @rule(who=WHO, level=st.sampled_from([0, 6, "3,5", None, [1], {"value": 1}]))
    @precondition(lambda self: self.known.open and not self.known.over)
    def cast_what_is_no_vote(self, who: str, level: Any) -> None:
        self.refused(lambda: self.room.cast(self.person(who), self.known.open, level), RefusedInput)

    @rule()
    def open_vote(self) -> None:
        known = self.known
        if self._may(lambda lead: lead.open_vote(CLEAR)):
            if known.open:
                self.refused(lambda: self.lead().open_vote(CLEAR), InvalidAnswer)
            else:
                known.open, known.cast = self.lead().open_vote(CLEAR), {}

    @rule()
    @precondition(lambda self: self.known.shown)
    def again(self) -> None:
        known = self.known
        last = list(known.shown)[-1]
        if self._may(lambda lead: lead.again(last)):
            opened_before = any(v.again == last and not v.dropped for v in self.lead().session.votes.values())
            if known.open or opened_before:
                self.refused(lambda: self.lead().again(last), InvalidAnswer)
            else:
                known.open, known.cast = self.lead().again(last), {}

    @rule()
    def show(self) -> None:
        known = self.known
        vote = known.open or next(iter([*known.shown, *known.dropped]), "nosuchvote")
        if self._may(lambda lead: lead.show(vote, lead.room.state)):
            if not known.open:
                self.refused(lambda: self.lead().show(vote, self.room.state), RefusedInput)
                return
            self.lead().show(vote, self.room.state)
            counted = {who: value for who, value in known.cast.items() if who not in known.removed}
            known.shown[vote] = (sorted(map(str, counted.values())), len(known.here - set(known.cast)))
            known.open = ""

    @rule()
    def drop(self) -> None:
        known = self.known
        vote = known.open or next(iter([*known.shown, *known.dropped]), "nosuchvote")
        if self._may(lambda lead: lead.drop(vote)):
            if not known.open:
                self.refused(lambda: self.lead().drop(vote), RefusedInput)
                return
            self.lead().drop(vote)
            known.dropped.add(vote)
            known.open = ""

    @rule(seat=st.sampled_from([FACILITATOR, OTHER_SEAT]))
    def take_role(self, seat: str) -> None:
        if self.known.over:
            self.refused(self.leads[seat].take_role, VoteClosed)
        else:
            self.leads[seat].take_role()
            self.known.leads = seat

    @rule()
    @precondition(lambda self: self.known.shown)
    def lay_down_role(self) -> None:
        if self._may(lambda lead: lead.lay_down_role()):
            self.lead().lay_down_role()
            self.known.leads = ""

    @rule(who=WHO)
    def remove(self, who: str) -> None:
        known = self.known
        if self._may(lambda lead: lead.remove(self.person(who))):
            if who not in known.people:
                self.refused(lambda: self.lead().remove(self.person(who)), InvalidAnswer)
                return
            self.lead().remove(self.person(who))
            known.removed.add(who)
            known.here.discard(who)

    @rule(is_open=st.booleans())
    def set_door(self, is_open: bool) -> None:
        if self._may(lambda lead: lead.set_door(is_open)):
            self.lead().set_door(is_open)
            self.known.door_open = is_open

    @rule()
    @precondition(lambda self: len(self.known.shown) > 1)  # not at once: little can be done after it
    def end(self) -> None:
        if self._may(lambda lead: lead.end()):
            self.lead().end()
            self.known.over = True
            if self.known.open:
                self.known.dropped.add(self.known.open)
                self.known.open = ""

    def _may(self, command: Any) -> bool:
        """Whether somebody may lead now; whoever may not is refused, and nothing has changed."""
        known = self.known
        if known.over:
            self.refused(lambda: command(self.leads[FACILITATOR]), VoteClosed)
            return False
        for seat, lead in self.leads.items():
            if seat != known.leads:
                self.refused(lambda lead=lead: command(lead), NotLeading)
        return bool(known.leads)

    @invariant()
    def nothing_is_lost_nothing_shown_early_and_nobody_counted_twice(self) -> None:
        if not hasattr(self, "known"):
            return
        known = self.known
        self.room.refresh()
        session = self.room.session
        assert {person.id for person in session.here} == {self.person(who) for who in known.here}
        assert (session.lead, session.ended is not None, session.door_open) == (
            known.leads,
            known.over,
            known.door_open,
        )
        for vote in session.votes.values():
            assert (vote.ballots is not None) is (vote.id in known.shown)
            assert vote.dropped is (vote.id in known.dropped)
            assert vote.open is (vote.id == known.open)
            if vote.ballots is not None:
                values = [str(ballot.get("value", ABSTAINED)) for ballot in vote.ballots]
                assert (sorted(values), vote.missing) == known.shown[vote.id]
                assert all(("name" in ballot) is (self.privacy == "open") for ballot in vote.ballots)
        if known.open:
            assert session.votes[known.open].cast == {self.person(who) for who in known.cast}

    @invariant()
    def what_each_sees_counts_alike_and_only_their_own_vote_is_theirs(self) -> None:
        if not hasattr(self, "known"):
            return
        known = self.known
        for who in ("Anna", "Bert", "Carla", "Dora"):
            view = self.room.view(self.person(who))
            assert (view["me"] is not None) is (who in known.here)
            vote = view["vote"]
            if vote is None or not known.open:
                continue
            given = known.cast.get(who)
            expected = None if given is None else {"abstain": True} if given == ABSTAINED else {"value": given}
            assert vote["mine"] == expected
            assert not vote["result_html"]
            assert vote["cast"] == len(set(known.cast) - known.removed) <= vote["of"]

    @invariant()
    def every_prefix_of_the_log_folds_and_casts_nobody_twice(self) -> None:
        if not hasattr(self, "known"):
            return
        log = self.log.events(self.meeting.workbook)
        for number in range(len(log) + 1):
            sessions(log[:number])
        cast = [(r.event.vote, r.event.person) for r in log if isinstance(r.event, VoteCast)]
        assert len(cast) == len(set(cast))
        shown = [r.event.vote for r in log if isinstance(r.event, VoteShown)]
        assert len(shown) == len(set(shown))
        kept = minutes(self.meeting.bank, log, self.room.id)
        assert sum(len(each.rounds) for each in kept.votes) == len(self.known.shown)
        assert (running(log) is None) is self.known.over
        if self.known.over:
            assert self.log.doors(self.meeting.workbook) == ()
        json.dumps(self.lead().view(log[0].at), allow_nan=False)


SessionRules.TestCase.settings = settings(max_examples=15, stateful_step_count=30)
TestWhateverPeopleDo = SessionRules.TestCase
