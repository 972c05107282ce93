"""Numbers far from all others: shown, and never held against the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.counting import rows_where
from premortem.scan.checks.numbers import numbers_of
from premortem.scan.checks.wording import COUNTED, named, of_all
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue

    from premortem.scan.job import Column, Job

FAR = 5.0
"""So many interquartile ranges beyond a quartile (DATA-CHECKS: outliers)."""

FEW = 0.01
"""Where more of the cells lie so far off, the column is skewed and these are not far from all others."""

ENOUGH = 30
"""With fewer numbers than this, quartiles say nothing."""


def look(job: Job) -> Seen:
    """Return what lies more than five interquartile ranges below the lower or above the upper quartile.

    Where the values of a column are not all known, its quartiles come from the sample; cells beyond are counted in the
    whole table.
    """
    beyond: dict[str, BooleanValue] = {}
    numbers: dict[str, tuple[int, bool]] = {}
    for column in job.delivery.columns:
        known = numbers_of(column) if column.numeric else None
        if known is None or known.cells < ENOUGH:
            continue
        low, high = known.quartiles()
        width = high - low
        if width <= 0:
            continue
        least, most = low - FAR * width, high + FAR * width
        count = int(known.n[(known.values < least) | (known.values > most)].sum())
        if (known.exact and not count) or _within(column, least, most):
            continue
        beyond[column.id] = _beyond(job, column, least, most)
        numbers[column.id] = (count, known.exact)
    return _seen(job, beyond, numbers)


def _within(column: Column, least: float, most: float) -> bool:
    """Whether it is known from counting that no number lies beyond the fences."""
    known = column.least is not None and column.greatest is not None
    return known and least <= (column.least or 0.0) and (column.greatest or 0.0) <= most


def _beyond(job: Job, column: Column, least: float, most: float) -> BooleanValue:
    """Whether a cell is a number beyond the fences; numbers that came as such are not turned into another type."""
    from premortem.scan.engine import number, present

    if column.text:
        cell = number(job.delivery.table, column)
        return (cell < least) | (cell > most)
    plain = job.delivery.table[column.id]
    outside = (plain < least) | (plain > most)
    return outside & present(plain)


def _seen(job: Job, beyond: dict[str, BooleanValue], numbers: dict[str, tuple[int, bool]]) -> Seen:
    counted = {name: count for name, (count, exact) in numbers.items() if exact}
    counted |= rows_where(job.delivery, {name: where for name, where in beyond.items() if name not in counted})
    findings, where = [], {}
    for column in job.delivery.columns:
        if 0 < counted.get(column.id, 0) <= FEW * column.filled:
            finding = _finding(column, counted[column.id], numbers[column.id][1])
            findings.append(finding)
            where[finding.key] = beyond[column.id]
    sampled = any(not exact for _, exact in numbers.values())
    says = "In columns with very many values, the middle half comes from a sample." if sampled else ""
    return Seen(tuple(findings), where=where, says=says)


def _finding(column: Column, count: int, exact: bool) -> Finding:
    return Finding(
        check="outliers",
        columns=(column.name,),
        severity=Severity.SHOWN,
        saw=f"{of_all(count, column.filled, 'filled cells')} lie further from the middle half of all numbers than five "
        "times its width.",
        sure=COUNTED if exact else "Cells were counted exactly; the middle half comes from a sample.",
        could="Numbers far off are often right. Where they are slips, they pull averages and many models.",
        ask=f"What are the least and the greatest number that {named(column)} can hold?",
        amount=count / max(column.filled, 1),
    )


CHECK = Check("outliers", look, needs=("try-cast",))
