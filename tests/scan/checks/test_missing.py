from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks.missing import CHECK
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by


def test_six_percent_empty_cells_are_a_finding_and_five_are_not() -> None:
    assert not seen_by(CHECK, {"age": [None] * 5 + ["30"] * 95}).findings
    finding = only(seen_by(CHECK, {"age": [None] * 6 + ["30"] * 94}))
    assert finding.severity is Severity.MEDIUM
    assert finding.amount == pytest.approx(0.06)
    assert "6.0 % of the cells (6 of 100)" in finding.saw


def test_above_thirty_percent_it_is_grave_and_blanks_count_as_empty() -> None:
    assert only(seen_by(CHECK, {"age": [None] * 20 + [" ", "\u00a0"] * 6 + ["30"] * 68})).severity is Severity.HIGH


def test_a_column_of_nothing_is_told_as_such() -> None:
    assert "All 40 cells are empty" in only(seen_by(CHECK, {"age": [None] * 40, "id": range(40)})).saw


def test_in_a_column_of_numbers_what_is_not_a_number_is_empty() -> None:
    assert only(seen_by(CHECK, {"age": [float("nan")] * 10 + [1.5] * 30})).amount == pytest.approx(0.25)


@given(st.lists(st.sampled_from(["", " ", "x", None]), min_size=1, max_size=30))
def test_it_points_at_exactly_the_cells_it_counts(cells: list[str | None]) -> None:
    table = delivery({"x": cells, "id": range(len(cells))})
    seen = CHECK.look(Job(table))
    empty = [row for row, cell in enumerate(cells) if cell is None or not cell.strip()]
    if len(empty) > 0.05 * len(cells):
        assert rows_of(table, seen, only(seen)) == empty
    else:
        assert not seen.findings
