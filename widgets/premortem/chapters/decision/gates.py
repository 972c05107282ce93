"""The gates: what each chapter has to say in the decision, and how they speak together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from premortem.model.bank import shipped_bank
from premortem.model.verdicts import Findings, Level, Missing


@dataclass(frozen=True)
class Gate:
    """One chapter's say in the decision.

    `decides` where the decision hangs on it, `stale` where its answers were given under an older objective; one that
    does not `count` is shown only.
    """

    chapter: str
    title: str
    level: Level
    headline: str
    decides: bool = False
    stale: bool = False
    counts: bool = True


def together(levels: Iterable[Level]) -> Level:
    """Return how far the gates let a project go: a stop stops, else the weakest speaks."""
    found = set(levels)
    if Level.STOP in found:
        return Level.STOP
    return min(found, key=lambda level: level.rank, default=Level.NOT_KNOWN)


def levels(others: Mapping[str, Findings]) -> Mapping[str, Level]:
    """Return the levels of the chapters that count."""
    return {chapter: found.verdict.level for chapter, found in others.items() if found.verdict.gate}


def gates(others: Mapping[str, Findings], decision: Level, stale: tuple[str, ...]) -> tuple[Gate, ...]:
    """Return what each chapter says, in the order of a session."""
    return tuple(_gate(chapter, found, decision, stale) for chapter, found in others.items())


def _gate(chapter: str, found: Findings, decision: Level, stale: tuple[str, ...]) -> Gate:
    verdict = found.verdict
    return Gate(
        chapter=chapter,
        title=shipped_bank().chapter(chapter).title,
        level=verdict.level,
        headline=verdict.headline,
        decides=verdict.gate and verdict.level is decision,
        stale=chapter in stale,
        counts=verdict.gate,
    )


def first_to_find(others: Mapping[str, Findings]) -> Missing | None:
    """The first open answer of the chapter that is nearest to a verdict: the fewest answers are missing there."""
    counting = [found.verdict for found in others.values() if found.verdict.gate]
    still_open = [verdict.missing for verdict in counting if verdict.missing]
    return min(still_open, key=len)[0] if still_open else None
