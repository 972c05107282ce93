"""The actions that effort-curve suggests; each keeps its key as long as its reason stands."""

from __future__ import annotations

from premortem.chapters.effort_curve.evidence import Evidence
from premortem.chapters.effort_curve.judgement import GIVING_UP, GOING_ON, Case, Judgement
from premortem.chapters.effort_curve.nextlook import Expected
from premortem.chapters.effort_curve.outlook import Outlook
from premortem.chapters.effort_curve.reasons import between, narrowing
from premortem.chapters.effort_curve.terms import Terms
from premortem.model.verdicts import Suggestion
from premortem.model.wording import percent

_BY_CASE = {
    Case.REFUSED: Suggestion(
        "effort-curve.find-out",
        "Look at twenty cases of each measurement, find what went wrong, and measure again",
        "More effort on the same course is not known to help.",
    ),
    Case.REACHED: Suggestion(
        "effort-curve.hand-over",
        "Stop the work on quality, write down the test that proved it, and hand over",
        "The target is reached; more would be paid for and was not asked for.",
    ),
    Case.LOOKS_REACHED: Suggestion(
        "effort-curve.prove",
        "Test on more cases that nobody has looked at, and improve nothing meanwhile",
        "It may be good enough already; only a larger test can tell.",
    ),
}
WRITE = {
    "fixed-price": Suggestion(
        "effort-curve.contract.fixed-price",
        "Have payment per proven step and a test that decides written into the contract",
        "A fixed price pays the supplier for stopping early.",
    ),
    "day-rate": Suggestion(
        "effort-curve.contract.day-rate",
        "Have a right to stop each month and a cap with a shared saving written into the contract",
        "A day rate pays the supplier for going on.",
    ),
    "capped": Suggestion(
        "effort-curve.contract.capped",
        "Have the cap set where you would stop yourself, and a measurement half-way to it, written into the contract",
        "Up to the cap the supplier is paid for going on, from there on for being done.",
    ),
}


def actions(evidence: Evidence, judgement: Judgement) -> tuple[Suggestion, ...]:
    """Return what to do next: measure, hand over or stop, and one action for each open condition."""
    latest, outlook = evidence.progress.latest, evidence.outlook
    found = [_BY_CASE[judgement.case]] if judgement.case in _BY_CASE else []
    if judgement.case in GOING_ON and outlook is not None and outlook.next_look is not None:
        found.append(_measure(evidence.terms, outlook, outlook.next_look))
    if judgement.case in GIVING_UP and latest is not None:
        what = f"Decide whether {percent(latest.quality)} is of use as it is; if not, end the work"
        why = "What has been spent is gone either way; what it reached can still be used."
        found.append(Suggestion("effort-curve.use-or-end", what, why))
    if judgement.case in GOING_ON and evidence.terms.contract in WRITE:
        found.append(WRITE[evidence.terms.contract])
    settle = (Suggestion(f"{point.question}.settle", point.what, point.why) for point in judgement.conditions)
    return (*found, *settle)


def _measure(terms: Terms, outlook: Outlook, at: Expected) -> Suggestion:
    day = f" on {terms.next_look}" if terms.next_look else ", on a day that is fixed now"
    what = f"Measure again after {terms.effort(at.effort - outlook.now)} more{day}, and decide then to go on or stop"
    assert outlook.tells is not None
    about = f"what {terms.effort(outlook.tells.about.effort)} in all will bring"
    why = f"Expected then: {between(at)}. It {narrowing(outlook.tells, about)}."
    return Suggestion("effort-curve.measure", what, why)
