"""Quality by effort: an honest band, a chance that never falls, and no promise where nothing rises."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.analysis import curve
from premortem.errors import ArgumentError

EFFORT = [100, 200, 500, 1000]
QUALITY = [0.70, 0.76, 0.82, 0.85]


def power_law(exponent: float, effort: float, error_at_1000: float = 0.15) -> float:
    return 1 - error_at_1000 * (effort / 1000) ** -exponent


@st.composite
def pilots(draw: st.DrawFn) -> list[tuple[float, float]]:
    count = draw(st.integers(1, 6))
    return [(draw(st.floats(1, 1e4)), draw(st.floats(0.05, 0.98))) for _ in range(count)]


@pytest.mark.parametrize("exponent", [0.1, 0.3, 0.5])
def test_a_clean_power_law_is_continued(exponent: float) -> None:
    """The truth on a power law lies within the band, near the median."""
    forecast = curve.forecast(EFFORT, [power_law(exponent, effort) for effort in EFFORT], at=10000)
    truth = power_law(exponent, 10000)
    assert forecast.low is not None
    assert forecast.median is not None
    assert forecast.high is not None
    assert forecast.low < truth < forecast.high
    assert 1 - forecast.median == pytest.approx(1 - truth, rel=0.2)


def test_a_plateau_is_recognised() -> None:
    """Pilots that have levelled off promise little more, whatever the effort."""
    forecast = curve.forecast([100, 200, 500, 1000, 2000], [0.78, 0.795, 0.8, 0.8, 0.8], at=20000)
    assert forecast.median == pytest.approx(0.8, abs=0.01)
    assert forecast.gain_chance(10, 0.2) < 0.1


@settings(deadline=None, max_examples=25)
@given(pilots(), st.randoms(use_true_random=False))
def test_the_order_of_pilots_changes_nothing(points: list[tuple[float, float]], random: object) -> None:
    """Any order gives the same figures to the last digit."""
    shuffled = list(points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = curve.forecast([e for e, _ in points], [q for _, q in points], at=2e4, target=0.99)
    other = curve.forecast([e for e, _ in shuffled], [q for _, q in shuffled], at=2e4, target=0.99)
    assert one == other


@settings(deadline=None, max_examples=25)
@given(pilots(), st.floats(0.1, 0.97))
def test_the_band_is_ordered_and_stays_on_the_scale(points: list[tuple[float, float]], interval: float) -> None:
    """0 <= low <= median <= high <= ceiling at every effort."""
    forecast = curve.forecast([e for e, _ in points], [q for _, q in points], interval=interval)
    band = forecast.band([1, 100, 1e4, 1e6])
    for low, median, high in zip(band.lows, band.medians, band.highs, strict=True):
        assert 0 <= low <= median <= high <= 1


@settings(deadline=None, max_examples=25)
@given(pilots(), st.floats(0.2, 0.99), st.lists(st.floats(0.1, 1e8), min_size=2, max_size=6))
def test_more_effort_never_lowers_the_chance(
    points: list[tuple[float, float]], target: float, efforts: list[float]
) -> None:
    """The chance to have reached the target by an effort rises with it."""
    forecast = curve.forecast([e for e, _ in points], [q for _, q in points], target=target)
    chances = [forecast.chance_by(effort) for effort in sorted(efforts)]
    assert chances == sorted(chances)
    assert 0 <= chances[0] <= chances[-1] <= 1


@settings(deadline=None, max_examples=25)
@given(pilots(), st.floats(0.2, 0.99), st.floats(0.3, 0.9))
def test_the_effort_for_a_target_has_the_chance_it_says(
    points: list[tuple[float, float]], target: float, interval: float
) -> None:
    """Low, median and high of the effort are where the chance passes the ends of the interval, or infinite."""
    forecast = curve.forecast([e for e, _ in points], [q for _, q in points], target=target, interval=interval)
    needed = forecast.effort_for_target
    assert needed is not None
    assert needed.low <= needed.median <= needed.high
    for effort, share in ((needed.low, (1 - interval) / 2), (needed.median, 0.5), (needed.high, (1 + interval) / 2)):
        if math.isinf(effort):
            assert forecast.chance_by(1e12) < share
        else:
            assert forecast.chance_by(effort) >= share - 1e-9
            assert effort == forecast.reach.efforts[0] or forecast.chance_by(effort * (1 - 1e-6)) < share  # type: ignore[union-attr]


@settings(deadline=None, max_examples=20)
@given(pilots(), st.floats(1e-2, 1e2))
def test_effort_in_another_unit_changes_nothing(points: list[tuple[float, float]], factor: float) -> None:
    """Rows or thousands, hours or days: the same quality, and the effort for the target in the new unit."""
    efforts, qualities = [e for e, _ in points], [q for _, q in points]
    one = curve.forecast(efforts, qualities, at=2e4, target=0.99)
    other = curve.forecast([factor * e for e in efforts], qualities, at=factor * 2e4, target=0.99)
    assert (other.low, other.median, other.high) == pytest.approx((one.low, one.median, one.high), abs=1e-6)


def test_a_ceiling_shifts_the_scale() -> None:
    """Only the distance to the ceiling counts: percent up to 100 are shares up to 1."""
    share = curve.forecast(EFFORT, QUALITY, at=10000)
    percent = curve.forecast(EFFORT, [100 * q for q in QUALITY], at=10000, ceiling=100)
    assert share.median is not None
    assert percent.median == pytest.approx(100 * share.median, rel=1e-6)


def test_a_small_test_set_widens_the_band() -> None:
    """What was measured on 50 cases says less than what was measured on 50000."""

    def width(**known: float) -> float:
        forecast = curve.forecast(EFFORT, QUALITY, at=10000, **known)  # type: ignore[arg-type]
        assert forecast.high is not None
        assert forecast.low is not None
        return forecast.high - forecast.low

    assert width(cases=50) > 1.5 * width(cases=50000)
    assert width(sd=0.05) > 1.5 * width(sd=0.0001)


def test_one_pilot_is_wide_and_advises_a_second() -> None:
    """A single point gives a wide band and says to measure again."""
    one = curve.forecast([100], [0.7], at=1000)
    four = curve.forecast(EFFORT, QUALITY, at=10000)
    assert one.high - one.low > 2 * (four.high - four.low)  # type: ignore[operator]
    assert "Measure again after twice the effort" in one.notes[0]
    assert "Measure again" in curve.forecast([100, 100], [0.7, 0.72], at=1000).notes[0]


@pytest.mark.parametrize("quality", [[0.5, 0.5, 0.5, 0.5], [0.8, 0.75, 0.7, 0.65]])
def test_quality_that_does_not_rise_promises_nothing(quality: list[float]) -> None:
    """Flat or falling pilots are told apart from progress, and a higher target is out of sight."""
    forecast = curve.forecast(EFFORT, quality, at=10000, target=0.95)
    assert forecast.median <= max(quality) + 0.02  # type: ignore[operator]
    assert forecast.effort_for_target == (math.inf, math.inf, math.inf)
    assert "does not rise" in forecast.notes[0]
    assert any("cannot be foreseen" in note for note in forecast.notes)


def test_pilots_no_better_than_guessing_are_refused() -> None:
    """Where guessing is as good there is nothing to foresee, and the refusal says so."""
    with pytest.raises(ArgumentError, match=r"^quality must be above guessing \(0.5\)"):
        curve.forecast(EFFORT, [0.49, 0.5, 0.48, 0.5], at=10000, guessing=0.5)
    assert curve.forecast(EFFORT, QUALITY, at=10000, guessing=0.5).median is not None


def test_a_target_that_was_reached_is_reached() -> None:
    """From the effort at which the target was measured on, the chance is 1."""
    forecast = curve.forecast(EFFORT, QUALITY, target=0.82)
    assert forecast.chance_by(500) == 1
    assert forecast.effort_for_target is not None
    assert forecast.effort_for_target.high <= 500 * (1 + 1e-9)
    assert "was reached at an effort of 500" in forecast.notes[0]


def test_a_target_reached_by_the_first_pilot_takes_no_more_than_that() -> None:
    """Nothing is said of less effort than the smallest pilot."""
    forecast = curve.forecast(EFFORT, QUALITY, target=0.5)
    assert forecast.effort_for_target == (100, 100, 100)


def test_first_steps_long_ago_do_not_spoil_what_is_near() -> None:
    """Where four pilots lie within a decade, those far below the largest change nothing; where not, they count."""
    near = curve.forecast(EFFORT, QUALITY, at=10000)
    assert curve.forecast([1, 2, *EFFORT], [0.1, 0.5, *QUALITY], at=10000) == near
    assert curve.forecast([1, 1000], [0.1, 0.85], at=10000) != curve.forecast([1000], [0.85], at=10000)


def test_gain_chance_knows_its_limits() -> None:
    """The same effort gains nothing; a larger cut is never likelier; a clean curve gains a tenth for ten times."""
    forecast = curve.forecast(EFFORT, QUALITY)
    assert forecast.gain_chance(1, 0.1) == pytest.approx(0, abs=1e-12)
    chances = [forecast.gain_chance(10, share) for share in (0.01, 0.1, 0.3, 0.6, 0.9)]
    assert chances == sorted(chances, reverse=True)
    assert forecast.gain_chance(10, 0.1) > 0.9


def test_without_effort_or_target_the_fit_is_still_there() -> None:
    """A chart needs no question: the band comes from the fit alone."""
    forecast = curve.forecast(EFFORT, QUALITY)
    assert (forecast.median, forecast.low, forecast.high, forecast.effort_for_target) == (None, None, None, None)
    assert forecast.band([1000]).medians[0] == pytest.approx(0.85, abs=0.01)
    with pytest.raises(ArgumentError, match=r"^target must be given"):
        forecast.chance_by(1000)


def test_the_band_is_the_forecast_at_each_effort() -> None:
    """A chart shows the figures of the forecast, from the one fit."""
    forecast = curve.forecast(EFFORT, QUALITY, at=10000)
    band = forecast.band(np.array([1000.0, 10000.0]))
    assert (band.lows[1], band.medians[1], band.highs[1]) == (forecast.low, forecast.median, forecast.high)


def test_the_seed_changes_nothing() -> None:
    """The sum is exact: no figure depends on chance."""
    assert curve.forecast(EFFORT, QUALITY, at=1e4, seed=1) == curve.forecast(EFFORT, QUALITY, at=1e4, seed=2)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"effort": []}, "effort"),
        ({"effort": [1, 2, 3]}, "quality"),
        ({"effort": [0, 200, 500, 1000]}, "effort"),
        ({"effort": "1234"}, "effort"),
        ({"quality": [0.7, 0.76, 0.82, 1.0]}, "quality"),
        ({"quality": [0.7, 0.76, 0.82, math.nan]}, "quality"),
        ({"quality": [0.7, 0.76, 0.82, None]}, "quality"),
        ({"quality": [0.7, 0.76, 0.82, 85]}, "quality"),
        ({"at": 0}, "at"),
        ({"at": 1e12}, "at"),
        ({"at": "far"}, "at"),
        ({"target": 1.0}, "target"),
        ({"target": math.inf}, "target"),
        ({"ceiling": math.nan}, "ceiling"),
        ({"ceiling": 0.8}, "quality"),
        ({"cases": 0}, "cases"),
        ({"cases": 2.5}, "cases"),
        ({"cases": 100, "quality": [-0.1, 0.76, 0.82, 0.85]}, "quality"),
        ({"sd": -0.1}, "sd"),
        ({"sd": [0.1, 0.1]}, "sd"),
        ({"sd": "0.1"}, "sd"),
        ({"interval": 1}, "interval"),
        ({"seed": -1}, "seed"),
        ({"guessing": "0.5"}, "guessing"),
    ],
)
def test_forecast_refuses_by_naming_the_argument(arguments: dict[str, object], named: str) -> None:
    """A quality at the ceiling, a percentage for a share or a target out of reach are refused in one line."""
    usual: dict[str, object] = {"effort": EFFORT, "quality": QUALITY}
    with pytest.raises(ArgumentError, match=rf"^{named}.* must be .*, got ") as caught:
        curve.forecast(**{**usual, **arguments})  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
