"""The rows of the chart, and the same message in words: the drift line of the versions, with what fired."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from premortem.chapters.changing_objective.conditions import named
from premortem.chapters.changing_objective.tripwires import Tripwire
from premortem.chapters.changing_objective.versions import Drift, Version
from premortem.model.wording import money

Mark = Mapping[str, Any]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TAIL = 0.08
"""How much of the width the newest version gets: nobody says here what day it is today."""
APART, LANE, LINE, CHARACTERS = 0.1, 25, 18, 38
ROOM_FOR_TWO = 0.55
"""Numbers nearer than this share of the width stand below each other; heights in pixels; a line of a phone."""
FEW_LINES = 4
LARGE = ((1e9, " billion"), (1e6, " million"))


@dataclass(frozen=True)
class _Axis:
    """From where to where the drift line runs; without days the versions stand in their order, equally far apart."""

    first: date | None
    days: int
    versions: int

    @property
    def by_day(self) -> bool:
        return self.first is not None

    def of(self, version: Version) -> float:
        """The place of a version, from 0 to 1."""
        return self.at(version.day) if self.by_day and version.day else (version.number - 1) / self.versions

    def at(self, day: date) -> float:
        """The place of a day; all in one place where there is only one day."""
        assert self.first is not None
        return (1 - TAIL) * (day - self.first).days / self.days if self.days else 0.0


def rows(drift: Drift, wires: Sequence[Tripwire], currency: str | None) -> tuple[Mark, ...]:
    """Return rows of `what`, `x` (0 to 1), `money`, `px` (pixels below the plot), `text`, `align`, `kind`."""
    if not drift.said:
        return ()
    fired = [wire for wire in wires if wire.fired]
    axis = _axis(drift, fired)
    marks = [*_scale(drift, currency), *_money(drift, axis)]
    lanes = _lanes([axis.of(version) for version in drift.versions])
    for version, lane in zip(drift.versions, lanes, strict=True):
        px = 16 + LANE * lane
        marks.append({"what": "version", "x": axis.of(version), "px": px, "text": str(version.number)})
    below = 16 + LANE * max(lanes) + 26
    marks += _ends(drift, axis, below)
    marks += _fired(axis, fired)
    for place, line in enumerate(_listed(drift, fired), start=1):
        marks.append({"what": "line", "x": 0.0, "px": below + 6 + LINE * place, "text": line})
    return tuple(marks)


def _axis(drift: Drift, fired: Sequence[Tripwire]) -> _Axis:
    days = [version.day for version in drift.versions if version.day]
    if len(days) < len(drift.versions):
        return _Axis(None, 0, len(drift.versions))
    days += [date.fromisoformat(wire.fired_on) for wire in fired if wire.fired_on]
    return _Axis(min(days), (max(days) - min(days)).days, len(drift.versions))


def _lanes(places: Sequence[float]) -> list[int]:
    """In which line each number stands, so that none covers another."""
    ends: list[float] = []
    found = []
    for place in places:
        lane = next((lane for lane, end in enumerate(ends) if place - end >= APART), len(ends))
        ends[lane : lane + 1] = [place]
        found.append(lane)
    return found


def _scale(drift: Drift, currency: str | None) -> Iterator[Mark]:
    """The lines across, at round sums; without any sum one line to stand on."""
    sums = [amount for version in drift.versions for amount in (version.budget, version.spent) if amount]
    if not sums:
        yield {"what": "across", "money": 0.0, "text": "" if currency is None else "no sums known yet"}
        yield {"what": "room", "money": 1.0}
        return
    step = _round_up(max(sums) / FEW_LINES)
    for line in range(FEW_LINES + 1):
        if step * (line - 1) < max(sums):
            yield {"what": "across", "money": step * line, "text": _compact(step * line, currency) if line else ""}
    yield {"what": "room", "money": max(sums) * 1.15}


def _round_up(amount: float) -> float:
    power = 10.0 ** math.floor(math.log10(amount))
    return next(power * part for part in (1, 2, 2.5, 5, 10) if power * part >= amount * (1 - 1e-9))


def _compact(amount: float, currency: str | None) -> str:
    for size, word in LARGE:
        if amount >= size:
            return f"{money(amount / size, currency)}{word}"
    return money(amount, currency)


def _money(drift: Drift, axis: _Axis) -> Iterator[Mark]:
    """The budget as a step line that runs on to the edge, and what was spent beside it."""
    known = [version for version in drift.versions if version.budget is not None]
    for version in known:
        yield {"what": "budget", "x": axis.of(version), "money": version.budget}
    if known:
        yield {"what": "budget end", "x": 1.0, "money": known[-1].budget}
    for version in drift.versions:
        if version.spent is not None:
            yield {"what": "spent", "x": axis.of(version), "money": version.spent}


def _ends(drift: Drift, axis: _Axis, px: int) -> Iterator[Mark]:
    """What the line runs along: its first and last day, or the order of the rows."""
    if not axis.by_day:
        if len(drift.versions) > 1:
            text = "In the order of the list, not by day"
            yield {"what": "axis", "x": 0.0, "px": px, "text": text, "align": "left"}
        return
    days = [version.day for version in drift.versions if version.day]
    first, last = axis.at(days[0]), axis.at(days[-1])
    apart = last - first > ROOM_FOR_TWO
    both = _month(days[0]) if apart or days[0] == days[-1] else f"{_month(days[0])} to {_month(days[-1])}"
    yield {"what": "axis", "x": min(first, 1 - ROOM_FOR_TWO), "px": px, "text": both, "align": "left"}
    if apart:
        yield {"what": "axis", "x": last, "px": px, "text": _month(days[-1]), "align": "right"}


def _fired(axis: _Axis, fired: Sequence[Tripwire]) -> Iterator[Mark]:
    placed = [
        (axis.at(date.fromisoformat(wire.fired_on)), _letter(place))
        for place, wire in enumerate(fired)
        if axis.by_day and wire.fired_on
    ]
    placed.sort()
    for (x, letter), lane in zip(placed, _lanes([x for x, _ in placed]), strict=True):
        yield {"what": "fired", "x": x, "px": 8 + LINE * lane, "text": letter, "kind": "Tripwire fired"}


def _letter(place: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place % 26]


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _listed(drift: Drift, fired: Sequence[Tripwire]) -> Iterator[str]:
    """Each number and letter of the picture in words, in lines that a phone can hold."""
    for version in drift.versions:
        on = f"{_month(version.day)}, " if version.day else ""
        yield from _wrapped(f"{version.number}: {on}{version.set_off_by}")
    for place, wire in enumerate(fired):
        on = f"{_month(date.fromisoformat(wire.fired_on))}, " if wire.fired_on else ""
        yield from _wrapped(f"{_letter(place)}: {on}fired: {wire.name}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, CHARACTERS) or [text]


def says(drift: Drift, wires: Sequence[Tripwire], currency: str | None) -> str:
    """Return the chart in words, for who cannot see it."""
    if not drift.said:
        return "No version of the objective is written down yet."
    told = "; ".join(
        f"{version.number}{f', {_month(version.day)}' if version.day else ''}: {version.set_off_by}"
        + (f", budget {_compact(version.budget, currency)}" if version.budget is not None else "")
        + (f", spent by then {_compact(version.spent, currency)}" if version.spent is not None else "")
        for version in drift.versions
    )
    order = "by day" if not drift.undated else "in the order of the list"
    fired = [wire.name for wire in wires if wire.fired]
    also = f" Tripwires that have fired: {named(fired)}." if fired else ""
    return f"The versions of the objective {order}, with the budget and what was spent. {told}.{also}"
