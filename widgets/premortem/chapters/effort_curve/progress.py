"""What was measured so far: where it started, each measurement with the blur of its test, what keeps it from use."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.analysis import acceptance
from premortem.model.state import Row, State
from premortem.model.verdicts import Missing
from premortem.model.wording import count, percent

TABLE = "effort-curve.progress"
WRONG_EACH_SIDE = 0.1
"""Bounds that hold the truth 8 times of 10 are wrong once in ten on each side."""


@dataclass(frozen=True)
class Measurement:
    """One measurement: `quality` with its bounds as shares 0 to 1, from `cases` test cases (`None` at the start)."""

    row: str
    name: str
    effort: float
    quality: float
    cases: int | None = None
    low: float = 0.0
    high: float = 1.0

    @property
    def tried(self) -> int:
        """The test cases of a measurement that is not the start."""
        assert self.cases is not None
        return self.cases

    @property
    def test(self) -> str:
        """The size of its test in words: `1 case`, `2,000 cases`."""
        return f"{count(self.cases)} {'case' if self.cases == 1 else 'cases'}"


@dataclass(frozen=True)
class Progress:
    """The start (effort 0) and the measurements in rising order of effort; `troubles` name what is not usable.

    Of several starts, say of guessing and of the way of working today, the best is the one to beat.
    """

    starts: tuple[Measurement, ...]
    points: tuple[Measurement, ...]
    troubles: tuple[Missing, ...]

    @property
    def start(self) -> Measurement | None:
        """What the work has to be better than: the best of what was there before it."""
        return max(self.starts, key=lambda point: (point.quality, point.name), default=None)

    @property
    def efforts(self) -> tuple[float, ...]:
        """The efforts measured, each once."""
        return tuple(sorted({point.effort for point in self.points}))

    @property
    def latest(self) -> Measurement | None:
        """What was measured at the largest effort; of two, the worse."""
        at_end = [point for point in self.points if point.effort == self.points[-1].effort]
        return min(at_end, key=lambda point: point.low) if at_end else None

    def that_reached(self, target: float) -> Measurement | None:
        """Return the measurement that speaks for the target: the latest, else the best of those before it."""
        if self.latest is not None and self.latest.quality >= target:
            return self.latest
        reached = [point for point in self.points if point.quality >= target]
        return max(reached, key=lambda point: (point.quality, point.low), default=None)


def read(state: State) -> Progress:
    """Return what the rows say, with a reason for each that cannot be used."""
    starts, points, troubles = [], [], []
    for place, row in enumerate(state.rows(TABLE), start=1):
        name = row.text("label") or f"Measurement {place}"
        measured = _measurement(row, name)
        if isinstance(measured, Missing):
            troubles.append(measured)
        elif measured.effort == 0:
            starts.append(measured)
        else:
            points.append(measured)
    ordered = tuple(sorted(points, key=lambda point: (point.effort, point.quality, point.cases or 0, point.name)))
    beginnings = tuple(sorted(starts, key=lambda point: (point.quality, point.name)))
    return Progress(beginnings, ordered, tuple(troubles))


def _measurement(row: Row, name: str) -> Measurement | Missing:
    effort, quality, cases = row.number("effort"), row.number("quality"), row.number("cases")
    if effort is None:
        return Missing(TABLE, f"{name}: after how much effort it was measured", row.id)
    if quality is None:
        return Missing(TABLE, f"{name}: how good it was", row.id)
    if effort == 0:
        return Measurement(row.id, name, 0.0, quality / 100)
    if cases is None:
        return Missing(TABLE, f"{name}: on how many cases it was measured", row.id)
    low, high = _bounds(quality / 100, int(cases))
    return Measurement(row.id, name, effort, quality / 100, int(cases), low, high)


def _bounds(quality: float, cases: int) -> tuple[float, float]:
    """Return exact bounds on the true share (Clopper & Pearson 1934); for other measures they are a fair guide."""
    judged = acceptance.judge(round(quality * cases), cases, 0.5, WRONG_EACH_SIDE)
    return min(judged.lower, quality), max(judged.upper, quality)


def missing(progress: Progress) -> tuple[Missing, ...]:
    """Return what the rows need before anything can be said."""
    if not progress.points and progress.start is None and not progress.troubles:
        return (Missing(TABLE, "what was measured so far, beginning with where you started"),)
    found = list(progress.troubles)
    if progress.start is None:
        found.append(Missing(TABLE, "a row with effort 0: what guessing, or the way you work today, reaches"))
    if not progress.points and not found:
        found.append(Missing(TABLE, "a measurement after the start"))
    return tuple(found)


def refusal(progress: Progress) -> str:
    """Say in plain words why no forecast can rest on these measurements; "" where one can."""
    start, latest = progress.start, progress.latest
    if start is None or latest is None:
        return ""
    first = progress.points[0]
    if latest.effort > first.effort and latest.quality < first.quality:
        return (
            f"the quality fell from {percent(first.quality)} to {percent(latest.quality)} while the effort rose; "
            "find out why before anything else is spent"
        )
    if latest.low <= start.quality:
        return (
            f"{percent(latest.quality)} on {latest.test} cannot be told from the "
            f"{percent(start.quality)} that guessing, or the way you work today, reaches"
        )
    return ""
