"""The decision: the gates of all chapters, what to find out first, what could flip it, who does what, the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from premortem.chapters.decision.flips import Again, Flip, flips
from premortem.chapters.decision.gates import Gate, first_to_find, gates, levels, together
from premortem.chapters.decision.quality import Quality, quality
from premortem.chapters.decision.record import Action, Record, agreed, record, signals
from premortem.model.bank import shipped_bank
from premortem.model.state import State
from premortem.model.verdicts import Change, Figure, Findings, Level, Missing, Pilot, Suggestion, Verdict
from premortem.model.wording import count, listed

GATHERS = True
SUGGESTED_MAX = 8
FLIPS_MAX = 6


@dataclass(frozen=True)
class DecisionFindings(Findings):
    """The findings of the decision: its gates, the agreed actions, the record, and what to find out first.

    `flips` are the unknowns that could change it, the strongest first; None where nobody looked for them (`deepened`).
    """

    gates: tuple[Gate, ...]
    agreed: tuple[Action, ...]
    record: Record
    quality: Quality
    first_to_find: Missing | None
    flips: tuple[Flip, ...] | None = None


def findings(state: State, others: Mapping[str, Findings]) -> DecisionFindings:
    """Return the decision over the findings of the other chapters.

    A gate that says stop stops; else an answer that a gate lacks leaves it undecided; else the weakest gate speaks.
    """
    actions = agreed(state)
    level = _level(others, actions)
    said = gates(others, level, state.stale)
    first = first_to_find(others)
    watched = (*signals(state), *(signal for found in others.values() for signal in found.signals))
    return DecisionFindings(
        chapter="decision",
        verdict=_verdict(level, said, others, actions, first),
        figures=_figures(others),
        actions=_suggested(others, actions),
        chart=tuple(_mark(gate) for gate in said),
        chart_says="How far each chapter lets the project go. "
        + "; ".join(f"{gate.title}: {gate.level.words}" for gate in said)
        + ".",
        pilots=tuple(pilot for found in others.values() for pilot in found.pilots),
        signals=watched,
        gates=said,
        agreed=actions,
        record=record(state, tuple(f"{gate.title}: {gate.headline}" for gate in said if gate.decides), watched),
        quality=quality(state),
        first_to_find=first,
    )


def deepened(found: DecisionFindings, state: State, others: Mapping[str, Findings], again: Again) -> DecisionFindings:
    """Return the decision with the unknowns that could flip it, found by trying each at its ends (`again`)."""
    possible = flips(state, levels(others), others, again)[:FLIPS_MAX]
    verdict = found.verdict
    if not possible or verdict.level is Level.NOT_KNOWN:  # no decision to flip yet: what to find first stays first
        return replace(found, flips=possible)
    first = Change(f"The one answer that could flip it: {possible[0].text}", possible[0].question)
    return replace(found, flips=possible, verdict=replace(verdict, would_change=(first, *verdict.would_change)))


def _level(others: Mapping[str, Findings], actions: tuple[Action, ...]) -> Level:
    level = together(levels(others).values())
    if level is Level.GO and not (actions and all(action.complete for action in actions)):
        return Level.CONDITIONS  # no action at all must not look better than one without an owner
    return level


def _verdict(
    level: Level,
    said: tuple[Gate, ...],
    others: Mapping[str, Findings],
    actions: tuple[Action, ...],
    first: Missing | None,
) -> Verdict:
    deciding = [gate for gate in said if gate.decides]
    incomplete = sum(not action.complete for action in actions)
    stale = [gate.title for gate in said if gate.stale]
    reasons = [f"{gate.title}: {gate.headline}" for gate in deciding]
    if stale:
        reasons.append(f"Given under an older objective and not confirmed since: {listed(stale)}.")
    if level is Level.CONDITIONS and not actions:
        reasons.append("No action has been agreed yet.")
    if incomplete:
        reasons.append(f"{count(incomplete)} of {count(len(actions))} actions have no owner or no date yet.")
    changes = tuple(
        replace(change, text=f"{gate.title}: {change.text}")
        for gate in deciding
        for change in others[gate.chapter].verdict.would_change[:1]
    )
    if first and level is Level.NOT_KNOWN:
        changes = (Change(f"The one answer to find first: {first.why}.", first.question), *changes)
    missing = (first,) if first and level is Level.NOT_KNOWN else ()
    return Verdict(level, _headline(level, deciding, first, others), tuple(reasons), changes, missing)


def _headline(level: Level, deciding: list[Gate], first: Missing | None, others: Mapping[str, Findings]) -> str:
    names = listed([gate.title for gate in deciding])
    match level:
        case Level.STOP:
            return f"Stop as it stands: {names} {'shuts' if len(deciding) == 1 else 'shut'} the gate."
        case Level.NOT_KNOWN:
            return f"No decision yet. Find out first: {first.why}." if first else "No decision yet."
        case Level.PILOT_FIRST:
            return f"Find out more before you commit: {names}.{_best_pilot(others)}"
        case Level.CONDITIONS:
            return (
                f"Go, on conditions: {names}."
                if names
                else "Go, once actions are agreed, each with an owner and a date."
            )
        case Level.GO:
            return "Go: every gate is open."


def _best_pilot(others: Mapping[str, Findings]) -> str:
    paying: list[Pilot] = [pilot for found in others.values() for pilot in found.pilots if pilot.pays]
    return f" {paying[0].what} is worth more than it costs." if paying else ""


def _figures(others: Mapping[str, Findings]) -> tuple[Figure, ...]:
    """The first figure of each chapter that counts: the one it would put before the sponsor."""
    bank = shipped_bank()
    return tuple(
        replace(found.figures[0], label=f"{bank.chapter(chapter).title}: {found.figures[0].label}")
        for chapter, found in others.items()
        if found.figures and found.verdict.gate
    )


def _suggested(others: Mapping[str, Findings], actions: tuple[Action, ...]) -> tuple[Suggestion, ...]:
    """What the chapters suggest and nobody has taken up, the weakest chapter's first."""
    taken = {action.what for action in actions}
    ordered = sorted(others.values(), key=lambda found: found.verdict.level.rank)
    suggested = [action for found in ordered for action in found.actions if action.what not in taken]
    return tuple(suggested[:SUGGESTED_MAX])


def _mark(gate: Gate) -> Mapping[str, str | int | bool]:
    return {"gate": gate.title, "level": gate.level.words, "rank": gate.level.rank, "decides": gate.decides}
