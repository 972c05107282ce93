"""The cap on risk: the less experienced the weaker of team and lead, the less a first project may put at risk."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.state import State

BEARABLE, TEAM, LEAD = "first-project.bearable", "first-project.team", "first-project.lead"
FAILURES = {1: 10, 2: 5, 3: 3, 4: 2, 5: 1}
"""By experience, how many such failures the sum that can be lost must bear: a convention of this workbook."""
LEAST, MOST = min(FAILURES), max(FAILURES)


@dataclass(frozen=True)
class Cap:
    """The most that a first project may put at risk; `amount` is None while nobody has said what could be borne.

    `experience` is the level of the less experienced of team and lead; what is left open counts as the least.
    """

    bearable: float | None
    team: int | None
    lead: int | None

    @property
    def experience(self) -> int:
        """The level that decides: the weaker of the two, never their average."""
        return min(self.team or LEAST, self.lead or LEAST)

    @property
    def failures(self) -> int:
        """How many failures of this size could be borne."""
        return FAILURES[self.experience]

    @property
    def amount(self) -> float | None:
        """The cap, in money."""
        return self.at(self.experience)

    def at(self, experience: int) -> float | None:
        """Return what the cap would be with this experience of both."""
        return None if self.bearable is None else self.bearable / FAILURES[max(LEAST, min(MOST, experience))]

    @property
    def highest(self) -> float | None:
        """The cap if whoever is not described yet had the most experience: what is above it stays above it."""
        return self.at(min(self.team or MOST, self.lead or MOST))

    @property
    def open(self) -> tuple[str, ...]:
        """The questions about experience that nobody has answered."""
        return tuple(question for question, level in ((TEAM, self.team), (LEAD, self.lead)) if level is None)

    @property
    def hangs_on(self) -> str:
        """The question that decides the level of experience."""
        return LEAD if (self.lead or LEAST) < (self.team or LEAST) else TEAM

    def enough(self, loss: float) -> int | None:
        """Return the least experience of both with which this loss would be within the cap; None where none is."""
        return next((level for level in FAILURES if (most := self.at(level)) is not None and loss <= most), None)


def read(state: State) -> Cap:
    """Return the cap as far as its answers go."""
    return Cap(state.number(BEARABLE), state.level(TEAM), state.level(LEAD))
