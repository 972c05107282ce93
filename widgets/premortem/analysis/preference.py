"""Which candidate ranks first, over all weights that nobody could object to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from premortem.analysis.arguments import FloatArray, frozen, probability, refuse, sequence, table, whole

MOST_DRAWS = 10_000_000
CHUNK = 20_000
"""Weights drawn at a time: memory stays small, and the figures do not depend on it."""

SAME = 1e-12
"""Values closer than this are a tie, not a lead: sums of the same scores may differ in the last bit."""

Order = Sequence[int | Sequence[int]]
Levels = Mapping[int, int]

_Groups = tuple[tuple[int, ...], ...]
_Counts = tuple[tuple[int, int], ...]
_Draw = tuple[FloatArray, tuple[FloatArray, ...]]


def rank_acceptability(
    scores: ArrayLike,
    order: Order | None = None,
    draws: int = 100_000,
    seed: int = 0,
    *,
    levels: Levels | None = None,
) -> FloatArray:
    """Return for each alternative the share of all admissible weights that give it each rank.

    `scores` is alternatives x criteria, each from 0 to 1 with 1 the best. Weights are uniform over all that sum
    to 1, or over those that fall in the `order` of the criteria: their positions, the swing that matters most
    first; positions in brackets, as in `[2, 0, (1, 3)]`, have no order among themselves. `levels` says which criteria
    are ordinal, `{position: number of levels}`: their scores are 0, 1/(n-1), ... 1 and tell only the order, and each
    draw takes other values between, any that rise (SMAA-O, Lahdelma, Miettinen & Salminen 2003). The result is
    alternatives x ranks; rows and columns sum to 1. Alternatives with equal values share their ranks evenly. SMAA-2
    (Lahdelma & Salminen 2001); one seed, one result. Raises `ArgumentError`.
    """
    drawing = _Drawing.of(scores, order, draws, seed, levels)
    counted = np.zeros((len(drawing.values), len(drawing.values)))
    for _, worth in drawing:
        _count_ranks(worth, counted)
    return frozen(counted / drawing.draws)


def central_weights(
    scores: ArrayLike,
    order: Order | None = None,
    draws: int = 100_000,
    seed: int = 0,
    *,
    levels: Levels | None = None,
) -> FloatArray:
    """Return for each alternative the weights that favour it: the middle of all those that rank it first.

    The arguments are those of `rank_acceptability`, and so are the weights drawn. The result is alternatives x
    criteria; a row sums to 1, and is NaN where no weights drawn rank the alternative first. Weights with a tie count
    for each of the tied in equal parts. SMAA-2 (Lahdelma & Salminen 2001). Raises `ArgumentError`.
    """
    drawing = _Drawing.of(scores, order, draws, seed, levels)
    summed, firsts = np.zeros_like(drawing.values), np.zeros(len(drawing.values))
    for weights, worth in drawing:
        leads = worth >= worth.max(axis=0) - SAME
        part = leads / leads.sum(axis=0)
        summed += part @ weights
        firsts += part.sum(axis=1)
    middle = np.full_like(summed, np.nan)
    np.divide(summed, firsts[:, np.newaxis], out=middle, where=firsts[:, np.newaxis] > 0)
    return frozen(middle)


def scores_to_lead(
    scores: ArrayLike,
    alternative: int,
    order: Order | None = None,
    draws: int = 100_000,
    seed: int = 0,
    *,
    levels: Levels | None = None,
) -> FloatArray:
    """Return for each criterion the score with which the alternative would rank first over half of the weights.

    One score changes at a time, all others stay. `alternative` is a position; the other arguments are those of
    `rank_acceptability`. Below 0: it leads whatever this score; above 1: no score is enough; minus infinity: it has no
    rival; NaN: the criterion has `levels`, and so an order and no score. Raises `ArgumentError`.
    """
    drawing = _Drawing.of(scores, order, draws, seed, levels)
    own = whole("alternative", alternative, at_least=0, at_most=len(drawing.values) - 1)
    needed = []
    for weights, worth in drawing:
        others = np.delete(worth, own, axis=0)
        behind = others.max(axis=0, initial=-np.inf) - worth[own]
        needed.append(drawing.values[own] + behind[:, np.newaxis] / weights)
    ranked = np.sort(np.concatenate(needed), axis=0)  # as np.median, which would bring numpy.ma along
    middle = (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
    middle[[criterion for criterion, _ in drawing.levels]] = np.nan
    return frozen(middle)


@dataclass(frozen=True)
class _Drawing:
    """Weights, and the worth of each alternative under them, chunk by chunk; the same arguments, the same draws."""

    values: FloatArray
    groups: _Groups
    draws: int
    seed: int
    levels: _Counts

    @classmethod
    def of(cls, scores: ArrayLike, order: Order | None, draws: int, seed: int, levels: Levels | None) -> _Drawing:
        """Check the arguments that all functions here have in common."""
        values = table("scores", scores, probability)
        return cls(
            values,
            () if order is None else _groups(order, values.shape[1]),
            whole("draws", draws, at_least=1, at_most=MOST_DRAWS),
            whole("seed", seed, at_least=0),
            _levels(levels, values),
        )

    def __iter__(self) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Give weights (draws x criteria) and the worth of each alternative (alternatives x draws)."""
        quantities = self.values.copy()
        quantities[:, [criterion for criterion, _ in self.levels]] = 0
        for weights, rising in self._draws():
            worth = quantities @ weights.T
            for (criterion, count), values in zip(self.levels, rising, strict=True):
                chosen = np.rint(self.values[:, criterion] * (count - 1)).astype(int)
                worth += weights[:, criterion] * values[chosen]
            yield weights, worth

    def _draws(self) -> Iterator[_Draw]:
        criteria = self.values.shape[1]
        if self.draws <= CHUNK:
            yield _kept_draw(criteria, self.groups, self.levels, self.draws, self.seed)
            return
        generator = np.random.default_rng(self.seed)
        for start in range(0, self.draws, CHUNK):
            yield _draw(generator, criteria, self.groups, self.levels, min(CHUNK, self.draws - start))


