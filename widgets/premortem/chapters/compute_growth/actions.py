"""The actions that compute-growth suggests; each keeps its key as long as its reason stands."""

from __future__ import annotations

from premortem.chapters.compute_growth.conditions import ONE_SIZE, SECOND_PILOT
from premortem.chapters.compute_growth.further import narrowed, taken
from premortem.chapters.compute_growth.judgement import Case, Judgement
from premortem.chapters.compute_growth.outlook import Outlook, Step
from premortem.chapters.compute_growth.pilots import Pilots
from premortem.chapters.compute_growth.terms import Terms
from premortem.model.verdicts import Suggestion

WORTH_A_PILOT = frozenset({Case.TOO_WIDE, Case.FALLING, Case.OPEN})


def actions(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook | None) -> tuple[Suggestion, ...]:
    """Return what to do next: the next pilot, a smaller plan, and one action for each open condition."""
    found = []
    if judgement.case is Case.NOT_COMPARABLE:
        what = "Run all pilots again on one machine, the one of the full training"
        found.append(
            Suggestion("compute-growth.one-machine", what, "Hours from different machines cannot be compared.")
        )
    elif outlook is not None and (pilots.one_size or judgement.case in WORTH_A_PILOT):
        found += _pilot(pilots, terms, outlook)
    if judgement.case is Case.OUT_OF_REACH:
        what = "Decide on a faster kind of algorithm, less data, or a larger limit, before anything is started"
        why = "As planned, the full training hardly stays within the limits."
        found.append(Suggestion("compute-growth.replan", what, why))
    for place, condition in enumerate(judgement.conditions):
        if found and condition.what == SECOND_PILOT:
            continue  # the pilot suggested above is that one
        key = f"{condition.question}.settle-{place}"
        found.append(Suggestion(key, condition.what, condition.why))
    return tuple(found)


def _pilot(pilots: Pilots, terms: Terms, outlook: Outlook) -> list[Suggestion]:
    step = outlook.next_pilot
    if step is not None:
        why = f"{ONE_SIZE if pilots.one_size else ''} {narrowed(outlook, step)}".strip()
        return [Suggestion("compute-growth.next-pilot", _run(pilots, terms, step), why)]
    step = outlook.halving
    if step is None:
        return []
    size = pilots.size_words(step.pilot.size, 2)
    what = f"Allow a pilot on {size} on the same machine ({taken(terms, step)}), run it, and enter its hours"
    why = f"A shorter one tells little. {narrowed(outlook, step)}"
    return [Suggestion("compute-growth.dearer-pilot", what, why)]


def _run(pilots: Pilots, terms: Terms, step: Step) -> str:
    size = pilots.size_words(step.pilot.size, 2)
    return f"Run a pilot on {size} on the same machine ({taken(terms, step)}), and enter its hours"
