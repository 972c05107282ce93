from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from premortem.scan.sources.names import LONGEST, column_names, numbered


def shown(*given: object) -> tuple[str, ...]:
    return column_names(given)[0]


def test_a_plain_name_stays_as_it_is() -> None:
    assert shown("index", "it's", 'a "b"', "two words", " edge ", "straße") == (
        "index",
        "it's",
        'a "b"',
        "two words",
        " edge ",
        "straße",
    )


def test_a_column_without_a_name_is_called_by_its_number() -> None:
    assert shown("a", "", "  ", None) == ("a", "column 2 (no name)", "column 3 (no name)", "column 4 (no name)")


def test_a_second_column_of_the_same_name_is_numbered() -> None:
    assert shown("price", "price", "price") == ("price", "price (2nd)", "price (3rd)")


def test_a_number_that_another_column_bears_is_passed_over() -> None:
    assert shown("price", "price (2nd)", "price") == ("price", "price (2nd)", "price (3rd)")


def test_what_cannot_be_seen_is_written_out() -> None:
    assert shown("a\u202eb", "a\nb", "a\x00b", "a\u200bb") == (r"a\u202eb", r"a\nb", r"a\x00b", r"a\u200bb")


def test_a_long_name_is_cut() -> None:
    assert shown("x" * 300) == ("x" * (LONGEST - 1) + "…",)


def test_each_trouble_with_names_is_one_finding_that_counts_its_columns() -> None:
    findings = {each.about: each.amount for each in column_names(["a", "a", "", "b\n", "c" * 200])[1]}
    assert findings == {
        "names there twice": 2,
        "names missing": 1,
        "names with hidden characters": 1,
        "long names": 1,
    }


def test_plain_names_are_no_finding() -> None:
    assert column_names(["a", "b"])[1] == ()
    assert numbered(2) == ("column 1", "column 2")


@given(
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=150), st.sampled_from(["a", "a (2nd)"])), max_size=30)
)
def test_names_are_as_many_as_columns_all_different_and_printable(given: list[object]) -> None:
    names = shown(*given)
    assert len(names) == len(given) == len(set(names))
    for name in names:
        assert name.strip()
        assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in name)
        assert len(name) <= LONGEST + 10
