"""What is shown beside the answers while they are given."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.effort_curve.contract import at_stake
from premortem.chapters.effort_curve.findings import EffortFindings
from premortem.chapters.effort_curve.judgement import chance_words
from premortem.chapters.effort_curve.progress import TABLE, Measurement, Progress
from premortem.model.wording import number, percent


def notes(findings: EffortFindings) -> Mapping[str, str]:
    """Return short lines by the address of a question, or of a row (`question/row`)."""
    evidence = findings.evidence
    progress, terms, outlook = evidence.progress, evidence.terms, evidence.outlook
    lines = {f"{TABLE}/{point.row}": _bounds(point) for point in progress.points}
    lines |= {f"{TABLE}/{start.row}": _start(start, progress) for start in progress.starts}
    lines |= {f"{trouble.question}/{trouble.row}": f"Still open: {trouble.why}" for trouble in progress.troubles}
    if outlook is not None and outlook.reach is not None and outlook.reach.chance is not None:
        lines["effort-curve.affordable"] = f"Chance of the target with this: {chance_words(outlook.reach.chance)}"
    if outlook is not None and outlook.at_limit is not None:
        lines["effort-curve.target"] = f"Expected with what you can afford: {percent(outlook.at_limit.median)}"
    if evidence.best is not None:
        lines["effort-curve.value"] = f"Best stop at this value: after {terms.effort(evidence.best.stop.day)}"
    if terms.contract is not None:
        lines["effort-curve.contract"] = at_stake(terms, evidence.sides)
    return lines


def _start(start: Measurement, progress: Progress) -> str:
    if progress.start is not None and start.row != progress.start.row:
        return f"Where you started too; the {percent(progress.start.quality)} of the other row are the ones to beat"
    said = "Where you started: the rest must be better than this"
    if len(progress.starts) > 1:
        return said
    return f"{said}. If guessing, or always giving the commonest answer, reaches more, add a row of effort 0 for that"


def _bounds(point: Measurement) -> str:
    between = f"{number(100 * point.low)} and {percent(point.high)}"
    return f"On {point.test} the truth lies between {between}, 8 times of 10"
