"""Where to measure next, and how much narrower that is expected to make what the decision hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from premortem.analysis.curve import CurveForecast

EARLIER_SHARE = 0.5
"""The earlier of the two looks that are compared lies half-way to the later one."""
CLEARLY = 0.05
"""A later look must tell this share of the width more than an earlier one, which costs less; else it tells as much."""

LITTLE = 0.8
"""A look that is expected to leave more of the width than this tells little."""


@dataclass(frozen=True)
class Expected:
    """The quality expected after `effort`, with bounds that hold it 8 times of 10; shares 0 to 1."""

    effort: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Telling:
    """What the next look tells about `about`, the quality that the decision hangs on.

    `remains` is the share of its range expected to remain, `then` the same quality as narrow as that; `larger_test`
    says whether a look at the same effort on a far larger test would tell clearly more.
    """

    about: Expected
    remains: float
    then: Expected
    larger_test: bool

    @property
    def little(self) -> bool:
        """Whether the look leaves the range nearly as wide as it is."""
        return self.remains > LITTLE


def looks(now: float, about: float) -> tuple[float, ...]:
    """Return the efforts of two possible looks before `about`, counted from the beginning, the earlier first.

    The later one lies half-way, so that as much is left to decide about as is spent to know it, and after half as much
    again as has been spent so far at most: nobody should go on longer than that without a look.
    """
    most = min(about - now, now) / 2
    return tuple(now + float(f"{share * most:.2g}") for share in (EARLIER_SHARE, 1.0))


def chosen(forecast: CurveForecast, efforts: Iterable[float], about: float) -> tuple[float, float]:
    """Return the look that tells most, or an earlier one that tells as much, and the share of the width it leaves."""
    best = None
    for effort in efforts:
        remains = forecast.narrows_to(effort, about)
        if best is None or remains <= best[1] - CLEARLY:
            best = (effort, remains)
    assert best is not None
    return best


def telling(forecast: CurveForecast, effort: float, remains: float, about: Expected, ceiling: float) -> Telling:
    """Return what a look tells; another, on a test without blur, is tried only where it tells little."""
    share = min(remains, 1.0)
    larger = share > LITTLE and forecast.narrows_to(effort, about.effort, sd=0) <= share - CLEARLY
    return Telling(about, share, narrowed(about, share, ceiling), larger)


def narrowed(about: Expected, share: float, ceiling: float) -> Expected:
    """Return the same median with the bounds drawn in, on the logarithm of the error that remains."""
    error = ceiling - about.median
    if error <= 0:
        return about
    low, high = (ceiling - error * ((ceiling - end) / error) ** share for end in (about.low, about.high))
    return Expected(about.effort, low, about.median, high)
