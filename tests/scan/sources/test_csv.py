from __future__ import annotations

import csv
import gzip
import hashlib
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opened_tables import Open, abouts, cells
from premortem.scan.sources import Limits, open_source


def test_cells_arrive_as_they_are(opening: Open) -> None:
    opened = opening(b"a,b,c\nN/A,NULL,00001\n 1 ,1e5,-\nnan,,x\n")
    assert cells(opened) == [("N/A", "NULL", "00001"), (" 1 ", "1e5", "-"), ("nan", None, "x")]
    assert opened.table.columns == ("c0", "c1", "c2")
    assert (opened.names, opened.kind, opened.name, opened.ordered) == (("a", "b", "c"), "csv", "table.csv", True)


def test_an_empty_cell_is_null_and_an_empty_text_in_quotes_is_not(opening: Open) -> None:
    assert cells(opening(b'a,b\n1,\n2,""\n')) == [("1", None), ("2", "")]


def test_where_every_cell_is_in_quotes_an_empty_one_is_null(opening: Open) -> None:
    assert cells(opening(b'"a","b"\n"1",""\n"2","x"\n')) == [("1", None), ("2", "x")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_each_usual_separator_is_found(opening: Open, separator: str) -> None:
    text = "name,size,day\nx,1,2024-01-01\ny,2,2024-01-02\n".replace(",", separator)
    assert cells(opening(text.encode())) == [("x", "1", "2024-01-01"), ("y", "2", "2024-01-02")]


def test_a_decimal_comma_is_no_separator(opening: Open) -> None:
    assert cells(opening(b"a;b\n1,5;2,5\n3,5;4,5\n")) == [("1,5", "2,5"), ("3,5", "4,5")]
    assert cells(opening(b"1,5;2,5\n3,5;4,5\n", header=False)) == [("1,5", "2,5"), ("3,5", "4,5")]


def test_one_column_of_sentences_with_commas_stays_one_column(opening: Open) -> None:
    opened = opening(b"comment\nWell, yes\nno\nmaybe, or not, who knows\n")
    assert cells(opened) == [("Well, yes",), ("no",), ("maybe, or not, who knows",)]
    assert abouts(opened) == []


def test_a_space_after_every_separator_is_no_part_of_the_cells(opening: Open) -> None:
    opened = opening(b'39, State-gov, x\n50, Private, "a, b"\n38, , y\n')
    assert cells(opened) == [("39", "State-gov", "x"), ("50", "Private", "a, b"), ("38", None, "y")]
    assert "comma and a space" in " ".join(opened.notes)


def test_a_row_that_leaves_the_spaces_out_is_read_too(opening: Open) -> None:
    rows = b"".join(b"%d, b, c\n" % number for number in range(30_000))  # beyond what is looked at first
    opened = opening(b"a, b, c\n" + rows + b"1,2,3\n")
    assert cells(opened)[-1] == ("1", "2", "3")
    assert len(cells(opened)) == 30_001
    assert abouts(opened) == []


def test_quotes_within_quotes_may_be_doubled_or_behind_a_backslash(opening: Open) -> None:
    assert cells(opening(b'a,b\n1,"say ""x"", or"\n2,y\n')) == [("1", 'say "x", or'), ("2", "y")]
    assert cells(opening(b'a,b\n1,"say \\"x\\", or"\n2,y\n')) == [("1", 'say "x", or'), ("2", "y")]


def test_a_path_of_windows_in_quotes_is_no_sign_of_backslashes(opening: Open) -> None:
    assert cells(opening(b'a,b\n1,"c:\\data\\"\n2,"d:\\"\n')) == [("1", "c:\\data\\"), ("2", "d:\\")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("last", [True, False])
def test_each_line_end_is_read_with_and_without_one_at_the_end(opening: Open, end: bytes, last: bool) -> None:
    opened = opening(end.join([b"a,b", b"1,2", b'3,"x y"', *([b""] if last else [])]))
    assert cells(opened) == [("1", "2"), ("3", "x y")]
    assert abouts(opened) == []


def test_a_line_end_in_quotes_belongs_to_the_cell(opening: Open) -> None:
    opened = opening(b'a,b\r\n1,"x\ny"\r\n2,z\r\n')
    assert cells(opened) == [("1", "x\ny"), ("2", "z")]
    assert abouts(opened) == []


def test_a_table_without_a_heading_keeps_its_first_row(opening: Open) -> None:
    opened = opening(b"39,State-gov\n50,Private\n38,Private\n")
    assert cells(opened)[0] == ("39", "State-gov")
    assert opened.names == ("column 1", "column 2")
    assert "not as a heading" in " ".join(opened.notes)


@pytest.mark.parametrize(("header", "rows"), [(True, 1), (False, 2)])
def test_who_opens_it_may_say_whether_there_is_a_heading(opening: Open, header: bool, rows: int) -> None:
    opened = opening(b"1,2\n3,4\n", header=header)
    assert len(cells(opened)) == rows
    assert "as you said" in " ".join(opened.notes)


def test_lines_above_the_table_are_passed_over_and_counted(opening: Open) -> None:
    opened = opening(b"Sales of the year\n\nprinted 2024-01-01\na,b,c\n1,2,3\n4,5,6\n7,8,9\n")
    assert opened.names == ("a", "b", "c")
    assert len(cells(opened)) == 3
    assert "3 above the table" in " ".join(opened.notes)


def test_names_of_rows_as_r_writes_them_become_a_column(opening: Open) -> None:
    opened = opening(b'"x","y"\n"1",5,6\n"2",7,8\n"3",9,1\n')
    assert opened.names == ("column 1 (no name)", "x", "y")
    assert cells(opened)[0] == ("1", "5", "6")


def test_a_separator_at_the_end_of_every_row_makes_no_column(opening: Open) -> None:
    opened = opening(b"a,b\n1,2,\n3,4,\n5,6,\n")
    assert opened.names == ("a", "b")
    assert cells(opened) == [("1", "2"), ("3", "4"), ("5", "6")]


def test_a_heading_over_two_lines_is_one_heading(opening: Open) -> None:
    opened = opening(b'"a\nb",c\n1,2\n3,4\n')
    assert opened.names == (r"a\nb", "c")
    assert cells(opened) == [("1", "2"), ("3", "4")]


def test_empty_lines_are_counted_in_a_note(opening: Open) -> None:
    opened = opening(b"a,b\n1,2\n\n\n3,4\n\n")
    assert len(cells(opened)) == 2
    assert any(note.startswith("Passed over: 3 lines") for note in opened.notes)


def test_an_empty_line_in_a_table_of_one_column_is_an_empty_cell(opening: Open) -> None:
    assert cells(opening(b"a\n1\n\n3\n")) == [("1",), (None,), ("3",)]


def test_the_digest_is_that_of_the_file_as_it_came(opening: Open) -> None:
    for data in (b"a,b\n1,2\n", "a,b\n1,é\n".encode("cp1252"), gzip.compress(b"a,b\n1,2\n")):
        assert opening(data).content == hashlib.sha256(data).hexdigest()


def test_a_packed_table_is_read_like_the_plain_one(opening: Open) -> None:
    plain = b"a,b\n1,2\n3,4\n"
    assert cells(opening(gzip.compress(plain))) == [("1", "2"), ("3", "4")]
    assert cells(opening(gzip.compress(plain) + gzip.compress(b"5,6\n") + bytes(512))) == [
        ("1", "2"),
        ("3", "4"),
        ("5", "6"),
    ]


@pytest.mark.parametrize("name", ["a*b?[c].csv", "it's.csv", "naïve \u202e.csv", "data.gz", "x.csv.zst", "none"])
def test_the_name_of_the_file_says_nothing_about_what_is_in_it(opening: Open, name: str) -> None:
    assert cells(opening(b"a,b\n1,2\n", name)) == [("1", "2")]


def test_a_large_file_is_loaded_without_its_order_and_it_is_said(opening: Open) -> None:
    opened = opening(b"a,b\n" + b"1,2\n" * 100, limits=Limits(ordered=100))
    assert not opened.ordered
    assert "no row numbers" in " ".join(opened.notes)
    assert len(cells(opened)) == 100


def test_a_file_beyond_memory_goes_into_the_scratch_folder(opening: Open, scratch: Path) -> None:
    opened = opening(b"a,b\n" + b"1,2\n" * 100, limits=Limits(in_memory=100))
    assert len(cells(opened)) == 100
    assert list(scratch.glob("*/table.duckdb"))


def test_nothing_is_fetched_from_anywhere(opening: Open) -> None:
    backend = opening(b"a,b\n1,2\n").backend
    asked = "select name, value from duckdb_settings() where name like '%extensions%' and value = 'true'"
    allowed = {name for name, _ in backend.raw_sql(asked).fetchall()}
    assert not allowed & {
        "autoinstall_known_extensions",
        "autoload_known_extensions",
        "allow_community_extensions",
        "allow_unsigned_extensions",
    }


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=8)
TABLE = st.integers(2, 5).flatmap(lambda width: st.lists(st.tuples(*[CELL] * width), min_size=3, max_size=12))


@settings(max_examples=60)
@given(TABLE, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_what_a_careful_program_writes_is_read_cell_by_cell(
    table: Sequence[Sequence[str]], separator: str, end: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(f"name{place}" for place in range(len(table[0])))
    writer.writerows(table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_bytes(written.getvalue().encode())
        opened = open_source(path, folder=Path(folder), header=True)
        assert cells(opened) == [tuple(cell or None for cell in row) for row in table]
        opened.close()
