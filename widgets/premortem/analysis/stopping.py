"""When to stop improving a system, for the one who pays and for the one who is paid.

Both rest on one curve: the share of the full value reached after t days is 1 - exp(-t / tau), where tau
follows from the days it takes to get the first 80 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from premortem.analysis.arguments import number

DAYS_TO_80_OVER_TAU = math.log(5)
"""1 - exp(-t / tau) is 0.8 at t = tau * ln 5."""


@dataclass(frozen=True)
class Stop:
    """Where somebody would stop."""

    day: float
    share: float
    """The share of the full value reached by then."""
    net: float
    """What is left for that party, in the unit of the value."""


@dataclass(frozen=True)
class Contract:
    """Where each side of a contract would stop if it were up to that side alone."""

    supplier: Stop
    buyer: Stop
    gap_days: float
    """The day the buyer would stop less the day the supplier would: above 0 the buyer is left wanting more."""
    gap_share: float
    """The same gap as a share of the full value."""
    buyer_net_at_supplier_stop: float
    """What the buyer is left with if the supplier has it his way."""


@dataclass(frozen=True)
class ContractComparison:
    """Three contracts for the same work, and what one owner of the whole would do."""

    together: Stop
    """Where one firm that did the work for itself would stop."""
    fixed_price: Contract
    day_rate: Contract
    capped: Contract


@dataclass(frozen=True)
class _Work:
    """The facts about the work that hold under every contract."""

    full_value: float
    tau: float
    last_day: float
    supplier_cost: float
    buyer_cost: float

    def share(self, day: float) -> float:
        return -math.expm1(-day / self.tau)

    def day_of(self, share: float) -> float:
        return -self.tau * math.log1p(-share)

    def best_day(self, cost_per_day: float) -> float:
        """Where one more day costs what it brings, within the project."""
        first_day = self.full_value / self.tau
        if cost_per_day >= first_day:
            return 0.0
        if cost_per_day <= 0:
            return self.last_day
        return min(self.tau * math.log(first_day / cost_per_day), self.last_day)

    def stop(self, day: float, paid: float, cost_per_day: float, value: float) -> Stop:
        share = self.share(day)
        return Stop(day=day, share=share, net=value * share + paid - cost_per_day * day)


def best_stop(full_value: float, days_to_80: float, cost_per_day: float) -> Stop:
    """Return the day on which one more day costs more than it brings.

    `full_value` of the finished system (at least 0) and `cost_per_day` (above 0) in one unit; `days_to_80`, the
    days to the first 80 % of the value (above 0). V(t) = V (1 - exp(-t / tau)) with tau = days / ln 5, so
    t* = tau ln(V / (tau c)); where even the first day costs more than it brings, day 0. Raises `ArgumentError`.
    """
    value = number("full_value", full_value, at_least=0)
    tau = number("days_to_80", days_to_80, above=0) / DAYS_TO_80_OVER_TAU
    cost = number("cost_per_day", cost_per_day, above=0)
    work = _Work(full_value=value, tau=tau, last_day=math.inf, supplier_cost=cost, buyer_cost=0.0)
    return work.stop(work.best_day(cost), paid=0.0, cost_per_day=cost, value=value)


def by_contract(
    full_value: float,
    days_to_80: float,
    *,
    day_rate: float,
    supplier_margin: float,
    price: float,
    cap_days: float,
    last_day: float,
    agreed_share: float = 0.8,
    buyer_cost_per_day: float = 0.0,
) -> ContractComparison:
    """Return where supplier and buyer would each stop under a fixed price, a day rate, and a capped day rate.

    `full_value` is the buyer's, `days_to_80` as in `best_stop`. The supplier charges `day_rate` and keeps
    `supplier_margin` of it, so a day costs him the rest; nothing runs beyond `last_day`, the end of the project.
    Each day also costs the buyer `buyer_cost_per_day` (people, delay). All money in one unit.

    - Fixed price: the supplier gets `price` on the day the `agreed_share` of the value is reached, or on the
      last day if that comes first, and every further day is his loss: he stops there, or never begins where
      the price does not cover his days. The buyer pays the same whatever the day, and would go on.
    - Day rate: each further day brings the supplier his margin, so he would go on to the last day (or not
      begin, where the margin is below 0). The buyer stops where a day costs him what it brings.
    - Capped: the day rate is paid for `cap_days` at most. The supplier stops at the cap; the buyer either stops
      before it or, the cap once reached, would have the free days too.

    Incentives after Bajari & Tadelis (2001); fixed prices and failure: Jorgensen, Mohagheghi & Grimstad (2017).
    Raises `ArgumentError`.
    """
    rate = number("day_rate", day_rate, at_least=0)
    work = _Work(
        full_value=number("full_value", full_value, at_least=0),
        tau=number("days_to_80", days_to_80, above=0) / DAYS_TO_80_OVER_TAU,
        last_day=number("last_day", last_day, above=0),
        supplier_cost=rate - number("supplier_margin", supplier_margin, at_most=rate),
        buyer_cost=number("buyer_cost_per_day", buyer_cost_per_day, at_least=0),
    )
    price = number("price", price, at_least=0)
    cap = min(number("cap_days", cap_days, at_least=0), work.last_day)
    agreed = number("agreed_share", agreed_share, at_least=0, below=1)
    both = work.supplier_cost + work.buyer_cost
    return ContractComparison(
        together=work.stop(work.best_day(both), paid=0.0, cost_per_day=both, value=work.full_value),
        fixed_price=_fixed_price(work, price, agreed),
        day_rate=_capped(work, rate, work.last_day),
        capped=_capped(work, rate, cap),
    )


def _fixed_price(work: _Work, price: float, agreed: float) -> Contract:
    delivery = min(work.day_of(agreed), work.last_day)
    begins = price >= work.supplier_cost * delivery
    supplier = work.stop(delivery if begins else 0.0, price if begins else 0.0, work.supplier_cost, value=0.0)
    # The price is sunk for the buyer once agreed: only his own days speak against going on.
    wanted = max(work.best_day(work.buyer_cost), delivery)
    buyer = work.stop(wanted, -price, work.buyer_cost, value=work.full_value)
    if buyer.net < 0:
        buyer = work.stop(0.0, 0.0, work.buyer_cost, value=work.full_value)
    received = work.stop(supplier.day, -price if begins else 0.0, work.buyer_cost, value=work.full_value)
    return _contract(supplier, buyer, received.net)


def _capped(work: _Work, rate: float, cap: float) -> Contract:
    """A day rate paid for `cap` days at most; the plain day rate is the one capped at the last day."""

    def buyer_stop(day: float) -> Stop:
        return work.stop(day, -rate * min(day, cap), work.buyer_cost, value=work.full_value)

    worked = cap if rate >= work.supplier_cost else 0.0
    supplier = work.stop(worked, rate * worked, work.supplier_cost, value=0.0)
    paying = min(work.best_day(rate + work.buyer_cost), cap)
    free = max(work.best_day(work.buyer_cost), cap)
    buyer = max(buyer_stop(paying), buyer_stop(free), key=lambda stop: stop.net)
    return _contract(supplier, buyer, buyer_stop(supplier.day).net)


def _contract(supplier: Stop, buyer: Stop, received: float) -> Contract:
    return Contract(
        supplier=supplier,
        buyer=buyer,
        gap_days=buyer.day - supplier.day,
        gap_share=buyer.share - supplier.share,
        buyer_net_at_supplier_stop=received,
    )
