"""What the reasons for a failure that has not happened yet ask of the team. It opens the chapters and is no gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from premortem.chapters.premortem_round.written import Group, Reason, grouped, reasons, untouched
from premortem.model.reasons import REASONS
from premortem.model.state import State
from premortem.model.verdicts import Change, Figure, Findings, Level, Missing, Suggestion, Verdict
from premortem.model.wording import count, listed

SOURCE = "Klein, Performing a project premortem, Harvard Business Review 85(9), 2007"
FEW = 3
"""With fewer reasons than this nobody has thought long: two minutes bring more."""

SHOWN_MAX = 5


@dataclass(frozen=True)
class PremortemFindings(Findings):
    """The findings of the premortem round: the reasons in groups, and the groups that nobody wrote about."""

    groups: tuple[Group, ...]
    untouched: tuple[str, ...]
    waiting: int


def findings(state: State) -> PremortemFindings:
    """Return what the reasons ask for; those not yet shown to all are only counted."""
    found = reasons(state)
    groups = grouped(found)
    waiting = state.concealed(REASONS).rows
    return PremortemFindings(
        chapter="premortem-round",
        verdict=_verdict(found, state),
        figures=_figures(found),
        actions=_suggested(found),
        chart=tuple(mark for group in groups for mark in _marks(group)),
        chart_says=_in_words(groups),
        groups=groups,
        untouched=untouched(found),
        waiting=waiting,
    )


def _verdict(found: tuple[Reason, ...], state: State) -> Verdict:
    if not found:
        return _nothing_yet(state)
    loose = [reason for reason in found if reason.chapter is None]
    open_reasons = [reason for reason in found if reason.prevent is None]
    few = len(found) < FEW
    level = Level.CONDITIONS if loose or open_reasons or few else Level.GO
    return Verdict(
        level,
        _headline(found, open_reasons, few=few),
        _reasons(found),
        _changes(loose, open_reasons, few=few),
        gate=False,
    )


def _nothing_yet(state: State) -> Verdict:
    waiting = state.concealed(REASONS)
    if waiting.rows:
        people = "one person" if waiting.people == 1 else f"{count(waiting.people)} people"
        said = f"{_so_many(waiting.rows)} by {people} {'waits' if waiting.rows == 1 else 'wait'} to be shown"
        return Verdict(Level.NOT_KNOWN, f"{said}.", missing=(Missing(REASONS, f"{said}: show all"),), gate=False)
    why = "nobody has written down yet why it failed"
    return Verdict(Level.NOT_KNOWN, "Two quiet minutes: why did it fail?", missing=(Missing(REASONS, why),), gate=False)


def _headline(found: tuple[Reason, ...], open_reasons: list[Reason], *, few: bool) -> str:
    if open_reasons:
        done = len(found) - len(open_reasons)
        said = f"something is to be done about {count(done)} of them" if done else "nothing is to be done about it yet"
        return f"{_so_many(len(found))} why it failed; {said}."
    if few:
        return f"Only {_so_many(len(found)).lower()} so far: give it two more quiet minutes."
    return f"{_so_many(len(found))} why it failed, and something is to be done about each."


def _so_many(number: int) -> str:
    return "One reason" if number == 1 else f"{count(number)} reasons"


def _reasons(found: tuple[Reason, ...]) -> tuple[str, ...]:
    groups = [group for group in grouped(found) if group.chapter]
    most = max((len(group.reasons) for group in groups), default=0)
    said = []
    if most > 1:
        first = listed([f"“{group.title}”" for group in groups if len(group.reasons) == most])
        said.append(f"Most reasons point to {first}: {count(most)} of {count(len(found))}.")
    elif most:
        said.append("No two reasons point to the same question." if len(found) > 1 else "One reason is a beginning.")
    blind = untouched(found)
    if blind and len(found) >= FEW:
        said.append(f"Nobody wrote about {listed([f'“{title}”' for title in blind])}.")
    loose = sum(reason.chapter is None for reason in found)
    if loose:
        said.append(f"{count(loose)} of {count(len(found))} {'is' if loose == 1 else 'are'} not sorted yet.")
    return tuple(said)


def _changes(loose: list[Reason], open_reasons: list[Reason], *, few: bool) -> tuple[Change, ...]:
    changes = []
    if loose:
        changes.append(Change(f"Sort under a question: {loose[0].quoted}{_and_more(loose)}.", REASONS))
    if open_reasons:
        changes.append(
            Change(f"Say what you will do about: {open_reasons[0].quoted}{_and_more(open_reasons)}.", REASONS)
        )
    if few:
        changes.append(Change("More reasons: ask those who were quiet, and those who are not in the room.", REASONS))
    return tuple(changes) or (
        Change("A reason that nobody has thought of yet: ask somebody who is not in the room.", REASONS),
    )


def _and_more(rest: list[Reason]) -> str:
    return f" and {count(len(rest) - 1)} more" if len(rest) > 1 else ""


def _figures(found: tuple[Reason, ...]) -> tuple[Figure, ...]:
    if not found:
        return ()
    answered = sum(reason.answered for reason in found)
    return (_counted("Reasons written", len(found)), _counted("Of these, something is to be done about", answered))


def _counted(label: str, number: int) -> Figure:
    return Figure(label, float(number), "reasons", interval="counted, not estimated", source=SOURCE, hangs_on=REASONS)


def _suggested(found: tuple[Reason, ...]) -> tuple[Suggestion, ...]:
    return tuple(
        Suggestion(f"prevent-{reason.row}", reason.prevent, f"Because it failed like this: {reason.quoted}")
        for reason in found
        if reason.prevent
    )[:SHOWN_MAX]


def _marks(group: Group) -> tuple[Mapping[str, str | int], ...]:
    done = sum(reason.answered for reason in group.reasons)
    open_count = len(group.reasons) - done
    marks = (("something is to be done", done), ("open", open_count))
    return tuple({"group": group.title, "state": state, "reasons": number} for state, number in marks if number)


def _in_words(groups: tuple[Group, ...]) -> str:
    if not groups:
        return "Reasons under each question: none has been shown yet."
    parts = [
        f"{group.title}: {count(len(group.reasons))}, {count(sum(not r.answered for r in group.reasons))} of them open"
        for group in groups
    ]
    return f"Reasons under each question. {'; '.join(parts)}."
