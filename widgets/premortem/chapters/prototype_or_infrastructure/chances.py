"""How the worth of a prototype moves with chance, gain and loss: the two-state case in closed form.

`analysis.value_of_information.prototype` gives the figures that are shown; here its range and its limits are sought,
which takes many evaluations. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from premortem.model.state import Range


def worth_of_knowing(chance: float, gain: float, loss: float, pass_if_works: float, pass_if_not: float) -> float:
    """Return the EVSI of a bet (0 for leaving it) and a prototype that passes with these chances; shares, one unit.

    With the joint worth of betting on a pass and on a failure, knowing is worth something only where one is positive
    and the other negative: then the smaller of the two is what it saves.
    """
    passed = chance * pass_if_works * gain - (1 - chance) * pass_if_not * loss
    failed = chance * (1 - pass_if_works) * gain - (1 - chance) * (1 - pass_if_not) * loss
    return max(0.0, min(passed, -failed), min(-passed, failed))


def paying_chances(
    gain: float, loss: float, pass_if_works: float, pass_if_not: float, cost: float
) -> tuple[float, float] | None:
    """Return the chances between which the prototype is worth more than `cost`, or `None` where there are none.

    For `pass_if_works >= pass_if_not`. Below the first the bet is better left, above the second better placed unseen.
    """
    by_passing = pass_if_works * gain + pass_if_not * loss
    by_failing = (1 - pass_if_works) * gain + (1 - pass_if_not) * loss
    if by_passing <= 0 or by_failing <= 0:
        return None
    low = (cost + pass_if_not * loss) / by_passing
    high = ((1 - pass_if_not) * loss - cost) / by_failing
    return (low, high) if low < high else None


def extremes(chance: Range, gain: Range, loss: Range) -> Iterator[tuple[float, float, float]]:
    """Yield the points of the ranges among which the worth of knowing is least and greatest.

    It is least at a corner. It is greatest at a corner too, or where the bet is evenly balanced (what it may bring
    equals what it may cost) on an edge: so two of the three stand at an end, and the third at the balance.
    """
    chances, gains, losses = ((part.low, part.high) for part in (chance, gain, loss))
    yield from product(chances, gains, losses)
    for g, lost in product(gains, losses):
        if g + lost > 0:
            yield _within(chance, lost / (g + lost)), g, lost
    for p, lost in product(chances, losses):
        if p > 0:
            yield p, _within(gain, (1 - p) * lost / p), lost
    for p, g in product(chances, gains):
        if p < 1:
            yield p, g, _within(loss, p * g / (1 - p))


def _within(limits: Range, value: float) -> float:
    return min(max(value, limits.low), limits.high)
