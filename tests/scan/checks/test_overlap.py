"""Rows that are in both tables are counted exactly, and how the tables lie in time is shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliveries import ADULT, TABLES, delivery, from_csv
from premortem.model.evidence import Severity
from premortem.scan.checks import overlap
from premortem.scan.job import Job

CELLS = st.sampled_from([None, "", "a", "b", chr(31), "a" + chr(31), chr(31) + "b", "'", "é"])
ROWS = st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["0", "1"])), min_size=1, max_size=12)


def both(first: object, second: object) -> Job:
    return Job(delivery(first), against=delivery(second))  # type: ignore[arg-type]


@given(ROWS, ROWS)
@settings(max_examples=40, deadline=None)
def test_the_rows_counted_are_those_that_python_finds(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]]
) -> None:
    """Null and the empty text are the same; a cell may hold the very sign that parts cells."""

    def plain(row: tuple[str | None, ...]) -> tuple[str, ...]:
        return tuple(cell or "" for cell in row)

    job = both(*({f"n{at}": [row[at] for row in rows] for at in range(3)} for rows in (first, second)))
    there = {plain(row) for row in second}
    expected = sum(plain(row) in there for row in first)
    found = overlap.CHECK.look(job).findings
    assert [finding.amount for finding in found] == ([expected] if expected else [])


def test_one_row_in_both_is_an_alarm_and_can_be_drawn_as_an_example() -> None:
    job = both({"a": [1, 2, 3], "b": ["x", "y", None], "c": [0, 0, 0]}, {"b": ["y", "z"], "a": [2, 9], "d": [5, 5]})
    seen = overlap.CHECK.look(job)
    (finding,) = seen.findings
    assert (finding.severity, finding.amount) == (Severity.HIGH, 1)
    assert list(job.delivery.engine.ask(job.delivery.table.filter(seen.where[finding.key]))["c0"]) == [2]


def test_numbers_as_text_and_as_numbers_are_the_same() -> None:
    (finding,) = overlap.CHECK.look(
        both({"a": [1.0, 2.5], "b": ["x", "y"]}, {"a": ["1", "2.50"], "b": ["x", "y"]})
    ).findings
    assert finding.amount == 2


@pytest.mark.skipif(not (TABLES / "adult.test").exists(), reason="the Adult table is not on this machine")
def test_adult_has_rows_in_both_of_its_files() -> None:
    """28 rows of the first are in the second, in all but the label, whose name differs; spaces at the edges apart."""
    job = Job(from_csv(TABLES / "adult.data", ADULT), against=from_csv(TABLES / "adult.test"))
    (finding,) = overlap.CHECK.look(job).findings
    first, second = (
        {tuple(cell.strip() for cell in line.split(",")[:14]) for line in (TABLES / name).read_text().splitlines()}
        for name in ("adult.data", "adult.test")
    )
    assert len(first & second) <= finding.amount == 28


@pytest.mark.parametrize(
    ("days", "share", "says"),
    [
        (["2020-02-01", "2020-03-01"], 0, "Every row of the second table has a later"),
        (["2019-05-05", "2020-03-01"], 0.5, "50 %"),
    ],
)
def test_how_the_tables_lie_in_time_is_shown_and_no_alarm(days: list[str], share: float, says: str) -> None:
    (finding,) = overlap.CHECK.look(both({"d": ["2019-01-01", "2020-01-31"]}, {"d": days})).findings
    assert (finding.severity, finding.amount, finding.about) == (Severity.SHOWN, share, "time")
    assert says in finding.saw
    assert "2020" not in finding.saw


def test_tables_without_a_column_in_common_are_said_to_have_none() -> None:
    assert "no column of the same name" in overlap.CHECK.look(both({"a": [1]}, {"b": [1]})).says
