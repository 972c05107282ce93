"""Forecasts on real curves stay as near and as honest as they were measured, whatever is changed in their model."""

import math
from pathlib import Path

import numpy as np
import pytest

from forecasts.curves import FOUR_PILOTS, LEAST_SECONDS, MEANS, PILOTS, SINGLE_RUNS, Curve, read
from premortem.analysis import curve as quality
from premortem.analysis import growth

TREE = Path(__file__).parents[2]
SHIPPED = TREE / "data" / "curves"
WHOLE = TREE.parent / "shared" / "curves"
FOLDERS = [
    pytest.param(SHIPPED, id="extract"),
    pytest.param(
        WHOLE,
        id="whole",
        marks=pytest.mark.skipif(not WHOLE.is_dir(), reason="the whole database of curves is not beside the project"),
    ),
]


def long_enough(curve: Curve) -> bool:
    return bool(curve.seconds[curve.pilots(PILOTS[FOUR_PILOTS])[-1]] >= LEAST_SECONDS)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("told", [True, False])
def test_hours_are_foreseen_nearer_than_by_the_straight_line_in_intervals_that_hold(folder: Path, told: bool) -> None:
    """Four pilots up to a tenth of the data: the factor to the truth, and how often it lies in the 80 % interval."""
    factors, lines, inside, widths = [], [], [], []
    for curve in filter(long_enough, read(folder, SINGLE_RUNS, "all")):
        pilots = curve.pilots(PILOTS[FOUR_PILOTS])
        hours, target = curve.seconds / 3600, float(curve.sizes[-1])
        forecast = growth.forecast(curve.sizes[pilots], hours[pilots], target, curve.kind if told else None)
        factors.append(abs(math.log(forecast.median / hours[-1])))
        lines.append(abs(math.log(forecast.linear / hours[-1])))
        inside.append(forecast.low <= hours[-1] <= forecast.high)
        widths.append(forecast.high / forecast.low)
    assert len(factors) > 60
    assert np.exp(np.median(factors)) < (1.4 if told else 1.45)
    assert np.exp(np.quantile(factors, 0.9)) < (2.7 if told else 3.2)
    assert np.median(factors) < 0.6 * np.median(lines)
    assert 0.75 <= np.mean(inside) <= 0.88
    assert np.median(widths) < (3.6 if told else 4)


@pytest.mark.parametrize("folder", FOLDERS)
def test_quality_is_foreseen_nearer_than_by_the_last_value_in_intervals_that_hold(folder: Path) -> None:
    """Four pilots up to a tenth: the points to the truth, the interval, the chance of a tenth fewer errors."""
    points, last, inside, widths, squares = [], [], [], [], []
    for curve in read(folder, MEANS, "all"):
        pilots = curve.pilots(PILOTS[FOUR_PILOTS])
        truth, errors = float(curve.errors[-1]), curve.errors[pilots]
        if truth <= 0 or errors.min() <= 0 or errors.max() >= 1:
            continue
        forecast = quality.forecast(
            curve.sizes[pilots], 1 - errors, at=curve.sizes[-1], sd=curve.spreads[pilots].tolist()
        )
        assert forecast.low is not None
        assert forecast.median is not None
        assert forecast.high is not None
        points.append(100 * abs(1 - forecast.median - truth))
        last.append(100 * abs(errors[-1] - truth))
        inside.append(forecast.low <= 1 - truth <= forecast.high)
        widths.append(100 * (forecast.high - forecast.low))
        chance = forecast.gain_chance(float(curve.sizes[-1] / curve.sizes[pilots[-1]]), 0.1)
        squares.append((chance - (truth <= 0.9 * errors[-1])) ** 2)
    assert len(points) > 60
    assert np.median(points) < 0.85
    assert np.mean(points) < 0.75 * np.mean(last)
    assert 0.75 <= np.mean(inside) <= 0.9
    assert np.median(widths) < 5
    assert np.mean(squares) < 0.13
