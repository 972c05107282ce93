"""What a scan of a real table found: figures, never rows, unless the team asked for examples.

`premortem.scan` makes it, the log keeps it, the chapter on data risks shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Severity(Enum):
    """How much a finding presses, worst first; what is only shown never raises an alarm."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    SHOWN = "shown"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Example:
    """One row that shows a finding: its number in the file (from 1, without the heading) and some cells by column."""

    row: int | None
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Finding:
    """One thing a check saw.

    `columns` are names as the file has them; `about` tells apart several findings of one check on the same columns (a
    group, another column) and is never a cell of the data but a group's name. `saw`, `sure`, `could` and `ask` are
    sentences: the figures; how sure they are; what it could do to the project; the question to the data's owner.
    `amount` is the figure by which two deliveries are compared and findings are ranked (greater is worse), `low` and
    `high` its interval where it has one, `unit` one of share, cells, rows, columns, AUC, PSI, ratio, points, days.
    """

    check: str
    columns: tuple[str, ...]
    severity: Severity
    saw: str
    sure: str
    could: str
    ask: str
    amount: float | None = None
    unit: str = "share"
    low: float | None = None
    high: float | None = None
    about: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def key(self) -> str:
        """What stays the same when the next delivery shows the same thing."""
        return "|".join((self.check, *self.columns, *([self.about] if self.about else [])))


class Done(Enum):
    """What became of a check."""

    CHECKED = "checked"
    NOT_ASKED = "not-asked"
    NOT_HERE = "not-here"
    FAILED = "failed"


@dataclass(frozen=True)
class Coverage:
    """What became of one check; `says` is the reason where it was not made, or a limit of how it was made."""

    check: str
    done: Done
    says: str = ""


@dataclass(frozen=True)
class Rate:
    """A rate in one group with its 95 % interval: `count` of `of` rows; `what` is "share", "label rate", and so on.

    `judged` is false below 30 rows: then it is shown without a verdict.
    """

    what: str
    column: str
    group: str
    count: int
    of: int
    low: float
    high: float
    judged: bool = True


@dataclass(frozen=True)
class Moved:
    """How far one column moved between two tables: its population stability index, and new categories."""

    column: str
    psi: float | None
    new_categories: int = 0
    new_share: float = 0.0
    judged: bool = True


@dataclass(frozen=True)
class Scan:
    """What one look at one table found.

    `source` is the name the team gives it: a later scan of the same name is a later delivery. `content` is a digest of
    the rows, `read_at` the moment (ISO, UTC), `asked` what was named (label, groups, prediction, key, against), `notes`
    how the file was read. `columns` counts them. `left_out` counts findings beyond those kept.
    """

    source: str
    kind: str
    engine: str
    rows: int
    columns: int
    content: str
    read_at: str
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    rates: tuple[Rate, ...] = ()
    moved: tuple[Moved, ...] = ()
    asked: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def frame(self) -> pd.DataFrame:
        """The findings as a table, worst first: severity, check, columns, amount, unit, low, high, saw, ask."""
        import pandas as pd  # only analysts need it

        names = ("severity", "check", "columns", "amount", "unit", "low", "high", "saw", "ask")
        rows = [
            (each.severity.value, each.check, ", ".join(each.columns), *(getattr(each, name) for name in names[3:]))
            for each in self.findings
        ]
        return pd.DataFrame(rows, columns=list(names))

    def without_examples(self) -> Scan:
        """Return the same without a single cell of the data."""
        return replace(self, findings=tuple(replace(each, examples=()) for each in self.findings))


JUDGEMENTS = ("confirmed", "dismissed", "risk")


@dataclass(frozen=True)
class Judgement:
    """What the team made of a finding: confirmed, dismissed with a reason, or a risk in the register (`row`)."""

    judgement: str
    reason: str = ""
    row: str = ""


@dataclass(frozen=True)
class Scanned:
    """A scan in a workbook: its id, what was found, and what the team made of it, by the finding's key."""

    id: str
    scan: Scan
    judged: Mapping[str, Judgement] = field(default_factory=lambda: MappingProxyType({}))
