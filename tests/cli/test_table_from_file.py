"""The rows of one table come from a CSV file or standard input: all of them, or none and a line for each fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.shell import Run, in_a_process, refused

TABLE = "success-criteria.criteria"
GOOD = "Measure;Floor;Hoped;Comment\nread right;90 %;95,5\nGröße;80;85\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_rows_of_a_file_are_added_as_one_step(run: Run, link: str, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "criteria.csv"
    path.write_bytes(GOOD.encode(encoding))
    code, out, err = run("answer", link, "--table", TABLE, "--from", path)
    assert (code, err) == (0, "")
    assert out == "2 rows added. Left out: “Comment”. Saved in 'Invoices'.\n"
    report = tmp_path / "report.html"
    run("export", link, "-o", report)
    html = report.read_text("utf-8")
    assert "Größe" in html
    assert "95.5" in html


def test_rows_come_from_standard_input_too(link: str) -> None:
    done = in_a_process("answer", link, "--table", TABLE, "--from", "-", input=b"measure,floor\nread right,90\n")
    assert (done.returncode, done.stdout.decode()) == (0, "1 row added. Saved in 'Invoices'.\n")


@pytest.mark.parametrize(
    ("table", "content", "says"),
    [
        (TABLE, b"", "There is nothing in it"),
        (TABLE, b"measure,floor\nread right,190\n", "Row 2 (“read right”), Useless below: must lie between 0 and 100"),
        (TABLE, b"\x89PNG\r\n\x1a\n", "cannot be kept"),
        (TABLE, b"PK\x03\x04\x14\x00", "This is a spreadsheet file, not text: save it as CSV there"),
        (TABLE, b"x" * 2_000_000, "This is more than 1 MB of text"),
        (TABLE, b"x" * (2**24 + 1), "is larger than 16 MB"),
        ("start.idea", b"a\n", "start.idea is not a table and has no rows"),
        ("nowhere", b"a\n", "There is no question 'nowhere'"),
        (TABLE, b"measure,floor\nread right,\x00\n", "a number is wanted"),
    ],
)
def test_rows_that_cannot_be_are_refused_and_nothing_is_kept(
    run: Run, link: str, tmp_path: Path, table: str, content: bytes, says: str
) -> None:
    path = tmp_path / "criteria.csv"
    path.write_bytes(content)
    refused(run("answer", link, "--table", table, "--from", path), says)
    assert json.loads(run("list", "--json")[1])[0]["number"] == 1


def test_each_fault_has_its_line(run: Run, link: str, tmp_path: Path) -> None:
    path = tmp_path / "criteria.csv"
    path.write_text("measure\tfloor\thoped\nA\tx\t1,234\nB\t-1\t\n")
    code, out, err = run("answer", link, "--table", TABLE, "--from", path)
    assert (code, out) == (1, "")
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        "premortem", "Row 2 (“A”), Hoped for", "Row 3 (“B”), Useless below",
    ]  # fmt: skip


def test_a_read_only_link_takes_no_rows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "criteria.csv"
    path.write_text(GOOD)
    read = json.loads(run("new", "x", "--json")[1])["read"]
    refused(run("answer", read, "--table", TABLE, "--from", path), "for reading only")


@pytest.mark.parametrize("name", ["missing", "folder", "a\0b", "\udcff", ""])
def test_a_file_that_cannot_be_read_is_named(run: Run, link: str, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    refused(run("answer", link, "--table", TABLE, "--from", f"{tmp_path}/{name}" if name else ""), "cannot be read")
