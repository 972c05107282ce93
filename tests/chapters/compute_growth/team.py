"""What a team with three pilots answers, and how a test changes it."""

from __future__ import annotations

from typing import Any

from premortem.analysis import growth
from premortem.chapters.compute_growth.findings import findings
from premortem.chapters.compute_growth.told import ComputeFindings
from premortem.model.answers import canonical
from premortem.model.bank import shipped_bank
from premortem.model.state import Row, State

CHAPTER, TABLE = "compute-growth", "compute-growth.pilots"
Cells = dict[str, Any]


def timed(*sized: tuple[float, float], machine: str = "Our server", price: float = 3.0) -> list[Cells]:
    """Rows of pilots, each a size with its hours."""
    return [
        {"label": f"Run on {size}", "size": size, "hours": hours, "machine": machine, "price": price}
        for size, hours in sized
    ]


PILOTS = timed((2, 0.1), (5, 0.3), (10, 0.7))
EVEN = growth.forecast([2, 5, 10], [0.1, 0.3, 0.7], 100, algorithm="ensemble").median
"""Hours that the full training takes with these pilots as likely as not: as a deadline, nobody can tell."""
FIRST: Cells = {"counted": "share", "algorithm": "ensemble", "deadline": 24, "budget": 200}
DEPTH: Cells = {
    "same-machine": True, "trainings": 2, "retrainings": 1, "data-growth": 10, "checkpoint": "tried", "memory": True,
}  # fmt: skip


def state(rows: list[Cells], answers: Cells) -> State:
    """The state of these answers; a name may be written with underscores."""
    bank = shipped_bank()
    named = {f"{CHAPTER}.{name.replace('_', '-')}": value for name, value in answers.items()}
    values = {name: canonical(bank[name], value) for name, value in named.items()}
    table = canonical(bank[TABLE], rows)
    assert isinstance(table, list)
    return State(values, tables={TABLE: tuple(Row(cells, f"r{place}") for place, cells in enumerate(table))})


def found(rows: list[Cells] | None = None, **changed: Any) -> ComputeFindings:
    """The findings of a team that has answered everything, with these answers changed."""
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    return findings(state(PILOTS if rows is None else rows, {**FIRST, **DEPTH, **named}))
