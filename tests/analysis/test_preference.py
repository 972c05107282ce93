"""Ranks over all admissible weights: no weight is invented, and no newcomer turns an old order round."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.analysis import preference
from premortem.errors import ArgumentError


@st.composite
def score_tables(draw: st.DrawFn) -> np.ndarray:
    alternatives, criteria = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    cell = st.integers(0, 10).map(lambda value: value / 10)
    return np.array([[draw(cell) for _ in range(criteria)] for _ in range(alternatives)])


def test_rank_acceptability_published_values() -> None:
    """A (1, 0), B (0, 1), C (.6, .6): C is first for a fifth of the weights and never last."""
    shares = preference.rank_acceptability([(1, 0), (0, 1), (0.6, 0.6)])
    np.testing.assert_allclose(shares, [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0]], atol=0.006)
    assert shares[2, 2] == 0


def test_an_order_of_swings_narrows_the_weights() -> None:
    """With the first criterion weighing more, A is first unless C is, and B is last."""
    shares = preference.rank_acceptability([(1, 0), (0, 1), (0.6, 0.6)], order=[0, 1])
    np.testing.assert_allclose(shares, [[0.8, 0.2, 0], [0, 0, 1], [0.2, 0.8, 0]], atol=0.006)


@settings(deadline=None, max_examples=40)
@given(score_tables(), st.booleans())
def test_rows_and_columns_sum_to_one(scores: np.ndarray, ordered: bool) -> None:
    """Each alternative has some rank, and each rank is held by one."""
    order = list(range(scores.shape[1])) if ordered else None
    shares = preference.rank_acceptability(scores, order, draws=500)
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    np.testing.assert_allclose(shares.sum(axis=1), 1)


@settings(deadline=None, max_examples=40)
@given(score_tables(), st.integers(0, 4), st.integers(0, 3))
def test_a_dominated_newcomer_never_takes_a_first_place(scores: np.ndarray, which: int, criterion: int) -> None:
    """Adding an alternative that is worse than another leaves all first ranks, and so their order, untouched."""
    model = scores[which % len(scores)]
    worse = model.copy()
    worse[criterion % scores.shape[1]] = max(0.0, worse[criterion % scores.shape[1]] - 0.1)
    if (worse == model).all():
        return
    before = preference.rank_acceptability(scores, draws=500)
    after = preference.rank_acceptability(np.vstack([scores, worse]), draws=500)
    np.testing.assert_allclose(after[:-1, 0], before[:, 0], atol=0.01)
    assert after[-1, 0] == pytest.approx(0, abs=0.01)


@settings(deadline=None, max_examples=40)
@given(score_tables(), st.randoms(use_true_random=False))
def test_the_order_of_alternatives_changes_nothing(scores: np.ndarray, random: object) -> None:
    """A candidate's ranks do not depend on its place in the list."""
    places = list(range(len(scores)))
    random.shuffle(places)  # type: ignore[attr-defined]
    straight = preference.rank_acceptability(scores, draws=500)
    shuffled = preference.rank_acceptability(scores[places], draws=500)
    np.testing.assert_allclose(shuffled, straight[places], atol=1e-12)


def test_equals_share_their_ranks() -> None:
    """Two candidates with the same scores have the same shares."""
    shares = preference.rank_acceptability([(0.5, 0.5), (0.5, 0.5), (0.2, 0.2)], draws=1000)
    np.testing.assert_allclose(shares, [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]])


def test_one_candidate_is_first() -> None:
    """Without a rival there is one rank."""
    assert preference.rank_acceptability([(0.3, 0.2)], draws=10).tolist() == [[1.0]]


def test_one_seed_gives_one_result() -> None:
    """The same seed gives the same figures, another seed nearly the same."""
    scores = [(0.9, 0.1, 0.4), (0.3, 0.8, 0.5), (0.5, 0.5, 0.6)]
    one = preference.rank_acceptability(scores, seed=1)
    assert (one == preference.rank_acceptability(scores, seed=1)).all()
    other = preference.rank_acceptability(scores, seed=2)
    assert (one != other).any()
    np.testing.assert_allclose(one, other, atol=0.01)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (([],), "scores"),
        (([[]],), "scores"),
        (([[0.5, 1.5]],), "scores"),
        (([[0.5, -0.1]],), "scores"),
        (([[0.5, math.nan]],), "scores"),
        (([[0.5], [0.5, 0.1]],), "scores"),
        (([0.5, 0.1],), "scores"),
        (("ab",), "scores"),
        (([[0.5, 0.5]], [0]), "order"),
        (([[0.5, 0.5]], [0, 0]), "order"),
        (([[0.5, 0.5]], [1, 2]), "order"),
        (([[0.5, 0.5]], "01"), "order"),
        (([[0.5, 0.5]], None, 0), "draws"),
        (([[0.5, 0.5]], None, 10, -1), "seed"),
    ],
)
def test_rank_acceptability_refuses_by_naming_the_argument(arguments: tuple[object, ...], named: str) -> None:
    """Scores off the scale, or an order that leaves a criterion out, are refused."""
    with pytest.raises(ArgumentError, match=rf"^{named}.* must be .*, got "):
        preference.rank_acceptability(*arguments)  # type: ignore[arg-type]


def test_roc_weights_published_values() -> None:
    """Three criteria in order weigh .6111, .2778 and .1111."""
    assert preference.roc_weights(3) == pytest.approx((0.6111, 0.2778, 0.1111), abs=5e-5)
    assert preference.roc_weights(1) == (1,)


@given(st.integers(1, 60))
def test_roc_weights_fall_and_sum_to_one(criteria: int) -> None:
    """They are weights, and in order."""
    weights = preference.roc_weights(criteria)
    assert sum(weights) == pytest.approx(1)
    assert list(weights) == sorted(weights, reverse=True)


@pytest.mark.parametrize("criteria", [0, -1, 2.5, "3", None])
def test_roc_weights_refuse_no_criteria(criteria: object) -> None:
    """There is at least one criterion, and a whole number of them."""
    with pytest.raises(ArgumentError, match=r"^criteria must be "):
        preference.roc_weights(criteria)  # type: ignore[arg-type]
