"""Who gains by stopping early or late, by the kind of contract, in words."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.effort_curve.sides import CAPPED, FIXED, RATE, Side, Sides
from premortem.chapters.effort_curve.terms import Terms
from premortem.model.wording import listed, number, percent

EARLY_OR_LATE = {
    "fixed-price": (
        "Fixed price: the supplier gains by stopping early, because each further day comes out of their own pocket; "
        "you would have them go on. So the contract must hold the test that has to be passed, not only the date."
    ),
    "day-rate": (
        "Day rate: the supplier gains by going on, because each further day is paid; you lose on every day that costs "
        "more than it brings. So you must be the one who says stop."
    ),
    "capped": (
        "Day rate with a cap: up to the cap the supplier gains by going on, and from there on by being done. So look "
        "at a measurement well before the cap, and decide then."
    ),
    "own-staff": (
        "Own staff: nobody is paid for one day more or less, but those who have put much into a project think it "
        "likelier to succeed (Arkes & Blumer 1985). So let somebody decide who has not built it."
    ),
}
OPEN = (
    "How the work is paid is not known. A fixed price pays for stopping early, a day rate for stopping late: find out "
    "which way it pulls."
)
CAVEAT = (
    "Whoever pays and will use the result must hold the decision, with the right to stop after any measurement: each "
    "kind of contract rewards the supplier for another stop (Bajari & Tadelis 2001). In two studies of software "
    "projects a fixed price went with a higher risk of failure; that is no proof of a cause, because such clients also "
    "chose suppliers otherwise and took less part (Jørgensen, Mohagheghi & Grimstad 2017)."
)
NAMES = {FIXED: "Fixed price", RATE: "Day rate", CAPPED: "Day rate with a cap"}
_OPEN_WORDS = {
    (FIXED, "price"): "the price is taken to cover the work",
    (FIXED, "agreed"): "no quality is agreed, so the supplier may call it done today",
    (CAPPED, "cap"): "without a cap it is a plain day rate",
}
_OWN_COST_OPEN = "looking after it is taken to cost you nothing, so you may want less than is shown"


def who_gains(contract: str | None) -> str:
    """Return who gains by stopping early or late under this kind of contract."""
    return EARLY_OR_LATE.get(contract or "", OPEN)


def at_stake(terms: Terms, sides: Sides | None) -> str:
    """Return the gap under the team's own contract in figures; where there are none, who gains by stopping when."""
    side = sides.of(terms.contract) if sides else None
    return who_gains(terms.contract) if side is None else finding(terms, side)


def finding(terms: Terms, side: Side) -> str:
    """Return where each side would stop under this kind of contract, and what the gap between them means."""
    name, client = NAMES[side.kind], f"you after {terms.effort(side.client.more)} ({percent(side.client.quality)})"
    if not side.begins:
        return f"{name}: at this price the supplier would not go on at all: the work to the agreed quality costs more."
    at = f"{terms.effort(side.supplier.more)} more ({percent(side.supplier.quality)})"
    return f"{name}: left alone, the supplier would stop after {at}, {client}. {gap(terms, side)}"


def gap(terms: Terms, side: Side) -> str:
    """Return what the gap means to the client."""
    if side.agrees:
        return "Both would stop at the same point."
    size = terms.effort(abs(side.gap.best))
    if side.gap.best > 0:
        return f"You would want {size} that nobody is paid for."
    return f"You would pay for {size} that you do not want."


@dataclass(frozen=True)
class Line:
    """One kind of contract as the page shows it; `yours` is the one the team has."""

    side: Side
    name: str
    yours: bool
    gap: str
    range: str
    taken: str


def lines(terms: Terms, sides: Sides | None) -> tuple[Line, ...]:
    """Return the three kinds of contract, side by side."""
    kinds = sides.kinds if sides else ()
    return tuple(
        Line(side, NAMES[side.kind], side.kind == terms.contract, _short(side.gap.best), _range(side), taken(side))
        for side in kinds
    )


def _short(gap: float) -> str:
    """Write a gap as the client sees it: effort that is missing, or too much of it."""
    amount = number(abs(gap))
    return "none" if amount == "0" else f"{amount} {'too few' if gap > 0 else 'too many'}"


def _range(side: Side) -> str:
    low, high = side.gap.low, side.gap.high
    if low < 0 < high:
        return f"{_short(low)} to {_short(high)}"
    near, far = sorted((abs(low), abs(high)))
    return f"{number(near)} to {number(far)}"


def taken(side: Side) -> str:
    """Return what was taken for the answers that are open, as one sentence; "" where none is."""
    words = [_OPEN_WORDS.get((side.kind, name), _OWN_COST_OPEN) for name in side.open]
    joined = listed(words)
    return f"{joined[0].upper()}{joined[1:]}." if words else ""
