"""Acceptance plans are exact: the smallest test that keeps both risks, judged without a normal approximation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from premortem.analysis import acceptance
from premortem.errors import ArgumentError

RATES = st.floats(0.02, 0.98)


def passes_needed_by_hand(n: int, floor: float, false_pass: float) -> int:
    return int(np.argmax(binom.sf(np.arange(n + 2) - 1, n, floor) <= false_pass))


def has_power_by_hand(n: int, floor: float, hoped: float, false_pass: float, power: float) -> bool:
    return bool(binom.sf(passes_needed_by_hand(n, floor, false_pass) - 1, n, hoped) >= power)


def test_the_published_plan_is_reproduced() -> None:
    """Floor 0.90 against 0.95 takes 179 cases of which 168 must pass."""
    plan = acceptance.plan(0.90, 0.95)
    assert (plan.n, plan.need) == (179, 168)
    assert plan.false_pass == pytest.approx(binom.sf(167, 179, 0.90), rel=1e-12)
    assert plan.power == pytest.approx(binom.sf(167, 179, 0.95), rel=1e-12)


@pytest.mark.parametrize(
    ("floor", "hoped", "false_pass", "power"),
    [
        (0.9, 0.95, 0.05, 0.8),
        (0.5, 0.7, 0.05, 0.8),
        (0.2, 0.4, 0.01, 0.9),
        (0.8, 0.9, 0.1, 0.5),
        (0.7, 0.99, 0.05, 0.95),
    ],
)
def test_plan_agrees_with_trying_every_number_of_cases(
    floor: float, hoped: float, false_pass: float, power: float
) -> None:
    """The bounds of the scan overlook nothing: up to 300 cases each number was tried by hand."""
    reaches = [has_power_by_hand(n, floor, hoped, false_pass, power) for n in range(1, 301)]
    plan = acceptance.plan(floor, hoped, false_pass, power)
    assert plan.n == reaches.index(True) + 1
    assert plan.safe_n == len(reaches) - reaches[::-1].index(False) + 1
    assert plan.need == passes_needed_by_hand(plan.n, floor, false_pass)


@settings(max_examples=30, deadline=None)
@given(RATES, st.floats(0.08, 0.6), st.floats(0.01, 0.2), st.floats(0.5, 0.95))
def test_a_plan_keeps_both_risks_and_one_pass_less_would_not(
    floor: float, gap: float, false_pass: float, power: float
) -> None:
    """`need` is the smallest threshold that keeps the false pass, and the plan has its power."""
    hoped = min(floor + gap, 0.995)
    plan = acceptance.plan(floor, hoped, false_pass, power)
    assert binom.sf(plan.need - 1, plan.n, floor) <= false_pass * (1 + 1e-9)
    assert binom.sf(plan.need - 2, plan.n, floor) > false_pass
    assert binom.sf(plan.need - 1, plan.n, hoped) >= power * (1 - 1e-9)
    assert plan.n <= plan.safe_n
    assert all(has_power_by_hand(n, floor, hoped, false_pass, power) for n in range(plan.safe_n, plan.safe_n + 25))


@pytest.mark.parametrize(("floor", "hoped", "expected"), [(0, 1, (1, 1)), (0, 0.5, (3, 1)), (0.5, 1, (5, 5))])
def test_plans_at_the_ends_of_the_scale(floor: float, hoped: float, expected: tuple[int, int]) -> None:
    """A floor of none and a hope of all are the simplest plans, not errors."""
    plan = acceptance.plan(floor, hoped)
    assert (plan.n, plan.need) == expected


def test_a_tail_equal_to_the_level_passes() -> None:
    """Five of five against one half has a chance of exactly 1/32: at that level it is enough."""
    assert acceptance.plan(0.5, 0.99, false_pass=1 / 32, power=0.9).n == 5
    assert acceptance.judge(5, 5, 0.5, false_pass=1 / 32).verdict == "proven"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((0.95, 0.90), "hoped"),
        ((0.9, 0.9), "hoped"),
        ((1.0, 1.0), "floor"),
        ((-0.1, 0.9), "floor"),
        ((0.9, 1.1), "hoped"),
        ((0.9, 0.95, 0.0), "false_pass"),
        ((0.9, 0.95, 1.0), "false_pass"),
        ((0.9, 0.95, 0.05, 1.0), "power"),
        ((math.nan, 0.95), "floor"),
        (("0.9", 0.95), "floor"),
        ((0.9, None), "hoped"),
        ((0.9, [0.95]), "hoped"),
        ((0.9, True), "hoped"),
        ((0.5, 0.5000001), "hoped"),
    ],
)
def test_plan_refuses_by_naming_the_argument(arguments: tuple[object, ...], named: str) -> None:
    """A bad argument is refused in one line that begins with its name and shows its value."""
    with pytest.raises(ArgumentError, match=f"^{named} must be .*, got ") as caught:
        acceptance.plan(*arguments)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_cases_for_published_values() -> None:
    """95 % shown with 95 % confidence takes 59 cases, 93 if one may fail."""
    assert acceptance.cases_for(0.95, 0.95) == 59
    assert acceptance.cases_for(0.95, 0.95, failures=1) == 93


@given(RATES, st.floats(0.5, 0.99), st.integers(0, 20))
def test_cases_for_is_the_smallest_number_that_shows_it(rate: float, confidence: float, failures: int) -> None:
    """One case fewer would leave too large a chance of so few failures at that rate."""
    n = acceptance.cases_for(rate, confidence, failures)
    assert binom.cdf(failures, n, 1 - rate) <= (1 - confidence) * (1 + 1e-9)
    assert binom.cdf(failures, n - 1, 1 - rate) > (1 - confidence) * (1 - 1e-9)


@pytest.mark.parametrize("arguments", [(0, 0.95), (1, 0.95), (0.95, 1), (0.95, 0.95, -1), (0.95, 0.95, 1.5)])
def test_cases_for_refuses_what_no_number_shows(arguments: tuple[float, ...]) -> None:
    """Certainty, or half a failure, has no number of cases."""
    with pytest.raises(ArgumentError):
        acceptance.cases_for(*arguments)  # type: ignore[arg-type]


def test_judge_published_values() -> None:
    """95 of 100 against 0.90 is not proven: p 0.0576, lower bound 0.8977."""
    judgement = acceptance.judge(95, 100, 0.90)
    assert judgement.verdict == "not proven"
    assert judgement.p == pytest.approx(0.0576, abs=5e-5)
    assert judgement.lower == pytest.approx(0.8977, abs=5e-5)


@given(st.integers(1, 300), st.data(), st.floats(0.02, 0.98), st.floats(0.01, 0.3))
def test_judge_is_the_exact_test_and_its_bounds(n: int, data: st.DataObject, floor: float, false_pass: float) -> None:
    """p is the exact one-sided test's, the bounds are Clopper and Pearson's, the verdict follows."""
    passed = data.draw(st.integers(0, n))
    judgement = acceptance.judge(passed, n, floor, false_pass)
    above = binomtest(passed, n, floor, alternative="greater")
    below = binomtest(passed, n, floor, alternative="less")
    assert judgement.p == pytest.approx(above.pvalue, rel=1e-9)
    assert judgement.lower == pytest.approx(above.proportion_ci(1 - false_pass).low, abs=1e-9)
    assert judgement.upper == pytest.approx(below.proportion_ci(1 - false_pass).high, abs=1e-9)
    if judgement.verdict == "proven":
        assert judgement.lower >= floor - 1e-9
    elif judgement.verdict == "refuted":
        assert judgement.upper < floor
    else:
        assert judgement.lower < floor + 1e-9
        assert judgement.upper >= floor


def test_judge_at_the_ends() -> None:
    """None of the cases passed, or all of them: the bound on that side is the end of the scale."""
    assert acceptance.judge(0, 20, 0.9).lower == 0
    assert acceptance.judge(0, 20, 0.9).verdict == "refuted"
    assert acceptance.judge(20, 20, 0.5).upper == 1
    assert acceptance.judge(20, 20, 0.5).verdict == "proven"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [((101, 100, 0.9), "passed"), ((-1, 100, 0.9), "passed"), ((0, 0, 0.9), "n"), ((9.5, 10, 0.9), "passed")],
)
def test_judge_refuses_impossible_counts(arguments: tuple[float, ...], named: str) -> None:
    """More passes than cases, or half a case, cannot be."""
    with pytest.raises(ArgumentError, match=f"^{named} must be "):
        acceptance.judge(*arguments)  # type: ignore[arg-type]


def test_paired_published_value() -> None:
    """121 against 59 gives chi2 20.672."""
    assert acceptance.paired(121, 59).chi2 == pytest.approx(20.672, abs=5e-4)


@given(st.integers(0, 500), st.integers(0, 500))
def test_paired_does_not_mind_which_system_comes_first(b: int, c: int) -> None:
    """Swapping the systems changes nothing, and where none is ahead nothing is shown."""
    assert acceptance.paired(b, c) == acceptance.paired(c, b)
    if abs(b - c) <= 1:
        assert acceptance.paired(b, c).p == 1
    if b + c > 0:
        assert acceptance.paired(b, c).exact_p == pytest.approx(binomtest(b, b + c).pvalue, rel=1e-9)


def test_paired_n_follows_connor() -> None:
    """20 % against 10 % takes 234 cases, whichever system is ahead."""
    assert acceptance.paired_n(0.2, 0.1) == 234
    assert acceptance.paired_n(0.1, 0.2) == 234


@given(st.floats(0.05, 0.4), st.floats(0.05, 0.4), st.floats(0.5, 0.9), st.floats(0.01, 0.09))
def test_paired_n_grows_with_what_is_asked(p_b: float, p_c: float, power: float, more: float) -> None:
    """More power or a smaller false alarm never takes fewer cases."""
    if abs(p_b - p_c) < 0.01:
        return
    n = acceptance.paired_n(p_b, p_c, 0.1, power)
    assert n <= acceptance.paired_n(p_b, p_c, 0.1, power + more)
    assert n <= acceptance.paired_n(p_b, p_c, 0.1 - more, power)


@pytest.mark.parametrize("arguments", [(0.1, 0.1), (0.7, 0.5), (-0.1, 0.2), (0.2, 0.1, 0), (0.2, 0.1, 0.05, 1)])
def test_paired_n_refuses_what_no_number_shows(arguments: tuple[float, ...]) -> None:
    """Equal shares, or shares of more than all cases, have no number."""
    with pytest.raises(ArgumentError):
        acceptance.paired_n(*arguments)


def test_auc_se_published_value() -> None:
    """An area of 0.75 on 20 and 200 cases is known to 0.06498283."""
    assert acceptance.auc_se(0.75, 20, 200) == pytest.approx(0.06498283, abs=5e-9)


@given(st.floats(0, 1), st.integers(1, 1000), st.integers(1, 1000))
def test_auc_se_shrinks_with_more_cases(auc: float, positives: int, negatives: int) -> None:
    """Twice the cases of both kinds never make it less certain; a perfect area has no error."""
    error = acceptance.auc_se(auc, positives, negatives)
    assert error >= acceptance.auc_se(auc, 2 * positives, 2 * negatives) >= 0
    assert acceptance.auc_se(1.0, positives, negatives) == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("arguments", [(1.1, 5, 5), (0.8, 0, 5), (0.8, 5, 0), (math.inf, 5, 5)])
def test_auc_se_refuses_empty_classes(arguments: tuple[float, ...]) -> None:
    """Without a case of each kind there is no area."""
    with pytest.raises(ArgumentError):
        acceptance.auc_se(*arguments)  # type: ignore[arg-type]
