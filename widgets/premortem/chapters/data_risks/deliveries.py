"""Two deliveries of one source side by side: what got better, what got worse, what is new, what is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from premortem.model import amounts
from premortem.model.checks import CHECKS
from premortem.model.evidence import Done, Finding, Scan

# What became of a finding, in the order in which it presses, and in words for one and for several of them.
CHANGES: Mapping[str, str] = {
    "worse": "worse",
    "new": "new",
    "better": "better",
    "gone": "gone",
    "within chance": "changed no more than chance would",
    "the same": "the same",
    "not compared": "not compared",
}


@dataclass(frozen=True)
class Compared:
    """One finding in two deliveries: `was` and `now` are figures in words; `change` is one of `CHANGES`."""

    title: str
    columns: tuple[str, ...]
    about: str
    was: str
    now: str
    change: str
    says: str = ""


@dataclass(frozen=True)
class Comparison:
    """The latest delivery against the one before; `says` counts what changed.

    `compared` lists all but what is the same in both; `same_rows` says that they hold the very same rows.
    """

    before: str
    rows_before: int
    compared: tuple[Compared, ...]
    says: str
    same_rows: bool


def compare(before: Scan, now: Scan) -> Comparison:
    """Return what changed from one delivery to the next, what presses most first."""
    then, today = ({each.key: each for each in scan.findings} for scan in (before, now))
    keys = list(dict.fromkeys((*today, *then)))
    found = [_compared(then.get(key), today.get(key), before, now) for key in keys]
    order = list(CHANGES)
    found.sort(key=lambda each: order.index(each.change))
    counted = Counter(each.change for each in found)
    says = ", ".join(f"{counted[change]:,} {words}" for change, words in CHANGES.items() if counted[change])
    same_rows = bool(now.content) and now.content == before.content
    changed = tuple(each for each in found if each.change != "the same")
    return Comparison(before.read_at, before.rows, changed, says or "nothing was found in either", same_rows)


def _compared(was: Finding | None, now: Finding | None, before: Scan, after: Scan) -> Compared:
    finding = now or was
    assert finding is not None
    change, says = _change(was, now, before, after)
    return Compared(
        CHECKS[finding.check].title,
        finding.columns,
        finding.about,
        _figure(was, before.rows),
        _figure(now, after.rows),
        change,
        says,
    )


def _change(was: Finding | None, now: Finding | None, before: Scan, after: Scan) -> tuple[str, str]:
    if was is None:
        assert now is not None
        if not _made(now.check, before):
            return "not compared", "not checked in the delivery before"
        return "new", "perhaps left out before, for want of room" if before.left_out else ""
    if now is None:
        if not _made(was.check, after):
            return "not compared", "not checked in this delivery"
        return "gone", "or left out this time, for want of room" if after.left_out else ""
    return _moved(was, now, before.rows, after.rows)


def _made(check: str, scan: Scan) -> bool:
    done = {each.check: each.done for each in scan.coverage}
    return done.get(check, Done.NOT_HERE) is Done.CHECKED or any(each.check == check for each in scan.findings)


def _moved(was: Finding, now: Finding, rows_then: int, rows_now: int) -> tuple[str, str]:
    then, today = amounts.comparable(was, rows_then), amounts.comparable(now, rows_now)
    if then is None or today is None or was.unit != now.unit:
        graver = was.severity.rank - now.severity.rank
        return ("worse" if graver > 0 else "better" if graver < 0 else "the same"), ""
    if then == today or amounts.in_words(then, "share") == amounts.in_words(today, "share"):
        return "the same", ""
    low_then, high_then = amounts.interval(was, rows_then) or (then, then)
    low_now, high_now = amounts.interval(now, rows_now) or (today, today)
    if low_now <= high_then and low_then <= high_now:
        return "within chance", "the intervals overlap"
    return ("worse" if today > then else "better"), ""


def _figure(finding: Finding | None, rows: int) -> str:
    if finding is None:
        return "–"
    words = amounts.in_words(finding.amount, finding.unit) or finding.severity.value
    if finding.unit in {"cells", "rows"} and finding.amount is not None:
        return f"{words} of {rows:,} rows"
    if finding.low is None or finding.high is None:
        return words
    return f"{words} ({amounts.between(finding.low, finding.high, finding.unit)})"
