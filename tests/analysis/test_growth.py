"""Hours at full size: an honest interval from few pilots, the same whatever their order and on every machine."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.analysis import growth
from premortem.errors import ArgumentError

SIZES = [1000, 2000, 5000, 10000]


def power(exponent: float, hours_at_largest: float = 1.0) -> list[float]:
    return [hours_at_largest * (size / 10000) ** exponent for size in SIZES]


@st.composite
def pilots(draw: st.DrawFn) -> list[tuple[float, float]]:
    count = draw(st.integers(1, 8))
    return [(draw(st.floats(10, 1e5)), draw(st.floats(0.01, 100))) for _ in range(count)]


@pytest.mark.parametrize("exponent", [0.8, 1.0, 1.5, 2.0, 2.5])
def test_a_clean_power_law_is_recognised(exponent: float) -> None:
    """Pilots on a power law are continued by it, a little more steeply, as real ones go on; it is in the interval."""
    forecast = growth.forecast(SIZES, power(exponent), 100000)
    truth = 10**exponent
    assert forecast.exponent.low < exponent < forecast.exponent.high
    assert exponent - 0.05 < forecast.exponent.median < exponent + 0.25
    assert forecast.low < truth < forecast.high
    assert 0.9 * truth < forecast.median < 1.6 * truth
    assert forecast.linear == pytest.approx(10)


def test_knowing_the_kind_of_algorithm_moves_and_narrows_one_pilot() -> None:
    """One pilot of a kernel machine is no linear matter: the kind is then all there is to know."""
    unknown = growth.forecast([1000], [1.0], 10000)
    kernel = growth.forecast([1000], [1.0], 10000, algorithm="kernel")
    linear = growth.forecast([1000], [1.0], 10000, algorithm="linear")
    assert kernel.median > 2 * linear.median
    assert linear.high / linear.low < unknown.high / unknown.low


@pytest.mark.parametrize("algorithm", [None, *growth.ALGORITHMS])
def test_every_kind_of_algorithm_gives_an_ordered_interval(algorithm: str | None) -> None:
    """Each name is known and gives low < median < high."""
    forecast = growth.forecast(SIZES, power(1.2), 100000, algorithm=algorithm)
    assert 0 < forecast.low < forecast.median < forecast.high


def test_one_pilot_is_wide_and_advises_a_second() -> None:
    """A single run gives an interval of more than a factor of five and says to run another."""
    forecast = growth.forecast([1000], [1.0], 10000)
    assert forecast.high / forecast.low > 5
    assert forecast.next_pilot is not None
    assert "second pilot" in forecast.notes[0]


def test_equal_sizes_say_as_little_as_one_pilot() -> None:
    """Repeating a size teaches nothing about growth, and the forecast says so."""
    repeated = growth.forecast([1000, 1000, 1000], [0.9, 1.0, 1.1], 10000)
    assert repeated.high / repeated.low > 5
    assert "second pilot" in repeated.notes[0]


@settings(deadline=None, max_examples=25)
@given(pilots(), st.randoms(use_true_random=False))
def test_the_order_of_pilots_changes_nothing(runs: list[tuple[float, float]], random: object) -> None:
    """Any order gives the same figures to the last digit."""
    shuffled = list(runs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = growth.forecast([size for size, _ in runs], [hours for _, hours in runs], 2e5, budget_hours=50)
    other = growth.forecast([size for size, _ in shuffled], [hours for _, hours in shuffled], 2e5, budget_hours=50)
    assert one == other


@settings(deadline=None, max_examples=25)
@given(pilots(), st.floats(1, 1000))
def test_hours_in_another_unit_scale_the_forecast(runs: list[tuple[float, float]], factor: float) -> None:
    """All hours times a factor give that factor times the forecast; so do money or minutes."""
    sizes, hours = [size for size, _ in runs], [time for _, time in runs]
    one = growth.forecast(sizes, hours, 2e5)
    other = growth.forecast(sizes, [factor * time for time in hours], 2e5)
    for name in ("low", "median", "high", "linear"):
        assert getattr(other, name) == pytest.approx(factor * getattr(one, name), rel=1e-4)
    assert other.exponent == pytest.approx(one.exponent, abs=1e-4)


@settings(deadline=None, max_examples=25)
@given(pilots(), st.floats(1e-3, 1e3))
def test_sizes_in_another_unit_change_nothing(runs: list[tuple[float, float]], factor: float) -> None:
    """Rows, thousands of rows or shares of the whole: the same hours."""
    sizes, hours = [size for size, _ in runs], [time for _, time in runs]
    one = growth.forecast(sizes, hours, 2e5)
    other = growth.forecast([factor * size for size in sizes], hours, factor * 2e5)
    assert (other.low, other.median, other.high) == pytest.approx((one.low, one.median, one.high), rel=1e-6)


@settings(deadline=None, max_examples=25)
@given(pilots(), st.lists(st.floats(0, 1e6), min_size=2, max_size=5))
def test_a_larger_budget_never_lowers_the_chance(runs: list[tuple[float, float]], budgets: list[float]) -> None:
    """The chance to stay within a budget rises with it, from 0 to 1."""
    forecast = growth.forecast([size for size, _ in runs], [hours for _, hours in runs], 2e5)
    chances = [forecast.chance_within(budget) for budget in sorted(budgets)]
    assert chances == sorted(chances)
    assert forecast.chance_within(0) == 0
    assert 0 <= chances[0] <= chances[-1] <= 1


@settings(deadline=None, max_examples=25)
@given(pilots(), st.floats(0.3, 0.95))
def test_the_interval_holds_what_it_says(runs: list[tuple[float, float]], interval: float) -> None:
    """The chance to stay below low, median and high is that of the interval's ends."""
    forecast = growth.forecast([size for size, _ in runs], [hours for _, hours in runs], 2e5, interval=interval)
    assert forecast.chance_within(forecast.low) == pytest.approx((1 - interval) / 2, abs=1e-6)
    assert forecast.chance_within(forecast.median) == pytest.approx(0.5, abs=1e-6)
    assert forecast.chance_within(forecast.high) == pytest.approx((1 + interval) / 2, abs=1e-6)


