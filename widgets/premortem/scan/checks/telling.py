"""How much one column alone tells about the answer: areas under the ROC curve from counts of values by answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from premortem.analysis import proportions
from premortem.scan.job import ROWS_TO_JUDGE

Counts: TypeAlias = NDArray[np.int64]
"""Rows of each value (down) by answer (across); values of numbers and dates in ascending order."""

FOLDS = 5
SMOOTHING = 10.0
"""Rows at the overall rate that every value starts with, so that a value seen twice promises little."""


@dataclass(frozen=True)
class Telling:
    """How often a column picks the right one of two rows, one with the answer `place`, one with another; 0.5 to 1."""

    place: int
    area: proportions.Bounded


def by_order(counts: Counts) -> Telling | None:
    """Return the most telling answer where rows are ranked by value, either way round; None where rows are too few."""
    found = []
    for place, positives, negatives in _sides(counts):
        area = proportions.auc(negatives, positives).value
        found.append((place, max(area, 1 - area), positives, negatives))
    return _most(found)


def by_category(counts: Counts) -> Telling | None:
    """Return the same where rows are ranked by how often their value has the answer in the other rows.

    The rate of a value is taken from four fifths of the rows and tried on the last fifth, in turn: a value that is
    there once, like a name or a number of a file, then tells nothing. The rows are dealt out by a random draw on the
    counts, which is the same as dealing out rows, and always the same draw.
    """
    rng = np.random.default_rng(7)
    dealt = rng.multinomial(counts.ravel(), [1 / FOLDS] * FOLDS).reshape(*counts.shape, FOLDS)
    found = []
    for place, positives, negatives in _sides(counts):
        right = pairs = 0.0
        for fold in range(FOLDS):
            tried = dealt[:, place, fold]
            others = dealt[:, :, fold].sum(axis=1) - tried
            wins, of = _ranked(positives - tried, negatives - others, tried, others)
            right, pairs = right + wins, pairs + of
        if pairs:
            found.append((place, right / pairs, positives, negatives))
    return _most(found)


def of_flag(flagged: Counts, rows: Counts) -> Telling | None:
    """Return the same for a flag: `flagged` of `rows` by answer."""
    return by_order(np.stack([rows - flagged, flagged]))


def _sides(counts: Counts) -> list[tuple[int, Counts, Counts]]:
    """Each answer against all others; of two answers one is enough, and an answer of few rows cannot be judged."""
    answers = counts.shape[1]
    total = counts.sum(axis=1)
    sides = [(place, counts[:, place], total - counts[:, place]) for place in range(1 if answers == 2 else answers)]
    return [side for side in sides if min(side[1].sum(), side[2].sum()) >= ROWS_TO_JUDGE]


def _ranked(positives: Counts, negatives: Counts, tried: Counts, others: Counts) -> tuple[float, float]:
    """Rank values by their smoothed rate in the rows known; return the pairs tried that come out right, and all."""
    overall = positives.sum() / max(1, positives.sum() + negatives.sum())
    rates = (positives + SMOOTHING * overall) / (positives + negatives + SMOOTHING)
    _, rank = np.unique(rates, return_inverse=True)
    right, wrong = np.bincount(rank, weights=tried), np.bincount(rank, weights=others)
    pairs = float(right.sum() * wrong.sum())
    return float(right @ (np.cumsum(wrong) - wrong / 2)), pairs


def _most(found: list[tuple[int, float, Counts, Counts]]) -> Telling | None:
    if not found:
        return None
    place, area, positives, negatives = max(found, key=lambda each: each[1])
    bounds = proportions.auc_bounds(min(1.0, area), int(positives.sum()), int(negatives.sum()))
    return Telling(place, bounds)
