"""The versions of the objective in their order, and what they add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from premortem.model.state import Row, State
from premortem.model.wording import number

TABLE = "changing-objective.versions"
DAYS_A_MONTH = 365.25 / 12
SHORT = 2
"""Below so many months a time is told in days."""


@dataclass(frozen=True)
class Trigger:
    """What set a change off: in few words, and what it advises when most changes were of this kind."""

    words: str
    advice: str


TRIGGERS = {
    "start": Trigger("the beginning", "Ask what set the later versions off: the beginning happens once."),
    "outside": Trigger("an event outside", "Agree beforehand on the signal of the next one, and on who looks."),
    "learned": Trigger("learned on the way", "Plan the next lesson as a trial with an end, before much depends on it."),
    "surroundings": Trigger("something around it changed", "Ask which systems and suppliers will be there at the end."),
    "person": Trigger("somebody new decides", "Let the objective be signed by a role that outlasts the person."),
    "time-money": Trigger("a deadline or the budget", "Ask whether what is left of it is still worth its cost."),
    "unclear": Trigger("it had never been clear", "Write the measure down before anything else is changed."),
    "nobody": Trigger("nobody remembers", "Write down the next change on the day it is made, with its reason."),
}  # fmt: skip


@dataclass(frozen=True)
class Version:
    """One version of the objective; `number` is its place in time, sums are in the workbook's currency."""

    row: str
    number: int
    objective: str | None
    measure: str | None
    day: date | None
    trigger: str | None
    budget: float | None
    spent: float | None

    @property
    def name(self) -> str:
        """The version within a sentence."""
        return f"version {self.number}"

    @property
    def set_off_by(self) -> str:
        """What set it off, in few words."""
        return TRIGGERS[self.trigger].words if self.trigger else "not said what set it off"


@dataclass(frozen=True)
class Drift:
    """All versions, the newest last, and how far they have moved.

    `reordered` where the rows stood in another order than their days; `undated` are the versions without a day.
    `budget_factor` is the last known budget over the first; `months` lie between the first and the last day known,
    `gaps` between neighbouring days; `commonest` holds the triggers that set off most changes, `of` how many are known.
    """

    versions: tuple[Version, ...]
    reordered: bool
    budgets: tuple[float, float] | None
    budget_factor: float | None
    months: float | None
    gaps: tuple[float, ...]
    commonest: tuple[str, ...]
    times: int
    of: int

    @property
    def newest(self) -> Version | None:
        """The version that the project works for now."""
        return self.versions[-1] if self.versions else None

    @property
    def undated(self) -> tuple[Version, ...]:
        """The versions that nobody has given a day."""
        return tuple(version for version in self.versions if version.day is None)

    @property
    def said(self) -> bool:
        """Whether any version has words."""
        return any(version.objective for version in self.versions)

    @property
    def perhaps_newest(self) -> tuple[Version, ...]:
        """Every version that may be the newest: each without a day, and those of the last day."""
        last = max((version.day for version in self.versions if version.day), default=None)
        return tuple(version for version in self.versions if version.day is None or version.day == last)


def read(state: State) -> Drift:
    """Return the versions by date; one without a date keeps its place in the table."""
    rows = list(state.rows(TABLE))
    ordered = _by_date(rows)
    versions = tuple(_version(row, number) for number, row in enumerate(ordered, start=1))
    days = sorted(version.day for version in versions if version.day)
    gaps = tuple((after - before).days / DAYS_A_MONTH for before, after in pairwise(days))
    budgets = [version.budget for version in versions if version.budget is not None]
    known = Counter(version.trigger for version in versions[1:] if version.trigger)
    most = max(known.values(), default=0)
    return Drift(
        versions=versions,
        reordered=[row.id for row in ordered] != [row.id for row in rows],
        budgets=(budgets[0], budgets[-1]) if len(budgets) > 1 else None,
        budget_factor=budgets[-1] / budgets[0] if len(budgets) > 1 and budgets[0] > 0 else None,
        months=(days[-1] - days[0]).days / DAYS_A_MONTH if len(days) > 1 else None,
        gaps=gaps,
        commonest=tuple(trigger for trigger in TRIGGERS if known[trigger] == most and most),
        times=most,
        of=known.total(),
    )


def _by_date(rows: list[Row]) -> list[Row]:
    dated = iter(sorted((row for row in rows if row.text("from")), key=lambda row: row.text("from") or ""))
    return [next(dated) if row.text("from") else row for row in rows]


def _version(row: Row, number: int) -> Version:
    day = row.text("from")
    return Version(
        row=row.id,
        number=number,
        objective=row.text("objective"),
        measure=row.text("measure"),
        day=date.fromisoformat(day) if day else None,
        trigger=row.text("trigger"),
        budget=row.number("budget"),
        spent=row.number("spent"),
    )


def lasting(months: float) -> str:
    """Write how long something took: in months, below two of them in days."""
    if months >= SHORT:
        return f"{number(months, 2)} months"
    days = round(months * DAYS_A_MONTH)
    return "one day" if days == 1 else f"{days} days"
