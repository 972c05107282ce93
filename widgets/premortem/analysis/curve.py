"""Quality foreseen from the effort so far, and the effort for a target; the model is in `learning`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from premortem.analysis import learning
from premortem.analysis.arguments import FloatArray, number, refuse, sequence, tail_shares, vector, whole
from premortem.analysis.bend import Band, Estimate
from premortem.analysis.learning import FURTHEST, Learning, Reach

MOST_PILOTS = 200


@dataclass(frozen=True)
class CurveForecast:
    """Quality at an effort, the effort for a target, and how sure both are."""

    median: float | None
    """Quality at `at`; None where `at` was not given, like `low` and `high`."""
    low: float | None
    high: float | None
    effort_for_target: Estimate | None
    """None where no target was given; infinite where it is not foreseeable."""
    last_effort: float
    last_quality: float
    notes: tuple[str, ...]
    """What the reader must know about this forecast, each in one sentence."""
    interval: float
    target: float | None
    fitted: Learning = field(repr=False, compare=False)
    reach: Reach | None = field(repr=False, compare=False)

    def chance_by(self, effort: float) -> float:
        """Return the chance that the target is reached with at most this effort; more effort never lowers it."""
        effort = number("effort", effort, above=0)
        if self.reach is None:
            refuse("target", "given to `forecast` before its chance is asked", self.target)
        return self.reach.chance_by(effort)

    def gain_chance(self, factor: float, share: float) -> float:
        """Return the chance that `factor` times the largest effort cuts the error that remains by at least `share`."""
        factor = number("factor", factor, at_least=1, at_most=FURTHEST)
        share = number("share", share, above=0, below=1)
        return self.fitted.change(factor).below(math.log1p(-share))

    def narrows_to(self, effort: float, at: float, sd: float | None = None) -> float:
        """Return the share of the interval's width at `at` that is expected to remain after a measurement at `effort`.

        The width is that of the logarithm of the error that remains: with 0.5, 5 to 20 % wrong become about 7 to 14 %.
        `sd` is how exact that measurement is, in the unit of quality; None where as exact as the one at the largest
        effort. The mean over what it may show: the next forecast may be narrower, or wider where the curve turns.
        Worked out only when asked. Raises `ArgumentError`.
        """
        effort, at = self.fitted.allowed("effort", effort), self.fitted.allowed("at", at)
        known = None if sd is None else number("sd", sd, at_least=0)
        return self.fitted.narrows_to(effort, at, known, tail_shares(self.interval))

    def band(self, efforts: ArrayLike | Sequence[float]) -> Band:
        """Return median and interval of the quality at each of several efforts, for a chart."""
        asked = vector("efforts", efforts, self.fitted.allowed)
        shares = tail_shares(self.interval)
        lows, medians, highs = zip(*(self.fitted.quality(float(effort), shares) for effort in asked), strict=True)
        return Band(tuple(asked.tolist()), medians, lows, highs)


def forecast(
    effort: ArrayLike | Sequence[float],
    quality: ArrayLike | Sequence[float],
    at: float | None = None,
    target: float | None = None,
    ceiling: float = 1.0,
    cases: int | Sequence[int] | None = None,
    sd: float | Sequence[float] | None = None,
    interval: float = 0.8,
    seed: int = 0,
    *,
    guessing: float | None = None,
) -> CurveForecast:
    """Return the quality that more effort will bring, and the effort that a target will take.

    `effort` (above 0: rows, hours, days) and `quality` of one to 200 pilots in any order; quality is below the
    `ceiling` it rises towards. `at` is the effort to forecast, `target` a quality below the ceiling. The error of
    each measurement is known from `cases`, the size of the test set, where quality is a share of cases, or from
    `sd`, in the unit of quality; either is one for all or one each, and with both the larger counts. A quality at the
    ceiling leaves half a case (half of `sd`) of error; without `cases` or `sd` it is refused. `guessing` is the quality
    of a guess: pilots no better than that are refused. Nothing is drawn at random: `seed` changes nothing. Exact
    sum over a grid of shapes: model, prior weights and what they were set on are told in `learning`. Raises
    `ArgumentError`.
    """
    ceiling = number("ceiling", ceiling)
    efforts, qualities, variances = _pilots(effort, quality, ceiling, cases, sd)
    shares = tail_shares(interval)
    whole("seed", seed, at_least=0)
    if guessing is not None and qualities.max() <= (guess := number("guessing", guessing)):
        refuse(
            "quality", f"above guessing ({guess:g}) in some pilot: without that there is nothing to foresee", quality
        )
    # No error among n cases is not no error: half a case is left, which is half the standard error there.
    remaining = np.maximum(ceiling - qualities, np.sqrt(variances) / 2)
    fitted = learning.fit(efforts, remaining, variances, ceiling)
    low = median = high = None
    if at is not None:
        low, median, high = fitted.quality(fitted.allowed("at", at), shares)
    reach = None
    if target is not None:
        target = number("target", target)
        if target >= ceiling:
            refuse(
                "target", f"below the ceiling ({ceiling:g}): that no error at all is left cannot be foreseen", target
            )
        reach = learning.reach(fitted, efforts, qualities, target)
    return CurveForecast(
        median=median,
        low=low,
        high=high,
        effort_for_target=None if reach is None else Estimate(*(reach.effort(float(shares[i])) for i in (1, 0, 2))),
        last_effort=float(efforts[-1]),
        last_quality=float(qualities[-1]),
        notes=_notes(efforts, qualities, ceiling, fitted, reach, at),
        interval=interval,
        target=target,
        fitted=fitted,
        reach=reach,
    )


def _pilots(
    effort: object, quality: object, ceiling: float, cases: object, sd: object
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Efforts, qualities and variances of measurement in one fixed order, whatever the order they were told in."""
    count = len(sequence("effort", effort, "a sequence of one number or more"))
    if count > MOST_PILOTS:
        refuse("effort", f"at most {MOST_PILOTS} pilots", effort)
    efforts = vector("effort", effort, lambda name, value: number(name, value, above=0))
    qualities = vector("quality", quality, lambda name, value: number(name, value, at_most=ceiling), length=count)
    variances = np.zeros(count)
    if sd is not None:
        spreads = _each(sd, count)
        variances = vector("sd", spreads, lambda name, value: number(name, value, at_least=0), length=count) ** 2
    if cases is not None:
        tried = vector("cases", _each(cases, count), lambda name, value: whole(name, value, at_least=1), length=count)
        if ((qualities < 0) | (qualities > 1)).any():
            refuse("quality", "shares from 0 to 1 where `cases` is given", quality)
        # One case of each kind is added, so that none of ten wrong is not taken for certain.
        share = (qualities * tried + 1) / (tried + 2)
        variances = np.maximum(variances, share * (1 - share) / tried)
    if ((qualities >= ceiling) & (variances == 0)).any():
        rule = f"below the ceiling ({ceiling:g}), where nothing is left to gain, or come with `cases` or `sd` above 0"
        refuse("quality", rule, quality)
    order = np.lexsort((variances, qualities, efforts))
    return efforts[order], qualities[order], variances[order]


