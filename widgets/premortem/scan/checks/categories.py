"""One thing spelled in several ways: with other capitals, other punctuation, other spaces."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.empty_words import says_nothing
from premortem.scan.checks.spellings import Spellings, among, folded, spellings
from premortem.scan.checks.wording import COUNTED, named, of_all, several
from premortem.scan.job import Check, Seen
from premortem.scan.letters import SPACES

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job

ALERT = 0.01
"""Share of rows in the less common spellings (DATA-CHECKS: category collision)."""


def look(job: Job) -> Seen:
    """Return a finding for each column where at least 1 % of the rows hold the less common spelling of a thing.

    Only columns whose values are all known are looked at. Spaces at the edges are left to the check on letters.
    """
    findings, where, unlisted = [], {}, 0
    for column in job.delivery.columns:
        unlisted += column.text and column.values is None
        if not column.text or column.values is None:
            continue
        things, rarer = _collisions(spellings(column))
        if rarer and rarer.cells >= ALERT * column.rows:
            finding = _finding(column, things, rarer)
            findings.append(finding)
            where[finding.key] = among(job.delivery.table, column, (text for text, _ in rarer.counts))
    says = f"{several(unlisted, 'column has', 'columns have')} too many values to compare them." if unlisted else ""
    return Seen(tuple(findings), where=where, says=says)


def _collisions(known: Spellings) -> tuple[int, Spellings | None]:
    """Return how many things have several spellings, and all spellings but the most common one of each."""
    alike: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for text, n in known.counts:
        if (thing := folded(text)) and not says_nothing(text):
            alike[thing][text.strip(SPACES)].append((text, n))
    several_ways = [ways for ways in alike.values() if len(ways) > 1]
    if not several_ways:
        return 0, None
    rarer: list[tuple[str, int]] = []
    for ways in several_ways:
        common = max(ways, key=lambda way: sum(n for _, n in ways[way]))
        rarer.extend(pair for way, pairs in ways.items() if way != common for pair in pairs)
    return len(several_ways), Spellings(tuple(sorted(rarer, key=lambda pair: -pair[1])), known.exact)


def _finding(column: Column, things: int, rarer: Spellings) -> Finding:
    return Finding(
        check="category-collision",
        columns=(column.name,),
        severity=Severity.MEDIUM,
        saw=f"{several(things, 'value is', 'values are')} spelled in several ways that differ only in capitals, spaces "
        f"or punctuation; {of_all(rarer.cells, column.rows, 'rows')} hold a less common spelling.",
        sure=COUNTED + " That both spellings mean the same is a guess.",
        could="Each spelling counts as a thing of its own: sums by group are too small, a model learns less of each.",
        ask=f"Do spellings of {named(column)} that differ only in this way ever mean different things?",
        amount=rarer.cells / column.rows,
    )


CHECK = Check("category-collision", look)
