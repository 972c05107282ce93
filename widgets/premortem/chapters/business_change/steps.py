"""The steps of the work that become different: who does them then, and what stops."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.state import Row, State

TABLE = "business-change.steps"


@dataclass(frozen=True)
class Step:
    """One step; `stops` names what is no longer done, "" where nothing is, or where nobody could name it.

    `unnamed` and `unknown` say why it is "": nobody said what stops, or nobody knew whether anything does.
    """

    row: str
    name: str
    before: str
    after: str
    who: str
    stops: str
    unnamed: bool
    unknown: bool

    @property
    def described(self) -> bool:
        """Whether it is written down how the step is done today and how it will be done."""
        return bool(self.before and self.after)


def read(state: State) -> tuple[Step, ...]:
    """Return the steps in the order in which they were written down."""
    return tuple(_step(row, place) for place, row in enumerate(state.rows(TABLE), start=1))


def _step(row: Row, place: int) -> Step:
    stops, what = row.yes("removed") is True, row.text("what") or ""
    return Step(
        row=row.id,
        name=row.text("step") or f"step {place}",
        before=row.text("before") or "",
        after=row.text("after") or "",
        who=row.text("who") or "",
        stops=what if stops else "",
        unnamed=stops and not what,
        unknown=row.yes("removed") is None,
    )
