"""What a chapter says: a verdict, why, what would change it, figures with interval and source, actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Level(Enum):
    """How far one may go, worst first: a blank never ranks above what a real answer would bring."""

    NOT_KNOWN = "not-known"
    STOP = "stop"
    PILOT_FIRST = "pilot-first"
    CONDITIONS = "conditions"
    GO = "go"

    @property
    def rank(self) -> int:
        """0 for the worst (not enough known) to 4 for the best (go)."""
        return _RANKS[self]

    @property
    def words(self) -> str:
        """The level as a reader sees it."""
        return _WORDS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}
_WORDS = {
    Level.NOT_KNOWN: "Not enough known yet",
    Level.STOP: "Stop",
    Level.PILOT_FIRST: "Pilot first",
    Level.CONDITIONS: "Go, with conditions",
    Level.GO: "Go",
}


@dataclass(frozen=True)
class Change:
    """One answer, or figure, that would change the verdict, and to what; `question` is the id it hangs on."""

    text: str
    question: str = ""


@dataclass(frozen=True)
class Missing:
    """An answer that the verdict needs and does not have; `row` where it is a cell of a table."""

    question: str
    why: str
    row: str = ""


@dataclass(frozen=True)
class Verdict:
    """How far this chapter lets the project go, with reasons, and what would change that.

    Where it is no `gate` the decision shows it and does not hang on it.
    """

    level: Level
    headline: str
    reasons: tuple[str, ...] = ()
    would_change: tuple[Change, ...] = ()
    missing: tuple[Missing, ...] = ()
    gate: bool = True


@dataclass(frozen=True)
class Figure:
    """One number with its interval, unit, source and the question id it hangs on most.

    `low` and `high` bound 8 of 10 cases unless `interval` says otherwise; `unit` "money" is the workbook's currency.
    """

    label: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    interval: str = "8 times of 10"
    source: str = ""
    hangs_on: str = ""


@dataclass(frozen=True)
class Suggestion:
    """An action that a chapter suggests; `key` stays the same as long as the reason does."""

    key: str
    what: str
    why: str


@dataclass(frozen=True)
class Pilot:
    """Something that could be found out before committing, with what it is worth and what it costs, in money.

    `worth` is the most that knowing is worth, between `low` and `high`; `None` stands where nobody has said.
    """

    what: str
    worth: float | None
    low: float | None
    high: float | None
    cost: float | None
    pays: bool | None
    source: str
    question: str = ""


@dataclass(frozen=True)
class Signal:
    """Something to watch, the value at which somebody acts, who looks, and until when (ISO date); empty where open."""

    signal: str
    threshold: str = ""
    owner: str = ""
    by: str = ""


@dataclass(frozen=True)
class Findings:
    """What every chapter finds; a chapter's own dataclass adds its typed results.

    `chart` holds the rows of the chapter's chart, `chart_says` the same message in words for who cannot see it. The
    decision gathers the `pilots` and the `signals` of all chapters.
    """

    chapter: str
    verdict: Verdict
    figures: tuple[Figure, ...]
    actions: tuple[Suggestion, ...]
    chart: tuple[Mapping[str, Any], ...]
    chart_says: str
    pilots: tuple[Pilot, ...] = field(default=(), kw_only=True)
    signals: tuple[Signal, ...] = field(default=(), kw_only=True)
