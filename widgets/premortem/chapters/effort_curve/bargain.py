"""What is agreed with whoever does the work, from today on, as far as anybody knows it."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.state import State

PRICE = "effort-curve.price"
MARGIN = "effort-curve.margin"
CAP = "effort-curve.cap"
AGREED = "effort-curve.agreed"
OWN_COST = "effort-curve.own-cost"


@dataclass(frozen=True)
class Bargain:
    """The figures of the contract, `None` where open; shares 0 to 1, effort from today on, money in one currency.

    `price` is due for the rest of the work at a fixed price; `margin` is the supplier's share of the rate, `agreed` the
    quality at which the work counts as done, `own_cost` what each unit of effort costs the client besides the rate.
    """

    price: float | None
    margin: float | None
    cap: float | None
    agreed: float | None
    own_cost: float | None


def read(state: State) -> Bargain:
    """Return what is agreed, as far as it was answered."""

    def share(question: str) -> float | None:
        value = state.number(question)
        return None if value is None else value / 100

    return Bargain(
        price=state.number(PRICE),
        margin=share(MARGIN),
        cap=state.number(CAP),
        agreed=share(AGREED),
        own_cost=state.number(OWN_COST),
    )
