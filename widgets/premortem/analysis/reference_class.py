"""The outside view: what became of comparable estimates, as published or as seen in one's own projects.

Published figures give a few points of a distribution, not all of it. What lies between them is said as a limit
("at most", "at least"), not filled in; and never as a mean, which for the overruns of IT projects does not exist
(Flyvbjerg et al. 2022, 2025).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from premortem.analysis import overruns
from premortem.analysis.arguments import FloatArray, number, probability, refuse, vector
from premortem.analysis.overruns import Factor

FEWEST_OWN = 5
"""With fewer finished projects of one's own there is no class."""

Rows = Path | str | Iterable[Mapping[str, str | None]]


@dataclass(frozen=True)
class Uplift:
    """What an estimate becomes so that a share of comparable projects would have stayed within it."""

    quantile: float
    factor: float
    low: float
    """0 where the figures say only "at most `factor`"."""
    high: float
    """Infinite where they say only "at least `factor`"."""
    amount: float
    """The estimate times `factor`."""


@dataclass(frozen=True)
class ClassUplifts:
    """The uplifts of one reference class, and where they come from."""

    class_id: str
    uplifts: tuple[Uplift, ...]
    statement: str
    population: str
    n: int | None
    year: int | None
    source: str
    grade: str
    """How closely the source was read: seen, abstract, secondary, quoted."""
    caveat: str


@dataclass(frozen=True)
class OutsideView:
    """The class asked for, and the other classes beside it."""

    estimate: float
    asked: ClassUplifts
    others: tuple[ClassUplifts, ...]
    disagreeing: tuple[str, ...]
    """The other classes that cannot hold at the same time as the one asked for, at some quantile."""

    @property
    def uplifts(self) -> tuple[Uplift, ...]:
        """The uplifts of the class asked for."""
        return self.asked.uplifts


def uplift(
    estimate: float,
    class_id: str,
    quantiles: Sequence[float] | ArrayLike = (0.5, 0.8, 0.95),
    rows: Rows | None = None,
) -> OutsideView:
    """Return what an estimate becomes in the light of a reference class, with the other classes beside it.

    `estimate` above 0, of cost or effort, in any unit; `class_id`, one of `class_ids()`; `quantiles` strictly
    between 0 and 1: 0.8 asks for the amount within which 80 % of the class would have stayed. `rows` is a CSV file
    in the form of data/reference/base-rates.csv, or its rows; without it, the file that ships. How a figure becomes
    a factor is in `overruns`. Kahneman & Tversky 1979; Flyvbjerg 2006. Raises `ArgumentError`.
    """
    amount = number("estimate", estimate, above=0)
    shares = vector("quantiles", quantiles, lambda name, share: probability(name, share, open_ended=True))
    classes = _classes(rows)
    if not isinstance(class_id, str) or class_id not in classes:
        refuse("class_id", f"one of {', '.join(sorted(classes))}", class_id)
    found = {known: _class_uplifts(row, amount, shares) for known, row in classes.items()}
    asked = found.pop(class_id)
    others = tuple(found.values())
    return OutsideView(
        estimate=amount,
        asked=asked,
        others=others,
        disagreeing=tuple(other.class_id for other in others if _disagree(asked, other)),
    )


def class_ids(rows: Rows | None = None) -> tuple[str, ...]:
    """Return the ids of the reference classes in the shipped file, or in `rows` as `uplift` takes them."""
    return tuple(_classes(rows))


def own_uplift(
    estimate: float, ratios: ArrayLike, quantiles: Sequence[float] | ArrayLike = (0.5, 0.8, 0.95)
) -> tuple[Uplift, ...]:
    """Return the uplifts that one's own finished projects suggest.

    `ratios`, for each finished project what it took divided by what was estimated, above 0; five or more. The
    k-th of n stands for the quantile k / (n + 1); beyond the largest the result is "at least", below the smallest
    "at most". Raises `ArgumentError`.
    """
    amount = number("estimate", estimate, above=0)
    seen = np.sort(vector("ratios", ratios, lambda name, ratio: number(name, ratio, above=0)))
    if len(seen) < FEWEST_OWN:
        refuse("ratios", f"of {FEWEST_OWN} finished projects or more", ratios)
    shares = vector("quantiles", quantiles, lambda name, share: probability(name, share, open_ended=True))
    places = np.arange(1, len(seen) + 1) / (len(seen) + 1)
    result = []
    for share in shares.tolist():
        factor = float(np.interp(share, places, seen))
        low = 0.0 if share < places[0] else factor
        high = math.inf if share > places[-1] else factor
        result.append(Uplift(share, factor, low, high, amount * factor))
    return tuple(result)


def _classes(rows: Rows | None) -> dict[str, Mapping[str, str | None]]:
    """The rows that say how often something was overrun, by id."""
    if rows is None:
        from premortem.files import data

        rows = data("reference/base-rates.csv")
    if isinstance(rows, (str, Path)):
        try:
            with Path(rows).open(encoding="utf-8", newline="") as lines:
                rows = list(csv.DictReader(lines))
        except OSError as problem:
            refuse("rows", f"a CSV file that can be read ({problem.strerror})", str(rows))
    rows = list(rows)
    if not all(isinstance(row, Mapping) and row.get("id") for row in rows):
        refuse("rows", "rows with the columns of base-rates.csv, each with an id", rows)
    return {str(row["id"]): row for row in rows if overruns.is_class(row)}


def _class_uplifts(row: Mapping[str, str | None], estimate: float, shares: FloatArray) -> ClassUplifts:
    def told(column: str) -> str:
        return row.get(column) or ""

    def counted(column: str) -> int | None:
        return int(told(column)) if told(column).isdigit() else None

    factors: list[tuple[float, Factor]] = [(share, overruns.factor(row, share)) for share in shares.tolist()]
    return ClassUplifts(
        class_id=told("id"),
        uplifts=tuple(
            Uplift(share, factor.best, factor.low, factor.high, estimate * factor.best) for share, factor in factors
        ),
        statement=told("statement"),
        population=told("population"),
        n=counted("n"),
        year=counted("year"),
        source=told("source"),
        grade=told("grade"),
        caveat=told("caveat"),
    )


def _disagree(one: ClassUplifts, other: ClassUplifts) -> bool:
    return any(
        mine.high < theirs.low or theirs.high < mine.low
        for mine, theirs in zip(one.uplifts, other.uplifts, strict=True)
    )
