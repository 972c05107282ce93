"""What moved between two tables, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from premortem.analysis import proportions
from premortem.model.evidence import Example, Finding, Moved, Severity
from premortem.scan.checks.bins import EMPTY, Bins, above_edges, edges_of, in_categories, takes_numbers
from premortem.scan.checks.identifiers import is_unique
from premortem.scan.checks.pairs import Pair, in_common, no_second, only_in_one, second
from premortem.scan.checks.value_counts import is_date
from premortem.scan.checks.wording import named, several, share
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    from premortem.scan.job import Job

ALERT, HIGH = 0.10, 0.25
"""PSI (DATA-CHECKS: drift)."""

ROWS_MIN = 500
"""On either side: below, chance alone moves a column so far."""

NEW_SHARE = 0.01
"""Share of rows with categories that the first table lacks, from which on it is a finding of its own."""

NAMES_SHOWN, AT_ONCE = 12, 60


@dataclass(frozen=True)
class Shifted:
    """A pair of columns, their counts in the same bins, and how far they lie apart."""

    pair: Pair
    bins: Bins
    shift: proportions.Shift

    @property
    def alarming(self) -> bool:
        """Whether it moved, and more than chance moves a column between tables of this size."""
        return self.shift.psi >= max(ALERT, self.shift.by_chance)


def look(job: Job) -> Seen:
    """Return how far each column in common moved, with a finding where its PSI is 0.1 or more."""
    pairs = in_common(job)
    gone = tuple(_columns_in_one(job, pairs))
    rows = (job.delivery.rows, second(job).rows)
    if min(rows) < ROWS_MIN:
        moved = tuple(Moved(pair.first.name, None, judged=False) for pair in pairs)
        return Seen(gone, moved=moved, says=f"Below {ROWS_MIN} rows in either table chance moves columns: not judged.")
    judged = [pair for pair in pairs if _why_not(pair) == ""]
    shifted = [*_in_numbers(job, [pair for pair in judged if takes_numbers(pair)])]
    others = [(pair, in_categories(pair, rows)) for pair in judged if not takes_numbers(pair)]
    shifted += [_shifted(pair, bins) for pair, bins in others if bins is not None]
    findings = [_finding(each) for each in shifted if each.alarming]
    findings += [_newcomers(job, each) for each in shifted if _has_newcomers(job, each)]
    seen = {each.pair.first.id for each in shifted}
    apart = [Moved(pair.first.name, None, judged=False) for pair in pairs if pair.first.id not in seen]
    moved = (*(_moved(job, each) for each in shifted), *apart)
    many = sum(bins is None for _, bins in others)
    return Seen((*findings, *gone), moved=moved, says=_says(pairs, many))


def _why_not(pair: Pair) -> str:
    """Return "" where the pair can be compared, else the reason."""
    if is_date(pair.first) and is_date(pair.second):
        return "dates, which move on by nature"
    if is_unique(pair.first):
        return "another value in every row"
    if not pair.first.filled and not pair.second.filled:
        return "empty in both"
    return ""


def _says(pairs: Sequence[Pair], many: int) -> str:
    reasons = [reason for pair in pairs if (reason := _why_not(pair))] + ["too many categories"] * many
    if not reasons:
        return ""
    parts = [f"{reasons.count(reason)} ({reason})" for reason in dict.fromkeys(reasons)]
    return f"Columns not judged: {', '.join(parts)}."


def _in_numbers(job: Job, pairs: Sequence[Pair]) -> Iterator[Shifted]:
    for start in range(0, len(pairs), AT_ONCE):
        part = pairs[start : start + AT_ONCE]
        edges = {pair.first.id: edges_of(pair.first) for pair in part}
        before = above_edges(job.delivery, [pair.first for pair in part], edges)
        after = above_edges(second(job), [pair.second for pair in part], edges)
        for pair in part:
            key = pair.first.id
            steps = len(edges[key]) + 1
            names = (*(f"step {at + 1} of {steps}" for at in range(steps)), EMPTY)
            yield _shifted(pair, Bins(names, before[key], after[key]))


def _shifted(pair: Pair, bins: Bins) -> Shifted:
    return Shifted(pair, bins, proportions.psi(bins.before, bins.after))


def _moved(job: Job, each: Shifted) -> Moved:
    return Moved(each.pair.first.name, each.shift.psi, each.bins.new, each.bins.new_rows / second(job).rows)


def _finding(each: Shifted) -> Finding:
    column, psi = each.pair.first, each.shift.psi
    return Finding(
        check="drift",
        columns=(column.name,),
        severity=Severity.HIGH if psi >= HIGH else Severity.MEDIUM,
        saw=f"{named(column)} moved by PSI {psi:.2f} (how far shares lie apart: below 0.1 counts as steady, above 0.25 "
        f"as another population). {_most_moved(each)}",
        sure="Between two samples of one population of this size chance seldom brings more than "
        f"{each.shift.by_chance:.3f}.",
        could="A model trained on the first table meets other cases in the second than it has learned from.",
        ask=f"What changed between the two tables for {named(column)}: the world, the source, or how it is recorded?",
        amount=psi,
        unit="PSI",
    )


def _most_moved(each: Shifted) -> str:
    """In a sentence where the shares changed most; a category goes without its name, which is a cell."""
    before, after = (counts / counts.sum() for counts in (each.bins.before, each.bins.after))
    by = np.abs(after - before)
    at = len(by) - 1 if by[-1] >= by.max() - 1e-9 else int(np.argmax(by))
    name = each.bins.names[at]
    went = f"went from {share(float(before[at]), 1)} to {share(float(after[at]), 1)} of the rows"
    if name == EMPTY:
        return f"Empty cells {went}."
    if takes_numbers(each.pair):
        place = name if len(each.bins.names) > 2 else "the numbers"
        return f"Most of all, {place} {went} (the steps part the first table's numbers, the lowest first)."
    if at == len(each.bins.names) - 2:
        return f"Values that are rare or new {went}."
    return f"Most of all, its {_place(at)} value {went}."


def _place(at: int) -> str:
    return "commonest" if at == 0 else f"{at + 1}. commonest"


def _has_newcomers(job: Job, each: Shifted) -> bool:
    """Whether more rows hold new values than chance brings: as many as hold, before, a value that is there once.

    The share of values seen once estimates the share of those not seen yet (Good 1953).
    """
    if takes_numbers(each.pair):
        return False
    bins = each.bins
    more = proportions.difference(bins.new_rows, second(job).rows, bins.singles, job.delivery.rows)
    return more.value >= NEW_SHARE and more.low > 0


def _newcomers(job: Job, each: Shifted) -> Finding:
    column, bins, rows = each.pair.first, each.bins, second(job).rows
    finding = Finding(
        check="drift",
        columns=(column.name,),
        severity=Severity.MEDIUM,
        saw=f"{named(column)} holds {several(bins.new, 'value', 'values')} in the second table that the first does "
        f"not have, in {share(bins.new_rows, rows)} of its rows.",
        sure="All values of both tables were compared; spaces at the edges do not count.",
        could="A model can say nothing about a value it has never seen; it guesses, or it stops.",
        ask="Are these new, or only spelled in another way?",
        amount=bins.new_rows / rows,
        unit="share",
        about="new values",
    )
    if not job.with_examples:
        return finding
    from premortem.scan.examples import masked

    cells = [masked(each) if job.masked else each for each in bins.newcomers]
    return replace(finding, examples=tuple(Example(None, ((column.name, cell[:120]),)) for cell in cells))


def _columns_in_one(job: Job, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Give a finding where a column is in one of the tables only."""
    first, other = only_in_one(job, pairs)
    if not first and not other:
        return
    yield Finding(
        check="drift",
        columns=tuple(first[:NAMES_SHOWN]),
        severity=Severity.SHOWN,
        saw=f"{several(len(pairs), 'column is', 'columns are')} in both tables by name; {len(first)} only in the "
        f"first, {len(other)} only in the second.",
        sure="Names were compared letter by letter, spaces at the edges apart.",
        could="A model cannot use what the later table lacks.",
        ask="Were columns renamed, or are they gone?",
        amount=float(len(first) + len(other)),
        unit="cells",
        about="columns",
    )


CHECK = Check("drift", look, asked=no_second)
