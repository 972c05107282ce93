"""Answers that look wrong to a model that has not seen them: the worst one in a hundred, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks.alike import same_as
from premortem.scan.checks.answers import Answers, answers, no_label
from premortem.scan.checks.identifiers import is_unique
from premortem.scan.checks.wording import named
from premortem.scan.job import ROWS_TO_JUDGE, Check, Seen
from premortem.scan.prediction import parse

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from premortem.scan.job import Column, Job

ROWS_MAX, COLUMNS_MAX = 10_000, 50
"""A model is trained five times: of a larger table a sample serves."""

FOLDS, WORST, SHOWN_ROWS = 5, 0.01, 5


def _asked(job: Job) -> str:
    if reason := no_label(job):
        return reason
    if find_spec("cleanlab") is None or find_spec("sklearn") is None:
        return "Not checked here: install premortem[labels]."
    return ""


def look(job: Job) -> Seen:
    """Return a finding, never an alarm, on the rows whose answer a model of the other rows finds least likely.

    Confident learning: each row's answer is held against a probability from a model that was trained without that row
    (Northcutt, Jiang & Chuang 2021). The worst hundredth is shown, whether or not anything is wrong with it.
    """
    label = answers(job)
    if isinstance(label, str):
        return Seen(says=label)
    if label.said:
        return Seen(says="A label of many numbers is not looked at for noise.")
    if len([n for n in label.rows if n >= ROWS_TO_JUDGE]) < 2:
        return Seen(says=f"Fewer than two answers have {ROWS_TO_JUDGE} rows.")
    columns = _facts(job, label)
    if not columns:
        return Seen(says="There are no columns that a model could learn from.")
    rows = _rows(job, label, columns)
    quality, unlikely = _held_against_a_model(rows, columns)
    worst = quality.argsort(kind="stable")[: max(1, int(WORST * len(rows)))]
    finding = _finding(label, len(rows), len(worst), int(unlikely[worst].sum()), whole=len(rows) >= sum(label.rows))
    if not job.with_examples:
        return Seen((finding,))
    shown = rows.iloc[worst[:SHOWN_ROWS]]
    cells = {each.id: job.delivery.table[each.id] for each in columns}
    condition = same_as({"answer": label.code, **cells}, shown[["answer", *cells]])
    return Seen((finding,), where={} if condition is None else {finding.key: condition})


def _facts(job: Job, label: Answers) -> list[Column]:
    names = [column.name for column in job.delivery.columns]
    apart = {str(job.label), *job.key, *({parse(job.prediction, names).column} if job.prediction else ())}
    return [
        column
        for column in job.delivery.columns
        if column.filled and column.name not in apart and column.id != label.column.id and not is_unique(column)
    ][:COLUMNS_MAX]


def _rows(job: Job, label: Answers, columns: Sequence[Column]) -> pd.DataFrame:
    """Return the rows that have an answer with enough rows to learn from; of a large table a sample."""
    from premortem.scan.engine import sampled

    delivery = job.delivery
    table = delivery.table.select(answer=label.code, **{each.id: delivery.table[each.id] for each in columns})
    rows = delivery.engine.ask(sampled(table, delivery.rows, ROWS_MAX)).dropna(subset=["answer"])
    enough = rows["answer"].map(rows["answer"].value_counts()) >= FOLDS * 2
    return rows[enough].reset_index(drop=True)


def _held_against_a_model(
    rows: pd.DataFrame, columns: Sequence[Column]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return how well each row's answer fits, from 0 to 1, and whether another answer was found likelier."""
    import numpy as np
    from cleanlab.rank import get_label_quality_scores
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from threadpoolctl import threadpool_limits

    facts = np.column_stack([_as_numbers(rows[column.id], column) for column in columns])
    _, places = np.unique(rows["answer"].to_numpy(dtype=np.int64), return_inverse=True)
    model = HistGradientBoostingClassifier(max_iter=60, random_state=0)
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    with threadpool_limits(1):  # several threads wait for each other where the machine is busy, many times longer
        chances = cross_val_predict(model, facts, places, cv=parts, method="predict_proba")
    fits = np.asarray(get_label_quality_scores(places, chances), dtype=np.float64)
    return fits, np.asarray(chances.argmax(axis=1) != places, dtype=np.bool_)


def _as_numbers(cells: pd.Series[Any], column: Column) -> NDArray[np.float64]:
    """Numbers as they are; the values of other columns by their place in the alphabet, which trees can part."""
    import numpy as np
    import pandas as pd

    if column.numeric:
        return pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)
    places, _ = pd.factorize(cells.astype("str").where(cells.notna()), sort=True)
    return np.where(places < 0, np.nan, places).astype(np.float64)


def _finding(label: Answers, rows: int, worst: int, unlikely: int, *, whole: bool) -> Finding:
    sample = "" if whole else f" It comes from a sample of {rows:,} rows."
    return Finding(
        check="label-noise",
        columns=(label.column.name,),
        severity=Severity.SHOWN,
        saw=f"Of {rows:,} rows these are the {worst:,} whose answer fits least to the others, the worst 1 %; for "
        f"{unlikely:,} of them a model of the other rows found another answer likelier.",
        sure=f"A model finds them odd; that is no proof that they are wrong.{sample}",
        could="Wrong answers teach a model what is wrong, and make every test of it too low.",
        ask=f"Would whoever gave the answers in {named(label.column)} give the same for these rows again?",
        amount=float(worst),
        unit="rows",
    )


CHECK = Check("label-noise", look, asked=_asked)
