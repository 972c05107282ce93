"""The rows of the chart, and the same message in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from premortem.chapters.effort_curve.contract import NAMES, finding
from premortem.chapters.effort_curve.evidence import Evidence
from premortem.chapters.effort_curve.judgement import LOOKS_AHEAD, Judgement, chance_words
from premortem.chapters.effort_curve.outlook import Outlook
from premortem.chapters.effort_curve.progress import Measurement
from premortem.chapters.effort_curve.sides import CAPPED, Sides
from premortem.chapters.effort_curve.terms import Terms
from premortem.model.wording import number, percent

Mark = Mapping[str, Any]
LANES_FROM, LANE = 378, 44
"""Where the lanes of the contracts begin, in pixels from the top of the curve, and how far apart they are."""
SHORT = {**NAMES, CAPPED: "Capped"}


def marks(evidence: Evidence, judgement: Judgement) -> tuple[Mark, ...]:
    """Return rows of `what`, `effort`, `quality`, `low`, `high` (shares 0 to 1), `label`, `align`."""
    progress, terms = evidence.progress, evidence.terms
    start = (progress.start,) if progress.start else ()
    rows = [_measured(point, terms) for point in (*start, *progress.points)]
    if not rows:
        return ()
    outlook = evidence.outlook if judgement.case in LOOKS_AHEAD else None
    end = max(row["effort"] for row in rows)
    if outlook is not None:
        end = outlook.path[-1].effort
        height = max(terms.target or 0.0, outlook.path[-1].high) - min(row["quality"] for row in rows)
        rows += _path(outlook, terms.target, room=0.08 * height)
    if progress.latest is not None:
        latest = progress.latest
        label = f"so far {percent(latest.quality)}"
        rows.append({**_sided("latest", latest.effort, label, end), "quality": latest.low})
    if terms.target is not None:
        label = f"target {percent(terms.target)}"
        rows.append({"what": "target", "effort": end, "quality": terms.target, "label": label})
    if outlook is not None and outlook.limit is not None and outlook.limit <= end:
        rows.append(_sided("limit", outlook.limit, f"affordable: to {number(outlook.limit)}", end))
    best = evidence.best
    if best is not None and 0 < best.stop.day <= end:
        rows.append(_sided("best stop", best.stop.day, f"best stop: {number(best.stop.day)}", end))
    if outlook is not None and evidence.sides is not None:
        rows += _lanes(evidence.sides, terms, outlook.now, end)
    rows.append({"what": "axis", "effort": end, "label": f"Effort from the beginning, in {terms.unit_words[1]}"})
    return tuple(rows)


def _lanes(sides: Sides, terms: Terms, now: float, end: float) -> list[Mark]:
    """One lane for each kind of contract, below the curve: from the supplier's stop to the client's."""
    heading = "dot: supplier stops, diamond: you"
    lanes: list[Mark] = [{"what": "lanes", "label": heading, "effort": now, "lane": LANES_FROM}]
    for place, side in enumerate(sides.kinds, start=1):
        supplier, client = (min(now + stop.more, end) for stop in (side.supplier, side.client))
        name = f"{SHORT[side.kind]}, yours" if side.kind == terms.contract else SHORT[side.kind]
        at = number(100 * side.supplier.quality) if side.begins else "none"
        label, height = f"{name}: they {at}, you {percent(side.client.quality)}", LANES_FROM + place * LANE - 18
        lanes.append({"what": "lane name", "effort": now, "label": label, "lane": height})
        lanes.append({"what": "lane", "effort": supplier, "until": client, "label": label, "lane": height + 15})
    return lanes


def _sided(what: str, effort: float, label: str, end: float) -> Mark:
    """A mark whose label goes to the side where there is more room."""
    return {"what": what, "effort": effort, "label": label, "align": "left" if effort < end / 2 else "right"}


def _measured(point: Measurement, terms: Terms) -> Mark:
    row = {"effort": point.effort, "quality": point.quality}
    if point.cases is None:
        return {"what": "start", **row, "label": f"start {percent(point.quality)}"}
    label = f"{point.name}: {percent(point.quality)} after {terms.effort(point.effort)}"
    return {"what": "measured", **row, "low": point.low, "high": point.high, "label": label}


def _path(outlook: Outlook, target: float | None, room: float) -> list[Mark]:
    """The forecast, named above its end, or below where the target line would run through the words."""
    path = [
        {"what": "expected", "effort": at.effort, "quality": at.median, "low": at.low, "high": at.high}
        for at in outlook.path
    ]
    end = outlook.path[-1]
    label = f"expected {percent(end.median)} ({number(100 * end.low, 2)} to {percent(end.high, 2)})"
    below = target is not None and abs(end.high + room / 2 - target) < room
    place = {"quality": end.low, "align": "below"} if below else {"quality": end.high, "align": "above"}
    return [*path, {"what": "path end", "effort": end.effort, "label": label, **place}]


def chart_says(evidence: Evidence, judgement: Judgement) -> str:
    """Return the chart in words, for who cannot see it."""
    progress, terms = evidence.progress, evidence.terms
    outlook = evidence.outlook if judgement.case in LOOKS_AHEAD else None
    latest, reach = progress.latest, outlook.reach if outlook else None
    if latest is None:
        return "Nothing has been measured yet."
    said = [f"Quality against effort: {percent(latest.quality)} after {terms.effort(latest.effort)}."]
    if outlook is not None:
        at = outlook.at_limit or outlook.doubled
        said.append(
            f"After {terms.effort(at.effort)} in all, {percent(at.median)} is expected, between {percent(at.low)} and "
            f"{percent(at.high)} 8 times of 10."
        )
    if terms.target is not None:
        known = None if reach is None else reach.chance
        chance = "" if known is None else f", its chance within what can be afforded {chance_words(known)}"
        said.append(f"The target is {percent(terms.target)}{chance}.")
    if outlook is not None and evidence.sides is not None:
        said += [finding(terms, side) for side in evidence.sides.kinds]
    if evidence.best is not None:
        said.append(f"The best stop of the 80/20 curve is after {terms.effort(evidence.best.stop.day)}.")
    return " ".join(said)
