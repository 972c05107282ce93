"""Columns that give the answer away: each alone, by its values and by where it is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.answers import Answers, answers, no_label
from premortem.scan.checks.groups import counted_by
from premortem.scan.checks.identifiers import is_unique
from premortem.scan.checks.missing_by import AT_ONCE, is_empty
from premortem.scan.checks.telling import Counts, Telling, by_category, by_order, of_flag
from premortem.scan.checks.value_counts import RANKED_ROWS, ByAnswer, by_answer
from premortem.scan.checks.wording import named, several
from premortem.scan.job import Check, Seen
from premortem.scan.prediction import parse

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job

HIGH, ALERT = 0.90, 0.85
"""AUC of a single column (DATA-CHECKS: leakage)."""


@dataclass(frozen=True)
class Leak:
    """The most that a column tells: by its value, or by where it is empty."""

    column: Column
    telling: Telling
    empty: bool
    sampled: bool


def look(job: Job) -> Seen:
    """Return a finding for each column that alone tells the answer with an AUC of 0.85 or more."""
    label = answers(job)
    if isinstance(label, str):
        return Seen(says=label)
    columns = [column for column in job.delivery.columns if column.filled and column.id not in _apart(job, label)]
    leaks: dict[str, Leak] = {}
    skipped = [column for column in columns if is_unique(column)]
    for found in by_answer(job, label, [column for column in columns if not is_unique(column)]):
        telling = _told_by_value(found)
        if telling:
            leaks[found.column.id] = Leak(found.column, telling, empty=False, sampled=found.sampled)
    for column, telling in _told_by_gaps(job, label, columns):
        if column.id not in leaks or telling.area.value > leaks[column.id].telling.area.value:
            leaks[column.id] = Leak(column, telling, empty=True, sampled=False)
    findings = [_finding(leak, label) for leak in leaks.values() if leak.telling.area.value >= ALERT]
    return Seen(tuple(findings), says=_says(label, skipped))


def _apart(job: Job, label: Answers) -> set[str]:
    """The label itself, the key, and the prediction, which is meant to tell."""
    names = [column.name for column in job.delivery.columns]
    predicted = {parse(job.prediction, names).column} if job.prediction else set()
    apart = {*predicted, *job.key}
    return {label.column.id, *(column.id for column in job.delivery.columns if column.name in apart)}


def _told_by_value(found: ByAnswer) -> Telling | None:
    """By rank where the values have an order, else by the rate of each value; few ordered values by both."""
    if not len(found.counts):
        return None
    ways = [by_order(found.counts)] if found.ordered else []
    if not found.ordered or not found.many:
        ways.append(by_category(found.counts))
    known = [way for way in ways if way]
    return max(known, key=lambda way: way.area.value) if known else None


def _told_by_gaps(job: Job, label: Answers, columns: Sequence[Column]) -> Iterator[tuple[Column, Telling]]:
    """Give for each column with empty cells what these tell."""
    gappy = [column for column in columns if 0 < column.nulls + column.blanks < column.rows]
    for start in range(0, len(gappy), AT_ONCE):
        part = gappy[start : start + AT_ONCE]
        counted = counted_by(job, label.code, {each.id: is_empty(job.delivery.table, each) for each in part})
        counted = counted.dropna(subset=["group"]).sort_values("group")
        rows = counted["n"].to_numpy(dtype=np.int64)
        flags: Mapping[str, Counts] = {each.id: counted[each.id].to_numpy(dtype=np.int64) for each in part}
        for column in part:
            telling = of_flag(flags[column.id], rows)
            if telling:
                yield column, telling


def _says(label: Answers, skipped: Sequence[Column]) -> str:
    parts = [label.said] if label.said else []
    if skipped:
        parts.append(
            f"{several(len(skipped), 'column has', 'columns have')} another value in every row and was left out."
            if len(skipped) == 1
            else f"{len(skipped)} columns have another value in every row and were left out."
        )
    return " ".join(parts)


def _finding(leak: Leak, label: Answers) -> Finding:
    area = leak.telling.area
    answer = "above the middle" if label.said else label.quoted(leak.telling.place)
    how = f"Only from whether {named(leak.column)} is empty" if leak.empty else f"From {named(leak.column)} alone"
    sampled = f" It comes from a sample of about {RANKED_ROWS:,} rows." if leak.sampled else ""
    return Finding(
        check="leakage",
        columns=(leak.column.name,),
        severity=Severity.HIGH if area.value >= HIGH else Severity.MEDIUM,
        saw=f"{how}, of two rows of which one has the answer {answer}, the right one is picked in "
        f"{100 * area.value:.1f} of 100 cases (AUC {area.value:.3f}; a coin picks 50, a perfect column 100).",
        sure=f"The true figure is between {100 * area.low:.1f} and {100 * area.high:.1f} (95 % interval).{sampled} "
        "Whether it is known too late cannot be seen in the table.",
        could="If it is filled in only once the answer is known, every measured quality is too good, and the model "
        "fails in use, where it is still empty.",
        ask=f"Is {named(leak.column)} known, with this very value, at the moment when the model has to answer?",
        amount=area.value,
        unit="AUC",
        low=area.low,
        high=area.high,
    )


CHECK = Check("leakage", look, asked=no_label)
