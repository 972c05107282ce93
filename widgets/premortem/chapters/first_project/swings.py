"""What is compared, between which ends, and in which order the improvements matter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from premortem.analysis.preference import roc_weights
from premortem.chapters.first_project.candidates import Described
from premortem.model.state import State

RANKS = ("first-project.most", "first-project.second", "first-project.third")
CRITERIA = {
    "value": "what it brings in a year",
    "cost": "the cost to the first result",
    "months": "the time to the first result",
    "agreement": "who must agree",
    "learning": "what the next project can reuse",
}
QUANTITIES = ("value", "cost", "months")
LEVELS = {3: 5, 4: 5}
"""The positions of the two that have levels only, and how many."""
HALF_MONTHS = 12.0


@dataclass(frozen=True)
class Order:
    """Which improvement was named for each rank, None where none was; an order once three different ones are named."""

    named: tuple[str | None, ...]

    @cached_property
    def twice(self) -> str | None:
        """The improvement that was named more than once, if one was."""
        given = [name for name in self.named if name is not None]
        return next((name for name in given if given.count(name) > 1), None)

    @property
    def known(self) -> bool:
        """Say whether all ranks are named and no improvement twice."""
        return None not in self.named and self.twice is None

    @property
    def positions(self) -> tuple[int | tuple[int, ...], ...] | None:
        """The order as `analysis.preference` takes it: three in order, the others behind them without one."""
        if not self.known:
            return None
        keys = list(CRITERIA)
        first = tuple(keys.index(name) for name in self.named if name is not None)
        return (*first, tuple(place for place in range(len(keys)) if place not in first))

    @property
    def repeated(self) -> str:
        """The question that names an improvement again."""
        return next(RANKS[place] for place, name in enumerate(self.named) if name in self.named[:place])

    @property
    def first_open(self) -> str:
        """The first rank that nobody has named."""
        return next((rank for rank, name in zip(RANKS, self.named, strict=True) if name is None), RANKS[0])


def read(state: State) -> Order:
    """Return the order of the swings as it was answered."""
    return Order(tuple(state.text(rank) for rank in RANKS))


def middle(positions: tuple[int | tuple[int, ...], ...] | None, criteria: int) -> tuple[float, ...]:
    """Return the middle of the admissible weights: rank-order centroid, shared by those without an order."""
    if positions is None:
        return (1 / criteria,) * criteria
    weights, taken, found = roc_weights(criteria), 0, [0.0] * criteria
    for entry in positions:
        group = entry if isinstance(entry, tuple) else (entry,)
        share = sum(weights[taken : taken + len(group)]) / len(group)
        for place in group:
            found[place] = share
        taken += len(group)
    return tuple(found)


def scores(described: Described, bearable: float, at: str = "best") -> tuple[float, ...]:
    """Return the five scores, 0 to 1 with 1 the best; `at` says which end of the yearly value.

    Money is read against the sum that could be lost without harm and time against a year: there it counts half. The
    ends are nothing and without limit, so they depend on no other candidate, and more is always better, nothing is
    cut off (a cut would make unequal ones tie, and then a newcomer could turn the order of two others).
    """
    half = max(bearable, 1.0)  # one unit of money: with nothing to lose every sum would count alike
    value = getattr(described.value, at)
    return (
        value / (value + half),
        half / (described.cost + half),
        HALF_MONTHS / (described.months + HALF_MONTHS),
        *((described.levels[name] - 1) / 4 for name in ("agreement", "learning")),
    )


def natural(name: str, score: float, bearable: float) -> float | None:
    """Return the money or the months that have this score; None where no amount has it."""
    if not 0 < score < 1:
        return None
    half = HALF_MONTHS if name == "months" else max(bearable, 1.0)
    return half * score / (1 - score) if name == "value" else half * (1 - score) / score
