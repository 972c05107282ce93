"""Rows that agree in every fact and differ in the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.alike import most_telling, same_as
from premortem.scan.checks.answers import answers, no_label
from premortem.scan.checks.identifiers import is_identifier
from premortem.scan.checks.wording import COUNTED, named, of_all, several, share
from premortem.scan.job import Check, Seen
from premortem.scan.prediction import parse

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import Value

    from premortem.scan.job import Column, Job

ALERT = 0.01
"""Share of rows above which it is a finding (DATA-CHECKS: conflicting labels)."""

SHOWN_GROUPS = 3
"""Sets of facts from which the example rows come."""


@dataclass(frozen=True)
class Conflict:
    """`rows` in `sets` of equal facts with more than one answer; `most` of them have the commonest of their set."""

    sets: int
    rows: int
    most: int


def look(job: Job) -> Seen:
    """Return a finding where rows agree in all columns but the label, the prediction, the key and names of rows."""
    answer = _answer(job)
    if isinstance(answer, str):
        return Seen(says=answer)
    facts, left_out = _facts(job)
    if not facts:
        return Seen(says="There are no columns with facts beside the label.")
    says = f"{several(left_out, 'column', 'columns')} with another value in every row left out." if left_out else ""
    if any(column.distinct == column.rows for column in facts):
        return Seen(says=says)  # no two rows can agree
    groups = _groups(job, facts, answer)
    found = job.delivery.engine.one(
        groups.aggregate(sets=groups.count(), rows=groups["rows"].sum(), most=groups["most"].sum())
    )
    conflict = Conflict(int(found["sets"] or 0), int(found["rows"] or 0), int(found["most"] or 0))
    if not conflict.rows:
        return Seen(says=says)
    finding = _finding(job, conflict, len(facts))
    if not job.with_examples:
        return Seen((finding,), says=says)
    cells = {column.id: job.delivery.table[column.id] for column in facts}
    condition = same_as(cells, job.delivery.engine.ask(groups.limit(SHOWN_GROUPS)))
    return Seen((finding,), says=says, where={} if condition is None else {finding.key: condition})


def _answer(job: Job) -> Value | str:
    """Return what tells the answers apart, or why they cannot be in conflict."""
    from premortem.scan.engine import text

    found = answers(job)
    column = job.delivery.column(str(job.label))
    if not isinstance(found, str):
        return found.code if not found.said else f"{named(column)} has many values, which differ between equal rows."
    if column.numeric or (column.distinct or column.about_distinct) < 2:
        return found
    return text(job.delivery.table, column)


def _facts(job: Job) -> tuple[list[Column], int]:
    """Return the columns with facts, and how many were left out as names of rows."""
    names = [column.name for column in job.delivery.columns]
    predicted = {parse(job.prediction, names).column} if job.prediction else set()
    apart = {str(job.label), *predicted, *job.key}
    rest = [column for column in job.delivery.columns if column.name not in apart]
    facts = [column for column in rest if not is_identifier(column)]
    return [column for column in facts if column.filled], len(rest) - len(facts)


def _groups(job: Job, facts: list[Column], answer: Value) -> ibis.Table:
    """Each set of facts with more than one answer, with its rows and those of its commonest answer.

    Rows are grouped first by the few columns that tell most apart; only what is in conflict there is grouped by all.
    """
    from premortem.scan.engine import text

    table = job.delivery.table
    keys = {
        f"k{at}": text(table, column).fill_null("") for at, column in enumerate(most_telling(facts, job.delivery.rows))
    }
    ids = [column.id for column in facts]
    rows = table.select(*ids, answer=answer, **keys)
    rows = rows.filter(rows["answer"].notnull())
    looked = rows.group_by(list(keys)).aggregate(least=rows["answer"].min(), most=rows["answer"].max())
    alike = rows.semi_join(looked.filter(looked["least"] != looked["most"]), list(keys))
    cells = alike.group_by([*ids, "answer"]).aggregate(n=alike.count())
    sets = cells.group_by(ids).aggregate(kinds=cells.count(), rows=cells["n"].sum(), most=cells["n"].max())
    return sets.filter(sets["kinds"] > 1)


def _finding(job: Job, conflict: Conflict, facts: int) -> Finding:
    label = job.delivery.column(str(job.label))
    of = label.filled
    alarming = conflict.rows > ALERT * of
    return Finding(
        check="conflicting-labels",
        columns=(label.name,),
        severity=Severity.MEDIUM if alarming else Severity.SHOWN,
        saw=f"{of_all(conflict.rows, of, 'rows with an answer')} agree with another row in all {facts} columns of "
        f"facts and differ in {named(label)}; they form {several(conflict.sets, 'set', 'sets')} of equal facts.",
        sure=f"{COUNTED} Of these rows no model can answer more than {share(conflict.most, conflict.rows)} right.",
        could="Either some answers are wrong, or the columns do not hold what decides. Both set a limit to what a "
        "model can learn.",
        ask="Who gave the answers, and would the same person give the same answer again?",
        amount=conflict.rows / of,
        unit="share",
    )


CHECK = Check("conflicting-labels", look, asked=no_label)
