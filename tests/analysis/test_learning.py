"""Learning curves at their edges: what no pilot can tell is refused or said, and no figure is ever out of order."""

import itertools
import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.analysis import curve, learning
from premortem.errors import ArgumentError

EFFORT = [100, 200, 500, 1000]
QUALITY = [0.70, 0.76, 0.82, 0.85]


@st.composite
def pilots(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    count = draw(st.integers(1, 5))
    efforts = [draw(st.floats(1e-3, 1e6)) for _ in range(count)]
    return efforts, [draw(st.floats(0, 1)) for _ in range(count)]


@settings(deadline=None, max_examples=60)
@given(pilots(), st.integers(1, 10**6), st.floats(1e-4, 1e8), st.floats(-0.5, 0.999))
def test_every_figure_is_a_number_in_its_place(
    points: tuple[list[float], list[float]], cases: int, at: float, target: float
) -> None:
    """Whatever the pilots, quality 0 and 1 and a test of one case among them: no warning, no nan, all in order."""
    at = min(at, max(points[0]) * 1e6)
    with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
        warnings.simplefilter("error")
        forecast = curve.forecast(*points, at=at, target=target, cases=cases)
        chances = [forecast.gain_chance(10, share) for share in (0.1, 0.5)]
    assert 0 <= forecast.low <= forecast.median <= forecast.high <= 1  # type: ignore[operator]
    needed = forecast.effort_for_target
    assert needed is not None
    assert 0 < needed.low <= needed.median <= needed.high
    assert all(0 <= chance <= 1 for chance in (*chances, forecast.chance_by(at)))


@settings(deadline=None, max_examples=30)
@given(pilots(), st.lists(st.floats(-0.5, 0.999), min_size=2, max_size=4), st.floats(1e-3, 1e8))
def test_a_higher_target_is_never_likelier(
    points: tuple[list[float], list[float]], targets: list[float], effort: float
) -> None:
    """Who wants more has no better chance of it with the same effort."""
    chances = [curve.forecast(*points, target=target, cases=500).chance_by(effort) for target in sorted(targets)]
    assert all(higher <= lower + 1e-12 for lower, higher in itertools.pairwise(chances))


@settings(deadline=None, max_examples=30)
@given(pilots(), st.floats(1, 1e6), st.lists(st.floats(0.001, 0.999), min_size=2, max_size=5))
def test_a_larger_cut_is_never_likelier(
    points: tuple[list[float], list[float]], factor: float, shares: list[float]
) -> None:
    """The chance to cut the error falls as the cut grows."""
    forecast = curve.forecast(*points, cases=500)
    chances = [forecast.gain_chance(factor, share) for share in sorted(shares)]
    assert chances == sorted(chances, reverse=True)


@settings(deadline=None, max_examples=30)
@given(pilots(), st.floats(1e-3, 1e3))
def test_percent_and_another_unit_of_effort_change_nothing(
    points: tuple[list[float], list[float]], unit: float
) -> None:
    """Shares up to 1 or percent up to 100, rows or thousands of rows: one forecast."""
    efforts, qualities = points
    at, target = 3 * max(efforts), 0.9
    one = curve.forecast(efforts, qualities, at=at, target=target, sd=0.01)
    other = curve.forecast(
        [unit * effort for effort in efforts],
        [100 * quality for quality in qualities],
        at=unit * at,
        target=100 * target,
        ceiling=100,
        sd=1,
    )
    assert other.median == pytest.approx(100 * one.median, abs=1e-4)  # type: ignore[operator]
    assert other.gain_chance(5, 0.2) == pytest.approx(one.gain_chance(5, 0.2), abs=1e-6)
    assert other.chance_by(unit * at * 2) == pytest.approx(one.chance_by(at * 2), abs=1e-6)


def test_more_pilots_on_the_same_law_do_not_widen_the_interval() -> None:
    """On the average over several laws, each further pilot narrows the interval or leaves it."""
    plans = ([1000], [100, 1000], EFFORT, [100, 150, 200, 300, 500, 700, 850, 1000])
    widths = []
    for plan in plans:
        spreads = []
        for power in (0.2, 0.5, 0.8):
            for reducible in (0.5, 1):
                error = 0.15 * (1 - reducible + reducible * (np.array(plan) / 1000.0) ** -power)
                told = curve.forecast(plan, 1 - error, at=10000, sd=0.003)
                spreads.append(told.high - told.low)  # type: ignore[operator]
        widths.append(float(np.mean(spreads)))
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[-1]


@pytest.mark.parametrize("known", [{"cases": 200}, {"sd": 0.005}, {"cases": 200, "sd": 0.001}])
def test_no_error_among_few_cases_is_not_no_error(known: dict[str, float]) -> None:
    """A pilot at the ceiling leaves half a case of error, and the forecast says so."""
    forecast = curve.forecast(EFFORT, [0.97, 0.985, 1.0, 1.0], at=10000, **known)  # type: ignore[arg-type]
    assert 0.99 < forecast.median < 1  # type: ignore[operator]
    assert forecast.low < forecast.median < forecast.high <= 1  # type: ignore[operator]
    assert any("at the ceiling" in note for note in forecast.notes)


@pytest.mark.parametrize("known", [{}, {"sd": 0}, {"sd": [0.01, 0.01, 0.01, 0]}])
def test_quality_at_the_ceiling_leaves_nothing_to_gain(known: dict[str, object]) -> None:
    """Without the blur of the measurement there is no error left to foresee, and the refusal names the way out."""
    with pytest.raises(ArgumentError, match=r"^quality must be below the ceiling \(1\), where nothing is left to gain"):
        curve.forecast(EFFORT, [0.9, 0.95, 0.98, 1.0], at=10000, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("target", [1.0, 1.5])
def test_a_target_at_the_ceiling_cannot_be_foreseen(target: float) -> None:
    """No error at all is no target for a forecast."""
    with pytest.raises(ArgumentError, match=r"^target must be below the ceiling \(1\)"):
        curve.forecast(EFFORT, QUALITY, target=target)


def test_an_effort_below_the_pilots_looks_back() -> None:
    """What is asked about the past is answered, near what a pilot there would have shown, and called so."""
    forecast = curve.forecast(EFFORT, QUALITY, at=80)
    assert 0.55 < forecast.median < 0.72  # type: ignore[operator]
    assert any("looks back" in note for note in forecast.notes)
    assert not curve.forecast(EFFORT, QUALITY, at=100).notes


def test_equal_pilots_promise_no_rise() -> None:
    """Four times the same quality: the forecast stays there, for a while at least."""
    forecast = curve.forecast(EFFORT, [0.8] * 4, at=10000, cases=1000)
    assert forecast.median == pytest.approx(0.8, abs=0.015)
    assert forecast.gain_chance(10, 0.2) < 0.2
    assert "does not rise" in forecast.notes[0]


def test_falling_quality_may_fall_on() -> None:
    """Where the pilots get worse, worse is as likely as not."""
    forecast = curve.forecast(EFFORT, [0.85, 0.84, 0.83, 0.82], at=10000, cases=5000)
    assert forecast.median <= 0.825  # type: ignore[operator]
    assert forecast.low < 0.81  # type: ignore[operator]


def test_a_reached_target_needs_no_luck() -> None:
    """The chance is 1 from the pilot that reached it, also where a later one fell short again."""
    forecast = curve.forecast(EFFORT, [0.7, 0.83, 0.82, 0.81], target=0.83)
    assert forecast.chance_by(200) == 1
    assert forecast.effort_for_target.high <= 200  # type: ignore[union-attr]


def test_what_is_believed_before_any_pilot_adds_up() -> None:
    """The prior weights are a distribution, and so is the share of curves that turn."""
    assert np.exp(learning._PRIOR.log_weights).sum() == pytest.approx(1)
    assert learning._TURN_WEIGHTS.sum() == pytest.approx(1)


def test_a_curve_may_turn_only_beyond_the_pilots() -> None:
    """Looking back nothing turns; looking ahead the distribution has wider tails, and weights that add up."""
    fitted = curve.forecast(EFFORT, QUALITY).fitted
    ahead, back = fitted.at(10000), fitted.at(500)
    assert ahead.weights.sum() == pytest.approx(1)
    assert float(ahead.spreads.max()) > 0.4 * math.log(10)
    assert float(back.spreads.max()) < 0.3


@settings(deadline=None, max_examples=30)
@given(pilots(), st.floats(0.3, 20), st.floats(1.5, 50), st.integers(1, 5000))
def test_what_a_measurement_narrows_is_a_share_of_the_width(
    points: tuple[list[float], list[float]], effort: float, at: float, cases: int
) -> None:
    """Whatever the pilots and wherever it is asked, more than nothing remains, and a number."""
    largest = max(points[0])
    share = curve.forecast(*points, cases=cases).narrows_to(effort * largest, at * largest)
    assert 0 < share < 20


def test_a_measurement_nearer_to_what_is_asked_tells_more() -> None:
    """On the way to ten times the effort, the later the measurement, the less of the width remains."""
    forecast = curve.forecast(EFFORT, QUALITY, cases=5000)
    shares = [forecast.narrows_to(effort, 10000) for effort in (1200, 1500, 2000, 4000, 8000)]
    assert shares == sorted(shares, reverse=True)
    assert 0.5 < shares[0] <= 1.05
    assert shares[-1] < 0.5


def test_a_blurred_measurement_tells_less() -> None:
    """A test on few cases leaves more of the width than one on many; without a word it is as exact as the last."""
    forecast = curve.forecast(EFFORT, QUALITY, cases=1000)
    exact, usual, blurred = (forecast.narrows_to(2000, 4000, sd) for sd in (0.001, None, 0.05))
    assert exact < usual < blurred


def test_a_measurement_after_one_pilot_narrows_most_of_it() -> None:
    """One pilot leaves nearly all open: the second is worth more than the fifth."""
    second = curve.forecast([1000], [0.85], cases=5000).narrows_to(2000, 10000)
    fifth = curve.forecast(EFFORT, QUALITY, cases=5000).narrows_to(2000, 10000)
    assert second < fifth


def test_what_it_narrows_is_what_adding_likely_outcomes_gives() -> None:
    """On a clean law, the measurement that was foreseen leaves about the width that was foreseen."""

    def width(told: curve.CurveForecast) -> float:
        (low,), (high,) = told.band([10000]).lows, told.band([10000]).highs
        return math.log((1 - low) / (1 - high))

    efforts = np.array([100.0, 200, 500, 1000])
    quality = 1 - 0.15 * (efforts / 1000) ** -0.3
    before = curve.forecast(efforts, quality, cases=5000)
    after = curve.forecast([*efforts, 3000], [*quality, 1 - 0.15 * 3**-0.3], cases=5000)
    assert before.narrows_to(3000, 10000) == pytest.approx(width(after) / width(before), rel=0.35)


@settings(deadline=None, max_examples=20)
@given(pilots(), st.floats(1e-2, 1e2))
def test_the_narrowing_knows_no_unit_of_effort(points: tuple[list[float], list[float]], unit: float) -> None:
    """Rows or thousands of rows: the same share remains."""
    largest = max(points[0])
    one = curve.forecast(*points, cases=500).narrows_to(2 * largest, 4 * largest)
    other = curve.forecast([unit * effort for effort in points[0]], points[1], cases=500)
    assert other.narrows_to(unit * 2 * largest, unit * 4 * largest) == pytest.approx(one, rel=1e-4)


@pytest.mark.parametrize(
    ("arguments", "named"), [((0, 10), "effort"), ((2000, 1e12), "at"), ((2000, 4000, -1), "sd"), (("a", 1), "effort")]
)
def test_narrowing_refuses_by_naming_the_argument(arguments: tuple[float, ...], named: str) -> None:
    """No effort, one out of sight or a negative error are refused in one line."""
    with pytest.raises(ArgumentError, match=rf"^{named} must be .*, got "):
        curve.forecast(EFFORT, QUALITY).narrows_to(*arguments)


def test_the_test_sets_may_differ() -> None:
    """Cases may be told one each; the same number for each is one for all."""
    one = curve.forecast(EFFORT, QUALITY, at=10000, cases=500)
    assert curve.forecast(EFFORT, QUALITY, at=10000, cases=[500] * 4) == one
    assert curve.forecast(EFFORT, QUALITY, at=10000, cases=[20, 20, 20, 500]) != one
