"""Each part with its route, or the routes that are still possible while answers are open, and what would change it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from premortem.chapters.prototype_or_infrastructure.routes import (
    LONG_WEEKS,
    MANY_JOINTS,
    Profile,
    Route,
    Rule,
    decide,
    level,
)
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind, Question
from premortem.model.state import Row, State
from premortem.model.verdicts import Level
from premortem.model.wording import listed

TABLE = "prototype-or-infrastructure.components"
Answer = str | int | bool
Given = tuple[tuple[str, Answer | None], ...]
"""The answers about one part by column: what is found for them is kept, as most rows stay as they are."""

DECISIVE: Mapping[str, tuple[Answer, ...]] = {
    "kind": ("software", "hardware"),
    "clarity": (1, 3, 4),
    "existing": (0, 2),
    "reverse": (1, 3),
    "lead": (0, LONG_WEEKS),
    "rent": (False, True),
    "joints": (0, MANY_JOINTS),
}
"""For each answer one value from every stretch that the rules treat alike: with these, all that can be is tried."""

WORDS = {
    "kind": "what kind of part it is",
    "clarity": "how clear it is what it must do",
    "existing": "how good is what you already have",
    "reverse": "what it would take to turn back",
    "lead": "how many weeks until you have it",
    "rent": "whether a stage can be rented",
    "joints": "how many integration points it has",
}
_NAMED = 2
_WEEKS_A_STEP = 4
_ANOTHER_KIND = 99  # so that it comes last: a part of another kind is another part


@dataclass(frozen=True)
class Outcome:
    """A rule that may decide, and how far it lets one go."""

    rule: Rule
    level: Level

    @property
    def effect(self) -> tuple[Route, Level]:
        """What matters of it: two rules with the same effect need not be told apart."""
        return self.rule.route, self.level


@dataclass(frozen=True)
class Turn:
    """One other answer to one question that would change where the part goes; `steps` says how far away it is."""

    column: str
    question: str
    answer: str
    steps: int
    outcome: Outcome


@dataclass(frozen=True)
class Component:
    """One part: its answers by column (`None` where open), what is possible, and the turns, nearest first.

    `lacks` holds the columns that must be answered before the part has one route.
    """

    row: str
    name: str
    answers: Mapping[str, Answer | None]
    possible: tuple[Outcome, ...]
    lacks: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def settled(self) -> Outcome | None:
        """The outcome, once open answers cannot change it."""
        return None if self.lacks else self.possible[0]

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes that are possible, each once."""
        return tuple(dict.fromkeys(outcome.rule.route for outcome in self.possible))

    @property
    def other_route(self) -> Turn | None:
        """The nearest answer that would change the route."""
        return next((turn for turn in self.turns if turn.outcome.rule.route is not self.possible[0].rule.route), None)

    @property
    def other_levels(self) -> tuple[Turn, ...]:
        """For each question the nearest answer that would change how far one may go.

        Where some would let one go further, only those.
        """
        here = self.possible[0].level
        differing = [turn for turn in self.turns if turn.outcome.level is not here]
        better = [turn for turn in differing if turn.outcome.level.rank > here.rank]
        nearest: dict[str, Turn] = {}
        for turn in better or differing:
            nearest.setdefault(turn.column, turn)
        return tuple(nearest.values())

    @property
    def open_points(self) -> str:
        """What must be answered before it has one route, in a few words."""
        few = [WORDS[column] for column in self.lacks[:_NAMED]]
        more = len(self.lacks) - len(few)
        return listed([*few, f"{more} more answers"] if more > 1 else [WORDS[column] for column in self.lacks])

    @property
    def joined(self) -> bool:
        """Whether it is joined to anything; not known counts as yes."""
        return self.answers["joints"] != 0


def read(state: State) -> tuple[Component, ...]:
    """Return the parts of the workbook, each as far as its answers go."""
    return tuple(_component(row, place) for place, row in enumerate(state.rows(TABLE), start=1))


