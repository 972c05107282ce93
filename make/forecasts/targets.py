"""What was asked of the forecasts before they were built, and what was reached: computed, never typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forecasts.curves import ALL_PILOTS, FOUR_PILOTS, FloatArray
from forecasts.markdown import number, percent
from forecasts.measure_quality import gain_question
from forecasts.results import OURS, OURS_QUALITY, Results
from forecasts.scores import FEW, Chance, Told, brier, chosen, give_or_take, quantile
from forecasts.tables import of_kind

TOLD_KINDS = ("kernel", "neighbours", "ensemble", "tree", "linear")
GAIN = gain_question(10, 0.1)
LEAST_COVERAGE = 0.72


@dataclass(frozen=True)
class Target:
    """A figure that was asked for, beside what was reached on each part."""

    what: str
    asked: str
    tuned: str
    held: str
    varies: str
    """Where the held-back figure would lie in 8 of 10 cases if other datasets had been held back."""
    met: bool | None
    """On the held-back part; None where it has too few curves to tell."""
    cases: int
    """How many of them it has."""

    @property
    def word(self) -> str:
        """Whether it was met, in a word."""
        return {True: "yes", False: "**no**", None: f"too few to tell ({self.cases})"}[self.met]


@dataclass(frozen=True)
class Figure:
    """A figure of a group of forecasts: one value for each, and what is made of them all."""

    value: Callable[[Told], float]
    of: Callable[[FloatArray], float]

    def values(self, told: Sequence[Told]) -> FloatArray:
        """Return the value of each forecast."""
        return np.array([self.value(each) for each in told], dtype=float)


def _middle(values: FloatArray) -> float:
    return float(np.median(values))


def _average(values: FloatArray) -> float:
    return float(values.mean())


def _nine_of_ten(values: FloatArray) -> float:
    return quantile(values, 0.9)


_MEDIAN = Figure(lambda told: told.error, _middle)
_MEAN = Figure(lambda told: told.error, _average)
_P90 = Figure(lambda told: told.error, _nine_of_ten)
_COVERAGE = Figure(lambda told: float(bool(told.inside)), _average)
_WIDTH = Figure(lambda told: np.nan if told.width is None else told.width, _middle)

Shown = Callable[[float], str]


def _target(
    what: str, group: Callable[[str], Sequence[Told]], figure: Figure, least: float, most: float, shown: Shown, few: int
) -> Target:
    tune, held = group("tune"), group("held")
    asked = f"at most {shown(most)}" if least == 0 else f"at least {shown(least)}"
    if least and most < 1:
        asked = f"{shown(least)} to {shown(most)}"
    values = figure.values(held)
    reached = figure.of(values) if held else float("nan")
    return Target(
        what=what,
        asked=asked,
        tuned=shown(figure.of(figure.values(tune))) if tune else "–",
        held=shown(reached) if held else "–",
        varies=_varies(values, held, figure.of, shown),
        met=None if len(held) < few else least <= reached <= most,
        cases=len(held),
    )


def _varies(
    values: FloatArray, cases: Sequence[Told | Chance], figure: Callable[[FloatArray], float], shown: Shown
) -> str:
    if not cases:
        return "–"
    return " to ".join(shown(end) for end in give_or_take(values, [each.dataset for each in cases], figure))


def _share(value: float) -> str:
    return percent(value, 1)


def hours(results: Results) -> list[Target]:
    """Return the targets for hours at full size: four pilots, kind known."""

    def four(part: str) -> list[Told]:
        return chosen(results.told, part=part, pilots=FOUR_PILOTS, method=OURS)

    overall = [
        _target("factor between middle and truth, median", four, _MEDIAN, 0, 1.30, number, 1),
        _target("factor that 9 of 10 forecasts stay below", four, _P90, 0, 2.4, number, 1),
        _target("in the 80 % interval", four, _COVERAGE, 0.75, 0.88, _share, 1),
        _target("width of the interval, high / low, median", four, _WIDTH, 0, 3.5, number, 1),
    ]
    by_kind = [
        _target(
            f"in the 80 % interval, {kind}",
            lambda part, kind=kind: of_kind(four(part), kind),  # type: ignore[misc]
            _COVERAGE,
            LEAST_COVERAGE,
            1,
            _share,
            FEW,
        )
        for kind in TOLD_KINDS
    ]
    return [*overall, *by_kind]


def quality(results: Results) -> list[Target]:
    """Return the targets for quality at full size, for both readings of "up to 10 % of the data", and for the gain."""
    found = []
    for name, words in ((FOUR_PILOTS, "four pilots"), (ALL_PILOTS, "all pilots up to 10 %")):

        def told(part: str, name: str = name) -> list[Told]:
            return chosen(results.told, part=part, pilots=name, method=OURS_QUALITY)

        found += [
            _target(f"{words}: points between middle and truth, median", told, _MEDIAN, 0, 0.85, number, 1),
            _target(f"{words}: points between middle and truth, mean", told, _MEAN, 0, 2.2, number, 1),
            _target(f"{words}: in the 80 % interval", told, _COVERAGE, 0.75, 0.88, _share, 1),
            _target(f"{words}: width of the interval in points, median", told, _WIDTH, 0, 5, number, 1),
        ]
    return [*found, _gain(results)]


def _gain(results: Results) -> Target:
    gains: dict[str, list[Chance]] = {
        part: chosen(results.chances["gain"], part=part, question=GAIN) for part in ("tune", "held")
    }
    scored = {part: f"{brier(some):.3f}" if some else "–" for part, some in gains.items()}
    held = gains["held"]
    return Target(
        what="“ten times the data cuts the errors by a tenth or more”: Brier score",
        asked="at most 0.130",
        tuned=scored["tune"],
        held=scored["held"],
        varies=_varies(np.array([(e.told - e.happened) ** 2 for e in held]), held, _average, "{:.3f}".format),
        met=brier(held) <= 0.13 if held else None,
        cases=len(held),
    )


def nearer(results: Results, methods: Sequence[str], second: str) -> str:
    """Return in one sentence which rivals are nearer the truth than the first of `methods`, held back, four pilots."""
    figures: dict[str, tuple[float, float]] = {}
    for method in methods:
        if told := chosen(results.told, part="held", pilots=FOUR_PILOTS, method=method):
            large = _P90 if second == "9 of 10 below" else _MEAN
            figures[method] = (_middle(_MEDIAN.values(told)), large.of(large.values(told)))
    if methods[0] not in figures:
        return "No curve was held back."
    ours = figures.pop(methods[0])
    found = [
        f"{method} ({word} {number(figure[place])} against {number(ours[place])})"
        for place, word in enumerate(("median", second))
        for method, figure in figures.items()
        if figure[place] < ours[place]
    ]
    return f"Nearer than {methods[0]} in the same run: {', '.join(found) if found else 'no rival'}."
