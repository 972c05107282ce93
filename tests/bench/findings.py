"""How long the chapters take: each one's findings in a running session, and `premortem assess` as a whole process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from premortem import chapters
from premortem.chapters.decision import flips
from premortem.model.bank import shipped_bank
from premortem.model.questions import Question
from premortem.model.state import State
from premortem.workbook import state_of

ROUNDS = 7


def each_chapter(answers: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Yield chapter and milliseconds: of findings whose answers have just changed, and of any later ones."""
    state = state_of(answers)
    chapters.assess(state)
    others = {chapter: chapters.findings(chapter, state) for chapter in chapters.CHAPTERS[:-1]}
    for chapter in chapters.CHAPTERS:
        given = others if chapters.gathers(chapter) else None
        changed = [_timed(lambda: _found(chapter, _varied(state, chapter, n), given)) for n in range(ROUNDS)]  # noqa: B023
        again = [_timed(lambda: _found(chapter, state, given)) for _ in range(ROUNDS)]  # noqa: B023
        yield chapter, 1000 * median(changed), 1000 * median(again)


def deep(answers: dict[str, Any]) -> float:
    """Milliseconds until the decision has looked at every unknown of a workbook it has not seen before."""
    state = state_of(answers)
    others = {chapter: chapters.findings(chapter, state) for chapter in chapters.CHAPTERS[:-1]}

    def anew() -> None:
        flips.forget()
        chapters.findings("decision", state, others)

    return 1000 * median(_timed(anew) for _ in range(3))


def process(answers: dict[str, Any], folder: Path) -> tuple[float, float]:
    """Seconds of `premortem assess --from --json` and of a Python that only imports numpy and scipy.special."""
    file = folder / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    ours = [sys.executable, "-m", "premortem.cli", "assess", "--from", str(file), "--json"]
    bare = [sys.executable, "-c", "import numpy, scipy.special"]
    for command in (ours, bare):
        _run(command)  # the files are in the cache then
    return tuple(median(_timed(lambda: _run(command)) for _ in range(ROUNDS)) for command in (ours, bare))  # type: ignore[return-value]  # noqa: B023


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[2] / "widgets")


def _found(chapter: str, state: State, others: Any) -> None:
    chapters.findings(chapter, state, others, deep=False)


def _varied(state: State, chapter: str, turn: int) -> State:
    """The state with other numbers in this chapter, so that nothing kept from before helps."""
    asked = {question.id: question for question in shipped_bank().chapter(chapter).questions}
    values = {name: _moved(asked.get(name), value, turn) for name, value in state.values.items()}
    rows = {
        name: tuple(
            replace(row, values={c: _moved(asked[name].column(c), v, turn) for c, v in row.values.items()})
            for row in each
        )
        for name, each in state.tables.items()
        if name in asked
    }
    return replace(state, values=values, tables={**state.tables, **rows})


def _moved(asked: Question | None, value: Any, turn: int) -> Any:
    """A number a little larger, within its limits; all else as it is."""
    if asked is None or asked.options or asked.whole or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        return {part: _moved(asked, each, turn) for part, each in value.items()}
    if not isinstance(value, int | float) or value == asked.maximum:
        return value
    return value * (1 + 1e-6 * (turn + 1))


def _timed(call: Callable[[], None]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
