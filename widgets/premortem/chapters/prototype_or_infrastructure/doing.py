"""What to do about a part, and about the bet: the actions that the chapter suggests."""

from __future__ import annotations

from premortem.chapters.prototype_or_infrastructure.bet import PREFIX, Bet, Worth
from premortem.chapters.prototype_or_infrastructure.components import TABLE, Component
from premortem.chapters.prototype_or_infrastructure.routes import Route
from premortem.model.verdicts import Level, Suggestion
from premortem.model.wording import money

_DO = {
    Route.THROW_AWAY: (
        "Build a quick version of “{name}” to learn from, and throw it away",
        "Nothing that exists is good enough to build on.",
    ),
    Route.EVOLVE: ("Improve “{name}” in small steps with those who use it", "What exists is good enough to build on."),
    Route.PILOT: (
        "Rent or borrow a small stage of “{name}” before committing",
        "It is found out more cheaply on loan.",
    ),
    Route.SPECIFY: ("Write down what “{name}” must do, and have it signed", "Afterwards it is hard or dear to change."),
    Route.SPLIT: (
        "Split “{name}”: a trial for the unclear side, a signed description for the rest",
        "Unclear and hard to take back at once.",
    ),
}


def for_part(component: Component) -> Suggestion | None:
    """Return what to do about a part, once it has a route and there is something left to do."""
    settled = component.settled
    if settled is None or settled.level is Level.GO:
        return None
    key = f"{TABLE}.{component.row}.{settled.rule.route.value}"
    if settled.level is Level.STOP:
        what = f"Hold the order of “{component.name}” until what it must do is written down and signed"
        return Suggestion(f"{key}.hold", what, "It ties you down and cannot be had on trial.")
    what, why = _DO[settled.rule.route]
    return Suggestion(key, what.format(name=component.name), why)


def for_bet(bet: Bet, worth: Worth, currency: str | None) -> Suggestion:
    """Return the action to build the prototype of the bet, with the most it may cost."""
    what = f"Build the prototype of {bet.called} for no more than {money(worth.ceiling.best, currency)}"
    why = f"It costs {money(bet.cost, currency)}, and its outcome decides whether the bet is placed."
    return Suggestion(PREFIX + "prototype", what, why)


def for_telling(bet: Bet) -> Suggestion:
    """Return the action to find out how telling the prototype would be, where it hangs on that."""
    what = f"Work out how often a prototype of {bet.called} would mislead you, before anybody builds it"
    return Suggestion(PREFIX + "telling", what, "A prototype that tells nothing is worth nothing, whatever it costs.")
