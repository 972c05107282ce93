"""The label as a check needs it: each row's answer as a small whole number, worked out inside the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.model.shown import quoted
from premortem.scan.checks.wording import named

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import IntegerValue

    from premortem.scan.job import Column, Delivery, Job

ANSWERS_MAX = 20
"""A label with more values is no choice between answers; numbers are parted in two then."""

YES = frozenset({"1", "1.0", "true", "t", "yes", "y", "positive", "pos"})
"""Words that say yes; every other label has no side that is known to be the one predicted."""


@dataclass(frozen=True)
class Answers:
    """The values of a label, the commonest first, with their rows; `column` is where they come from.

    `code` is an expression on the job's table: the place of a row's answer in `names`, null where there is none. `said`
    tells where many numbers were parted in two, else "".
    """

    column: Column
    names: tuple[str, ...]
    rows: tuple[int, ...]
    code: IntegerValue
    said: str = ""

    @property
    def yes(self) -> int:
        """The answer that error rates and rates of groups are about: the one that says yes, else the rarest."""
        said_yes = [place for place, name in enumerate(self.names) if name.casefold() in YES]
        return said_yes[0] if said_yes else len(self.names) - 1

    def quoted(self, place: int) -> str:
        """Return an answer as a sentence can bear it; for one of few rows only that it is rare."""
        from premortem.scan.job import ROWS_TO_JUDGE

        return quoted(self.names[place]) if self.rows[place] >= ROWS_TO_JUDGE else "a rare answer"


def no_label(job: Job) -> str:
    """Return "" where a label was named, else why the check does not run."""
    return "" if job.label else "No label was named."


def answers(job: Job) -> Answers | str:
    """Return the answers of the job's label, or in one sentence why there are none to work with.

    A number with more than ANSWERS_MAX values is parted at the middle of a sample.
    """
    column = job.delivery.column(str(job.label))
    if not column.filled:
        return f"{named(column)} is empty in every row."
    values = values_as_text(job.delivery, column, 5 * ANSWERS_MAX)
    written = {} if values is None else _written(values)
    if values is None or len(written) > ANSWERS_MAX:
        if column.numeric:
            return _halves(job, column)
        return f"{named(column)} has more than {ANSWERS_MAX} values that are no numbers."
    if len(written) < 2:
        return f"{named(column)} has one value only."
    return _coded(job, column, written)


def _written(values: pd.DataFrame) -> Mapping[str, Mapping[str, int]]:
    """Return each answer with the ways it is written and their rows: spaces at the edges make no other answer."""
    written: dict[str, dict[str, int]] = {}
    for value, n in zip(values["value"], values["n"], strict=True):
        written.setdefault(value.strip(), {})[value] = int(n)
    written.pop("", None)
    return written


def values_as_text(delivery: Delivery, column: Column, most: int) -> pd.DataFrame | None:
    """Return the values as the engine writes them (`value`) with their rows (`n`), the commonest first.

    None where there are more than `most`. Blanks are among them, nulls are not.
    """
    from premortem.scan.engine import text

    if (column.distinct or 0.8 * column.about_distinct) > most:  # an estimate can be 10 % off
        return None
    cells = delivery.table.select(value=text(delivery.table, column))
    cells = cells.filter(cells["value"].notnull())  # noqa: PD004 - Ibis
    found = delivery.engine.ask(cells.group_by("value").aggregate(n=cells.count()).limit(most + 1))
    if len(found) > most:
        return None
    return found.sort_values(["n", "value"], ascending=[False, True], ignore_index=True)


def _coded(job: Job, column: Column, written: Mapping[str, Mapping[str, int]]) -> Answers:
    import ibis

    from premortem.scan.engine import text

    rows = {name: sum(ways.values()) for name, ways in written.items()}
    names = sorted(rows, key=lambda name: (-rows[name], name))
    branches = [(way, place) for place, name in enumerate(names) for way in written[name]]
    code = text(job.delivery.table, column).cases(*branches, else_=ibis.null("int64"))
    return Answers(column, tuple(names), tuple(rows[name] for name in names), code.cast("int64"))


def _halves(job: Job, column: Column) -> Answers | str:
    import ibis
    import pandas as pd

    from premortem.scan.engine import number

    sample = pd.Series(dtype="float64") if column.sample is None else column.sample
    cells = pd.to_numeric(sample, errors="coerce").dropna().astype("float64")
    middle = float(cells.median()) if len(cells) else 0.0
    value = number(job.delivery.table, column)
    code = (value > middle).ifelse(1, (value <= middle).ifelse(0, ibis.null("int64")))
    table = job.delivery.table.select(code=code)
    found = job.delivery.engine.one(table.aggregate(of=table["code"].count(), above=table["code"].sum()))
    above = int(found["above"] or 0)
    rows = (int(found["of"] or 0) - above, above)
    if not all(rows):
        return f"{named(column)} has many values, and hardly any row lies above its middle."
    said = f"{named(column)} has many values: those above its middle ({middle:.6g}) were held against the others."
    return Answers(column, ("up to the middle", "above the middle"), rows, code, said)
