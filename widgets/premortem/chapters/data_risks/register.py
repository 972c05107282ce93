"""The risk register: each risk with its expected loss and what an earlier check is worth, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from premortem.analysis import risk
from premortem.analysis.risk import Range
from premortem.model.state import Row, State

TABLE = "data-risks.risks"
KINDS: Mapping[str, str] = {
    "changed": "changes without warning",
    "stops": "stops or comes too late",
    "gaps": "lacks records",
    "wrong": "holds wrong records",
    "meaning": "records something else than we think",
    "people": "leaves out some of those it is used on",
    "licence": "may not be used in this way",
}
_NEEDED = {
    "what": "what could be wrong",
    "probability": "how likely it is",
    "detection": "how likely it is noticed before it does harm",
    "late": "what it costs if it is found late",
    "early": "what it costs if it is found early",
}
_MOVES = (
    "the chance that it is so",
    "the chance that it is noticed",
    "the cost if it is found late",
    "the cost if it is found early",
)
_ROUNDING = 1e-9  # below this share of the late cost, a gain is only an error of rounding

BRIEF_MAX = 80


@dataclass(frozen=True)
class Risk:
    """One row of the register; `lacks` names in words what is still to answer before it can be weighed."""

    row: str
    name: str
    source: str
    kind: str
    owner: str
    lacks: tuple[str, ...]

    @property
    def quoted(self) -> str:
        """The risk as part of a sentence: it is a sentence itself."""
        return f"\u201c{self.brief}\u201d"

    @property
    def brief(self) -> str:
        """The risk, cut where it is long: the whole stands in the table of the register."""
        plain = " ".join(self.name.split()).rstrip(". ")
        return plain if len(plain) <= BRIEF_MAX else f"{plain[: BRIEF_MAX - 1].rstrip()}\u2026"


@dataclass(frozen=True)
class WeighedRisk(Risk):
    """A risk that has its figures; chances are shares from 0 to 1, sums are money.

    `noticed` is the chance to notice it in time, with an agreed check counted in; `loss` the expected escaped loss.
    `worth` is what an earlier check saves less its cost, where both are known; `at_most` what one that finds
    everything and costs nothing would save. `pays` says whether a check comes first, where an answer left open
    counts as the one that asks most of the team. `moved_by` names the answer that gives the loss most of its width.
    """

    probability: Range
    noticed: Range
    late: Range
    early: Range
    check: str
    check_cost: float | None
    detection_with: float | None
    loss: Range
    worth: Range | None
    at_most: Range
    pays: bool
    moved_by: str
    could_be_worst: bool = False

    @property
    def if_so(self) -> float:
        """What it costs on average if it is so, at the worse end of the answers."""
        ends = (self.noticed.low, self.noticed.high)
        return max((1 - chance) * self.late.high + chance * self.early.high for chance in ends)

    @property
    def saved(self) -> float:
        """The part of the expected loss that a check, known and not agreed yet, would save before its cost."""
        if self.worth is None or self.check_cost is None or self.check == "agreed":
            return 0.0
        return max(0.0, self.worth.best + self.check_cost)


@dataclass(frozen=True)
class Register:
    """The weighed risks, the largest expected loss first, and those that still lack a figure."""

    weighed: tuple[WeighedRisk, ...]
    lacking: tuple[Risk, ...]

    @property
    def risks(self) -> tuple[Risk, ...]:
        """All of them."""
        return (*self.weighed, *self.lacking)


def read(state: State) -> Register:
    """Return the register of the workbook."""
    risks = [_risk(row, place) for place, row in enumerate(state.rows(TABLE), start=1)]
    weighed = {each.row: each for each in risks if isinstance(each, WeighedRisk)}
    order = risk.ranked({row: (each.probability, each.noticed, each.late, each.early) for row, each in weighed.items()})
    return Register(
        tuple(replace(weighed[entry.name], could_be_worst=entry.could_be_worst) for entry in order),
        tuple(each for each in risks if not isinstance(each, WeighedRisk)),
    )


def _risk(row: Row, place: int) -> Risk:
    probability, detection = _shares(row, "probability"), _shares(row, "detection")
    late, early = _sums(row, "late"), _sums(row, "early")
    given = {"what": row.text("what"), "probability": probability, "detection": detection, "late": late, "early": early}
    plain = Risk(
        row=row.id,
        name=row.text("what") or f"Risk {place}",
        source=row.text("source") or "",
        kind=row.text("kind") or "",
        owner=row.text("owner") or "",
        lacks=tuple(words for column, words in _NEEDED.items() if given[column] is None),
    )
    if plain.lacks or probability is None or detection is None or late is None or early is None:
        return plain
    return _weighed(plain, row, probability, detection, late, early)


def _shares(row: Row, column: str) -> Range | None:
    given = row.range(column)
    return None if given is None else Range(given.low / 100, given.best / 100, given.high / 100)


def _sums(row: Row, column: str) -> Range | None:
    given = row.range(column)
    return None if given is None else Range(given.low, given.best, given.high)


def _weighed(plain: Risk, row: Row, probability: Range, detection: Range, late: Range, early: Range) -> WeighedRisk:
    per_cent = row.number("detection-with")
    with_check = None if per_cent is None else per_cent / 100
    answers = _Answers(
        probability, detection, late, early, row.text("check") or "", row.number("check-cost"), with_check
    )
    return WeighedRisk(**vars(plain), **_weights(answers))


class _Answers(NamedTuple):
    probability: Range
    detection: Range
    late: Range
    early: Range
    check: str
    check_cost: float | None
    detection_with: float | None

    def gain(self, found: float, cost: float) -> Range:
        """What noticing it that often is worth; a check cannot lower the chance that it is noticed anyway."""
        without = Range(*(min(part, found) for part in self.detection))
        return _range(risk.check_worth(self.probability, without, found, self.late, self.early, cost))


@lru_cache(maxsize=1024)  # while somebody types, all rows but one stay what they are
def _weights(given: _Answers) -> Mapping[str, Any]:
    """The fields that a weighed risk has beyond a plain one."""
    found, cost = given.detection_with, given.check_cost
    agreed, none = given.check == "agreed", given.check == "none"
    noticed = Range(*(max(part, found or 0.0) for part in given.detection)) if agreed else given.detection
    # What is left open counts as the answer that asks most: a check that costs nothing, and one that finds everything.
    asked = given.gain(1.0 if found is None else found, cost or 0.0)
    known = not none and found is not None and cost is not None
    parts = (given.probability, noticed, given.late, given.early)
    return {
        "probability": given.probability,
        "noticed": noticed,
        "late": given.late,
        "early": given.early,
        "check": given.check,
        "check_cost": cost,
        "detection_with": found,
        "loss": _range(risk.escaped_loss(*parts)),
        "worth": asked if known else None,
        "at_most": asked if found is None and not cost else given.gain(1.0, 0.0),
        "pays": not agreed and not none and asked.best > _ROUNDING * given.late.best,
        "moved_by": _moved_by(parts),
    }


def _moved_by(parts: tuple[Range, ...]) -> str:
    """Name the answer whose own range moves the loss most, the others at their best; "" where none moves it."""
    swings = []
    for place, part in enumerate(parts):
        only = [part if other == place else given.best for other, given in enumerate(parts)]
        moved = _range(risk.escaped_loss(*only))
        swings.append(moved.high - moved.low)
    most = max(swings)
    return _MOVES[swings.index(most)] if most > 0 else ""


def _range(result: float | Range) -> Range:
    return result if isinstance(result, Range) else Range(result, result, result)
