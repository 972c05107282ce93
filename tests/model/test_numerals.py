"""Numbers as people type them: one meaning is understood, two are refused."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.model.numerals import parse_number, read_as


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12.5", 12.5), ("12,5", 12.5), (" 7 ", 7), ("+3", 3), ("- 4", -4), ("-0,5", -0.5), (".5", 0.5), ("5.", 5),
        ("1e3", 1000), ("2E-2", 0.02), ("1 000", 1000), ("1 000 000,5", 1000000.5), ("1'000", 1000),
        ("1\u2019000.25", 1000.25), ("1\u202f000", 1000), ("1\u00a0000", 1000), ("1_000_000", 1000000),
        ("1,000,000", 1000000), ("1,000,000.5", 1000000.5), ("1.000.000", 1000000), ("1.000,5", 1000.5),
        ("1000,500", 1000.5), ("0,125", 0.125), ("250k", 250000), ("1.5 M", 1500000), ("1 000k", 1000000),
        ("35 %", 35), ("35%", 35), ("٣٥", 35), ("\u22124", -4), ("1,5E+03", 1500), ("2 Mio", 2e6), ("3 Tsd.", 3000),
    ],
)  # fmt: skip
def test_a_number_with_one_meaning_is_understood(text: str, meant: float) -> None:
    assert parse_number(text) == meant


@pytest.mark.parametrize(("text", "two"), [("1,000", "1000 or 1.000"), ("-12,345", "-12345 or -12.345")])
def test_a_number_with_two_meanings_is_refused_with_both(text: str, two: str) -> None:
    with pytest.raises(ValueError, match=f"could mean {two}: write it without the comma"):
        parse_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "%", "k", "M", "-", "+", ".", ",", "x", "1x", "1 5", "12 5", "3 000 0", "1 00", "1, 5", "1..5",
        "1,5.3", "1,00,000", "0,125,000", "--1", "1-2", "5%%", "35%k", "nan", "inf", "Infinity", "0x10", "1e", "½",
        "1 " * 50_000, "1," * 50_000, "'" * 2**20,
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a number is wanted: write digits"):
        parse_number(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_by_a_program_is_read_back(number: float) -> None:
    assert parse_number(repr(number)) == number


@given(st.integers(-(10**15), 10**15), st.sampled_from([" ", "'", "\u2019", "\u00a0", "\u202f", "_"]))
def test_thousands_parted_by_a_space_or_an_apostrophe_are_read_back(number: int, separator: str) -> None:
    assert parse_number(f"{number:,}".replace(",", separator)) == number


@given(st.integers(0, 10**15), st.integers(0, 99))
def test_thousands_and_decimals_in_both_ways_of_writing_are_read_back(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert parse_number(english) == parse_number(german) == float(f"{whole}.{cents:02}")


@given(st.floats(-1e15, 1e15), st.sampled_from(".,"))
def test_a_number_is_read_back_in_the_way_in_which_it_was_written(number: float, decimal: str) -> None:
    text = f"{number:,.4f}"
    written = text if decimal == "." else text.translate(str.maketrans(",.", ".,"))
    assert read_as(written, decimal) == float(text.replace(",", ""))


@pytest.mark.parametrize("text", ["1,5", "12.5", "1.234,5", "1,234.5", "1,234,567"])
def test_a_number_with_one_meaning_has_none_in_the_other_way_of_writing(text: str) -> None:
    assert [read_as(text, decimal) for decimal in ".,"].count(None) == 1


@given(st.text(max_size=12) | st.text("0123456789.,-+ekM% ' ", max_size=12))
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    with suppress(ValueError):
        assert math.isfinite(parse_number(text)) or len(text) > 4
