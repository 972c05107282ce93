"""The outside view: what became of comparable projects, as published and as the team's own record shows it."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from premortem.analysis import reference_class
from premortem.analysis.reference_class import FEWEST_OWN, ClassUplifts, OutsideView, Uplift
from premortem.files import data
from premortem.model.state import Row, State

CLASS, OWN = "expectations.class", "expectations.own-projects"
OVER_PLAN, REACHED_USE = "it-overrun-share", "gartner-production"
HALF, MOST, NEARLY_ALL = range(3)
"""Where the quantiles 0.5, 0.8 and 0.95 stand among the uplifts."""
GRADES: Mapping[str, str] = {
    "seen": "read in the source itself",
    "abstract": "only the summary of the source was read",
    "secondary": "as others quote it; the source itself was not read",
    "quoted": "as an article quotes it, unchecked",
}


@dataclass(frozen=True)
class Published:
    """A published share (0 to 1), with who was counted, the source, how closely it was read, and a caveat."""

    statement: str
    share: float
    population: str
    n: int | None
    source: str
    grade: str
    caveat: str

    @property
    def about(self) -> str:
        """Who was counted, how closely the source was read, and what to beware of, in one line."""
        counted = f"{self.n:,} {self.population}" if self.n else self.population
        return "; ".join(part for part in (counted, GRADES.get(self.grade, self.grade), self.caveat) if part)


@dataclass(frozen=True)
class OwnRecord:
    """The team's own finished projects: what each cost divided by what was planned, and those not fully known."""

    ratios: tuple[float, ...]
    incomplete: tuple[str, ...]
    uplifts: tuple[Uplift, ...]
    """Factors for the quantiles 0.5, 0.8, 0.95; empty with fewer than five projects."""


@cache
def view(class_id: str) -> OutsideView:
    """Return the outside view on an estimate of 1: its amounts are factors."""
    return reference_class.uplift(1.0, class_id)


def chosen(state: State) -> OutsideView | None:
    """Return the outside view of the class that was chosen."""
    class_id = state.text(CLASS)
    return None if class_id is None else view(class_id)


@dataclass(frozen=True)
class Compared:
    """One class beside the plan: who was counted, how it stands to the class chosen, and what each quantile comes to.

    `sums` holds, for half, 8 of 10 and 19 of 20 of the class, how exact the sum is (`at most`, say) and the sum.
    """

    who: str
    n: int | None
    note: str
    sums: tuple[tuple[str, float], ...]
    statement: str
    source: str


def compared(found: OutsideView, record: OwnRecord, plan: float) -> tuple[Compared, ...]:
    """Return the class asked for, the others, and the team's own projects, each for this plan (money)."""
    known = [_compared(found.asked, "chosen", plan)]
    known += [
        _compared(other, "disagrees" if other.class_id in found.disagreeing else "", plan) for other in found.others
    ]
    if record.uplifts:
        statement = "The nearest class of all, if none was left out"
        sums = _sums(record.uplifts, plan)
        known.append(Compared("Your own projects", len(record.ratios), "", sums, statement, "Your answers"))
    return tuple(known)


def _compared(each: ClassUplifts, note: str, plan: float) -> Compared:
    statement = f"{_rows()[each.class_id]['value']} %: {each.statement}"
    return Compared(_capital(each.population), each.n, note, _sums(each.uplifts, plan), statement, source_of(each))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _sums(uplifts: tuple[Uplift, ...], plan: float) -> tuple[tuple[str, float], ...]:
    return tuple((stayed_within(uplift), plan * uplift.factor) for uplift in uplifts)


def source_of(each: ClassUplifts) -> str:
    """Return the source of a class with how closely it was read and its caveat."""
    known = f"{each.source} ({GRADES.get(each.grade, each.grade)})"
    return f"{known}; {each.caveat}" if each.caveat else known


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    with data("reference/base-rates.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


@cache
def published(row_id: str) -> Published:
    """Return a published share from data/reference/base-rates.csv."""
    row = _rows()[row_id]
    return Published(
        statement=row["statement"],
        share=float(row["value"]) / 100,
        population=row["population"],
        n=int(row["n"]) if row["n"].isdigit() else None,
        source=row["source"],
        grade=row["grade"],
        caveat=row["caveat"],
    )


def own(state: State) -> OwnRecord:
    """Return the team's own record; a project whose plan or cost nobody knows is named, not counted."""
    ratios, incomplete = [], []
    for place, row in enumerate(state.rows(OWN), start=1):
        ratio = _ratio(row)
        if ratio is None:
            incomplete.append(row.text("project") or f"project {place}")
        else:
            ratios.append(ratio)
    enough = len(ratios) >= FEWEST_OWN
    return OwnRecord(tuple(ratios), tuple(incomplete), reference_class.own_uplift(1.0, ratios) if enough else ())


def _ratio(row: Row) -> float | None:
    planned, actual = row.number("planned"), row.number("actual")
    return None if planned is None or actual is None else actual / planned


def telling(uplifts: tuple[Uplift, ...]) -> tuple[Uplift, ...]:
    """Return the uplifts that say something of their own: half within "at most" the sum of 8 of 10 says no more."""
    return uplifts[MOST:] if uplifts[HALF].factor == uplifts[MOST].factor else uplifts


def stayed_within(uplift: Uplift) -> str:
    """Say how exact the factor is: published figures often say only `at most` or `at least`."""
    if uplift.low == 0:
        return "at most"
    return "at least" if uplift.high == math.inf else "about"
