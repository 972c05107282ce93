"""The figures of changing-objective: each with its interval, its source and the answer it hangs on most."""

from __future__ import annotations

from premortem.chapters.changing_objective.outlook import ALTERNATIVE, CHANCE, LARGEST_VALUE, VALUE, Hinge, Outlook
from premortem.chapters.changing_objective.versions import TABLE, Drift
from premortem.model.state import Range
from premortem.model.verdicts import Figure

SOURCE = "chance x value - what remains - the change; what was spent is left out (Arkes & Blumer, 1985)"
ENDS = "with every answer at its worst, and at its best"
COUNTED = "Your versions of the objective"


def figures(drift: Drift, outlook: Outlook) -> tuple[Figure, ...]:
    """Return the worth of going on, where it turns, and how far the objective has moved; none reads what was spent."""
    return (*_worth(outlook), *_break_even(outlook), *_drift(drift))


def _worth(outlook: Outlook) -> list[Figure]:
    if outlook.worth is None:
        return []
    found = [_money("Worth of going on, against stopping", outlook.worth, outlook.hinges[0].question)]
    if outlook.elsewhere is not None:
        found.append(_money("Worth of going on, against the best other use", outlook.elsewhere, ALTERNATIVE))
    return found


def _money(label: str, worth: Range, hangs_on: str) -> Figure:
    return Figure(label, worth.best, "money", worth.low, worth.high, ENDS, SOURCE, hangs_on)


def _break_even(outlook: Outlook) -> list[Figure]:
    """The chance and the value at which going on and stopping are worth the same, where there are such."""
    given = {hinge.question: hinge.given for hinge in outlook.hinges}
    turns = {hinge.question: hinge for hinge in outlook.hinges}
    if not given:
        return []
    costs = Range(*(sum(getattr(part, end) for q, part in given.items() if q not in {CHANCE, VALUE}) for end in _ENDS))
    found = []
    if (at := turns[CHANCE].flips_at) is not None:
        low, high = _quotient(costs.low, given[VALUE].high, 1.0), _quotient(costs.high, given[VALUE].low, 1.0)
        found.append(_turn("Chance of success that is just enough", at, "%", low, high, turns[CHANCE]))
    if (at := turns[VALUE].flips_at) is not None:
        low = _quotient(costs.low, given[CHANCE].high, LARGEST_VALUE)
        high = _quotient(costs.high, given[CHANCE].low, LARGEST_VALUE)
        found.append(_turn("Value of success that is just enough", at, "money", low, high, turns[VALUE]))
    return found


_ENDS = ("low", "best", "high")


def _turn(label: str, at: float, unit: str, low: float | None, high: float | None, hinge: Hinge) -> Figure:
    """A turning point; without an upper end where, at the worst of the other answers, nothing would be enough."""
    source = "Where chance x value equals what remains and what the change costs"
    if low is None or high is None:
        open_end = "no upper end: with the other answers at their worst nothing is enough"
        return Figure(label, at, unit, None, None, open_end, source, hinge.question)
    between = "with the other answers at their best, and at their worst"
    return Figure(label, at, unit, min(low, at), max(high, at), between, source, hinge.question)


def _quotient(needed: float, per_unit: float, most: float) -> float | None:
    if needed <= 0:
        return 0.0
    return needed / per_unit if per_unit > 0 and needed / per_unit <= most else None


def _drift(drift: Drift) -> list[Figure]:
    found = []
    if drift.budget_factor is not None:
        sums = "counted: there is no interval"
        label = "Newest budget, as a multiple of the first"
        found.append(Figure(label, drift.budget_factor, "times", None, None, sums, COUNTED, TABLE))
    if drift.gaps:
        found.append(_pace(drift.gaps))
    return found


def _pace(gaps: tuple[float, ...]) -> Figure:
    """The time between two versions, to a tenth of a month: days are often guessed."""
    mean, low, high = (round(months, 1) for months in (sum(gaps) / len(gaps), min(gaps), max(gaps)))
    label = "From one version to the next"
    if len(gaps) == 1:
        return Figure(label, mean, "months", None, None, "counted, from one change", COUNTED, TABLE)
    return Figure(label, mean, "months", low, high, "mean; the shortest and the longest so far", COUNTED, TABLE)
