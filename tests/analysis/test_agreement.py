"""Agreement is told apart from a mean: split, flat and agreed are three different findings."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from premortem.analysis import agreement
from premortem.errors import ArgumentError

COUNTS = st.lists(st.integers(0, 50), min_size=3, max_size=8).filter(any)


def test_van_der_eijk_published_value() -> None:
    """His own example of seven levels has an agreement of 0.6113333."""
    assert agreement.van_der_eijk((30, 40, 210, 130, 530, 50, 10)) == pytest.approx(0.6113333, abs=5e-8)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 9, 0, 0), 1),
        ((5, 5, 5, 5, 5), 0),
        ((7, 0, 0, 0, 7), -1),
        ((1, 1, 0, 0, 0), 0.75),
        ((0, 0, 1, 1, 1), 0.5),
    ],
)
def test_van_der_eijk_at_its_landmarks(counts: tuple[int, ...], expected: float) -> None:
    """All alike is 1, flat is 0, two camps at the ends are -1, neighbours lie between."""
    assert agreement.van_der_eijk(counts) == pytest.approx(expected)


@given(COUNTS, st.integers(2, 9))
def test_van_der_eijk_looks_at_shares_from_either_end(counts: list[int], factor: int) -> None:
    """Reading the levels backwards or multiplying all counts changes nothing, and it stays within -1 and 1."""
    value = agreement.van_der_eijk(counts)
    assert -1 - 1e-12 <= value <= 1 + 1e-12
    assert agreement.van_der_eijk(counts[::-1]) == pytest.approx(value)
    assert agreement.van_der_eijk([factor * count for count in counts]) == pytest.approx(value)


@pytest.mark.parametrize("counts", [(), (1, 2), (0, 0, 0), (1, -1, 2), (1, math.nan, 2), "123", 5, None, [[1, 2, 3]]])
def test_van_der_eijk_refuses_what_is_no_count(counts: object) -> None:
    """Fewer than three levels, nobody, or counts below 0 are refused."""
    with pytest.raises(ArgumentError, match=r"^counts.* must be .*, got "):
        agreement.van_der_eijk(counts)  # type: ignore[arg-type]


def test_kendall_w_at_its_landmarks() -> None:
    """The same order from all is 1; two opposite orders are 0."""
    assert agreement.kendall_w([[1, 2, 3, 4]] * 5).w == pytest.approx(1)
    assert agreement.kendall_w([[1, 2, 3, 4], [4, 3, 2, 1]]).w == pytest.approx(0)


@given(st.integers(2, 6), st.integers(3, 6), st.integers(0, 10**6))
def test_kendall_w_agrees_with_friedman(people: int, items: int, seed: int) -> None:
    """chi2 and p, ties included, are those of Friedman's test, which is the same statement."""
    rankings = np.random.default_rng(seed).integers(1, 4, (people, items))
    if all(len(set(row)) == 1 for row in rankings.tolist()):
        return
    ours = agreement.kendall_w(rankings)
    theirs = friedmanchisquare(*rankings.T)
    assert ours.chi2 == pytest.approx(theirs.statistic, abs=1e-9)
    assert ours.p == pytest.approx(theirs.pvalue, abs=1e-9)
    assert 0 <= ours.w <= 1
    assert agreement.kendall_w(rankings[::-1]).w == pytest.approx(ours.w)


@pytest.mark.parametrize("rankings", [[], [[1, 2, 3]], [[1], [1]], [[1, 1], [2, 2]], [[1, 2], [1]], [1, 2], "ab"])
def test_kendall_w_refuses_what_has_no_order(rankings: object) -> None:
    """One person, one item, or nobody with a preference has no concordance."""
    with pytest.raises(ArgumentError, match=r"^rankings.* must be .*, got "):
        agreement.kendall_w(rankings)  # type: ignore[arg-type]


def test_ipras_published_value() -> None:
    """Percentiles of 7 and 8 excuse a range of 6.1."""
    assert agreement.ipras(7, 8) == pytest.approx(6.1)
    assert agreement.ipras(5, 5) == pytest.approx(2.35)


@given(st.floats(1, 9), st.floats(1, 9))
def test_ipras_does_not_mind_which_end_is_good(one: float, other: float) -> None:
    """Turning the scale round changes nothing."""
    low, high = sorted((one, other))
    assert agreement.ipras(low, high) == pytest.approx(agreement.ipras(10 - high, 10 - low))


@pytest.mark.parametrize("arguments", [(8, 7), (0, 5), (5, 10), (math.nan, 5), ("7", 8)])
def test_ipras_refuses_percentiles_off_the_scale(arguments: tuple[float, float]) -> None:
    """The scale runs from 1 to 9 and the 30th percentile is not above the 70th."""
    with pytest.raises(ArgumentError):
        agreement.ipras(*arguments)


def test_a_panel_of_two_camps_disagrees_and_one_of_mind_does_not() -> None:
    """The percentile range is compared with what its asymmetry excuses."""
    assert agreement.panel_spread([1, 1, 1, 1, 5, 9, 9, 9, 9]).disagreement
    assert not agreement.panel_spread([7, 7, 8, 8, 8, 8, 9, 9]).disagreement


def test_a_panel_of_seven_is_told_that_the_rule_is_not_defined() -> None:
    """Fewer than eight people get a refusal that says why."""
    with pytest.raises(ArgumentError, match=r"8 people or more, the rule is not defined for 7"):
        agreement.panel_spread([5] * 7)
