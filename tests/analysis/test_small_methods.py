"""The one-formula methods: redecision, adoption, scoring, cost, sensitivity."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.analysis import adoption, cost, redecision, scoring, sensitivity
from premortem.errors import ArgumentError

MONEY = st.floats(0, 1e6)


def test_go_on_published_values() -> None:
    """0.5, 280, 150, 0 is worth -10: stop. 0.5, 400, 150, 40 is worth 10: go on."""
    stop = redecision.go_on(0.5, 280, 150, 0)
    assert (stop.worth, stop.go_on) == (-10, False)
    on = redecision.go_on(0.5, 400, 150, 40)
    assert (on.worth, on.go_on) == (10, True)
    assert on.break_even_chance == pytest.approx(190 / 400)
    assert on.break_even_value == pytest.approx(380)


@given(st.floats(0, 1), st.floats(1, 1e6), MONEY, MONEY, MONEY)
def test_at_the_break_even_chance_both_are_worth_the_same(
    chance: float, value: float, remaining: float, switching: float, alternative: float
) -> None:
    """Below that chance one stops, above it one goes on."""
    result = redecision.go_on(chance, value, remaining, switching, alternative)
    if result.break_even_chance <= 1:
        there = redecision.go_on(result.break_even_chance, value, remaining, switching, alternative)
        assert there.worth == pytest.approx(0, abs=1e-6)
    assert result.go_on == (result.worth > 0)


def test_a_better_use_elsewhere_speaks_against_going_on() -> None:
    """What the money would bring elsewhere is part of the cost."""
    assert redecision.go_on(0.5, 400, 150, 40, alternative=20).worth == -10
    assert not redecision.go_on(0.5, 400, 150, 40, alternative=20).go_on


def test_without_value_or_chance_nothing_breaks_even() -> None:
    """An objective worth nothing has no chance that would do; with nothing to pay any chance does."""
    assert redecision.go_on(0.5, 0, 150, 0).break_even_chance == math.inf
    assert redecision.go_on(0, 100, 150, 0).break_even_value == math.inf
    assert redecision.go_on(0.5, 100, 0, 0).break_even_chance == 0


@pytest.mark.parametrize(
    "arguments", [(1.1, 1, 1, 1), (0.5, -1, 1, 1), (0.5, 1, -1, 1), (0.5, 1, 1, -1), (0.5, 1, 1, 1, math.nan)]
)
def test_go_on_refuses_bad_arguments(arguments: tuple[float, ...]) -> None:
    """Costs lie not below 0, chances between 0 and 1."""
    with pytest.raises(ArgumentError, match=r" must be .*, got "):
        redecision.go_on(*arguments)


def test_benefit_published_values() -> None:
    """200 users, 46 hours, 60 an hour: 552000 at full use, 193200 at 35 %."""
    assert adoption.benefit(200, 46, 60, 1) == pytest.approx(552000)
    assert adoption.benefit(200, 46, 60, 0.35) == pytest.approx(193200)
    assert adoption.benefit(200, 46, 60, 0) == 0


@pytest.mark.parametrize("arguments", [(200, 46, 60, 35), (-1, 46, 60, 1), (200, -1, 60, 1), (200, 46, "60", 1)])
def test_benefit_refuses_percentages_and_negatives(arguments: tuple[float, ...]) -> None:
    """Use is a share; users and hours are not below 0."""
    with pytest.raises(ArgumentError, match=r" must be .*, got "):
        adoption.benefit(*arguments)


def adkar(*scores: int | None) -> dict[str, int | None]:
    return dict(zip(adoption.ELEMENTS, scores, strict=True))


def test_the_first_low_step_is_the_barrier() -> None:
    """Desire at 2 holds up, however high ability is; an unknown holds up too; all above 3 is no barrier."""
    assert adoption.first_barrier(adkar(5, 2, 1, 5, 5)) == adoption.Barrier("desire", 2)
    assert adoption.first_barrier(adkar(4, 4, None, 1, 5)) == adoption.Barrier("knowledge", None)
    assert adoption.first_barrier(adkar(4, 4, 4, 3, 5)) == adoption.Barrier("ability", 3)
    assert adoption.first_barrier(adkar(4, 4, 4, 4, 4)) is None


@pytest.mark.parametrize("scores", [{}, {"awareness": 5}, adkar(5, 5, 5, 5, 6), adkar(5, 0, 5, 5, 5), [5] * 5])
def test_a_barrier_needs_all_five_elements(scores: object) -> None:
    """Left-out elements and scores off the scale are refused."""
    with pytest.raises(ArgumentError, match=r"^scores"):
        adoption.first_barrier(scores)  # type: ignore[arg-type]


def test_brier_published_value() -> None:
    """[.1, .9, .8, .3] on [0, 1, 1, 0] scores 0.0375."""
    assert scoring.brier([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]) == pytest.approx(0.0375)
    assert scoring.brier([1, 0], [True, False]) == 0
    assert scoring.brier([0.5] * 3, np.array([0, 1, 1])) == 0.25


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_brier_is_a_proper_score_between_0_and_1(told: list[tuple[float, bool]]) -> None:
    """Saying the share that came true to all never scores worse than any other one figure."""
    outcomes = [happened for _, happened in told]
    assert 0 <= scoring.brier([p for p, _ in told], outcomes) <= 1
    share = sum(outcomes) / len(outcomes)
    assert scoring.brier([share] * len(told), outcomes) <= scoring.brier([told[0][0]] * len(told), outcomes) + 1e-12


@pytest.mark.parametrize(
    "arguments", [([], []), ([0.5], [0, 1]), ([1.5], [1]), ([0.5], [0.5]), ([0.5], [None]), ("a", [1]), (0.5, 1)]
)
def test_brier_refuses_what_did_not_happen(arguments: tuple[object, object]) -> None:
    """Outcomes are 0 or 1, one for each forecast."""
    with pytest.raises(ArgumentError, match=r" must be .*, got "):
        scoring.brier(*arguments)  # type: ignore[arg-type]


def test_product_published_value() -> None:
    """Median 200 with ratios 2, 1.5, 3: P90 779.87, not the 1800 of multiplied P90s."""
    result = cost.product([10, 4, 5], [2, 1.5, 3])
    assert result.median == pytest.approx(200)
    assert result.p90 == pytest.approx(779.87, abs=5e-3)
    assert result.p10 == pytest.approx(200**2 / 779.87, rel=1e-4)


@given(st.lists(st.tuples(st.floats(0.1, 100), st.floats(1, 5)), min_size=1, max_size=6))
def test_a_product_is_less_extreme_than_its_parts_multiplied(parts: list[tuple[float, float]]) -> None:
    """Its P90 lies between the largest single ratio and the product of all, whatever the order of factors."""
    medians, ratios = [median for median, _ in parts], [ratio for _, ratio in parts]
    result = cost.product(medians, ratios)
    assert max(ratios) * (1 - 1e-9) <= result.p90 / result.median <= math.prod(ratios) * (1 + 1e-9)
    assert cost.product(medians[::-1], ratios[::-1]) == result
    assert result.mean >= result.median * (1 - 1e-12)


@pytest.mark.parametrize(
    "arguments", [([], []), ([1], [1, 2]), ([0], [2]), ([1], [0.5]), ([1], [math.inf]), ([1e90, 1e90], [2, 2]), (1, 2)]
)
def test_product_refuses_bad_factors(arguments: tuple[object, object]) -> None:
    """Medians above 0, ratios from 1, one each."""
    with pytest.raises(ArgumentError, match=r" must be .*, got "):
        cost.product(*arguments)  # type: ignore[arg-type]


def test_months_until_published_value() -> None:
    """Ten times today's use, doubling every 6 months: 19.93 months."""
    assert cost.months_until(10, 6) == pytest.approx(19.93, abs=5e-3)
    assert cost.months_until(1, 6) == 0
    assert cost.months_until(0.5, 6) == 0


