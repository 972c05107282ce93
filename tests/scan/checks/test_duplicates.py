from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan import profile
from premortem.scan.checks.duplicates import CHECK
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by

cell = st.sampled_from(["a", "b", "", None])
rows = st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=40)


@given(rows)
def test_it_counts_the_rows_that_repeat_another_and_points_at_them_nulls_among_them(
    rows: list[tuple[str | None, ...]],
) -> None:
    table = delivery(dict(zip("xyz", map(list, zip(*rows, strict=True)), strict=True)))
    seen = CHECK.look(Job(table))
    often = Counter(rows)
    repeats = len(rows) - len(often)
    if not repeats:
        assert not seen.findings
        return
    finding = only(seen)
    assert finding.amount == pytest.approx(repeats / len(rows))
    pointed = rows_of(table, seen, finding)
    assert pointed
    assert all(often[rows[row]] > 1 for row in pointed)


def test_from_one_percent_on_it_is_an_alarm_and_below_it_is_shown() -> None:
    assert only(seen_by(CHECK, {"x": [*range(99), 0], "y": ["a"] * 100})).severity is Severity.MEDIUM
    assert only(seen_by(CHECK, {"x": [*range(199), 0], "y": ["a"] * 200})).severity is Severity.SHOWN


def test_where_a_column_is_unique_nothing_is_asked() -> None:
    table = delivery({"id": range(50), "x": ["a"] * 50})
    before = table.engine.passes
    assert not CHECK.look(Job(table)).findings
    assert table.engine.passes == before


@pytest.mark.parametrize("as_text", [True, False], ids=["text", "numbers"])
@pytest.mark.parametrize("last", [3, 10**6, -5], ids=["there already", "far off", "negative"])
def test_whole_numbers_too_many_to_be_listed_are_told_apart_as_any_cells(
    as_text: bool, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profile, "FETCHED_ROWS", 0)
    monkeypatch.setattr(profile, "SAMPLE_MAX", 199)  # the last row is not among those looked at first
    numbers = [*range(399), last]
    table = delivery({"x": list(map(str, numbers)) if as_text else numbers})
    assert table.columns[0].distinct is None
    assert len(CHECK.look(Job(table)).findings) == (last == 3)


def test_numbers_alike_in_worth_and_not_in_writing_are_different_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "FETCHED_ROWS", 0)
    table = delivery({"x": [*map(str, range(1, 400)), "007"]})
    assert not CHECK.look(Job(table)).findings


def test_typed_columns_with_gaps_are_compared_too() -> None:
    assert only(seen_by(CHECK, {"x": [1.5, 1.5, None, None, 2.0], "y": [1, 1, 2, 2, 3]})).amount == pytest.approx(0.4)


def test_a_row_with_a_nul_character_is_counted_and_not_pointed_at() -> None:
    table = delivery({"x": ["a\0b", "a\0b", "c"]})
    seen = CHECK.look(Job(table))
    assert only(seen).amount == pytest.approx(1 / 3)
    assert rows_of(table, seen, only(seen)) == []


def test_of_a_table_without_rows_nothing_is_said() -> None:
    assert not seen_by(CHECK, {"x": []}).findings
