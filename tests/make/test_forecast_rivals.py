"""The rivals that the report measures are given their due: on curves of their own shape they are exact."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.rivals_hours import RIVALS
from forecasts.rivals_quality import FAMILIES

SIZES = np.array([100.0, 200.0, 500.0, 1000.0])
TARGET = 10_000.0

LAWS = {
    "straight line": lambda n: 0.01 * n,
    "power law": lambda n: 0.001 * n**1.4,
    "best of a family by AIC": lambda n: 1e-4 * n * np.log(n),
    "a + b n^c": lambda n: 2 + 1e-5 * n**1.7,
    "big_O": lambda n: 3 + 1e-4 * n**2,
}


@pytest.mark.parametrize("method", RIVALS)
def test_a_rival_foresees_the_hours_of_its_own_law(method: str) -> None:
    rival, _ = RIVALS[method]
    said = rival(SIZES, LAWS[method](SIZES), TARGET)
    assert math.exp(said.middle) == pytest.approx(LAWS[method](TARGET), rel=0.02)


@given(st.floats(1e-3, 1e3), st.sampled_from([name for name in RIVALS if name != "big_O"]))
def test_hours_in_another_unit_scale_a_rival_by_the_same(unit: float, method: str) -> None:
    rival, _ = RIVALS[method]
    seconds = np.array([1.0, 2.2, 5.1, 14.0])
    once, other = rival(SIZES, seconds, TARGET), rival(SIZES, unit * seconds, TARGET)
    assert other.middle == pytest.approx(once.middle + math.log(unit), abs=1e-6)


@pytest.mark.parametrize(
    ("family", "law"),
    [
        ("pow3", lambda n: 0.1 + 0.4 * (n / 100) ** -0.5),
        ("pow4", lambda n: 0.1 + 0.4 * (n / 100 + 1) ** -0.5),
        ("mmf4", lambda n: 0.1 + 0.5 / (1 + 0.5 * n / 100)),
        ("exp3", lambda n: 0.1 + 0.4 * np.exp(-0.3 * n / 100)),
        ("logpower3", lambda n: 1 - 0.9 / (1 + (n / 100) ** -0.5)),
    ],
)
def test_a_rival_foresees_the_errors_of_its_own_shape(family: str, law) -> None:
    sizes = np.geomspace(100, 1000, 7)
    assert FAMILIES[family].forecast(sizes, law(sizes), TARGET).middle == pytest.approx(law(TARGET), abs=0.005)


def test_a_prediction_interval_is_that_of_the_textbook() -> None:
    x, y = np.log(SIZES / TARGET), np.array([0.0, 0.5, 1.6, 2.2])
    said = RIVALS["power law"][0](SIZES, np.exp(y), TARGET)
    slope, level = np.polyfit(x, y, 1)
    spread = math.sqrt(((y - level - slope * x) ** 2).sum() / 2)
    leverage = 1 / 4 + x.mean() ** 2 / ((x - x.mean()) ** 2).sum()
    low, high = said.ends(0.8)
    assert high - low == pytest.approx(2 * 1.8856180831 * spread * math.sqrt(1 + leverage))
    assert said.below(high) - said.below(low) == pytest.approx(0.8)


@given(st.floats(-5, 5))
def test_a_density_is_the_slope_of_the_distribution(value: float) -> None:
    said = RIVALS["power law"][0](SIZES, np.array([1.0, 2.2, 5.1, 14.0]), TARGET)
    step = 1e-4
    assert said.density(value) == pytest.approx(
        (said.below(value + step) - said.below(value - step)) / step / 2, abs=1e-6
    )
