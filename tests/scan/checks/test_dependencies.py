from __future__ import annotations

import pytest

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks.dependencies import CHECK
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by

ZIPS = [f"{zip_code}" for zip_code in range(100, 120) for _ in range(20)]
TOWNS = [f"town {int(zip_code) // 2}" for zip_code in ZIPS]


def test_a_column_that_nearly_always_fixes_another_is_asked_about_and_never_an_alarm() -> None:
    table = delivery({"zip": ZIPS, "town": [*TOWNS[:-2], "elsewhere", "elsewhere"]})
    seen = CHECK.look(Job(table))
    finding = only(seen)
    assert finding.severity is Severity.SHOWN
    assert finding.columns == ("zip", "town")
    assert finding.amount == pytest.approx(2 / 400)
    assert rows_of(table, seen, finding) == [398, 399]


@pytest.mark.parametrize("broken", [0, 8])
def test_a_rule_without_exception_or_with_many_is_none(broken: int) -> None:
    assert not seen_by(CHECK, {"zip": ZIPS, "town": [*TOWNS[: 400 - broken], *["elsewhere"] * broken]}).findings


def test_empty_cells_break_no_rule() -> None:
    assert not seen_by(CHECK, {"zip": ZIPS, "town": [*TOWNS[:-8], *[None] * 4, *[""] * 4]}).findings


def test_where_nearly_all_rows_hold_one_value_nothing_fixes_it() -> None:
    assert not seen_by(CHECK, {"zip": ZIPS, "closed": ["no"] * 397 + ["yes"] * 3}).findings


def test_typed_columns_are_compared_too() -> None:
    numbers = [int(zip_code) for zip_code in ZIPS]
    assert only(seen_by(CHECK, {"zip": numbers, "region": [zip_code // 5 for zip_code in numbers[:-2]] + [9, 9]}))