@settings(deadline=None, max_examples=25)
@given(pilots())
def test_further_out_is_less_certain(runs: list[tuple[float, float]]) -> None:
    """The interval widens with the distance from the largest pilot."""
    sizes, hours = [size for size, _ in runs], [time for _, time in runs]
    widths = []
    for factor in (2, 10, 100):
        forecast = growth.forecast(sizes, hours, factor * max(sizes))
        widths.append(forecast.high / forecast.low)
    assert widths[0] < widths[1] < widths[2]


def test_the_budget_is_asked_in_either_way() -> None:
    """The chance in the result is the one that is asked of it, and is None without a budget."""
    forecast = growth.forecast(SIZES, power(1.2), 100000, budget_hours=20)
    assert forecast.chance_within_budget == forecast.chance_within(20)
    assert growth.forecast(SIZES, power(1.2), 100000).chance_within_budget is None


@pytest.mark.parametrize("hours", [[5, 5, 5, 5], [5, 4, 3, 2]])
def test_times_that_do_not_rise_are_said_to_be_no_growth_yet(hours: list[float]) -> None:
    """Flat or falling times are mostly overhead: a modest forecast, and a note."""
    forecast = growth.forecast(SIZES, hours, 100000)
    assert 0 < forecast.low < forecast.median < forecast.high < math.inf
    assert forecast.exponent.median < 1
    assert "do not grow" in forecast.notes[0]


@pytest.mark.parametrize("target", [500, 3000, 10000])
def test_a_target_within_the_pilots_is_what_the_pilots_say(target: float) -> None:
    """At or below the largest pilot the hours are interpolated, closely, and no pilot is advised."""
    forecast = growth.forecast(SIZES, power(1.5), target)
    assert forecast.median == pytest.approx((target / 10000) ** 1.5, rel=0.25)
    assert forecast.next_pilot is None
    assert forecast.pilot_for(0.5) is None
    assert "no larger" in forecast.notes[0]


