from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliveries import delivery
from premortem.scan.checks.categories import CHECK
from premortem.scan.checks.spellings import folded
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by


@pytest.mark.parametrize("other", ["new york", "New-York", "NEW YORK.", "NewYork", "New  York"])
def test_one_thing_in_two_spellings_is_a_finding_from_one_percent_on(other: str) -> None:
    table = delivery({"town": ["New York"] * 60 + [other] * 2 + ["Boston"] * 60})
    seen = CHECK.look(Job(table))
    assert "1 value is spelled in several ways" in only(seen).saw
    assert rows_of(table, seen, only(seen)) == [60, 61]


@pytest.mark.parametrize(
    ("one", "other"), [("1.5 l", "15 l"), ("-5 C", "5 C"), ("5%", "5"), ("C", "C#"), ("12-3", "123")]
)
def test_signs_that_mean_something_keep_two_things_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)
    assert not seen_by(CHECK, {"x": [one] * 50 + [other] * 50}).findings


def test_below_one_percent_it_is_none() -> None:
    assert not seen_by(CHECK, {"town": ["New York"] * 199 + ["new york"]}).findings


def test_spaces_at_the_edges_are_left_to_another_check() -> None:
    assert not seen_by(CHECK, {"town": ["New York"] * 50 + [" New York"] * 50}).findings


@given(st.text(alphabet="abz ,.;'", max_size=20))
def test_case_and_punctuation_of_words_do_not_matter(text: str) -> None:
    assert folded(text.upper()) == folded(text) == folded(text.replace(",", " "))
