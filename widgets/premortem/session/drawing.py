"""Where the marks of a result lie: lengths and places in percent, each with the words that stand for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from premortem.session.figure_words import middle_of
from premortem.session.outcomes import Choices, Dots, Figures, Levels, Order, Place, Ranges, Tally
from premortem.session.values import exact, rounded, span, telling

EDGE = 3.0
"""Percent of the width that stay free on either side, so that a mark at an end is whole."""

HEAP = 2.0
"""Percent of the width within which figures stand above each other."""


@dataclass(frozen=True)
class Bar:
    """A bar: what it stands for, its length in percent, the figure and `of` what, and a word that marks it out."""

    label: str
    length: float
    figure: str
    of: str
    mark: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A range as a line: its ends and its best guess in percent of the width, in words, and whose it is."""

    label: str
    low: float
    best: float
    high: float
    words: str
    together: bool = False


@dataclass(frozen=True)
class Spot:
    """Where one or several figures lie: percent of the width, how many above each other, what they are."""

    at: float
    height: int


@dataclass(frozen=True)
class Strip:
    """Figures along a line: their spots, the middle, what stands at the ends, and each in words."""

    spots: tuple[Spot, ...]
    highest: int
    middle: float
    middle_words: str
    ends: tuple[str, str]
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ranked:
    """A thing in the order: its place, its mean place and, for each place, how many gave it (percent, radius in em)."""

    place: int
    label: str
    mean: str
    circles: tuple[tuple[float, float], ...]
    words: str


def bars(result: Levels | Choices) -> Iterator[Bar]:
    """Yield a bar for each option; a full one stands for all who gave an answer."""
    for tally in result.counts:
        yield Bar(
            tally.option.label,
            100 * tally.people / result.people if result.people else 0.0,
            str(tally.people),
            f" of {result.people}",
            _mark(result, tally),
            tally.names,
        )


def _mark(result: Levels | Choices, tally: Tally) -> str:
    if isinstance(result, Levels):
        return "middle" if result.middle and tally.option in result.middle and result.people > 1 else ""
    if tally.option not in result.first or result.people == 1:
        return ""
    return "most" if len(result.first) == 1 else "tied"


def dots(result: Dots) -> Iterator[Bar]:
    """Yield a bar for each thing that has a dot; a full one is at least all the dots of one person."""
    longest = max(result.items[0].dots, result.subject.dots) if result.items else 0
    for item in result.items:
        if item.dots:
            count = f"{item.dots} {'dot' if item.dots == 1 else 'dots'}"
            people = f"{item.people} {'person' if item.people == 1 else 'people'}"
            yield Bar(item.option.label, 100 * item.dots / longest, count, of=f" from {people}")


def lines(result: Ranges, currency: str | None, *, names: bool) -> Iterator[Line]:
    """Yield a line for each range, and one for all together, all on one axis from the lowest end to the highest."""
    low, high = _ends(result)
    for place, each in enumerate(result.ranges, start=1):
        label = each.name if names and each.name else f"Range {place}"
        ends, best = span(result.subject, each.low, each.high, currency), exact(result.subject, each.best, currency)
        words = f"{ends}, best guess {best}"
        yield Line(label, _at(each.low, low, high), _at(each.best, low, high), _at(each.high, low, high), words)
    pooled = result.pooled
    if pooled is not None and len(result.ranges) > 1:
        digits = telling(pooled.low, pooled.high)
        ends = span(result.subject, pooled.low, pooled.high, currency, digits=digits)
        words = f"{ends}, best guess {rounded(result.subject, pooled.best, currency, digits=digits)}"
        places = [_at(value, low, high) for value in (pooled.low, pooled.best, pooled.high)]
        yield Line("Together", places[0], places[1], places[2], words, together=True)


def axis(result: Ranges, currency: str | None) -> tuple[str, str]:
    """Return what stands at the two ends of the lines."""
    low, high = _ends(result)
    return exact(result.subject, low, currency), exact(result.subject, high, currency)


def shared(result: Ranges) -> tuple[float, float] | None:
    """Return where the band begins that all ranges hold, and how wide it is; None where they share none."""
    if len(result.ranges) < 2 or result.meeting.sharing < len(result.ranges):
        return None
    low, high = _ends(result)
    begins = _at(max(each.low for each in result.ranges), low, high)
    return begins, round(_at(min(each.high for each in result.ranges), low, high) - begins, 2)


def _ends(result: Ranges) -> tuple[float, float]:
    return min(each.low for each in result.ranges), max(each.high for each in result.ranges)


def strip(result: Figures, currency: str | None, *, names: bool) -> Strip:
    """Return the figures along a line; equal ones, and those too close to be told apart, stand above each other."""
    low, high = result.figures[0].at, result.figures[-1].at
    heaps: list[list[float]] = []
    for place in (_at(figure.at, low, high) for figure in result.figures):
        if heaps and place - heaps[-1][0] <= HEAP:
            heaps[-1].append(place)
        else:
            heaps.append([place])
    spots = [Spot(round(sum(heap) / len(heap), 2), height) for heap in heaps for height in range(len(heap))]
    ends = (exact(result.subject, end.value, currency) for end in (result.figures[0], result.figures[-1]))
    return Strip(
        spots=tuple(spots),
        highest=max(len(heap) for heap in heaps),
        middle=_at(result.median if result.median is not None else low, low, high),
        middle_words=f"middle: {middle_of(result, currency)}" if result.people > 1 else "",
        ends=(next(ends), next(ends)),
        words=tuple(
            (figure.name if names else "", exact(result.subject, figure.value, currency)) for figure in result.figures
        ),
    )


def ranked(result: Order) -> Iterator[Ranked]:
    """Yield the things in the order of their mean place; the area of a circle stands for how many gave this place."""
    for each in result.places:
        given = Counter(each.given)
        circles = tuple(
            (_at(place, 1, len(result.places)), 0.55 * (many / max(len(each.given), 1)) ** 0.5)
            for place, many in sorted(given.items())
        )
        yield Ranked(each.place, each.option.label, f"{each.mean:.1f}", circles, _places(each))


def _places(place: Place) -> str:
    counted = sorted(Counter(place.given).items())
    return "Places: " + ", ".join(f"{at}" if many == 1 else f"{at} ({many} times)" for at, many in counted)


def _at(value: float, low: float, high: float) -> float:
    """Where a value lies between two ends, in percent of the width."""
    share = 0.5 if high <= low else (value - low) / (high - low)
    return round(EDGE + (100 - 2 * EDGE) * share, 2)


def without_dots(result: Dots) -> Sequence[str]:
    """Return the things that have no dot."""
    return [item.option.label for item in result.items if not item.dots]
