"""What a team declared of a table: keys, references, ranges, domains, dependencies, freshness, populations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from premortem.scan.job import Delivery

VERSION = 1
OTHER = "other"
"""What a reference calls the second table of a scan; anything else is a path relative to the rules file."""

Value: TypeAlias = str | int | float


class Kind(Enum):
    """What the cells of a column are; a whole number may be written 7 or 7.0."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"


class DateOrder(Enum):
    """In which order day, month and year of a date stand where the cells are text."""

    YEAR_FIRST = "year-month-day"
    DAY_FIRST = "day-month-year"
    MONTH_FIRST = "month-day-year"


@dataclass(frozen=True)
class ColumnRule:
    """What holds for the cells of one column; None (or False) is no rule.

    `required` says that no cell is empty, `missing_max` which share of cells may be (0 to 1). The bounds are included;
    `latest` includes that whole day. `pattern` is a regular expression for the whole cell. `dates` is no rule but says
    how to read them.
    """

    type: Kind | None = None
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    earliest: date | None = None
    latest: date | None = None
    values: tuple[Value, ...] | None = None
    pattern: str | None = None
    length_max: int | None = None
    missing_max: float | None = None
    dates: DateOrder = DateOrder.YEAR_FIRST

    @property
    def kind(self) -> Kind | None:
        """What the cells must be: the type, or what the bounds take for granted."""
        if self.type is not None:
            return self.type
        if self.minimum is not None or self.maximum is not None:
            return Kind.NUMBER
        return Kind.DATE if self.earliest is not None or self.latest is not None else None

    @property
    def numbers(self) -> bool:
        """Whether the values are compared as numbers: all are, and the column is not declared as text."""
        values = self.values or ()
        return bool(values) and self.type is not Kind.TEXT and not any(isinstance(each, str) for each in values)

    @property
    def contradictions(self) -> tuple[str, ...]:
        """Sentences that say which parts cannot hold together; none where it is sound."""
        return tuple(_contradictions(self))


def _contradictions(rule: ColumnRule) -> Iterator[str]:
    if rule.minimum is not None and rule.maximum is not None and rule.minimum > rule.maximum:
        yield f"`minimum` {rule.minimum:g} is above `maximum` {rule.maximum:g}; exchange them"
    if rule.earliest is not None and rule.latest is not None and rule.earliest > rule.latest:
        yield f"`earliest` {rule.earliest} is after `latest` {rule.latest}; exchange them"
    numeric, dated = rule.minimum is not None or rule.maximum is not None, rule.earliest or rule.latest
    if numeric and (rule.kind not in (Kind.INTEGER, Kind.NUMBER) or dated):
        yield "`minimum` and `maximum` are for numbers; for dates use `earliest` and `latest`, or set `type: number`"
    elif dated and rule.kind is not Kind.DATE:
        yield "`earliest` and `latest` are for dates; for numbers use `minimum` and `maximum`, or set `type: date`"
    if rule.required and rule.missing_max:
        yield f"`required` allows no empty cell and `missing_max` a share of {rule.missing_max:g}; keep one of the two"


@dataclass(frozen=True)
class Reference:
    """Each filled combination of `columns` stands in the columns `their` of another table."""

    columns: tuple[str, ...]
    of: str
    their: tuple[str, ...]


@dataclass(frozen=True)
class Dependency:
    """Rows that agree in all columns `given` agree in each column `fixed` too."""

    given: tuple[str, ...]
    fixed: tuple[str, ...]


@dataclass(frozen=True)
class Freshness:
    """The newest date of a column is at most so many days old."""

    column: str
    days: float


@dataclass(frozen=True)
class Rules:
    """All that was declared of one table; names are those in the file.

    `folder` is where paths of references start, `tables` the referenced tables once the caller has opened them, by the
    name that `Reference.of` gives them; neither counts when rules are compared.
    """

    source: str = ""
    keys: tuple[tuple[str, ...], ...] = ()
    references: tuple[Reference, ...] = ()
    columns: Mapping[str, ColumnRule] = field(default_factory=dict)
    dependencies: tuple[Dependency, ...] = ()
    freshness: Freshness | None = None
    populations: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    folder: Path | None = field(default=None, compare=False)
    tables: Mapping[str, Delivery] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        """Whether anything is declared."""
        declared = (each.name for each in fields(self) if each.compare and each.name != "source")
        return any(getattr(self, name) for name in declared)

    def with_tables(self, tables: Mapping[str, Delivery]) -> Rules:
        """Return the same rules with the referenced tables opened."""
        return replace(self, tables=dict(tables))

    @property
    def paths(self) -> Mapping[str, Path]:
        """The files that references name, by that name; empty where the rules came from no file."""
        named = dict.fromkeys(each.of for each in self.references if each.of != OTHER)
        return {} if self.folder is None else {name: self.folder / name for name in named}

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that the rules name, with the parts of the rules that name each."""
        found: dict[str, dict[str, None]] = {}
        for part, names in self._named():
            for name in names:
                found.setdefault(name, {})[part] = None
        return {name: tuple(parts) for name, parts in found.items()}

    def _named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield from (("keys", each) for each in self.keys)
        yield from (("references", each.columns) for each in self.references)
        yield ("columns", tuple(self.columns))
        yield from (("dependencies", (*each.given, *each.fixed)) for each in self.dependencies)
        if self.freshness is not None:
            yield ("freshness", (self.freshness.column,))
        yield ("populations", tuple(self.populations))
