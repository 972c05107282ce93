"""What one criterion beyond the shares amounts to, whatever its kind: a comparison, an order, a limit in daily work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

RISK = 0.05
"""How often a comparison, an order or a speed may pass that does not deserve it: the page says it."""
POWER = 0.8
"""How often one that is as good as hoped must pass."""
MOST_CASES = 10_000_000
"""The most cases that the questions admit: a test that needs more is of no usable size."""


class Standing(Enum):
    """How far a criterion is."""

    OPEN = "still open"
    PLANNED = "planned"
    TOO_SMALL = "the test is too small"
    UNPROVEN = "not proven"
    FAILS = "does not hold"
    HOLDS = "holds"


@dataclass(frozen=True)
class Further:
    """One such criterion: where it stands, what is known of it in a sentence, and what it still wants.

    `says` is a sentence with the name in it, `note` the short form beside its row. `wants` is empty where it holds.
    """

    row: str
    name: str
    standing: Standing
    says: str
    note: str
    wants: str = ""


def p_words(p: float) -> str:
    """Write how often chance alone would do this: `p = 0.0312`, `p below 0.0001`."""
    return "p below 0.0001" if p < 0.0001 else f"p = {p:.4f}"
