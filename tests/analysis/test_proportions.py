"""Rates of groups keep their promise where groups are small, and what is compared with what is stated in counts."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, mannwhitneyu

from premortem.analysis import proportions
from premortem.errors import ArgumentError

SHARES = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(SHARES, st.floats(0.5, 0.999))
def test_wilson_is_the_interval_that_scipy_gives(share: tuple[int, int], confidence: float) -> None:
    ours = proportions.wilson(*share, confidence)
    theirs = binomtest(*share).proportion_ci(confidence, method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert ours.low <= ours.value <= ours.high


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_difference_as_newcombe_printed_it(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """The eight examples of his table II (1998), method 10."""
    found = proportions.difference(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(SHARES, SHARES)
def test_a_difference_seen_from_the_other_group_has_the_other_sign(one: tuple[int, int], two: tuple[int, int]) -> None:
    here, there = proportions.difference(*one, *two), proportions.difference(*two, *one)
    assert (here.value, here.low, here.high) == pytest.approx((-there.value, -there.high, -there.low))
    assert here.low <= here.value + 1e-12
    assert here.value <= here.high + 1e-12


@given(SHARES, SHARES.filter(lambda share: share[0] > 0))
def test_a_ratio_excludes_1_exactly_where_the_difference_excludes_0(one: tuple[int, int], two: tuple[int, int]) -> None:
    """Both rest on the same limits: at a ratio of 1 their equations are the same."""
    times, more = proportions.ratio(*one, *two), proportions.difference(*one, *two)
    assert 0 <= times.low <= times.value + 1e-12
    assert times.value <= times.high * (1 + 1e-12)
    if min(abs(more.low), abs(more.high)) > 1e-9:
        assert times.excludes(1) == more.excludes(0)


def test_a_ratio_without_an_upper_bound_says_infinite_and_one_of_nothing_is_refused() -> None:
    assert proportions.ratio(5, 10, 0 + 1, 1).high < math.inf
    assert proportions.ratio(0, 10, 5, 10).low == 0
    with pytest.raises(ArgumentError, match=r"^other must be a whole number from 1"):
        proportions.ratio(5, 10, 0, 10)


@pytest.mark.parametrize(("n", "m", "p", "q"), [(35, 40, 0.1, 0.1), (50, 200, 0.3, 0.6), (30, 30, 0.02, 0.2)])
def test_intervals_hold_about_as_often_as_they_say(n: int, m: int, p: float, q: float) -> None:
    """Over all tables that two groups can give, weighted by their chance, 93 to 98 of 100 intervals hold the truth."""
    held = {"difference": 0.0, "ratio": 0.0}
    for i in range(n + 1):
        for j in range(m + 1):
            chance = binom.pmf(i, n, p) * binom.pmf(j, m, q)
            if chance < 1e-7:
                continue
            held["difference"] += chance * (not proportions.difference(i, n, j, m).excludes(p - q))
            held["ratio"] += chance * (j == 0 or not proportions.ratio(i, n, j, m).excludes(p / q))
    assert all(0.93 <= each <= 0.99 for each in held.values()), held


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12))
def test_auc_is_the_rank_test_of_mann_and_whitney(counts: list[tuple[int, int]]) -> None:
    negatives, positives = (np.array(each) for each in zip(*counts, strict=True))
    if not negatives.sum() or not positives.sum():
        return
    found = proportions.auc(negatives, positives)
    values = np.arange(len(counts))
    expected = mannwhitneyu(np.repeat(values, positives), np.repeat(values, negatives)).statistic
    assert found.value == pytest.approx(expected / (positives.sum() * negatives.sum()))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert proportions.auc(negatives[::-1], positives[::-1]).value == pytest.approx(1 - found.value)


def test_the_bounds_of_an_auc_leave_room_below_a_perfect_order() -> None:
    """Few rows in perfect order prove little, many prove more."""
    few, many = (proportions.auc([n, 0], [0, n]) for n in (5, 500))
    assert (few.value, few.high) == (1, 1)
    assert 0.5 < few.low < many.low < 1


def test_psi_at_its_landmarks() -> None:
    """Nothing moved is 0; a share that goes from 10 to 30 of 100 by the formula on paper; the order does not count."""
    assert proportions.psi([50, 50], [500, 500]).psi == pytest.approx(0)
    by_hand = 0.2 * math.log(3) - 0.2 * math.log(7 / 9)
    assert proportions.psi([100_000, 900_000], [300_000, 700_000]).psi == pytest.approx(by_hand, rel=1e-4)
    there, back = proportions.psi([10, 20, 70], [30, 30, 40]), proportions.psi([30, 30, 40], [10, 20, 70])
    assert there == back


def test_a_bin_that_empties_gives_a_finite_psi_and_an_unused_one_nothing() -> None:
    moved = proportions.psi([500, 500, 0], [1000, 0, 0])
    assert 1 < moved.psi < math.inf
    assert moved == proportions.psi([500, 500], [1000, 0])
    assert proportions.psi([7], [9]).psi == 0


def test_two_samples_of_one_population_stay_below_what_chance_brings() -> None:
    """999 times in 1,000; here 2,000 pairs, of which 8 and more would be a surprise of one in 1,000."""
    rng, shares = np.random.default_rng(5), np.full(10, 0.1)
    beyond = 0
    for _ in range(2000):
        shift = proportions.psi(rng.multinomial(600, shares), rng.multinomial(800, shares))
        beyond += shift.psi > shift.by_chance
    assert beyond < 8


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: proportions.wilson(3, 2), "count"),
        (lambda: proportions.wilson(0, 0), "of"),
        (lambda: proportions.wilson(1, 2, 1.0), "confidence"),
        (lambda: proportions.auc([1, 2], [1]), "positives"),
        (lambda: proportions.auc([0, 0], [1, 1]), "negatives"),
        (lambda: proportions.auc(np.array([1.0, math.nan]), np.array([1.0, 1.0])), "negatives"),
        (lambda: proportions.psi([1, -1], [1, 1]), r"before\[1\]"),
        (lambda: proportions.psi([0], [1]), "before"),
        (lambda: proportions.psi([], []), "before"),
    ],
)
def test_what_is_no_count_is_refused_in_one_line(call: object, argument: str) -> None:
    with pytest.raises(ArgumentError, match=rf"^{argument} must be .*, got "):
        call()  # type: ignore[operator]
