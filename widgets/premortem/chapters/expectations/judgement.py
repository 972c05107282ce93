"""How far one may go: the gravest of what stands in the way, in one sentence that a sponsor can read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from premortem.analysis.reference_class import OutsideView
from premortem.chapters.expectations import concerns as standing
from premortem.chapters.expectations import conditions, outside, promises, rounds
from premortem.chapters.expectations.concerns import BUDGET, Concern, Money
from premortem.chapters.expectations.outside import MOST, OwnRecord
from premortem.chapters.expectations.promises import Promise
from premortem.chapters.expectations.rounds import FIRST, SECOND, Round
from premortem.model.state import State
from premortem.model.verdicts import Level, Missing
from premortem.model.wording import count, money

PLAN = "expectations.plan"


@dataclass(frozen=True)
class Evidence:
    """The answers as this chapter reads them: both rounds, plan and budget (money), the outside view, the promises."""

    first: Round
    second: Round
    plan: float | None
    budget: float | None
    view: OutsideView | None
    own: OwnRecord
    promises: tuple[Promise, ...]
    in_use: str | None
    currency: str | None

    @property
    def say(self) -> Money:
        """Write a sum in the currency of the workbook."""
        return partial(money, currency=self.currency)


@dataclass(frozen=True)
class Judgement:
    """The level, its headline, what stands in the way (gravest first), what is missing, the round that counts."""

    level: Level
    headline: str
    concerns: tuple[Concern, ...]
    missing: tuple[Missing, ...]
    counted: Round


def gather(state: State) -> Evidence:
    """Return what was answered."""
    return Evidence(
        first=rounds.read(state, FIRST),
        second=rounds.read(state, SECOND),
        plan=state.number(PLAN),
        budget=state.number(BUDGET),
        view=outside.chosen(state),
        own=outside.own(state),
        promises=promises.read(state),
        in_use=state.text(conditions.IN_USE),
        currency=state.text("start.currency"),
    )


def judge(evidence: Evidence, state: State) -> Judgement:
    """Return the judgement; nobody's belief that the money is enough stops it whatever else is open."""
    missing = _missing(evidence)
    first: list[Concern] = []
    counted, worse = evidence.first, list[Concern]()
    if evidence.budget is not None:
        first = standing.of_round(evidence.first, evidence.budget, evidence.say)
        counted, first, worse = _after_talking(evidence, evidence.budget, first)
    stops = any(concern.level is Level.STOP for concern in first)
    if missing and not stops:
        first_open = missing[0]
        waits = first_open.why if evidence.first.waiting_rows else f"still open is {first_open.why}"
        headline = f"Nobody can say yet whether you expect the same: {waits}."
        hollow = conditions.of_promises(evidence.promises) if evidence.promises else ()
        return Judgement(Level.NOT_KNOWN, headline, tuple(hollow), missing, counted)
    # Of equal weight: the outside view first, then the estimates, then what must be written down.
    standing_in_the_way = [*_of_budget(evidence), *first, *_to_settle(evidence, state, worse)]
    found = sorted(standing_in_the_way, key=lambda concern: concern.level.rank)
    level = found[0].level if found else Level.GO
    return Judgement(level, _headline(level, found, evidence), tuple(found), missing, counted)


def _missing(evidence: Evidence) -> tuple[Missing, ...]:
    first = evidence.first
    missing = []
    if first.waiting_rows:
        rows, people = first.waiting_rows, first.waiting_people
        waits = "estimate waits" if rows == 1 else "estimates wait"
        by = "one person" if people == 1 else f"{count(people)} people"
        missing.append(Missing(FIRST, f"{count(rows)} {waits} to be shown, by {by}"))
    elif not first.estimates:
        missing.append(Missing(FIRST, "at least one estimate"))
    else:
        missing += _columns_missing(first)
    if evidence.plan is None:
        missing.append(Missing(PLAN, "what the plan says it costs"))
    if evidence.budget is None:
        missing.append(Missing(BUDGET, "how much it may cost"))
    if evidence.view is None:
        missing.append(Missing(outside.CLASS, "which finished projects it resembles"))
    return tuple(missing)


def _columns_missing(first: Round) -> list[Missing]:
    wanted = (
        (first.costed, "a range of cost, with how sure it is"),
        (first.overs, "a chance of a cost above 1.5 times the plan"),
        (first.uses, "a chance that it is in use after 12 months"),
    )
    row = first.estimates[0].row
    return [Missing(FIRST, why, row) for given, why in wanted if not given]


def _after_talking(
    evidence: Evidence, budget: float, first: list[Concern]
) -> tuple[Round, list[Concern], list[Concern]]:
    """Return the round that counts, its concerns, and what a worse second round says.

    A complete second round counts where it is no worse: what is one click deeper may lift a verdict, and where it would
    lower it, it becomes a condition (a second round left open must never look better than one that was held).
    """
    second = evidence.second
    if (
        not evidence.first.estimates
        or not second.complete
        or len(second.estimates) < max(2, len(evidence.first.estimates))
    ):
        return evidence.first, first, []
    later = standing.of_round(second, budget, evidence.say)
    before, after = (min((each.level.rank for each in found), default=Level.GO.rank) for found in (first, later))
    if after < before:
        return evidence.first, first, later
    if before == Level.STOP.rank:
        return evidence.first, first, []
    return second, later, []


def _of_budget(evidence: Evidence) -> list[Concern]:
    plan, budget, view = evidence.plan, evidence.budget, evidence.view
    if plan is None or budget is None or view is None:
        return []
    return [*conditions.of_budget(view, plan, budget, evidence.say)]


def _to_settle(evidence: Evidence, state: State, worse: list[Concern]) -> list[Concern]:
    return [
        *conditions.of_second_round(evidence.first, evidence.second, worse),
        *conditions.of_words(state),
        *conditions.of_promises(evidence.promises),
    ]


def _headline(level: Level, found: list[Concern], evidence: Evidence) -> str:
    if level is Level.GO:
        assert evidence.view is not None
        assert evidence.plan is not None
        needs = evidence.say(evidence.plan * evidence.view.uplifts[MOST].factor)
        budget = evidence.say(evidence.budget or 0)
        return f"You expect the same, and {budget} covers what 8 of 10 comparable projects took: {needs}."
    gravest = found[0].headline
    if level is Level.STOP:
        return f"Stop, or make it smaller: {gravest}."
    if level is Level.PILOT_FIRST:
        return f"Not yet: {gravest}."
    more = len(found) - 1
    rest = "" if not more else ", and settle one more point" if more == 1 else f", and settle {count(more)} more points"
    return f"Go on, on conditions: {gravest}{rest}."
