"""Each kind of bad input: a finding or one clear line, never a traceback, never a wrong figure without a word."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opened_tables import Open, abouts, cells
from premortem.errors import RefusedInput
from premortem.scan.sources import Limits, open_source


@pytest.mark.parametrize("data", [b"", b"\n\n \n", b"\xef\xbb\xbf", b"\xff\xfe", gzip.compress(b"", mtime=0)])
def test_an_empty_file_is_refused(opening: Open, data: bytes) -> None:
    with pytest.raises(RefusedInput, match=r"table\.csv is empty: there is no table"):
        opening(data)


def test_a_heading_alone_is_a_table_of_no_rows(opening: Open) -> None:
    for data in (b"id,city\n", b"id,city", b"id\n"):
        opened = opening(data)
        assert cells(opened) == []
        assert opened.names[0] == "id"


def test_one_column_and_one_row_are_a_table(opening: Open) -> None:
    assert cells(opening(b"id\n7\n")) == [("7",)]
    assert cells(opening(b"1,2,3\n")) == [("1", "2", "3")]


def test_ten_thousand_columns_are_read(opening: Open) -> None:
    heading = ",".join(f"a rather long name of a column {number}" for number in range(10_000))
    row = ",".join(map(str, range(10_000)))
    opened = opening(f"{heading}\n{row}\n{row}\n".encode())
    assert len(opened.names) == len(opened.table.columns) == 10_000
    assert cells(opened)[1][9_999] == "9999"


def test_more_columns_than_any_table_has_are_refused(opening: Open) -> None:
    with pytest.raises(RefusedInput, match="20,000 columns, at most 16,384"):
        opening(",".join(["1"] * 20_000).encode())


def test_names_that_are_empty_or_there_twice_or_hostile_are_findings(opening: Open) -> None:
    opened = opening("price,price,,a\u202eb,index,'; drop table delivery\n1,2,3,4,5,6\n".encode())
    assert opened.names == (
        "price",
        "price (2nd)",
        "column 3 (no name)",
        r"a\u202eb",
        "index",
        "'; drop table delivery",
    )
    assert abouts(opened) == ["names there twice", "names missing", "names with hidden characters"]
    assert cells(opened) == [("1", "2", "3", "4", "5", "6")]


def test_mixed_line_ends_are_counted(opening: Open) -> None:
    opened = opening(b"a,b\r\n1,2\n3,4\r\n5,6\r7,8\n")
    assert cells(opened) == [("1", "2"), ("3", "4"), ("5", "6"), ("7", "8")]
    (found,) = opened.findings
    assert (found.about, found.amount) == ("mixed line ends", 1)
    assert "2 with LF (Unix), 1 with CR LF (Windows), 1 with CR (old Mac)" in found.saw


def test_short_rows_are_filled_and_counted(opening: Open) -> None:
    opened = opening(b"a,b,c\n1,2,3\n4,5\n6\n7,8,9\n")
    assert cells(opened) == [("1", "2", "3"), ("4", "5", None), ("6", None, None), ("7", "8", "9")]
    (found,) = opened.findings
    assert found.saw.startswith("2 of 4 rows (50.0%) have fewer cells than the 3 columns")
    assert found.saw.endswith("The first: row 2, 3.")


def test_long_rows_are_cut_and_what_was_left_out_is_counted(opening: Open) -> None:
    opened = opening(b"a,b\n1,2\n3,4,5,6\n7,8\n")
    assert cells(opened) == [("1", "2"), ("3", "4"), ("7", "8")]
    (found,) = opened.findings
    assert (found.about, found.amount) == ("long rows", 1)
    assert "2 cells beyond them left out" in found.saw


def test_right_rows_beside_a_ragged_one_keep_what_tells_null_from_an_empty_text(opening: Open) -> None:
    assert cells(opening(b'a,b\n1,""\n2,\n3\n')) == [("1", ""), ("2", None), ("3", None)]


def test_an_unclosed_quote_costs_no_other_row(opening: Open) -> None:
    opened = opening(b'a,b\n1,"x\n2,y\n3,"z"\n')
    assert cells(opened) == [("1", '"x'), ("2", "y"), ("3", "z")]
    assert abouts(opened) == ["stray quotes"]


def test_an_unclosed_quote_in_the_last_row_or_far_from_the_end_is_a_letter(opening: Open) -> None:
    assert cells(opening(b'a,b\n1,x\n2,"y\n')) == [("1", "x"), ("2", '"y')]
    opened = opening(b'a,b\n1,"x\n' + b"2,y\n" * 20_000)
    assert len(cells(opened)) == 20_001
    assert cells(opened)[0] == ("1", '"x')


def test_quotes_amid_a_cell_stay_where_they_are(opening: Open) -> None:
    opened = opening(b'a,b\n1,5" pipe\n2,"x" y\n')
    assert cells(opened) == [("1", '5" pipe'), ("2", '"x" y')]
    assert abouts(opened) == ["stray quotes"]


def test_a_pair_of_quotes_around_whole_rows_is_asked_about(opening: Open) -> None:
    opened = opening(b'a,b,c\n1,"x,y\n2,u,v\n3,w",z\n4,5,6\n')
    assert len(cells(opened)) == 2
    assert abouts(opened) == ["rows within a cell"]


def test_a_text_of_several_lines_with_commas_is_not(opening: Open) -> None:
    opened = opening(b'a,b,c\n1,"well, yes, no\nand, then",z\n4,5,6\n')
    assert (len(cells(opened)), abouts(opened)) == (2, [])


def test_nul_bytes_are_counted_and_kept(opening: Open) -> None:
    opened = opening(b"a,b\n1,x\0y\n2,z\n")
    assert cells(opened) == [("1", "x\0y"), ("2", "z")]
    assert [(each.about, each.amount) for each in opened.findings] == [("NUL bytes", 1)]


def test_a_mark_at_the_start_is_no_part_of_the_first_name(opening: Open) -> None:
    opened = opening(b"\xef\xbb\xbfid,b\n1,2\n")
    assert (opened.names, abouts(opened)) == (("id", "b"), [])


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, b"%PDF-1.7\n%\xe2\xe3", b"\x7fELF\x02\x03\x04" * 50]
)
def test_what_is_no_text_is_refused(opening: Open, data: bytes) -> None:
    with pytest.raises(RefusedInput, match="is no table"):
        opening(data)


def test_a_row_without_end_is_refused(opening: Open) -> None:
    with pytest.raises(RefusedInput, match="more than 1,000 bytes"):
        opening(b"x" * 3_000_000, limits=Limits(record=1_000))
    with pytest.raises(RefusedInput, match="line 3 has more than 100,000 characters"):
        opening(b"a,b\n1,2\n" + b"x" * 3_000_000 + b",1\n", limits=Limits(record=100_000))


def test_a_long_row_within_the_limit_is_read(opening: Open) -> None:
    opened = opening(b"a,b\n1,2\n" + b"x" * 3_000_000 + b",1\n")
    assert len(cells(opened)[1][0]) == 3_000_000


def test_a_file_that_grows_while_it_is_read_is_a_finding(opening: Open, tmp_path: Path) -> None:
    path = tmp_path / "grows.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 100_000)
    done = threading.Event()

    def write() -> None:
        with path.open("ab") as file:
            while not done.wait(0.001):
                file.write(b"3,4\n")
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        opened = opening(path)
    finally:
        done.set()
        writer.join()
    assert "changed while read" in abouts(opened)
    assert len(cells(opened)) >= 100_000


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/nowhere/at/all.csv", "no file 'all.csv'"),
        ("/dev/zero", "device or a pipe"),
        ("a\0b", "such characters"),
        ("\ud800", "such characters|no file"),
    ],
)
def test_a_path_to_no_file_is_refused(opening: Open, path: str, line: str) -> None:
    with pytest.raises(RefusedInput, match=line):
        opening(path)


def test_a_pipe_is_refused_and_not_waited_for(opening: Open, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(RefusedInput, match="device or a pipe"):
        opening(tmp_path / "pipe.csv")


@pytest.mark.skipif(os.name != "posix", reason="rights of files are others there")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "secret.csv"
    path.write_bytes(b"a,b\n1,2\n")
    path.chmod(0)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from premortem.scan.sources.raw import existing\n"
        "from premortem.errors import RefusedInput\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "try: existing(Path(sys.argv[1]))\n"
        "except RefusedInput as error: print(error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, env=environment, check=False
    )
    # A folder above may be closed to that user too: then there is no telling whether the file is there.
    assert "may not be read by this program" in said.stdout, said.stderr


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is told there only")
def test_a_zip_bomb_is_refused_in_little_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.csv.gz"
    with gzip.open(bomb, "wb") as packed:
        packed.write(b"a,b\n")
        for _ in range(400):
            packed.write(b"1,2\n" * 250_000)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from premortem.errors import RefusedInput\n"
        "from premortem.scan.sources import open_source\n"
        "try: open_source(Path(sys.argv[1]), folder=Path(sys.argv[2]))\n"
        "except RefusedInput as error: print(error)\n"
        "status = Path('/proc/self/status').read_text().splitlines()\n"
        "print(next(line.split()[1] for line in status if line.startswith('VmHWM')))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-c", script, str(bomb), str(tmp_path)],
        capture_output=True, text=True, env=environment, check=True,
    )  # fmt: skip
    line, kilobytes = said.stdout.splitlines()
    assert "unpacks to more than" in line
    assert int(kilobytes) < 300_000
    assert [each.name for each in tmp_path.iterdir()] == ["bomb.csv.gz"]


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:40] + b"\xff" * 40 + data[80:]])
def test_a_damaged_packed_file_is_refused(opening: Open, damage: object) -> None:
    data = gzip.compress(os.urandom(2_000).hex().encode())
    assert callable(damage)
    with pytest.raises(RefusedInput, match=r"cut off|damaged gzip"):
        opening(damage(data))


MESS = st.lists(
    st.sampled_from(["a", "1", '"', ",", "\n", "\r\n", "\r", " ", "\0", "é", ";", "\\", '""', '"x\ny"', "1,2\n"]),
    max_size=40,
).map("".join)


@settings(max_examples=60)
@given(MESS, st.sampled_from(["utf-8", "latin-1", "utf-16"]), st.sampled_from([None, True, False]))
def test_whatever_stands_in_a_file_is_a_table_or_one_line(mess: str, codec: str, header: bool | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_bytes(mess.encode(codec))
        try:
            opened = open_source(path, folder=Path(folder), header=header)
        except RefusedInput as refused:
            line = str(refused)
        else:
            line = ""
            assert all(len(row) == len(opened.names) for row in cells(opened))
            opened.close()
        assert "\n" not in line


ROWS = st.lists(
    st.lists(st.sampled_from(["1", "x", "", "long words"]), min_size=1, max_size=6), min_size=1, max_size=30
)


RIGHT = [["1", "2", "3"]] * 31  # more than can be ragged: the table has three columns


@settings(max_examples=60)
@given(ROWS)
def test_ragged_rows_are_all_there_and_all_counted(ragged: list[list[str]]) -> None:
    rows = [row for row in ragged if row != [""]]  # an empty line is no row
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_text("\n".join(",".join(row) for row in [["a", "b", "c"], *RIGHT, *rows]))
        opened = open_source(path, folder=Path(folder))
        found = {each.about: each.amount for each in opened.findings}
        assert len(cells(opened)) == len(RIGHT) + len(rows)
        assert found.get("long rows", 0) == sum(any(row[3:]) for row in rows)
        assert found.get("short rows", 0) == sum(len(row) < 3 for row in rows)
        opened.close()