@pytest.mark.parametrize("arguments", [(0, 6), (10, 0), (-1, 6), (10, math.nan)])
def test_months_until_refuses_no_growth(arguments: tuple[float, float]) -> None:
    """A cap and a doubling time are above 0."""
    with pytest.raises(ArgumentError, match=r" must be .*, got "):
        cost.months_until(*arguments)


def profit(price: float, volume: float) -> float:
    return price * volume - 10


def test_tornado_moves_one_factor_at_a_time() -> None:
    """Each bar is the model at that factor's ends with all others at their base, the widest first."""
    chart = sensitivity.tornado(
        profit, {"price": 1, "volume": 9}, {"price": 2, "volume": 10}, {"price": 4, "volume": 11}
    )
    assert chart.base == 10
    assert chart.bars == (
        sensitivity.Bar(factor="price", at_low=0, at_high=30, swing=30),
        sensitivity.Bar(factor="volume", at_low=8, at_high=12, swing=4),
    )


def test_tornado_takes_a_model_in_any_of_its_forms() -> None:
    """Named arguments, one dictionary, arguments in order, or one array: the same bars."""
    names = ("price", "volume")
    named = [dict(zip(names, values, strict=True)) for values in ((1, 9), (2, 10), (4, 11))]
    listed = [tuple(ends.values()) for ends in named]
    swings = [
        [bar.swing for bar in sensitivity.tornado(model, *ends).bars]  # type: ignore[arg-type]
        for model, ends in (
            (profit, named),
            (lambda values: profit(values["price"], values["volume"]), named),
            (profit, listed),
            (lambda values: profit(values[0], values[1]), listed),
        )
    ]
    assert swings == [[30, 4]] * 4


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((3, [1], [2], [3]), "model"),
        ((profit, [], [], []), "base"),
        ((profit, [3, 1], [2, 2], [4, 4]), "low"),
        ((profit, [1, 1], [2, 2], [1, 4]), "high"),
        ((profit, [1], [2, 2], [4, 4]), "low"),
        ((profit, {"price": 1}, {"price": 2, "volume": 1}, {"price": 3, "volume": 1}), "low"),
        ((lambda _: math.nan, [1], [2], [3]), "model"),
        ((lambda _: "much", [1], [2], [3]), "model"),
    ],
)
def test_tornado_refuses_by_naming_the_argument(arguments: tuple[object, ...], named: str) -> None:
    """Ranges out of order, names that differ, or a model that gives no number are refused."""
    with pytest.raises(ArgumentError, match=rf"^{named}.* must be .*, got "):
        sensitivity.tornado(*arguments)  # type: ignore[arg-type]
