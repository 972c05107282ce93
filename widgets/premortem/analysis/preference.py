"""Which candidate ranks first, over all weights that nobody could object to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from premortem.analysis.arguments import FloatArray, frozen, probability, refuse, sequence, table, whole

MOST_DRAWS = 10_000_000
CHUNK = 20_000
"""Weights drawn at a time: memory stays small, and the figures do not depend on it."""

SAME = 1e-12
"""Values closer than this are a tie, not a lead: sums of the same scores may differ in the last bit."""


def rank_acceptability(
    scores: ArrayLike, order: Sequence[int] | None = None, draws: int = 100_000, seed: int = 0
) -> FloatArray:
    """Return for each alternative the share of all admissible weights that give it each rank.

    `scores` is alternatives x criteria, each from 0 to 1 with 1 the best. Weights are uniform over all that sum
    to 1, or over those that fall in the `order` of the criteria: their positions, the swing that matters most
    first. The result is alternatives x ranks; rows and columns sum to 1. Alternatives with equal values share
    their ranks evenly. SMAA-2 (Lahdelma & Salminen 2001); one seed, one result. Raises `ArgumentError`.
    """
    values = table("scores", scores, probability)
    alternatives, criteria = values.shape
    positions = None if order is None else _order(order, criteria)
    draws = whole("draws", draws, at_least=1, at_most=MOST_DRAWS)
    generator = np.random.default_rng(whole("seed", seed, at_least=0))
    counted = np.zeros((alternatives, alternatives))
    for start in range(0, draws, CHUNK):
        weights = generator.dirichlet(np.ones(criteria), min(CHUNK, draws - start))
        if positions is not None:
            in_order = np.empty_like(weights)
            in_order[:, positions] = -np.sort(-weights, axis=1)
            weights = in_order
        _count_ranks(weights @ values.T, counted)
    return frozen(counted / draws)


def _count_ranks(worth: FloatArray, counted: FloatArray) -> None:
    """Add to `counted` (alternatives x ranks) the ranks that each draw of weights gives."""
    alternatives = worth.shape[1]
    for position in range(alternatives):
        own = worth[:, [position]]
        better = (worth > own + SAME).sum(axis=1)
        equal = (np.abs(worth - own) <= SAME).sum(axis=1)
        pairs = np.bincount(better * (alternatives + 1) + equal, minlength=alternatives * (alternatives + 1))
        for index in np.flatnonzero(pairs):
            first, shared = divmod(int(index), alternatives + 1)
            counted[position, first : first + shared] += pairs[index] / shared


def _order(order: Sequence[int], criteria: int) -> list[int]:
    rule = f"each position from 0 to {criteria - 1} once, the most important criterion first"
    positions = [
        whole(f"order[{index}]", position, at_least=0, at_most=criteria - 1)
        for index, position in enumerate(sequence("order", order, rule))
    ]
    if sorted(positions) != list(range(criteria)):
        refuse("order", rule, order)
    return positions


def roc_weights(criteria: int) -> tuple[float, ...]:
    """Return rank-order centroid weights: the middle of all weights that fall in order.

    `criteria`, how many there are, at least 1; the most important first. w_i = (1/n) sum of 1/j for j from i to n
    (Barron & Barrett 1996). Raises `ArgumentError`.
    """
    count = whole("criteria", criteria, at_least=1, at_most=1000)
    shares = 1 / np.arange(1, count + 1)
    return tuple((shares[::-1].cumsum()[::-1] / count).tolist())
