"""Information is worth what it changes: never less than nothing, never more than certainty."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from premortem.analysis import value_of_information as voi
from premortem.errors import ArgumentError

MONEY = st.floats(-1e6, 1e6).map(lambda value: round(value, 2))


@st.composite
def decisions(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    actions, states, signals = draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    payoffs = draw(arrays.arrays(float, (actions, states), elements=MONEY))
    prior = draw(arrays.arrays(float, states, elements=st.floats(0, 1))) + 1e-3
    likelihood = draw(arrays.arrays(float, (signals, states), elements=st.floats(0, 1))) + 1e-3
    return payoffs, prior / prior.sum(), likelihood / likelihood.sum(axis=0)


def test_prototype_published_values() -> None:
    """0.4, +500 / -300, 0.9, 0.2 is worth 20 now, at most 180 to know, 124 to try."""
    bet = voi.prototype(0.4, 500, 300, 0.9, 0.2)
    assert bet.worth_now == pytest.approx(20)
    assert bet.evpi == pytest.approx(180)
    assert bet.evsi == pytest.approx(124)
    assert bet.pass_probability == pytest.approx(0.48)
    assert bet.chance_if_passed == pytest.approx(0.75)
    assert bet.recommended(123)
    assert not bet.recommended(125)


def test_a_prototype_that_changes_nothing_is_worth_exactly_nothing() -> None:
    """At 0.9 with a prototype of 0.6 / 0.4 EVSI is 0, not a rounding error, and it is never recommended."""
    bet = voi.prototype(0.9, 500, 300, 0.6, 0.4)
    assert bet.evpi == pytest.approx(30)
    assert bet.evsi == 0
    assert not bet.recommended(0)


def test_a_loss_may_be_written_with_its_sign() -> None:
    """A loss of 300 and a payoff of -300 are the same bet."""
    assert voi.prototype(0.4, 500, -300, 0.9, 0.2) == voi.prototype(0.4, 500, 300, 0.9, 0.2)


def test_a_prototype_that_points_the_wrong_way_is_still_information() -> None:
    """One that passes mostly when the bet fails is worth as much as its mirror image."""
    mirrored = voi.prototype(0.4, 500, 300, 0.1, 0.8)
    assert mirrored.evsi == pytest.approx(124)
    assert mirrored.go_if_failed
    assert not mirrored.go_if_passed


@given(decisions())
def test_evsi_lies_between_nothing_and_evpi(decision: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """0 <= EVSI <= EVPI, and EVPI is the same from both functions."""
    payoffs, prior, likelihood = decision
    told = voi.evsi(payoffs, prior, likelihood)
    assert 0 <= told.evsi <= told.evpi
    assert told.evpi == voi.evpi(payoffs, prior)


@given(decisions())
def test_evsi_is_zero_exactly_when_no_signal_changes_the_action(
    decision: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """Worth something and changes the choice are the same statement."""
    told = voi.evsi(*decision)
    changes = any(action != told.best_now for action in told.best_actions)
    assert (told.evsi > 0) == changes


@given(decisions())
def test_evsi_equals_its_definition(decision: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """Expected best payoff after the signal less the best expected payoff before it."""
    payoffs, prior, likelihood = decision
    told = voi.evsi(payoffs, prior, likelihood)
    after = sum(p * (payoffs @ q).max() for p, q in zip(told.signal_probabilities, told.posteriors, strict=True))
    assert told.evsi == pytest.approx(after - (payoffs @ prior).max(), abs=1e-6)
    assert told.signal_probabilities.sum() == pytest.approx(1)
    np.testing.assert_allclose(told.posteriors.sum(axis=1), 1)
    np.testing.assert_allclose(told.signal_probabilities @ told.posteriors, prior)


@given(decisions())
def test_a_signal_that_does_not_depend_on_the_state_is_worth_nothing(
    decision: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """Tossing a coin teaches nothing."""
    payoffs, prior, _ = decision
    assert voi.evsi(payoffs, prior, np.full((2, len(prior)), 0.5)).evsi == 0


@given(decisions())
def test_a_perfect_signal_is_worth_evpi(decision: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """A signal that names the state is worth all there is to know."""
    payoffs, prior, _ = decision
    told = voi.evsi(payoffs, prior, np.eye(len(prior)))
    assert told.evsi == pytest.approx(told.evpi)


@given(decisions())
def test_an_action_that_is_never_better_changes_nothing(
    decision: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """A dominated action leaves the worth of information as it was."""
    payoffs, prior, likelihood = decision
    more = np.vstack([payoffs, payoffs[0] - 1])
    assert voi.evsi(more, prior, likelihood).evsi == pytest.approx(voi.evsi(payoffs, prior, likelihood).evsi, abs=1e-6)


def test_a_signal_that_cannot_come_leaves_the_prior() -> None:
    """A signal of chance 0 has no posterior of its own."""
    told = voi.evsi([[1, 0], [0, 1]], [0.5, 0.5], [[1, 1], [0, 0]])
    assert told.posteriors.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert told.best_actions == (told.best_now, told.best_now)


def test_results_cannot_be_changed() -> None:
    """The arrays of a result are closed to writing."""
    told = voi.evsi([[1, 0], [0, 1]], [0.5, 0.5], [[1, 0], [0, 1]])
    with pytest.raises(ValueError, match="read-only"):
        told.posteriors[0, 0] = 2


@pytest.mark.parametrize(
    ("payoffs", "prior", "likelihood", "named"),
    [
        ([], [1.0], [[1.0]], "payoffs"),
        ([[1, 2], [3]], [0.5, 0.5], [[1, 1]], "payoffs"),
        ([1, 2], [0.5, 0.5], [[1, 1]], "payoffs"),
        ("12", [0.5, 0.5], [[1, 1]], "payoffs"),
        ([[1, math.nan]], [0.5, 0.5], [[1, 1]], "payoffs"),
        ([[1, 2]], [0.5, 0.6], [[1, 1]], "prior"),
        ([[1, 2]], [1.5, -0.5], [[1, 1]], "prior"),
        ([[1, 2]], [1.0], [[1, 1]], "prior"),
        ([[1, 2]], [0.5, 0.5], [[0.9, 0.2], [0.2, 0.8]], "likelihood"),
        ([[1, 2]], [0.5, 0.5], [[1.0], [0.0]], "likelihood"),
        ([[1, 2]], [0.5, 0.5], None, "likelihood"),
    ],
)
def test_evsi_refuses_by_naming_the_argument(payoffs: object, prior: object, likelihood: object, named: str) -> None:
    """Wrong shapes and probabilities that do not add up are refused, one line each."""
    with pytest.raises(ArgumentError, match=f"^{named}.* must be .*, got ") as caught:
        voi.evsi(payoffs, prior, likelihood)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "arguments",
    [(1.2, 1, 1, 1, 0), (0.5, -1, 1, 1, 0), (0.5, 1, math.inf, 1, 0), (0.5, 1, 1, 1.1, 0), (0.5, 1, 1, 1, -0.1)],
)
def test_prototype_refuses_impossible_chances_and_gains(arguments: tuple[float, ...]) -> None:
    """Chances lie between 0 and 1, gains are not below 0."""
    with pytest.raises(ArgumentError):
        voi.prototype(*arguments)


def test_waiting_published_values() -> None:
    """Dixit and Pindyck's widget factory at half the price: 300 now, 386.36 a year later."""
    factory = voi.waiting(800, 100, 150, 50, 0.5, 0.1)
    assert factory.now == pytest.approx(300)
    assert factory.wait == pytest.approx(386.36, abs=5e-3)
    assert factory.flexibility == pytest.approx(86.36, abs=5e-3)


@given(st.floats(1, 1e5), st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1), st.floats(0.01, 1))
def test_the_right_to_wait_is_never_worth_less_than_nothing(
    investment: float, price: float, one: float, other: float, chance: float, rate: float
) -> None:
    """Waiting is never worth less than never investing, and flexibility never below 0."""
    result = voi.waiting(investment, price, max(one, other), min(one, other), chance, rate)
    assert result.wait >= 0
    assert result.flexibility >= 0


def test_waiting_for_a_price_that_is_known_only_loses_a_year() -> None:
    """Where up and down are the same there is nothing to learn."""
    known = voi.waiting(800, 100, 100, 100, 0.5, 0.1)
    assert known.wait == pytest.approx(known.now / 1.1)
    assert known.flexibility == 0


@pytest.mark.parametrize(
    "arguments", [(800, 100, 50, 150, 0.5, 0.1), (800, 100, 150, 50, 0.5, 0), (-1, 1, 1, 1, 0.5, 0.1)]
)
def test_waiting_refuses_a_world_turned_round(arguments: tuple[float, ...]) -> None:
    """Down lies not above up, and money has a price."""
    with pytest.raises(ArgumentError):
        voi.waiting(*arguments)
