"""Limits in daily work: speed at a named share of cases, availability, volume, cost; how measured, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from premortem.analysis import acceptance
from premortem.chapters.success_criteria.further import MOST_CASES, RISK, Further, Standing
from premortem.errors import RefusedInput
from premortem.model.state import Row, State
from premortem.model.wording import count, number

TABLE = "success-criteria.operations"
AT_MOST = frozenset({"latency", "cost", "at-most"})
MINUTES_A_MONTH = 30 * 24 * 60


@dataclass(frozen=True)
class Operation(Further):
    """One limit; `percentile` is a share between 0 and 1, `limit` and `result` stand in their unit.

    `meaning` says in words what the limit asks for. `enough` is the number of measurements that shows a speed if none
    of them is beyond the limit, `enough_with_one` if one is.
    """

    kind: str | None = None
    limit: float | None = None
    unit: str = ""
    percentile: float | None = None
    measured: str | None = None
    by: str | None = None
    result: float | None = None
    meaning: str = ""
    enough: int | None = None
    enough_with_one: int | None = None


def read(state: State) -> tuple[Operation, ...]:
    """Return the limits of the workbook, each read as far as its answers go."""
    return tuple(_operation(row, place) for place, row in enumerate(state.rows(TABLE), start=1))


@lru_cache(maxsize=256)
def measurements_for(percentile: float, beyond: int = 0) -> int | None:
    """Return how many measurements show, at a risk of 5 %, that this share of all cases keeps the limit.

    `None` where no usable number does, as for all cases.
    """
    try:
        needed = acceptance.cases_for(percentile, 1 - RISK, beyond)
    except RefusedInput:
        return None
    return needed if needed <= MOST_CASES else None


def _operation(row: Row, place: int) -> Operation:
    name = row.text("what") or f"Limit {place}"
    kind, limit, measured = row.text("kind"), row.number("limit"), row.text("measured")
    unit = "%" if kind == "availability" else row.text("unit") or ""
    percentile = row.number("percentile") if kind == "latency" else None
    share = None if percentile is None else percentile / 100
    standing, said, wants = _stand(row, kind, limit, unit, share)
    return Operation(
        row.id, name, standing, f"{name}: {said}.", f"{said[0].upper()}{said[1:]}", f"{name}: {wants}" if wants else "",
        kind=kind, limit=limit, unit=unit, percentile=share, measured=measured, by=row.text("by"),
        result=row.number("result"), meaning=_meaning(kind, limit, unit, share),
        enough=None if share is None else measurements_for(share),
        enough_with_one=None if share is None else measurements_for(share, 1),
    )  # fmt: skip


def _lacking(row: Row, kind: str | None, limit: float | None, unit: str, share: float | None) -> str:
    """Return in words what keeps the limit from being one that can be measured."""
    result = row.number("result")
    lacks = (
        (kind is None, "what kind of limit it is, is not known"),
        (limit is None, "the limit is not known"),
        (not unit, "the unit of the limit is not known"),
        (
            kind == "availability" and limit is not None and limit > 100,
            "nothing is available more than 100 % of the time",
        ),
        (kind == "availability" and result is not None and result > 100, "a result above 100 % cannot be"),
        (kind == "latency" and share is None, "in what share of the cases it must hold is not known"),
        (
            share is not None and measurements_for(share) is None,
            "no usable number of measurements shows it for so large a share of the cases",
        ),
        (row.text("measured") is None, "how it is measured is not known"),
    )
    return next((why for lacking, why in lacks if lacking), "")


def _stand(
    row: Row, kind: str | None, limit: float | None, unit: str, share: float | None
) -> tuple[Standing, str, str]:
    """Return where the limit stands, what is said of it, and what it wants."""
    lacking, result = _lacking(row, kind, limit, unit, share), row.number("result")
    if lacking or limit is None:
        return Standing.OPEN, lacking, lacking
    meaning = _meaning(kind, limit, unit, share)
    if result is None:
        due = f" by {row.text('by')}" if row.text("by") else ""
        return Standing.PLANNED, f"{meaning}; not measured yet", f"measure it{due}; asked for is {meaning}"
    if result > limit if kind in AT_MOST else result < limit:
        got = f"misses its limit, with {exact(result)} {unit} against {exact(limit)}"
        return Standing.FAILS, got, f"it misses its limit of {exact(limit)} {unit}; mend it and measure again"
    if kind == "latency" and share is not None:
        return _speed(row, meaning, share)
    return Standing.HOLDS, f"keeps its limit, with {exact(result)} {unit} against {exact(limit)}", ""


def _speed(row: Row, meaning: str, share: float) -> tuple[Standing, str, str]:
    """Judge a speed by how many of the measurements were beyond the limit."""
    times, beyond = row.number("measurements"), row.number("beyond")
    if times is None or beyond is None or beyond > times:
        why = (
            "how often it was measured is not known"
            if times is None
            else "how many measurements were beyond the limit is not known"
            if beyond is None
            else "more measurements beyond the limit than there were"
        )
        return Standing.OPEN, why, why
    judged = acceptance.judge(int(times - beyond), int(times), share, RISK)
    seen = f"{count(beyond)} of {count(times)} measurements beyond the limit"
    if judged.verdict is acceptance.Proof.PROVEN:
        return Standing.HOLDS, f"proven with {seen}", ""
    if judged.verdict is acceptance.Proof.REFUTED:
        return Standing.FAILS, f"misses its limit, with {seen}", "it misses its limit; mend it and measure again"
    wanted = measurements_for(share, int(beyond)) if beyond <= 1000 else None
    more = f"with {count(beyond)} beyond it takes {count(wanted)}" if wanted else "it takes more measurements"
    return Standing.UNPROVEN, f"not proven with {seen}: {more}", f"measure more often; asked for is {meaning}"


def _meaning(kind: str | None, limit: float | None, unit: str, share: float | None) -> str:
    """Say in words what the limit asks for."""
    if limit is None or kind is None or not unit:
        return ""
    if kind == "latency" and share is not None:
        within, enough = f"{exact(100 * share)} of 100 within {exact(limit)} {unit}", measurements_for(share)
        return f"{within}, which {count(enough)} measurements show if none is beyond" if enough else within
    if kind == "availability" and limit <= 100:
        down = _minutes((1 - limit / 100) * MINUTES_A_MONTH)
        return f"{exact(limit)} % of the time, which leaves {down} out of service in 30 days"
    return f"at {'most' if kind in AT_MOST else 'least'} {exact(limit)} {unit}"


def exact(value: float) -> str:
    """Write a limit or a result as it was given, not rounded to three digits."""
    return number(value, 9)


def _minutes(minutes: float) -> str:
    if minutes < 1e-6:
        return "not a minute"
    hours = f" ({number(minutes / 60)} hours)" if minutes >= 120 else ""
    return f"{number(minutes)} minutes{hours}"
