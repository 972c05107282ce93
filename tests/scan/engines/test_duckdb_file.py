"""A table in a DuckDB file is read, and nothing but that file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from premortem.errors import RefusedInput
from premortem.scan import scan
from premortem.scan.engine import Engine
from premortem.scan.sources.address import open_address


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.duckdb"
    (tmp_path / "other.csv").write_text("a\n1\n")
    with duckdb.connect(path) as file:
        file.execute("create table orders as select i as number, 'x' || i as name from range(50) rows(i)")
        file.execute("create view cheap as select * from orders where number < 10")
        file.execute(f"create view elsewhere as select * from read_csv('{tmp_path}/other.csv')")
    return path


def test_tables_and_views_are_read(shop: Path) -> None:
    for table, rows in (("orders", 50), ("cheap", 10), ("main.orders", 50)):
        assert scan(f"duckdb://{shop}?table={table}", cached=False).rows == rows


def test_two_tables_of_one_file_are_held_against_each_other(shop: Path) -> None:
    found = scan(f"duckdb://{shop}?table=orders", against=f"duckdb://{shop}?table=cheap", cached=False)
    assert "overlap" in {each.check for each in found.findings}


def test_the_file_stays_as_it_is_and_others_may_read_it_meanwhile(shop: Path) -> None:
    before = shop.read_bytes()
    opened = open_address(f"duckdb://{shop}?table=orders")
    count = "sql('select count(*) from orders').fetchall()"
    ask = f"import duckdb; print(duckdb.connect({str(shop)!r}, read_only=True).{count})"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, check=True, text=True).stdout == "[(50,)]\n"
    assert len(Engine(opened.backend).ask(opened.table)) == 50
    opened.close()
    opened.close()
    assert shop.read_bytes() == before


def refusal(address: str) -> str:
    with pytest.raises(RefusedInput) as refused:
        open_address(address)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_view_of_other_files_is_refused(shop: Path) -> None:
    assert "another file or host" in refusal(f"duckdb://{shop}?table=elsewhere")


def test_a_missing_table_is_refused_with_those_that_are_there(shop: Path) -> None:
    assert "no table “order”: there are “cheap”, “elsewhere”, “orders”" in refusal(f"duckdb://{shop}?table=order")


def test_a_missing_file_and_one_that_is_no_database_are_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.duckdb").write_text("Dear all, " * 1000)
    assert "no DuckDB file “none.duckdb”" in refusal(f"duckdb://{tmp_path}/none.duckdb?table=a")
    assert "is no DuckDB file" in refusal(f"duckdb://{tmp_path}/letter.duckdb?table=a")


def test_a_file_that_another_program_writes_is_refused_with_what_to_do(shop: Path) -> None:
    hold = f"import duckdb; c = duckdb.connect({str(shop)!r}); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        said = refusal(f"duckdb://{shop}?table=orders")
        holder.communicate("\n")
    assert "is being written by another program" in said
