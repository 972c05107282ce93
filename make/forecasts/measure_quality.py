"""Quality at full size: this project's forecast and its rivals, for each curve of means and each set of pilots."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from forecasts import measure_next
from forecasts.curves import FOUR_PILOTS, QUALITY_PILOTS, Curve
from forecasts.results import OURS_QUALITY, Results
from forecasts.rivals_quality import FAMILIES, LAST_VALUE, MEDIAN_OF_FIVE, last_value, median_of_five
from forecasts.said import Said
from forecasts.scores import Chance, Told, log_score
from premortem.analysis import curve as quality

NEAR = 0.005
"""Half the step in the logarithm of the error from which a density is taken."""

GAINS = (0.05, 0.1, 0.2, 0.3)
"""By how much of what is wrong more data may cut it."""
FACTORS = (2.0, 4.0, 10.0)
"""So many times the data of the largest pilot."""

SINGLE = "4 pilots, single runs"


def measure(means: Iterable[Curve], singles: Iterable[Curve], results: Results) -> None:
    """Add to `results` what everybody said about each curve, from each set of pilots."""
    for curve in means:
        for name, shares in QUALITY_PILOTS.items():
            _measure_one(curve, name, curve.pilots(shares), results)
    for curve in singles:
        _measure_one(curve, SINGLE, curve.pilots(QUALITY_PILOTS[FOUR_PILOTS]), results)


def _measure_one(curve: Curve, name: str, pilots: list[int], results: Results) -> None:
    errors, truth = curve.errors[pilots], float(curve.errors[-1])
    if (errors >= 1).any() or min(errors.min(), truth) <= 0:
        return  # all wrong, or nothing wrong: no curve
    one_run = name == SINGLE
    told = results.timed(
        f"{OURS_QUALITY}, quality",
        lambda: quality.forecast(
            curve.sizes[pilots],
            1 - errors,
            at=curve.sizes[-1],
            cases=curve.tested if one_run else None,
            sd=None if one_run else curve.spreads[pilots].tolist(),
        ),
    )
    assert told.median is not None
    assert told.low is not None
    assert told.high is not None
    logarithm = told.fitted.at(float(curve.sizes[-1]))
    near = [logarithm.below(math.log(truth) + step) for step in (-NEAR, 0, NEAR)]
    results.told.append(
        Told(
            dataset=curve.dataset,
            kind=curve.kind,
            part=curve.part,
            pilots=name,
            method=OURS_QUALITY,
            error=100 * abs(1 - told.median - truth),
            below=1 - near[1],
            inside=told.low <= 1 - truth <= told.high,
            width=100 * (told.high - told.low),
            log_score=log_score((near[2] - near[0]) / NEAR / 2 / truth),
        )
    )
    _measure_rivals(curve, name, pilots, results)
    if name == FOUR_PILOTS:
        _measure_gains(curve, name, pilots[-1], told, results)
        sds = curve.spreads[pilots].tolist()
        results.measured_again += measure_next.measure_again(curve, name, pilots, told, sds)


def _measure_rivals(curve: Curve, name: str, pilots: list[int], results: Results) -> None:
    sizes, errors, target = curve.sizes[pilots], curve.errors[pilots], float(curve.sizes[-1])
    said: dict[str, Said] = {LAST_VALUE: last_value(sizes, errors, target)}
    for method, family in FAMILIES.items():
        if len(pilots) >= family.parameters:
            said[method] = results.timed(method, lambda family=family: family.forecast(sizes, errors, target))  # type: ignore[misc]
    if len(said) == 1 + len(FAMILIES):
        said[MEDIAN_OF_FIVE] = median_of_five([said[method] for method in FAMILIES])
    truth = float(curve.errors[-1])
    for method, each in said.items():
        middle = float(np.clip(each.middle, 0, 1))
        below = inside = width = score = None
        if each.scale is not None:
            low, high = np.clip(each.ends(), 0, 1)
            below, inside, width = 1 - each.below(truth), bool(low <= truth <= high), float(100 * (high - low))
            score = log_score(each.density(truth))
        results.told.append(
            Told(
                curve.dataset,
                curve.kind,
                curve.part,
                name,
                method,
                100 * abs(middle - truth),
                below,
                inside,
                width,
                score,
            )
        )


def _measure_gains(curve: Curve, name: str, last: int, told: quality.CurveForecast, results: Results) -> None:
    """Whether so many times the data cuts what is wrong by so much, for the sizes that were really run."""
    for factor in FACTORS:
        there = curve.nearest(curve.sizes[last] * factor)
        if there <= last:
            continue
        ratio = float(curve.sizes[there] / curve.sizes[last])
        for gain in GAINS:
            results.chances["gain"].append(
                Chance(
                    curve.dataset,
                    curve.kind,
                    curve.part,
                    name,
                    gain_question(factor, gain),
                    told.gain_chance(ratio, gain),
                    bool(curve.errors[there] <= (1 - gain) * curve.errors[last]),
                )
            )


def gain_question(factor: float, gain: float) -> str:
    """Return how the question is named in tables."""
    return f"{factor:g} times the data, {gain:.0%} fewer errors".replace("%", " %")
