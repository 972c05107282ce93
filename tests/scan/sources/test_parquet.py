from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from opened_tables import Open, abouts, cells
from premortem.errors import RefusedInput


def test_columns_keep_their_types_and_the_file_is_not_loaded(opening: Open, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"n": [1, 2], "x": [0.5, None], "t": ["a", "00001"], "d": pd.to_datetime(["2024-01-01", "9999-12-31"])}
    )
    frame.to_parquet(tmp_path / "t.parquet")
    opened = opening(tmp_path / "t.parquet")
    assert [str(kind) for kind in opened.table.schema().values()][:3] == ["int64", "float64", "string"]
    assert opened.table.schema()["c3"].is_timestamp()
    assert (opened.kind, opened.names, opened.ordered) == ("parquet", ("n", "x", "t", "d"), False)
    assert opened.backend.raw_sql("select count(*) from duckdb_tables()").fetchone() == (0,)


def test_nested_and_rare_types_become_text_and_a_note_says_so(opening: Open, tmp_path: Path) -> None:
    table = pa.table({"list": [[1, 2], None], "record": [{"a": 1}, {"a": 2}], "bytes": [b"\x00", b"x"]})
    parquet.write_table(table, tmp_path / "t.parquet")
    opened = opening(tmp_path / "t.parquet")
    assert all(kind.is_string() for kind in opened.table.schema().values())
    assert cells(opened)[0][0] == "[1, 2]"
    assert "Read as text: list, record, bytes" in opened.notes[1]


def test_names_are_hostile_here_too(opening: Open, tmp_path: Path) -> None:
    parquet.write_table(pa.table([[1], [2], [3], [4]], names=["a", "a", "", 'x" from t; --']), tmp_path / "t.parquet")
    opened = opening(tmp_path / "t.parquet")
    assert opened.names == ("a", "a (2nd)", "column 3 (no name)", 'x" from t; --')
    assert cells(opened) == [(1, 2, 3, 4)]


def test_a_folder_is_one_table_with_the_columns_of_its_folders(opening: Open, tmp_path: Path) -> None:
    for year, place in (("0001", "[1].parquet"), ("0002", "2.parquet")):
        (tmp_path / "delivery" / f"year={year}").mkdir(parents=True)
        pd.DataFrame({"a": [int(year)]}).to_parquet(tmp_path / "delivery" / f"year={year}" / place)
    opened = opening(tmp_path / "delivery")
    assert opened.names == ("a", "year")
    assert sorted(cells(opened)) == [(1, "0001"), (2, "0002")]
    assert abouts(opened) == []


def test_files_that_differ_are_findings(opening: Open, tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    pd.DataFrame({"a": [1], "b": [1]}).to_parquet(folder / "1.parquet")
    pd.DataFrame({"a": ["x"]}).to_parquet(folder / "2.parquet")
    opened = opening(folder)
    assert abouts(opened) == ["columns missing in some files", "types differ between files"]
    assert sorted(cells(opened)) == [("1", 1), ("x", None)]


def test_the_digest_of_a_folder_changes_with_any_file(opening: Open, tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    digests = set()
    for number in (1, 2):
        pd.DataFrame({"a": [1]}).to_parquet(folder / f"{number}.parquet")
        digests.add(opening(folder).content)
    assert len(digests) == 2


def test_a_folder_without_parquet_files_is_refused(opening: Open, tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="folder without Parquet files"):
        opening(tmp_path)


@pytest.mark.parametrize("cut", [4, 300, -1])
def test_a_damaged_file_is_refused(opening: Open, tmp_path: Path, cut: int) -> None:
    pd.DataFrame({"a": range(1000)}).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(RefusedInput, match="cannot be read as Parquet"):
        opening((tmp_path / "t.parquet").read_bytes()[:cut], "cut.parquet")


def test_a_table_without_rows_has_its_columns(opening: Open, tmp_path: Path) -> None:
    pd.DataFrame({"a": pd.Series([], dtype="int64")}).to_parquet(tmp_path / "t.parquet")
    opened = opening(tmp_path / "t.parquet")
    assert (opened.names, cells(opened)) == (("a",), [])
