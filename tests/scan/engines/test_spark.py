"""Files behind a real Spark: Parquet as it is, CSV as text, and every refusal is one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from premortem.errors import RefusedInput
from premortem.scan import scan
from premortem.scan.engine import Engine
from premortem.scan.sources import spark
from premortem.scan.sources.address import open_address

pytestmark = pytest.mark.usefixtures("spark_session")


def refusal(address: str) -> str:
    with pytest.raises(RefusedInput) as refused:
        open_address(address)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_folder_of_parquet_files_is_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    folder.mkdir()
    for part in range(3):
        pq.write_table(pa.table({"number": range(part * 10, part * 10 + 10)}), folder / f"part-{part}.parquet")
    opened = open_address(f"spark://{folder}")
    assert (opened.names, opened.table.columns) == (("number",), ("c0",))
    assert sorted(Engine(opened.backend).ask(opened.table)["c0"]) == list(range(30))
    opened.close()


def test_cells_of_a_csv_file_stay_text_and_rows_of_another_length_are_said(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text('id,na me\n00001,"a, ""b"""\n2,x,y\n3\nN/A,"two\nlines"\n', encoding="utf-8")
    opened = open_address(f"spark://{path}")
    assert opened.names == ("id", "na me")
    assert Engine(opened.backend).ask(opened.table).to_numpy().tolist() == [["00001", 'a, "b"'], ["N/A", "two\nlines"]]
    assert [(each.about, each.amount) for each in opened.findings] == [("rows of another length", 2)]
    opened.close()


def test_a_spark_that_was_there_before_goes_on_after_a_scan(tmp_path: Path, spark_session: Any) -> None:
    pq.write_table(pa.table({"a": [1, 2, 2]}), tmp_path / "a.parquet")
    assert scan(f"spark://{tmp_path}/a.parquet", cached=False).rows == 3
    assert spark_session.range(3).count() == 3


def test_a_table_that_spark_knows_is_read_by_its_name(spark_session: Any) -> None:
    spark_session.range(5).createOrReplaceTempView("numbers")
    opened = open_address("spark://?table=numbers")
    assert len(Engine(opened.backend).ask(opened.table)) == 5
    opened.close()
    assert "no table “number”" in refusal("spark://?table=number")


def test_it_listens_on_this_machine_alone_and_has_no_web_page(spark_session: Any) -> None:
    context = spark_session.sparkContext
    assert context.uiWebUrl is None
    assert context.getConf().get("spark.driver.bindAddress") == "127.0.0.1"
    assert context.getConf().get("spark.driver.host") == "127.0.0.1"


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    (tmp_path / "empty.csv").write_text("")
    assert "no file or folder “none”" in refusal(f"spark://{tmp_path}/none")
    assert "Parquet or CSV" in refusal(f"spark://{tmp_path}/letter.txt")
    assert "empty" in refusal(f"spark://{tmp_path}/empty.csv")


def test_without_a_java_that_runs_it_spark_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(RefusedInput, match="Spark needs Java 17 or 21, and this machine has none"):
        spark.refuse_without_java()
