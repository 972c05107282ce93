"""What more machines shorten, and what they do not (Amdahl 1967)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from premortem.chapters.compute_growth.durations import span, time
from premortem.chapters.compute_growth.outlook import Expected, Outlook
from premortem.chapters.compute_growth.terms import Terms
from premortem.model.wording import number, percent


@dataclass(frozen=True)
class Together:
    """One full training on several machines at once: its share of the hours, and of the machine-hours paid for."""

    machines: int
    share: float
    paid: float


def together(terms: Terms) -> Together | None:
    """Return what the machines do for one training; None with one machine, or where nothing of it divides."""
    if terms.machines < 2 or terms.divides == 0:
        return None
    share = 1 - terms.divides + terms.divides / terms.machines
    return Together(terms.machines, share, share * terms.machines)


def not_fixed(terms: Terms, outlook: Outlook, kind: str | None) -> tuple[str, ...]:
    """Return what a second machine would not fix, each in one or two sentences."""
    found = [_one_training(terms, outlook.full), _growth(outlook)]
    if kind == "kernel":
        found.append(
            "The comparisons. A kernel method compares every row with every other: ten times the data is a hundred "
            "times the comparisons, and up to a hundred times the memory where they are kept. A method that reads the "
            "data in passes, or an approximation on fewer points, fixes what machines do not."
        )
    found.append(
        "Memory. What does not fit into one machine does not fit into each of two either, unless the data is cut in "
        "parts and the program was made for that."
    )
    return tuple(found)


def _one_training(terms: Terms, full: Expected) -> str:
    both = together(terms)
    if both is None:
        return (
            f"One training. It takes {span(full.low, full.high)} however many machines stand beside it, unless the "
            "program can divide it. Two machines do two trainings in that time."
        )
    least = f", and no number of machines brings it below {percent(1 - terms.divides)}" if terms.divides < 1 else ""
    return (
        f"The part that does not divide. If {percent(terms.divides)} of the work divides, {number(both.machines)} "
        f"machines need {percent(both.share)} of the hours, about {time(full.median * both.share)}{least}. They are "
        f"paid for {number(both.paid)} times as many machine-hours."
    )


def _growth(outlook: Outlook) -> str:
    power = outlook.forecast.exponent.median
    if power <= 0.1:
        return "Growth. The hours hardly grow with the data so far; what grows may show later only."
    more = math.exp(math.log(2) / power)
    return (
        f"Growth. Even if all of the work divided, two machines would handle only {number(more, 2)} times the data in "
        "the same time."
    )


def rounds(terms: Terms, runs: int) -> int:
    """Return how many times one waits for a full training when separate trainings share the machines."""
    return math.ceil(runs / terms.machines)
