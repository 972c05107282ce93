"""The checks of what a team declared: keys, references, ranges, dependencies, freshness."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from premortem.scan.checks import (
    declared_dependencies,
    declared_freshness,
    declared_keys,
    declared_ranges,
    declared_references,
)
from premortem.scan.job import Check

if TYPE_CHECKING:
    from premortem.scan.job import Job
    from premortem.scan.rules import Rules


def _unless(declared: Callable[[Rules], object], what: str) -> Callable[[Job], str]:
    def asked(job: Job) -> str:
        return "" if job.rules is not None and declared(job.rules) else f"no {what} was declared"

    return asked


def _key_asked(job: Job) -> str:
    return "" if declared_keys.keys_of(job) else "no key was declared"


CHECKS_OF_RULES = (
    Check("key", declared_keys.look, _key_asked),
    Check("orphans", declared_references.look, _unless(lambda rules: rules.references, "reference to another table")),
    Check(
        "range",
        declared_ranges.look,
        _unless(lambda rules: rules.columns or rules.populations, "rule for the cells of a column"),
        ("try-cast", "regex"),
    ),
    Check(
        "dependency",
        declared_dependencies.look,
        _unless(lambda rules: rules.dependencies, "dependency between columns"),
    ),
    Check(
        "freshness",
        declared_freshness.look,
        _unless(lambda rules: rules.freshness, "age of the newest row"),
        ("try-cast",),
    ),
)
