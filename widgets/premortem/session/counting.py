"""From ballots to a result; never by the order of the ballots, so that nothing tells who voted what."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles
from typing import Any

from premortem.analysis import agreement, elicitation
from premortem.analysis.agreement import FEWEST_RATERS, PanelSpread
from premortem.errors import InvalidAnswer
from premortem.model.event import Json
from premortem.model.subjects import Option, Subject
from premortem.session import ballots as voting
from premortem.session.outcomes import (
    FEWEST_TOLD,
    Choices,
    Column,
    Dots,
    Dotted,
    Figure,
    Figures,
    LevelCamps,
    Levels,
    Order,
    Place,
    Ranges,
    Result,
    Rows,
    SaidRange,
    Tally,
    Texts,
    Written,
)

CAMP_SHARE = 0.25
"""Fewer than a quarter are no camp: they stand apart."""
MOST_LEVELS = 20
EVEN = 0.25
"""Dots within a quarter of an even share, or within one dot of each other, are spread evenly."""
_PANEL_SCALE = tuple(range(1, 10))


@dataclass(frozen=True)
class Ballot:
    """One ballot with an answer: its canonical value, and the name it carries, "" mostly."""

    value: Any
    name: str


def result(subject: Subject, ballots: Iterable[Mapping[str, Json]], *, missing: int = 0) -> Result:
    """Return what came of a vote; `ballots` as `VoteShown` holds them, `missing` people had not voted."""
    given: list[Ballot] = []
    unsure = abstained = unread = 0
    for ballot in ballots:
        if ballot.get("abstain") is True:
            abstained += 1
            continue
        try:
            value = voting.checked(subject, ballot.get("value"))
        except InvalidAnswer:  # of a file that came from elsewhere: told, not left out without a word
            unread += 1
            continue
        name = ballot.get("name")
        if voting.knows(value):
            given.append(Ballot(value, " ".join(name.split()) if isinstance(name, str) else ""))
        else:
            unsure += 1
    told = {"people": len(given), "unsure": unsure, "abstained": abstained, "missing": missing, "unread": unread}
    return _COUNTED[subject.kind](subject, given, told)


def _tallies(subject: Subject, given: Sequence[Ballot]) -> tuple[Tally, ...]:
    return tuple(
        Tally(option, sum(_same(each.value, option) for each in given), _names(given, option))
        for option in subject.options
    )


def _same(value: object, option: Option) -> bool:
    return type(value) is type(option.value) and value == option.value


def _names(given: Sequence[Ballot], option: Option) -> tuple[str, ...]:
    return tuple(sorted(each.name for each in given if each.name and _same(each.value, option)))


def _choices(subject: Subject, given: Sequence[Ballot], told: dict[str, int]) -> Result:
    counts = _tallies(subject, given)
    most = max((tally.people for tally in counts), default=0)
    first = tuple(tally.option for tally in counts if tally.people == most > 0)
    return Choices(subject=subject, **told, counts=counts, first=first)


def _levels(subject: Subject, given: Sequence[Ballot], told: dict[str, int]) -> Result:
    counts = _tallies(subject, given)
    each = [tally.option for tally in counts for _ in range(tally.people)]
    people = [tally.people for tally in counts]
    told_apart = len(given) >= FEWEST_TOLD and 3 <= len(counts) <= MOST_LEVELS
    return Levels(
        subject=subject,
        **told,
        counts=counts,
        middle=(each[(len(each) - 1) // 2], each[len(each) // 2]) if each else None,
        agreement=agreement.van_der_eijk(people) if told_apart else None,
        panel=_panel(subject, given),
        camps=_camps(counts) if told_apart else None,
    )


def _panel(subject: Subject, given: Sequence[Ballot]) -> PanelSpread | None:
    scale = tuple(option.value for option in subject.options)
    fits = scale == _PANEL_SCALE and len(given) >= FEWEST_RATERS
    return agreement.panel_spread([each.value for each in given]) if fits else None


def _camps(counts: Sequence[Tally]) -> LevelCamps | None:
    """Two peaks with a valley at most half as high between them, and a quarter of all on either side."""
    people = [tally.people for tally in counts]
    best: tuple[int, LevelCamps] | None = None
    for low in range(len(people) - 2):
        for high in range(low + 2, len(people)):
            peak = min(people[low], people[high])
            valley = [at for at in range(low + 1, high) if 2 * people[at] <= peak]
            if not valley or (best and best[0] >= peak - people[valley[0]]):
                continue
            below, above = counts[: valley[0]], counts[valley[-1] + 1 :]
            between = counts[valley[0] : valley[-1] + 1]
            found = LevelCamps(
                _chosen(below), _all(below), _chosen(above), _all(above), sum(tally.people for tally in between)
            )
            fewest = min(found.low_people, found.high_people)
            if fewest >= max(2, CAMP_SHARE * sum(people)):
                best = peak - people[valley[0]], found
    return best[1] if best else None


def _chosen(tallies: Sequence[Tally]) -> tuple[Option, ...]:
    return tuple(tally.option for tally in tallies if tally.people)


def _all(tallies: Sequence[Tally]) -> int:
    return sum(tally.people for tally in tallies)


def _ranges(subject: Subject, given: Sequence[Ballot], told: dict[str, int]) -> Result:
    said = sorted(
        (SaidRange(each.value["low"], each.value["best"], each.value["high"], each.name) for each in given),
        key=lambda each: (each.best, each.low, each.high, each.name),
    )
    return Ranges(
        subject=subject,
        **told,
        ranges=tuple(said),
        pooled=elicitation.pool([(each.low, each.best, each.high) for each in said]) if said else None,
        meeting=elicitation.meeting([(each.low, each.high) for each in said]),
    )


def _figures(subject: Subject, given: Sequence[Ballot], told: dict[str, int]) -> Result:
    def at(value: float | str) -> float:
        return datetime.date.fromisoformat(value).toordinal() if isinstance(value, str) else float(value)

    figures = sorted(
        (Figure(each.value, at(each.value), each.name) for each in given), key=lambda each: (each.at, each.name)
    )
    ats = [figure.at for figure in figures]
    enough = len(ats) >= FEWEST_TOLD
    quarters = quantiles(ats, n=4, method="inclusive") if enough else None
    return Figures(
        subject=subject,
        **told,
        figures=tuple(figures),
        median=median(ats) if ats else None,
        quartiles=(quarters[0], quarters[2]) if quarters else None,
        parted=_parted(ats) if enough else None,
    )


def _parted(ats: Sequence[float]) -> int | None:
    """How many lie below the widest gap, where it takes more than half of the whole spread and leaves two camps."""
    gaps = [after - before for before, after in pairwise(ats)]
    below = gaps.index(max(gaps)) + 1
    fewest = min(below, len(ats) - below)
    return below if 2 * max(gaps) > ats[-1] - ats[0] and fewest >= max(2, CAMP_SHARE * len(ats)) else None


def _order(subject: Subject, given: Sequence[Ballot], told: dict[str, int]) -> Result:
    rankings = [[each.value.index(option.value) + 1 for option in subject.options] for each in given]
    columns = [sorted(column) for column in zip(*rankings, strict=True)]
    means = [sum(column) / len(column) for column in columns]
    rising = sorted(range(len(means)), key=lambda at: means[at])
    places = [
        Place(subject.options[at], means[at], 1 + sum(mean < means[at] for mean in means), tuple(columns[at]))
        for at in rising
    ]
    # The order of people would tell nothing, but a sum of floats in another order could differ in its last digit.
    concordance = agreement.kendall_w(sorted(rankings)) if len(given) >= FEWEST_TOLD and len(means) > 1 else None
    return Order(subject=subject, **told, places=tuple(places), concordance=concordance)


def _dots(subject: Subject, given: Sequence[Ballot], told: dict[str, int]) -> Result:
    items = [
        Dotted(
            option,
            sum(each.value.get(str(option.value), 0) for each in given),
            sum(str(option.value) in each.value for each in given),
        )
        for option in subject.options
    ]
    items.sort(key=lambda item: (-item.dots, -item.people))
    total = sum(item.dots for item in items)
    held = half = 0
    while 2 * held < total:
        held += items[half].dots
        half += 1
    return Dots(subject=subject, **told, items=tuple(items), total=total, half=half, even=_even(items, total))


def _even(items: Sequence[Dotted], total: int) -> bool:
    if len(items) < 2 or not items[1].dots:
        return False
    most, least, share = items[0].dots, items[-1].dots, total / len(items)
    return most - least <= 1 or (most <= (1 + EVEN) * share and least >= (1 - EVEN) * share)


def _texts(subject: Subject, given: Sequence[Ballot], told: dict[str, int]) -> Result:
    texts = Counter(text for each in given for text in each.value)
    names: dict[str, list[str]] = {text: [] for text in texts}
    for each in given:
        for text in each.value:
            names[text].extend([each.name] if each.name else [])
    written = (Written(text, times, tuple(sorted(names[text]))) for text, times in texts.items())
    return Texts(subject=subject, **told, texts=tuple(sorted(written, key=lambda one: (one.text.casefold(), one.text))))


def _rows(subject: Subject, given: Sequence[Ballot], told: dict[str, int]) -> Result:
    rows = [(row, each.name) for each in given for row in each.value]
    columns = tuple(_column(column, rows) for column in subject.columns)
    return Rows(subject=subject, **told, rows=len(rows), columns=columns)


def _column(column: Subject, rows: Sequence[tuple[Mapping[str, Json], str]]) -> Column:
    filled = [(row[column.column], name) for row, name in rows if column.column in row]
    told = {"unsure": sum(not voting.knows(value) for value, _ in filled)}
    known = [Ballot([value] if column.kind == "text" else value, name) for value, name in filled if voting.knows(value)]
    found = _COUNTED[column.kind](column, known, {"people": len(known), **told})
    return Column(found, open=len(rows) - len(filled))


_COUNTED: dict[str, Callable[[Subject, Sequence[Ballot], dict[str, int]], Result]] = {
    "scale": _levels,
    "choice": _choices,
    "range": _ranges,
    "number": _figures,
    "date": _figures,
    "rank": _order,
    "dots": _dots,
    "text": _texts,
    "rows": _rows,
}
