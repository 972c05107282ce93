"""The decision record, in the fields of MADR 4: what was decided, by whom, why, from what, and how it is checked."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.state import State
from premortem.model.verdicts import Signal

ACTIONS = "decision.actions"
SIGNALS = "decision.signals"


@dataclass(frozen=True)
class Action:
    """Something agreed: what, who, by when (ISO date)."""

    what: str
    owner: str | None
    due: str | None

    @property
    def complete(self) -> bool:
        """Whether somebody does it by a day."""
        return bool(self.owner and self.due)


@dataclass(frozen=True)
class Record:
    """The decision as it was taken; `status` is "proposed" until names and a day stand under it (MADR 4).

    `drivers` are what it hangs on, `confirmation` how one will see whether it was right.
    """

    status: str
    outcome: str | None
    reason: str | None
    decided_by: str | None
    decided_on: str | None
    review_on: str | None
    consulted: str | None
    informed: str | None
    dissent: str | None
    drivers: tuple[str, ...]
    options: str | None
    consequences: str | None
    confirmation: tuple[str, ...]


def agreed(state: State) -> tuple[Action, ...]:
    """Return the agreed actions, in their order."""
    return tuple(
        Action(row.text("what") or "an action without words", row.text("owner"), row.text("due"))
        for row in state.rows(ACTIONS)
    )


def signals(state: State) -> tuple[Signal, ...]:
    """Return the signals that the team agreed on in the decision itself."""
    return tuple(
        Signal(*(row.text(column) or "" for column in ("signal", "threshold", "owner", "by")))
        for row in state.rows(SIGNALS)
    )


def record(state: State, drivers: tuple[str, ...], watched: tuple[Signal, ...]) -> Record:
    """Return the decision as written down, with what it hangs on and how it is checked."""
    said = {name: state.text(f"decision.{name}") for name in _FIELDS}
    decided = said["outcome"] not in (None, "later") and said["decided-by"] and said["decided-on"]
    return Record(
        status="decided" if decided else "proposed",
        drivers=drivers,
        confirmation=tuple(_watched(signal) for signal in watched if signal.signal),
        **{name.replace("-", "_"): value for name, value in said.items()},
    )


_FIELDS = (
    "outcome",
    "reason",
    "decided-by",
    "decided-on",
    "review-on",
    "consulted",
    "informed",
    "dissent",
    "options",
    "consequences",
)


def _watched(signal: Signal) -> str:
    return f"{signal.signal}: act when {signal.threshold or 'not agreed yet'}"
