"""What stands in the way: what stops it, and what must be tried with one team first."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.business_change import groups as people
from premortem.chapters.business_change import steps as work
from premortem.chapters.business_change.answers import ANSWERS, NO_IT_PROJECT, Answers
from premortem.chapters.business_change.benefit import USE, Benefit
from premortem.chapters.business_change.groups import ASKS, Group
from premortem.model.verdicts import Change, Suggestion
from premortem.model.wording import percent


@dataclass(frozen=True)
class Concern:
    """One thing in the way: in the headline after a colon, as a reason, what would change it and what to do."""

    headline: str
    reason: str
    changes: tuple[Change, ...] = ()
    actions: tuple[Suggestion, ...] = ()


def stops(given: Answers) -> list[Concern]:
    """Return what nobody should go on with: no owner in the business, or a benefit below its cost even at best."""
    found = [_unowned(given)] if given.unowned else []
    if given.benefit is not None and given.benefit.after_a_year.benefit.high < given.benefit.cost.low:
        found.append(_never_pays(given, given.benefit))
    return found


def firsts(given: Answers) -> list[Concern]:
    """Return what one team has to try first: a reluctant group, hours saved nowhere, a benefit that may not pay."""
    found = []
    if given.benefit is not None and not stops_for_money(given.benefit):
        after = given.benefit.after_a_year.benefit
        if after.best <= given.benefit.cost.best:
            found.append(_may_not_pay(given, given.benefit))
    found += [barrier(group) for group in given.groups if group.early]
    if given.steps and not any(step.stops for step in given.steps):
        found.append(_nothing_stops(unknown=any(step.unknown for step in given.steps)))
    return found


def stops_for_money(benefit: Benefit) -> bool:
    """Whether the benefit stays below its cost over the whole range."""
    return benefit.after_a_year.benefit.high < benefit.cost.low


def barrier(group: Group) -> Concern:
    """Return what holds a group up, by name, and what to do about it."""
    assert group.barrier is not None  # asked only for those who are held up
    assert group.mend is not None
    what, why = group.mend
    low = [
        f"{ASKS[element]} (today {'not known' if level is None else level})"
        for element, level in group.levels.items()
        if not people.passes(level)
    ]
    change = Change(f"“{group.name}” at 4 or 5 in: {', '.join(low)}.", people.TABLE)
    says = f"“{group.name}” is held up at {group.barrier_says}"
    return Concern(says, f"{says}.", (change,), (Suggestion(f"business-change.barrier.{group.row}", what, why),))


def _unowned(given: Answers) -> Concern:
    nobody = "only IT stands behind it" if given.answers == "it-only" else "nobody in the business does"
    says = f"{NO_IT_PROJECT}, and {nobody}"
    change = Change("One person in the business, by name, who wants it and answers for its benefit.", ANSWERS)
    what = "Look for the one in the business who wants this enough to answer for its benefit; if there is none, end it"
    why = "Only those who lead the people whose work changes can bring the benefit about."
    return Concern(says, f"{says}.", (change,), (Suggestion("business-change.owner", what, why),))


def _never_pays(given: Answers, benefit: Benefit) -> Concern:
    high, low = given.say(benefit.after_a_year.benefit.high), given.say(benefit.cost.low)
    says = f"even at the better end it brings {high} a year, and running it costs at least {low}"
    text = f"A yearly cost that could be as low as {high}, or use, hours or value that could bring {low} a year."
    what = "End it, or cut it down to the groups and the steps in which it pays"
    return Concern(
        says,
        f"{_capital(says)}.",
        (Change(text, benefit.moved_by),),
        (Suggestion("business-change.pays", what, f"{_capital(says)}."),),
    )


def _may_not_pay(given: Answers, benefit: Benefit) -> Concern:
    brings, costs = given.say(benefit.after_a_year.benefit.best), given.say(benefit.cost.best)
    says = f"by your best guess it brings {brings} a year and costs {costs} to run"
    even, cheaper = benefit.break_even, f"a yearly cost below {brings} at best guess; now it is {costs}"
    if even is not None and even.best < 1:
        change = Change(f"Weekly use above {percent(even.best)}, or {cheaper}.", USE)
    else:
        change = Change(f"More hours saved, since now not even full use would pay; or {cheaper}.", people.TABLE)
    what = "Try it with one team for three months, and count every week who uses it and what stops"
    actions = (Suggestion("business-change.pays", what, f"{_capital(says)}."),)
    return Concern(says, f"{_capital(says)}.", (change,), actions)


def _nothing_stops(*, unknown: bool) -> Concern:
    says = "nobody can name a step" if unknown else "there is no step"
    says = f"{says} of the work in which something stops, so the hours saved are nowhere to be seen"
    why = "If nothing is taken away, the work only grows."
    change = Change("A step in which something stops, and what: a form, a second check, a spreadsheet.", work.TABLE)
    what = "Agree with one team what they stop doing, and try for a month whether they can"
    return Concern(says, f"{_capital(says)}. {why}", (change,), (Suggestion("business-change.stops", what, why),))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
