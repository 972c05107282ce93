"""What a column predicts, worked out inside the engine: one of the label's answers, or yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.scan.checks.answers import ANSWERS_MAX, Answers, values_as_text
from premortem.scan.checks.wording import named

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue

    from premortem.scan.job import Column, Job
    from premortem.scan.prediction import Predicted


def in_answers(job: Job, column: Column, label: Answers) -> IntegerValue | str:
    """Return the place of the predicted answer in the label's, or why the column does not hold the label's answers."""
    import ibis

    from premortem.scan.engine import text

    values = values_as_text(job.delivery, column, 5 * ANSWERS_MAX)
    places = {_plain(name): place for place, name in enumerate(label.names)}
    found = {} if values is None else {value: _plain(value) for value in values["value"] if value.strip()}
    if label.said or not found or not set(found.values()) <= set(places):
        return (
            f"{named(column)} does not hold the label's own answers: say which of its values mean yes, "
            "as in COLUMN>=5 or COLUMN!=low."
        )
    branches = [(value, places[plain]) for value, plain in found.items()]
    return text(job.delivery.table, column).cases(*branches, else_=ibis.null("int64")).cast("int64")


def _plain(value: str) -> str:
    """Return one form for the numbers that are written in several, such as 1 and 1.0."""
    try:
        return repr(float(value))
    except ValueError:
        return value.strip()


def says_yes(job: Job, column: Column, predicted: Predicted) -> BooleanValue:
    """Return whether a row is predicted to be yes; null where its cell is empty, or no number to be compared."""
    from premortem.scan.checks.missing_by import is_empty
    from premortem.scan.engine import number, text

    table = job.delivery.table
    if predicted.test in {"=", "!="}:
        among = text(table, column).strip().isin(predicted.values)
        met = among if predicted.test == "=" else ~among
        return is_empty(table, column).ifelse(None, met)
    cell = number(table, column)
    return {
        ">=": cell >= predicted.number,
        "<=": cell <= predicted.number,
        ">": cell > predicted.number,
        "<": cell < predicted.number,
    }[predicted.test]
