"""The terms of going on: target, ceiling, effort and money, who decides, and on what conditions."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.state import Range, State
from premortem.model.wording import number

_UNITS = {
    "person-days": ("person-day", "person-days"),
    "person-weeks": ("person-week", "person-weeks"),
    "person-months": ("person-month", "person-months"),
    "months": ("month", "months"),
    "hours": ("hour", "hours"),
    "rows": ("row of data", "rows of data"),
}
_UNIT_OPEN = ("unit of effort", "units of effort")
_NOT_FRESH = {
    "same": "Before it is handed over, test it once on cases that nobody has looked at: the same test set each time "
    "gives too kind an answer.",
    None: "Measure it again on fresh cases, none of them used to build it or to choose between versions.",
}


@dataclass(frozen=True)
class Condition:
    """Something that must be settled; `question` is the answer it hangs on, `why` the reason in one sentence."""

    question: str
    what: str
    why: str


@dataclass(frozen=True)
class Terms:
    """What the team answered beside the measurements; shares 0 to 1, money in the workbook's currency."""

    target: float | None
    ceiling: float | None
    affordable: float | None
    value: Range | None
    cost: float | None
    decider: str | None
    contract: str | None
    may_stop: bool
    fresh: str | None
    put_to_work: bool
    next_look: str | None
    unit_words: tuple[str, str]

    def effort(self, amount: float) -> str:
        """Write an amount of effort in the unit chosen: `12.5 person-days`."""
        written = number(amount)
        return f"{written} {self.unit_words[written != '1']}"

    @property
    def one(self) -> str:
        """One unit of effort, in words."""
        return self.unit_words[0]


def read(state: State) -> Terms:
    """Return the terms as far as they were answered; a right or an agreement left open counts as not given."""

    def share(question: str) -> float | None:
        value = state.number(question)
        return None if value is None else value / 100

    return Terms(
        target=share("effort-curve.target"),
        ceiling=share("effort-curve.ceiling"),
        affordable=state.number("effort-curve.affordable"),
        value=state.range("effort-curve.value"),
        cost=state.number("effort-curve.cost"),
        decider=state.text("effort-curve.decider"),
        contract=state.text("effort-curve.contract"),
        may_stop=state.yes("effort-curve.may-stop") is True,
        fresh=state.text("effort-curve.fresh"),
        put_to_work=state.yes("effort-curve.put-to-work") is True,
        next_look=state.text("effort-curve.next-look"),
        unit_words=_UNITS.get(state.text("effort-curve.unit") or "", _UNIT_OPEN),
    )


def conditions(terms: Terms, *, going_on: bool) -> tuple[Condition, ...]:
    """Return what is still open; the right to stop matters only to those who go on."""
    found = []
    if terms.decider is None:
        why = "Without a name nobody stops it: the money does."
        found.append(Condition("effort-curve.decider", "Name who decides when to stop, on the side that pays.", why))
    if going_on and not terms.may_stop:
        what = "Agree that the one who decides may stop after any measurement, without a penalty."
        found.append(Condition("effort-curve.may-stop", what, "A right that costs a penalty to use is not used."))
    if not terms.put_to_work:
        what = "Get the word of whoever will run it that the improvement will be put to work."
        found.append(Condition("effort-curve.put-to-work", what, "An improvement that is not used is worth nothing."))
    if terms.fresh != "fresh":
        what = _NOT_FRESH.get(terms.fresh, _NOT_FRESH[None])
        found.append(Condition("effort-curve.fresh", what, "Cases that were looked at before flatter the result."))
    return tuple(found)
