from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from premortem.scan.checks.wording import named, of_all, share
from premortem.scan.job import Column


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_something_is_never_told_as_nothing_and_nearly_all_never_as_all(part: int, more: int) -> None:
    told = share(part, part + more)
    assert told not in {"0.0 %", "0 %"}
    assert (told == "100 %") is (more == 0)


def test_a_share_stands_with_its_counts() -> None:
    assert of_all(31, 1_000, "rows") == "3.1 % of the rows (31 of 1,000)"
    assert share(0, 0) == "0.0 %"


def test_a_column_without_a_name_goes_by_its_place_and_a_hostile_one_on_one_line() -> None:
    assert named(Column("c2", " ", "string", True, 1, 0)) == "column 3 (it has no name)"
    assert "\n" not in named(Column("c2", "a\nb" * 300, "string", True, 1, 0))
