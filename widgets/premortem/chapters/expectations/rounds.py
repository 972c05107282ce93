"""The private estimates of one round, each on the same footing: the range that holds the truth 8 times of 10."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.analysis import elicitation
from premortem.analysis.elicitation import Pooled
from premortem.model.state import Range, Row, State

FIRST, SECOND = "expectations.estimates", "expectations.second-round"
WANTED = 0.8


@dataclass(frozen=True)
class Estimate:
    """What one person expects; chances 0 to 1, sums of money; `cost` is rescaled to 8 times of 10.

    `number` is the place of the row, from 1; `name` what the person gave, perhaps nothing; `stated` how sure the person
    was of the range as it was `written`; `lacks` the columns left open, in words.
    """

    row: str
    number: int
    name: str
    cost: Range | None
    written: Range | None
    stated: float | None
    over: float | None
    use: float | None
    lacks: tuple[str, ...]

    @property
    def label(self) -> str:
        """By number, and by name only where one was given."""
        return f"{self.number} ({self.name})" if self.name else str(self.number)


@dataclass(frozen=True)
class Apart:
    """Two estimates whose ranges do not meet: `lower` ends before `higher` begins, with `gap` (money) between."""

    lower: Estimate
    higher: Estimate
    gap: float


@dataclass(frozen=True)
class Round:
    """One round: the estimates, those that wait to be shown, and what they amount to together."""

    question: str
    estimates: tuple[Estimate, ...]
    waiting_rows: int
    waiting_people: int
    pooled: Pooled | None
    apart: tuple[Apart, ...]
    """The pairs that do not meet, the widest gap first."""
    sharing: int
    """How many ranges, at most, hold one and the same sum."""

    @property
    def costed(self) -> tuple[Estimate, ...]:
        """The estimates with a range and how sure it is."""
        return tuple(each for each in self.estimates if each.cost is not None)

    @property
    def complete(self) -> bool:
        """Whether everybody here filled in everything."""
        return bool(self.estimates) and not any(each.lacks for each in self.estimates)

    @property
    def pairs(self) -> int:
        """How many pairs of ranges there are."""
        people = len(self.costed)
        return people * (people - 1) // 2

    @property
    def overs(self) -> tuple[float, ...]:
        """The chances given to a cost above 1.5 times the plan."""
        return tuple(each.over for each in self.estimates if each.over is not None)

    @property
    def uses(self) -> tuple[float, ...]:
        """The chances given to being in use 12 months from now."""
        return tuple(each.use for each in self.estimates if each.use is not None)


def read(state: State, question: str) -> Round:
    """Return one round as far as it is shown; what waits to be shown counts as not answered."""
    waiting = state.concealed(question)
    shown = () if waiting.rows else state.rows(question)
    estimates = tuple(_estimate(row, place) for place, row in enumerate(shown, start=1))
    costed = [(each, each.cost) for each in estimates if each.cost is not None]
    pooled = elicitation.pool([(cost.low, cost.best, cost.high) for _, cost in costed]) if costed else None
    met = elicitation.meeting([(cost.low, cost.high) for _, cost in costed])
    apart = tuple(
        Apart(costed[lower][0], costed[higher][0], costed[higher][1].low - costed[lower][1].high)
        for lower, higher in met.apart
    )
    return Round(question, estimates, waiting.rows, waiting.people, pooled, apart, met.sharing)


def mean(chances: tuple[float, ...]) -> float:
    """Return the mean of the chances given, each with the same weight."""
    return sum(chances) / len(chances)


def _estimate(row: Row, place: int) -> Estimate:
    written, stated = row.range("cost"), _share(row, "sure")
    over, use = _share(row, "over"), _share(row, "use")
    wanted = (
        (written, "its range of cost"),
        (stated, "how sure that range is"),
        (over, "the chance of a cost above 1.5 times the plan"),
        (use, "the chance that it is in use after 12 months"),
    )
    return Estimate(
        row=row.id,
        number=place,
        name=" ".join((row.text("who") or "").split()),
        cost=None if written is None or stated is None else rescaled(written, stated),
        written=written,
        stated=stated,
        over=over,
        use=use,
        lacks=tuple(words for value, words in wanted if value is None),
    )


def rescaled(written: Range, stated: float) -> Range:
    """Return the range for 8 times of 10 (Hemming et al. 2018); a cost is never below 0, so neither is its low end."""
    low, high = elicitation.rescale_interval(written.low, written.best, written.high, stated, WANTED)
    # Rescaling 80 % to 80 % must not move an end by a rounding error: the best guess stays inside.
    return Range(min(max(low, 0.0), written.best), written.best, max(high, written.best))


def _share(row: Row, column: str) -> float | None:
    value = row.number(column)
    return None if value is None else value / 100
