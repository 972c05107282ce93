"""What is shown beside the answers while they are given: the weakest point of a source, the loss of a risk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from premortem.chapters.data_risks import register, sources
from premortem.chapters.data_risks.concerns import BEARABLE
from premortem.chapters.data_risks.findings import DataRiskFindings
from premortem.chapters.data_risks.register import KINDS, WeighedRisk
from premortem.chapters.data_risks.sources import Source
from premortem.chapters.wording import listed, money


def notes(findings: DataRiskFindings) -> Mapping[str, str]:
    """Return short lines by their address: `question`, `question/row` or `question/row/column`."""
    lines = {f"{sources.TABLE}/{source.row}": _source_line(source) for source in findings.sources}
    for source in findings.sources:
        if suggested := findings.unwritten[source.row]:
            kinds = listed([KINDS[kind] for kind in suggested])
            lines[f"{sources.TABLE}/{source.row}"] += f" Not in the register yet: it {kinds}."
    for each in findings.register.lacking:
        lines[f"{register.TABLE}/{each.row}"] = f"Still open: {listed(each.lacks)}."
    for place, risk in enumerate(findings.register.weighed, start=1):
        lines[f"{register.TABLE}/{risk.row}"] = _risk_line(risk, place, findings)
        lines.update(_contradictions(risk))
    for row in findings.strays:
        lines[f"{register.TABLE}/{row}/source"] = "No source in the list has this name."
    if findings.bearable is not None and findings.register.weighed:
        most = max(each.loss.high for each in findings.register.weighed)
        held = "all within it" if most <= findings.bearable else "more than that"
        lines[BEARABLE] = (
            f"The largest expected loss so far, at its worse end: {money(most, findings.currency)}; {held}."
        )
    return lines


def _source_line(source: Source) -> str:
    says = source.weakest_says
    return f"{says[:1].upper()}{says[1:]}." if says.startswith("no weak") else f"Weakest: {says}."


def _risk_line(each: WeighedRisk, place: int, findings: DataRiskFindings) -> str:
    say = partial(money, currency=findings.currency)
    rank = "the worst" if place == 1 else f"number {place}"
    return (
        f"Expected to cost {say(each.loss.best)}, from {say(each.loss.low)} to {say(each.loss.high)}: {rank}. "
        f"{findings.checks[each.row]}"
    )


def _contradictions(each: WeighedRisk) -> Mapping[str, str]:
    """Answers that do not go together; they are counted as they stand, and said."""
    lines = {}
    at = f"{register.TABLE}/{each.row}"
    if each.probability.high == 0:
        lines[f"{at}/probability"] = "By this it can never be so: then it is no risk."
    if each.early.best > each.late.best:
        lines[f"{at}/early"] = "By this, finding it early costs more than finding it late."
    if each.detection_with is not None and each.check != "agreed" and each.detection_with <= each.noticed.best:
        lines[f"{at}/detection-with"] = "By this, the check notices no more than is noticed without it."
    return lines
