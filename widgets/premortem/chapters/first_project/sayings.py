"""The headline and the reasons, in words."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.first_project.conditions import Condition
from premortem.chapters.first_project.contest import Contest, Place
from premortem.chapters.first_project.judgement import Case, Evidence, Judgement
from premortem.model.verdicts import Level
from premortem.model.wording import listed, money, percent


def share(part: float) -> str:
    """Write a share of drawn weights no finer than it is known: `62 %`, `less than 1 %`."""
    if 0 < part < 0.01:
        return "less than 1 %"
    return "more than 99 %" if 0.99 < part < 1 else percent(round(part, 2))


@dataclass(frozen=True)
class Said:
    """What is said of the evidence."""

    evidence: Evidence
    judgement: Judgement
    conditions: tuple[Condition, ...]
    currency: str | None

    def sum(self, amount: float | None) -> str:
        """Write an amount of money."""
        return money(amount, self.currency)

    @property
    def weighings(self) -> str:
        """What the shares are shares of."""
        fits = " that fit your order" if self.evidence.order.known else ""
        return f"the ways to weigh the five points{fits}"

    def headline(self) -> str:
        """Return the one sentence that a sponsor can read aloud."""
        this, case = self.evidence.this, self.judgement.case
        if case is Case.OPEN or this is None:
            return f"Nobody can say yet whether this is the right first project: still open is {self._first_open()}."
        loss, cap = self.sum(this.loss), self.sum(self.evidence.cap.amount)
        too_much = f"“{this.name}” could lose {loss}, and a first project here may put at most {cap} at risk"
        if case is Case.NONE_FITS:
            return f"Stop as a first project: {too_much}. Find a smaller one."
        if case is Case.OTHER_FITS:
            other = self.evidence.begin_with
            assert other is not None
            return f"Begin with “{other.name}”: {too_much}."
        if case is Case.ALONE:
            return f"“{this.name}” could be borne, but it is compared with nothing: name a smaller one beside it."
        assert self.evidence.contest is not None
        return self._compared(self.evidence.contest, case)

    def _first_open(self) -> str:
        return self.judgement.missing[0].why

    def _compared(self, contest: Contest, case: Case) -> str:
        this, rivals = contest.this, contest.rivals
        assert this is not None
        if case is Case.BEHIND:
            return (
                f"Begin with “{this.name}” only if you can say why “{rivals[0].name}” should wait: that one ranks "
                f"first in {share(rivals[0].first)} of {self.weighings}, “{this.name}” in {share(this.first)}."
            )
        if case is Case.TIED:
            return (
                f"No clear winner: “{this.name}” ranks first in {share(this.first)} of {self.weighings}, "
                f"“{rivals[0].name}” in {share(rivals[0].first)}."
            )
        if case is Case.NARROW:
            return (
                f"“{this.name}” is the right first project only if the yearly values are as you think: with all "
                f"of them at the end against it, it ranks first in {share(contest.low)} of {self.weighings}."
            )
        return self._leads(this, alone=not rivals)

    def _leads(self, this: Place, *, alone: bool) -> str:
        loss = self.sum(this.described.loss)
        held = (
            f"it is the only one here whose loss the organisation could bear ({loss})"
            if alone
            else f"it ranks first in {share(this.first)} of {self.weighings}, and at most {loss} could be lost"
        )
        if self.judgement.level is Level.GO:
            return f"Begin with “{this.name}”: {held}."
        count = len(self.conditions)
        points = "one point is" if count == 1 else f"{count} points are"
        return f"Begin with “{this.name}” once {points} settled: {held}."

    def reasons(self) -> tuple[str, ...]:
        """Return why: the cap, who is set aside, how the others compare, what is open."""
        evidence, found = self.evidence, []
        if evidence.cap.amount is not None:
            found.append(self.cap())
        found += [self.set_aside(each.name, each.loss) for each in evidence.above]
        found += self._cheap_failures()
        if evidence.contest is not None and len(evidence.contest.places) > 1:
            found.append(self._shares(evidence.contest))
        if count := len(self.conditions):
            points = "One point is" if count == 1 else f"{count} points are"
            found.append(f"{points} still open: each is named under what would change this.")
        return tuple(found)

    def cap(self) -> str:
        """Return how the cap on risk comes about."""
        cap = self.evidence.cap
        how = "one such failure" if cap.failures == 1 else f"{cap.failures} such failures"
        who = f"The less experienced of team and lead is at level {cap.experience} of 5"
        if cap.open:
            who += ", as what is left open counts as the first time"
        return (
            f"{who}, so the {self.sum(cap.bearable)} that could be lost without harm must bear {how}: "
            f"the cap on risk is {self.sum(cap.amount)}."
        )

    def set_aside(self, name: str, loss: float | None) -> str:
        """Return that a candidate is above the cap, and by how much."""
        over = (loss or 0.0) - (self.evidence.cap.amount or 0.0)
        return f"“{name}” is above the cap on risk by {self.sum(over)} and set aside as a first project."

    def _cheap_failures(self) -> list[str]:
        cheap = [
            each.name
            for each in self.evidence.within
            if each.loss is not None and each.cost is not None and each.loss < each.cost
        ]
        if not cheap:
            return []
        names = listed([f"“{name}”" for name in cheap])
        said = "a failure is said to cost less than the first result. That holds only if it can be stopped in time"
        return [f"{names}: {said}."]

    def _shares(self, contest: Contest) -> str:
        places = sorted(contest.places, key=lambda place: -place.first)
        named = listed([f"{share(place.first)} rank “{place.name}” first" for place in places])
        return f"Of {self.weighings} (value, cost, time, who must agree, what can be reused) {named}."
