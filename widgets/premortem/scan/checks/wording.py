"""How figures and names stand in the sentences of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.shown import quoted

if TYPE_CHECKING:
    from premortem.scan.job import Column

COUNTED = "Every cell was looked at: the figures are exact."


def share(part: float, whole: float) -> str:
    """Return a share in percent that never rounds something to nothing, nor nearly all to all; of nothing it is 0."""
    percent = 100 * part / whole if whole else 0.0
    text = f"{percent:.0f}" if percent >= 10 else f"{percent:.1f}"
    if part and float(text) == 0:
        return "less than 0.1 %"
    if part < whole and float(text) == 100:
        return "more than 99 %"
    return f"{text} %"


def of_all(part: float, whole: float, what: str) -> str:
    """Return a share with its counts: "3.1 % of the rows (31 of 1,000)"."""
    return f"{share(part, whole)} of the {what} ({part:,.0f} of {whole:,.0f})"


def several(count: int, one: str, many: str) -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many}"


def named(column: Column) -> str:
    """Return the column's name as a sentence can bear it; one without a name goes by its place."""
    if not column.name.strip():
        return f"column {int(column.id[1:]) + 1} (it has no name)"
    return quoted(column.name)


def from_sample(of: int) -> str:
    """Return how sure a figure is that comes from a sample."""
    return f"Seen in a sample of {of:,} cells, spread evenly over the rows: the share may be somewhat off."
