"""Who is in the table: the share of each group, held against the population where the team declared one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from premortem.analysis import proportions
from premortem.model.evidence import Finding, Rate, Severity
from premortem.model.shown import quoted
from premortem.scan.checks.groups import LONGEST, Groups, group_columns, grouped, rate
from premortem.scan.checks.wording import named, of_all, several, share
from premortem.scan.job import ROWS_TO_JUDGE, Check, Seen

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job

OUTSIDE = 0.2
"""How far from the declared share, in shares of it, a group may be (DATA-CHECKS: representation)."""


def _asked(job: Job) -> str:
    return (
        "" if job.groups or _populations(job) else "No column that names groups was named, and no population declared."
    )


def _populations(job: Job) -> Mapping[str, Mapping[str, float]]:
    return job.rules.populations if job.rules is not None else {}


def look(job: Job) -> Seen:
    """Return the share of each group, and a finding where it is far from the declared population."""
    findings, rates, says = list[Finding](), list[Rate](), list[str]()
    there = {column.name: column for column in job.delivery.columns}
    declared = [there[name] for name in _populations(job) if name in there]  # others: the rules say so themselves
    for column in {each.id: each for each in (*group_columns(job), *declared)}.values():
        groups = grouped(job, column, {})
        if isinstance(groups, str):
            says.append(groups)
            continue
        population = _populations(job).get(column.name, {})
        rates += _rates(groups)
        findings += _against(groups, population)
        says += _limits(groups, population)
    return Seen(tuple(findings), rates=tuple(rates), says=" ".join(dict.fromkeys(says)))


def _filled(groups: Groups) -> int:
    return sum(group.rows for group in groups.all if group.value)


def _rates(groups: Groups) -> Iterator[Rate]:
    of = _filled(groups)
    for group in groups.shown:
        if group.value:
            yield rate("share", groups.column, group, group.rows, of)


def _limits(groups: Groups, population: Mapping[str, float]) -> Iterator[str]:
    if groups.said:
        yield groups.said
    if not population:
        yield f"{named(groups.column)}: no population was declared, so its shares are shown and not judged."
    elif beyond := sum(group.value not in population for group in groups.all if group.value):
        yield f"{named(groups.column)} has {several(beyond, 'group', 'groups')} that no population was declared for."


def _against(groups: Groups, population: Mapping[str, float]) -> Iterator[Finding]:
    of = _filled(groups)
    found = {group.value: group for group in groups.all}
    for name, declared in population.items():
        group = found.get(str(name).strip())
        rows = group.rows if group else 0
        if declared <= 0 or not of:
            continue
        bounds = proportions.wilson(rows, of)
        if abs(bounds.value - declared) <= OUTSIDE * declared or not bounds.excludes(declared):
            continue
        yield _finding(groups.column, str(name), rows, of, declared, bounds)


def _finding(column: Column, name: str, rows: int, of: int, declared: float, bounds: proportions.Bounded) -> Finding:
    judged = rows >= ROWS_TO_JUDGE
    fewer = bounds.value < declared
    counted = of_all(rows, of, "rows that name a group")
    saw = f"{named(column)} {quoted(name)}: {counted}; declared were {share(declared, 1)}."
    if not judged:
        saw += f" With fewer than {ROWS_TO_JUDGE} rows nothing can be judged about this group."
    return Finding(
        check="representation",
        columns=(column.name,),
        severity=Severity.HIGH if judged else Severity.SHOWN,
        saw=saw,
        sure="If the rows are a fair sample, the true share is between "
        f"{share(bounds.low, 1)} and {share(bounds.high, 1)} (Wilson's 95 % interval).",
        could="What holds for the many is learned, and what is special to a group that is hardly there is not."
        if fewer
        else "A group that is there too often weighs more in training, and in every average, than in real use.",
        ask=f"How did rows come into this table, and who was {'left out' if fewer else 'asked more often'}?",
        amount=100 * abs(bounds.value - declared),
        unit="points",
        about=name[:LONGEST],
    )


CHECK = Check("representation", look, asked=_asked)