def _component(row: Row, place: int) -> Component:
    name = " ".join((row.text("name") or "").split()) or f"Part {place}"
    answers = _answers(row)
    given = tuple(answers.items())
    possible, lacks = _explored(given)
    return Component(row.id, name, answers, possible, lacks, () if lacks else _turns(given, possible[0].effect))


def _answers(row: Row) -> dict[str, Answer | None]:
    lead, joints = row.number("lead"), row.number("joints")
    return {
        "kind": row.text("kind"),
        "clarity": row.level("clarity"),
        "existing": row.level("existing"),
        "reverse": row.level("reverse"),
        "lead": None if lead is None else math.floor(lead),
        "rent": row.yes("rent"),
        "joints": None if joints is None else math.floor(joints),
    }


def _completions(answers: Mapping[str, Answer | None]) -> Iterator[dict[str, Answer]]:
    """Every way in which the open answers may turn out, as far as the rules tell them apart."""
    blank = [column for column, answer in answers.items() if answer is None]
    for values in product(*(DECISIVE[column] for column in blank)):
        yield dict(zip(blank, values, strict=True))


def _outcome(answers: Mapping[str, Answer | None], completion: Mapping[str, Answer]) -> Outcome:
    profile = Profile(**{**answers, **completion})  # type: ignore[arg-type]  # all seven are answered by now
    return Outcome(decide(profile), level(profile))


@lru_cache(maxsize=1024)
def _explored(given: Given) -> tuple[tuple[Outcome, ...], tuple[str, ...]]:
    """Return what is possible as long as some answers are open, and the open columns on which that hangs."""
    answers = dict(given)
    tried = [(completion, _outcome(answers, completion)) for completion in _completions(answers)]
    lacks = []
    for column in (column for column, answer in answers.items() if answer is None):
        by_the_rest: dict[tuple[Answer, ...], set[tuple[Route, Level]]] = {}
        for completion, outcome in tried:
            rest = tuple(value for name, value in completion.items() if name != column)
            by_the_rest.setdefault(rest, set()).add(outcome.effect)
        if any(len(effects) > 1 for effects in by_the_rest.values()):
            lacks.append(column)
    return tuple(dict.fromkeys(outcome for _, outcome in tried)), tuple(lacks)


@lru_cache(maxsize=1024)
def _turns(given: Given, here: tuple[Route, Level]) -> tuple[Turn, ...]:
    """Try each other admissible level of each answer given; keep what surely changes route or level, nearest first."""
    answers = dict(given)
    blanks = list(_completions(answers))
    found = []
    for column in shipped_bank()[TABLE].columns:
        answer = answers.get(column.id)
        if answer is None:
            continue
        for value, steps in _others(column, answer):
            changed = [_outcome({**answers, column.id: value}, blank) for blank in blanks]
            effects = {outcome.effect for outcome in changed}
            if len(effects) == 1 and here not in effects:
                found.append(Turn(column.id, column.text, _in_words(column, value), steps, changed[0]))
    return tuple(sorted(found, key=lambda turn: (turn.steps, list(WORDS).index(turn.column))))


def _others(column: Question, given: Answer) -> Iterator[tuple[Answer, int]]:
    """The other admissible answers, each with its distance from the one given."""
    if column.kind is Kind.YES_NO:
        yield not given, 1
    elif column.kind is Kind.NUMBER:
        limit = int(DECISIVE[column.id][1])
        other = limit - 1 if int(given) >= limit else limit  # only crossing the limit can change anything
        weeks_or_points = abs(other - int(given))
        yield other, math.ceil(weeks_or_points / _WEEKS_A_STEP) if column.id == "lead" else weeks_or_points
    else:
        for option in column.options:
            if option.value != given:
                far = _ANOTHER_KIND if column.kind is Kind.CHOICE else abs(int(option.value) - int(given))
                yield option.value, far


def _in_words(column: Question, value: Answer) -> str:
    if column.kind is Kind.YES_NO:
        return "Yes" if value else "No"
    if column.kind is Kind.NUMBER:
        limit = int(DECISIVE[column.id][1])
        return f"{limit} or more" if int(value) >= limit else f"Fewer than {limit}"
    return next(option.label for option in column.options if option.value == value)
