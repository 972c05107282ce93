"""How far one may go: the weakest criterion speaks, and what stands beyond the shares is at most a condition."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.analysis.acceptance import Proof
from premortem.chapters.success_criteria import criteria as reading
from premortem.chapters.success_criteria.beyond import Beyond
from premortem.chapters.success_criteria.conditions import Condition
from premortem.chapters.success_criteria.criteria import Criterion
from premortem.chapters.success_criteria.further import Further
from premortem.chapters.success_criteria.together import Together
from premortem.model.verdicts import Level, Missing
from premortem.model.wording import count, listed

NAMED = 3  # so many names in a headline; more are counted


@dataclass(frozen=True)
class Evidence:
    """Everything the answers amount to, before it is judged."""

    tested: bool | None
    cases: int | None
    criteria: tuple[Criterion, ...]
    beyond: Beyond
    conditions: tuple[Condition, ...]
    together: Together | None

    @property
    def most(self) -> int:
        """The cases of the largest planned test, 0 where nothing is planned."""
        return max((criterion.plan.n for criterion in self.criteria if criterion.plan), default=0)


@dataclass(frozen=True)
class Judgement:
    """The level, its one sentence, and what is missing."""

    level: Level
    headline: str
    missing: tuple[Missing, ...] = ()


def judge(evidence: Evidence) -> Judgement:
    """Return the judgement: what is refuted stops, what is missing leaves it open, else the weakest speaks."""
    refuted = [c.name for c in evidence.criteria if c.judgement and c.judgement.verdict is Proof.REFUTED]
    missing = _missing(evidence)
    if refuted:
        stays = "stays below the floor that was agreed" if len(refuted) == 1 else "stay below the floors agreed"
        return Judgement(Level.STOP, f"Refuted: {_named(refuted)} {stays}.", missing)
    if missing:
        headline = f"Nothing can be proven yet: still open is {missing[0].why}."
        return Judgement(Level.NOT_KNOWN, headline, missing)
    return _of_results(evidence) if evidence.tested else _of_plan(evidence)


def _missing(evidence: Evidence) -> tuple[Missing, ...]:
    missing = list(reading.missing(evidence.criteria))
    if evidence.tested is None:
        missing.append(Missing("success-criteria.tested", "whether the test has already been run"))
    if evidence.tested is not True and evidence.cases is None:
        missing.append(Missing("success-criteria.cases-available", "how many test cases can be had"))
    return tuple(missing)


def _of_plan(evidence: Evidence) -> Judgement:
    cases = evidence.cases or 0
    if cases < evidence.most:
        headline = f"Collect test cases first: {count(evidence.most)} are needed and {count(cases)} can be had."
        return Judgement(Level.PILOT_FIRST, headline)
    headline = f"It can be proven: test {count(evidence.most)} cases before it is put to work."
    if evidence.beyond.failing:
        headline = f"{headline[:-1]}, and mend what falls short already: {_named_of(evidence.beyond.failing)}."
    return Judgement(Level.CONDITIONS, headline)


def _of_results(evidence: Evidence) -> Judgement:
    unproven = [c.name for c in evidence.criteria if c.judgement and c.judgement.verdict is not Proof.PROVEN]
    if unproven:
        needs = "needs" if len(unproven) == 1 else "need"
        return Judgement(
            Level.PILOT_FIRST, f"Not proven: {_named(unproven)} {needs} a larger test, or a better system."
        )
    if evidence.beyond.failing:
        headline = f"The shares are proven, but this falls short: {_named_of(evidence.beyond.failing)}."
        return Judgement(Level.CONDITIONS, headline)
    if evidence.beyond.not_holding:
        open_ones = _named_of(tuple(further for _, further in evidence.beyond.not_holding))
        return Judgement(Level.CONDITIONS, f"The shares are proven; this is not yet: {open_ones}.")
    if evidence.conditions:
        return Judgement(Level.CONDITIONS, "Every criterion is proven, on conditions.")
    return Judgement(Level.GO, "Every criterion is proven on fresh cases.")


def _named_of(criteria: tuple[Further, ...]) -> str:
    return _named([further.name for further in criteria])


def _named(names: list[str]) -> str:
    if len(names) <= NAMED:
        return listed(names)
    return listed([*names[:NAMED], f"{count(len(names) - NAMED)} more"])