@lru_cache(maxsize=8)
def _kept_draw(criteria: int, groups: _Groups, levels: _Counts, draws: int, seed: int) -> _Draw:
    """Draw once what does not depend on the scores: a decision weighs the same weights again and again."""
    return _draw(np.random.default_rng(seed), criteria, groups, levels, draws)


def _draw(generator: np.random.Generator, criteria: int, groups: _Groups, levels: _Counts, size: int) -> _Draw:
    """Draw weights that sum to 1, in order where there is one, and the values of all ordinal levels."""
    weights = generator.dirichlet(np.ones(criteria), size)
    if groups:
        falling = -np.sort(-weights, axis=1)
        taken = 0
        for group in groups:
            part = falling[:, taken : taken + len(group)]
            weights[:, group] = part if len(group) == 1 else generator.permuted(part, axis=1)
            taken += len(group)
    return frozen(weights), tuple(_rising(generator, size, count) for _, count in levels)


def _rising(generator: np.random.Generator, size: int, levels: int) -> FloatArray:
    """Values of ordinal levels that rise from 0 to 1, any spacing as likely as any other: levels x size."""
    values = np.zeros((levels, size))
    values[-1] = 1
    values[1:-1] = np.sort(generator.random((levels - 2, size)), axis=0)
    return frozen(values)


def _count_ranks(worth: FloatArray, counted: FloatArray) -> None:
    """Add to `counted` (alternatives x ranks) the ranks that each draw of weights gives."""
    alternatives = len(worth)
    for position, own in enumerate(worth):
        better = (worth > own + SAME).sum(axis=0)
        equal = (np.abs(worth - own) <= SAME).sum(axis=0)
        pairs = np.bincount(better * (alternatives + 1) + equal, minlength=alternatives * (alternatives + 1))
        for index in np.flatnonzero(pairs):
            first, shared = divmod(int(index), alternatives + 1)
            counted[position, first : first + shared] += pairs[index] / shared


def _groups(order: Order, criteria: int) -> _Groups:
    rule = f"each position from 0 to {criteria - 1} once, the most important criterion first"
    groups = tuple(
        tuple(
            whole(f"order[{index}]", position, at_least=0, at_most=criteria - 1)
            for position in (sequence("order", entry, rule) if isinstance(entry, (list, tuple)) else [entry])
        )
        for index, entry in enumerate(sequence("order", order, rule))
    )
    if sorted(position for group in groups for position in group) != list(range(criteria)):
        refuse("order", rule, order)
    return groups


def _levels(levels: Levels | None, values: FloatArray) -> _Counts:
    checked = {}
    for criterion, count in (levels or {}).items():
        position = whole("levels", criterion, at_least=0, at_most=values.shape[1] - 1)
        checked[position] = whole(f"levels[{position}]", count, at_least=2, at_most=100)
        steps = values[:, position] * (checked[position] - 1)
        if (np.abs(steps - np.rint(steps)) > 1e-9).any():
            refuse(f"scores[:, {position}]", f"multiples of 1/{checked[position] - 1} from 0 to 1", values[:, position])
    return tuple(sorted(checked.items()))


def roc_weights(criteria: int) -> tuple[float, ...]:
    """Return rank-order centroid weights: the middle of all weights that fall in order.

    `criteria`, how many there are, at least 1; the most important first. w_i = (1/n) sum of 1/j for j from i to n
    (Barron & Barrett 1996). Raises `ArgumentError`.
    """
    count = whole("criteria", criteria, at_least=1, at_most=1000)
    shares = 1 / np.arange(1, count + 1)
    return tuple((shares[::-1].cumsum()[::-1] / count).tolist())
