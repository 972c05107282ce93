"""Rows from a spreadsheet or a CSV file: one meaning is understood, two are refused with row and reason."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.sampled import real
from model.tables import LOCALES, PARTS, PILOTS, by_a_person, by_a_program, without_blanks, written
from premortem.errors import InvalidAnswer
from premortem.model.answers import DONT_KNOW, canonical
from premortem.model.bank import shipped_bank
from premortem.model.headings import Headings
from premortem.model.pasted import Pasted, rows
from premortem.model.questions import Kind, Question

TABLES = [PILOTS, PARTS, *(question for question in shipped_bank() if question.kind is Kind.TABLE)]


def found(text: str, question: Question = PILOTS, currency: str | None = None) -> list[dict[str, Any]]:
    return list(rows(question, text, currency).rows)


def refused(text: str, question: Question = PILOTS, currency: str | None = None) -> list[str]:
    """The lines with which a text is refused."""
    with pytest.raises(InvalidAnswer) as error:
        rows(question, text, currency)
    lines = str(error.value).splitlines()
    assert all(line.isprintable() and len(line) < 400 for line in lines)
    return lines


def column(name: str, *cells: str, question: Question = PARTS) -> list[Any]:
    """What a column of these cells becomes, below a header, between tabs."""
    return [row.get(name) for row in found("\n".join([f"name\t{name}", *(f"x\t{cell}" for cell in cells)]), question)]


def column_refused(name: str, *cells: str) -> list[str]:
    return refused("\n".join([f"name\t{name}", *(f"x\t{cell}" for cell in cells)]), PARTS)


A = {"label": "A", "size": 100, "hours": 1.5}
B = {"label": "B", "size": 200, "hours": 3, "price": 2.5}


@pytest.mark.parametrize(
    "text",
    [
        "label\tsize\thours\tprice\nA\t100\t1.5\t\nB\t200\t3\t2.5\n",
        "label;size;hours;price\r\nA;100;1,5;\r\nB;200;3;2,5\r\n",
        "label,size,hours,price\nA,100,1.5,\nB,200,3,2.5",
        "| Pilot | Size | Hours | Price |\n|---|--:|--:|--:|\n| A | 100 | 1.5 | |\n| B | 200 | 3 | 2.5 |\n",
        "\ufeff\n\nlabel,size,hours,price\n\nA,100,1.5,\n,,,\nB,200,3,2.5\n\n",
        "\t\tlabel\tsize\thours\tprice\t\t\n\t\tA\t100\t1.5\t\t\t\n\t\tB\t200\t3\t2.5\t\t\n",
        "sep=;\r\nlabel;size;hours;price\r\nA;100;1,5;\r\nB;200;3;2,5",
        'label,size,hours,price\n"A","100","1,5",""\n"B","200",3,"2,5"\n',
        "A\t100\t1.5\t\nB\t200\t3\t2.5\n",
        "PRICE\tTime it took (h)\tHow much data\tPilot\n\t1:30\t100\tA\n2.50\t180 min\t200\tB\n",
        "Prix €;Durée;Nom;Datensätze\n;1 h 30;A;100\n2,5;3;B;200\n",
        "#,Pilot,Rows,Run time,Hourly cost\n1,A,100,1.5,\n2,B,200,3,2.5\n",
        ",label,size,hours,price\n0,A,100,1.5,\n1,B,200,3,2.5\n",
        "label;Time (min);size;Price\nA;90;100;-\nB;180;200;2,50 €\n",
    ],
)
def test_the_usual_ways_of_writing_a_table_give_the_same_rows(text: str) -> None:
    assert found(text) == [A, B]


def test_a_cell_in_quotation_marks_may_hold_separators_marks_and_line_breaks() -> None:
    assert found('label,size\n"A, the ""first""\nof two",5\n') == [{"label": 'A, the "first"\nof two', "size": 5}]
    assert found('label\tsize\nThe 5" disk\t5\n"quoted\t6') == [
        {"label": 'The 5" disk', "size": 5},
        {"label": '"quoted', "size": 6},
    ]


def test_a_list_of_names_is_rows_of_names() -> None:
    assert found("Alpha\n\nBeta, the second\nGamma\n") == [
        {"label": name} for name in ("Alpha", "Beta, the second", "Gamma")
    ]


def test_columns_that_are_clearly_extra_are_left_out_and_named() -> None:
    pasted = rows(PILOTS, "label,size,hours,price,Comment,Empty\nA,100,1.5,,fine,\nB,200,3,2.5,,\n")
    assert pasted.rows == (A, B)
    assert pasted.left_out == ("Comment", "Empty")
    assert pasted.said == "2 rows added. Left out: “Comment”, “Empty”."


def test_a_column_that_fits_none_of_the_missing_ones_is_extra_too() -> None:
    pasted = rows(PILOTS, "label,hours,Remark\nA,1.5,it crashed\n")
    assert pasted.rows == ({"label": "A", "hours": 1.5},)
    assert pasted.left_out == ("Remark",)


def test_an_unknown_column_that_may_be_a_missing_one_is_refused_by_its_name() -> None:
    (line,) = refused("label,size,Durchlauf\nA,100,1.5\n")
    assert line.startswith("Row 1: the column “Durchlauf” is not known here: call it one of “Time it took”, “Price")
    assert line.endswith(", or leave it out.")


def test_a_repeated_header_is_passed_over_and_another_one_refused() -> None:
    pasted = rows(PILOTS, "Pilot,Size\nA,100\n\nPILOT,size\nB,200\n")
    assert [row["label"] for row in pasted.rows] == ["A", "B"]
    assert pasted.notes == ("Passed over as a repeated header: row 4.",)
    for text in ("Pilot,Size,Hours\nA,100,2\n\nPilot,Hours,Size\nB,2,200\n", "A,100,2,3\nPilot,Size,Hours,Price\n"):
        (line,) = refused(text)
        assert "looks like another header (“Pilot, " in line
        assert line.startswith("Row 4" if "\n\n" in text else "Row 2")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is nothing in it"),
        (" \n\t\n,,;;\n", "There is nothing in it"),
        ("label,size", "There is a header and no row with anything in it"),
        ("label,size\n-,n/a\n", "There is a header and no row with anything in it"),
        ("A,100,1.5\n", "Row 1 is no header that is known here, and 3 columns are not the 4 of this table"),
        ("label,label\nA,B\n", "Row 1: both “label” and “label” mean the column “Pilot”: keep one of them."),
        ("Pilot,name,size\nA,B,5\n", "Row 1: both “Pilot” and “name” mean the column “Pilot”"),
        ("label,size\nA,1,5\n", "Row 2 has 3 cells and the header 2: put a cell with a comma in it into quotation"),
        ('label,size\n"A,5\nB,6\n', "Row 2: a quotation mark opens a cell and none closes it"),
        ("label,size\n" + "A,5\n" * 9, "There are 9 rows and at most 8 fit: join or drop some."),
        ("label,size\n" + "A,5\n" * 2001, "There are more than 2,000 rows: paste fewer."),
        ("PK\x03\x04\x14\x00", "This is a spreadsheet file, not text: save it as CSV there"),
        ("x" * (2**20 + 1), "This is more than 1 MB of text: paste fewer rows."),
        ("label,size\nA\0,5\n", "the character U+0000 cannot be kept: take it out"),
        ("label,size\n" + "A" * 101 + ",5\n", "at most 100 characters fit"),
        ("label,size\n" + "A" * 140_000 + ",5\n", "a cell is far too long"),
    ],
)
def test_what_cannot_be_rows_is_refused_in_one_line(text: str, says: str) -> None:
    (line,) = refused(text)
    assert says in line


def test_every_fault_has_its_line_with_row_name_column_reason_and_mend() -> None:
    assert refused("Pilot\tSize\tTime\tPrice\nA\tlots\t2\t-3\n\nGröße\t5\t1:75\t\n") == [
        "Row 2 (“A”), How much data (rows): a number is wanted: write digits, such as 12.5 (you gave “lots”).",
        "Row 2 (“A”), Price of one hour: must lie between 0 and 1,000,000,000 (you gave -3).",
        "Row 4 (“Größe”), Time it took: a number is wanted: hours as 1.5, 1:30, 90 min or 2 d (you gave “1:75”).",
    ]
    many = refused("name\tcases\n" + "x\ty\n" * 20 + "\n", PARTS)
    assert len(many) == 20
    assert refused("name\tcases\tshare\n" + "x\ty\tz\n" * 20, PARTS)[-1] == "And 20 more."


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (["1.234", "1.234,5"], [1234, 1234.5]),
        (["1.234", "12,5"], [1234, 12.5]),
        (["1,234", "1,234.5"], [1234, 1234.5]),
        (["1,234", "12.5"], [1234, 12.5]),
        (["1,234", "12,5"], [1.234, 12.5]),
        (["1.234", "0.5"], [1.234, 0.5]),
        (["1,5", "1.5"], [1.5, 1.5]),
        (["1 234", "1 234,5", "1'234.5"], [1234, 1234.5, 1234.5]),
        (["1.234.567", "1.234"], [1234567, 1234]),
        (["-", "", "?", "n/a", "don't know", "5"], [None, None, DONT_KNOW, None, DONT_KNOW, 5]),
    ],
)
def test_one_cell_settles_how_its_column_is_written(cells: list[str], meant: list[Any]) -> None:
    assert column("size", *cells, question=PILOTS_NAMED) == meant


PILOTS_NAMED = Question(
    "q.named", "q", Kind.TABLE, "Which?", columns=(Question("name", "q", Kind.TEXT, "Name"), PILOTS.column("size"))
)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["1,234"], "Row 2 (“A”), How much data (rows): could mean 1234 or 1.234: write 1234, or 1.2340"),
        (["5", "1.234"], "Row 3 (“A”), How much data (rows): could mean 1234 or 1.234: write 1234, or 1.2340"),
        (["1,000"], "could mean 1000 or 1: write 1000, or 1 (you gave “1,000”)"),
        (["1,5", "1.5", "2.345"], "Row 4 (“A”), How much data (rows): could mean 2345 or 2.345"),
        (["5 %"], "a number is wanted, not a share"),
    ],
)
def test_a_column_that_leaves_two_meanings_is_refused_with_both(cells: list[str], says: str) -> None:
    (line,) = refused("\n".join(["label\tsize", *(f"A\t{cell}" for cell in cells)]))
    assert says in line


def test_in_a_file_with_commas_between_columns_a_point_parts_off_decimals() -> None:
    assert found("label,size\nA,1.234\n") == [{"label": "A", "size": 1.234}]
    assert len(refused('label,size\nA,"1,234"\n')) == 1


def test_there_are_no_parts_of_a_case() -> None:
    assert column("cases", "1.234", "2,345") == [1234, 2345]
    assert "could mean 10000 or 10" in column_refused("cases", "10.000")[0]
    assert "must be a whole number" in column_refused("cases", "1.5")[0]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("10 / 20 / 30", [10, 20, 30]), ("10/20/30", [10, 20, 30]), ("10 – 20 – 30", [10, 20, 30]),
        ("10-20-30", [10, 20, 30]), ("10 to 20 to 30", [10, 20, 30]), ("10, 20, 30", [10, 20, 30]),
        ("20 (10 to 30)", [10, 20, 30]), ("20 EUR (from 10 to 30)", [10, 20, 30]), ("€10 / €20 / €30", [10, 20, 30]),
        ("10 / 20 / 30 EUR", [10, 20, 30]), ("1k / 2k / 3k", [1000, 2000, 3000]), ("1,5 / 2,5 / 3", [1.5, 2.5, 3]),
        ("1e1 / 2e1 / 3e1", [10, 20, 30]), ("20 [10; 30]", [10, 20, 30]),
    ],
)  # fmt: skip
def test_a_range_may_stand_in_one_cell(cell: str, meant: list[float]) -> None:
    assert column("cost", cell) == [dict(zip(("low", "best", "high"), meant, strict=True))]


@pytest.mark.parametrize("cell", ["10-30", "20", "10 / 20", "1 / 2 / 3 / 4", "1/2/3k", "10 to 30", "(10)", "a (b) c"])
def test_a_range_of_two_meanings_is_refused(cell: str) -> None:
    (line,) = column_refused("cost", cell)
    assert "three numbers are wanted: low / best / high, such as 10 / 20 / 30" in line


def test_a_range_may_stand_in_three_columns_in_any_order() -> None:
    header = "Which part?;High cost;Cost (min);Cost - most likely"
    assert found(f"{header}\nA;30;10;20\nB;?;;20\nC;?;?;?\nD;;;\n", PARTS) == [
        {"name": "A", "cost": {"low": 10, "best": 20, "high": 30}},
        {"name": "B", "cost": {"low": None, "best": 20, "high": None}},
        {"name": "C", "cost": DONT_KNOW},
        {"name": "D"},
    ]
    (line,) = refused(f"{header}\nA;10;30;20\n", PARTS)
    assert "must not fall: put them in rising order (you gave “30 / 20 / 10”)" in line
    assert found("name,cost,max cost,min cost\nA,20,30,10\n", PARTS) == [
        {"name": "A", "cost": {"low": 10, "best": 20, "high": 30}}
    ]


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (["2026-03-31", "2026/3/31", "31.3.2026", "31. März 2026", "Mar 31st, 2026", "31-Mar-26"], ["2026-03-31"] * 6),
        (["2026-03-31 00:00:00", "2026-03-31T14:30:00Z", "20260331"], ["2026-03-31"] * 3),
        (["03/04/2026", "31/12/2026"], ["2026-04-03", "2026-12-31"]),
        (["03/04/2026", "12/31/2026"], ["2026-03-04", "2026-12-31"]),
        (["05/05/2026"], ["2026-05-05"]),
        (["?", "-"], [DONT_KNOW, None]),
    ],
)
def test_days_are_understood_where_their_column_leaves_one_meaning(cells: list[str], meant: list[str]) -> None:
    assert column("due", *cells) == meant


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["03/04/2026"], "could mean 2026-03-04 or 2026-04-03: write it as year-month-day (you gave “03/04/2026”)"),
        (["31/12/2026", "12/31/2026", "1-2-2026"], "Row 4 (“x”), By when: could mean 2026-01-02 or 2026-02-01"),
        (["03/04/26"], "a date is wanted: write it as year-month-day"),
        (["46112"], "a date is wanted"),
        (["30.02.2026"], "a date is wanted"),
        (["1889-01-01"], "must lie between 1990-01-01 and 2100-12-31"),
    ],
)
def test_a_day_of_two_meanings_or_none_is_refused(cells: list[str], says: str) -> None:
    (line,) = column_refused("due", *cells)
    assert says in line


def test_yes_and_no_are_understood_in_a_few_languages_and_a_cross_where_nothing_else_says_yes() -> None:
    assert column("rented", "yes", "No", "TRUE", "ja", "nein", "oui", "1", "0", "") == [
        True, False, True, True, False, True, True, False, None,
    ]  # fmt: skip
    assert column("rented", "x", "", "X", "no") == [True, None, True, False]
    (line,) = column_refused("rented", "x", "✓")
    assert "x could mean yes or no where others say ✓" in line
    (line,) = column_refused("rented", "perhaps")
    assert "answer yes or no (you gave “perhaps”)" in line


def test_options_are_named_by_value_label_or_level() -> None:
    assert column("kind", "SOFTWARE", "hard", "grosse - gerat", "Größe, Gerät", "-") == [
        "soft",
        "hard",
        "hard",
        "hard",
        None,
    ]
    assert column("state", "2", "poor", "2 - Good", "1.0", "?") == [2, 1, 2, 1, DONT_KNOW]
    assert "choose one of soft, hard" in column_refused("kind", "Beton")[0]
    assert "choose one of 1, 2" in column_refused("state", "3")[0]


def test_a_share_beside_percent_signs_is_refused() -> None:
    assert column("share", "35 %", "0,5%", "100") == [35, 0.5, 100]
    assert "could mean 0.35 % or 35 %" in column_refused("share", "35 %", "0.35")[0]
    assert "must lie between 0 and 100 % (you gave 135)" in column_refused("share", "135 %")[0]


@pytest.mark.parametrize("currency", [None, "EUR"])
def test_sums_may_carry_one_currency(currency: str | None) -> None:
    assert found("label\tprice\nA\t€ 2.50\nB\t3 EUR\nC\t4\n", currency=currency) == [
        {"label": "A", "price": 2.5}, {"label": "B", "price": 3}, {"label": "C", "price": 4},
    ]  # fmt: skip
    assert found("label\tPrice (k€)\nA\t2\n", currency=currency) == [{"label": "A", "price": 2000}]


@pytest.mark.parametrize(
    ("text", "currency", "says"),
    [
        ("label\tprice\nA\t$3\nB\t3 €\nC\t4 EUR\n", None, "(dollars in row 2; EUR in rows 3 and 4): convert them"),
        (
            "label\tprice\nA\t$3\nB\t4\n",
            "EUR",
            "Row 2: the sums of this workbook are in EUR: convert those in dollars",
        ),
        ("label\tPrice (USD)\nA\t3\nB\t4\n", "EUR", "Rows 2 and 3: the sums of this workbook are in EUR"),
        (
            "name\tcost\nA\t€1 / $2 / €3\n",
            None,
            "The sums are in different currencies (EUR in row 2; dollars in row 2)",
        ),
    ],
)
def test_mixed_or_other_currencies_are_refused_with_their_rows(text: str, currency: str | None, says: str) -> None:
    (line,) = refused(text, PARTS if text.startswith("name") else PILOTS, currency)
    assert says in line


def test_how_something_was_read_is_told_once_for_each_column() -> None:
    pasted = rows(PILOTS, "label;size;hours\nA;1.000;1:30\nB;2.000;2:15\nC;1,5;3\n")
    assert pasted.notes == (
        "How much data (rows): 1.000 was read as 1000, as the rest of the column is written.",
        "Time it took: 1:30 was read as hours and minutes.",
    )


def test_a_question_that_is_no_table_takes_no_rows() -> None:
    with pytest.raises(InvalidAnswer, match=r"start\.idea is not a table"):
        rows(shipped_bank()["start.idea"], "a\tb\n")


@given(st.data())
def test_rows_written_by_a_program_come_back_the_same(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(TABLES))
    kept = canonical(question, data.draw(real(question)))
    text = written(by_a_program(question, kept), data.draw(st.sampled_from("\t;,|")))
    assert found(text, question) == without_blanks(kept)


@given(st.data())
def test_rows_written_in_any_country_come_back_the_same_or_are_refused_for_two_meanings(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from([PILOTS, PARTS]))
    locale = LOCALES[data.draw(st.sampled_from(sorted(LOCALES)))]
    kept = rounded(canonical(question, data.draw(real(question))))
    text = written(by_a_person(question, kept, locale), data.draw(st.sampled_from(["\t", locale.separator])))
    try:
        pasted = rows(question, text)
    except InvalidAnswer as error:
        assert all("could mean" in line for line in str(error).splitlines()), error  # noqa: PT017 - some are refused
    else:
        assert list(pasted.rows) == without_blanks(kept)


def rounded(kept: Any) -> Any:
    """As spreadsheets show numbers: with two decimals."""
    if isinstance(kept, float):
        return int(round(kept, 2)) if round(kept, 2).is_integer() else round(kept, 2)
    if isinstance(kept, dict):
        return {name: rounded(value) for name, value in kept.items()}
    return [rounded(row) for row in kept] if isinstance(kept, list) else kept


@pytest.mark.parametrize("name", LOCALES)
def test_a_sheet_of_any_country_is_read(name: str) -> None:
    cost = {"low": 1000.5, "best": 12000.25, "high": 1234567}
    kept = [
        {"name": "Kamera", "kind": "soft", "state": 2, "cost": cost, "cases": 1234567, "share": 12.5, "rented": True},
        {"name": "Rest", "cost": {**cost, "low": 1}, "cases": 12, "share": 0.25, "rented": False, "due": "2026-12-31"},
    ]
    kept[0]["due"] = "2026-03-04"
    assert found(written(by_a_person(PARTS, kept, LOCALES[name]), LOCALES[name].separator), PARTS) == kept


CELLS = st.sampled_from(
    ["label", "size", "Hours", "1,5", "1.234", "€ 5", "$5", "1:30", "x", "?", '"', '""', "\0", "\ud800"]
)
SHEETS = st.lists(st.lists(CELLS | st.text(max_size=5), max_size=6), max_size=8)


@given(
    st.sampled_from([PILOTS, PARTS]),
    st.text(max_size=80) | st.builds(lambda s, by: "\n".join(map(by.join, s)), SHEETS, st.sampled_from("\t;,|")),
    st.sampled_from([None, "EUR"]),
)
def test_any_text_is_rows_that_the_table_takes_or_is_refused_in_lines(
    question: Question, text: str, currency: str | None
) -> None:
    try:
        pasted: Pasted | str = rows(question, text, currency)
    except InvalidAnswer as error:
        pasted = str(error)
    if isinstance(pasted, str):
        assert all(line.isprintable() and len(line) < 400 for line in pasted.split("\n"))
    else:
        assert pasted.rows
        assert canonical(question, list(pasted.rows)) == list(pasted.rows)
        assert pasted.said.isprintable()


@pytest.mark.parametrize(
    "piece", [",", "\n", '"', "(", "a,b\n", "label,size\n", "1 ", "1,2,3,4\n", "\t;|,\n", "a (b", "1/"]
)
@pytest.mark.parametrize("head", ["", "label,size\nA,", "name\tcost\nA\t"])
def test_a_hundred_thousand_characters_take_less_than_a_second(head: str, piece: str) -> None:
    text = head + piece * (100_000 // len(piece))
    begun = time.process_time()
    for question in (PILOTS, PARTS):
        try:
            rows(question, text)
        except InvalidAnswer:
            continue
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("question", TABLES, ids=lambda question: question.id)
def test_every_column_is_known_by_its_id_its_words_and_its_words_with_a_unit(question: Question) -> None:
    headings = Headings(question)
    for words in (str, str.upper, lambda text: f" {text} ", lambda text: f"{text} (in total)"):
        for named in ("id", "text"):
            cells = [words(getattr(each, named)) for each in headings.columns]
            places = headings.places(cells)
            assert [place and place.column.id for place in places] == [each.id for each in headings.columns]
    for each in headings.ranges:
        parts = [headings.place(f"{each.text} {word}") for word in ("low", "best guess", "(high)")]
        assert [place and (place.column.id, place.part) for place in parts] == [
            (each.id, "low"), (each.id, "best"), (each.id, "high"),
        ]  # fmt: skip
