"""What would change the verdict: the answers that lift what is in the way, or those at which it would turn."""

from __future__ import annotations

from premortem.chapters.data_risks import register
from premortem.chapters.data_risks.concerns import BEARABLE, Concern, Money
from premortem.chapters.data_risks.register import WeighedRisk
from premortem.model.verdicts import Change, Level, Missing
from premortem.model.wording import percent

SHOWN = 6


def would_change(
    lifted_by: list[Concern], then: Level, risks: tuple[WeighedRisk, ...], bearable: float, say: Money
) -> tuple[Change, ...]:
    """Return what lifts the verdict, and at which answers it would fall.

    `lifted_by` is what stands in the way of the level `then`.
    """
    changes = [change for concern in lifted_by for change in concern.changes]
    if len(changes) > 1:
        beyond = len(changes) - SHOWN
        more = f", with {beyond} more that are open" if beyond > 0 else ""
        together = Change(f"All of these together{more}: then the verdict is \u201c{then.words}\u201d.", register.TABLE)
        changes = [*changes[:SHOWN], together]
    if any(each.loss.high > bearable or each.pays for each in risks):
        return tuple(changes)  # it cannot fall for a loss or a check that is in the way already
    return (*changes, *_tipping_points(risks, bearable, say))


def still_open(in_the_way: list[Concern], missing: tuple[Missing, ...]) -> tuple[Change, ...]:
    """Return what would change a verdict that still lacks answers: what is in the way, and those answers."""
    changes = [change for concern in in_the_way for change in concern.changes]
    answers = Change(f"The answers that are still open, first of all {missing[0].why}.", missing[0].question)
    return (*changes[:SHOWN], answers)


def _tipping_points(risks: tuple[WeighedRisk, ...], bearable: float, say: Money) -> tuple[Change, ...]:
    """From which answers on the largest loss that is possible would be more than can be borne."""
    dearest = max(risks, key=lambda each: each.loss.high)
    if dearest.loss.high == 0:
        return (Change("A risk that costs something: by your figures none does.", register.TABLE),)
    down = Change(f"A project that could bear less than {say(dearest.loss.high)}: check first.", BEARABLE)
    if dearest.if_so <= bearable:
        return (down,)
    chance = percent(bearable / dearest.if_so)
    text = f"{dearest.quoted}: a chance above {chance} that it is so; then it might cost more than can be borne."
    return (Change(text, register.TABLE), down)
