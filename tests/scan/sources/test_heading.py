from __future__ import annotations

import pytest

from premortem.scan.sources.heading import is_heading


@pytest.mark.parametrize(
    ("first", "body"),
    [
        (["id", "city"], [["1", "Rome"], ["2", "Oslo"]]),
        (["city"], [["Rome"], ["Oslo"]]),
        (["country", "2019", "2020", "2021"], [["DE", "1", "2", "3"], ["FR", "4", "5", "6"]]),
        (["day", "note"], [["2024-01-01", "x"], ["2024-01-02", "y"]]),
        (["", "price"], [["1", "2.5"], ["2", "3.5"]]),
        (["code", "name"], [["DE", "a"], ["FR", "b"], ["IT", "c"]]),
        (["id", "value"], []),
    ],
)
def test_a_line_of_names_is_a_heading(first: list[str], body: list[list[str]]) -> None:
    assert is_heading(first, body)


@pytest.mark.parametrize(
    ("first", "body"),
    [
        (["39", "State-gov", "77516"], [["50", "Private", "1"], ["38", "State-gov", "2"]]),
        (["2024-01-01", "x"], [["2024-01-02", "y"], ["2024-01-03", "x"]]),
        (["yes", "no"], [["yes", "no"], ["no", "yes"]]),
        (["1", "2"], []),
        (["", ""], [["a", "b"]]),
    ],
)
def test_a_line_like_those_below_is_a_row(first: list[str], body: list[list[str]]) -> None:
    assert not is_heading(first, body)


def test_a_very_long_cell_is_judged_at_once() -> None:
    assert is_heading(["1" * 100_000 + "x"], [["2" * 100_000 + "x"]])
