"""What the team answered beside the pilots: limits of time and money, machines, trainings, what can go wrong."""

from __future__ import annotations

import math
from dataclasses import dataclass

from premortem.chapters.compute_growth.durations import time
from premortem.model.state import State
from premortem.model.verdicts import Missing
from premortem.model.wording import money

ALGORITHM, DEADLINE, BUDGET = "compute-growth.algorithm", "compute-growth.deadline", "compute-growth.budget"
PILOT_HOURS = "compute-growth.pilot-hours"
KINDS = ("linear", "tree", "ensemble", "neighbours", "kernel", "other")
"""The answers to the question about the algorithm; all but the last are kinds that `analysis.growth` knows."""
SMALLEST_SUM = 0.005
"""Half a cent: less is not worth a word."""
RESUMES = "tried"


@dataclass(frozen=True)
class Terms:
    """The answers by name; None where open. `price` is that of one hour, as the pilots tell it."""

    algorithm: str | None
    deadline: float | None
    budget: float | None
    price: float | None
    pilot_hours: float | None
    same_machine: bool
    other_price: float | None
    trainings: int | None
    retrainings: int | None
    data_growth: float | None
    machines: int
    divides: float
    resumes: bool
    fits: bool
    currency: str | None

    @property
    def paid_hours(self) -> float | None:
        """The hours that the budget pays for; infinite where an hour costs nothing, None where not known."""
        if self.price is None or self.budget is None:
            return None
        return self.budget / self.price if self.price > 0 else math.inf

    @property
    def limit(self) -> float | None:
        """The hours after which the first limit that is known is passed; None where none is known."""
        known = [hours for hours in (self.deadline, self.paid_hours) if hours is not None]
        return min(known, default=None)

    @property
    def runs(self) -> int | None:
        """The full trainings of the first year; None where not known."""
        if self.trainings is None or self.retrainings is None:
            return None
        return self.trainings + self.retrainings

    def money(self, amount: float) -> str:
        """Write a sum in the currency of the workbook, to the hundredth."""
        return money(round(amount, 2), self.currency)

    @property
    def tighter(self) -> str:
        """The limit that is reached first, in words."""
        paid = self.paid_hours
        if self.deadline is None or (paid is not None and paid < self.deadline):
            return f"the budget of {self.money(self.budget or 0.0)}"
        return f"the deadline of {time(self.deadline) if self.deadline else '0 hours'}"


def read(state: State, price: float | None) -> Terms:
    """Return the terms as far as they were answered; what is left open in the depth counts as its worst."""

    def number(name: str) -> float | None:
        return state.number(f"compute-growth.{name}")

    def whole(name: str) -> int | None:
        value = number(name)
        return None if value is None else int(value)

    return Terms(
        algorithm=state.text(ALGORITHM),
        deadline=state.number(DEADLINE),
        budget=state.number(BUDGET),
        price=price,
        pilot_hours=state.number(PILOT_HOURS),
        same_machine=state.yes("compute-growth.same-machine") is True,
        other_price=number("other-price"),
        trainings=whole("trainings"),
        retrainings=whole("retrainings"),
        data_growth=number("data-growth"),
        machines=whole("machines") or 1,
        divides=(number("divides") or 0.0) / 100,
        resumes=state.text("compute-growth.checkpoint") == RESUMES,
        fits=state.yes("compute-growth.memory") is True,
        currency=state.text("start.currency"),
    )


def missing(terms: Terms) -> tuple[Missing, ...]:
    """Return what the verdict needs of them, the price apart: it stands in the rows of the pilots."""
    wanted = (
        (ALGORITHM, terms.algorithm, "what kind of algorithm it is; whoever wrote the program knows"),
        (DEADLINE, terms.deadline, "how many hours one training on the full data may take"),
        (BUDGET, terms.budget, "how much money there is for training on the full data"),
    )
    return tuple(Missing(question, why) for question, answer, why in wanted if answer is None)
