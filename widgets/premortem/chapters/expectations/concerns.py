"""What stands in the way in one round of estimates: money, agreement, use; an open cell counts as its worst."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from premortem.chapters.expectations.rounds import FIRST, Estimate, Round, mean
from premortem.model.verdicts import Change, Level, Suggestion
from premortem.model.wording import count, listed, percent

BUDGET = "expectations.budget"
EVEN = 0.5
Money = Callable[[float], str]


@dataclass(frozen=True)
class Concern:
    """Something in the way of a better level: a headline and a reason in words, what would lift it, what to do."""

    level: Level
    headline: str
    reason: str
    change: Change
    action: Suggestion


def of_round(found: Round, budget: float, say: Money) -> list[Concern]:
    """Return what stands in the way by one round, the gravest first; nothing without an estimate."""
    concerns = [*_money(found, budget, say), *_agreement(found, say), *_chances(found), *_gaps(found)]
    return sorted(concerns, key=lambda concern: concern.level.rank)


def _concern(level: Level, found: Round, key: str, *, headline: str, reason: str, change: str, do: str) -> Concern:
    action = Suggestion(f"expectations.{key}" if found.question == FIRST else f"expectations.second.{key}", do, reason)
    question = BUDGET if key == "money" else found.question
    return Concern(level, headline, reason, Change(change, question), action)


def _money(found: Round, budget: float, say: Money) -> Iterator[Concern]:
    pooled = found.pooled
    if pooled is None:
        return
    lowest = min(each.cost.low for each in found.costed if each.cost)
    spend = f"{say(budget)} may be spent"
    alone = pooled.people == 1
    if lowest > budget:
        who = "the one who has estimated it does not expect" if alone else "nobody here expects"
        yield _concern(
            Level.STOP,
            found,
            "money",
            headline=f"{who} that the money will be enough: {say(lowest)} or more is expected, and {spend}",
            reason=f"Even the lowest range begins at {say(lowest)}, and {spend}.",
            change=f"A budget of {say(lowest)} or more, or a smaller project that is estimated anew.",
            do="Cut the project down and estimate it anew, or do not begin it",
        )
    elif pooled.best > budget:
        whose = "The best guess" if alone else "Your best guess together"
        yield _concern(
            Level.PILOT_FIRST,
            found,
            "money",
            headline=f"your own best guess is {say(pooled.best)}, and only {spend}",
            reason=f"{whose} is {say(pooled.best)}, and {spend}.",
            change=f"A budget of {say(pooled.best)} or more, or a smaller project.",
            do="Make a first part of the project that fits the budget, and decide on the rest after it",
        )
    elif pooled.high > budget:
        yield _concern(
            Level.CONDITIONS,
            found,
            "money",
            headline="the budget does not cover all that you think possible",
            reason=f"Your own range reaches up to {say(pooled.high)}, and {spend}.",
            change=f"A budget of {say(pooled.high)} or more.",
            do=f"Agree who pays, or what is left out, when it costs more than {say(budget)}",
        )


def _agreement(found: Round, say: Money) -> Iterator[Concern]:
    people = len(found.costed)
    if people == 1 and len(found.estimates) == 1:
        yield _concern(
            Level.CONDITIONS,
            found,
            "alone",
            headline="ask others for their estimate, each alone",
            reason="One person's estimate tells nothing about agreement.",
            change="Estimates of two more people, each given alone.",
            do="Ask two more people for their estimate, each alone, before they hear this one",
        )
    if not found.apart:
        return
    lower, higher = found.apart[0].lower, found.apart[0].higher
    assert lower.cost is not None
    assert higher.cost is not None
    two = f"estimates {lower.label} and {higher.label}"
    ends, begins = say(lower.cost.high), say(higher.cost.low)
    apart = f"estimate {lower.label} ends at {ends}, estimate {higher.label} begins at {begins}"
    split = 2 * found.sharing <= people
    shared = f"{count(found.sharing)} of {count(people)} ranges share a sum, but {two} do not meet"
    yield _concern(
        Level.PILOT_FIRST if split else Level.CONDITIONS,
        found,
        "talk",
        headline=f"you do not expect the same project: {apart}" if split else f"{two} must talk to each other first",
        reason=f"{'No sum lies in more than half of the ranges' if split else shared}: {apart}.",
        change=f"In a second round, after talking: ranges of {lower.label} and {higher.label} that meet.",
        do=f"Let {two} talk to each other first: what does each know that the other does not?",
    )


def _chances(found: Round) -> Iterator[Concern]:
    silent = len(found.estimates) - len(found.overs)
    over = mean((*found.overs, *[1.0] * silent)) if found.overs else 0.0
    if over >= EVEN:
        counted = f", with an estimate that gave none counted as certain ({count(silent)})" if silent else ""
        yield _concern(
            Level.PILOT_FIRST,
            found,
            "plan",
            headline="you do not believe the plan yourselves",
            reason=f"You give a cost above 1.5 times the plan a chance of {percent(over)}{counted}.",
            change=f"A mean chance below {percent(EVEN)} of a cost above 1.5 times the plan.",
            do="Write a plan that you would bet on, with the sum that you really expect",
        )
    if found.uses and max(found.uses) < EVEN:
        yield _concern(
            Level.PILOT_FIRST,
            found,
            "use",
            headline="nobody expects it in use within 12 months: no reason to stop, but to begin with a smaller part",
            reason=f"The most hopeful gives it {percent(max(found.uses))} to be in use after 12 months.",
            change="One of you who gives it an even chance or better to be in use after 12 months.",
            do="Cut out a first part that you would bet is in use within 12 months",
        )


def _gaps(found: Round) -> Iterator[Concern]:
    if not found.costed:
        return
    uncosted = [each for each in found.estimates if each.cost is None]
    if uncosted:
        who = _labels(uncosted)
        yield _concern(
            Level.PILOT_FIRST,
            found,
            "cost-open",
            headline=f"not everybody here can say what it costs ({who})",
            reason=f"No range of cost, or not how sure it is: {who}. What nobody has said could be beyond everything.",
            change=f"The range of cost, and how sure it is: {who}; or that row taken out.",
            do=f"Find out what is wanted to estimate the cost: {who}",
        )
    silent = [each for each in found.estimates if each.cost is not None and each.lacks]
    if silent:
        who = _labels(silent)
        yield _concern(
            Level.CONDITIONS,
            found,
            "chance-open",
            headline=f"ask for the chances that are left open ({who})",
            reason=f"A chance is left open, and counts as its worst: {who}.",
            change=f"The chances left open: {who}.",
            do=f"Ask for the chances that are left open: {who}",
        )


def _labels(estimates: list[Estimate]) -> str:
    names = [f"estimate {each.label}" for each in estimates[:3]]
    return listed(names) + (" and others" if len(estimates) > 3 else "")
