"""The rows of the chart, and the same in words for who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from premortem.chapters.success_criteria.criteria import Criterion
from premortem.model.wording import percent


def marks(criteria: tuple[Criterion, ...]) -> tuple[Mapping[str, Any], ...]:
    """Return one row for each share that is known: today, floor, hope, and the result with its bounds."""
    return tuple(row for criterion in criteria for row in _marks(criterion))


def _marks(criterion: Criterion) -> list[Mapping[str, Any]]:
    shares = {"today": criterion.baseline, "floor": criterion.floor, "hoped for": criterion.hoped}
    found: list[Mapping[str, Any]] = [
        {"criterion": criterion.name, "what": what, "share": share, "low": share, "high": share}
        for what, share in shares.items()
        if share is not None
    ]
    if judged := criterion.judgement:
        row = {"criterion": criterion.name, "what": "result", "share": judged.rate}
        found.append({**row, "low": judged.lower, "high": judged.upper})
    return found


def chart_says(criteria: tuple[Criterion, ...]) -> str:
    """Return the message of the chart in words."""
    drawn = [criterion for criterion in criteria if criterion.floor is not None and criterion.hoped is not None]
    if not drawn:
        return "No criterion has a floor and a hope yet."
    said = "; ".join(
        f"{c.name}: floor {percent(c.floor)}, hoped for {percent(c.hoped)}"
        + (f", result {percent(c.judgement.rate)} ({c.judgement.verdict.value})" if c.judgement else "")
        for c in drawn
    )
    return f"For each criterion the floor, the hope, today's share and the result with its bounds. {said}."
