"""How well priors of hours do on datasets that did not set them: fitted on four fifths, judged on the fifth, in turn.

`python make/forecasts --folds` prints it for the part on which the priors were set; it takes some minutes. The fit is
the one that gave the priors of `scaling`: seven figures of a kind, moved one at a time, for the mean logarithm of the
density that forecasts gave to what the full run took, held near the start as strongly as half a curve.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from forecasts import markdown
from forecasts.curves import FOUR_PILOTS, HOURS_PILOTS, LEAST_SECONDS, Curve
from premortem.analysis import bend, scaling

FloatArray = NDArray[np.float64]

SETS = {"1 pilot": 0.7, FOUR_PILOTS: 2.0, "8 pilots": 1.0, "4 pilots up to 25 %": 1.5}
"""The sets of pilots that are fitted to, with their weights."""
FOLDS = 5
HELD_NEAR = 0.5
GAIN = 1e-3
ROUNDS = 6
LEAST = 1e-6
"""No density counts for less: one miss is not to set a prior."""
STEPS = np.array([0.12, 0.25, 0.6, 0.36, 0.36, 0.05, 0.4])
"""First steps of exponent, its spread, all growing, noise, bend, rise, drift, as `prior` takes them."""

STARTS = {"kernel": (2.0, 0.25), "ensemble": (1.05, 0.2), "boosting": (1.05, 0.2), "neural": (1.05, 0.2)}
STARTS |= {"tree": (1.25, 0.2), "linear": (1.1, 0.25)}
"""Exponents before anything was fitted."""


@dataclass(frozen=True)
class Cases:
    """Sets of pilots, each weighed by every point of the grid: likelihood, distance to the truth, variance."""

    fold: NDArray[np.intp]
    pilots: NDArray[np.str_]
    ahead: FloatArray
    """ln(full size / largest pilot)."""
    rising: FloatArray
    """The share of the rise that is expected after a pilot of that length."""
    likelihood: FloatArray
    """Cases x points, like the two that follow."""
    distance: FloatArray
    variance: FloatArray

    def those(self, chosen: NDArray[np.bool_]) -> Cases:
        """Return some of them."""
        return Cases(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @property
    def weights(self) -> FloatArray:
        """How much each counts."""
        return np.array([SETS[name] for name in self.pilots])


def judged(curves: Iterable[Curve]) -> str:
    """Return a table: the log score before, fitted, on datasets left out, and how often the interval held there."""
    by_kind: dict[str, list[Curve]] = {kind: [] for kind in STARTS}
    for curve in curves:
        if curve.kind in by_kind:
            by_kind[curve.kind].append(curve)
    header = ["kind", "datasets", "forecasts", "before", "fitted", "left out", "in the interval, left out, four pilots"]
    return markdown.table(header, [_judge(kind, some) for kind, some in by_kind.items()])


def _judge(kind: str, curves: list[Curve]) -> list[str]:
    folds = {name: place % FOLDS for place, name in enumerate(sorted({curve.dataset for curve in curves}, key=int))}
    cases = _cases(curves, folds)
    start = np.array([STARTS[kind][0], math.log(STARTS[kind][1]), -0.85, *np.log([0.07, 0.15]), 0.0, math.log(0.05)])
    before, fitted = scores(cases, start), scores(cases, best(cases, start))
    left_out, share = np.zeros(len(cases.fold)), np.zeros(len(cases.fold))
    for fold in range(FOLDS):
        out = cases.fold == fold
        values = best(cases.those(~out), start)
        left_out[out], share[out] = scores(cases.those(out), values), below(cases.those(out), values)
    told = [f"{np.average(each, weights=cases.weights):.2f}" for each in (before, fitted, left_out)]
    four = share[cases.pilots == FOUR_PILOTS]
    held = markdown.percent(float(((four >= 0.1) & (four <= 0.9)).mean()))
    return ["forests" if kind == "ensemble" else kind, str(len(folds)), str(len(before)), *told, held]


def best(cases: Cases, start: FloatArray) -> FloatArray:
    """Move one figure at a time, by steps that are halved once none of them gains."""

    def loss(values: FloatArray) -> float:
        away = HELD_NEAR / 2 * (((values - start) / STEPS) ** 2).sum()
        return float(away - (cases.weights * scores(cases, values)).sum() / sum(SETS.values()))

    values, lowest, steps = start, loss(start), STEPS.copy()
    for _ in range(ROUNDS):
        gained = False
        for place in range(len(values)):
            for sign in (1, -1):
                while (
                    tried := loss(moved := values + sign * steps * (np.arange(len(values)) == place))
                ) < lowest - GAIN:
                    values, lowest, gained = moved, tried, True
        if not gained:
            steps = steps / 2
    return values


def scores(cases: Cases, values: FloatArray) -> FloatArray:
    """Return the logarithm of the density that each forecast gave to what the full run took."""
    away, spread = _away(cases, values)
    heights = (1 - bend.TAIL_SHARE) * np.exp(-(away**2) / 2)
    heights += bend.TAIL_SHARE / bend.TAIL_SPREAD * np.exp(-(away**2) / 2 / bend.TAIL_SPREAD**2)
    return np.asarray(np.log(np.maximum(_mean(cases, values, heights / spread) / math.sqrt(2 * math.pi), LEAST)))


def below(cases: Cases, values: FloatArray) -> FloatArray:
    """Return the chance that each forecast gave to as little as the full run took."""
    away, _ = _away(cases, values)
    return _mean(cases, values, (1 - bend.TAIL_SHARE) * ndtr(away) + bend.TAIL_SHARE * ndtr(away / bend.TAIL_SPREAD))


def _away(cases: Cases, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    rise, drift = values[5], math.exp(values[6])
    drifted = drift * (scaling.LEAST_DRIFT + (1 - scaling.LEAST_DRIFT) * cases.rising)
    spread = np.sqrt(cases.variance + ((drifted * cases.ahead) ** 2)[:, None])
    return (cases.distance - (rise * cases.rising * cases.ahead)[:, None]) / spread, spread


def _mean(cases: Cases, values: FloatArray, what: FloatArray) -> FloatArray:
    weights = cases.likelihood * np.exp(prior(values).log_weights.ravel())
    return np.asarray((weights * what).sum(axis=1) / weights.sum(axis=1), dtype=float)


def prior(values: FloatArray) -> bend.Prior:
    """Return the prior that seven figures stand for."""
    mean, spread, growing, noise, wander, _, _ = values
    power = (float(mean), math.exp(spread))
    return scaling.prior_of(
        scaling.Kind(1.0, power, 0.92, 1 / (1 + math.exp(-growing)), math.exp(noise), math.exp(wander), 0.0, 0.0)
    )


def _cases(curves: list[Curve], folds: dict[str, int]) -> Cases:
    even = prior(np.array([1.0, 0.0, 0.0, -3.0, -2.0, 0.0, 0.0]))
    even = replace(even, log_weights=np.zeros_like(even.log_weights))
    points, found = even.log_weights.size, []
    for curve in curves:
        for name in SETS:
            pilots = curve.pilots(HOURS_PILOTS[name])
            hours = curve.seconds[pilots] / 3600
            if curve.seconds[pilots[-1]] < LEAST_SECONDS:
                continue
            x = np.log(curve.sizes[pilots] / curve.sizes[pilots[-1]])
            ahead = math.log(curve.sizes[-1] / curve.sizes[pilots[-1]])
            posterior = bend.fit(x, np.log(hours), scaling.shapes(x), even, (scaling.TIMER_HOURS / hours) ** 2)
            means, variances = posterior.components(np.array([ahead]), scaling.shapes(np.array([ahead])))
            rows = np.zeros((3, points), dtype=np.float32)
            rows[2] = 1
            truth = math.log(curve.seconds[-1] / 3600)
            kept = posterior.shape_of * even.log_weights.shape[2] + posterior.pair_of
            rows[:, kept] = posterior.weights, truth - means[0], variances[0]
            rising = min(1.0, float(hours[-1]) / scaling.FULL_RISE)
            found.append((folds[curve.dataset], name, ahead, rising, *rows))
    return Cases(*(np.array(column) for column in zip(*found, strict=True)))
