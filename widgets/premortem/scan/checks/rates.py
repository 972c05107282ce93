"""How often each group gets an answer, held against the group that gets it most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from premortem.scan.checks.wording import named, of_all
from premortem.scan.job import ROWS_TO_JUDGE, Check, Seen

if TYPE_CHECKING:
    from premortem.scan.job import Job

FOUR_FIFTHS = 0.8
"""A rate below four fifths of the highest counts as evidence of adverse impact: 29 CFR 1607.4 D."""

ANSWERS_SHOWN = 5
"""Of a label with more answers the rates of the commonest are shown; all are compared."""

OF = "answered"


@dataclass(frozen=True)
class Gap:
    """One answer in two groups: the one that gets it most, and the one that surely gets it least."""

    answer: int
    most: Group
    least: Group
    ratio: float
    bounds: proportions.Bounded
    beyond: tuple[str, ...]


def _asked(job: Job) -> str:
    return no_groups(job) or no_label(job)


def look(job: Job) -> Seen:
    """Return the rates of the answers by group, and a finding where one falls below four fifths of the highest."""
    label = answers(job)
    if isinstance(label, str):
        return Seen(says=label)
    findings, rates, says = list[Finding](), list[Rate](), [label.said] if label.said else []
    conditions = {_key(place): label.code == place for place in range(len(label.names))}
    for column in group_columns(job):
        if column.id == label.column.id:
            continue
        groups = grouped(job, column, conditions)
        if isinstance(groups, str):
            says.append(groups)
            continue
        says += [groups.said] if groups.said else []
        rates += _rates(groups, label)
        findings += _finding(groups, label)
    return Seen(tuple(findings), rates=tuple(rates), says=" ".join(says))


def _key(place: int) -> str:
    return f"answer_{place}"


def _answered(group: Group) -> int:
    return sum(n for name, n in group.counts.items() if name.startswith("answer_"))


def _compared(label: Answers) -> Sequence[int]:
    """The answers whose rates are compared; the second of two mirrors the first."""
    return [place for place, rows in enumerate(label.rows) if rows >= ROWS_TO_JUDGE]


def _rates(groups: Groups, label: Answers) -> Iterator[Rate]:
    places = [label.yes] if len(label.names) == 2 else _compared(label)[:ANSWERS_SHOWN]
    for place in places:
        shown = label.names[place] if label.rows[place] >= ROWS_TO_JUDGE else "the rare answer"
        for group in groups.shown:
            if group.value:
                what = f"label rate: {shown}"[:120]
                yield rate(what, groups.column, group, group.counts[_key(place)], _answered(group))


def _finding(groups: Groups, label: Answers) -> Iterator[Finding]:
    """Give the finding on the answer whose rates are farthest apart, where any are too far."""
    judged = [each for each in groups.shown if each.value and each.judged and _answered(each) >= ROWS_TO_JUDGE]
    if len(judged) < 2:
        return
    places = _compared(label)
    # Two answers mirror each other: a gap in one is the same gap in the other.
    comparisons = (len(judged) - 1) * (1 if len(label.names) == 2 else len(places))
    confidence = shared_confidence(comparisons)
    gaps = [gap for place in places if (gap := _gap(place, judged, confidence)) is not None]
    if gaps:
        worst = min(gaps, key=lambda gap: (gap.ratio, gap.answer))
        others = [label.quoted(gap.answer) for gap in gaps if gap is not worst]
        yield _written(groups, label, worst, others, comparisons)


def _gap(place: int, judged: Sequence[Group], confidence: float) -> Gap | None:
    def share(group: Group) -> float:
        return group.counts[_key(place)] / _answered(group)

    most = max(judged, key=share)
    if not most.counts[_key(place)]:
        return None
    found = list[tuple[float, Group, proportions.Bounded]]()
    for other in judged:
        counts = (most.counts[_key(place)], _answered(most), other.counts[_key(place)], _answered(other))
        ratio, bounds = share(other) / share(most), proportions.difference(*counts, confidence)
        if other is not most and ratio < FOUR_FIFTHS and bounds.excludes(0):
            found.append((ratio, other, bounds))
    if not found:
        return None
    # The gap that is surely the widest leads, not a wider one of few rows.
    ratio, least, bounds = max(found, key=lambda each: each[2].low)
    return Gap(place, most, least, ratio, bounds, tuple(group.name for _, group, _ in found if group is not least))


def _written(groups: Groups, label: Answers, gap: Gap, others: Sequence[str], comparisons: int) -> Finding:
    most, least, bounds = gap.most, gap.least, gap.bounds
    answer = label.quoted(gap.answer)
    more = f" Below four fifths too: {told(gap.beyond)}." if gap.beyond else ""
    more += f" The same holds for {len(others)} other answer{'s' if len(others) > 1 else ''}." if others else ""
    return Finding(
        check="label-rate-gap",
        columns=(groups.column.name, label.column.name),
        severity=Severity.HIGH,
        saw=f"{named(label.column)} is {answer} in {of_all(most.counts[_key(gap.answer)], _answered(most), 'rows')} of "
        f"{told([most.name])}, and in {of_all(least.counts[_key(gap.answer)], _answered(least), 'rows')} of "
        f"{told([least.name])}: {gap.ratio:.2f} times as often.{more}",
        sure=f"The rates lie {100 * bounds.low:.1f} to {100 * bounds.high:.1f} points apart. {how_sure(comparisons)}",
        could="A model learns the gap and repeats it, whether it comes from the world, from who decided, or from who "
        "was asked. Where the answer decides about people, a rate below four fifths of the highest is looked into "
        "(29 CFR 1607.4 D).",
        ask="Where does the gap come from, and may the model repeat it?",
        amount=100 * bounds.value,
        unit="points",
        low=100 * bounds.low,
        high=100 * bounds.high,
    )


CHECK = Check("label-rate-gap", look, asked=_asked)
