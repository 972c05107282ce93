"""Declared dependencies: rows that agree in some columns and do not in one that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.declared_columns import EXAMPLE_ROWS, Named, any_gap, as_text, listed, rows_with
from premortem.scan.checks.wording import named as name_of
from premortem.scan.checks.wording import of_all, several
from premortem.scan.job import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from ibis.expr.types import BooleanValue, Table

    from premortem.scan.job import Column, Job

DECLARED = "declared"


def look(job: Job) -> Seen:
    """Return for each dependency the groups of rows that break it; rows with an empty cell are not held against it."""
    named = Named("dependency", job.delivery)
    findings: dict[str, Finding] = {}
    where: dict[str, BooleanValue] = {}
    for given, fixed in _pairs(job, named):
        pairs = _counted(job.delivery.table, given, fixed)
        groups = _groups(pairs, given)
        counts = job.delivery.engine.one(_counts(groups))
        if not counts["broken"]:
            continue
        finding = _finding(given, fixed, counts)
        findings[finding.key] = finding
        if job.with_examples:
            where[finding.key] = _rarest(job, pairs, groups, given, fixed)
    return Seen((*named.missing.values(), *findings.values()), where=where, says=named.limits)


def _pairs(job: Job, named: Named) -> Iterator[tuple[tuple[Column, ...], Column]]:
    for dependency in job.rules.dependencies if job.rules else ():
        given = named.columns(dependency.given)
        for name in dependency.fixed:
            fixed = named.columns((name,))
            if given is not None and fixed is not None:
                yield given, fixed[0]


def _counted(table: Table, given: Sequence[Column], fixed: Column) -> Table:
    """Each combination of cells with its number of rows."""
    filled = table.filter(~any_gap(table, (*given, fixed)))
    return filled.group_by(*(each.id for each in (*given, fixed))).aggregate(n=filled.count())


def _groups(pairs: Table, given: Sequence[Column]) -> Table:
    """Each combination of the given cells: how many others stand beside it, in how many rows, in how many at most."""
    n = pairs["n"]
    return pairs.group_by(*(each.id for each in given)).aggregate(kinds=pairs.count(), rows=n.sum(), most=n.max())


def _counts(groups: Table) -> Table:
    broken = groups["kinds"] > 1
    return groups.aggregate(
        rows=groups["rows"].sum(),
        broken=groups.count(where=broken),
        within=groups["rows"].sum(where=broken),
        rare=(groups["rows"] - groups["most"]).sum(where=broken),
    )


def _rarest(job: Job, pairs: Table, groups: Table, given: Sequence[Column], fixed: Column) -> BooleanValue:
    """The combinations in the fewest rows are the likeliest to be wrong."""
    broken = groups.filter(groups["kinds"] > 1)
    rare = pairs.semi_join(broken, [pairs[each.id] == broken[each.id] for each in given])
    columns = (*given, fixed)
    first = as_text(rare, columns, "n").order_by("n", *(each.id for each in columns)).limit(EXAMPLE_ROWS)
    return rows_with(job.delivery.table, columns, job.delivery.engine.ask(first))


def _finding(given: Sequence[Column], fixed: Column, counts: Mapping[str, Any]) -> Finding:
    rows, broken, within, rare = (int(counts[name]) for name in ("rows", "broken", "within", "rare"))
    return Finding(
        check="dependency",
        columns=(*(each.name for each in given), fixed.name),
        severity=Severity.MEDIUM,
        saw=f"{several(within, 'row', 'rows')} in {several(broken, 'group', 'groups')} agree in {listed(given)} "
        f"and differ in {name_of(fixed)}. {of_all(rare, rows, 'rows')} differ from the most common of their group.",
        sure="Every row in which all these cells are filled was counted: the figures are exact. "
        "Which of the differing cells is wrong cannot be seen from the table.",
        could="The same thing is told in two ways, so a model learns from both, and a join takes either.",
        ask=f"Must {name_of(fixed)} be the same wherever {listed(given)} is? Which source is right where it is not?",
        amount=rare / rows,
        about=DECLARED,
    )
