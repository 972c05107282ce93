"""What the decision gathers: what the next pilot is worth at most, and the hour at which a run is stopped."""

from __future__ import annotations

from premortem.chapters.compute_growth.durations import time
from premortem.chapters.compute_growth.judgement import GOING_ON, Case, Judgement
from premortem.chapters.compute_growth.outlook import ENDLESS, Outlook
from premortem.chapters.compute_growth.pilots import TABLE, Pilots
from premortem.chapters.compute_growth.terms import Terms
from premortem.model.verdicts import Pilot, Signal

SOURCE = "At most the money of a run that is stopped at the limit, times the chance of that"


def next_pilot(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook | None) -> tuple[Pilot, ...]:
    """Return the next pilot where the verdict asks for it: knowing at best saves a run that would be stopped."""
    if judgement.case is not Case.TOO_WIDE or outlook is None or outlook.next_pilot is None or not terms.price:
        return ()
    if terms.limit is None or judgement.chance is None:
        return ()
    at = outlook.next_pilot.pilot
    worth, cost = (1 - judgement.chance) * terms.limit * terms.price, at.median * terms.price
    what = f"A training on {pilots.size_words(at.size, 2)}"
    return (Pilot(what, worth, None, None, cost, cost < worth, SOURCE, TABLE),)


def signals(terms: Terms, judgement: Judgement) -> tuple[Signal, ...]:
    """Return the hour at which the full training is stopped, where it is to be started."""
    if judgement.case not in GOING_ON or terms.limit is None or terms.limit > ENDLESS:
        return ()
    return (Signal("Hours that the full training has run", f"{time(terms.limit)}: stop it, and look again"),)
