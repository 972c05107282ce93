"""The answers as this chapter reads them: owner, steps, groups, benefit; and what it cannot do without."""

from __future__ import annotations

import math
from dataclasses import dataclass

from premortem.chapters.business_change import benefit as money_side
from premortem.chapters.business_change import groups as people
from premortem.chapters.business_change import steps as work
from premortem.chapters.business_change.benefit import COST, USE, VALUE, Benefit
from premortem.chapters.business_change.groups import Group
from premortem.chapters.business_change.steps import Step
from premortem.model.state import Known, State
from premortem.model.verdicts import Missing
from premortem.model.wording import money, number

ANSWERS, OWNER = "business-change.answers", "business-change.owner"
UNOWNED = frozenset({"nobody", "it-only"})
NO_IT_PROJECT = "There is no such thing as an IT project: a business owner has to want this"
_NAME_MAX = 60


@dataclass(frozen=True)
class Answers:
    """What was answered; `answers` says who in the business answers for the benefit, `owner` gives the name."""

    state: State
    answers: str | None
    owner: str | None
    steps: tuple[Step, ...]
    groups: tuple[Group, ...]
    benefit: Benefit | None
    currency: str | None

    @property
    def unowned(self) -> bool:
        """Whether it was said that nobody in the business wants it."""
        return self.answers in UNOWNED

    def say(self, amount: float) -> str:
        """Write a sum to three digits, or to four where these are exact: 193,200 can then be checked by hand."""
        if not math.isclose(amount, float(f"{amount:.4g}"), rel_tol=1e-9):
            return money(amount, self.currency)
        sign = money(0, self.currency).removesuffix("0")
        return f"{'-' if amount < 0 else ''}{sign}{number(abs(amount), 4)}"


def read(state: State) -> Answers:
    """Return the answers of a workbook."""
    groups = people.read(state)
    return Answers(
        state=state,
        answers=state.text(ANSWERS),
        owner=state.text(OWNER),
        steps=work.read(state),
        groups=groups,
        benefit=money_side.read(state, groups),
        currency=state.text("start.currency"),
    )


def missing(given: Answers) -> tuple[Missing, ...]:
    """Return what the verdict cannot do without, the owner first; all of it stands on the first screen."""
    found = []
    if given.answers is None:
        found.append(Missing(ANSWERS, "who in the business answers for the benefit"))
    if given.owner is None and not given.unowned:
        found.append(Missing(OWNER, "the name or the role of the one in the business who answers for it"))
    if given.state.known(work.TABLE) is not Known.ANSWERED:
        found.append(Missing(work.TABLE, "at least one step of the work that becomes different"))
    found += people.missing(given.groups)
    for question, why in (
        (VALUE, "what one saved hour is worth"),
        (USE, "what share uses it every week after a year"),
        (COST, "what it costs each year to run it"),
    ):
        if given.state.range(question) is None:
            found.append(Missing(question, why))
    return tuple(found)


def short(name: str) -> str:
    """Cut a long name, so that an action that names several can be taken up as it is worded."""
    return name if len(name) <= _NAME_MAX else f"{name[: _NAME_MAX - 1].rstrip()}…"


def named(names: list[str]) -> str:
    """Name the first three of several."""
    shown = [f"“{short(name)}”" for name in names[:3]]
    return ", ".join(shown) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
