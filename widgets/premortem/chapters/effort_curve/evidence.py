"""All that the verdict rests on, gathered once from the answers."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.effort_curve import bargain as bargaining
from premortem.chapters.effort_curve import outlook as looking
from premortem.chapters.effort_curve import progress as measuring
from premortem.chapters.effort_curve import sides as comparing
from premortem.chapters.effort_curve import terms as agreeing
from premortem.chapters.effort_curve import worth
from premortem.chapters.effort_curve.outlook import Outlook
from premortem.chapters.effort_curve.progress import Progress
from premortem.chapters.effort_curve.sides import Sides
from premortem.chapters.effort_curve.terms import Terms
from premortem.chapters.effort_curve.worth import BestStop, Step
from premortem.errors import RefusedInput
from premortem.model.state import State


@dataclass(frozen=True)
class Evidence:
    """Measurements and terms, and as far as they allow the forecast, the best stop, the next step and the contracts.

    `trouble` says in words why the mathematics refused these measurements, where it did.
    """

    progress: Progress
    terms: Terms
    outlook: Outlook | None = None
    best: BestStop | None = None
    step: Step | None = None
    sides: Sides | None = None
    trouble: str = ""


def gather(state: State) -> Evidence:
    """Return the evidence in these answers; never fails on them."""
    progress, terms = measuring.read(state), agreeing.read(state)
    if not _allows_a_forecast(progress, terms):
        return Evidence(progress, terms)
    try:
        outlook = looking.look(progress, terms)
        best = worth.best_stop(progress, terms)
    except RefusedInput:
        why = "measurements that a curve can be drawn through: these are too far apart, or too much alike"
        return Evidence(progress, terms, trouble=why)
    step = worth.next_step(progress, terms, outlook)
    sides = comparing.look(progress, terms, bargaining.read(state), outlook)
    return Evidence(progress, terms, outlook, best, step, sides)


def _allows_a_forecast(progress: Progress, terms: Terms) -> bool:
    if measuring.missing(progress) or measuring.refusal(progress) or len(progress.efforts) < 2:
        return False
    assert progress.start is not None
    best = max(point.quality for point in progress.points)
    if terms.ceiling is not None and (terms.ceiling < best or (terms.target or 0) >= terms.ceiling):
        return False
    return terms.target is None or terms.target > progress.start.quality
