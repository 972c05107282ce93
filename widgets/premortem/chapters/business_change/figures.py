"""The figures of the chapter and the rows of its chart: the benefit that is used beside the one on the slide."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from premortem.chapters.business_change import groups as people
from premortem.chapters.business_change.answers import Answers
from premortem.chapters.business_change.benefit import (
    CHANGE_COST,
    COST,
    ENDS,
    INDEPENDENT,
    USE,
    Benefit,
    Spread,
)
from premortem.model.verdicts import Figure
from premortem.model.wording import percent

SOURCE = "people × hours saved × value of an hour × share that uses it every week"
MONTHS_BELOW = 2
"""Below so many years a time is told in months."""
WHEN: Mapping[int, str] = {3: "after three months", 12: "after a year", 24: "after two years"}
BOTH_ENDS = "benefit and cost both at the worse, or both at the better, end"
CLOSE = 0.09
"""Two lines nearer than this share of the height have one name above and one below, or the names would collide."""


def figures(benefit: Benefit | None) -> tuple[Figure, ...]:
    """Return what it brings at the expected and at full use, the use at which it pays, and what is left over."""
    if benefit is None:
        return ()
    found = [_after_a_year(benefit)]
    source = f"{SOURCE}, of which all"
    found.append(_money("Benefit a year at full use, the figure on the slide", benefit.full, source, people.TABLE))
    found.append(_break_even(benefit))
    what = "Left over each year after its running cost"
    source = "the benefit after a year, less the yearly cost; the answer named moves it most"
    found.append(
        Figure(
            what, benefit.left.best, "money", benefit.left.low, benefit.left.high, BOTH_ENDS, source, benefit.moved_by
        )
    )
    if benefit.payback is not None:
        found.append(_payback(benefit.payback))
    return tuple(found)


def _after_a_year(benefit: Benefit) -> Figure:
    point = benefit.after_a_year
    label = f"Benefit a year at the weekly use after a year, {percent(point.use.best)}"
    return _money(label, point.benefit, SOURCE, USE if benefit.moved_by == COST else benefit.moved_by)


def _money(label: str, amount: Spread, source: str, hangs_on: str) -> Figure:
    interval = INDEPENDENT if amount.low > 0 else ENDS
    return Figure(label, amount.best, "money", amount.low, amount.high, interval, source, hangs_on)


def _break_even(benefit: Benefit) -> Figure:
    label, source = (
        "Share of weekly use at which it pays its yearly cost",
        "yearly cost divided by the benefit at full use",
    )
    even = benefit.break_even
    if even is None:
        return Figure(
            label, None, "%", interval="none: full use would bring nothing", source=source, hangs_on=people.TABLE
        )
    if math.isinf(even.high):
        why = "no upper bound: at the worse end full use would bring nothing"
        return Figure(label, _finite(even.best), "%", interval=why, source=source, hangs_on=people.TABLE)
    if even.best > 1:
        label = f"{label}: above 100 %, so not even full use pays"
    return Figure(label, even.best, "%", even.low, even.high, BOTH_ENDS, source, people.TABLE)


def _payback(payback: Spread) -> Figure:
    label, source = "Time until the change is earned back", "cost of the change divided by what is left over each year"
    unit, a_year = ("months", 12) if payback.best < MONTHS_BELOW else ("years", 1)
    best = a_year * payback.best
    if math.isinf(payback.high):
        why = "never, by your best guess" if math.isinf(payback.best) else "no upper bound: at the worse end never"
        return Figure(label, _finite(best), unit, interval=why, source=source, hangs_on=CHANGE_COST)
    low, high = a_year * payback.low, a_year * payback.high
    return Figure(label, best, unit, low, high, BOTH_ENDS, source, CHANGE_COST)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def rows(given: Answers) -> tuple[Mapping[str, Any], ...]:
    """Return rows of `what`, `month`, `low`, `best`, `high`, `label`, `side`, `says`."""
    benefit = given.benefit
    if benefit is None:
        return ()
    top = max(benefit.full.best, benefit.cost.best, *(point.benefit.high for point in benefit.over_time)) or 1.0
    last = benefit.over_time[-1]
    found: list[Mapping[str, Any]] = [{"what": "use", "month": 0, "low": 0.0, "best": 0.0, "high": 0.0}]
    for point in benefit.over_time:
        spread = {"low": point.benefit.low, "best": point.benefit.best, "high": point.benefit.high}
        share = percent(point.use.best)
        side = "last" if point is last else "between"
        if 0 <= benefit.cost.best - point.benefit.best < 2 * CLOSE * top and point.benefit.best > CLOSE * top:
            side = f"{side} below"  # the line of the cost and its name lie where the share would stand
        words = f"{WHEN[point.months]}: {given.say(point.benefit.best)} at {share} weekly use"
        found.append({"what": "use", "month": point.months, **spread, "label": share, "side": side, "says": words})
    return (*found, *_lines(given, benefit, top))


def _lines(given: Answers, benefit: Benefit, top: float) -> list[Mapping[str, Any]]:
    """The figure on the slide and the yearly cost; where they lie close, their names keep out of each other's way."""
    full, cost, last = benefit.full.best, benefit.cost.best, benefit.over_time[-1]
    close = abs(full - cost) < CLOSE * top
    under = (cost < full) if close else CLOSE * top < cost < last.benefit.best
    lines = (
        ("slide", full, f"at full use: {given.say(full)}", "below" if close and cost > full else "above"),
        ("cost", cost, f"running it costs {given.say(cost)}", "below" if under else "above"),
    )
    return [
        {"what": what, "month": last.months, "best": at, "label": label, "side": side, "top": 1.12 * top}
        for what, at, label, side in lines
    ]


def says(given: Answers) -> str:
    """Return the chart in words."""
    benefit = given.benefit
    if benefit is None:
        return "The benefit cannot be drawn yet: an answer that it is made of is missing."
    points = "; ".join(
        f"{WHEN[point.months]} {given.say(point.benefit.best)} (between {given.say(point.benefit.low)} and "
        f"{given.say(point.benefit.high)}) at {percent(point.use.best)} weekly use"
        for point in benefit.over_time
    )
    return (
        f"The benefit in a year at the use that is expected: {points}. At full use, the figure on the slide, it "
        f"would be {given.say(benefit.full.best)}. Running it costs {given.say(benefit.cost.best)} a year."
    )
