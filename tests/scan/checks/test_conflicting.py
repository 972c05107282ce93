"""Rows that agree in every fact and differ in the answer are counted, whatever names the rows."""

import numpy as np
import pytest

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks import conflicting
from premortem.scan.job import Job


def job(rows: int = 1000, conflicts: int = 40, **more: object) -> Job:
    """A table in which so many rows are there a second time with the other answer."""
    rng = np.random.default_rng(4)
    facts = {f"x{n}": [f"{value:.4f}" for value in rng.normal(size=rows)] for n in range(3)}
    label = [str(each) for each in rng.integers(0, 2, rows)]
    for column in facts.values():
        column.extend(column[:conflicts])
    label += ["1" if each == "0" else "0" for each in label[:conflicts]]
    return Job(delivery({**facts, **more, "y": label}), label="y")


@pytest.mark.parametrize(("conflicts", "severity"), [(40, Severity.MEDIUM), (4, Severity.SHOWN)])
def test_above_1_percent_of_rows_it_is_an_alarm(conflicts: int, severity: Severity) -> None:
    asked = job(conflicts=conflicts)
    seen = conflicting.CHECK.look(asked)
    (finding,) = seen.findings
    assert finding.severity is severity
    assert finding.amount == pytest.approx(2 * conflicts / (1000 + conflicts))
    rows = asked.delivery.table.filter(seen.where[finding.key])
    assert 2 <= asked.delivery.engine.one(rows.aggregate(n=rows.count()))["n"] <= 6


def test_what_names_the_row_is_no_fact() -> None:
    """A running number, a word of its own in every row, the key and the prediction hide no conflict."""
    rows = range(1040)
    asked = job(number=list(rows), code=[f"K{n}" for n in rows], key=[str(n % 700) for n in rows], p=["1", "0"] * 520)
    asked = Job(asked.delivery, label="y", key=("key",), prediction="p")
    (finding,) = conflicting.CHECK.look(asked).findings
    assert finding.amount == pytest.approx(80 / 1040)


def test_a_measurement_or_a_text_that_differs_in_every_row_is_a_fact() -> None:
    for fact in ([n + 0.5 for n in range(1040)], [f"a text of words, no. {n}" for n in range(1040)]):
        assert conflicting.CHECK.look(job(fact=fact)).findings == ()


def test_empty_cells_agree_with_each_other_and_rows_without_an_answer_with_nothing() -> None:
    columns = {"x": [None] * 100 + ["1"] * 100, "y": ["a"] * 50 + ["b"] * 50 + ["a"] * 60 + [None] * 40}
    (finding,) = conflicting.CHECK.look(Job(delivery(columns), label="y")).findings
    assert finding.amount == pytest.approx(100 / 160)
    assert "50 %" in finding.sure


def test_a_label_of_many_words_can_be_in_conflict_and_one_of_many_numbers_cannot() -> None:
    facts = {"x": [str(n // 2) for n in range(200)]}
    words = Job(delivery({**facts, "y": [f"w{n}" for n in range(200)]}), label="y")
    assert conflicting.CHECK.look(words).findings[0].amount == pytest.approx(1)
    numbers = Job(delivery({**facts, "y": list(range(200))}), label="y")
    assert conflicting.CHECK.look(numbers).findings == ()
    assert "many values" in conflicting.CHECK.look(numbers).says
