from __future__ import annotations

from premortem.model.evidence import Severity
from premortem.scan.checks.constant import CHECK
from seen_rows import only, seen_by


def test_a_column_of_one_value_is_a_finding_of_low_weight() -> None:
    finding = only(seen_by(CHECK, {"x": ["same"] * 20, "id": range(20)}))
    assert finding.severity is Severity.LOW
    assert "same value" in finding.saw


def test_a_value_and_empty_cells_are_two_things_to_tell_apart() -> None:
    assert not seen_by(CHECK, {"flag": ["Y", None] * 10}).findings


def test_one_row_is_not_enough_to_say_so() -> None:
    assert not seen_by(CHECK, {"x": ["same"]}).findings


def test_a_column_that_says_nothing_in_every_row_is_an_empty_one_and_raises_no_alarm_here() -> None:
    finding = only(seen_by(CHECK, {"x": ["empty"] * 20, "id": range(20)}))
    assert finding.severity is Severity.SHOWN
