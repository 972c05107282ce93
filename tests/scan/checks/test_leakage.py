"""A column that gives the answer away is found; one that merely helps, or names the row, is not."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from deliveries import ADULT, TABLES, delivery, from_csv
from premortem.model.evidence import Finding, Severity
from premortem.scan.checks import leakage, value_counts
from premortem.scan.job import Job

COMPAS = TABLES / "compas-scores-two-years.csv"
ROWS = 2000


def found(job: Job) -> dict[str, Finding]:
    return {finding.columns[0]: finding for finding in leakage.CHECK.look(job).findings}


def as_text(answers: Any, _rng: Any) -> list[str]:
    return [str(answer) for answer in answers]


def table(**columns: object) -> Job:
    rng = np.random.default_rng(1)
    label = rng.integers(0, 2, ROWS)
    made = {name: make(label, rng) if callable(make) else make for name, make in columns.items()}
    return Job(delivery({**made, "y": [str(each) for each in label]}), label="y")


@pytest.mark.skipif(not COMPAS.exists(), reason="the COMPAS table is not on this machine")
def test_compas_columns_known_only_afterwards_are_found() -> None:
    """At least six of those that tell of the second offence, which is the answer; no score and nothing known before."""
    leaks = found(Job(from_csv(COMPAS), label="two_year_recid"))
    afterwards = {"is_recid", "event", "end", "start", "in_custody", "out_custody"}
    known = {name for name in leaks if name in afterwards or name.startswith(("r_", "vr_", "violent", "is_violent"))}
    assert len(known) >= 6
    assert set(leaks) == known


@pytest.mark.skipif(not (TABLES / "adult.data").exists(), reason="the Adult table is not on this machine")
def test_no_column_of_adult_is_a_leak() -> None:
    assert found(Job(from_csv(TABLES / "adult.data", ADULT), label="income")) == {}


def test_a_recode_of_the_label_is_a_leak_however_it_is_coded() -> None:
    """Each value has one label: as words, and as numbers in no order."""
    words, numbers = np.array(["a", "b", "c", "d"]), np.array(["1", "4", "9", "6"])
    job = table(
        word=lambda y, rng: words[y + 2 * rng.integers(0, 2, ROWS)],
        number=lambda y, rng: numbers[2 * rng.integers(0, 2, ROWS) + y][::1],
    )
    leaks = found(job)
    assert leaks["word"].severity is leaks["number"].severity is Severity.HIGH
    assert leaks["word"].amount == pytest.approx(1)


def test_names_of_rows_and_values_seen_once_or_twice_are_no_leak() -> None:
    job = table(
        id=[f"case-{n}" for n in range(ROWS)],
        number=[str(n) for n in range(ROWS)],
        family=[f"family {n // 2}" for n in range(ROWS)],
        name=lambda _y, rng: [f"person {n}" for n in rng.integers(0, 1500, ROWS)],
    )
    assert found(job) == {}


def test_where_a_column_is_empty_may_give_the_answer_away() -> None:
    def closed(answers: Any, rng: Any) -> list[str | None]:
        return [f"2020-01-{rng.integers(10, 28)}" if answer else None for answer in answers]

    leaks = found(table(closed=closed))
    assert "empty" in leaks["closed"].saw
    assert leaks["closed"].amount == pytest.approx(1)


@pytest.mark.parametrize(("apart", "severity"), [(1.6, Severity.MEDIUM), (2.2, Severity.HIGH), (1.0, None)])
def test_numbers_are_ranked_and_the_two_thresholds_part_them(apart: float, severity: Severity | None) -> None:
    """Two normal curves 1.6 apart have an AUC of 0.871, 2.2 apart 0.940, 1 apart 0.760; either direction counts."""
    job = table(
        up=lambda y, rng: [f"{value:.6f}" for value in rng.normal(apart * y)],
        down=lambda y, rng: [f"{value:.6f}" for value in rng.normal(-apart * y)],
    )
    leaks = found(job)
    assert {name: leak.severity for name, leak in leaks.items()} == (
        {"up": severity, "down": severity} if severity else {}
    )


def test_a_large_table_is_counted_by_its_engine_with_the_same_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetched whole, or counted by value and by kinds of counts in the engine."""
    job = table(
        score=lambda y, rng: [f"{value:.6f}" for value in rng.normal(1.9 * y)],
        word=lambda y, rng: [f"w{each}" for each in y * 50 + rng.integers(0, 70, ROWS)],
        rare=lambda y, rng: [f"w{each}" for each in y * 500 + rng.integers(0, 700, ROWS)],
        day=lambda y, rng: [
            f"2020-{1 + each // 28:02}-{1 + each % 28:02}" for each in y * 200 + rng.integers(0, 130, ROWS)
        ],
    )
    whole = found(job)
    many = [column if column.name == "word" else replace(column, values=None) for column in job.delivery.columns]
    large = Job(replace(job.delivery, columns=tuple(many)), label="y")
    monkeypatch.setattr(value_counts, "FETCHED_ROWS", 0)
    asked = found(large)
    assert set(asked) == set(whole) >= {"score", "day"}
    for name, finding in asked.items():
        assert finding.amount == pytest.approx(whole[name].amount, abs=0.01)


def test_a_label_of_several_answers_is_looked_at_one_by_one() -> None:
    rng = np.random.default_rng(2)
    label = rng.integers(0, 5, ROWS)
    job = Job(delivery({"x": [str(each) for each in (label == 3) * 1], "y": [f"kind {n}" for n in label]}), label="y")
    leaks = found(job)
    assert leaks["x"].amount == pytest.approx(1)
    assert "“kind 3”" in leaks["x"].saw


def test_a_label_of_many_numbers_is_parted_at_its_middle_and_that_is_said() -> None:
    rng = np.random.default_rng(3)
    price = rng.normal(size=ROWS)
    columns = {"tax": price * 0.2 + 1, "noise": rng.normal(size=ROWS), "price": price}
    seen = leakage.CHECK.look(Job(delivery(columns), label="price"))
    assert [finding.columns for finding in seen.findings] == [("tax",)]
    assert "middle" in seen.says


def test_empty_columns_the_key_and_the_prediction_are_left_out() -> None:
    job = table(nothing=[None] * ROWS, told=as_text, k=as_text)
    job = Job(job.delivery, label="y", prediction="told", key=("k",))
    assert found(job) == {}


def test_an_answer_of_fewer_than_30_rows_is_not_judged() -> None:
    rows = 400
    label = ["rare"] * 29 + ["common"] * (rows - 29)
    job = Job(delivery({"x": ["1" if each == "rare" else "0" for each in label], "y": label}), label="y")
    assert found(job) == {}


def test_no_cell_but_an_answer_stands_in_a_sentence_and_hostile_names_are_borne() -> None:
    hostile = '"; drop table rows --'
    job = table(**{hostile: lambda y, _rng: [f"cell{each}" for each in y], "c0": as_text})
    leaks = found(job)
    assert set(leaks) == {hostile, "c0"}
    assert all("cell" not in text for leak in leaks.values() for text in (leak.saw, leak.sure, leak.could, leak.ask))
