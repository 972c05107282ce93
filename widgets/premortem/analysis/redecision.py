"""Whether to go on after the objective has changed: only what lies ahead counts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from premortem.analysis.arguments import number, probability


@dataclass(frozen=True)
class Redecision:
    """Going on against stopping, looking forward only."""

    worth: float
    """What going on is worth beyond the alternative; below 0, stop."""
    go_on: bool
    break_even_chance: float
    """The chance of success at which going on and stopping are worth the same; above 1, no chance would do."""
    break_even_value: float
    """The value of the new objective that would do so at the chance given; infinite where the chance is 0."""


def go_on(chance: float, new_value: float, remaining: float, switching: float, alternative: float = 0.0) -> Redecision:
    """Return whether a project with a new objective is worth going on with.

    `chance` of success from 0 to 1; `new_value` of the new objective, `remaining` cost to get there and
    `switching` cost of the change (all at least 0); `alternative`, what the people and the money would bring
    elsewhere. All in one unit. Worth: chance * new_value - remaining - switching - alternative. What was spent
    already is no argument (Arkes & Blumer 1985); what it taught is in the chance. At a worth of exactly 0, stop.
    Raises `ArgumentError`.
    """
    chance = probability("chance", chance)
    new_value = number("new_value", new_value, at_least=0)
    needed = (
        number("remaining", remaining, at_least=0)
        + number("switching", switching, at_least=0)
        + number("alternative", alternative)
    )
    worth = chance * new_value - needed
    return Redecision(
        worth=worth,
        go_on=worth > 0,
        break_even_chance=_ratio(needed, new_value),
        break_even_value=_ratio(needed, chance),
    )


def _ratio(needed: float, per_unit: float) -> float:
    if needed <= 0:
        return 0.0
    return needed / per_unit if per_unit > 0 else math.inf
