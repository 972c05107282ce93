"""The gates of all chapters, the weakest of which speaks; what to find out first; who does what by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from premortem.chapters.wording import count, listed
from premortem.model.bank import shipped_bank
from premortem.model.state import State
from premortem.model.verdicts import Change, Figure, Findings, Level, Missing, Suggestion, Verdict

GATHERS = True
ACTIONS = "decision.actions"
SUGGESTED_MAX = 8


@dataclass(frozen=True)
class Gate:
    """One chapter's say in the decision; `decides` where it is the one that the decision hangs on."""

    chapter: str
    title: str
    level: Level
    headline: str
    decides: bool = False


@dataclass(frozen=True)
class Action:
    """Something agreed: what, who, by when (ISO date)."""

    what: str
    owner: str | None
    due: str | None


@dataclass(frozen=True)
class Record:
    """The decision as it was taken; `status` is "proposed" until names and a day stand under it (MADR 4)."""

    status: str
    outcome: str | None
    reason: str | None
    decided_by: str | None
    decided_on: str | None
    review_on: str | None
    consulted: str | None
    informed: str | None
    dissent: str | None


@dataclass(frozen=True)
class DecisionFindings(Findings):
    """The findings of the decision: its gates, the agreed actions, the record, and what to find out first."""

    gates: tuple[Gate, ...]
    agreed: tuple[Action, ...]
    signals: tuple[Mapping[str, str], ...]
    record: Record
    first_to_find: Missing | None


def findings(state: State, others: Mapping[str, Findings]) -> DecisionFindings:
    """Return the decision over the findings of the other chapters.

    A gate that says stop stops; else an answer that a gate lacks leaves it undecided; else the weakest gate speaks.
    """
    agreed = tuple(_action(row.text("what"), row.text("owner"), row.text("due")) for row in state.rows(ACTIONS))
    level = _level(others, agreed)
    gates = tuple(_gate(chapter, found, level) for chapter, found in others.items())
    first = _first_to_find(others)
    return DecisionFindings(
        chapter="decision",
        verdict=_verdict(level, gates, others, agreed, first),
        figures=_figures(others),
        actions=_suggested(others, agreed),
        chart=tuple(_mark(gate) for gate in gates),
        chart_says="How far each chapter lets the project go. "
        + "; ".join(f"{gate.title}: {gate.level.words}" for gate in gates)
        + ".",
        gates=gates,
        agreed=agreed,
        signals=tuple(_signal(state, place) for place in range(len(state.rows("decision.signals")))),
        record=_record(state),
        first_to_find=first,
    )


def _action(what: str | None, owner: str | None, due: str | None) -> Action:
    return Action(what or "an action without words", owner, due)


def _level(others: Mapping[str, Findings], agreed: tuple[Action, ...]) -> Level:
    levels = {found.verdict.level for found in others.values()}
    if Level.STOP in levels:
        return Level.STOP
    weakest = min(levels, key=lambda level: level.rank, default=Level.NOT_KNOWN)
    if weakest is Level.GO and not (agreed and all(action.owner and action.due for action in agreed)):
        return Level.CONDITIONS  # no action at all must not look better than one without an owner
    return weakest


def _gate(chapter: str, found: Findings, decision: Level) -> Gate:
    title = shipped_bank().chapter(chapter).title
    return Gate(chapter, title, found.verdict.level, found.verdict.headline, found.verdict.level is decision)


def _first_to_find(others: Mapping[str, Findings]) -> Missing | None:
    """The first open answer of the chapter that is nearest to a verdict: the fewest answers are missing there."""
    open_chapters = [found.verdict.missing for found in others.values() if found.verdict.missing]
    return min(open_chapters, key=len)[0] if open_chapters else None


def _verdict(
    level: Level,
    gates: tuple[Gate, ...],
    others: Mapping[str, Findings],
    agreed: tuple[Action, ...],
    first: Missing | None,
) -> Verdict:
    deciding = [gate for gate in gates if gate.decides]
    ownerless = sum(not action.owner or not action.due for action in agreed)
    reasons = [f"{gate.title}: {gate.headline}" for gate in deciding]
    if level is Level.CONDITIONS and not agreed:
        reasons.append("No action has been agreed yet.")
    if ownerless:
        reasons.append(f"{count(ownerless)} of {count(len(agreed))} actions have no owner or no date yet.")
    changes = tuple(
        replace(change, text=f"{gate.title}: {change.text}")
        for gate in deciding
        for change in others[gate.chapter].verdict.would_change[:1]
    )
    if first and level is Level.NOT_KNOWN:
        changes = (Change(f"The one answer to find first: {first.why}.", first.question), *changes)
    missing = (first,) if first and level is Level.NOT_KNOWN else ()
    return Verdict(level, _headline(level, deciding, first), tuple(reasons), changes, missing)


def _headline(level: Level, deciding: list[Gate], first: Missing | None) -> str:
    names = listed([gate.title for gate in deciding])
    match level:
        case Level.STOP:
            return f"Stop as it stands: {names} shuts the gate."
        case Level.NOT_KNOWN:
            return f"No decision yet. Find out first: {first.why}." if first else "No decision yet."
        case Level.PILOT_FIRST:
            return f"Find out more before you commit: {names}."
        case Level.CONDITIONS:
            return (
                f"Go, on conditions: {names}."
                if names
                else "Go, once actions are agreed, each with an owner and a date."
            )
        case Level.GO:
            return "Go: every gate is open."


def _figures(others: Mapping[str, Findings]) -> tuple[Figure, ...]:
    """The first figure of each chapter: the one it would put before the sponsor."""
    bank = shipped_bank()
    return tuple(
        replace(found.figures[0], label=f"{bank.chapter(chapter).title}: {found.figures[0].label}")
        for chapter, found in others.items()
        if found.figures
    )


def _suggested(others: Mapping[str, Findings], agreed: tuple[Action, ...]) -> tuple[Suggestion, ...]:
    """What the chapters suggest and nobody has taken up, the weakest chapter's first."""
    taken = {action.what for action in agreed}
    ordered = sorted(others.values(), key=lambda found: found.verdict.level.rank)
    suggested = [action for found in ordered for action in found.actions if action.what not in taken]
    return tuple(suggested[:SUGGESTED_MAX])


def _signal(state: State, place: int) -> Mapping[str, str]:
    row = state.rows("decision.signals")[place]
    return {column: row.text(column) or "" for column in ("signal", "threshold", "owner", "by")}


def _record(state: State) -> Record:
    names = ("outcome", "reason", "decided-by", "decided-on", "review-on", "consulted", "informed", "dissent")
    outcome, reason, by, on, review, consulted, informed, dissent = (state.text(f"decision.{name}") for name in names)
    decided = bool(outcome and outcome != "later" and by and on)
    status = "decided" if decided else "proposed"
    return Record(status, outcome, reason, by, on, review, consulted, informed, dissent)


def _mark(gate: Gate) -> Mapping[str, str | int | bool]:
    return {"gate": gate.title, "level": gate.level.words, "rank": gate.level.rank, "decides": gate.decides}
