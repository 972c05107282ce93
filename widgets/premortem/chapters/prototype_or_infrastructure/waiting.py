"""What it is worth to wait a year with a purchase that cannot be undone, and whether one can wait at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from premortem.analysis import value_of_information
from premortem.chapters.prototype_or_infrastructure.bet import PREFIX
from premortem.chapters.prototype_or_infrastructure.components import Component
from premortem.model.state import Known, Range, State
from premortem.model.verdicts import Missing

CAN_WAIT = PREFIX + "can-wait"
PRICE = PREFIX + "purchase-cost"
NOW = PREFIX + "brings-now"
WELL = PREFIX + "brings-well"
BADLY = PREFIX + "brings-badly"
CHANCE = PREFIX + "chance-well"
RATE = PREFIX + "yearly-rate"
_WANTED = {
    PRICE: "what the purchase that cannot be undone costs",
    NOW: "what it brings in a year as things stand now",
    WELL: "what it would bring in a year if things go well",
    BADLY: "what it would bring in a year if things go badly",
    CHANCE: "how likely it is that things go well",
    RATE: "by how much less money is worth a year later",
}
NEVER_BACK = 4
"""The level of `reverse` that means practically never; not known counts as that."""


class Case(Enum):
    """What the answers amount to."""

    OPEN = "not enough is known to say"
    WAIT = "waiting is worth more"
    LOSES = "it does not pay, neither now nor in a year"
    BUY = "buying now is at least as good"


@dataclass(frozen=True)
class Purchase:
    """The purchase as it was answered; sums a year, chance and rate as shares."""

    price: float
    now: float
    well: float
    badly: float
    chance: float
    rate: float

    def wait_at(self, chance: float) -> value_of_information.Waiting:
        """Return what it is worth if things go well with this chance."""
        return value_of_information.waiting(self.price, self.now, self.well, self.badly, chance, self.rate)


@dataclass(frozen=True)
class Worth:
    """Buying now against deciding in a year; the ends of the ranges are things going badly, or well, for certain.

    From `turns_at` on, the chance that things go well speaks for buying now (`None`: no chance in between does).
    Waiting pays as long as the purchase costs at most `dearest` next year (`None` where it does not pay at all).
    """

    purchase: Purchase
    value: value_of_information.Waiting
    now: Range
    wait: Range
    turns_at: float | None
    dearest: float | None

    @property
    def pays_even_badly(self) -> bool:
        """Whether it would be bought next year even if things have gone badly."""
        return self.wait.low > 0


@dataclass(frozen=True)
class Waiting:
    """What is known of waiting; `parts` are those that cannot be undone, for which alone it counts."""

    parts: tuple[str, ...]
    can: str | None
    case: Case
    worth: Worth | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it holds up a go: it is asked of what cannot be undone, and buying now is not known to be right."""
        return bool(self.parts) and self.case is not Case.BUY


def read(state: State, components: tuple[Component, ...]) -> Waiting | None:
    """Return what waiting is worth as far as it is answered; `None` where nothing is tied down and nobody answered."""
    parts = tuple(each.name for each in components if each.answers["reverse"] in {None, NEVER_BACK})
    asked = (CAN_WAIT, *_WANTED)
    if not parts and all(state.known(question) is not Known.ANSWERED for question in asked):
        return None
    can = state.text(CAN_WAIT)
    sums = {question: state.number(question) for question in _WANTED}
    missing = tuple(Missing(question, _WANTED[question]) for question, answer in sums.items() if answer is None)
    price, now, well, badly, chance, rate = (answer or 0.0 for answer in sums.values())
    if not missing and badly > well:
        missing = (Missing(BADLY, "whether the two were swapped: things going badly would bring more than going well"),)
    if missing:
        return Waiting(parts, can, Case.OPEN, missing=missing)
    worth = _worth(Purchase(price, now, well, badly, chance / 100, rate / 100))
    return Waiting(parts, can, _case(can, worth.value), worth)


def _case(can: str | None, value: value_of_information.Waiting) -> Case:
    """Who does not know whether it can wait counts as one who can: that never makes buying now look better."""
    if value.flexibility > 0 and can != "gone":
        return Case.WAIT
    return Case.LOSES if value.now < 0 else Case.BUY


def _worth(purchase: Purchase) -> Worth:
    value, badly, well = (purchase.wait_at(chance) for chance in (purchase.chance, 0.0, 1.0))
    waits = value.flexibility > 0
    return Worth(
        purchase=purchase,
        value=value,
        now=Range(min(badly.now, value.now), value.now, max(well.now, value.now)),
        wait=Range(min(badly.wait, value.wait), value.wait, max(well.wait, value.wait)),
        turns_at=_turns_at(badly, well) if waits else None,
        dearest=_dearest(purchase, value.now) if waits else None,
    )


def _turns_at(badly: value_of_information.Waiting, well: value_of_information.Waiting) -> float | None:
    """Return the chance at which buying now catches up with waiting: both grow with it in a straight line."""
    behind, ahead = badly.wait - badly.now, well.now - well.wait
    return behind / (behind + ahead) if behind > 0 and ahead > 0 else None


def _dearest(purchase: Purchase, now: float) -> float:
    """Return the price next year up to which waiting beats buying now, or never buying if that is better."""
    well, badly = (each + each / purchase.rate for each in (purchase.well, purchase.badly))
    wanted, chance = max(now, 0.0) * (1 + purchase.rate), purchase.chance
    only_well = well - wanted / chance if chance > 0 else badly
    return only_well if only_well > badly else chance * well + (1 - chance) * badly - wanted
