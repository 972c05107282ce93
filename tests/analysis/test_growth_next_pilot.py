"""The next pilot: affordable, short of the target, and as telling as it is said to be."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.analysis import growth

SIZES = [1000, 2000, 5000, 10000]


def power(exponent: float) -> list[float]:
    return [(size / 10000) ** exponent for size in SIZES]


@st.composite
def pilots(draw: st.DrawFn) -> list[tuple[float, float]]:
    count = draw(st.integers(1, 8))
    return [(draw(st.floats(10, 1e5)), draw(st.floats(0.01, 100))) for _ in range(count)]


@settings(deadline=None, max_examples=25)
@given(pilots(), st.floats(1, 1000), st.floats(0.01, 1e4))
def test_the_next_pilot_is_affordable_and_short_of_the_target(
    runs: list[tuple[float, float]], factor: float, pilot_hours: float
) -> None:
    """It is foreseen to take no more than allowed, lies below the target, and is expected to narrow the interval."""
    largest = max(size for size, _ in runs)
    sizes, hours = [size for size, _ in runs], [time for _, time in runs]
    forecast = growth.forecast(sizes, hours, factor * largest, pilot_hours=pilot_hours)
    if forecast.next_pilot is not None:
        assert forecast.next_pilot < factor * largest
        assert forecast.band([forecast.next_pilot]).medians[0] <= pilot_hours * 1.1
        assert forecast.narrows_to(forecast.next_pilot) <= growth.WORTH_RUNNING


def test_no_affordable_size_narrows_the_interval_more_than_the_next_pilot() -> None:
    """Of all sizes whose hours are within what a pilot may take, none is expected to tell more."""
    forecast = growth.forecast(SIZES, power(1.3), 100000, pilot_hours=5)
    assert forecast.next_pilot is not None
    best = forecast.narrows_to(forecast.next_pilot)
    sizes = np.geomspace(1000, 100000, 20)
    affordable = sizes[np.array(forecast.band(sizes).medians) <= 5]
    assert 12 < len(affordable) < 20
    assert all(best <= forecast.narrows_to(float(size)) + 1e-3 for size in affordable)


def test_a_dearer_pilot_tells_more() -> None:
    """Who can afford more for the next pilot gets a larger one and a narrower interval."""
    found = [growth.forecast(SIZES, power(1.3), 100000, pilot_hours=hours) for hours in (2, 4, 8)]
    sizes = [forecast.next_pilot for forecast in found]
    assert sizes == sorted(sizes)  # type: ignore[type-var]
    narrowed = [forecast.narrows_to(size) for forecast, size in zip(found, sizes, strict=True) if size is not None]
    assert narrowed == sorted(narrowed, reverse=True)
    assert len(set(narrowed)) == 3


def test_no_pilot_is_advised_where_none_can_be_afforded() -> None:
    """The largest pilot took an hour; with a minute allowed nothing new is to be had."""
    assert growth.forecast(SIZES, power(1.3), 100000, pilot_hours=1 / 60).next_pilot is None


def test_after_a_single_pilot_a_smaller_one_may_be_the_one_to_run() -> None:
    """Where the full run is near, a second pilot on less data shows the growth for little."""
    forecast = growth.forecast([1000], [1.0], 2000)
    assert forecast.next_pilot is not None
    assert forecast.next_pilot < 1000


@settings(deadline=None, max_examples=10)
@given(st.floats(0.8, 2.2), st.sampled_from([None, "kernel", "ensemble", "linear"]), st.floats(0.4, 0.9))
def test_the_pilot_for_a_share_is_the_least_that_leaves_it(power_: float, kind: str | None, share: float) -> None:
    """At that size the expected width is the share asked for, within a step of the search; a tenth less leaves more."""
    forecast = growth.forecast(SIZES, power(power_), 100000, algorithm=kind)
    size = forecast.pilot_for(share)
    assert size is not None
    assert 10000 < size < 100000
    assert forecast.narrows_to(size) <= share
    assert forecast.narrows_to(max(0.9 * size, 10001)) > share - 0.02


def test_a_run_at_the_target_leaves_little_to_know() -> None:
    """The closer the pilot to the target, the less of the width remains; far below the largest it tells nothing."""
    forecast = growth.forecast(SIZES, power(1.3), 100000)
    remaining = [forecast.narrows_to(size) for size in (12000, 20000, 40000, 80000, 100000)]
    assert remaining == sorted(remaining, reverse=True)
    assert remaining[-1] < 0.35
    assert forecast.narrows_to(100) > 0.9


@pytest.mark.parametrize(
    ("power_", "kind", "factor"), [(1.3, None, 2), (1.3, None, 4), (2.0, "kernel", 3), (1.1, "ensemble", 3)]
)
def test_what_a_pilot_narrows_is_what_fitting_its_likely_outcomes_shows(
    power_: float, kind: str | None, factor: float
) -> None:
    """Adding the pilot with each of its likely hours and forecasting anew leaves, on average, the width told."""
    hours = power(power_)
    forecast = growth.forecast(SIZES, hours, 100000, algorithm=kind)
    likely = np.exp(forecast.growth.at(factor * 10000).quantiles((np.arange(9) + 0.5) / 9))
    then = [growth.forecast([*SIZES, factor * 10000], [*hours, h], 100000, algorithm=kind) for h in likely]
    came = np.mean([math.log(told.high / told.low) for told in then]) / math.log(forecast.high / forecast.low)
    assert forecast.narrows_to(factor * 10000) == pytest.approx(came, abs=0.1)
