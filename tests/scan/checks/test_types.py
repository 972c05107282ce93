from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks.types import CHECK
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by


@pytest.mark.parametrize(("text", "numbers"), [(2, 98), (10, 90), (20, 80)])
def test_text_in_a_column_that_is_nearly_all_numbers_is_a_grave_finding(text: int, numbers: int) -> None:
    finding = only(seen_by(CHECK, {"price": ["on request"] * text + [str(each + 0.5) for each in range(numbers)]}))
    assert finding.severity is Severity.HIGH
    assert finding.amount == pytest.approx(text / 100)


@pytest.mark.parametrize("text", [0, 30, 100])
def test_no_text_or_much_text_is_none(text: int) -> None:
    assert not seen_by(CHECK, {"price": ["on request"] * text + [str(each) for each in range(100 - text)]}).findings


def test_less_than_one_percent_is_none() -> None:
    assert not seen_by(CHECK, {"price": ["on request"] + [str(each) for each in range(199)]}).findings


def test_codes_with_leading_zeros_are_text_and_may_hold_letters() -> None:
    assert not seen_by(CHECK, {"code": ["A17"] * 5 + [f"{each:05}" for each in range(95)]}).findings


def test_words_for_nothing_are_not_text_among_numbers() -> None:
    assert not seen_by(CHECK, {"price": ["n/a"] * 5 + [str(each) for each in range(95)]}).findings


def test_text_among_days_is_told_as_such() -> None:
    days = [f"2024-03-{day:02}" for day in range(1, 29)]
    assert "are not days" in only(seen_by(CHECK, {"due": ["soon"] * 2 + days})).saw


@given(st.lists(st.sampled_from(["soon", "1", "2.5", "-3e4", " 7 ", "n/a", None]), min_size=1, max_size=40))
def test_it_points_at_exactly_the_cells_it_counts(cells: list[str | None]) -> None:
    table = delivery({"x": [*cells, *["5"] * 160], "id": range(len(cells) + 160)})
    seen = CHECK.look(Job(table))
    soon = [row for row, cell in enumerate(cells) if cell == "soon"]
    if len(soon) >= 2:
        assert rows_of(table, seen, only(seen)) == soon
