"""How often a prediction is wrong in each group: false alarms and misses, held against the largest group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.analysis import proportions
from premortem.model.evidence import Finding, Rate, Severity
from premortem.scan.checks.answers import Answers, answers, no_label
from premortem.scan.checks.groups import (
    Group,
    Groups,
    group_columns,
    grouped,
    how_sure,
    no_groups,
    rate,
    shared_confidence,
    told,
)
from premortem.scan.checks.predicted import in_answers, says_yes
from premortem.scan.checks.wording import named, of_all
from premortem.scan.job import ROWS_TO_JUDGE, Check, Seen
from premortem.scan.prediction import parse

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue

    from premortem.scan.job import Job

RATES: Mapping[str, tuple[str, str]] = {
    "false positive rate": ("false_positive", "true_negative"),
    "false negative rate": ("false_negative", "true_positive"),
    "error rate": ("wrong", "right"),
}
"""The rate, and the two counts that it is the first's share of."""


@dataclass(frozen=True)
class Gap:
    """One rate in two groups, of which one is the largest; the other differs most from it."""

    worse: Group
    better: Group
    bounds: proportions.Bounded
    beyond: tuple[str, ...]


def _asked(job: Job) -> str:
    return no_groups(job) or no_label(job) or ("" if job.prediction else "No column with the prediction was named.")


def look(job: Job) -> Seen:
    """Return the error rates by group, and a finding for each rate that differs between groups beyond chance.

    The counts are those of the confusion matrix: `count` of `of` in a rate is false positives of all rows with another
    answer, or false negatives of all rows with the answer.
    """
    label = answers(job)
    if isinstance(label, str):
        return Seen(says=label)
    conditions = _conditions(job, label)
    if isinstance(conditions, str):
        return Seen(says=conditions)
    findings, rates, says = list[Finding](), list[Rate](), [_about(label)]
    for column in group_columns(job):
        groups = grouped(job, column, conditions)
        if isinstance(groups, str):
            says.append(groups)
            continue
        says += [groups.said] if groups.said else []
        for what in _rates_of(conditions):
            rates += _rates(groups, what)
            findings += _finding(job, groups, label, what, len(_rates_of(conditions)))
    return Seen(tuple(findings), rates=tuple(rates), says=" ".join(each for each in says if each))


def _about(label: Answers) -> str:
    if len(label.names) > 2:
        return "The label has more than two answers: the share of wrong predictions is compared."
    said = f"A false positive is a prediction of {label.quoted(label.yes)} where the answer is another."
    return f"{said} {label.said}".strip()


def _rates_of(conditions: Mapping[str, BooleanValue]) -> list[str]:
    return [what for what, (wrong, _) in RATES.items() if wrong in conditions]


def _conditions(job: Job, label: Answers) -> Mapping[str, BooleanValue] | str:
    """Return what is counted in each group, or why nothing can be."""
    predicted = parse(str(job.prediction), [column.name for column in job.delivery.columns])
    column = job.delivery.column(predicted.column)
    if len(label.names) > 2:
        code = (
            in_answers(job, column, label)
            if not predicted.test
            else "A test on the prediction needs a label of two answers."
        )
        return code if isinstance(code, str) else {"wrong": code != label.code, "right": code == label.code}
    if predicted.test:
        yes: BooleanValue = says_yes(job, column, predicted)
    else:
        code = in_answers(job, column, label)
        if isinstance(code, str):
            return code
        yes = code == label.yes
    truly = label.code == label.yes
    return {
        "true_negative": ~truly & ~yes,
        "false_positive": ~truly & yes,
        "false_negative": truly & ~yes,
        "true_positive": truly & yes,
    }


def _counts(group: Group, what: str) -> tuple[int, int]:
    wrong, right = RATES[what]
    return group.counts[wrong], group.counts[wrong] + group.counts[right]


def _rates(groups: Groups, what: str) -> Iterator[Rate]:
    for group in groups.shown:
        if group.value:
            yield rate(what, groups.column, group, *_counts(group, what))


def _finding(job: Job, groups: Groups, label: Answers, what: str, kinds: int) -> Iterator[Finding]:
    judged = [each for each in groups.shown if each.value and each.judged and _counts(each, what)[1] >= ROWS_TO_JUDGE]
    if len(judged) < 2:
        return
    comparisons = (len(judged) - 1) * kinds
    gaps = []
    for other in judged[1:]:
        pair = sorted((judged[0], other), key=lambda each: -_counts(each, what)[0] / _counts(each, what)[1])
        bounds = proportions.difference(
            *_counts(pair[0], what), *_counts(pair[1], what), shared_confidence(comparisons)
        )
        if bounds.excludes(0):
            gaps.append((bounds, pair, other))
    if gaps:
        bounds, (worse, better), chosen = max(gaps, key=lambda each: each[0].low)
        beyond = tuple(other.name for _, _, other in gaps if other is not chosen)
        yield _written(job, groups, label, what, Gap(worse, better, bounds, beyond), comparisons)


def _written(job: Job, groups: Groups, label: Answers, what: str, gap: Gap, comparisons: int) -> Finding:
    answer, bounds = label.quoted(label.yes), gap.bounds
    predicted = parse(str(job.prediction), [column.name for column in job.delivery.columns])
    said = {
        "false positive rate": f"Where the answer is not {answer}, it was predicted all the same",
        "false negative rate": f"Where the answer is {answer}, it was not predicted",
        "error rate": "The prediction was wrong",
    }[what]
    more = f" Different from the largest group too: {told(gap.beyond)}." if gap.beyond else ""
    return Finding(
        check="error-rate-gap",
        columns=(groups.column.name, label.column.name, predicted.column),
        severity=Severity.HIGH,
        saw=f"{said} in {of_all(*_counts(gap.worse, what), 'rows')} of {told([gap.worse.name])}, and in "
        f"{of_all(*_counts(gap.better, what), 'rows')} of {told([gap.better.name])}: "
        f"a gap of {100 * bounds.value:.1f} points ({what}).{more}",
        sure=f"The gap is between {100 * bounds.low:.1f} and {100 * bounds.high:.1f} points. {how_sure(comparisons)}",
        could="The same decision is wrong more often for one group than for the other. Where base rates differ, not "
        "all kinds of error can be made equal at once: it must be chosen which one counts.",
        ask=f"Which error does more harm here, and which gap in {named(groups.column)} is acceptable?",
        amount=100 * bounds.value,
        unit="points",
        low=100 * bounds.low,
        high=100 * bounds.high,
        about=what,
    )


CHECK = Check("error-rate-gap", look, asked=_asked)
