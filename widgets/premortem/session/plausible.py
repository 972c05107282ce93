"""What a simulated person might vote: a valid value for any subject."""

from __future__ import annotations

import datetime
import math
import random

from premortem.model.answers import DONT_KNOW
from premortem.model.event import Json
from premortem.model.subjects import Subject

_UNKNOWN = 0.06
_FORTUNE = 500_000.0
"""The span of sums that a rehearsal plays with, in whatever currency."""
_REASONS = (
    "The data came half a year late",
    "Nobody on the shop floor had been asked",
    "It worked in the pilot and nowhere else",
    "The one person who understood it left",
    "The supplier changed the format and told nobody",
    "It was never clear what would count as success",
    "The old way stayed easier, so people stayed with it",
    "The budget was spent on the first half",
)


def plausible(  # noqa: PLR0911 - one line for each kind
    subject: Subject, place: float, chance: random.Random, today: datetime.date
) -> Json:
    """Return a vote at `place` between the lowest, 0, and the highest, 1, of what the subject admits.

    What else there is to choose is drawn by `chance`; a day that nothing limits lies after `today`.
    """
    options = [option.value for option in subject.options]
    match subject.kind:
        case "number":
            return _figure(subject, place)
        case "range":
            half = chance.uniform(0.05, 0.2)
            parts = (max(place - half, 0.0), place, min(place + half, 1.0))
            return dict(zip(("low", "best", "high"), (_figure(subject, part) for part in parts), strict=True))
        case "date":
            return _day(subject, place, today)
        case "text":
            many = chance.randint(1, max(1, min(subject.many, 3, len(_REASONS))))
            return [f"(simulated) {reason}"[: subject.length_max] for reason in chance.sample(_REASONS, many)]
        case "rows":
            return [_row(subject, place, chance, today)]
        case "rank":
            return sorted(options, key=lambda value: options.index(value) + chance.gauss(0, len(options) / 3))
        case "dots":
            drawn = chance.choices([str(value) for value in options], k=max(subject.dots, 1))
            return {name: drawn.count(name) for name in dict.fromkeys(drawn)}
    return options[min(int(place * len(options)), len(options) - 1)] if options else None


def _row(subject: Subject, place: float, chance: random.Random, today: datetime.date) -> dict[str, Json]:
    """What one person fills in: much the same view in each column, now and then one that they do not know."""
    row: dict[str, Json] = {}
    for column in subject.columns:
        about = min(max(chance.gauss(place, 0.15), 0.0), 1.0)
        unknown = row and chance.random() < _UNKNOWN
        value = DONT_KNOW if unknown else plausible(column, about, chance, today)
        row[column.column] = value[0] if column.kind == "text" and isinstance(value, list) else value
    return row


def _figure(subject: Subject, place: float) -> float:
    low, high = subject.minimum, subject.maximum
    first = low if low is not None else min(0.0, high - 100 if high is not None else 0.0)
    last = high if high is not None else first + max(100.0, abs(first))
    if subject.unit == "money" and last - first > _FORTUNE:
        last = first + _FORTUNE  # what limits a sum is no sum that anybody has in mind
    figure = float(f"{first + place * (last - first):.3g}")
    if subject.whole:
        return min(max(round(figure), math.ceil(first)), math.floor(last))
    return min(max(figure, first), last)


def _day(subject: Subject, place: float, today: datetime.date) -> str:
    first = datetime.date.fromisoformat(subject.earliest) if subject.earliest else today
    last = datetime.date.fromisoformat(subject.latest) if subject.latest else first + datetime.timedelta(days=540)
    first = max(first, min(today, last))
    return (first + datetime.timedelta(days=round(place * (last - first).days))).isoformat()
