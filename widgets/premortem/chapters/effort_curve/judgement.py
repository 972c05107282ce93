"""How far one may go: from measurements, forecast and money to a level, with the one sentence a sponsor reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from premortem.analysis import acceptance
from premortem.chapters.effort_curve import progress as measured
from premortem.chapters.effort_curve import terms as agreed
from premortem.chapters.effort_curve.evidence import Evidence
from premortem.chapters.effort_curve.outlook import LIKELY, UNLIKELY
from premortem.chapters.effort_curve.progress import TABLE, WRONG_EACH_SIDE, Measurement, Progress
from premortem.chapters.effort_curve.terms import Condition, Terms
from premortem.chapters.effort_curve.worth import Step
from premortem.model.verdicts import Level, Missing
from premortem.model.wording import percent

EVEN = 0.5


class Case(Enum):
    """What the answers amount to."""

    OPEN = "something that the verdict needs is not known"
    REFUSED = "the quality falls, or is no better than at the start"
    REACHED = "the target is reached and proven"
    LOOKS_REACHED = "the target looks reached and is not proven"
    IMPOSSIBLE = "the target is not below what is perfect"
    NOTHING_LEFT = "no more effort can be afforded"
    OUT_OF_REACH = "the chance of the target is small"
    DOES_NOT_PAY = "the next step costs more than it brings"
    PART_OF_THE_WAY = "the next step pays, the rest of the way does not"
    DOUBTFUL = "the target is rather missed than reached"
    FAIR = "the target is rather reached than missed"
    LIKELY = "the target is likely to be reached"


GOING_ON = frozenset({Case.PART_OF_THE_WAY, Case.DOUBTFUL, Case.FAIR, Case.LIKELY})
GIVING_UP = frozenset({Case.IMPOSSIBLE, Case.NOTHING_LEFT, Case.OUT_OF_REACH, Case.DOES_NOT_PAY})
LOOKS_AHEAD = GOING_ON | {Case.OPEN, Case.NOTHING_LEFT, Case.OUT_OF_REACH, Case.DOES_NOT_PAY}


@dataclass(frozen=True)
class Judgement:
    """The case, its level and headline, what is missing and what is still to be settled."""

    case: Case
    level: Level
    headline: str
    missing: tuple[Missing, ...] = ()
    conditions: tuple[Condition, ...] = ()


def judge(evidence: Evidence) -> Judgement:
    """Return the judgement: what keeps one from judging, whether the target is reached, what lies ahead."""
    progress, terms = evidence.progress, evidence.terms
    refusal = "" if measured.missing(progress) else measured.refusal(progress)
    if refusal:
        return Judgement(Case.REFUSED, Level.NOT_KNOWN, f"No forecast: {refusal}.", (Missing(TABLE, refusal),))
    missing = (*measured.missing(progress), *_missing_of_target(progress, terms))
    if missing:
        return _open((*missing, *_missing_ahead(evidence)))
    target = terms.target
    assert target is not None
    if reached := progress.that_reached(target):
        return _reached(progress, reached, terms)
    if terms.ceiling is not None and target >= terms.ceiling:
        return _impossible(target, terms.ceiling)
    missing = _missing_ahead(evidence)
    return _open(missing) if missing else _ahead(evidence, target)


def _missing_of_target(progress: Progress, terms: Terms) -> tuple[Missing, ...]:
    """Return what is wanted of target, ceiling and number of measurements."""
    start, latest, missing = progress.start, progress.latest, []
    if terms.target is None:
        missing.append(Missing("effort-curve.target", "how good it must be"))
    elif start is not None and terms.target <= start.quality:
        why = f"a target above {percent(start.quality)}, which is where you started"
        missing.append(Missing("effort-curve.target", why))
    if latest is None or (terms.target is not None and progress.that_reached(terms.target)):
        return tuple(missing)
    if len(progress.efforts) < 2:
        why = "a second measurement, after more effort: one alone says nothing about where it is going"
        missing.append(Missing(TABLE, why))
    best = max(point.quality for point in progress.points)
    if terms.ceiling is not None and terms.ceiling < best:
        why = f"what perfect is: {percent(terms.ceiling)} is less than the {percent(best)} already reached"
        missing.append(Missing("effort-curve.ceiling", why))
    return tuple(missing)


def _missing_ahead(evidence: Evidence) -> tuple[Missing, ...]:
    terms = evidence.terms
    wanted = (
        (TABLE, None if evidence.trouble else 0, evidence.trouble),
        ("effort-curve.ceiling", terms.ceiling, "what would be perfect in this measure, usually 100 %"),
        ("effort-curve.affordable", terms.affordable, "how much more effort you can afford"),
        ("effort-curve.value", terms.value, "what it is worth to reach the target"),
        ("effort-curve.cost", terms.cost, f"what one more {terms.one} costs"),
    )
    return tuple(Missing(question, why) for question, answer, why in wanted if answer is None)


def _open(missing: tuple[Missing, ...]) -> Judgement:
    headline = f"Nobody can say yet how far to go: still open is {missing[0].why}."
    return Judgement(Case.OPEN, Level.NOT_KNOWN, headline, missing)


def _impossible(target: float, ceiling: float) -> Judgement:
    headline = (
        f"Stop, or lower the target: {percent(target)} is not below what you call perfect, {percent(ceiling)}, and the "
        "last bit before perfect is never reached."
    )
    return Judgement(Case.IMPOSSIBLE, Level.STOP, headline)


def _reached(progress: Progress, reached: Measurement, terms: Terms) -> Judgement:
    assert reached.cases is not None
    assert terms.target is not None
    goal, on = percent(terms.target), f"{percent(reached.quality)} on {reached.test}"
    if progress.latest != reached:
        headline = f"Test an earlier version again: {reached.name} had {on}, and what came after it was worse."
        return Judgement(Case.LOOKS_REACHED, Level.PILOT_FIRST, headline)
    if terms.target >= 1:
        headline = f"Name a target below {goal}: {on} is as good as it gets, and no test proves that no error is left."
        return Judgement(Case.LOOKS_REACHED, Level.PILOT_FIRST, headline)
    if not proven(reached.quality, reached.cases, terms.target):
        headline = f"Stop improving and test: {on} looks good enough, but does not prove the target of {goal}."
        return Judgement(Case.LOOKS_REACHED, Level.PILOT_FIRST, headline)
    conditions = agreed.conditions(terms, going_on=False)
    if conditions:
        headline = f"Stop here: the target of {goal} is reached ({on}). Hand over once the open points are settled."
        return Judgement(Case.REACHED, Level.CONDITIONS, headline, conditions=conditions)
    return Judgement(Case.REACHED, Level.GO, f"Stop here and hand over: the target of {goal} is reached ({on}).")


def proven(quality: float, cases: int, target: float) -> bool:
    """Say whether so many cases prove the target, with a false pass one time in ten at most."""
    if target >= 1:
        return False
    judged = acceptance.judge(round(quality * cases), cases, target, WRONG_EACH_SIDE)
    return judged.verdict is acceptance.Proof.PROVEN


def chance_words(chance: float) -> str:
    """Write a chance without pretending to be certain: `64 %`, `under 1 %`, `over 99 %`."""
    if chance < 0.01:
        return "under 1 %"
    return "over 99 %" if chance > 0.99 else f"{100 * chance:.0f} %"


def _ahead(evidence: Evidence, target: float) -> Judgement:
    outlook, step = evidence.outlook, evidence.step
    assert outlook is not None
    assert outlook.reach is not None
    assert outlook.reach.chance is not None
    chance, goal = outlook.reach.chance, percent(target)
    said = f"the chance of reaching {goal} with the effort you can still afford is {chance_words(chance)}"
    if evidence.terms.affordable == 0:
        headline = f"Stop here: {goal} is not reached, and no more effort can be afforded."
        return Judgement(Case.NOTHING_LEFT, Level.STOP, headline)
    if chance < UNLIKELY:
        return Judgement(Case.OUT_OF_REACH, Level.STOP, f"Stop, or lower the target: {said}.")
    if step is None or step.net <= 0:
        return Judgement(Case.DOES_NOT_PAY, Level.STOP, "Stop here: the next step costs more than it brings.")
    case, level, headline = _going_on(evidence.terms, step, chance, goal, said)
    conditions = agreed.conditions(evidence.terms, going_on=True)
    if conditions and level is Level.GO:
        level, headline = Level.CONDITIONS, f"Go on to {goal}, once the open points are settled: {said}."
    return Judgement(case, level, headline, conditions=conditions)


def _going_on(terms: Terms, step: Step, chance: float, goal: str, said: str) -> tuple[Case, Level, str]:
    """Return case, level and headline where the next step pays."""
    if step.stops_short:
        level = Level.PILOT_FIRST if chance < EVEN else Level.CONDITIONS
        more, there = terms.effort(step.effort), percent(step.quality)
        headline = f"Go on for {more}, and expect to stop at about {there}: more than that costs more than it brings."
        return Case.PART_OF_THE_WAY, level, headline
    if chance < EVEN:
        return Case.DOUBTFUL, Level.PILOT_FIRST, f"Take one more step, measure, and decide then: {said}."
    if chance < LIKELY:
        return Case.FAIR, Level.CONDITIONS, f"Go on, with a day on which to stop: {said}."
    if not step.pays_at_low_value:
        headline = f"Go on to {goal} only if it is worth what you think it is: {said}."
        return Case.LIKELY, Level.CONDITIONS, headline
    return Case.LIKELY, Level.GO, f"Go on to {goal} and stop there: {said}."
