"""What it brings in a year: at the use that is expected, and at full use, the figure on the slide."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from premortem.analysis import adoption, cost, sensitivity
from premortem.chapters.business_change import groups as people
from premortem.chapters.business_change.groups import Group
from premortem.errors import ArgumentError
from premortem.model.state import Range, State

VALUE, USE, COST = "business-change.value", "business-change.use", "business-change.cost"
CHANGE_COST = "business-change.change-cost"
MONTHS: Mapping[int, str] = {3: "business-change.use-early", 12: USE, 24: "business-change.use-later"}
YEAR = 12
CALLED: Mapping[str, str] = {
    people.TABLE: "the hours saved",
    VALUE: "the value of an hour",
    USE: "the weekly use",
    COST: "the yearly cost",
}
"""What moves the result, in a few words."""
INDEPENDENT = "8 times of 10, the answers taken as unrelated"
ENDS = "with every answer at its better, or at its worse, end"


@dataclass(frozen=True)
class Spread:
    """A sum of money, or a share, with its lower and upper bound."""

    low: float
    best: float
    high: float


@dataclass(frozen=True)
class InUse:
    """What it brings in a year at the use that is expected so many months after it starts."""

    months: int
    use: Spread
    benefit: Spread


@dataclass(frozen=True)
class Benefit:
    """The benefit in a year beside the cost in a year; `over_time` holds the months for which a use was given.

    `break_even` is the share of weekly use at which it pays its yearly cost, None where full use could bring nothing
    (its upper bound is infinite where it might); `payback` the years until the change is earned back, None where not
    known, infinite where never; `moved_by` the question whose range moves what is left over most.
    """

    people: int
    full: Spread
    over_time: tuple[InUse, ...]
    cost: Spread
    left: Spread
    break_even: Spread | None
    payback: Spread | None
    moved_by: str

    @property
    def after_a_year(self) -> InUse:
        """What it brings at the use after twelve months: the figure that the verdict rests on."""
        return next(point for point in self.over_time if point.months == YEAR)

    @property
    def ever_pays(self) -> bool:
        """Whether it could pay at full use, at the better ends of the answers."""
        return self.break_even is not None and self.break_even.low <= 1


def read(state: State, groups: tuple[Group, ...]) -> Benefit | None:
    """Return the benefit, None while one of the answers is missing that it is made of."""
    value, use, running = state.range(VALUE), state.range(USE), state.range(COST)
    if not groups or any(group.lacks for group in groups) or value is None or use is None or running is None:
        return None
    hours = _hours(groups)
    full = _product(hours, _spread(value))
    over_time = tuple(
        InUse(months, share, _weighted(groups, hours, value, share))
        for months, question in MONTHS.items()
        if (share := _share(state.range(question))) is not None
    )
    yearly, after = _spread(running), next(point.benefit for point in over_time if point.months == YEAR)
    left = Spread(after.low - yearly.high, after.best - yearly.best, after.high - yearly.low)
    return Benefit(
        people=sum(group.people or 0 for group in groups),
        full=full,
        over_time=over_time,
        cost=yearly,
        left=left,
        break_even=_break_even(yearly, full),
        payback=_payback(state.range(CHANGE_COST), left),
        moved_by=_moved_by(hours, _spread(value), _spread(use, 100), yearly),
    )


def _spread(given: Range, per: float = 1) -> Spread:
    return Spread(given.low / per, given.best / per, given.high / per)


def _share(given: Range | None) -> Spread | None:
    return None if given is None else _spread(given, 100)


def _hours(groups: tuple[Group, ...]) -> Spread:
    """All hours saved in a year at full use; the groups' guesses err together, so their ends add up."""
    using = [(group.people, group.hours) for group in groups if group.people and group.hours]
    low, best, high = (
        math.fsum(count * getattr(hours, end) for count, hours in using) for end in ("low", "best", "high")
    )
    return Spread(low, best, high)


def _weighted(groups: tuple[Group, ...], hours: Spread, value: Range, use: Spread) -> Spread:
    """The benefit at this use: at best group by group, its bounds as of a product."""
    bounds = _product(hours, _spread(value), use)
    best = math.fsum(
        adoption.benefit(group.people, group.hours.best, value.best, use.best)
        for group in groups
        if group.people and group.hours
    )
    return Spread(min(bounds.low, best), best, max(bounds.high, best))


def _product(*factors: Spread) -> Spread:
    """The product of factors that err independently: the bounds of a product of lognormals, each side with its own.

    Multiplying all the lows and all the highs would call for bad, or good, luck everywhere at once. Where a factor may
    be 0 there is no logarithm, and the ends are multiplied after all.
    """
    low, best, high = (math.prod(getattr(factor, end) for factor in factors) for end in ("low", "best", "high"))
    if low > 0:
        low = _bound(factors, [factor.best / factor.low for factor in factors], low, down=True)
    if best > 0:
        high = _bound(factors, [factor.high / factor.best for factor in factors], high, down=False)
    return Spread(min(low, best), best, max(high, best))


def _bound(factors: Sequence[Spread], ratios: list[float], otherwise: float, *, down: bool) -> float:
    try:
        product = cost.product([factor.best for factor in factors], ratios)
    except ArgumentError:  # sums beyond all bounds: the ends will do
        return otherwise
    return product.p10 if down else product.p90


def _break_even(yearly: Spread, full: Spread) -> Spread | None:
    """The share of weekly use at which the benefit pays the yearly cost, with both at their ends."""
    if full.best <= 0:
        return None
    return Spread(yearly.low / full.high, yearly.best / full.best, yearly.high / full.low if full.low else math.inf)


def _payback(change: Range | None, left: Spread) -> Spread | None:
    """The years until what the change costs once is earned back from what is left over each year."""
    if change is None:
        return None
    pairs = ((change.low, left.high), (change.best, left.best), (change.high, left.low))
    low, best, high = (spent / yearly if yearly > 0 else math.inf for spent, yearly in pairs)
    return Spread(low, best, high)


def _moved_by(hours: Spread, value: Spread, use: Spread, yearly: Spread) -> str:
    """The question whose range, taken alone, moves what is left over in a year most."""
    factors = {people.TABLE: hours, VALUE: value, USE: use, COST: yearly}
    low, base, high = ({name: getattr(each, end) for name, each in factors.items()} for end in ("low", "best", "high"))
    found = sensitivity.tornado(_left_over, low, base, high)
    return str(found.bars[0].factor)


def _left_over(factors: Mapping[str, float]) -> float:
    return factors[people.TABLE] * factors[VALUE] * factors[USE] - factors[COST]
