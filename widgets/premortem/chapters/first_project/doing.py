"""The actions that first-project suggests; each keeps its key as long as its reason stands."""

from __future__ import annotations

from premortem.chapters.first_project.conditions import Condition
from premortem.chapters.first_project.judgement import Case
from premortem.chapters.first_project.sayings import Said
from premortem.model.verdicts import Suggestion

WORDS_MAX = 400
"""An action can be taken up as it is worded: so long may it be in the decision."""


def actions(said: Said) -> tuple[Suggestion, ...]:
    """Return what to do next: with which to begin, then one action for each open condition."""
    evidence, case = said.evidence, said.judgement.case
    this, other, found = evidence.this, evidence.begin_with, []
    if this is None or case is Case.OPEN:
        return ()
    if case is Case.NONE_FITS:
        most = said.sum(evidence.cap.amount)
        what = f"Find a first project that could lose at most {most}: one site, one product, one month"
        found.append(Suggestion("first-project.smaller", what, f"“{this.name}” could lose {said.sum(this.loss)}."))
    if case is Case.OTHER_FITS and other is not None:
        what = f"Begin with “{other.name}”, and keep “{this.name}” as a later step"
        found.append(Suggestion("first-project.begin-with", what, "It stays within the cap on risk."))
    if case in {Case.BEHIND, Case.TIED} and other is not None:
        what = f"Ask whoever decides why “{this.name}” should come before “{other.name}”, and write the answer down"
        why = "The comparison does not put it first over most weights."
        found.append(Suggestion("first-project.why-this", what, why))
    if case is Case.NARROW:
        what = f"Check with whoever would get the benefit what “{this.name}” brings in a year"
        found.append(Suggestion("first-project.check-value", what, "The order of the candidates hangs on it."))
    points = (Suggestion(_key(each), each.what[:WORDS_MAX], each.why) for each in said.conditions)
    return (*found, *points)


def _key(condition: Condition) -> str:
    return f"first-project.{condition.key.removeprefix('first-project.')}"
