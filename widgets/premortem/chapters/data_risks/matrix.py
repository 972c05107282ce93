"""The picture of a scan: the columns of the table by the checks, the worst column first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from premortem.chapters.data_risks.seen import SEVERITIES, Seen
from premortem.model.checks import CHECKS, place_of
from premortem.model.evidence import Severity

ROWS_SHOWN = 24
WHOLE_TABLE = "the whole table"
NAME_SHOWN = 36


@dataclass(frozen=True)
class Cell:
    """What one check saw in one column: its worst severity, the figure, the same in words, and how many more."""

    severity: str
    figure: str
    says: str
    more: int
    dismissed: bool


@dataclass(frozen=True)
class Row:
    """One column of the table; a cell is None where the check found nothing there."""

    column: str
    named: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Matrix:
    """The checks that found something, as (short name, title), and the columns; `more` columns are not shown.

    The worst stands at the top and at the left: a narrow screen shows it first. A long name is cut.
    """

    checks: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    more: int


def matrix(seen: tuple[Seen, ...]) -> Matrix:
    """Return the matrix of these findings, which come worst first; one of two columns stands in the row of each."""
    by_place: dict[str, dict[str, list[Seen]]] = {}
    for each in seen:
        for column in each.finding.columns or ("",):
            by_place.setdefault(column, {}).setdefault(each.finding.check, []).append(each)
    columns = sorted(by_place, key=lambda column: _pressing([s for many in by_place[column].values() for s in many]))
    there = {check for checks in by_place.values() for check in checks}
    checks = sorted(there, key=place_of)  # what ruins a whole project at the left
    rows = [
        Row(
            (column if len(column) <= NAME_SHOWN else f"{column[: NAME_SHOWN - 1]}…") or WHOLE_TABLE,
            bool(column),
            tuple(_cell(by_place[column][check]) if check in by_place[column] else None for check in checks),
        )
        for column in columns[:ROWS_SHOWN]
    ]
    names = tuple((CHECKS[check].short, CHECKS[check].title) for check in checks)
    return Matrix(names, tuple(rows), max(0, len(columns) - ROWS_SHOWN))


def _pressing(found: list[Seen]) -> tuple[int, ...]:
    """The column with the most findings of the worst kind first; nothing is added up over kinds."""
    counted = Counter(each.finding.severity for each in found if each.judgement != "dismissed")
    return tuple(-counted[severity] for severity in Severity)


def _cell(found: list[Seen]) -> Cell:
    worst = min(found, key=lambda each: (each.judgement == "dismissed", each.finding.severity.rank))
    dismissed = worst.judgement == "dismissed"
    says = f"{SEVERITIES[worst.finding.severity]}{', dismissed' if dismissed else ''}: {worst.amount or 'found'}"
    return Cell(worst.finding.severity.value, worst.brief, says, len(found) - 1, dismissed)