def _each(told: object, count: int) -> object:
    """One for all becomes one each."""
    return told if hasattr(told, "__len__") and not isinstance(told, str) else [told] * count


def _notes(
    efforts: FloatArray,
    qualities: FloatArray,
    ceiling: float,
    fitted: Learning,
    reach: Reach | None,
    at: float | None,
) -> tuple[str, ...]:
    notes = []
    if len(set(efforts.tolist())) == 1:
        notes.append(
            "Measurements at one effort say nothing about the rise: the interval rests on what other learners do. "
            "Measure again after twice the effort or more."
        )
    elif qualities[-1] <= qualities[0]:
        notes.append("The quality does not rise with the effort: nothing measured so far says that more will help.")
    if qualities.max() >= ceiling:
        notes.append(
            "A measurement is at the ceiling, where no error is left: half a case was taken to be left, for a larger "
            "test may find some."
        )
    if at is not None and at < fitted.smallest:
        notes.append("The effort asked about lies below the measurements of this forecast: it looks back, not ahead.")
    if reach is not None and reach.reached < math.inf:
        notes.append(f"The target was reached at an effort of {reach.reached:.6g}, as far as one measurement can tell.")
    elif reach is not None and reach.at_last < 0.5:
        notes.append("Whether more effort ever reaches the target cannot be foreseen from these measurements.")
    return tuple(notes)
