"""What is known of each kind of algorithm shows in one pilot, yields to several, and is found out where nobody said."""

import math

import pytest

from premortem.analysis import growth, scaling

SIZES = [1000, 2000, 5000, 10000]
SECOND = 1 / 3600


def told(exponent: float, algorithm: str | None, largest: float = 1.0) -> growth.GrowthForecast:
    """Four pilots on a power law, the largest of so many hours."""
    return growth.forecast(SIZES, [largest * (n / 10000) ** exponent for n in SIZES], 100000, algorithm=algorithm)


def test_one_pilot_grows_as_its_kind_does() -> None:
    """Ten times the data: about ten times the hours for forests and lines, about a hundred for kernels."""
    median = {kind: growth.forecast([1000], [1.0], 10000, algorithm=kind).median for kind in scaling.ALGORITHMS}
    assert 5 < median["linear"] < 15
    assert 5 < median["ensemble"] < 15
    assert 10 < median["tree"] < 25
    assert 40 < median["neighbours"] < 200
    assert 80 < median["kernel"] < 200


def test_a_kind_that_nobody_told_is_found_out_by_its_pilots() -> None:
    """Pilots that grow with the square are taken for a kernel's; those that grow in proportion are not."""
    steep, plain = told(2.0, None), told(1.0, None)
    assert steep.median == pytest.approx(told(2.0, "kernel").median, rel=0.1)
    assert plain.high < 0.7 * told(1.0, "kernel").high


def test_an_ensemble_may_be_any_of_its_sorts() -> None:
    """Forests, boosting and neural networks lie about what is told where only the ensemble is known."""
    sorts = [told(1.0, kind).median for kind in ("forest", "boosting", "neural")]
    assert min(sorts) <= told(1.0, "ensemble").median <= max(sorts)


def test_kernels_grow_faster_than_their_pilots() -> None:
    """Memory fills: beyond pilots that grow with the square a kernel takes more than a hundred times for ten times."""
    assert told(2.0, "kernel").median > 1.2 * 100
    assert told(2.0, "kernel").low < 100 < told(2.0, "kernel").high


def test_a_short_pilot_has_met_no_limit_yet() -> None:
    """After a pilot of a tenth of a second less of the rise is expected than after one of ten seconds."""
    short, long = told(2.0, "kernel", 0.1 * SECOND), told(2.0, "kernel", 10 * SECOND)
    assert short.median / (0.1 * SECOND) < 0.8 * long.median / (10 * SECOND)


@pytest.mark.parametrize("algorithm", [None, *scaling.ALGORITHMS])
def test_from_two_seconds_on_the_clock_s_unit_is_all_that_matters(algorithm: str | None) -> None:
    """Pilots a thousand times as long give a forecast a thousand times as long, with the same width."""
    one = growth.forecast(SIZES, [2.5 * SECOND, 5 * SECOND, 9 * SECOND, 20 * SECOND], 100000, algorithm=algorithm)
    other = growth.forecast(SIZES, [2500 * SECOND, 5000 * SECOND, 9000 * SECOND, 20000 * SECOND], 100000, algorithm)
    assert other.median == pytest.approx(1000 * one.median, rel=1e-3)
    assert math.log(other.high / other.low) == pytest.approx(math.log(one.high / one.low), rel=1e-3)
