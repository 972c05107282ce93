"""Numbers with their unit: one meaning is understood, two are refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.model.quantities import quantity


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1.5", 1.5), ("1,5", 1.5), ("1e3", 1000), ("250k", 250_000), ("1:30", 1.5), ("1:05", 13 / 12), ("0:00", 0),
        ("0:01:30", 0.025), ("27:30:00", 27.5), ("0:00:30,5", 30.5 / 3600), ("1-02:30:00", 26.5),
        ("5:30 h", 5.5),
        ("1 day, 2:30:00", 26.5), ("90 min", 1.5), ("90 minutes", 1.5), ("1 h 30", 1.5), ("1h30", 1.5), ("1h30m", 1.5),
        ("1 h 90 min", 2.5), ("90m12s", 5412 / 3600), ("2 min 30", 150 / 3600), ("45 s", 0.0125), ("1.5 h", 1.5),
        ("1,5 Std.", 1.5), ("2 Std. 30 Min.", 2.5), ("2 d", 48), ("3 days", 72), ("1 d 4 h", 28), ("1 week", 168),
        ("1 000 h", 1000), (" 7 H ", 7),
    ],
)  # fmt: skip
def test_hours_are_understood_in_the_usual_ways_of_writing_them(text: str, hours: float) -> None:
    assert quantity("hours", text) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("unit", "text", "says"),
    [
        ("hours", "90 m", "could mean minutes or millions"),
        ("hours", "1.5M", "could mean minutes or millions"),
        ("hours", "1,000", "could mean 1000 or 1.000"),
        ("hours", "1,000 h", "could mean 1000 or 1.000"),
        ("hours", "1-30:00:00", "behind days at most 23 hours can stand"),
        ("days", "2 weeks", "could mean 14 days around the clock or 10 working days"),
        ("days", "12 h", "could mean 0.5 days around the clock or 1.5 working days"),
        ("hours", "10 %", "leave out the %"),
    ],
)
def test_what_has_two_meanings_is_refused_with_both(unit: str, text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        quantity(unit, text)


@pytest.mark.parametrize(
    "text",
    [
        "", "h", "m", ":", "1:75", "1:30:75", "-1:30", "-1 h", "30 min 1 h", "1 h 2 h", "1.5 h 30", "1 h 75", "2 d 3",
        "1 h -5 min", "1..2 h", "two hours", "1 h and", "9" * 90 + ":00", "1 h " * 30_000, ":" * 10**6,
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="a number is wanted"):
        quantity("hours", text)


@pytest.mark.parametrize(
    ("unit", "text", "meant"),
    [
        ("cases", "500 cases", 500), ("cases", "1 Case", 1), ("weeks", "6 weeks", 6), ("days", "3 d", 3),
        ("%", "35%", 35), ("days", "2.5 Tage", 2.5), ("", "5", 5), ("money", "1.5M", 1_500_000),
    ],
)  # fmt: skip
def test_a_number_may_carry_the_word_of_its_own_unit(unit: str, text: str, meant: float) -> None:
    assert quantity(unit, text) == meant


@pytest.mark.parametrize(("unit", "text"), [("cases", "500 rows"), ("weeks", "6 days"), ("", "5 h"), ("%", "5 points")])
def test_a_number_in_another_unit_is_refused(unit: str, text: str) -> None:
    with pytest.raises(ValueError, match="a number is wanted"):
        quantity(unit, text)


@given(st.integers(0, 9999), st.integers(0, 59), st.integers(0, 59))
def test_hours_minutes_and_seconds_are_read_back(hours: int, minutes: int, seconds: int) -> None:
    meant = pytest.approx(hours + minutes / 60 + seconds / 3600)
    assert quantity("hours", f"{hours}:{minutes:02}:{seconds:02}") == meant
    assert quantity("hours", f"{hours} h {minutes} min {seconds} s") == meant
    assert quantity("hours", f"{hours}h{minutes}m{seconds}s") == meant


@given(st.sampled_from(["hours", "days", "cases", "%", "money", ""]), st.text("0123456789:.,-hdmsin k%", max_size=14))
def test_any_text_is_a_number_or_refused_with_a_reason(unit: str, text: str) -> None:
    try:
        found: float | str = quantity(unit, text)
    except ValueError as error:
        found = str(error)
    assert isinstance(found, float) or re.search(": write|leave out|wanted|at most 23", found)
