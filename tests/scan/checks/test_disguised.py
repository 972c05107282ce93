from __future__ import annotations

import pytest

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks.disguised import CHECK
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by

TOWNS = ["Bern", "Basel", "Chur", "Genf"]


@pytest.mark.parametrize("word", ["n/a", "N/A", " NULL ", "?", "nan", "#N/A", "9999-12-31"])
def test_one_percent_of_a_word_for_nothing_is_a_finding(word: str) -> None:
    finding = only(seen_by(CHECK, {"town": [word] * 2 + TOWNS * 49}))
    assert finding.severity is Severity.MEDIUM
    assert finding.amount == pytest.approx(2 / 198)


def test_two_ways_of_writing_nothing_are_a_finding_however_few() -> None:
    finding = only(seen_by(CHECK, {"town": ["n/a", None] + TOWNS * 100}))
    assert "written in 2 ways here, truly empty cells among them" in finding.saw


def test_a_word_that_can_be_an_answer_does_not_count_while_it_is_rare() -> None:
    assert not seen_by(CHECK, {"allergy": ["none", None] + TOWNS * 100}).findings
    assert seen_by(CHECK, {"allergy": ["none"] * 5 + TOWNS * 100}).findings


def test_a_word_that_says_empty_is_shown_without_an_alarm() -> None:
    assert only(seen_by(CHECK, {"box": ["empty"] * 50 + ["full"] * 50})).severity is Severity.SHOWN


def test_na_among_codes_of_two_letters_is_a_country() -> None:
    assert not seen_by(CHECK, {"land": ["NA", "CH", "DE", "FR", "IT"] * 20}).findings


@pytest.mark.parametrize("number", ["-1", "-999", "9999"])
def test_a_number_that_stands_apart_and_is_common_stands_for_nothing(number: str) -> None:
    table = delivery({"age": [number] * 10 + [str(age) for age in range(18, 90)] * 3})
    seen = CHECK.look(Job(table))
    assert "stands apart" in only(seen).saw
    assert rows_of(table, seen, only(seen)) == list(range(10))


def test_numbers_that_do_not_stand_apart_are_numbers() -> None:
    assert not seen_by(CHECK, {"age": ["99"] * 10 + [str(age) for age in range(18, 98)] * 3}).findings
    assert not seen_by(CHECK, {"change": ["-1"] * 20 + [str(step) for step in range(-20, 20)] * 3}).findings


def test_numbers_that_came_as_numbers_are_looked_at_too() -> None:
    assert only(seen_by(CHECK, {"age": [-999] * 10 + list(range(18, 90)) * 3})).about == "number"


def test_the_first_day_of_a_calendar_is_nothing_only_where_it_is_far_too_common() -> None:
    days = [f"1990-01-{day:02}" for day in range(1, 29)] * 4
    assert seen_by(CHECK, {"born": ["1970-01-01"] * 30 + days}).findings
    assert not seen_by(CHECK, {"born": ["1970-01-01"] * 4 + days}).findings


def test_no_cell_stands_in_its_sentences() -> None:
    finding = only(seen_by(CHECK, {"town": ["#N/A"] * 2 + TOWNS * 49}))
    assert "#N/A" not in f"{finding.saw} {finding.sure} {finding.could} {finding.ask}"
