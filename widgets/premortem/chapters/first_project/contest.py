"""The candidates within the cap, compared over all admissible weights (SMAA-2, Lahdelma & Salminen 2001)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from premortem.analysis import preference
from premortem.chapters.first_project import swings
from premortem.chapters.first_project.candidates import Described
from premortem.chapters.first_project.swings import CRITERIA, LEVELS, Order

DRAWS = 5_000
MOST_WEIGHTS = 0.5
"""Above this share of the weights a candidate ranks first over most of them."""
Scores = tuple[tuple[float, ...], ...]
Positions = tuple[int | tuple[int, ...], ...] | None


@dataclass(frozen=True)
class Place:
    """How one candidate fares: the share of all admissible weights that gives it each rank, best rank first.

    `favoured_by` are the middle weights of those that rank it first, None where none do.
    """

    described: Described
    ranks: tuple[float, ...]
    favoured_by: tuple[float, ...] | None

    @property
    def first(self) -> float:
        """The share of all admissible weights for which it ranks first."""
        return self.ranks[0]

    @property
    def name(self) -> str:
        """What the candidate is called."""
        return self.described.name


@dataclass(frozen=True)
class Contest:
    """The comparison; `low` and `high` bound this project's first share with all yearly values at their ends.

    `order_matters` is false where this project is the best in everything, even with the values against it.
    `leads_at` holds, by criterion, the amount with which this project would lead over half of the weights.
    """

    places: tuple[Place, ...]
    low: float
    high: float
    order_matters: bool
    middle: tuple[float, ...]
    leads_at: dict[str, float | None]

    @property
    def this(self) -> Place | None:
        """The place of this project; None where it is not compared."""
        return next((place for place in self.places if place.described.candidate.this), None)

    @property
    def rivals(self) -> tuple[Place, ...]:
        """The others, the one that ranks first most often at the head."""
        others = [place for place in self.places if not place.described.candidate.this]
        return tuple(sorted(others, key=lambda place: -place.first))


def compare(compared: tuple[Described, ...], bearable: float, order: Order) -> Contest:
    """Compare the candidates, one at least; their order changes nothing."""
    best, positions = tuple(swings.scores(each, bearable) for each in compared), order.positions
    ranks, favoured = _weighed(best, positions)
    own = next((place for place, each in enumerate(compared) if each.candidate.this), None)
    against, for_it = (_at_ends(compared, own, bearable, *ends) for ends in (("low", "high"), ("high", "low")))
    return Contest(
        places=tuple(
            Place(each, each_ranks, each_favoured)
            for each, each_ranks, each_favoured in zip(compared, ranks, favoured, strict=True)
        ),
        low=0.0 if own is None else min(ranks[own][0], _first(against, positions)[own]),
        high=1.0 if own is None else max(ranks[own][0], _first(for_it, positions)[own]),
        order_matters=own is None or not _dominates(against, own),
        middle=swings.middle(positions, len(CRITERIA)),
        leads_at={} if own is None or len(compared) == 1 else _leads_at(best, own, positions, bearable),
    )


def _at_ends(compared: tuple[Described, ...], own: int | None, bearable: float, mine: str, theirs: str) -> Scores:
    """The scores with this project's yearly value at one end, and all others' at the other."""
    return tuple(swings.scores(each, bearable, mine if place == own else theirs) for place, each in enumerate(compared))


def _dominates(scores: Scores, own: int) -> bool:
    return all(
        all(mine >= theirs for mine, theirs in zip(scores[own], each, strict=True)) and each != scores[own]
        for place, each in enumerate(scores)
        if place != own
    )


@lru_cache(maxsize=64)
def _weighed(scores: Scores, positions: Positions) -> tuple[Scores, tuple[tuple[float, ...] | None, ...]]:
    ranks = preference.rank_acceptability(scores, positions, DRAWS, levels=LEVELS)
    middle = preference.central_weights(scores, positions, DRAWS, levels=LEVELS)
    favoured = tuple(None if np.isnan(row).any() else tuple(row.tolist()) for row in middle)
    return tuple(tuple(row) for row in ranks.tolist()), favoured


@lru_cache(maxsize=128)
def _first(scores: Scores, positions: Positions) -> tuple[float, ...]:
    ranks = preference.rank_acceptability(scores, positions, DRAWS, levels=LEVELS)
    return tuple(ranks[:, 0].tolist())


def _leads_at(scores: Scores, own: int, positions: Positions, bearable: float) -> dict[str, float | None]:
    needed = zip(CRITERIA, _scores_to_lead(scores, own, positions), strict=True)
    return {name: swings.natural(name, score, bearable) for name, score in needed if name in swings.QUANTITIES}


@lru_cache(maxsize=128)
def _scores_to_lead(scores: Scores, own: int, positions: Positions) -> tuple[float, ...]:
    return tuple(preference.scores_to_lead(scores, own, positions, DRAWS, levels=LEVELS).tolist())
