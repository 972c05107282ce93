"""The signals agreed beforehand: which are complete, which have fired, and what was done."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.state import Row, State

TABLE = "changing-objective.tripwires"
_WANTED = {"signal": "a signal", "threshold": "a threshold", "owner": "somebody who looks", "look-on": "a day to look"}


@dataclass(frozen=True)
class Tripwire:
    """One signal; `lacks` names what keeps it from being one, `fired` is `None` while nobody has said."""

    row: str
    name: str
    threshold: str | None
    owner: str | None
    look_on: str | None
    fired: bool | None
    fired_on: str | None
    done: str | None
    lacks: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether it says what fires it, who looks and when."""
        return not self.lacks

    @property
    def unanswered(self) -> bool:
        """Whether it has fired and nobody has said what was done."""
        return self.fired is True and self.done is None

    @property
    def unsaid(self) -> bool:
        """Whether nobody has said if it has fired."""
        return self.fired is None

    @property
    def contradicts(self) -> bool:
        """Whether it says that it has not fired, and has the day on which it did."""
        return self.fired is False and self.fired_on is not None

    @property
    def stands(self) -> str:
        """How it stands, in few words."""
        if self.fired is None:
            return "Nobody has said whether it has fired"
        if not self.fired:
            return "Has not fired" + (f", yet has a day on which it did: {self.fired_on}" if self.fired_on else "")
        on = f" on {self.fired_on}" if self.fired_on else ""
        return f"Fired{on}: {self.done}" if self.done else f"Fired{on}; nothing was done yet"


def read(state: State) -> tuple[Tripwire, ...]:
    """Return the tripwires in the order of the table."""
    return tuple(_tripwire(row, place) for place, row in enumerate(state.rows(TABLE), start=1))


def _tripwire(row: Row, place: int) -> Tripwire:
    return Tripwire(
        row=row.id,
        name=row.text("signal") or f"Tripwire {place}",
        threshold=row.text("threshold"),
        owner=row.text("owner"),
        look_on=row.text("look-on"),
        fired=row.yes("fired"),
        fired_on=row.text("fired-on"),
        done=row.text("done"),
        lacks=tuple(what for column, what in _WANTED.items() if row.text(column) is None),
    )
