"""The rows of the chart, and the same message in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from premortem.chapters.compute_growth.durations import brief, brief_span, span, time
from premortem.chapters.compute_growth.further import further
from premortem.chapters.compute_growth.judgement import Judgement, chance_words
from premortem.chapters.compute_growth.outlook import Expected, Outlook, Step
from premortem.chapters.compute_growth.pilots import ROWS, Pilots
from premortem.chapters.compute_growth.terms import Terms
from premortem.chapters.compute_growth.timescale import to_name
from premortem.model.wording import number

Mark = Mapping[str, Any]
NEAR = 30.0
"""A limit further off than so many times the rest is not drawn: it would press the picture into a corner."""
PHONE, LETTER = 220, 8
"""Pixels: the width between the ends on a phone, and of one letter of a size."""
LINE_GAP = 0.1
"""Two limits nearer than this share of the height are named above and below."""


def marks(pilots: Pilots, terms: Terms, outlook: Outlook | None) -> tuple[Mark, ...]:
    """Return rows of `what`, `size`, `hours`, `low`, `high`, `label`, `place`; sizes and hours above 0."""
    rows = [_pilot(pilots, run.size, run.hours, run.name) for run in pilots.runs]
    if outlook is None:
        return (*rows, *_axes(pilots, [run.hours for run in pilots.runs], list(pilots.sizes)))
    full, line = outlook.full, outlook.forecast.linear
    hours = [line, *pilots.hours, *(end for at in outlook.fan for end in (at.low, at.high))]
    rows += [_row("fan", at.size, at.median, low=at.low, high=at.high) for at in outlook.fan]
    if full.size > outlook.largest:
        rows += [_row("line", outlook.largest, line * outlook.largest / full.size), _row("line", full.size, line)]
        rows.append({"what": "line end", "label": f"- - straight line: {brief(line)}"})
    rows.append({"what": "full", "label": f"full data: {brief(full.median)}"})
    rows.append({"what": "full range", "label": f"8 times of 10: {brief_span(full.low, full.high)}"})
    if outlook.next_pilot is not None:
        rows += _next(pilots, outlook, outlook.next_pilot)
    limits = _limits(terms, hours)
    rows += limits
    sizes = [*pilots.sizes, full.size] + ([outlook.next_pilot.pilot.size] if outlook.next_pilot else [])
    return (*rows, *_axes(pilots, [*hours, *(limit["hours"] for limit in limits)], sizes, full.size))


def _next(pilots: Pilots, outlook: Outlook, step: Step) -> list[dict[str, Any]]:
    """The next pilot with its hours as a bar, and the band as expected after it: from there to the full data."""
    at, then = step.pilot, step.full
    label = f"{'next' if pilots.counted == ROWS else 'next pilot'}: {_size(pilots, at.size)}"
    smallest = min(*pilots.sizes, at.size)
    way = math.log(at.size / smallest) / (math.log(then.size / smallest) or 1.0)
    place = "right" if PHONE * way + LETTER * len(label) < PHONE else "left"
    told = f"{label}, {span(at.low, at.high)}"
    start = next(each for each in outlook.fan if each.size == max(at.size, outlook.largest))
    return [
        _row("next", at.size, at.median, low=at.low, high=at.high, label=label, told=told, place=place),
        _row("after", start.size, start.median, low=start.median, high=start.median),
        _row("after", then.size, then.median, low=then.low, high=then.high),
        {"what": "after range", "label": f"after the next pilot: {brief_span(then.low, then.high)}"},
    ]


def _row(what: str, size: float, hours: float, **more: Any) -> dict[str, Any]:
    return {"what": what, "size": size, "hours": hours, **more}


def _pilot(pilots: Pilots, size: float, hours: float, name: str) -> dict[str, Any]:
    return _row("pilot", size, hours, label=f"{name}: {pilots.size_words(size)} in {time(hours)}")


def _limits(terms: Terms, hours: list[float]) -> list[dict[str, Any]]:
    """Deadline and budget as lines across, where they lie near enough to be seen."""
    named = []
    if terms.deadline:
        named.append((terms.deadline, "deadline", f"deadline: {brief(terms.deadline)}"))
    paid = terms.paid_hours
    if paid and math.isfinite(paid):
        named.append((paid, "budget", f"budget: {brief(paid)}"))
    near = sorted(limit for limit in named if min(hours) / NEAR <= limit[0] <= max(hours) * NEAR)
    spread = math.log(max([*hours, *(limit[0] for limit in near)]) / min(hours)) or 1.0
    close = len(near) == 2 and math.log(near[1][0] / near[0][0]) < LINE_GAP * spread
    return [
        {"what": what, "hours": at, "label": label, "place": "below" if close and place == 0 else "above"}
        for place, (at, what, label) in enumerate(near)
    ]


def _axes(pilots: Pilots, hours: list[float], sizes: list[float], full: float | None = None) -> list[Mark]:
    if not hours:
        return []
    times: list[Mark] = [
        {"what": "time tick", "hours": at, "label": label} for at, label in to_name(min(hours), max(hours))
    ]
    ends = {min(hours) / 1.3, max(hours) * 1.3}
    return [*times, *({"what": "frame", "hours": end} for end in sorted(ends)), *_sizes(pilots, sizes, full)]


def _sizes(pilots: Pilots, sizes: Iterable[float], full: float | None) -> list[Mark]:
    """The sizes to name: the full data first, then from the largest down, as many as have room on a phone."""
    rising = sorted(set(sizes))
    width = math.log(rising[-1] / rising[0]) or 1.0
    shown: list[tuple[float, float, Mark]] = []
    for size in dict.fromkeys(([full] if full else []) + rising[::-1]):
        last, unit = size == rising[-1], " rows" if pilots.counted == ROWS and size == full else ""
        label = f"{_size(pilots, size)}{unit}"
        at, wide = PHONE * math.log(size / rising[0]) / width, LETTER * len(label)
        left = at + LETTER - wide if last else at - wide / 2
        if all(left + wide + LETTER < other or left > end + LETTER for other, end, _ in shown):
            mark = {"what": "size tick", "size": size, "label": label, "place": "end" if last else "middle"}
            shown.append((left, left + wide, mark))
    return [mark for _, _, mark in sorted(shown, key=lambda named: named[0])]


def _size(pilots: Pilots, size: float) -> str:
    for power, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if pilots.counted == ROWS and size >= power:
            return f"{number(size / power)} {word}"
    return number(size) if pilots.counted == ROWS else f"{number(size)} %"


def chart_says(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook | None) -> str:
    """Return the chart in words, for who cannot see it."""
    if not pilots.runs:
        return "No pilot has been timed yet."
    largest = pilots.largest
    took = f"the largest pilot took {time(largest.hours)} on {pilots.size_words(largest.size)}"
    said = [f"Hours against the amount of data: {took}."]
    if outlook is not None:
        full = outlook.full
        said.append(
            f"One training on the full data is expected to take {_expected(full)}; the straight line says "
            f"{time(outlook.forecast.linear)}."
        )
    if judgement.chance is not None:
        said.append(f"The chance to stay within {terms.tighter} is {chance_words(judgement.chance)}.")
    said += further(pilots, terms, judgement, outlook)
    return " ".join(said)


def _expected(at: Expected) -> str:
    return f"{time(at.median)}, 8 times of 10 between {span(at.low, at.high, 'and')}"
