"""The open points: what does not stop it, but must be settled; a blank counts as the worst answer."""

from __future__ import annotations

import math
from collections.abc import Mapping

from premortem.chapters.business_change import steps as work
from premortem.chapters.business_change.answers import ANSWERS, Answers, named
from premortem.chapters.business_change.benefit import CALLED, CHANGE_COST, MONTHS, Benefit
from premortem.chapters.business_change.concerns import Concern, barrier
from premortem.model.state import State
from premortem.model.verdicts import Change, Suggestion
from premortem.model.wording import number, percent

PATIENCE = 3
"""Years after which somebody has to say that they wait for it to be earned back: a convention, said in the help."""
FALLBACK, FALLBACK_WHAT = "business-change.fallback", "business-change.fallback-what"
TRAINING = "business-change.training"
LATER = MONTHS[24]
# For each question: the answers that settle it, what has to be done otherwise, and why.
_SETTLED_BY: Mapping[str, tuple[frozenset[str], str, str]] = {
    "business-change.incentive": (
        frozenset({"nobody", "settled"}),
        "Go through all groups: whose pay, bonus or standing falls when it is used? Settle it with them",
        "People do what they are rewarded for",
    ),
    "business-change.consulted": (
        frozenset({"agreed", "not-needed"}),
        "Ask those who speak for the staff, and data protection, before anything is switched on",
        "Asked late, it stands still until they have answered",
    ),
}


def open_points(given: Answers) -> list[Concern]:
    """Return every point that must be settled before it may be a plain go."""
    points = [_committee()] if given.answers == "committee" else []
    points += [barrier(group) for group in given.groups if group.barrier and not group.early]
    points += _steps(given)
    if given.benefit is not None:
        points += _benefit(given, given.benefit)
    points += [*_over_time(given.state), *_single(given.state), *_change_cost(given)]
    return points


def _committee() -> Concern:
    what = "Have the committee name the one among them who answers for the benefit"
    return _point(ANSWERS, "owner", what, "A benefit that belongs to everybody is looked after by nobody")


def _steps(given: Answers) -> list[Concern]:
    points = []
    without = [step.name for step in given.steps if not step.who]
    if without:
        what = f"Name who does the step once it is in place: {named(without)}"
        points.append(_point(work.TABLE, "people", what, "A step without a person is left to chance"))
    growing = [step.name for step in given.steps if not step.stops]
    if growing and len(growing) < len(given.steps):
        what = f"Say what stops, or count the extra work: {named(growing)}"
        points.append(_point(work.TABLE, "grows", what, "In these steps nothing is taken away, so the work only grows"))
    vague = [step.name for step in given.steps if not step.described]
    if vague:
        what = f"Write down how it is done today and how it will be done: {named(vague)}"
        points.append(_point(work.TABLE, "described", what, "What nobody can write down, nobody can do yet"))
    return points


def _benefit(given: Answers, benefit: Benefit) -> list[Concern]:
    after, cost = benefit.after_a_year.benefit, benefit.cost
    if after.best <= cost.best or after.low >= cost.high:
        return []
    share = benefit.break_even.best if benefit.break_even else 1.0
    what = f"Count weekly use from the first month, and agree that below {percent(share)} after a year it is ended"
    why = f"At the worse end it brings {given.say(after.low)} a year and costs {given.say(cost.high)} to run"
    moves = f"a narrower range of {CALLED[benefit.moved_by]}, which moves it most"
    text = f"At least {given.say(cost.high)} a year at the worse end too, and not {given.say(after.low)}: {moves}."
    change = Change(text, benefit.moved_by)
    return [Concern(what, f"{why}.", (change,), (Suggestion("business-change.measured", what, f"{why}."),))]


def _over_time(state: State) -> list[Concern]:
    early, year, later = (state.range(question) for question in MONTHS.values())
    if early is None or later is None:
        question = MONTHS[3] if early is None else LATER
        what = "Write down which weekly use you expect after three months and after two years"
        return [
            _point(question, "over-time", what, "A figure agreed beforehand tells in time whether it is late or lost")
        ]
    if year is not None and later.best < year.best:
        what = "Say who keeps it up after the first year, and how"
        why = f"By your figures weekly use falls from {number(year.best)} % to {number(later.best)} %"
        return [_point(LATER, "kept-up", what, why)]
    return []


def _single(state: State) -> list[Concern]:
    points = []
    if state.text(FALLBACK) != "tried" or not state.text(FALLBACK_WHAT):
        question = FALLBACK if state.text(FALLBACK) != "tried" else FALLBACK_WHAT
        what = "Write down how the work is done when the system is wrong or down, and try it for a day"
        points.append(_point(question, "fallback", what, "Who no longer does it by hand forgets how"))
    rows = state.rows(TRAINING)
    if not rows or not all(row.text("who") and row.text("when") and row.number("hours") for row in rows):
        what = "Plan the training: who, on which day, how many paid hours"
        points.append(_point(TRAINING, "training", what, "Who was shown it once cannot work with it yet"))
    if not state.text("business-change.complaints"):
        what = "Name who takes up complaints and wrong answers from the first day on"
        points.append(
            _point("business-change.complaints", "complaints", what, "Unheard, people leave the system alone")
        )
    for question, (settling, what, why) in _SETTLED_BY.items():
        if state.text(question) not in settling:
            points.append(_point(question, question.rpartition(".")[2], what, why))
    return points


def _change_cost(given: Answers) -> list[Concern]:
    if given.state.range(CHANGE_COST) is None:
        what = "Work out what the change itself costs: training, the slow weeks, the old cases"
        return [_point(CHANGE_COST, "change-cost", what, "It is rarely in the budget, and it comes first")]
    payback = given.benefit.payback if given.benefit else None
    if payback is None or payback.best <= PATIENCE:
        return []
    what = "Name who waits until the change is earned back, and pays until then"
    takes = "never comes" if math.isinf(payback.best) else f"takes {number(payback.best, 2)} years"
    why = f"By your best guess that {takes}; beyond {PATIENCE} years somebody has to say that they wait"
    return [_point(CHANGE_COST, "waits", what, why)]


def _point(question: str, key: str, what: str, why: str) -> Concern:
    suggestion = Suggestion(f"business-change.{key}", what, f"{why}.")
    return Concern(what, f"{what}. {why}.", (Change(f"{what}.", question),), (suggestion,))
