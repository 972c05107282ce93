import re
from pathlib import Path

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.scan import letters, profile
from premortem.scan.engine import Engine
from premortem.scan.job import Column

NASTY = [
    "",
    " ",
    "\u00a0",
    "  a",
    "b ",
    "N/A",
    "1",
    "1.5",
    " 2",
    "-3e4",
    "abc",
    "Ã¤",
    "x\x01y",
    "2024-01-31",
    "1.2.3",
    "\u200b",
    "é",
]


def counted(cells: list[str | None], **options: bool) -> Column:
    """Count one column of text in a real DuckDB."""
    backend = ibis.duckdb.connect()
    frame = pd.DataFrame({"c0": pd.Series(cells, dtype="str")})
    backend.con.register("frame", frame)
    backend.raw_sql("CREATE TABLE kept AS SELECT * FROM frame")
    return profile.count(Engine(backend), backend.table("kept"), ["given"], **options)[0]


def by_hand(cells: list[str | None]) -> dict[str, int]:
    """The same counts cell by cell in Python."""
    present = [cell for cell in cells if cell is not None]
    filled = [cell for cell in present if not re.search(letters.BLANK, cell)]

    def found(pattern: str, among: list[str]) -> int:
        return sum(bool(re.search(pattern, cell)) for cell in among)

    return {
        "rows": len(cells),
        "nulls": len(cells) - len(present),
        "blanks": len(present) - len(filled),
        "numbers": found(letters.NUMBER, filled),
        "dates": found(letters.DAY, filled),
        "edges": found(letters.EDGES, filled),
        "controls": found(letters.CONTROLS, filled),
        "broken": found(letters.BROKEN, filled),
    }


def counts(column: Column) -> dict[str, int]:
    return {name: getattr(column, name) for name in by_hand([])}


@given(st.lists(st.sampled_from([None, *NASTY]), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_a_small_table_is_counted_as_by_hand(cells: list[str | None]) -> None:
    assert counts(counted(cells)) == by_hand(cells)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, every table counts as too large to be fetched."""
    monkeypatch.setattr(profile, "FETCHED_ROWS", 0)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("few", [True, False], ids=["few values", "values by groups"])
@given(cells=st.lists(st.sampled_from([None, *NASTY]), min_size=1, max_size=60))
@settings(max_examples=25, deadline=None)
def test_a_large_table_is_counted_in_the_engine_as_by_hand(few: bool, cells: list[str | None]) -> None:
    cells = [*cells, *cells, "again", "again"]  # else every value could be another one
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "VALUES_MAX", 5_000 if few else 0)
        column = counted(cells)
    assert counts(column) == by_hand(cells)
    assert column.distinct == len({cell for cell in cells if cell is not None})
    assert (column.values is not None) == few


@pytest.mark.usefixtures("large")
@given(cells=st.lists(st.sampled_from([None, *NASTY]), max_size=20, unique=True))
@settings(max_examples=25, deadline=None)
def test_a_column_without_repetition_is_counted_cell_by_cell_as_by_hand(cells: list[str | None]) -> None:
    cells = [*cells, *(f"value {number}" for number in range(30)), *(str(number) for number in range(30, 60))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "VALUES_MAX", 0)
        column = counted(cells)
    assert column.distinct is None
    assert column.about_distinct == len([cell for cell in cells if cell is not None])
    assert counts(column) == by_hand(cells)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("repeated", [1, 5])
def test_a_table_known_to_be_plain_is_counted_as_any_other(repeated: int) -> None:
    cells = [*(f" {number}" for number in range(50)), *(f"{number}x" for number in range(50)), "", "3", " "] * repeated
    assert counts(counted(cells, plain=True)) == by_hand(cells)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("odd", ["\tbegins", " begins", "ends ", "", " 12", "12 ", "\t12"])
@pytest.mark.parametrize("pattern", ["{}x", "{}"], ids=["words", "numbers"])
def test_one_odd_cell_among_many_different_ones_is_found_in_a_plain_table(odd: str, pattern: str) -> None:
    cells = [*(pattern.format(number) for number in range(100, 300)), odd]
    assert counts(counted(cells, plain=True)) == by_hand(cells)


def test_a_sample_drawn_in_two_halves_is_the_one_drawn_at_once(tmp_path: Path) -> None:
    rows = 60_000
    frame = pd.DataFrame({f"c{place}": range(place, rows + place) for place in range(3)})
    frame.to_parquet(tmp_path / "rows.parquet", row_group_size=7_000)
    backend = ibis.duckdb.connect()
    backend.raw_sql(f"CREATE VIEW kept AS SELECT * FROM '{tmp_path}/rows.parquet'")
    at_once, halved = (
        profile.count(Engine(backend), backend.table("kept"), ["a", "b", "c"], steady=steady)
        for steady in (False, True)
    )
    for one, other in zip(at_once, halved, strict=True):
        assert one.sample.tolist() == other.sample.tolist()
    first, second, third = (column.sample for column in halved)
    assert (second - first == 1).all()
    assert (third - first == 2).all()


def test_columns_that_come_with_a_type_are_not_read_as_text() -> None:
    backend = ibis.duckdb.connect()
    backend.raw_sql(
        "CREATE TABLE kept AS SELECT 'NaN'::DOUBLE c0, DATE '9999-12-31' c1, 99999999999999999999::HUGEINT c2, true c3"
        " UNION ALL SELECT 2, NULL, NULL, false"
    )
    floats, days, wide, flags = profile.count(Engine(backend), backend.table("kept"), ["a", "b", "c", "d"])
    assert (floats.nulls, floats.numbers) == (1, 1)
    assert (days.nulls, days.dates) == (1, 1)
    assert (wide.nulls, wide.numbers) == (1, 1)
    assert (flags.nulls, flags.numbers, flags.distinct) == (0, 0, 2)


def test_progress_is_told_column_by_column() -> None:
    backend = ibis.duckdb.connect()
    backend.raw_sql("CREATE TABLE kept AS SELECT '1' c0, 'a' c1")
    heard: list[tuple[int, int]] = []
    profile.count(Engine(backend), backend.table("kept"), ["a", "b"], lambda *each: heard.append(each))
    assert heard == [(1, 2), (2, 2)]


def test_a_sample_takes_rows_from_all_over_the_table_and_the_same_ones_each_time() -> None:
    backend = ibis.duckdb.connect()
    backend.raw_sql("CREATE TABLE kept AS SELECT range::VARCHAR c0 FROM range(100_000)")
    first, again = (
        profile.count(Engine(backend), backend.table("kept"), ["a"])[0].sample.astype(int) for _ in range(2)
    )
    assert first.tolist() == again.tolist()
    assert 9_000 < len(first) <= profile.SAMPLE_MAX
    assert first.min() < 2_500
    assert first.max() > 97_500
