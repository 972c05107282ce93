"""Why the verdict is what it is: what was measured, what the forecast and the money say, who gains by stopping when."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.effort_curve.contract import at_stake
from premortem.chapters.effort_curve.evidence import Evidence
from premortem.chapters.effort_curve.judgement import GOING_ON, LOOKS_AHEAD, Case, Judgement
from premortem.chapters.effort_curve.nextlook import Expected, Telling
from premortem.chapters.effort_curve.outlook import Outlook
from premortem.chapters.effort_curve.progress import Progress
from premortem.chapters.effort_curve.terms import Terms
from premortem.chapters.effort_curve.worth import BestStop, Step, last_fifth, quality_at
from premortem.model.wording import number, percent

NEAR = 0.005
"""Half a point more or less is no contradiction."""


@dataclass(frozen=True)
class Milestone:
    """One line of the table of what more effort is expected to bring; `more` is the effort from now on, in words."""

    what: str
    more: str
    expected: Expected


def between(point: Expected) -> str:
    """Write an expected quality with its bounds: `87.1 % (85 to 89.3 %)`."""
    return f"{percent(point.median)} ({number(100 * point.low)} to {percent(point.high)})"


def points(gain: float) -> str:
    """Write a rise in quality in points of a hundred: `1.2 points`."""
    return f"{number(100 * gain, 2)} points"


def reasons(evidence: Evidence, judgement: Judgement) -> tuple[str, ...]:
    """Return the reasons, the plainest first."""
    terms, outlook = evidence.terms, evidence.outlook
    found = _so_far(evidence.progress, terms)
    if outlook is not None and judgement.case in LOOKS_AHEAD:
        found += _forecast(terms, outlook)
        found += _money(terms, outlook, evidence.step, evidence.best)
        found += [said for said in (trust(evidence, judgement),) if said]
    if judgement.case in GOING_ON and terms.contract is not None:
        found.append(at_stake(terms, evidence.sides))
    if still_open := len(judgement.conditions):
        points_are = "One point is" if still_open == 1 else f"{still_open} points are"
        found.append(f"{points_are} still open: each is named first under what would change this.")
    return tuple(found)


def milestones(evidence: Evidence, judgement: Judgement) -> tuple[Milestone, ...]:
    """Return what is expected at the next measurement, where the affordable effort ends, and at twice the effort."""
    outlook, terms, found = evidence.outlook, evidence.terms, []
    if outlook is None or judgement.case not in LOOKS_AHEAD:
        return ()
    if outlook.next_look is not None:
        found.append(("The next measurement", outlook.next_look))
    if terms.affordable and outlook.at_limit is not None:
        found.append(("All that you can afford", outlook.at_limit))
    if not outlook.limit_doubles:
        found.append(("Twice the effort so far", outlook.doubled))
    found.sort(key=lambda named: named[1].effort)
    return tuple(Milestone(what, terms.effort(at.effort - outlook.now), at) for what, at in found)


def _so_far(progress: Progress, terms: Terms) -> list[str]:
    latest, start = progress.latest, progress.start
    if latest is None or start is None:
        return []
    said = (
        f"So far: from {percent(start.quality)} at the start to {percent(latest.quality)} after "
        f"{terms.effort(latest.effort)} (on {latest.test}, so the truth lies between "
        f"{number(100 * latest.low)} and {percent(latest.high)} 8 times of 10)."
    )
    last = last_fifth(progress)
    return [said if last is None else f"{said} The last fifth of the rise took {percent(last, 2)} of the effort."]


def _forecast(terms: Terms, outlook: Outlook) -> list[str]:
    found = []
    if outlook.at_limit is not None and terms.affordable:
        found.append(_told(f"with {terms.effort(terms.affordable)} more", outlook.at_limit, outlook, terms))
    if not outlook.limit_doubles:
        what = f"after twice the effort so far, {terms.effort(2 * outlook.now)} in all"
        found.append(_told(what, outlook.doubled, outlook, terms))
    return [*found, *outlook.notes]


def _told(when: str, at: Expected, outlook: Outlook, terms: Terms) -> str:
    """Write what is expected, and for the quality that the decision hangs on what the next measurement tells of it."""
    between, middle = f"Between {number(100 * at.low)} and {percent(at.high)} (8 of 10 times)", percent(at.median)
    said = f"{between} {when}, {middle} in the middle"
    tells = outlook.tells
    if tells is None or tells.about.effort != at.effort:
        return f"{said}."
    return f"{said}; the next measurement, after {_further(terms, outlook)}, {narrowing(tells, 'this')}."


def _further(terms: Terms, outlook: Outlook) -> str:
    assert outlook.next_look is not None
    return f"{terms.effort(outlook.next_look.effort - outlook.now)} more"


def narrowing(tells: Telling, what: str) -> str:
    """Write what the next measurement is expected to do with a range: narrow it, or leave it nearly as it is."""
    then = f"about {number(100 * tells.then.low)} to {percent(tells.then.high)}"
    if not tells.little:
        return f"is expected to narrow {what} to {then}"
    said = f"tells little about {what}: the range is expected to stay nearly as wide, {then}"
    return f"{said}, and on a far larger test it would tell more" if tells.larger_test else said


def _money(terms: Terms, outlook: Outlook, step: Step | None, best: BestStop | None) -> list[str]:
    found = []
    if step is not None and step.net <= 0:
        found.append(
            f"No step within what you can afford pays: even the best, {terms.effort(step.effort)} more, brings "
            f"{points(step.gain)} and costs more than that is worth."
        )
    elif step is not None and not step.pays_at_low_value:
        found.append("The next step pays at your best guess of the value, and not at the low one.")
    if best is not None:
        found.append(_best_stop(terms, outlook, best))
    return found


def trust(evidence: Evidence, judgement: Judgement) -> str:
    """Write which to trust where 80/20 curve and forecast say different things, and why; "" where they agree."""
    outlook, best, progress, terms = evidence.outlook, evidence.best, evidence.progress, evidence.terms
    if outlook is None or best is None or judgement.case not in LOOKS_AHEAD or terms.target is None:
        return ""
    assert progress.start is not None
    why = "trust the forecast, which rests on all your measurements and not on one point"
    at = outlook.at_limit if terms.affordable and outlook.at_limit is not None else outlook.doubled
    thumb = quality_at(best, progress.start.quality, terms.target, at.effort)
    if not min(at.low, terms.target) - NEAR <= thumb <= at.high + NEAR:
        return (
            f"After {terms.effort(at.effort)} in all the 80/20 curve has {percent(thumb)}, the forecast "
            f"{number(100 * at.low)} to {percent(at.high)}: {why}."
        )
    past = best.stop.day <= outlook.now
    if past and judgement.case in GOING_ON:
        return f"By the 80/20 curve the best stop is past, by the forecast the next step still pays: {why}."
    if not past and judgement.case is Case.DOES_NOT_PAY:
        return f"By the 80/20 curve the best stop is still ahead, by the forecast no further step pays: {why}."
    return ""


def _best_stop(terms: Terms, outlook: Outlook, best: BestStop) -> str:
    if best.stop.day == 0:
        return f"By the 80/20 curve it should not have begun: already the first {terms.one} costs more than it brings."
    place = "you are past it" if best.stop.day <= outlook.now else "it is still ahead"
    return (
        f"80 % is no law: with your value and cost the 80/20 curve says stop after {terms.effort(best.stop.day)}, at "
        f"{percent(best.stop.share)} of the way to the target; {place}."
    )
