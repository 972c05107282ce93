"""The figures of two pictures, drawn by the template: rates by group with their intervals, and what moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from premortem.model.evidence import Moved, Rate
from premortem.model.wording import number, percent

GROUPS_SHOWN, COLUMNS_SHOWN = 16, 24
SOME, MUCH = 0.1, 0.25
"""From here on a column has moved somewhat, or much (population stability index; DATA-CHECKS: drift)."""
_TOPS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
_PSI_TOP = 1.0


@dataclass(frozen=True)
class RateRow:
    """A group: its rows, and where its rate and the ends of its interval lie, in per cent of the axis."""

    group: str
    rows: int
    at: float
    low: float
    high: float
    figure: str
    between: str
    judged: bool


@dataclass(frozen=True)
class RatePicture:
    """One rate in the groups of one column, on an axis from 0 to `top`; `more` groups are not drawn."""

    what: str
    column: str
    rows: tuple[RateRow, ...]
    top: str
    half: str
    more: int

    @property
    def of_gaps(self) -> bool:
        """Whether it is how often a column is empty: there may be one for each column of the table."""
        return self.what.startswith("empty")


@dataclass(frozen=True)
class MovedRow:
    """A column: how far it moved, in per cent of the axis; `goes_on` where the bar is longer than the axis."""

    column: str
    at: float
    goes_on: bool
    index: str
    level: str
    new: str


@dataclass(frozen=True)
class MovedPicture:
    """What moved, the most first, on an axis on which `some` and `much` lie; `more` columns are not drawn."""

    rows: tuple[MovedRow, ...]
    some: float
    much: float
    more: int


@lru_cache(maxsize=16)  # a scan stays what it is while people type
def rate_pictures(rates: tuple[Rate, ...]) -> tuple[RatePicture, ...]:
    """Return a picture for each rate and column, in the order they came."""
    by_picture: dict[tuple[str, str], list[Rate]] = {}
    for each in rates:
        by_picture.setdefault((each.column, each.what), []).append(each)
    return tuple(_rates(what, column, found) for (column, what), found in by_picture.items())


def _rates(what: str, column: str, found: list[Rate]) -> RatePicture:
    drawn = found[:GROUPS_SHOWN]
    judged = [each.high for each in drawn if each.judged] or [each.high for each in drawn]
    top = next((each for each in _TOPS if each >= max(judged)), 1.0)
    rows = tuple(_rate(each, top) for each in drawn)
    return RatePicture(what, column, rows, percent(top), percent(top / 2), len(found) - len(drawn))


def _rate(each: Rate, top: float) -> RateRow:
    rate = each.count / each.of if each.of else None
    low, high = (min(100.0, 100 * end / top) for end in (each.low, each.high))
    return RateRow(
        group=each.group,
        rows=each.count if each.what == "share" else each.of,  # a share is one of all rows
        at=low if rate is None else min(100.0, round(100 * rate / top, 2)),
        low=round(low, 2),
        high=round(high, 2),
        figure="no rows" if rate is None else percent(rate),
        between=f"{number(100 * each.low)} to {percent(each.high)}",
        judged=each.judged,
    )


@lru_cache(maxsize=16)
def moved_picture(moved: tuple[Moved, ...]) -> MovedPicture:
    """Return how far each column moved, the most first, what could not be judged last."""
    found = sorted(moved, key=lambda each: (not each.judged or each.psi is None, -(each.psi or 0.0)))
    drawn = found[:COLUMNS_SHOWN]
    most = max((each.psi for each in drawn if each.judged and each.psi is not None), default=0.0)
    top = min(_PSI_TOP, max(1.2 * MUCH, most))
    rows = tuple(_moved(each, top) for each in drawn)
    return MovedPicture(rows, round(100 * SOME / top, 2), round(100 * MUCH / top, 2), len(found) - len(drawn))


def _moved(each: Moved, top: float) -> MovedRow:
    new = ""
    if each.new_categories:
        many = "1 new value" if each.new_categories == 1 else f"{each.new_categories:,} new values"
        new = f"{many}, in {percent(each.new_share)} of the rows"
    if each.psi is None or not each.judged:
        return MovedRow(each.column, 0.0, False, "–", "too few rows to judge", new)
    level = "moved much" if each.psi >= MUCH else "moved somewhat" if each.psi >= SOME else "hardly moved"
    at = round(min(100.0, 100 * max(each.psi, 0.0) / top), 2)
    return MovedRow(each.column, at, each.psi > top, f"{each.psi:.2f}", level, new)
