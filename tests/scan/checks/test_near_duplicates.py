from __future__ import annotations

import pytest

from deliveries import delivery
from premortem.scan.checks.near_duplicates import CHECK
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by

TOWNS = ["birmingham", "sheffield", "florence", "guntersville", "opp"]


@pytest.mark.parametrize("slip", ["birminghxm", "brimingham", "birmingam", "Sheffeild", "gunttersvile"])
def test_a_rare_name_near_a_common_one_is_a_finding(slip: str) -> None:
    table = delivery({"town": TOWNS * 10 + [slip]})
    seen = CHECK.look(Job(table))
    assert "1 rare value near 1 common one" in only(seen).saw
    assert rows_of(table, seen, only(seen)) == [50]


def test_figures_do_not_hide_a_slip_in_the_words_beside_them() -> None:
    cells = [f"{number} patients" for number in range(100)] + ["7 paxients", "205 patiets"]
    assert only(seen_by(CHECK, {"seen": cells})).amount == pytest.approx(2 / 102)


def test_short_words_count_where_nearly_all_rare_ones_are_near_a_common_one() -> None:
    assert seen_by(CHECK, {"ward": ["yes"] * 60 + ["no"] * 30 + ["yxs", "yez"]}).findings
    assert not seen_by(CHECK, {"lang": ["eng"] * 60 + ["ger", "fre", "enm", "spa", "dan", "ita"]}).findings


@pytest.mark.parametrize(
    ("common", "rare"),
    [
        ("north dakota", "south dakota"),
        ("dependent", "independent"),
        ("hypertension", "hypotension"),
        ("symptomatic", "asymptomatic"),
        ("plan 9 basic", "plan 8 basic"),
        ("AA-3859-IAH", "AA-3859-IAD"),
        ("type a", "type b"),
        ("12345678", "12345679"),
        ("New York", "new york"),
        ("unknown", "unknwon1"),
    ],
)
def test_opposites_numbers_codes_and_other_spellings_are_no_slips(common: str, rare: str) -> None:
    assert not seen_by(CHECK, {"x": [common] * 60 + [rare] * 2}).findings


def test_what_differs_in_a_word_that_the_column_uses_elsewhere_is_another_thing() -> None:
    cells = ["patients seen at arrival"] * 20 + ["patients sent at arrival"] * 2 + ["sent home", "sent on"] * 10
    assert not seen_by(CHECK, {"measure": cells}).findings


def test_of_a_list_of_similar_names_none_is_a_slip() -> None:
    names = ["Hansen", "Hanson", "Jensen", "Jansen", "Janson", "Larsen", "Larson", "Carson", "Nielsen", "Nilsen"]
    cells = [name for place, name in enumerate(names) for _ in range(60 - 5 * place)] + ["Hannson", "Larsson"] * 3
    assert not seen_by(CHECK, {"surname": cells}).findings


def test_below_one_percent_it_is_none() -> None:
    assert not seen_by(CHECK, {"town": TOWNS * 30 + ["birminghxm"]}).findings
