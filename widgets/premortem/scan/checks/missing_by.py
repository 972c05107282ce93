"""Empty cells that fall on some groups, or some answers, more than on others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from premortem.analysis import proportions
from premortem.model.evidence import Finding, Rate, Severity
from premortem.model.shown import quoted
from premortem.scan.checks.answers import answers
from premortem.scan.checks.groups import (
    Group,
    Groups,
    group_columns,
    grouped,
    grouped_by_answer,
    how_sure,
    rate,
    shared_confidence,
)
from premortem.scan.checks.wording import named, share
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue

    from premortem.scan.job import Column, Job

ALERT = 0.02
"""A gap of two points between groups (DATA-CHECKS: missing by group or label)."""

AT_ONCE = 300
"""Columns whose empty cells are counted in one query."""

RATES_SHOWN = 8
"""Findings whose rates by group are shown beside them."""


@dataclass(frozen=True)
class Gap:
    """How much more often a column is empty in one group than in the largest, or the other way round."""

    column: Column
    by: Column
    most: Group
    least: Group
    bounds: proportions.Bounded


def nothing_named(job: Job) -> str:
    """Return "" where groups or a label were named, else why the check does not run."""
    return "" if job.groups or job.label else "No column that names groups was named, and no label."


def look(job: Job) -> Seen:
    """Return a finding for each column that is emptier in a group by at least two points, beyond chance."""
    columns = [column for column in job.delivery.columns if 0 < column.nulls + column.blanks < column.rows]
    if not columns:
        return Seen()
    conditions = {column.id: is_empty(job.delivery.table, column) for column in columns}
    findings, rates, says = list[Finding](), list[Rate](), list[str]()
    for groups in _groupings(job, conditions, says):
        chosen = [column for column in columns if column.id != groups.column.id]
        gaps, comparisons = _gaps(groups, chosen)
        says += [groups.said] if groups.said else []
        for gap in gaps:
            findings.append(_finding(gap, comparisons))
            if len(findings) <= RATES_SHOWN:
                rates += _rates(gap, groups)
    where = {each.key: conditions[job.delivery.column(each.columns[0]).id] for each in findings}
    return Seen(tuple(findings), rates=tuple(rates), says=" ".join(says), where=where)


def is_empty(table: ibis.Table, column: Column) -> BooleanValue:
    """Return whether a cell is empty; blanks are searched for only where the column has any."""
    from premortem.scan.engine import absent, present

    return absent(table, column) if column.blanks else ~present(table[column.id])


def _groupings(job: Job, conditions: Mapping[str, BooleanValue], says: list[str]) -> Iterator[Groups]:
    """Give the groups of each column named and of the label, with the empty cells of every column counted."""
    ids = list(conditions)
    parts = [{each: conditions[each] for each in ids[at : at + AT_ONCE]} for at in range(0, len(ids), AT_ONCE)]
    for column in group_columns(job):
        found = [grouped(job, column, part) for part in parts]
        whole = [each for each in found if not isinstance(each, str)]
        says += [each for each in found[:1] if isinstance(each, str)]
        if whole:
            yield _joined(whole)
    if job.label and job.label not in job.groups:
        label = answers(job)
        if not isinstance(label, str):
            yield _joined([grouped_by_answer(job, label, part) for part in parts])
            says += [label.said] if label.said else []


def _joined(parts: Sequence[Groups]) -> Groups:
    """Join the counts of the same groups; every part has them in the same order."""
    first = parts[0]
    counts = [{name: n for part in parts for name, n in part.all[at].counts.items()} for at in range(len(first.all))]
    return replace(first, all=tuple(replace(each, counts=n) for each, n in zip(first.all, counts, strict=True)))


def _gaps(groups: Groups, columns: Sequence[Column]) -> tuple[list[Gap], int]:
    """Return the greatest gap of each column that is large and beyond chance, and how many comparisons were made."""
    judged = [group for group in groups.shown if group.judged and group.value]
    if len(judged) < 2:
        return [], 0
    largest, others = judged[0], judged[1:]
    comparisons = len(others) * len(columns)
    confidence = shared_confidence(comparisons)
    found = []
    for column in columns:
        gaps = [_gap(column, groups.column, largest, other, confidence) for other in others]
        alarming = [gap for gap in gaps if gap.bounds.value >= ALERT and gap.bounds.excludes(0)]
        found += sorted(alarming, key=lambda gap: -gap.bounds.low)[:1]
    return found, comparisons


def _gap(column: Column, by: Column, largest: Group, other: Group, confidence: float) -> Gap:
    most, least = sorted((largest, other), key=lambda each: -each.counts[column.id] / each.rows)
    counts = (most.counts[column.id], most.rows, least.counts[column.id], least.rows)
    return Gap(column, by, most, least, proportions.difference(*counts, confidence))


def _finding(gap: Gap, comparisons: int) -> Finding:
    most, least, bounds = gap.most, gap.least, gap.bounds
    id_ = gap.column.id
    return Finding(
        check="missing-by-group",
        columns=(gap.column.name, gap.by.name),
        severity=Severity.HIGH,
        saw=f"{named(gap.column)} is empty in {share(most.counts[id_], most.rows)} of the {most.rows:,} rows with "
        f"{named(gap.by)} {quoted(most.name)}, and in {share(least.counts[id_], least.rows)} of the {least.rows:,} "
        f"with {quoted(least.name)}: a gap of {100 * bounds.value:.1f} points.",
        sure=f"The gap is between {100 * bounds.low:.1f} and {100 * bounds.high:.1f} points. {how_sure(comparisons)}",
        could="What fills the gaps is a guess, and it is made for one group more than for the other. A model may also "
        "learn from the gap itself.",
        ask=f"Why is {named(gap.column)} asked or kept less often there?",
        amount=100 * bounds.value,
        unit="points",
        low=100 * bounds.low,
        high=100 * bounds.high,
    )


def _rates(gap: Gap, groups: Groups) -> Iterator[Rate]:
    for group in groups.shown:
        if group.value:
            yield rate(f"empty: {gap.column.name}"[:120], groups.column, group, group.counts[gap.column.id], group.rows)


CHECK = Check("missing-by-group", look, asked=nothing_named)
