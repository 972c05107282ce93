"""Where the curve is heading: what more effort brings, the chance of reaching the target, the effort it takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from premortem.analysis import curve
from premortem.chapters.effort_curve import nextlook
from premortem.chapters.effort_curve.nextlook import Expected, Telling
from premortem.chapters.effort_curve.progress import Progress
from premortem.chapters.effort_curve.terms import Terms

STEPS_OF_CHANCE = 25
MOST_TIMES_AHEAD = 8.0
"""The path ends at this many times the effort so far: what lies beyond is guesswork."""
FORESEEABLE = 1000.0
"""Beyond this many times the effort so far no quality is foretold."""
LIKELY, UNLIKELY = 0.8, 0.2
"""From the one on a target counts as likely to be reached, below the other as out of reach."""
MOST_OF_THE_WAY = 0.8
"""Where the 80/20 rule has its 80."""


@dataclass(frozen=True)
class Reach:
    """What the forecast says of the target.

    `needed` is the effort for it (low, median, high; infinite where not foreseeable); `chance` belongs to the
    affordable effort, `likely_from` is the effort from which the target is likely, `None` where none makes it so.
    """

    needed: tuple[float, float, float]
    chance: float | None
    likely_from: float | None


@dataclass(frozen=True)
class Outlook:
    """The forecast from the measurements; every effort is counted from the very beginning.

    `path` leads from the first measurement through now to the end of the chart; `limit` is the effort at which what
    can be afforded is used up; `next_look` is where to measure next, and `tells` what that narrows, both `None` when
    nothing more can be afforded. `notes` say what the reader must know about the forecast.
    """

    now: float
    path: tuple[Expected, ...]
    doubled: Expected
    next_look: Expected | None
    tells: Telling | None
    limit: float | None
    at_limit: Expected | None
    """`None` where what can be afforded is not known, or so much that nobody can foresee its end."""
    reach: Reach | None
    notes: tuple[str, ...]

    @property
    def limit_doubles(self) -> bool:
        """Whether what can be afforded ends at twice the effort so far: the two need not both be told."""
        return self.limit is not None and math.isclose(self.limit, 2 * self.now, rel_tol=0.02)

    @property
    def present(self) -> Expected:
        """The quality that the forecast sees today, which smooths the blur of the latest measurement."""
        return next(point for point in self.path if point.effort == self.now)

    @property
    def steps(self) -> tuple[Expected, ...]:
        """Where one could stop: at the next measurement or later, as far as it can be afforded."""
        if self.next_look is None or self.limit is None:
            return ()
        return tuple(point for point in self.path if self.next_look.effort <= point.effort <= self.limit)


def look(progress: Progress, terms: Terms) -> Outlook:
    """Return the forecast; raises RefusedInput where the mathematics cannot take these measurements."""
    return _looked(progress, terms.target, terms.ceiling, terms.affordable)


@lru_cache(maxsize=128)  # a forecast takes long, and an answer about the contract or the value does not change it
def _looked(progress: Progress, target: float | None, ceiling: float | None, affordable: float | None) -> Outlook:
    assert progress.latest is not None
    now = progress.latest.effort
    limit = None if affordable is None else now + affordable
    forecast = _forecast(progress, ceiling, target)
    about = _hangs_on(now, limit)
    next_look, remains = (now, 1.0)
    if about > now:
        next_look, remains = nextlook.chosen(forecast, nextlook.looks(now, about), about)
    efforts = _efforts(progress.efforts[0], now, next_look, limit)
    path = {point.effort: point for point in _expected(forecast, efforts)}
    ahead = next_look > now
    return Outlook(
        now=now,
        path=tuple(path.values()),
        doubled=path[2 * now],
        next_look=path[next_look] if ahead else None,
        tells=nextlook.telling(forecast, next_look, remains, path[about], _perfect(ceiling)) if ahead else None,
        limit=limit,
        at_limit=_at_limit(forecast, path, limit),
        reach=None if target is None else _reach(forecast, now, limit),
        notes=forecast.notes,
    )


def _hangs_on(now: float, limit: float | None) -> float:
    """Return the effort whose quality the decision hangs on: where the money ends, if that is not too far to see."""
    return 2 * now if limit is None or limit > MOST_TIMES_AHEAD * now else limit


def _efforts(first: float, now: float, next_look: float, limit: float | None) -> list[float]:
    """Return where the forecast is worked out: few efforts, because each takes time; the chart rounds the corners."""
    end = min(max(limit or 0.0, 2 * now), MOST_TIMES_AHEAD * now)
    middles = {math.sqrt(low) * math.sqrt(high) for low, high in ((first, now), (2 * now, end)) if high > 2 * low}
    wanted = {first, now, next_look, 2 * now, end} | middles
    return sorted(wanted | ({limit} if limit is not None and limit <= end else set()))


def effort_for(progress: Progress, terms: Terms, quality: float) -> tuple[float, float, float]:
    """Return the effort for a quality that has not been reached: low, median, high; infinite where not foreseeable."""
    return _needed_for(progress, terms.ceiling, quality)


@lru_cache(maxsize=128)
def _needed_for(progress: Progress, ceiling: float | None, quality: float) -> tuple[float, float, float]:
    return _needed(_forecast(progress, ceiling, quality))


def _at_limit(forecast: curve.CurveForecast, path: dict[float, Expected], limit: float | None) -> Expected | None:
    if limit is None or limit > FORESEEABLE * forecast.last_effort:
        return None
    return path[limit] if limit in path else _expected(forecast, [limit])[0]


def _reach(forecast: curve.CurveForecast, now: float, limit: float | None) -> Reach:
    asked = np.geomspace(now, MOST_TIMES_AHEAD * now, STEPS_OF_CHANCE)
    likely = (float(effort) for effort in asked if forecast.chance_by(float(effort)) >= LIKELY)
    chance = None if limit is None else forecast.chance_by(limit)
    return Reach(_needed(forecast), chance, next(likely, None))


def _forecast(progress: Progress, ceiling: float | None, target: float | None) -> curve.CurveForecast:
    return curve.forecast(
        [point.effort for point in progress.points],
        [point.quality for point in progress.points],
        target=target,
        ceiling=_perfect(ceiling),
        cases=[point.tried for point in progress.points],
    )


def _perfect(ceiling: float | None) -> float:
    return 1.0 if ceiling is None else ceiling


def _expected(forecast: curve.CurveForecast, efforts: Sequence[float]) -> list[Expected]:
    band = forecast.band(efforts)
    return [Expected(*point) for point in zip(efforts, band.lows, band.medians, band.highs, strict=True)]


def _needed(forecast: curve.CurveForecast) -> tuple[float, float, float]:
    needed = forecast.effort_for_target
    assert needed is not None
    # What has not been reached so far cannot have taken less than was spent, though the blur of a test may say so.
    reached = forecast.target is not None and forecast.last_quality >= forecast.target
    spent = 0.0 if reached else forecast.last_effort
    return (max(needed.low, spent), max(needed.median, spent), max(needed.high, spent))
