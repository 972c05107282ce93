"""The effort for a target: whether it was reached by an effort, and how much effort it took."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from forecasts.curves import FOUR_PILOTS, QUALITY_PILOTS, Curve
from forecasts.measure_quality import FACTORS, GAINS
from forecasts.results import Effort, Results
from forecasts.scores import Chance
from premortem.analysis import curve as quality


def measure(means: Iterable[Curve], results: Results) -> None:
    """Add to `results` what four pilots say about four targets for each curve."""
    for curve in means:
        pilots = curve.pilots(QUALITY_PILOTS[FOUR_PILOTS])
        errors, last = curve.errors[pilots], pilots[-1]
        if (errors >= 1).any() or min(errors.min(), curve.errors[-1]) <= 0:
            continue
        for gain in GAINS:
            target = (1 - gain) * float(curve.errors[last])
            if errors.min() <= target:
                continue  # a smaller pilot was that good already
            told = quality.forecast(
                curve.sizes[pilots], 1 - errors, target=1 - target, sd=curve.spreads[pilots].tolist()
            )
            assert told.effort_for_target is not None
            results.efforts.append(
                Effort(
                    curve.dataset,
                    curve.kind,
                    curve.part,
                    gain,
                    *told.effort_for_target,
                    took=_took(curve, last, target),
                    largest=float(curve.sizes[-1]),
                )
            )
            for factor in FACTORS:
                there = curve.nearest(curve.sizes[last] * factor)
                if there > last:
                    results.chances["reached"].append(
                        Chance(
                            curve.dataset,
                            curve.kind,
                            curve.part,
                            FOUR_PILOTS,
                            reach_question(factor, gain),
                            told.chance_by(float(curve.sizes[there])),
                            bool((curve.errors[last : there + 1] <= target).any()),
                        )
                    )


def _took(curve: Curve, last: int, target: float) -> float | None:
    """The first size that reached the target, on the line (over the logarithm of the size) from the one before."""
    reached = np.flatnonzero(curve.errors[last:] <= target)
    if not len(reached):
        return None
    after = last + int(reached[0])
    before, there = curve.errors[after - 1], curve.errors[after]
    share = float((before - target) / (before - there))
    logs = np.log(curve.sizes[[after - 1, after]])
    return math.exp(logs[0] + share * (logs[1] - logs[0]))


def reach_question(factor: float, gain: float) -> str:
    """Return how the question is named in tables."""
    return f"by {factor:g} times the data, {gain:.0%} fewer errors".replace("%", " %")
