"""The figures of the chapter: what the bet and its prototype are worth, and the longest wait."""

from __future__ import annotations

from premortem.chapters.prototype_or_infrastructure import bet as betting
from premortem.chapters.prototype_or_infrastructure.bet import Bet, Worth
from premortem.chapters.prototype_or_infrastructure.components import TABLE, Component
from premortem.model.state import Range
from premortem.model.verdicts import Figure, Pilot

SOURCE = "Raiffa & Schlaifer 1961; Hillier & Lieberman"
WHATEVER = "whatever the truth within your ranges"


def figures(components: tuple[Component, ...], bet: Bet | None) -> tuple[Figure, ...]:
    """Return the figures that there are answers for, the worth of the prototype first."""
    return (*(_bet_figures(bet.worth) if bet and bet.worth else ()), *_longest(components))


def pilots(bet: Bet | None) -> tuple[Pilot, ...]:
    """Return the prototype of the bet: the most it is worth against its cost; whether it pays once it is known."""
    if bet is None or bet.worth is None:
        return ()
    most, evsi = bet.worth.ceiling, bet.worth.evsi
    pays = None if evsi is None or bet.cost is None else evsi.best > bet.cost
    what = f"A prototype of {bet.called}"
    return (Pilot(what, most.best, most.low, most.high, bet.cost, pays, SOURCE, betting.COST),)


def _bet_figures(worth: Worth) -> list[Figure]:
    found = []
    if worth.evsi:
        found.append(_money("The most this prototype is worth", worth.evsi, worth.hangs_on))
    found.append(_money("The most any prototype is worth: one that is never wrong", worth.evpi, worth.hangs_on))
    found.append(_money("Placing the bet today, on average", worth.placed, betting.CHANCE))
    return found


def _money(label: str, sums: Range, hangs_on: str) -> Figure:
    return Figure(label, sums.best, "money", sums.low, sums.high, WHATEVER, SOURCE, hangs_on)


def _longest(components: tuple[Component, ...]) -> list[Figure]:
    """The longest wait: parts are not added up, the slowest one decides when all is there."""
    waits = [(int(lead), each.name) for each in components if (lead := each.answers["lead"]) is not None]
    if not waits or max(waits)[0] == 0:
        return []
    weeks = max(waits)[0]
    slowest = min(name for lead, name in waits if lead == weeks)
    unknown = sum(each.answers["lead"] is None for each in components)
    sure = "no range: one number was asked for each part"
    if unknown:
        sure += f"; not known for {unknown} of {len(components)}"
    label = f"The longest wait for a part: {slowest}"
    return [Figure(label, weeks, "weeks", interval=sure, source="Your answers, the slowest part", hangs_on=TABLE)]
