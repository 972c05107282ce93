from __future__ import annotations

import random

import pytest

from premortem.model.evidence import Severity
from premortem.scan.checks.formats import CHECK
from seen_rows import only, seen_by

CLOCK = [f"{hour}:{minute:02} p.m." for hour in range(1, 13) for minute in range(0, 60, 5)]
TOWNS = ["Bern", "Basel", "Chur", "Genf", "Sion", "St. Gallen", "Biel-Bienne", "La Chaux-de-Fonds"]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        (CLOCK, "7:10 pm"),
        ([f"{each} patients" for each in range(100)], "3x patients"),
        ([f"AA-{each}" for each in range(100)], "AA 7"),
        (TOWNS * 20, "4711"),
        (["in small letters"] * 100, "IN CAPITALS"),
        (["In Both", "Of Them"] * 50, "in small letters"),
        ([f"{each:03}-1234" for each in range(10, 110)], "57-1234"),
        ([a + b for a in "ABCD" for b in "WXYZ"] * 10, "California"),
        ([f"{each}-{each + 9}" for each in range(100)], "Jan-45"),
        ([f"{each}/3/2020" for each in range(1, 13)] * 9, "2020-03-01"),
    ],
)
def test_a_few_cells_in_another_way_than_all_others_are_a_finding_of_low_weight(usual: list[str], other: str) -> None:
    finding = only(seen_by(CHECK, {"x": usual + [other] * 3}))
    assert finding.severity is Severity.LOW
    assert f"(3 of {len(usual) + 3})" in finding.saw


@pytest.mark.parametrize(
    "cells",
    [
        [str(number) for number in range(-50, 500)],
        [f"{number}.{number}" for number in range(100)] + ["1e5", "-7"] * 4,
        TOWNS * 20,
        ["Journal of Fish", "Annals of Birds"] * 50 + ["JAMA", "BMJ"] * 2,
        ["yes"] * 97 + ["no"] * 3,
        [f"{first}234-567{last}" for first in range(10) for last in "0123456789X"],
        ["n/a"] * 3 + CLOCK,
        ["May", "June", "July", "Augusta"] * 30,
    ],
)
def test_what_varies_by_nature_is_no_finding(cells: list[str]) -> None:
    assert not seen_by(CHECK, {"x": cells}).findings


def test_days_in_two_formats_are_a_finding_at_any_share() -> None:
    days = [f"{day}/3/2020" for day in range(1, 29)] + [f"2020-03-{day:02}" for day in range(1, 20)]
    assert only(seen_by(CHECK, {"due": days})).amount == pytest.approx(19 / 47)


def test_of_very_many_values_a_sample_is_looked_at_and_the_finding_says_so() -> None:
    chance = random.Random(1)
    cells = [f"{chance.randint(1, 9)}:{chance.randint(0, 10**7)}" for _ in range(9_700)] + [
        f"{x} o'clock" for x in range(300)
    ]
    chance.shuffle(cells)
    seen = seen_by(CHECK, {"at": cells})
    finding = only(seen)
    assert finding.low is not None
    assert finding.high is not None
    assert finding.low <= 0.03 <= finding.high
    assert "sample" in finding.sure
    assert "1 column was judged by a sample" in seen.says
