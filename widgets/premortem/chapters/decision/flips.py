"""The one answer that could flip the decision: each unknown is tried at its ends, and the gates speak again."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from premortem.chapters.decision.gates import together
from premortem.model.answers import DONT_KNOW
from premortem.model.bank import shipped_bank
from premortem.model.events import Json
from premortem.model.history import in_words
from premortem.model.questions import ChapterQuestions, Kind, Question
from premortem.model.state import Known, Row, State
from premortem.model.verdicts import Findings, Level
from premortem.model.wording import amount

TRIED_MAX = 40
"""So many unknowns of one chapter are tried; those its verdict speaks of first."""

KEPT_MAX = 200
Again = Callable[[str, State], Findings]
Tried = list[tuple[str, Level]]
"""Answers in words, each with the level it brings."""


@dataclass(frozen=True)
class End:
    """One end of an unknown: the answer in words, and how far the decision would let the project go then."""

    answer: str
    level: Level


@dataclass(frozen=True)
class Flip:
    """An unknown that could change the decision; `ends` are its worst and best answer, `asked` names it in words."""

    chapter: str
    question: str
    row: str
    asked: str
    ends: tuple[End, End]
    known: bool

    @property
    def text(self) -> str:
        """The flip in one sentence."""
        worst, best = self.ends
        if worst.level is best.level:
            return f"{self.asked} {'At either end' if self.known else 'Any answer'}: {best.level.words.lower()}."
        low, high = (f"if {end.answer}: {end.level.words.lower()}" for end in self.ends)
        return f"{self.asked} I{low[1:]}; {high}."


@dataclass(frozen=True)
class Unknown:
    """A question, or a cell of a row, that is blank, not known, or known only as a range."""

    question: Question
    column: Question | None = None
    row: str = ""
    named: str = ""
    value: Json = None

    @property
    def asked(self) -> Question:
        """What is asked: the column where it is a cell."""
        return self.column or self.question

    @property
    def open(self) -> bool:
        """Whether nobody has answered it yet; else it is a range."""
        value = self.value
        return value in (None, DONT_KNOW) or (isinstance(value, Mapping) and None in value.values())


def flips(state: State, gates: Mapping[str, Level], found: Mapping[str, Findings], again: Again) -> tuple[Flip, ...]:
    """Return the unknowns that could change the decision, the one that moves it furthest first.

    `gates` are the levels that count, `found` the findings behind them, `again` computes a chapter anew.
    """
    now = together(gates.values())
    possible = [
        flip
        for chapter in gates
        if (may := _may_matter(chapter, gates, now))
        for unknown, tried in _tried(chapter, state, found[chapter], again, open_too=may is _Matters.EVEN_OPEN)
        if (flip := _flip(chapter, unknown, _decided(gates, chapter, tried), now))
    ]
    return tuple(sorted(possible, key=lambda flip: (-_reach(flip, now), not flip.known)))


class _Matters(Enum):
    """Which unknowns of a chapter could change the decision at all."""

    RANGES = "ranges"
    EVEN_OPEN = "even open answers"


def _may_matter(chapter: str, gates: Mapping[str, Level], now: Level) -> _Matters | None:
    """Say which unknowns of a chapter are worth trying, None where whatever it finds changes nothing.

    A blank never ranks above what a real answer brings: answering it can only lift its own chapter.
    """
    changing = [level for level in Level if together({**gates, chapter: level}.values()) is not now]
    if any(level.rank > gates[chapter].rank for level in changing):
        return _Matters.EVEN_OPEN
    return _Matters.RANGES if changing else None


def _decided(gates: Mapping[str, Level], chapter: str, tried: Tried) -> Tried:
    """The decisions that the levels of one chapter would bring, the other gates as they are."""
    return [(answer, together({**gates, chapter: level}.values())) for answer, level in tried]


def _reach(flip: Flip, now: Level) -> int:
    return max(abs(end.level.rank - now.rank) for end in flip.ends)


def _flip(chapter: str, unknown: Unknown, tried: Tried, now: Level) -> Flip | None:
    if all(level is now for _, level in tried):
        return None
    worst = min(tried, key=lambda end: end[1].rank)
    best = max(tried, key=lambda end: end[1].rank)
    title = shipped_bank().chapter(chapter).title
    where = f"{title}, “{unknown.named}”" if unknown.named else title
    return Flip(
        chapter=chapter,
        question=unknown.question.id,
        row=unknown.row,
        asked=f"{where}: {unknown.asked.text}",
        ends=(End(*worst), End(*best)),
        known=not unknown.open,
    )


_kept: OrderedDict[tuple[Again, bool, str], list[tuple[Unknown, Tried]]] = OrderedDict()


def _tried(chapter: str, state: State, found: Findings, again: Again, *, open_too: bool) -> list[tuple[Unknown, Tried]]:
    """The unknowns of a chapter with the levels their ends bring; remembered, as an edit changes one chapter only."""
    key = (again, open_too, _slice(chapter, state))
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    currency = state.text("start.currency")
    results = [
        (
            unknown,
            [(_said(unknown, end, currency), again(chapter, _with(state, unknown, end)).verdict.level) for end in ends],
        )
        for unknown in _most_telling(chapter, state, found)
        if open_too or not unknown.open
        if (ends := _ends(unknown))
    ]
    _kept[key] = results
    if len(_kept) > KEPT_MAX:
        _kept.popitem(last=False)
    return results


def forget() -> None:
    """Forget what was tried."""
    _kept.clear()


def _slice(chapter: str, state: State) -> str:
    """All that the findings of a chapter may depend on, as text."""
    prefixes = (f"{chapter}.", "start.")
    values = {name: value for name, value in state.values.items() if name.startswith(prefixes)}
    tables = {
        name: [(row.id, dict(row.values)) for row in rows]
        for name, rows in state.tables.items()
        if name.startswith(prefixes)
    }
    waiting = {name: len(rows) for name, rows in state.unseen.items()}
    return json.dumps([chapter, values, tables, waiting, state.stale], sort_keys=True)


def _most_telling(chapter: str, state: State, found: Findings) -> list[Unknown]:
    """The unknowns of a chapter, those that its verdict and figures speak of first, and not more than can be tried."""
    verdict = found.verdict
    spoken = {missing.question for missing in verdict.missing}
    spoken |= {change.question for change in verdict.would_change}
    spoken |= {figure.hangs_on for figure in found.figures}

    def unspoken(unknown: Unknown) -> bool:
        return unknown.question.id not in spoken

    unknowns = sorted(_unknowns(shipped_bank().chapter(chapter), state), key=unspoken)
    return unknowns[:TRIED_MAX]


def _unknowns(chapter: ChapterQuestions, state: State) -> Iterator[Unknown]:
    for question in chapter.questions:
        if question.retired or question.unseen:  # what one person privately expects is no unknown of the project
            continue
        if question.kind is not Kind.TABLE:
            if _open(question, state.known(question.id)):
                yield Unknown(question, value=state.values.get(question.id))
            continue
        for place, row in enumerate(state.rows(question.id), start=1):
            named = row.text(question.heading.id) or f"{question.row_name} {place}"
            for column in question.columns:
                if not column.retired and _open(column, row.known(column.id)):
                    yield Unknown(question, column, row.id, named, row.values.get(column.id))


def _open(question: Question, known: Known) -> bool:
    return known is not Known.ANSWERED or question.kind is Kind.RANGE


def _ends(unknown: Unknown) -> list[Json]:
    """The answers to try: both ends of a range, a number or a scale, every choice; a text or a date has no ends."""
    asked, value = unknown.asked, unknown.value
    low, high = asked.minimum, asked.maximum
    if isinstance(value, Mapping) and all(part is not None for part in value.values()):
        low, high = value["low"], value["high"]
    if asked.options:  # the levels of a scale stand in order
        ends = asked.options if asked.kind is Kind.CHOICE else (asked.options[0], asked.options[-1])
        return [option.value for option in ends]
    if asked.kind is Kind.YES_NO:
        return [True, False]
    if asked.kind not in {Kind.NUMBER, Kind.MONEY, Kind.RANGE} or low is None or high is None:
        return []
    return [_point(low), _point(high)] if asked.kind is Kind.RANGE else [low, high]


def _point(number: float) -> Json:
    return {"low": number, "best": number, "high": number}


def _said(unknown: Unknown, end: Json, currency: str | None) -> str:
    asked = unknown.asked
    if asked.options:
        return f"“{in_words(asked, end)}”"
    number: Any = end["best"] if isinstance(end, Mapping) else end
    if isinstance(number, bool) or not isinstance(number, int | float):
        return in_words(asked, end)
    if asked.unit == "%":
        return f"{number:g} %"
    if unknown.open:  # the ends of what may be answered say nothing about the project
        return "it is very low" if number == asked.minimum else "it is very high"
    return amount(float(number), asked.unit, currency)


def _with(state: State, unknown: Unknown, value: Json) -> State:
    """The state in which this unknown has this answer."""
    if unknown.column is None:
        return replace(state, values={**state.values, unknown.question.id: value})
    rows = tuple(
        Row({**row.values, unknown.column.id: value}, row.id, row.by) if row.id == unknown.row else row
        for row in state.rows(unknown.question.id)
    )
    return replace(state, tables={**state.tables, unknown.question.id: rows})
