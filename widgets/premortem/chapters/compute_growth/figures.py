"""The figures of compute-growth: each with its interval, its source and the answer it hangs on most."""

from __future__ import annotations

import math
from dataclasses import replace

from premortem.chapters.compute_growth.conditions import months_until_limit
from premortem.chapters.compute_growth.durations import unit_for
from premortem.chapters.compute_growth.machines import rounds, together
from premortem.chapters.compute_growth.outlook import Expected, Outlook, chance_within
from premortem.chapters.compute_growth.pilots import TABLE, Pilots
from premortem.chapters.compute_growth.terms import BUDGET, DEADLINE, Terms
from premortem.model.verdicts import Figure
from premortem.model.wording import count

GROWTH = "Forecast tried on real training times: LCDB 1.0 (Mohr, Viering, Loog & van Rijn, ECML PKDD 2022)"
AMDAHL = "Amdahl, AFIPS 1967: what does not divide takes its full time"
EIGHT_OF_TEN = "8 times of 10"
AFTER = "8 times of 10, should the middle stay where it is"
NO_INTERVAL = "no interval of its own: what is not known is in the chance"
SAME_ERROR = "8 times of 10; a misjudged hour is misjudged in each training"


def figures(pilots: Pilots, terms: Terms, outlook: Outlook | None) -> tuple[Figure, ...]:
    """Return the figures that the answers allow, one full training first."""
    if outlook is None:
        return ()
    found = [*_one_training(terms, outlook), *_chances(terms, outlook), *_next_pilot(pilots, terms, outlook)]
    return (*found, *_all_trainings(terms, outlook), *_several_machines(terms, outlook), *_growth(terms, outlook))


def _hours(label: str, at: Expected, times: float = 1.0, source: str = GROWTH, hangs_on: str = TABLE) -> Figure:
    length, unit = unit_for(at.high * times)
    low, median, high = (hours * times / length for hours in (at.low, at.median, at.high))
    return Figure(label, median, unit, low, high, EIGHT_OF_TEN, source, hangs_on)


def _money(label: str, at: Expected, each: float, interval: str = EIGHT_OF_TEN, hangs_on: str = TABLE) -> Figure:
    source = f"{GROWTH}; hours x price of one"
    return Figure(label, at.median * each, "money", at.low * each, at.high * each, interval, source, hangs_on)


def _one_training(terms: Terms, outlook: Outlook) -> list[Figure]:
    full, line = outlook.full, outlook.forecast.linear
    length, unit = unit_for(line)
    why, source = (
        "no interval: a straight line knows of none",
        "Hours of the largest pilot times how much more data there is",
    )
    found = [
        _hours("One training on the full data", full),
        Figure("The same by a straight line", line / length, unit, None, None, why, source, TABLE),
    ]
    if terms.price is not None:
        found.append(_money("What one training costs", full, terms.price))
    if terms.other_price is not None:
        label = "What as many hours cost on the other machine"
        found.append(_money(label, full, terms.other_price, hangs_on="compute-growth.other-price"))
    low, median, high = outlook.times_for_ten
    label = "Ten times the data takes so many times the hours"
    found.append(Figure(label, median, "times", low, high, EIGHT_OF_TEN, GROWTH, TABLE))
    return found


def _chances(terms: Terms, outlook: Outlook) -> list[Figure]:
    limits = (
        ("Chance to stay within the budget", terms.paid_hours if terms.price else None, BUDGET),
        ("Chance to stay within the deadline", terms.deadline, DEADLINE),
    )
    return [
        Figure(label, round(chance_within(outlook.forecast, hours), 3), "%", None, None, NO_INTERVAL, GROWTH, question)
        for label, hours, question in limits
        if hours is not None
    ]


def _next_pilot(pilots: Pilots, terms: Terms, outlook: Outlook) -> list[Figure]:
    found, step, halving = [], outlook.next_pilot, outlook.halving
    if step is not None:
        found.append(_hours(f"The next pilot, on {pilots.size_words(step.pilot.size, 2)}", step.pilot))
        if terms.price:
            found.append(_money("What the next pilot costs", step.pilot, terms.price))
        found.append(replace(_hours("One full training, as expected after the next pilot", step.full), interval=AFTER))
    if halving is not None and halving is not step:
        size = pilots.size_words(halving.pilot.size, 2)
        found.append(_hours(f"The pilot that makes it twice as well known, on {size}", halving.pilot))
        if terms.price:
            found.append(_money(f"What that pilot costs, on {size}", halving.pilot, terms.price))
    return found


def _all_trainings(terms: Terms, outlook: Outlook) -> list[Figure]:
    found, question = [], "compute-growth.trainings"
    if terms.price and terms.trainings is not None and terms.trainings > 1:
        label = f"{count(terms.trainings)} trainings until it is good"
        found.append(_money(label, outlook.full, terms.price * terms.trainings, SAME_ERROR, question))
    if terms.price and terms.retrainings:
        label = f"Training again in the first year: {count(terms.retrainings)} in all"
        found.append(
            _money(label, outlook.full, terms.price * terms.retrainings, SAME_ERROR, "compute-growth.retrainings")
        )
    return found


def _several_machines(terms: Terms, outlook: Outlook) -> list[Figure]:
    found, question, both = [], "compute-growth.machines", together(terms)
    if both is not None:
        label = f"One training on {count(both.machines)} machines at once, if it divides as you say"
        found.append(_hours(label, outlook.full, both.share, f"{GROWTH}; {AMDAHL}", "compute-growth.divides"))
    if terms.machines > 1 and terms.trainings is not None and terms.trainings > 1:
        label = f"{count(terms.trainings)} trainings shared by {count(terms.machines)} machines, one each"
        source = f"{GROWTH}; trainings that do not wait for each other"
        found.append(_hours(label, outlook.full, rounds(terms, terms.trainings), source, question))
    return found


def _growth(terms: Terms, outlook: Outlook) -> list[Figure]:
    full, question = outlook.full, "compute-growth.data-growth"
    ends = [months_until_limit(terms, outlook.forecast, hours) for hours in (full.high, full.median, full.low)]
    known = [months for months in ends if months is not None]
    if not known or any(math.isinf(months) for months in known) or not max(known):
        return []  # without a limit, never, or passed already
    low, median, high = known
    source = f"{GROWTH}; steady growth of the data, and of the hours by the same power"
    return [
        Figure(
            f"Until one training passes {terms.tighter}", median, "months", low, high, EIGHT_OF_TEN, source, question
        )
    ]
