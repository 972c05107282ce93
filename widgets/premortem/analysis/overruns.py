"""How a published figure on overruns becomes a factor on an estimate.

Two kinds of figure are understood:

- "18 % overran by more than 50 %": one point of the distribution. Below that point the factor is at most 1.5;
  above it the tail has index 1 or less (Flyvbjerg et al. 2025), so a factor of at least 1.5 * 18 % / (1 - q).
- "60 to 80 % overran, by 30 to 40 % on average": a lognormal distribution is the simplest with such a share and
  such a mean; both ranges are carried through.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

from scipy.special import ndtri

from premortem.analysis.arguments import number, refuse

TAIL_INDEX = 1.0
"""Upper bound for IT projects: the tail is at least as heavy as this."""

_EXCEEDED = {"it-overrun-share": 1.5, "black-swan-share": 3.0}
"""The factor that `value` percent of the class exceeded, as the statement of that row says."""

_MEAN_OVERRUN = {"molokken-review": (1.3, 1.4)}
"""The mean factor of a class of which `value` percent overran, as the statement of that row says."""


class Factor(NamedTuple):
    """A factor with the limits that the figure leaves it."""

    low: float
    best: float
    high: float


def is_class(row: Mapping[str, str | None]) -> bool:
    """Say whether a row tells how often estimates were overrun; a `ratio` column makes any row do so."""
    known = row.get("id") or ""
    return bool(row.get("ratio")) or known in _EXCEEDED or known in _MEAN_OVERRUN


def factor(row: Mapping[str, str | None], quantile: float) -> Factor:
    """Return the factor within which this share of the class stayed."""
    known = row.get("id") or ""
    if row.get("ratio") or known in _EXCEEDED:
        exceeded = _number(row, "ratio") if row.get("ratio") else _EXCEEDED[known]
        return _from_point(exceeded, sum(_percent(row)) / 2, quantile)
    return _from_share_and_mean(_percent(row), _MEAN_OVERRUN[known], quantile)


def _from_point(exceeded: float, share: float, quantile: float) -> Factor:
    if math.isclose(quantile, 1 - share):
        return Factor(low=exceeded, best=exceeded, high=exceeded)
    if quantile < 1 - share:
        return Factor(low=0.0, best=exceeded, high=exceeded)
    tail = exceeded * (share / (1 - quantile)) ** (1 / TAIL_INDEX)
    return Factor(low=tail, best=tail, high=math.inf)


def _from_share_and_mean(overran: tuple[float, float], means: tuple[float, float], quantile: float) -> Factor:
    ends = [_lognormal(share, mean, quantile) for share, mean in product(overran, means)]
    best = _lognormal(sum(overran) / 2, sum(means) / 2, quantile)
    return Factor(min(*ends, best), best, max(*ends, best))


def _lognormal(overran: float, mean: float, quantile: float) -> float:
    """The quantile of the lognormal factor that exceeds 1 with this share and has this mean."""
    centre_in_spreads = float(ndtri(overran))
    # The mean is exp(centre + spread^2 / 2): a quadratic in the spread, of which the positive root counts.
    spread = -centre_in_spreads + math.sqrt(centre_in_spreads**2 + 2 * math.log(mean))
    return math.exp(spread * (centre_in_spreads + float(ndtri(quantile))))


def _percent(row: Mapping[str, str | None]) -> tuple[float, float]:
    """The `value` of a row as shares: one figure, or two with a dash between."""
    text = (row.get("value") or "").replace("–", "-")
    try:
        low, _, high = text.partition("-")
        ends = (float(low), float(high or low))
    except ValueError:
        refuse(f"value of {row.get('id')}", "a percentage, or two with a dash between", row.get("value"))
    for end in ends:
        number(f"value of {row.get('id')}", end, above=0, below=100)
    return ends[0] / 100, ends[1] / 100


def _number(row: Mapping[str, str | None], column: str) -> float:
    try:
        value = float(row.get(column) or "")
    except ValueError:
        refuse(f"{column} of {row.get('id')}", "a number", row.get(column))
    return number(f"{column} of {row.get('id')}", value, above=0)
