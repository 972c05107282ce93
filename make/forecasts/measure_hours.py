"""Hours at full size: this project's forecast and its rivals, for each curve of single runs and each set of pilots."""

from __future__ import annotations

import math
from collections.abc import Iterable

from forecasts import measure_next, rivals_hours
from forecasts.curves import HOURS_PILOTS, LEAST_SECONDS, Curve
from forecasts.results import OURS, OURS_UNTOLD, Results
from forecasts.scores import Chance, Told, log_score
from premortem.analysis import growth

BUDGETS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""As multiples of the straight line's forecast: known before the full run, and on both sides of it."""

NEAR = 0.005
"""Half the step in the logarithm of the hours from which a density is taken."""


def measure(curves: Iterable[Curve], results: Results) -> None:
    """Add to `results` what everybody said about each curve, from each set of pilots."""
    for curve in curves:
        for name, shares in HOURS_PILOTS.items():
            pilots = curve.pilots(shares)
            if curve.seconds[pilots[-1]] >= LEAST_SECONDS:
                _measure_ours(curve, name, pilots, results)
                _measure_rivals(curve, name, pilots, results)


def _measure_ours(curve: Curve, name: str, pilots: list[int], results: Results) -> None:
    sizes, hours = curve.sizes[pilots], curve.seconds[pilots] / 3600
    truth = float(curve.seconds[-1]) / 3600
    for method, kind in ((OURS, curve.kind), (OURS_UNTOLD, None)):
        told = results.timed(method, lambda kind=kind: growth.forecast(sizes, hours, curve.sizes[-1], algorithm=kind))  # type: ignore[misc]
        full = told.growth.at(told.target)
        before, below, after = (full.below(math.log(truth) + step) for step in (-NEAR, 0, NEAR))
        results.told.append(
            Told(
                dataset=curve.dataset,
                kind=curve.kind,
                part=curve.part,
                pilots=name,
                method=method,
                error=measure_next.factor(told.median, truth),
                below=below,
                inside=told.low <= truth <= told.high,
                width=told.high / told.low,
                log_score=log_score((after - before) / NEAR / 2),
                seconds=float(curve.seconds[pilots[-1]]),
                learner=curve.learner,
            )
        )
        if method == OURS:
            results.chances["budget"] += [
                Chance(
                    curve.dataset,
                    curve.kind,
                    curve.part,
                    name,
                    budget_question(times),
                    full.below(math.log(times * told.linear)),
                    truth <= times * told.linear,
                )
                for times in BUDGETS
            ]
            results.timed("the next pilot", lambda told=told: told.next_pilot)  # type: ignore[misc]
            results.added += measure_next.measure(curve, name, pilots, told)


def budget_question(times: float) -> str:
    """Return how the budget is named in tables."""
    return f"straight line × {times:g}"


def _measure_rivals(curve: Curve, name: str, pilots: list[int], results: Results) -> None:
    sizes, seconds, target = curve.sizes[pilots], curve.seconds[pilots], float(curve.sizes[-1])
    truth = math.log(curve.seconds[-1])
    for method, (rival, fewest) in rivals_hours.RIVALS.items():
        if len(pilots) < fewest:
            continue
        said = results.timed(method, lambda rival=rival: rival(sizes, seconds, target))  # type: ignore[misc]
        below = inside = width = score = None
        if said.scale is not None:
            low, high = said.ends()
            below, inside, width = said.below(truth), low <= truth <= high, math.exp(min(high - low, 690.0))
            score = log_score(said.density(truth))
        error = math.exp(min(abs(said.middle - truth), 690.0))
        results.told.append(
            Told(curve.dataset, curve.kind, curve.part, name, method, error, below, inside, width, score)
        )
