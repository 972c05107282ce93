"""Where supplier and client would each stop, from today on, under each of three kinds of contract."""

from __future__ import annotations

import math
from dataclasses import dataclass

from premortem.analysis import stopping
from premortem.chapters.effort_curve.bargain import Bargain
from premortem.chapters.effort_curve.outlook import MOST_OF_THE_WAY, Outlook
from premortem.chapters.effort_curve.progress import Progress
from premortem.chapters.effort_curve.terms import Terms
from premortem.model.state import Range

FIXED, RATE, CAPPED = "fixed-price", "day-rate", "capped"
NEARLY_ALL = 0.999
"""An agreed quality at the target or above it is taken as this share of the rest: the very end is never reached."""
FORESEEABLE = 1e90
"""A rest of the way that takes longer than any number of days is not to be agreed on."""
JUST_ENOUGH = 1 + 1e-9
"""A price that is not known is taken to cover the work to the agreed quality, and rounding must not undo that."""


@dataclass(frozen=True)
class Place:
    """Where somebody would stop: effort from today on, and the quality expected there (share 0 to 1)."""

    more: float
    quality: float


@dataclass(frozen=True)
class Side:
    """One kind of contract: where each side would stop if it were up to that side alone.

    `gap` is the client's stop less the supplier's, in effort, over the range of the value; `left` what the client would
    have of the rest of the value at the supplier's stop, all paid, `None` while a sum for it is open; `open` names the
    answers that are not there; `begins` is whether the supplier would go on at all.
    """

    kind: str
    supplier: Place
    client: Place
    gap: Range
    left: Range | None
    open: tuple[str, ...]
    begins: bool

    @property
    def agrees(self) -> bool:
        """Whether both would stop at the same point, as far as anybody can tell."""
        return abs(self.gap.best) <= 0.01 * max(self.supplier.more, self.client.more)


@dataclass(frozen=True)
class Sides:
    """The three kinds side by side; `together` is where one house that did both would stop, `None` while not known."""

    kinds: tuple[Side, ...]
    together: Place | None
    present: float
    margin: float | None

    def of(self, kind: str | None) -> Side | None:
        """Return the side of one kind of contract."""
        return next((side for side in self.kinds if side.kind == kind), None)


@dataclass(frozen=True)
class _Rest:
    """The rest of the way: what is ahead, and nothing of what is behind."""

    present: float
    target: float
    days_to_80: float
    values: Range
    last: float
    rate: float
    agreed: float
    delivery: float

    def place(self, stop: stopping.Stop) -> Place:
        return Place(stop.day, self.present + stop.share * (self.target - self.present))


def look(progress: Progress, terms: Terms, bargain: Bargain, outlook: Outlook) -> Sides | None:
    """Return the three kinds of contract over the rest of the way; `None` where nothing lies ahead to be agreed on.

    Only effort and value still to come enter, so that what has been spent cannot change it. What is open is taken as
    it is worst for the client: no quality agreed, no cap, a supplier without a margin.
    """
    rest = _rest(progress, terms, bargain, outlook)
    if rest is None:
        return None
    found = [_compare(rest, bargain, value) for value in (rest.values.low, rest.values.best, rest.values.high)]
    best = found[1]
    known = bargain.margin is not None and bargain.own_cost is not None
    kinds = (
        _side(FIXED, rest, bargain, [each.fixed_price for each in found]),
        _side(RATE, rest, bargain, [each.day_rate for each in found]),
        _side(CAPPED, rest, bargain, [each.capped for each in found]),
    )
    return Sides(kinds, rest.place(best.together) if known else None, rest.present, bargain.margin)


def _rest(progress: Progress, terms: Terms, bargain: Bargain, outlook: Outlook) -> _Rest | None:
    start, value, target = progress.start, terms.value, terms.target
    if start is None or value is None or target is None or terms.cost is None or not terms.affordable:
        return None
    present = outlook.present.median
    days = _days_to_most(outlook, target) if present < target else None
    if days is None or not 0 < days < FORESEEABLE:
        return None
    ahead = (target - present) / (target - start.quality)
    agreed = min(max((bargain.agreed or 0.0) - present, 0.0) / (target - present), NEARLY_ALL)
    delivery = min(-math.log1p(-agreed) * days / stopping.DAYS_TO_80_OVER_TAU, terms.affordable)
    values = Range(ahead * value.low, ahead * value.best, ahead * value.high)
    return _Rest(present, target, days, values, terms.affordable, terms.cost, agreed, delivery)


def _days_to_most(outlook: Outlook, target: float) -> float | None:
    """Return the effort from today to 80 % of the rest of the way, by the forecast or, beyond its end, by its pace."""
    present, before, there = outlook.present.median, outlook.now, 0.0
    for point in outlook.path:
        share = (point.median - present) / (target - present)
        if point.effort <= outlook.now or share <= there:
            continue
        if share >= MOST_OF_THE_WAY:
            return before + (point.effort - before) * (MOST_OF_THE_WAY - there) / (share - there) - outlook.now
        before, there = point.effort, share
    if there <= 0:
        return None
    return stopping.DAYS_TO_80_OVER_TAU * (before - outlook.now) / -math.log1p(-there)


def _compare(rest: _Rest, bargain: Bargain, value: float) -> stopping.ContractComparison:
    covered = rest.rate * rest.delivery * JUST_ENOUGH
    return stopping.by_contract(
        value,
        rest.days_to_80,
        day_rate=rest.rate,
        supplier_margin=rest.rate * (bargain.margin or 0.0),
        price=covered if bargain.price is None else bargain.price,
        cap_days=rest.last if bargain.cap is None else bargain.cap,
        last_day=rest.last,
        agreed_share=rest.agreed,
        buyer_cost_per_day=bargain.own_cost or 0.0,
    )


def _side(kind: str, rest: _Rest, bargain: Bargain, found: list[stopping.Contract]) -> Side:
    needed = {
        FIXED: {"price": bargain.price, "agreed": bargain.agreed, "own-cost": bargain.own_cost},
        RATE: {"own-cost": bargain.own_cost},
        CAPPED: {"cap": bargain.cap, "own-cost": bargain.own_cost},
    }[kind]
    still_open = tuple(name for name, answer in needed.items() if answer is None)
    best, gaps = found[1], [each.gap_days for each in found]
    left = [each.buyer_net_at_supplier_stop for each in found]
    return Side(
        kind=kind,
        supplier=rest.place(best.supplier),
        client=rest.place(best.buyer),
        gap=Range(min(gaps), best.gap_days, max(gaps)),
        left=None if still_open else Range(min(left), left[1], max(left)),
        open=still_open,
        begins=kind != FIXED or best.supplier.day > 0 or rest.delivery == 0,
    )
