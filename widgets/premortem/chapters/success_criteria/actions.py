"""What to do next: set the cases aside, make all tests large enough together, settle each condition."""

from __future__ import annotations

from premortem.chapters.success_criteria.judgement import Evidence
from premortem.chapters.success_criteria.together import Together
from premortem.model.verdicts import Suggestion
from premortem.model.wording import count, percent

_WHY = {
    "drawn": "Other cases do not tell how it will do in its own work.",
    "repeated": "Cases of one customer go right or wrong together, so they tell less than their number.",
    "fixed": "Whoever has seen the result finds a criterion that fits it.",
    "owner": "Whoever is paid for building it cannot be the judge of it.",
    "times-used": "Each look at the result fits the system a little more to these very cases.",
    "agreement": "Where two experts differ there is no right answer to be found.",
    "besides": "A good share of right answers is not all that daily work asks for.",
}
"""Why each condition is one, by the end of its key."""


def actions(evidence: Evidence) -> tuple[Suggestion, ...]:
    """Return the suggested actions; each keeps its key as long as its reason stands."""
    if not evidence.most:
        return ()
    found = []
    if evidence.tested is not True:
        short = evidence.cases is not None and evidence.cases < evidence.most
        verb = "Collect" if short else "Set aside"
        what = f"{verb} {count(evidence.most)} test cases with a right answer somebody stands for"
        found.append(Suggestion("success-criteria.cases", what, "A smaller test proves nothing either way."))
    if evidence.together:
        found.append(_together(evidence.together))
    for condition in evidence.conditions:
        why = _WHY.get(condition.key.rpartition("condition-")[2], "It must hold, and nobody has shown it yet.")
        found.append(Suggestion(condition.key, condition.sentence, why))
    return tuple(found)


def _together(all_of: Together) -> Suggestion:
    what = (
        f"Strike the criteria that would not decide, and make the test of each one left large enough to be passed "
        f"{percent(all_of.power_each)} of the time"
    )
    why = (
        f"As planned, a system as good as hoped passes all {count(len(all_of.tests))} only {percent(all_of.chance)} of "
        "the time."
    )
    return Suggestion("success-criteria.together", what, why)
