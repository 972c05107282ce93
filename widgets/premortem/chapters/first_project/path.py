"""The path from the small first project to the large one: each step with what it must show before the next."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.state import State
from premortem.model.wording import number

PATH, STOP_RULE = "first-project.path", "first-project.stop"
JUMP = 5
"""A step that costs more than this many times the one before is two steps: a convention of this workbook."""


@dataclass(frozen=True)
class Step:
    """One step; `troubles` says in words what is wrong with it."""

    row: str
    name: str
    shows: str | None
    by: str | None
    cost: float | None
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Path:
    """All steps in their order, and what would make the team stop after the first."""

    steps: tuple[Step, ...]
    stop: str | None

    @property
    def troubled(self) -> tuple[Step, ...]:
        """The steps with which something is wrong."""
        return tuple(step for step in self.steps if step.troubles)


def read(state: State) -> Path:
    """Return the path as it was written down."""
    steps: list[Step] = []
    for place, row in enumerate(state.rows(PATH), start=1):
        name = row.text("step") or f"Step {place}"
        step = Step(row.id, name, row.text("shows"), row.text("by"), row.number("cost"))
        before = steps[-1] if steps else None
        steps.append(Step(step.row, name, step.shows, step.by, step.cost, _troubles(step, before)))
    return Path(tuple(steps), state.text(STOP_RULE))


def _troubles(step: Step, before: Step | None) -> tuple[str, ...]:
    found = []
    if step.shows is None:
        found.append("nothing is named that it must show")
    if step.by is None:
        found.append("it has no date")
    if step.cost is None:
        found.append("its cost is not known")
    if before is not None and before.by is not None and step.by is not None and step.by < before.by:
        found.append(f"its date lies before that of “{before.name}”")
    if before is not None and before.cost is not None and step.cost is not None and step.cost > JUMP * before.cost:
        found.append(_jump(step.cost, before))
    return tuple(found)


def _jump(cost: float, before: Step) -> str:
    if not before.cost:
        return f"it costs money and “{before.name}” none: no small bill was paid before the large one"
    times = number(cost / before.cost, 2)
    return f"it costs {times} times as much as “{before.name}”: put a step between"
