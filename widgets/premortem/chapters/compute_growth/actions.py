"""The actions that compute-growth suggests; each keeps its key as long as its reason stands."""

from __future__ import annotations

from premortem.chapters.compute_growth.durations import span
from premortem.chapters.compute_growth.judgement import Case, Judgement
from premortem.chapters.compute_growth.outlook import Outlook
from premortem.chapters.compute_growth.pilots import Pilots
from premortem.chapters.compute_growth.terms import Terms
from premortem.model.verdicts import Suggestion

WORTH_A_PILOT = frozenset({Case.TOO_WIDE, Case.FALLING, Case.NOT_COMPARABLE, Case.OPEN})


def actions(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook | None) -> tuple[Suggestion, ...]:
    """Return what to do next: the next pilot, a smaller plan, and one action for each open condition."""
    found = []
    if judgement.case is Case.NOT_COMPARABLE:
        what = "Run all pilots again on one machine, the one of the full training"
        found.append(
            Suggestion("compute-growth.one-machine", what, "Hours from different machines cannot be compared.")
        )
    if outlook is not None and outlook.next_pilot is not None and (pilots.one_size or judgement.case in WORTH_A_PILOT):
        found.append(_pilot(pilots, terms, outlook))
    if judgement.case is Case.OUT_OF_REACH:
        what = "Decide on a faster kind of algorithm, less data, or a larger limit, before anything is started"
        why = "As planned, the full training hardly stays within the limits."
        found.append(Suggestion("compute-growth.replan", what, why))
    for place, condition in enumerate(judgement.conditions):
        key = f"{condition.question}.settle-{place}"
        found.append(Suggestion(key, condition.what, condition.why))
    return tuple(found)


def _pilot(pilots: Pilots, terms: Terms, outlook: Outlook) -> Suggestion:
    at = outlook.next_pilot
    assert at is not None
    paid = f", about {terms.money(at.median * terms.price)}" if terms.price else ""
    what = f"Run a pilot on {pilots.size_words(at.size, 2)} on the same machine{paid}, and enter its hours"
    why = f"Expected: {span(at.low, at.high)}. It narrows the range for the full data."
    return Suggestion("compute-growth.next-pilot", what, why)
