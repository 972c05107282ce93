"""How far one may go: from pilots, limits and forecast to a level, with the one sentence a sponsor reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from premortem.analysis.growth import PILOT_SHARE, GrowthForecast
from premortem.chapters.compute_growth import terms as agreeing
from premortem.chapters.compute_growth.conditions import Condition, conditions
from premortem.chapters.compute_growth.durations import span, time
from premortem.chapters.compute_growth.outlook import LIKELY, UNLIKELY, chance_within, foresee
from premortem.chapters.compute_growth.pilots import TABLE, Pilots
from premortem.chapters.compute_growth.terms import ALGORITHM, KINDS, SMALLEST_SUM, Terms
from premortem.model.verdicts import Level, Missing

WIDE = 2.0
"""Where the high end of the hours is more than so many times the low end, another pilot tells more than a guess."""
FURTHEST_APART = ("kernel", "linear")
"""Where nobody knows the kind these come first: if the verdict hangs on it, these two mostly tell."""
STOP_RULE = "Fix the hour at which the run is stopped, and who stops it, before it starts."


class Case(Enum):
    """What the answers amount to."""

    OPEN = "something that the verdict needs is not known"
    OUT_OF_REACH = "the full training hardly stays within the limits"
    NOT_COMPARABLE = "the pilots ran on different machines"
    FALLING = "more data took no more time"
    TOO_WIDE = "the limits may or may not be kept, and another pilot would tell"
    DOUBTFUL = "the limits may or may not be kept, and another pilot would tell little"
    LIKELY = "the limits are likely to be kept"


GOING_ON = frozenset({Case.DOUBTFUL, Case.LIKELY})


@dataclass(frozen=True)
class Judgement:
    """The case, its level and headline, the chance it rests on, what is missing and what is to be settled.

    `kind` is the answer about the algorithm that was judged; where nobody knows it, the one that makes it worst.
    """

    case: Case
    level: Level
    headline: str
    missing: tuple[Missing, ...] = ()
    conditions: tuple[Condition, ...] = ()
    chance: float | None = None
    kind: str | None = None


def chance_words(chance: float) -> str:
    """Write a chance without pretending to be certain: `64 %`, `under 1 %`, `over 99 %`."""
    if chance < 0.01:
        return "under 1 %"
    return "over 99 %" if chance > 0.99 else f"{100 * chance:.0f} %"


def costs(terms: Terms, hours: float) -> str:
    """Write what hours of training take and cost: `about 63 hours and €190`."""
    cost = hours * (terms.price or 0.0)
    paid = f" and costs about {terms.money(cost)}" if cost >= SMALLEST_SUM else ""
    return f"takes about {time(hours)}{paid}"


def judge(pilots: Pilots, terms: Terms) -> Judgement:
    """Return the judgement; where nobody knows the kind of algorithm, the worst kind counts."""
    missing = (*pilots.missing, *_without_price(pilots), *agreeing.missing(terms))
    if pilots.missing or pilots.target is None:
        return _open(missing)
    if terms.algorithm is not None:
        return _judge_kind(pilots, terms, terms.algorithm, missing)
    found: list[Judgement] = []
    for kind in (*FURTHEST_APART, *(kind for kind in KINDS if kind not in FURTHEST_APART)):
        if kind == KINDS[-1] and min(each.level.rank for each in found) <= Level.PILOT_FIRST.rank:
            break  # a mixture of all kinds has a chance between theirs: it makes nothing worse, and takes the longest
        found.append(_judge_kind(pilots, terms, kind, tuple(m for m in missing if m.question != ALGORITHM)))
        if found[-1].level is Level.NOT_KNOWN:  # nothing ranks below it
            return replace(found[-1], missing=tuple(dict.fromkeys((*found[-1].missing, *missing))))
        if len({each.level is Level.STOP for each in found}) == 2:  # it hangs on the kind: no need to ask further
            return _hangs_on_kind(found[0], missing)
    return min(found, key=lambda each: (each.level.rank, each.chance if each.chance is not None else 1.0))


def _without_price(pilots: Pilots) -> tuple[Missing, ...]:
    why = "what an hour of its machine costs (0 if nothing)"
    return tuple(
        Missing(TABLE, f"{why}, for the pilot “{run.name}”", run.row) for run in pilots.runs if run.price is None
    )


def _open(missing: tuple[Missing, ...]) -> Judgement:
    headline = f"Nobody can say yet what the full data costs to train on: still open is {missing[0].why}."
    return Judgement(Case.OPEN, Level.NOT_KNOWN, headline, missing)


def _hangs_on_kind(kernel: Judgement, missing: tuple[Missing, ...]) -> Judgement:
    headline = "It hangs on the kind of algorithm: for some kinds the full training is out of reach, for others not."
    return replace(kernel, case=Case.OPEN, level=Level.NOT_KNOWN, headline=headline, missing=missing, conditions=())


def _judge_kind(pilots: Pilots, terms: Terms, kind: str, missing: tuple[Missing, ...]) -> Judgement:
    assert pilots.target is not None
    forecast = foresee(pilots.sizes, pilots.hours, pilots.target, None if kind == "other" else kind)
    if forecast is None:
        why = "a larger pilot: the full data is more than a million times the largest so far"
        return replace(_open((Missing(TABLE, why), *missing)), kind=kind)
    chance = None if terms.limit is None else chance_within(forecast, terms.limit)
    judged = _out_of_reach(terms, forecast, chance) if chance is not None and chance < UNLIKELY else None
    if judged is None:
        judged = _still_open(terms, forecast, missing) if missing else _within_reach(pilots, terms, forecast)
    elif missing:
        judged = replace(judged, missing=missing)
    return replace(judged, chance=chance, kind=kind)


def _out_of_reach(terms: Terms, forecast: GrowthForecast, chance: float) -> Judgement:
    headline = (
        f"Stop, or plan it anew: one training on the full data {costs(terms, forecast.median)}, and the chance to stay "
        f"within {terms.tighter} is {chance_words(chance)}."
    )
    return Judgement(Case.OUT_OF_REACH, Level.STOP, headline)


def _still_open(terms: Terms, forecast: GrowthForecast, missing: tuple[Missing, ...]) -> Judgement:
    headline = (
        f"One training on the full data {costs(terms, forecast.median)}; whether that is affordable nobody can say: "
        f"still open is {missing[0].why}."
    )
    return Judgement(Case.OPEN, Level.NOT_KNOWN, headline, missing)


def _within_reach(pilots: Pilots, terms: Terms, forecast: GrowthForecast) -> Judgement:
    assert terms.limit is not None
    if pilots.machines_differ:
        unsaid = "nobody said whether they all ran on the same machine"
        why = unsaid if pilots.machines_unknown else "they ran on different machines"
        headline = f"Time the pilots on one machine first: {why}, so their hours cannot be compared."
        return Judgement(Case.NOT_COMPARABLE, Level.PILOT_FIRST, headline)
    if pilots.falling:
        headline = "Run a larger pilot first: more data took no more time, so something else decides the hours so far."
        return Judgement(Case.FALLING, Level.PILOT_FIRST, headline)
    chance = chance_within(forecast, terms.limit)
    said = f"the chance to stay within {terms.tighter} is {chance_words(chance)}"
    if chance < LIKELY:
        return _doubtful(pilots, terms, forecast, said)
    found = conditions(pilots, terms, forecast)
    full = f"one training on the full data {costs(terms, forecast.median)}, and {said}"
    if found:
        headline = f"Go on once the open points are settled: {full}."
        return Judgement(Case.LIKELY, Level.CONDITIONS, headline, conditions=found)
    return Judgement(Case.LIKELY, Level.GO, f"Go on: {full}.")


def _doubtful(pilots: Pilots, terms: Terms, forecast: GrowthForecast, said: str) -> Judgement:
    if forecast.high > WIDE * forecast.low and _room(pilots, forecast):
        none = terms.pilot_hours == 0
        first = "Another pilot would tell more, and you allow none" if none else "Run one more pilot first"
        headline = f"{first}: one training on the full data may take {span(forecast.low, forecast.high)}, and {said}."
        return Judgement(Case.TOO_WIDE, Level.PILOT_FIRST, headline)
    stop = Condition("compute-growth.deadline", STOP_RULE, "The chance that the limits are not kept is real.")
    found = (stop, *conditions(pilots, terms, forecast))
    headline = f"Go on, with an hour fixed at which to stop: {said}."
    return Judgement(Case.DOUBTFUL, Level.CONDITIONS, headline, conditions=found)


def _room(pilots: Pilots, forecast: GrowthForecast) -> bool:
    """Whether another pilot would be cheap beside the full training; what it may take moves the suggestion only."""
    if forecast.target <= pilots.largest.size:
        return False
    hours_there = forecast.linear * pilots.largest.size / forecast.target
    return pilots.one_size or hours_there < PILOT_SHARE * forecast.median
