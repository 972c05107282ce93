"""Columns with one value in all their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.empty_words import says_nothing
from premortem.scan.checks.wording import COUNTED, named
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    from premortem.scan.job import Column, Job


def look(job: Job) -> Seen:
    """Return a finding for each column that holds the same value in every row.

    A column with one value and empty cells is none of them: there the empty cell is the other value.
    """
    return Seen(tuple(_finding(column) for column in job.delivery.columns if _constant(column)))


def _constant(column: Column) -> bool:
    return column.rows > 1 and column.filled == column.rows and column.distinct == 1


def _empty_in_words(column: Column) -> bool:
    """Whether the one value is a word for nothing: then the column is an empty one, and that is another finding."""
    return column.text and column.values is not None and says_nothing(str(column.values["value"].iloc[0]))


def _finding(column: Column) -> Finding:
    return Finding(
        check="constant",
        columns=(column.name,),
        severity=Severity.SHOWN if _empty_in_words(column) else Severity.LOW,
        saw=f"All {column.rows:,} rows hold the same value.",
        sure=COUNTED,
        could="The column tells a model nothing now. If it varies in other data, the model never learned what then.",
        ask=f"Is {named(column)} the same everywhere, or was this table cut from a larger one by it?",
        amount=1.0,
    )


CHECK = Check("constant", look)
