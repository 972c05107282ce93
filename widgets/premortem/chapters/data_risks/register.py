"""The risk register: each risk with its expected loss and what an earlier check is worth, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from premortem.analysis import risk
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
_MOVES = ("the chance that it is so", "the chance that it is noticed", "the cost found late", "the cost found early")
_ROUNDING = 1e-9  # below this share of the late cost, a gain is only an error of rounding


@dataclass(frozen=True)
class Risk:
    """One risk; chances are shares from 0 to 1, sums are money, `lacks` names in words what is still to answer.

    `loss` is the expected escaped loss; `worth` what the earlier check saves less its cost, where both are known;
    `at_most` what a perfect check that costs nothing would save; `pays` whether a check comes first, where an
    answer left open counts as the one that asks most of the team.
    """

    row: str
    name: str
    source: str = ""
    kind: str = ""
    owner: str = ""
    lacks: tuple[str, ...] = ()
    probability: risk.Range | None = None
    detection: risk.Range | None = None
    late: risk.Range | None = None
    early: risk.Range | None = None
    check: str = ""
    check_cost: float | None = None
    detection_with: float | None = None
    loss: risk.Range | None = None
    worth: risk.Range | None = None
    at_most: risk.Range | None = None
    pays: bool = False
    could_be_worst: bool = False
    moved_by: str = ""

    @property
    def check_known(self) -> bool:
        """Whether both the cost of a check and what it would notice are answered."""
        return self.check_cost is not None and self.detection_with is not None

    @property
    def saved(self) -> float:
        """The part of the expected loss that the check, not agreed yet, would save before its cost."""
        if self.worth is None or self.check_cost is None or self.check in {"agreed", "none"}:
            return 0.0
        return max(0.0, self.worth.best + self.check_cost)


def read(state: State) -> tuple[Risk, ...]:
    """Return the risks that have all their figures, the largest expected loss first, then those that lack some."""
    risks = [_risk(row, place) for place, row in enumerate(state.rows(TABLE), start=1)]
    whole = {each.row: each for each in risks if each.loss is not None}
    order = risk.ranked({row: _parts(each) for row, each in whole.items()})
    ranked = [replace(whole[entry.name], could_be_worst=entry.could_be_worst) for entry in order]
    return (*ranked, *(each for each in risks if each.loss is None))


def _risk(row: Row, place: int) -> Risk:
    read = Risk(
        row=row.id,
        name=row.text("what") or f"Risk {place}",
        source=row.text("source") or "",
        kind=row.text("kind") or "",
        owner=row.text("owner") or "",
        lacks=tuple(words for column, words in _NEEDED.items() if _blank(row, column)),
        probability=_shares(row, "probability"),
        detection=_shares(row, "detection"),
        late=_sums(row, "late"),
        early=_sums(row, "early"),
        check=row.text("check") or "",
        check_cost=row.number("check-cost"),
        detection_with=_share(row.number("detection-with")),
    )
    return read if read.lacks else _weighed(read)


def _blank(row: Row, column: str) -> bool:
    return (row.text(column) if column == "what" else row.range(column)) is None


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _shares(row: Row, column: str) -> risk.Range | None:
    given = row.range(column)
    return None if given is None else risk.Range(given.low / 100, given.best / 100, given.high / 100)


def _sums(row: Row, column: str) -> risk.Range | None:
    given = row.range(column)
    return None if given is None else risk.Range(given.low, given.best, given.high)


def _parts(each: Risk) -> tuple[risk.Range, risk.Range, risk.Range, risk.Range]:
    """The four things a loss follows from; a check that is agreed counts, but never lowers what is noticed anyway."""
    assert each.probability and each.detection and each.late and each.early
    noticed = each.detection
    if each.check == "agreed" and each.detection_with is not None:
        with_check = each.detection_with
        noticed = risk.Range(*(max(part, with_check) for part in noticed))
    return each.probability, noticed, each.late, each.early


def _weighed(each: Risk) -> Risk:
    parts = _parts(each)
    loss = _range(risk.escaped_loss(*parts))
    weighed = replace(each, loss=loss, moved_by=_moved_by(parts), at_most=_gain(each, 1.0, 0.0))
    if each.check == "none":
        return weighed
    if each.check_cost is not None and each.detection_with is not None:
        weighed = replace(weighed, worth=_gain(each, each.detection_with, each.check_cost))
    if each.check == "agreed":
        return weighed
    # What is left open counts as the answer that asks most: a check that costs nothing, and one that finds everything.
    asked = _gain(each, 1.0 if each.detection_with is None else each.detection_with, each.check_cost or 0.0)
    return replace(weighed, pays=asked.best > _ROUNDING * parts[2].best)


def _gain(each: Risk, noticed_with: float, cost: float) -> risk.Range:
    """What noticing it with this chance is worth; a check cannot lower the chance that it is noticed anyway."""
    assert each.probability and each.detection and each.late and each.early
    without = risk.Range(*(min(part, noticed_with) for part in each.detection))
    return _range(risk.check_worth(each.probability, without, noticed_with, each.late, each.early, cost))


def _moved_by(parts: tuple[risk.Range, ...]) -> str:
    """Name the answer whose own range moves the loss most, the others at their best; "" where none moves it."""
    swings = []
    for place, part in enumerate(parts):
        ends = [
            risk.escaped_loss(*(end if other == place else given.best for other, given in enumerate(parts)))
            for end in (part.low, part.high)
        ]
        swings.append(abs(_range(ends[1]).best - _range(ends[0]).best))
    most = max(swings)
    return _MOVES[swings.index(most)] if most > 0 else ""


def _range(result: float | risk.Range) -> risk.Range:
    return result if isinstance(result, risk.Range) else risk.Range(result, result, result)
