"""Estimates of different people are put on one footing and brought together with equal weights."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from premortem.analysis import elicitation
from premortem.errors import ArgumentError


def test_rescale_published_values() -> None:
    """10 / 20 / 40 stated at 50 % is 4 to 52 at 80 %."""
    low, high = elicitation.rescale_interval(10, 20, 40, 0.5)
    assert (low, high) == pytest.approx((4, 52))


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.05, 1), st.floats(0.05, 0.99))
def test_rescaling_back_gives_what_was_said(best: float, down: float, up: float, stated: float, wanted: float) -> None:
    """There and back again changes nothing, and the best stays between."""
    interval = elicitation.rescale_interval(best - down, best, best + up, stated, wanted)
    assert interval.low <= best <= interval.high
    back = elicitation.rescale_interval(interval.low, best, interval.high, wanted, stated)
    assert back == pytest.approx((best - down, best + up), abs=1e-6 * (1 + abs(best) + down + up))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((30, 20, 40, 0.5), "low"),
        ((10, 20, 15, 0.5), "high"),
        ((10, 20, 40, 0), "stated"),
        ((10, 20, 40, 1.2), "stated"),
        ((10, 20, 40, 50), "stated"),
        ((10, 20, 40, 0.5, 0), "wanted"),
        ((10, math.nan, 40, 0.5), "best"),
        ((10, 20, "40", 0.5), "high"),
    ],
)
def test_rescale_refuses_by_naming_the_argument(arguments: tuple[object, ...], named: str) -> None:
    """An interval out of order, or a percentage where a share is asked, is refused."""
    with pytest.raises(ArgumentError, match=f"^{named} must be .*, got "):
        elicitation.rescale_interval(*arguments)  # type: ignore[arg-type]


def test_pool_gives_each_person_the_same_weight() -> None:
    """The group's interval is the mean of its members'."""
    pooled = elicitation.pool([(1, 2, 3), (3, 4, 11)])
    assert pooled == elicitation.Pooled(low=2, best=3, high=7, people=2)


@given(st.permutations([(1, 2, 3), (3, 4, 11), (0, 0, 0), (-5, 2, 2)]))
def test_pool_does_not_mind_who_spoke_first(rows: list[tuple[float, float, float]]) -> None:
    """The order of people changes nothing."""
    assert elicitation.pool(rows) == elicitation.pool(sorted(rows))


@pytest.mark.parametrize("rows", [[], [(1, 2)], [(3, 2, 1)], [1, 2, 3], "abc", [(1, None, 3)]])
def test_pool_refuses_what_is_not_an_estimate(rows: object) -> None:
    """Nobody, half an estimate, or one out of order cannot be pooled."""
    with pytest.raises(ArgumentError, match=r"^estimates"):
        elicitation.pool(rows)  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.floats(-1e3, 1e3), st.floats(0.1, 1e3))
def test_symmetric_quartiles_give_the_normal_exactly(median: float, half: float) -> None:
    """Quartiles as far below as above the median fit a normal distribution without misfit."""
    fit = elicitation.fit_quartiles(median - half, median, median + half)
    assert fit.family == "normal"
    assert fit.mean == pytest.approx(median, abs=1e-6 * half)
    assert fit.sd == pytest.approx(half / 0.6744897501960817, rel=1e-6)
    assert fit.misfit == pytest.approx(0, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.floats(0.5, 30), st.floats(0.5, 30))
def test_quartiles_of_a_beta_distribution_give_it_back(a: float, b: float) -> None:
    """Two parameters through three quartiles: where they lie on a beta distribution, it is found."""
    from scipy.special import betaincinv

    q1, median, q3 = (10 + 90 * float(betaincinv(a, b, share)) for share in (0.25, 0.5, 0.75))
    assume(q1 - 10 > 1e-6 and 100 - q3 > 1e-6)
    fit = elicitation.fit_quartiles(q1, median, q3, bounds=(10, 100))
    assert fit.family == "beta"
    assert (fit.a, fit.b) == (pytest.approx(a, rel=1e-4), pytest.approx(b, rel=1e-4))
    assert fit.mean == pytest.approx(10 + 90 * a / (a + b), rel=1e-6)


@pytest.mark.parametrize("bounds", [None, (0, 100)])
def test_no_neighbouring_fit_is_closer(bounds: tuple[float, float] | None) -> None:
    """Skewed quartiles are met as closely as least squares can: moving a quartile of the fit worsens it."""
    fit = elicitation.fit_quartiles(10, 20, 40, bounds)
    gaps = [fit.probability_below(value) - share for value, share in ((10, 0.25), (20, 0.5), (40, 0.75))]
    assert fit.misfit == pytest.approx(max(abs(gap) for gap in gaps))
    total = sum(gap**2 for gap in gaps)
    for moved in (-0.5, 0.5):
        assert total < sum(
            (fit.probability_below(value + moved) - share) ** 2 for value, share in ((10, 0.25), (20, 0.5), (40, 0.75))
        )


@pytest.mark.parametrize("bounds", [None, (0, 100)])
def test_quantile_undoes_probability_below(bounds: tuple[float, float] | None) -> None:
    """The value below which 30 % lie has 30 % below it."""
    fit = elicitation.fit_quartiles(10, 20, 40, bounds)
    assert fit.probability_below(fit.quantile(0.3)) == pytest.approx(0.3)


def test_a_bounded_fit_leaves_nothing_outside() -> None:
    """Beyond the bounds lies no probability."""
    fit = elicitation.fit_quartiles(10, 20, 40, bounds=(0, 100))
    assert fit.probability_below(-5) == 0
    assert fit.probability_below(105) == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((20, 20, 40), "q1"),
        ((10, 20, 20), "q3"),
        ((10, 20, math.inf), "q3"),
        ((10, 20, 40, (15, 100)), "bounds"),
        ((10, 20, 40, (0, 40)), "bounds"),
        ((10, 20, 40, (0,)), "bounds"),
        ((10, 20, 40, 5), "bounds"),
    ],
)
def test_fit_refuses_by_naming_the_argument(arguments: tuple[object, ...], named: str) -> None:
    """Quartiles that do not rise, or bounds that cut them, are refused."""
    with pytest.raises(ArgumentError, match=f"^{named} must be .*, got "):
        elicitation.fit_quartiles(*arguments)  # type: ignore[arg-type]
