"""Costs that are products of uncertain factors, and how soon growth meets a cap."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from premortem.analysis.arguments import number, refuse, vector

TO_P90 = 1.2815515655446004
"""The 90th percentile of a normal distribution, in standard deviations."""


@dataclass(frozen=True)
class Product:
    """A product of independent lognormal factors."""

    median: float
    p10: float
    p90: float
    mean: float


def product(medians: ArrayLike, p90_ratios: ArrayLike) -> Product:
    """Return the distribution of a product of factors, each known by its median and how far it may run off.

    `medians` above 0; `p90_ratios`, for each factor the 90th percentile divided by the median, at least 1. The
    factors are lognormal and independent, so the logarithms of the ratios add as squares: multiplying the P90s
    themselves would call for bad luck everywhere at once. Raises `ArgumentError`.
    """
    middles = vector("medians", medians, lambda name, value: number(name, value, above=0))
    ratios = vector("p90_ratios", p90_ratios, lambda name, value: number(name, value, at_least=1), length=len(middles))
    log_median = math.fsum(math.log(middle) for middle in middles)
    log_ratio = math.sqrt(math.fsum(math.log(ratio) ** 2 for ratio in ratios))
    log_mean = log_median + (log_ratio / TO_P90) ** 2 / 2
    if max(abs(log_median) + log_ratio, log_mean) > 230:
        refuse("medians", "such that the product stays below 1e100", medians)
    return Product(
        median=math.exp(log_median),
        p10=math.exp(log_median - log_ratio),
        p90=math.exp(log_median + log_ratio),
        mean=math.exp(log_mean),
    )


def months_until(cap_ratio: float, doubling_months: float) -> float:
    """Return how many months steady growth takes to reach a cap.

    `cap_ratio`, the cap divided by what is used today (above 0; 0 months where the cap is reached already);
    `doubling_months`, how long use takes to double (above 0): doubling_months * log2(cap_ratio). Raises
    `ArgumentError`.
    """
    ratio = number("cap_ratio", cap_ratio, above=0)
    doubling = number("doubling_months", doubling_months, above=0)
    return doubling * max(math.log2(ratio), 0.0)
