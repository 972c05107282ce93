"""One more pilot: how much narrower a forecast says it gets, and how much it got when the pilot was added."""

from __future__ import annotations

import math

import numpy as np

from forecasts.curves import FOUR_PILOTS, HOURS_PILOTS, Curve
from forecasts.results import Added, Narrowed
from premortem.analysis import curve as quality
from premortem.analysis import growth

ASKED = "the size asked for"
ENDS = np.array([0.1, 0.9])
OTHERS = {"2 times the largest pilot": 2.0, "4 times": 4.0}
"""Other sizes of a next pilot, to see whether a cheaper or a dearer one would have brought what was foreseen too."""


def measure(curve: Curve, name: str, pilots: list[int], told: growth.GrowthForecast) -> list[Added]:
    """Return what one more pilot brought, of the size that a forecast asks for and, from four pilots, of others."""
    if len(HOURS_PILOTS[name]) == growth.MOST_PILOTS:
        return []
    sizes = {} if told.next_pilot is None else {ASKED: told.next_pilot}
    if name == FOUR_PILOTS:
        sizes |= {choice: float(curve.sizes[pilots[-1]]) * times for choice, times in OTHERS.items()}
    found = [_add(curve, name, pilots, told, choice, curve.nearest(size)) for choice, size in sizes.items()]
    return [each for each in found if each is not None]


def _add(
    curve: Curve, name: str, pilots: list[int], told: growth.GrowthForecast, choice: str, there: int
) -> Added | None:
    if there in pilots or there == len(curve.sizes) - 1:
        return None  # no other run of about that size
    target, truth, hours = float(curve.sizes[-1]), float(curve.seconds[-1]) / 3600, curve.seconds / 3600
    more = sorted([*pilots, there])
    again = growth.forecast(curve.sizes[more], hours[more], target, algorithm=curve.kind)
    return Added(
        dataset=curve.dataset,
        kind=curve.kind,
        part=curve.part,
        pilots=name,
        choice=choice,
        size=float(curve.sizes[there]) / target,
        foreseen=told.narrows_to(float(curve.sizes[there])),
        remained=math.log(again.high / again.low) / math.log(told.high / told.low),
        cost=float(hours[there]) / truth,
        error_before=factor(told.median, truth),
        error_after=factor(again.median, truth),
    )


def measure_again(
    curve: Curve, name: str, pilots: list[int], told: quality.CurveForecast, sds: list[float]
) -> list[Narrowed]:
    """Return what one more measurement of quality did to the width at full size."""
    target, found = float(curve.sizes[-1]), []
    for choice, times in OTHERS.items():
        there = curve.nearest(float(curve.sizes[pilots[-1]]) * times)
        if there in pilots or there == len(curve.sizes) - 1 or not 0 < curve.errors[there] < 1:
            continue
        more = [*pilots, there]
        sd = [*sds, float(curve.spreads[there])]
        again = quality.forecast(curve.sizes[more], 1 - curve.errors[more], at=target, sd=sd)
        widths = [forecast.fitted.at(target).quantiles(ENDS) for forecast in (told, again)]
        before, after = (float(high - low) for low, high in widths)
        foreseen = told.narrows_to(float(curve.sizes[there]), target, sd=sd[-1])
        found.append(Narrowed(curve.dataset, curve.kind, curve.part, name, choice, foreseen, after / before))
    return found


def factor(one: float, other: float) -> float:
    """Return how many times the larger is the smaller, 1 or more."""
    return max(one / other, other / one)
