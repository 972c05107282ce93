"""What would change the verdict: each change names the answer and the figure it would have to take."""

from __future__ import annotations

from premortem.chapters.compute_growth.conditions import Condition
from premortem.chapters.compute_growth.durations import time
from premortem.chapters.compute_growth.further import suggested
from premortem.chapters.compute_growth.judgement import GOING_ON, Case, Judgement, chance_words
from premortem.chapters.compute_growth.machines import together
from premortem.chapters.compute_growth.outlook import LIKELY, UNLIKELY, Outlook, chance_within
from premortem.chapters.compute_growth.pilots import FULL_ROWS, ROWS, TABLE, Pilots
from premortem.chapters.compute_growth.terms import BUDGET, DEADLINE, Terms
from premortem.model.verdicts import Change
from premortem.model.wording import percent


def changes(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook | None) -> tuple[Change, ...]:
    """Return the changes: what is open first, then what the limits and the pilots hang on."""
    found = [Change(_sentence(missing.why), missing.question) for missing in judgement.missing]
    found += [_of(condition) for condition in judgement.conditions]
    if outlook is None:
        return tuple(found)
    if judgement.case is Case.NOT_COMPARABLE:
        found.append(Change("All pilots timed on one machine, the one of the full training.", TABLE))
    found += _limits(terms, judgement, outlook)
    found += _less_data(pilots, terms, judgement, outlook)
    found += _next_pilot(pilots, terms, outlook)
    found += _machines(terms, judgement, outlook)
    return tuple(found)


def _of(condition: Condition) -> Change:
    return Change(condition.what, condition.question)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _limits(terms: Terms, judgement: Judgement, outlook: Outlook) -> list[Change]:
    if judgement.chance is None or terms.limit is None or judgement.case is Case.OPEN:
        return []
    wanted, hours = percent(LIKELY), outlook.full.likely
    if judgement.chance >= LIKELY:
        return [_down(terms, hours, wanted)]
    found = []
    if terms.deadline is not None and terms.deadline < hours:
        text = f"A deadline of {time(hours)} or more: the chance to keep it would be {wanted}."
        found.append(Change(text, DEADLINE))
    if terms.paid_hours is not None and terms.paid_hours < hours and terms.price:
        text = (
            f"A budget of {terms.money(hours * terms.price)} or more: the chance to stay within it would be {wanted}."
        )
        found.append(Change(text, BUDGET))
    if len(found) == 2:
        found.insert(0, Change("Budget and deadline together: raising one alone changes nothing.", BUDGET))
    return found


def _down(terms: Terms, hours: float, wanted: str) -> Change:
    """What would take the verdict down: a lower limit, whichever is the tighter."""
    if terms.price and (terms.deadline is None or (terms.paid_hours or 0.0) < terms.deadline):
        return Change(f"A budget below {terms.money(hours * terms.price)}: the chance falls below {wanted}.", BUDGET)
    return Change(f"A deadline below {time(hours)}: the chance falls below {wanted}.", DEADLINE)


def _less_data(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook) -> list[Change]:
    if judgement.chance is None or terms.limit is None or judgement.chance >= LIKELY or judgement.case is Case.OPEN:
        return []
    size = outlook.size_within(terms.limit)
    if size is None:
        return []
    text = f"Training on less: about {pilots.size_words(size, 2)} stays within {terms.tighter} 8 times of 10."
    return [Change(text, FULL_ROWS if pilots.counted == ROWS else TABLE)]


def _next_pilot(pilots: Pilots, terms: Terms, outlook: Outlook) -> list[Change]:
    step = outlook.next_pilot
    if step is None:
        return []
    if terms.limit is not None and step.pilot.low > terms.limit:
        return []  # a pilot that passes the limits of the full training is none
    return [
        Change(f"{suggested(pilots, terms, outlook, step)} It may move up or down with what that pilot shows.", TABLE)
    ]


def _machines(terms: Terms, judgement: Judgement, outlook: Outlook) -> list[Change]:
    both, deadline = together(terms), terms.deadline
    if both is None or deadline is None or judgement.case in GOING_ON or judgement.chance is None:
        return []
    chance = chance_within(outlook.forecast, deadline / both.share)
    if chance < UNLIKELY or deadline >= outlook.full.likely:
        return []
    text = (
        f"A pilot on {both.machines} machines at once: if {percent(terms.divides)} of the work divides, the chance to "
        f"keep the deadline would be {chance_words(chance)}. Enter its hours, with the price of all of them."
    )
    return [Change(text, TABLE)]
