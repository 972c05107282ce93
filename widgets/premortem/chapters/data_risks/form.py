"""What is shown beside the answers while they are given: the weakest point of a source, the loss of a risk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from premortem.chapters.data_risks import register, sources
from premortem.chapters.data_risks.concerns import BEARABLE
from premortem.chapters.data_risks.findings import DataRiskFindings
from premortem.chapters.data_risks.register import WeighedRisk
from premortem.chapters.data_risks.sources import Source
from premortem.model.state import State
from premortem.model.wording import money

TAKES_TABLES = True
"""Whether a real table can be looked at under the questions."""
RISKS = register.TABLE
"""Where a finding goes that becomes a risk."""


def sources_named(state: State) -> tuple[str, ...]:
    """Return the names of the sources in the list, as they stand there."""
    names = (" ".join((row.text("name") or "").split()) for row in state.rows(sources.TABLE))
    return tuple(dict.fromkeys(filter(None, names)))


def notes(findings: DataRiskFindings) -> Mapping[str, str]:
    """Return short lines by their address: `question`, `question/row` or `question/row/column`."""
    say = partial(money, currency=findings.currency)
    lines = {
        f"{sources.TABLE}/{source.row}": _source_line(source, len(findings.unwritten[source.row]))
        for source in findings.sources
    }
    for each in findings.register.lacking:
        more = f", and {len(each.lacks) - 1} more" if len(each.lacks) > 1 else ""
        lines[f"{register.TABLE}/{each.row}"] = f"Still open: {each.lacks[0]}{more}"
    for risk in findings.register.weighed:
        low, best, high = (say(part) for part in risk.loss)
        lines[f"{register.TABLE}/{risk.row}"] = f"Expected to cost {best}, from {low} to {high}"
        lines[f"{register.TABLE}/{risk.row}/check"] = findings.checks[risk.row]
        lines.update(_contradictions(risk))
    for row, said in findings.seen.items():
        lines[f"{register.TABLE}/{row}/what"] = f"Seen in the data: {said[0]}"
    lines.update(findings.contradicted)
    for row in findings.strays:
        lines[f"{register.TABLE}/{row}/source"] = "No source in the list has this name."
    if findings.bearable is not None and findings.register.weighed:
        most = max(each.loss.high for each in findings.register.weighed)
        held = "within it" if most <= findings.bearable else "more than that"
        lines[BEARABLE] = f"The largest expected loss so far, at its worse end, is {say(most)}: {held}."
    return lines


def _source_line(source: Source, suggested: int) -> str:
    first, more = source.weakest[0], len(source.weakest) - 1
    if first.level > sources.SUGGESTS:
        return "No weak point"
    others = f" (and {more} more)" if more else ""
    to_write = {0: "", 1: "; one risk to put in the register"}.get(
        suggested, f"; {suggested} risks to put in the register"
    )
    return f"Weakest: {first.says}{others}{to_write}"


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
