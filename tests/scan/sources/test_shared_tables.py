"""Real tables that lie beside the project on some machines, and are not part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from opened_tables import Open, abouts, cells

TABLES = Path(__file__).parents[4] / "shared" / "tables"
pytestmark = pytest.mark.skipif(not TABLES.exists(), reason="the tables do not lie beside the project on this machine")


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("adult.data", 32561, 15),
        ("adult.test", 16281, 15),
        ("compas-scores-two-years.csv", 7214, 53),
        ("hospital/dirty.csv", 1000, 20),
        ("hospital/clean.csv", 1000, 20),
        ("flights/dirty.csv", 2376, 7),
        ("flights/clean.csv", 2376, 7),
    ],
)
def test_no_row_and_no_column_is_lost(opening: Open, name: str, rows: int, columns: int) -> None:
    opened = opening(TABLES / name)
    assert (len(cells(opened)), len(opened.names)) == (rows, columns)


def test_a_table_without_heading_keeps_its_first_person(opening: Open) -> None:
    opened = opening(TABLES / "adult.data")
    assert cells(opened)[0][:4] == ("39", "State-gov", "77516", "Bachelors")
    assert opened.names[:2] == ("column 1", "column 2")


def test_names_that_stand_twice_are_found(opening: Open) -> None:
    opened = opening(TABLES / "compas-scores-two-years.csv")
    assert {"decile_score", "decile_score (2nd)", "priors_count", "priors_count (2nd)"} <= set(opened.names)
    assert abouts(opened) == ["names there twice"]
