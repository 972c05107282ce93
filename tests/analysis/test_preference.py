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


def test_the_weights_that_favour_each_are_the_middle_of_those_that_rank_it_first() -> None:
    """A (1, 0) is first where its criterion weighs .6 or more, B likewise, C (.6, .6) between .4 and .6."""
    middle = preference.central_weights([(1, 0), (0, 1), (0.6, 0.6)])
    np.testing.assert_allclose(middle, [[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]], atol=0.005)


def test_what_never_ranks_first_has_no_weights_that_favour_it_and_equals_share_theirs() -> None:
    """A dominated alternative has none; two equal ones have the middle of all weights."""
    middle = preference.central_weights([(0.5, 0.5), (0.5, 0.5), (0.2, 0.2)])
    assert np.isnan(middle[2]).all()
    np.testing.assert_allclose(middle[:2], 0.5, atol=0.005)


@settings(deadline=None, max_examples=40)
@given(score_tables(), st.booleans())
def test_the_favouring_weights_average_to_the_middle_of_all(scores: np.ndarray, ordered: bool) -> None:
    """Weighted by how often each ranks first, they are the centroid: with an order, the rank-order centroid."""
    criteria = scores.shape[1]
    order = list(range(criteria)) if ordered else None
    middle = preference.central_weights(scores, order, draws=4000)
    firsts = preference.rank_acceptability(scores, order, draws=4000)[:, 0]
    overall = np.nansum(middle * firsts[:, np.newaxis], axis=0)
    expected = preference.roc_weights(criteria) if ordered else np.full(criteria, 1 / criteria)
    np.testing.assert_allclose(overall, expected, atol=0.03)


def test_criteria_in_brackets_have_no_order_among_themselves() -> None:
    """The first weighs most; the middle of the others is the same, and theirs is what complete orders average to."""
    alone = [(1, 1, 1)]
    middle = preference.central_weights(alone, [0, (1, 2)])
    np.testing.assert_allclose(middle, [[0.6111, 0.1944, 0.1944]], atol=0.005)
    np.testing.assert_allclose(preference.central_weights(alone, [(0, 1, 2)]), [[1 / 3] * 3], atol=0.005)
    scores = [(0.9, 0.1, 0.4), (0.3, 0.8, 0.5), (0.5, 0.5, 0.6)]
    both = [preference.rank_acceptability(scores, order) for order in ([0, 1, 2], [0, 2, 1])]
    np.testing.assert_allclose(preference.rank_acceptability(scores, [0, (1, 2)]), sum(both) / 2, atol=0.01)


def test_the_spacing_of_ordinal_levels_is_drawn_and_not_assumed() -> None:
    """The middle of three levels may lie anywhere, so it beats .5 half the time; the ends stay 0 and 1."""
    of_three = [(0.5, 0.5), (0.5, 0.5)]
    scores = [(0.5, 0), (0, 0.5)]
    np.testing.assert_allclose(preference.rank_acceptability(scores, levels={0: 3, 1: 3}), 0.5, atol=0.01)
    one_criterion = preference.rank_acceptability([(1.0,), (0.5,), (0.0,)], levels={0: 3})
    np.testing.assert_allclose(one_criterion, np.eye(3))
    np.testing.assert_allclose(preference.rank_acceptability(of_three, levels={0: 3}), 0.5)
    # w u > (1 - w) .6 with w and u uniform: 1 - .6 ln(1.6 / .6).
    against = preference.rank_acceptability([(0.5, 0.0), (0.0, 0.6)], levels={0: 3})
    assert against[0, 0] == pytest.approx(1 - 0.6 * math.log(1.6 / 0.6), abs=0.005)


@settings(deadline=None, max_examples=40)
@given(score_tables(), st.integers(0, 4), st.integers(0, 3))
def test_only_the_order_of_levels_counts(scores: np.ndarray, which: int, criterion: int) -> None:
    """One that is nowhere better and on an ordinal criterion worse never ranks first."""
    levels = dict.fromkeys(range(scores.shape[1]), 11)
    model = scores[which % len(scores)]
    worse = model.copy()
    worse[criterion % scores.shape[1]] = max(0.0, worse[criterion % scores.shape[1]] - 0.1)
    if (worse == model).all():
        return
    before = preference.rank_acceptability(scores, draws=500, levels=levels)
    after = preference.rank_acceptability(np.vstack([scores, worse]), draws=500, levels=levels)
    np.testing.assert_allclose(after[:-1, 0], before[:, 0], atol=1e-12)
    assert after[-1, 0] == 0


@settings(deadline=None, max_examples=60)
@given(score_tables(), st.booleans())
def test_the_score_to_lead_is_where_half_of_the_weights_rank_it_first(scores: np.ndarray, ordered: bool) -> None:
    """A little above it the alternative is first over half of the weights or more, a little below over half or less."""
    order = list(range(scores.shape[1])) if ordered else None
    for criterion, needed in enumerate(preference.scores_to_lead(scores, 0, order, draws=501)):
        for shift, holds in ((0.001, float.__ge__), (-0.001, float.__le__)):
            if 0 <= needed + shift <= 1:
                changed = scores.copy()
                changed[0, criterion] = needed + shift
                firsts = float(preference.rank_acceptability(changed, order, draws=501)[0, 0])
                assert holds(firsts, 0.5)


def test_no_score_is_needed_without_a_rival_and_levels_have_none() -> None:
    """Minus infinity says that it leads whatever its score; NaN that there is no score to change."""
    assert preference.scores_to_lead([(0.2, 0.5)], 0, draws=10).tolist() == [-math.inf, -math.inf]
    needed = preference.scores_to_lead([(0.4, 0.5), (0.6, 0.5)], 0, levels={1: 3})
    assert needed[0] == pytest.approx(0.6)
    assert math.isnan(needed[1])


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"order": [0, (0, 1)]}, "order"),
        ({"order": [(0,), ("1",)]}, "order"),
        ({"levels": {2: 3}}, "levels"),
        ({"levels": {0: 1}}, "levels"),
        ({"levels": {0: 2}}, "scores"),
    ],
)
def test_orders_and_levels_that_cannot_be_are_refused(arguments: dict[str, object], named: str) -> None:
    """By naming the argument, in every function that takes them."""
    scores = [(0.4, 0.5), (0.2, 0.5)]
    for function in (preference.rank_acceptability, preference.central_weights):
        with pytest.raises(ArgumentError, match=rf"^{named}.* must be .*, got "):
            function(scores, **arguments)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match=rf"^{named}.* must be .*, got "):
        preference.scores_to_lead(scores, 0, **arguments)  # type: ignore[arg-type]


def test_the_scores_to_lead_are_asked_of_an_alternative_that_is_there() -> None:
    """A position beyond the last is refused."""
    with pytest.raises(ArgumentError, match=r"^alternative must be .*, got 2"):
        preference.scores_to_lead([(0.4, 0.5), (0.2, 0.5)], 2)
