from __future__ import annotations

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks.outliers import CHECK
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by


def test_a_number_beyond_five_widths_of_the_middle_half_is_shown_and_never_an_alarm() -> None:
    for cells in (list(range(200)), [str(number) for number in range(200)]):
        table = delivery({"age": [*cells, type(cells[0])(5_000)]})
        seen = CHECK.look(Job(table))
        assert only(seen).severity is Severity.SHOWN
        assert rows_of(table, seen, only(seen)) == [200]


def test_numbers_within_them_are_not() -> None:
    assert not seen_by(CHECK, {"age": [*range(200), 640]}).findings


def test_where_many_lie_beyond_the_column_is_skewed_and_nothing_is_shown() -> None:
    assert not seen_by(CHECK, {"gain": [*range(200), *range(5_000, 5_010)]}).findings


def test_a_column_without_width_says_nothing() -> None:
    assert not seen_by(CHECK, {"gain": [0] * 200 + [7]}).findings


def test_what_is_no_number_or_not_finite_is_passed_over() -> None:
    assert not seen_by(CHECK, {"x": [*map(float, range(200)), float("inf"), float("nan")]}).findings
