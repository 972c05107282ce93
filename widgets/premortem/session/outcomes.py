"""What came of a vote, as figures: one frozen result for each kind of subject."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.analysis.agreement import Concordance, PanelSpread
from premortem.analysis.elicitation import Meeting, Pooled
from premortem.model.subjects import Option, Subject

FEWEST_TOLD = 4
"""With fewer people no measure of agreement is told: it would say more than two or three ballots can."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of any vote: how many gave an answer, did not know, abstained, or had not voted when it was shown.

    `unread` ballots, of a damaged file, hold what the subject does not admit.
    """

    subject: Subject
    people: int
    unsure: int = 0
    abstained: int = 0
    missing: int = 0
    unread: int = 0


@dataclass(frozen=True)
class Tally:
    """Who chose one option; `names` only of ballots that carry one, sorted."""

    option: Option
    people: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class LevelCamps:
    """Two camps on a scale, with few or nobody `between`."""

    low: tuple[Option, ...]
    low_people: int
    high: tuple[Option, ...]
    high_people: int
    between: int


@dataclass(frozen=True, kw_only=True)
class Levels(Result):
    """A vote on a scale: counts from the lowest level to the highest, never a mean.

    `middle` are the two middle answers (mostly the same); `agreement` van der Eijk's, from -1 to 1; `panel` the
    RAND/UCLA verdict where eight or more voted from 1 to 9.
    """

    counts: tuple[Tally, ...]
    middle: tuple[Option, Option] | None
    agreement: float | None
    panel: PanelSpread | None
    camps: LevelCamps | None


@dataclass(frozen=True, kw_only=True)
class Choices(Result):
    """A vote for one of several: counts in the order asked, and the options with the most votes."""

    counts: tuple[Tally, ...]
    first: tuple[Option, ...]


@dataclass(frozen=True)
class SaidRange:
    """One person's range, in the unit of the subject."""

    low: float
    best: float
    high: float
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Ranges(Result):
    """A vote with ranges, sorted by best guess; `pooled` their mean; `meeting` names them by their place here."""

    ranges: tuple[SaidRange, ...]
    pooled: Pooled | None
    meeting: Meeting


@dataclass(frozen=True)
class Figure:
    """One person's figure or day; `at` is the figure, of a day its place in the calendar, in days."""

    value: float | str
    at: float
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Figures(Result):
    """A vote with figures or days, sorted; the median, and of four or more the quartiles.

    `parted` is how many figures lie below a wide gap that leaves two camps.
    """

    figures: tuple[Figure, ...]
    median: float | None
    quartiles: tuple[float, float] | None
    parted: int | None


@dataclass(frozen=True)
class Place:
    """Where a thing came: its mean place, the place it shares with others of the same mean, and each one's place."""

    option: Option
    mean: float
    place: int
    given: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Order(Result):
    """A vote on an order: the things by mean place, and Kendall's W where four or more voted."""

    places: tuple[Place, ...]
    concordance: Concordance | None


@dataclass(frozen=True)
class Dotted:
    """How many dots lie on a thing, and of how many people."""

    option: Option
    dots: int
    people: int


@dataclass(frozen=True, kw_only=True)
class Dots(Result):
    """A vote with dots: things by their dots, the most first; `half` is how many of the first hold half of all."""

    items: tuple[Dotted, ...]
    total: int
    half: int
    even: bool
    """Nothing stands out: all things have about as many."""


@dataclass(frozen=True)
class Written:
    """One text, as often as it was written."""

    text: str
    times: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Texts(Result):
    """What was written, by the alphabet: no order tells who wrote what."""

    texts: tuple[Written, ...]


@dataclass(frozen=True)
class Column:
    """What came of one column of the rows that people filled in; `open` rows leave it blank."""

    result: Result
    open: int


@dataclass(frozen=True, kw_only=True)
class Rows(Result):
    """A vote in which each person filled in a row: every column on its own, in the order asked."""

    rows: int
    columns: tuple[Column, ...]
