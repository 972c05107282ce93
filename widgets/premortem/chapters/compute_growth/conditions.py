"""What must be settled before the full training may start; what is left open counts as its worst."""

from __future__ import annotations

import math
from dataclasses import dataclass

from premortem.analysis import cost
from premortem.analysis.growth import GrowthForecast
from premortem.chapters.compute_growth.durations import time
from premortem.chapters.compute_growth.outlook import ENDLESS, FAR, LIKELY, chance_within
from premortem.chapters.compute_growth.pilots import TABLE, Pilots
from premortem.chapters.compute_growth.terms import Terms
from premortem.model.wording import number

LONG_RUN = 8.0
"""Hours: a shorter run is repeated within a working day, and needs no saved states."""
MONTHS_AHEAD = 12.0
"""The budget is for a year: data that outgrows it later is the next year's matter."""

SECOND_PILOT = "Run a second pilot, on another amount of data."
ONE_SIZE = "One size says nothing about how the hours grow."


@dataclass(frozen=True)
class Condition:
    """Something that must be settled; `question` is the answer it hangs on, `why` the reason in one sentence."""

    question: str
    what: str
    why: str


def conditions(pilots: Pilots, terms: Terms, forecast: GrowthForecast) -> tuple[Condition, ...]:
    """Return what is still open, the pilots first."""
    found = [*_of_pilots(pilots, terms, forecast), *_of_the_run(terms, forecast)]
    found += [*_of_trainings(terms, forecast), *_of_growth(terms, forecast)]
    return tuple(found)


def _of_pilots(pilots: Pilots, terms: Terms, forecast: GrowthForecast) -> list[Condition]:
    found = []
    if pilots.one_size:
        found.append(Condition(TABLE, SECOND_PILOT, ONE_SIZE))
    if forecast.target > FAR * pilots.largest.size:
        size = pilots.size_words(forecast.target / FAR, 2)
        why = f"The full data is over {number(FAR)} times the largest pilot: a larger one is worth more than any fit."
        found.append(Condition(TABLE, f"Run a larger pilot, on {size} or more.", why))
    if pilots.prices_differ:
        what = f"Settle the price of an hour: the highest of the pilots, {terms.money(terms.price or 0.0)}, was taken."
        found.append(Condition(TABLE, what, "The pilots were paid for at different prices."))
    return found


def _of_the_run(terms: Terms, forecast: GrowthForecast) -> list[Condition]:
    found = []
    if not terms.same_machine:
        what = "Run the full training on the machine of the pilots, or time a pilot on the other one first."
        found.append(
            Condition("compute-growth.same-machine", what, "A time holds only for the machine it was taken on.")
        )
    if not terms.resumes and forecast.high > LONG_RUN:
        what = "Save the state on the way, and try once whether the training goes on from it."
        found.append(
            Condition("compute-growth.checkpoint", what, "A long run that dies near its end is paid for twice.")
        )
    if not terms.fits:
        what = "Make sure that the full data fits into memory, or is read in portions."
        found.append(
            Condition("compute-growth.memory", what, "A run that does not fit breaks off, whatever its hours.")
        )
    return found


def _of_trainings(terms: Terms, forecast: GrowthForecast) -> list[Condition]:
    found = []
    if terms.trainings is None:
        what = "Agree how many full trainings it may take until it is good."
        found.append(Condition("compute-growth.trainings", what, "All figures are for one, and nobody trains once."))
    if terms.retrainings is None:
        what = "Agree how many times it will be trained again in the first year."
        found.append(Condition("compute-growth.retrainings", what, "Training again costs the same hours each time."))
    if terms.runs is None or terms.paid_hours is None or math.isinf(terms.paid_hours):
        return found
    if chance_within(forecast, terms.paid_hours / terms.runs) < LIKELY:
        what = f"Find money for all {number(terms.runs)} trainings of the first year, or plan fewer."
        why = f"Together they cost about {terms.money(terms.runs * forecast.median * (terms.price or 0.0))}."
        found.append(Condition("compute-growth.trainings", what, why))
    return found


def _of_growth(terms: Terms, forecast: GrowthForecast) -> list[Condition]:
    question = "compute-growth.data-growth"
    months = months_until_limit(terms, forecast, forecast.median)
    if months is None:
        return [Condition(question, "Find out by how much the data grows in a year.", "The hours grow with it.")]
    if months >= MONTHS_AHEAD:
        return []
    what = f"Plan for more data: at this growth one training passes {terms.tighter} in {number(months, 2)} months."
    return [Condition(question, what, f"Today it takes about {time(forecast.median)}.")]


def months_until_limit(terms: Terms, forecast: GrowthForecast, hours: float) -> float | None:
    """Return the months until a training that takes `hours` today passes the tighter limit; None where not known.

    Data that grows by a share g a year doubles in 12 ln 2 / ln(1 + g) months; the hours double sooner or later by
    the exponent. Infinite where they do not grow, or where nothing limits them.
    """
    if terms.data_growth is None or terms.limit is None:
        return None
    power = forecast.exponent.median
    speed = math.log1p(terms.data_growth / 100) * power / (12 * math.log(2))
    if speed < 1 / ENDLESS or terms.limit > ENDLESS:
        return math.inf
    room = min(terms.limit / hours, ENDLESS)
    return cost.months_until(room, 1 / speed) if room > 0 else 0.0
