"""The rows of the chart: each part on a line of its own, in the field whose rules decide it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from premortem.chapters.prototype_or_infrastructure.components import Component
from premortem.chapters.prototype_or_infrastructure.routes import (
    CLEAR_FROM,
    HARD_FROM,
    LONG_WEEKS,
    MANY_JOINTS,
    Route,
)
from premortem.model.verdicts import Level

OPEN = "Still open"
STOP = "Do not order yet"
TIED, FREE, UNPLACED = "tied", "free", "unplaced"
_TITLES = {
    TIED: "Ties you down",
    FREE: "Easy to change",
    UNPLACED: "Not placed yet: answers are missing",
}
_FIELDS = {
    TIED: ("Split it, or rent a stage", "Specify, or rent a stage"),
    FREE: ("Prototype it", "In steps, or order it"),
}
_LAST_UNCLEAR = CLEAR_FROM - 1


def rows(components: tuple[Component, ...]) -> tuple[Mapping[str, Any], ...]:
    """Return the chart's rows: for each band its title and fields, then its parts, the hardest to turn back first.

    No two parts share a line, so that labels never overlap however many parts have the same answers.
    """
    drawn: list[Mapping[str, Any]] = []
    for band in (TIED, FREE, UNPLACED):
        parts = sorted((each for each in components if _band(each) == band), key=_order)
        if not parts and (band == UNPLACED or not components):
            continue
        title = f"{band}-0"
        drawn.append({"line": title, "what": "title", "band": band, "x": 0.5, "text": _TITLES[band]})
        for x, text in zip((0.5, 2.5), _FIELDS.get(band, ()), strict=False):
            drawn.append({"line": f"{band}-1", "what": "field", "band": band, "x": x, "text": text})
        drawn += [_mark(each, band, f"{band}-{place}") for place, each in enumerate(parts, start=2)]
    return tuple(drawn)


def _band(component: Component) -> str:
    if component.answers["clarity"] is None:
        return UNPLACED
    tied = _tied(component)
    return UNPLACED if tied is None else TIED if tied else FREE


def _tied(component: Component) -> bool | None:
    """Whether it ties you down, as far as the answers say: one reason is enough, to deny it takes all three."""
    limits = {"reverse": HARD_FROM, "lead": LONG_WEEKS, "joints": MANY_JOINTS}
    reasons = [
        None if (answer := component.answers[column]) is None else int(answer) >= limit
        for column, limit in limits.items()
    ]
    if any(reasons):
        return True
    return None if None in reasons else False


def _order(component: Component) -> tuple[int, int, str, str]:
    reverse, clarity = component.answers["reverse"], component.answers["clarity"]
    return -int(reverse or 0), int(clarity or 0), component.name, component.row


def _mark(component: Component, band: str, line: str) -> Mapping[str, Any]:
    clarity = 0 if band == UNPLACED else int(component.answers["clarity"] or 0)
    return {
        "line": line,
        "what": "part",
        "band": band,
        "x": clarity or 0.6,
        "side": "left" if clarity > _LAST_UNCLEAR else "right",
        "text": component.name,
        "route": _group(component),
    }


def _group(component: Component) -> str:
    if component.settled is None:
        return OPEN
    return STOP if component.settled.level is Level.STOP else component.settled.rule.route.words


def says(components: tuple[Component, ...]) -> str:
    """Return the message of the chart in words: the parts by route."""
    if not components:
        return "No part of the system is written down yet."
    groups: dict[str, list[str]] = {words: [] for words in (STOP, *(route.words for route in Route), OPEN)}
    for component in components:
        groups[_group(component)].append(component.name)
    said = "; ".join(f"{words}: {', '.join(group)}" for words, group in groups.items() if group)
    return f"Each part by how clear it is what it must do and by whether it ties you down, with its route. {said}."
