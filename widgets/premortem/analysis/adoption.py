"""What a system is worth once people use it, and what keeps them from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from premortem.analysis.arguments import number, probability, refuse, whole

ELEMENTS = ("awareness", "desire", "knowledge", "ability", "reinforcement")
"""ADKAR (Hiatt 2006), in the order in which one rests on the other."""

BARRIER = 3
"""An element at 3 or less of 5 holds up all that follow."""


@dataclass(frozen=True)
class Barrier:
    """The first element that holds a group up."""

    element: str
    score: int | None
    """None where nobody knew: an unknown holds up as a low score does."""


def benefit(users: float, hours_per_user: float, value_per_hour: float, weekly_use: float) -> float:
    """Return the yearly benefit of a system, weighted by how many really use it.

    `users` who could use it, `hours_per_user` each would save in a year, `value_per_hour` in money (all at least
    0); `weekly_use`, the share of them from 0 to 1 who use it every week. The product of the four, in money a year.
    Raises `ArgumentError`.
    """
    return (
        number("users", users, at_least=0)
        * number("hours_per_user", hours_per_user, at_least=0)
        * number("value_per_hour", value_per_hour, at_least=0)
        * probability("weekly_use", weekly_use)
    )


def first_barrier(scores: Mapping[str, int | None]) -> Barrier | None:
    """Return the first ADKAR element that holds a group up; None where nothing does.

    `scores` gives each of `ELEMENTS` a whole number from 1 to 5, or None for "don't know", which counts as a
    barrier. Never an average: readiness is as high as its first low step (Hiatt 2006). Raises `ArgumentError`.
    """
    if not isinstance(scores, Mapping) or set(scores) != set(ELEMENTS):
        refuse("scores", f"a score for each of {', '.join(ELEMENTS)}", scores)
    checked = {
        element: None
        if (given := scores[element]) is None
        else whole(f"scores[{element!r}]", given, at_least=1, at_most=5)
        for element in ELEMENTS
    }
    for element, score in checked.items():
        if score is None or score <= BARRIER:
            return Barrier(element=element, score=score)
    return None
