from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from excel_files import DATE, DATE_AND_TIME, TIME, number, row, text, workbook
from opened_tables import Open, abouts, cells
from premortem.errors import RefusedInput
from premortem.scan.sources import Limits
from premortem.scan.sources.workbook_size import COMPOUND, LOCKED


def test_cells_are_text_as_a_person_sees_them(opening: Open, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx",
        row(1, text("A1", "id"), text("B1", "day"), text("C1", "n"), text("D1", "share"), text("E1", "at")),
        row(
            2,
            text("A2", "00001"),
            number("B2", 45000, DATE),
            number("C2", 3.0),
            number("D2", 0.1 + 0.2),
            number("E2", 0.5, TIME),
        ),
        row(3, text("A3", "N/A"), number("B3", 45000.5, DATE_AND_TIME), number("C3", 1e12), number("D3", -2.5)),
    )
    opened = opening(path)
    assert opened.kind == "excel"
    assert opened.names == ("id", "day", "n", "share", "at")
    assert cells(opened) == [
        ("00001", "2023-03-15", "3", "0.3", "12:00:00"),
        ("N/A", "2023-03-15 12:00:00", "1000000000000", "-2.5", None),
    ]


def test_the_first_sheet_that_can_be_seen_is_read_unless_one_is_named(opening: Open, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx",
        row(1, text("A1", "id")),
        row(2, number("A2", 1)),
        sheets=("Old", "New", "More"),
        hidden=("Old",),
    )
    opened = opening(path)
    assert "sheet 'New'" in opened.notes[0]
    assert "2 other sheets, 'Old', 'More'" in opened.notes[1]
    assert "sheet 'Old'" in opening(path, sheet="Old").notes[0]
    with pytest.raises(RefusedInput, match="no sheet 'Other': it has 'Old', 'New', 'More'"):
        opening(path, sheet="Other")


def test_a_table_may_start_anywhere_below_a_title(opening: Open, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx",
        row(2, text("B2", "Sales of the year")),
        *(row(at, *(text(f"{column}{at}", f"{column}{at}") for column in "BCD")) for at in (4, 5, 7, 8)),
    )
    opened = opening(path)
    assert opened.names == ("B4", "C4", "D4")
    assert [each[0] for each in cells(opened)] == ["B5", "B7", "B8"]
    assert "1 above the table" in opened.notes[0]


def test_errors_of_excel_are_counted(opening: Open, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx",
        row(1, text("A1", "n")),
        row(2, number("A2", 1)),
        row(3, '<c r="A3" t="e"><v>#N/A</v></c>', text("B3", "x")),
    )
    opened = opening(path)
    assert "errors of Excel" in abouts(opened)
    assert cells(opened)[1] == (None, "x")


def test_an_empty_sheet_is_refused_and_a_heading_alone_is_no_row(opening: Open, tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="the sheet is empty"):
        opening(workbook(tmp_path / "empty.xlsx"))
    assert cells(opening(workbook(tmp_path / "heading.xlsx", row(1, text("A1", "id"), text("B1", "day"))))) == []


def test_a_line_end_and_a_quote_in_a_cell_stay(opening: Open, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", row(1, text("A1", "note")), row(2, text("A2", "one&#10;two &quot;x&quot;, y")))
    assert cells(opening(path)) == [('one\ntwo "x", y',)]


def test_a_file_with_a_password_is_refused(opening: Open) -> None:
    with pytest.raises(RefusedInput, match=r"locked\.xlsx is protected by a password"):
        opening(COMPOUND + bytes(1_100_000) + LOCKED + bytes(500), "locked.xlsx")


def test_a_compound_file_that_is_no_workbook_is_refused(opening: Open) -> None:
    with pytest.raises(RefusedInput, match="cannot be read as Excel"):
        opening(COMPOUND + bytes(600), "mail.xls")


@pytest.mark.parametrize("data", [b"id,day\n1,2\n", b"PK\x03\x04 and nothing more", b"<html></html>"])
def test_a_file_that_is_only_named_like_excel_is_refused(opening: Open, data: bytes) -> None:
    with pytest.raises(RefusedInput, match=r"named as Excel but holds something else|damaged zip or Excel"):
        opening(data, "t.xlsx")


def test_another_zip_archive_is_refused(opening: Open, tmp_path: Path) -> None:
    for inside, line in (("table.csv", "zip archive and no Excel file"), ("content.xml", "a kind that is not read")):
        with zipfile.ZipFile(tmp_path / "t.zip", "w") as packed:
            packed.writestr(inside, "a,b\n1,2\n")
        with pytest.raises(RefusedInput, match=line):
            opening(tmp_path / "t.zip")


def test_two_cells_far_apart_are_refused_before_they_take_half_a_terabyte(opening: Open, tmp_path: Path) -> None:
    named = workbook(tmp_path / "t.xlsx", row(1, text("A1", "id")), row(1048576, text("XFD1048576", "x")))
    with pytest.raises(RefusedInput, match="spans 17,179,869,184 cells"):
        opening(named)
    unnamed = workbook(tmp_path / "u.xlsx", row(1048576, "<c><v>1</v></c>" * 100))
    with pytest.raises(RefusedInput, match="spans 104,857,600 cells"):
        opening(unnamed)


def test_a_workbook_that_unpacks_to_too_much_is_refused(opening: Open, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", row(1, text("A1", "x" * 3_000_000)))
    with pytest.raises(RefusedInput, match="unpacks to more than 2 MB"):
        opening(path, limits=Limits(sheet=2_000_000))


def test_a_workbook_that_lies_about_its_size_is_refused(opening: Open, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", row(1, text("A1", "x" * 3_000_000)))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        true = next(each.file_size for each in packed.infolist() if "worksheets" in each.filename)
    at = data.rfind(true.to_bytes(4, "little"))
    data[at : at + 4] = (1_000).to_bytes(4, "little")
    with pytest.raises(RefusedInput, match="or to more than it says"):
        opening(bytes(data), "lies.xlsx")


@pytest.mark.parametrize("cut", [200, 900])
def test_a_damaged_workbook_is_refused(opening: Open, tmp_path: Path, cut: int) -> None:
    data = workbook(tmp_path / "t.xlsx", row(1, text("A1", os.urandom(900).hex()))).read_bytes()
    with pytest.raises(RefusedInput, match=r"damaged|cannot be read as Excel"):
        opening(data[:cut] + bytes(50) + data[cut + 50 :], "broken.xlsx")
