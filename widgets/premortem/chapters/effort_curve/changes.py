"""What would change the verdict: each change names the answer and the figure it would have to take."""

from __future__ import annotations

import math

from premortem.chapters.effort_curve.evidence import Evidence
from premortem.chapters.effort_curve.judgement import Case, Judgement
from premortem.chapters.effort_curve.outlook import LIKELY, MOST_TIMES_AHEAD, Outlook, Reach
from premortem.chapters.effort_curve.progress import TABLE, Measurement
from premortem.chapters.effort_curve.reasons import between
from premortem.chapters.effort_curve.terms import Terms
from premortem.chapters.effort_curve.worth import Step
from premortem.model.state import Range
from premortem.model.verdicts import Change
from premortem.model.wording import number, percent

_SMALL = 0.01
"""Below this share of the best guess no digits are told."""


def changes(evidence: Evidence, judgement: Judgement) -> tuple[Change, ...]:
    """Return the changes: what is open first, then what the forecast and the money hang on."""
    terms, outlook = evidence.terms, evidence.outlook
    if judgement.missing:
        return tuple(Change(_sentence(missing.why), missing.question) for missing in judgement.missing)
    open_points = tuple(Change(condition.what, condition.question) for condition in judgement.conditions)
    if judgement.case is Case.IMPOSSIBLE:
        return (
            Change(f"A target below {percent(terms.ceiling)}.", "effort-curve.target"),
            Change(f"Evidence that more than {percent(terms.ceiling)} is possible.", "effort-curve.ceiling"),
        )
    if judgement.case in {Case.REACHED, Case.LOOKS_REACHED}:
        reached = evidence.progress.that_reached(terms.target or 0.0)
        assert reached is not None
        return (*open_points, *_reached(reached, terms.target or 0.0, proven=judgement.case is Case.REACHED))
    assert outlook is not None
    assert outlook.reach is not None
    found = [*open_points]
    if judgement.case is not Case.LIKELY:
        found += _effort(terms, outlook, outlook.reach)
    found += _target(terms, outlook)
    found += _measurement(terms, outlook)
    if evidence.step is not None and terms.value is not None:
        found.append(_money(evidence.step, terms.value))
    return tuple(found)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _reached(reached: Measurement, target: float, *, proven: bool) -> list[Change]:
    bound = f"{percent(reached.low)}: that is what {reached.test} can prove."
    if proven:
        return [Change(f"A target above {bound}", "effort-curve.target")]
    if target >= 1:
        return [Change(f"A target of {bound}", "effort-curve.target")]
    more = "More test cases: the same result on more of them may prove the target."
    return [Change(more, TABLE), Change(f"A target of {bound}", "effort-curve.target")]


def _effort(terms: Terms, outlook: Outlook, reach: Reach) -> list[Change]:
    if reach.likely_from is None:
        times = number(MOST_TIMES_AHEAD)
        text = f"A lower target: no effort up to {times} times what was spent makes this one likely."
        return [Change(text, "effort-curve.target")]
    if outlook.limit is None or reach.likely_from <= outlook.limit:
        return []
    more, instead = terms.effort(reach.likely_from - outlook.now), terms.effort(terms.affordable or 0.0)
    text = f"About {more} more to spend instead of {instead}: the chance of the target would be {percent(LIKELY)}."
    return [Change(text, "effort-curve.affordable")]


def _target(terms: Terms, outlook: Outlook) -> list[Change]:
    at = outlook.at_limit
    if at is None or terms.target is None or not terms.affordable or at.low >= terms.target:
        return []
    text = f"A target of {percent(at.low)}: what you can afford reaches that 9 times of 10."
    return [Change(text, "effort-curve.target")]


def _measurement(terms: Terms, outlook: Outlook) -> list[Change]:
    at = outlook.next_look
    if at is None:
        return [Change("Effort that can be afforded after all.", "effort-curve.affordable")]
    text = (
        f"The next measurement, after {terms.effort(at.effort - outlook.now)} more: {between(at)} is expected. A "
        "figure above that brings the target nearer, one below moves it away."
    )
    return [Change(text, TABLE)]


def _money(step: Step, value: Range) -> Change:
    if not math.isfinite(step.break_even):
        return Change("A next measurement that shows a rise: as it stands, more effort brings nothing.", TABLE)
    if value.best == 0:
        return Change("A target that is worth something: at nothing, no step pays.", "effort-curve.value")
    share = step.break_even / value.best
    if step.net <= 0:
        text = f"A value of {number(share)} times your best guess, or a cost lower by as much: then a step would pay."
        return Change(text, "effort-curve.value")
    least = percent(share, 2) if share >= _SMALL else f"{percent(_SMALL)}, and far less,"
    return Change(f"A value of less than {least} of your best guess: then no step pays.", "effort-curve.value")
