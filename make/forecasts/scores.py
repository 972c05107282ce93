"""What forecasts said beside what happened, and how far the two lie apart: errors, coverage, chances."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy.special import betaincinv

from forecasts.curves import FloatArray

FEW = 20
"""Below so many curves a share says little: such a group is marked."""

SURPRISE = 1e-6
"""The least density that counts in a log score, so that one miss does not drown all others."""

DRAWS = 1000


@dataclass(frozen=True)
class Told:
    """One forecast of one curve, beside what happened."""

    dataset: str
    kind: str
    part: str
    pilots: str
    method: str
    error: float
    """Hours: the factor by which the middle of the forecast was wrong, 1 or more. Quality: points."""
    below: float | None
    """The chance that the forecast gave to as little as happened; None without an interval."""
    inside: bool | None
    """Whether it happened within the 80 % interval."""
    width: float | None
    """Of the 80 % interval. Hours: high / low. Quality: points."""
    log_score: float | None
    seconds: float | None = None
    """How long the largest pilot took, where it is hours that were told."""
    learner: str = ""
    """Where the forecast is this project's, of hours."""


@dataclass(frozen=True)
class Chance:
    """A chance that was told, and whether it came true."""

    dataset: str
    kind: str
    part: str
    pilots: str
    question: str
    """What was asked, such as a budget of twice the straight line."""
    told: float
    happened: bool


@dataclass(frozen=True)
class Summary:
    """A group of forecasts in figures."""

    curves: int
    datasets: int
    median: float
    mean: float
    p90: float
    covered: int | None
    """How many happened inside the 80 % interval; None where a method gives none."""
    asked: int
    """How many of the forecasts had an interval."""
    width: float | None
    log_score: float | None

    @property
    def coverage(self) -> float | None:
        """The share inside the 80 % interval."""
        return None if self.covered is None else self.covered / self.asked


def summary(told: Sequence[Told]) -> Summary | None:
    """Return the figures of a group; None of an empty one."""
    if not told:
        return None
    errors = np.array([each.error for each in told])
    inside = [each.inside for each in told if each.inside is not None]
    widths = [each.width for each in told if each.width is not None]
    scores = [each.log_score for each in told if each.log_score is not None]
    return Summary(
        curves=len(told),
        datasets=len({each.dataset for each in told}),
        median=float(np.median(errors)),
        mean=float(errors.mean()),
        p90=quantile(errors, 0.9),
        covered=sum(inside) if inside else None,
        asked=len(inside),
        width=float(np.median(widths)) if widths else None,
        log_score=float(np.mean(scores)) if scores else None,
    )


def quantile(values: FloatArray, share: float) -> float:
    """Return the value at a share of the ordered values, one of them: some are infinite."""
    return float(np.quantile(values, share, method="inverted_cdf"))


def log_score(density: float) -> float:
    """Return the logarithm of the density at what happened: the higher, the better."""
    return math.log(max(density, SURPRISE))


def exact_interval(hits: int, of: int, level: float = 0.9) -> tuple[float, float]:
    """Return the exact binomial (Clopper-Pearson) interval of a share."""
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, of - hits + 1, tail))
    high = 1.0 if hits == of else float(betaincinv(hits + 1, of - hits, 1 - tail))
    return low, high


def observed(told: Sequence[Told], level: float) -> float:
    """Return the share that happened within the middle `level` of the distribution that was told."""
    belows = np.array([each.below for each in told if each.below is not None])
    return float(np.mean(np.abs(belows - 0.5) <= level / 2))


def brier(chances: Sequence[Chance]) -> float:
    """Return the mean square of chance less outcome."""
    return float(np.mean([(each.told - each.happened) ** 2 for each in chances]))


def brier_of_base_rate(chances: Sequence[Chance]) -> float:
    """Return the same for somebody who tells, for each question, how often it comes true in this very group."""
    by_question = defaultdict(list)
    for each in chances:
        by_question[each.question].append(each.happened)
    spread = [np.var(outcomes) * len(outcomes) for outcomes in by_question.values()]
    return float(np.sum(spread) / len(chances))


@dataclass(frozen=True)
class Bin:
    """Chances that were told within a tenth of each other."""

    told: float
    happened: float
    count: int


def reliability(chances: Sequence[Chance], bins: int = 10) -> list[Bin]:
    """Return for each tenth of the scale what was told on average, and how often it came true."""
    by_bin = defaultdict(list)
    for each in chances:
        by_bin[min(int(each.told * bins), bins - 1)].append(each)
    return [
        Bin(float(np.mean([e.told for e in some])), float(np.mean([e.happened for e in some])), len(some))
        for _, some in sorted(by_bin.items())
    ]


Scored = TypeVar("Scored", Told, Chance)


def give_or_take(
    values: FloatArray, datasets: Sequence[str], figure: Callable[[FloatArray], float], level: float = 0.8
) -> tuple[float, float]:
    """Return how a figure of these values varies when other datasets of the same sort had been met.

    Whole datasets are drawn with replacement (Efron's bootstrap), since curves of one dataset resemble each other.
    The draws start at the same seed each time.
    """
    names = np.array(datasets)
    groups = [np.flatnonzero(names == name) for name in dict.fromkeys(datasets)]
    draws = np.random.default_rng(0).integers(len(groups), size=(DRAWS, len(groups)))
    figures = [figure(values[np.concatenate([groups[group] for group in drawn])]) for drawn in draws]
    low, high = np.quantile(figures, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def chosen(told: Iterable[Scored], **wanted: str) -> list[Scored]:
    """Return those whose fields have these values."""
    return [each for each in told if all(getattr(each, field) == value for field, value in wanted.items())]