@pytest.mark.parametrize("noise", [0.0, 0.03, 0.05])
@pytest.mark.parametrize(
    ("kind", "exponent"),
    [
        (None, 1.3),
        (None, 2.0),
        ("kernel", 2.0),
        ("neighbours", 1.7),
        ("ensemble", 1.1),
        ("tree", 1.25),
        ("linear", 1.0),
    ],
)
def test_more_pilots_on_the_same_law_never_widen_the_interval_on_average(
    kind: str | None, exponent: float, noise: float
) -> None:
    """Pilots added to those there are, on a law usual for the kind, a few in a hundred apart: the interval narrows."""
    sizes = [10000, 1000, 3000, 2000, 5000, 7000, 1500, 4000]
    rng = np.random.default_rng(1)
    widths = []
    for _ in range(30 if noise else 1):
        hours = [(n / 10000) ** exponent * math.exp(noise * rng.normal()) for n in sizes]
        told = [growth.forecast(sizes[:n], hours[:n], 100000, algorithm=kind) for n in (1, 2, 3, 4, 6, 8)]
        widths.append([math.log(forecast.high / forecast.low) for forecast in told])
    means = np.mean(widths, axis=0)
    assert np.diff(means).max() <= 0.01


def test_the_band_is_the_forecast_at_each_size() -> None:
    """A chart shows the figures of the forecast, from the one fit."""
    forecast = growth.forecast(SIZES, power(1.3), 100000)
    band = forecast.band([5000, 100000])
    assert (band.lows[1], band.medians[1], band.highs[1]) == (forecast.low, forecast.median, forecast.high)
    assert band.sizes == (5000, 100000)
    assert band.highs[0] / band.lows[0] < band.highs[1] / band.lows[1]


def test_the_seed_changes_nothing() -> None:
    """The sum is exact: no figure depends on chance."""
    assert growth.forecast(SIZES, power(1.3), 1e5, seed=1) == growth.forecast(SIZES, power(1.3), 1e5, seed=2)


def test_a_very_short_pilot_is_trusted_less() -> None:
    """A run of a few milliseconds measures the clock: it hardly moves the forecast."""
    second = 1 / 3600
    clean = growth.forecast([1000, 10000], [0.1 * second, 1 * second], 100000)
    absurd = growth.forecast([10, 1000, 10000], [0.001 * second, 0.1 * second, 1 * second], 100000)
    trusted = growth.forecast([10, 1000, 10000], [1, 100, 1000], 100000)
    assert absurd.high / absurd.low > trusted.high / trusted.low
    assert absurd.median == pytest.approx(clean.median, rel=0.2)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (([], [], 10), "sizes"),
        (([1, 2], [1], 10), "hours"),
        (([1, 2], [1, 0], 10), "hours"),
        (([1, 2], [1, -3], 10), "hours"),
        (([0, 2], [1, 2], 10), "sizes"),
        (([1, 2], [1, math.nan], 10), "hours"),
        (([1, 2], [1, math.inf], 10), "hours"),
        (([1, 2], [1, "2"], 10), "hours"),
        (("12", [1, 2], 10), "sizes"),
        (([[1, 2]], [1], 10), "sizes"),
        ((range(1, 10), range(1, 10), 10), "sizes"),
        (([*range(1, 10)], [*range(1, 10)], 10), "sizes"),
        (([1, 2], [1, 2], 0), "target"),
        (([1, 2], [1, 2], -1), "target"),
        (([1, 2], [1, 2], 1e8), "target"),
        (([1, 2], [1, 2], None), "target"),
        (([1, 2], [1, 2], 10, "quantum"), "algorithm"),
        (([1, 2], [1, 2], 10, 3), "algorithm"),
        (([1, 2], [1, 2], 10, None, 0), "interval"),
        (([1, 2], [1, 2], 10, None, 1), "interval"),
        (([1, 2], [1, 2], 10, None, 80), "interval"),
        (([1, 2], [1, 2], 10, None, 0.8, -1), "budget_hours"),
        (([1, 2], [1, 2], 10, None, 0.8, None, -1), "seed"),
        (([1, 2], [1, 2], 10, None, 0.8, None, 1.5), "seed"),
    ],
)
def test_forecast_refuses_by_naming_the_argument(arguments: tuple[object, ...], named: str) -> None:
    """Zero hours, nine pilots or a target out of sight are refused in one line."""
    with pytest.raises(ArgumentError, match=rf"^{named}.* must be .*, got ") as caught:
        growth.forecast(*arguments)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_arrays_are_taken_like_lists() -> None:
    """Columns of a data frame come as arrays."""
    assert growth.forecast(np.array(SIZES), np.array(power(1.3)), 1e5) == growth.forecast(SIZES, power(1.3), 1e5)
