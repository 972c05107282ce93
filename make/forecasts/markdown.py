"""Tables and figures as Markdown."""

from __future__ import annotations

import math
from collections.abc import Sequence

from forecasts.scores import FEW, Summary, exact_interval

NONE = "–"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose columns line up in plain text too; the first column is words, the others are figures."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]) + " |"

    rule = "|" + "|".join(["-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:])]) + "|"
    return "\n".join([line(header), rule, *(line(row) for row in rows)])


def number(value: float | None, digits: int = 2) -> str:
    """Return a figure with so many decimals, fewer for large ones."""
    if value is None:
        return NONE
    if not math.isfinite(value) or value >= 1000:
        return "over 1000"
    return f"{value:.{0 if value >= 100 else 1 if value >= 20 else digits}f}".replace("-", "−")


def percent(share: float | None, digits: int = 0) -> str:
    """Return a share as so many of a hundred."""
    return NONE if share is None else f"{100 * share:.{digits}f} %"


def covered(group: Summary) -> str:
    """Return the share inside the interval; of few curves with its exact 90 % interval."""
    if group.covered is None:
        return NONE
    if group.asked >= FEW:
        return percent(group.coverage)
    low, high = exact_interval(group.covered, group.asked)
    return f"{group.covered} of {group.asked} ({percent(low)} to {percent(high)})"


def count(group: Summary) -> str:
    """Return how many curves of how many datasets, with a mark where they are few."""
    return f"{group.curves} ({group.datasets})" + ("*" if group.curves < FEW else "")
