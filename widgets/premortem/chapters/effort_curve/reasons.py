"""Why the verdict is what it is: what was measured, what the forecast and the money say, who gains by stopping when."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.effort_curve.contract import at_stake
from premortem.chapters.effort_curve.evidence import Evidence
from premortem.chapters.effort_curve.judgement import GOING_ON, LOOKS_AHEAD, Judgement
from premortem.chapters.effort_curve.outlook import Expected, Outlook
from premortem.chapters.effort_curve.progress import Progress
from premortem.chapters.effort_curve.terms import Terms
from premortem.chapters.effort_curve.worth import BestStop, Step, last_fifth
from premortem.chapters.wording import count, number, percent


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
        f"{terms.effort(latest.effort)} (on {count(latest.cases)} cases, so the truth lies between "
        f"{number(100 * latest.low)} and {percent(latest.high)} 8 times of 10)."
    )
    last = last_fifth(progress)
    return [said if last is None else f"{said} The last fifth of the rise took {percent(last, 2)} of the effort."]


def _forecast(terms: Terms, outlook: Outlook) -> list[str]:
    found = []
    if outlook.at_limit is not None and terms.affordable:
        found.append(f"With {terms.effort(terms.affordable)} more, {between(outlook.at_limit)} is expected.")
    if not outlook.limit_doubles:
        doubling = f"Twice the effort so far, {terms.effort(2 * outlook.now)} in all, is expected to bring"
        found.append(f"{doubling} {between(outlook.doubled)}.")
    return found


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


def _best_stop(terms: Terms, outlook: Outlook, best: BestStop) -> str:
    if best.stop.day == 0:
        return f"By the 80/20 curve it should not have begun: already the first {terms.one} costs more than it brings."
    place = "you are past it" if best.stop.day <= outlook.now else "it is still ahead"
    return (
        f"80 % is no law: with your value and cost the 80/20 curve says stop after {terms.effort(best.stop.day)}, at "
        f"{percent(best.stop.share)} of the way to the target; {place}."
    )
