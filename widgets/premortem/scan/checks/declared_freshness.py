"""Declared freshness: how old the newest date is, dates that lie ahead, and cells that are no date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.declared_columns import Named, gap
from premortem.scan.checks.reading_cells import moment
from premortem.scan.checks.wording import named as name_of
from premortem.scan.checks.wording import of_all
from premortem.scan.job import Seen
from premortem.scan.rules.declared import ColumnRule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ibis.expr.types import BooleanValue, TimestampValue

    from premortem.scan.job import Column, Job
    from premortem.scan.rules import Freshness

AHEAD = timedelta(days=1)
"""A date may lie so far ahead of the scan: the day begins earlier elsewhere."""

FUTURE, UNREAD = "dates ahead", "not a date"


def look(job: Job) -> Seen:
    """Return what is too old, what lies ahead, and what could not be read as a date; one query."""
    named = Named("freshness", job.delivery)
    rules = job.rules
    if rules is None or rules.freshness is None:
        return Seen()
    columns = named.columns((rules.freshness.column,))
    if columns is None:
        return Seen(tuple(named.missing.values()))
    column, now = columns[0], _utc(job.now)
    stamp = moment(job.delivery.table, column, rules.columns.get(column.name, ColumnRule()).dates)
    filled = ~gap(job.delivery.table, column)
    counts = job.delivery.engine.one(job.delivery.table.aggregate(**_asked(job, stamp, filled, now)))
    findings = tuple(_findings(column, rules.freshness, counts, now))
    conditions = {FUTURE: stamp > now + AHEAD, UNREAD: filled & stamp.isnull()}
    where = {each.key: conditions[each.about] for each in findings if each.about in conditions}
    return Seen(findings, where=where, says=named.limits)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _asked(job: Job, stamp: TimestampValue, filled: BooleanValue, now: datetime) -> dict[str, Any]:
    table = job.delivery.table
    newest = stamp.max(where=stamp <= now + AHEAD)
    parts = ("year", "month", "day", "hour", "minute")  # a date of the year 1 or 9999 fits no pandas timestamp
    return {
        "filled": table.count(where=filled),
        "ahead": table.count(where=stamp > now + AHEAD),
        "unread": table.count(where=filled & stamp.isnull()),
        **{part: getattr(newest, part)() for part in parts},
    }


def _findings(column: Column, rule: Freshness, counts: Mapping[str, Any], now: datetime) -> list[Finding]:
    filled, ahead, unread = (int(counts[name] or 0) for name in ("filled", "ahead", "unread"))
    found = []
    if counts["year"] is not None:
        age = _age(counts, now)
        if age > rule.days:
            found.append(_old(column, rule, age))
    elif not filled:
        found.append(_nothing(column))
    if ahead:
        found.append(_ahead(column, ahead, filled))
    if unread:
        found.append(_unread(column, unread, filled))
    return found


def _age(counts: Mapping[str, Any], now: datetime) -> float:
    """Days between the newest date and now, never below 0."""
    year, month, day, hour, minute = (int(counts[part]) for part in ("year", "month", "day", "hour", "minute"))
    if year < 1:
        return float((now - datetime(1, 1, 1)).days)  # noqa: DTZ001 - all moments here are UTC
    newest = datetime(year, month, day, hour, minute)  # noqa: DTZ001
    return max(0.0, (now - newest).total_seconds() / 86_400)


def _old(column: Column, rule: Freshness, age: float) -> Finding:
    return Finding(
        check="freshness",
        columns=(column.name,),
        severity=Severity.HIGH,
        saw=f"The newest date in {name_of(column)} was {age:,.1f} days old when it was read; "
        f"{rule.days:,g} days were declared.",
        sure="The newest of all dates was taken that do not lie ahead; a date without a time zone was taken as UTC.",
        could="What is learned from old rows may no longer hold, and a delivery may have stopped without a word.",
        ask="Is a delivery missing, or is this the right source to learn what happens today?",
        amount=round(age, 2),
        unit="days",
    )


def _nothing(column: Column) -> Finding:
    return Finding(
        check="freshness",
        columns=(column.name,),
        severity=Severity.HIGH,
        saw=f"No row has a date in {name_of(column)}, so nobody can say how old the newest row is.",
        sure="Every cell was looked at.",
        could="A delivery may have stopped without a word.",
        ask="Which other column says when a row was made?",
        about="empty",
    )


def _ahead(column: Column, ahead: int, filled: int) -> Finding:
    return Finding(
        check="freshness",
        columns=(column.name,),
        severity=Severity.HIGH,
        saw=f"{of_all(ahead, filled, 'filled cells')} are dates more than one day ahead of the scan.",
        sure="Every cell was looked at: the figures are exact.",
        could="Such a date is planned, made up or a slip, and it hides how old the newest true date is.",
        ask=f"What does a date in the future mean in {name_of(column)}?",
        amount=ahead / filled,
        about=FUTURE,
    )


def _unread(column: Column, unread: int, filled: int) -> Finding:
    return Finding(
        check="freshness",
        columns=(column.name,),
        severity=Severity.HIGH if unread == filled else Severity.MEDIUM,
        saw=f"{of_all(unread, filled, 'filled cells')} could not be read as a date, so their age is not known.",
        sure="Dates are read as 2026-01-31, with or without a time, unless the rules name another order (`dates`).",
        could="The newest row may be among them: then the age above is wrong.",
        ask=f"In which way are the dates of {name_of(column)} written?",
        amount=unread / filled,
        about=UNREAD,
    )
