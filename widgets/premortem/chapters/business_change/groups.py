"""The groups whose work changes: how many could use it, and the first thing that holds each of them up (Hiatt 2006)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from premortem.analysis import adoption
from premortem.analysis.adoption import BARRIER, ELEMENTS
from premortem.model.bank import shipped_bank
from premortem.model.state import Range, Row, State
from premortem.model.verdicts import Missing

TABLE = "business-change.groups"
ASKS: Mapping[str, str] = {
    "awareness": "do they know why",
    "desire": "do they want it",
    "knowledge": "do they know how",
    "ability": "can they do it in their day",
    "reinforcement": "will it be kept up",
}
EARLY = frozenset({"awareness", "desire"})
"""Barriers that no training mends: who does not know why, or does not want it, is not won by a roll-out."""
_MENDS: Mapping[str, tuple[str, str]] = {
    "awareness": (
        "Let the owner tell them in person why the work has to change: {group}",
        "People want something only once they know what it is for; a mail does not do it.",
    ),
    "desire": (
        "Ask them what they would lose by it, and settle that before more is built: {group}",
        "Training does not win over somebody who does not want it.",
    ),
    "knowledge": (
        "Let them practise with cases of their own work shortly before it begins: {group}",
        "Who has only seen it in a presentation goes back to the old way at the first surprise.",
    ),
    "ability": (
        "Watch them do it on a busy day, and give them the time, the device or the help that is missing: {group}",
        "What works on a quiet day only is not used on the others.",
    ),
    "reinforcement": (
        "Have their own manager look at the use every week, and take the old way out: {group}",
        "What nobody keeps up wears off within months.",
    ),
}


@dataclass(frozen=True)
class Group:
    """One group; `levels` by ADKAR element, None where nobody knew; `barrier` is the first that holds it up."""

    row: str
    name: str
    people: int | None
    hours: Range | None
    levels: Mapping[str, int | None]
    barrier: str | None

    @property
    def lacks(self) -> str:
        """What is missing before its benefit can be told, "" where nothing is."""
        if self.people is None:
            return "how many could use it"
        return "the hours saved for each" if self.people and self.hours is None else ""

    @property
    def early(self) -> bool:
        """Whether it is held up before it has begun: they do not know why, or do not want it."""
        return self.barrier in EARLY

    def says(self, element: str) -> str:
        """Return the level of an element in the words of its scale."""
        level = self.levels[element]
        return "not known" if level is None else _labels()[element, level]

    @property
    def barrier_says(self) -> str:
        """The first barrier with the question behind it and the level chosen."""
        if self.barrier is None:
            return "nothing holds them up"
        level = "not known" if self.levels[self.barrier] is None else f"“{self.says(self.barrier)}”"
        return f"{self.barrier} ({ASKS[self.barrier]}? {level})"

    @property
    def mend(self) -> tuple[str, str] | None:
        """What to do about the first barrier, and why; None where there is none."""
        if self.barrier is None:
            return None
        what, why = _MENDS[self.barrier]
        return what.format(group=self.name.replace("{", "(").replace("}", ")")), why


@cache
def _labels() -> Mapping[tuple[str, int], str]:
    table = shipped_bank()[TABLE]
    return {
        (element, int(option.value)): option.label for element in ELEMENTS for option in table.column(element).options
    }


def read(state: State) -> tuple[Group, ...]:
    """Return the groups, those with the earliest barrier first, in the order of the table where they are equal."""
    found = [_group(row, place) for place, row in enumerate(state.rows(TABLE), start=1)]
    return tuple(sorted(found, key=lambda group: ELEMENTS.index(group.barrier) if group.barrier else len(ELEMENTS)))


def _group(row: Row, place: int) -> Group:
    levels = {element: row.level(element) for element in ELEMENTS}
    barrier = adoption.first_barrier(levels)
    people = row.number("people")
    return Group(
        row=row.id,
        name=row.text("group") or f"group {place}",
        people=None if people is None else int(people),
        hours=row.range("hours"),
        levels=levels,
        barrier=barrier.element if barrier else None,
    )


def missing(groups: tuple[Group, ...]) -> tuple[Missing, ...]:
    """Return what the groups need before the benefit can be told."""
    if not groups:
        return (Missing(TABLE, "at least one group whose work changes"),)
    return tuple(Missing(TABLE, f"{group.name}: {group.lacks}", group.row) for group in groups if group.lacks)


def passes(level: int | None) -> bool:
    """Say whether an element at this level lets a group go on to the next."""
    return level is not None and level > BARRIER
