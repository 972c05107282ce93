"""What a team declared is held against every cell: counted exactly, and what could not be read is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.model.evidence import Severity
from premortem.scan.checks.declared import CHECKS_OF_RULES
from premortem.scan.engine import Engine
from premortem.scan.job import Job
from premortem.scan.rules import ColumnRule, Rules, read
from scan_tables import NOW, delivery, findings, job, rows, seen

HOSTILE = ['a"b', "a'b; drop table t", "", "index", "\u202eabc", "x" * 300, "a\nb", "%s", "${x}", "c0"]


def test_a_key_counts_the_rows_that_are_one_too_many_and_empty_keys_apart() -> None:
    asked = job({"id": ["1", "1", "1", "2", "3", "3", None, " "]}, "keys: [[id]]")
    looked = seen("key", asked)
    repeated, empty = looked.findings
    assert (repeated.amount, repeated.severity) == (3, Severity.HIGH)
    assert "6 rows with a complete key hold 3 different keys: 3 rows are one too many" in repeated.saw
    assert "2 keys stand in more than one row, the most common in 3" in repeated.saw
    assert empty.amount == 2
    assert sorted(row["id"] for row in rows(asked, looked, repeated.key)) == ["1", "1", "1", "3", "3"]
    assert len(rows(asked, looked, empty.key)) == 2


def test_a_key_of_two_columns_is_broken_only_where_both_agree() -> None:
    table = {"a": ["1", "1", "2"], "b": ["1", "2", "1"]}
    assert not seen("key", job(table, "keys: [[a, b]]")).findings
    assert seen("key", job(table, "keys: [[a]]")).findings[0].amount == 1


def test_a_key_is_compared_as_it_is_written() -> None:
    assert not seen("key", job({"id": ["7", "07", "7.0", "a", "A", "a "]}, "keys: [id]")).findings


def test_the_key_that_the_scan_names_is_a_declared_key_and_is_checked_once() -> None:
    asked = job({"id": ["1", "1"]}, "keys: [id]", key=("id",))
    assert len(seen("key", asked).findings) == 1
    asked = Job(delivery({"id": ["1", "1"]}), key=("id",))
    assert seen("key", asked).findings[0].columns == ("id",)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["1", "2", "3", None, ""]), st.sampled_from([1, 2, None])), max_size=12))
def test_a_key_is_counted_as_pandas_counts_it(cells: list[tuple[str | None, int | None]]) -> None:
    frame = pd.DataFrame({"a": pd.array([a for a, _ in cells], "str"), "b": pd.array([b for _, b in cells], "Int64")})
    filled = frame[frame.notna().all(axis=1) & (frame["a"] != "")]
    found = {each.about: each.amount for each in seen("key", job(frame, "keys: [[a, b]]")).findings}
    assert found.get("", 0) == filled.duplicated().sum()
    assert found.get("empty cells", 0) == len(frame) - len(filled)


def test_orphans_are_rows_that_point_to_nothing_and_empty_references_are_none() -> None:
    asked = job(
        {"customer": ["a", "b", "x", "x", None, " "]}, "references: [{columns: customer, of: other, their: id}]"
    )
    asked = Job(asked.delivery, rules=asked.rules, against=delivery({"id": ["a", "b", "b"]}, asked.delivery.engine))
    looked = seen("orphans", asked)
    (orphans,) = looked.findings
    assert orphans.amount == 0.5
    assert "50 % of the rows with a filled reference (2 of 4) point to nothing" in orphans.saw
    assert [row["customer"] for row in rows(asked, looked, orphans.key)] == ["x", "x"]


def test_orphans_are_found_in_a_table_behind_another_connection_and_with_numbers_for_text() -> None:
    asked = job({"customer": ["1", "2", "9"]}, "references: [{columns: customer, of: other, their: id}]")
    other = delivery(pd.DataFrame({"id": [1, 2, 3]}), Engine(ibis.duckdb.connect()))
    looked = seen("orphans", Job(asked.delivery, rules=asked.rules, against=other))
    assert looked.findings[0].saw.startswith("33 % of the rows with a filled reference (1 of 3)")


def test_a_reference_whose_table_is_not_at_hand_is_said_and_not_passed() -> None:
    rules = "references: [{columns: a, of: other, their: id}, {columns: a, of: more/b.csv, their: id}]"
    says = seen("orphans", job({"a": ["1"]}, rules)).says
    assert "No second table was given: references to it were not checked." in says
    assert "Not opened, so references to it were not checked: “more/b.csv”." in says
    asked = job(
        {"a": ["1"]}, rules.split(", {columns: a, of: more", maxsplit=1)[0] + "]", against=delivery({"x": ["1"]})
    )
    assert seen("orphans", asked).says == "“table.csv” has no column “id”: references to it were not checked."


def test_a_reference_to_a_file_is_checked_once_the_file_is_opened() -> None:
    asked = job({"a": ["1", "5"]}, "references: [{columns: a, of: b.csv, their: id}]")
    assert asked.rules is not None
    opened = asked.rules.with_tables({"b.csv": delivery({"id": ["1"]}, asked.delivery.engine)})
    (orphans,) = seen("orphans", Job(asked.delivery, rules=opened)).findings
    assert "(1 of 2) point to nothing in “b.csv”" in orphans.saw


@pytest.mark.parametrize(
    ("rule", "cells", "broken"),
    [
        ("minimum: 0", ["-1", "0", "1", " -2 ", None, ""], {"minimum": 2}),
        ("maximum: 1e3", ["1000", "1001", "1e4"], {"maximum": 2}),
        ("minimum: 0", ["-1", "n/a", "1,5", "inf", "nan", "1_000"], {"minimum": 1, "type": 5}),
        ("type: integer", ["7", "7.0", "+7", "7.5", "x", "1e2"], {"type": 2}),
        ("type: number", ["7", ".5", "5.", "-1e-3", "0x1F", "1 2"], {"type": 2}),
        ("type: date", ["2024-02-29", "2023-02-29", "2024-01-05 10:00:00", "9999-12-31", "yesterday"], {"type": 2}),
        ("type: boolean", ["true", "False", "yes", "N", "0", "2", "perhaps"], {"type": 2}),
        ("type: text", ["1", "a"], {}),
        ("{earliest: 2020-01-01, latest: 2020-12-31}", ["2019-12-31", "2020-12-31 23:59:59", "2021-01-01", "soon"],
         {"earliest": 1, "latest": 1, "type": 1}),
        ("{latest: 2020-12-31, dates: day-month-year}", ["31.12.2020", "1/1/2021", "13.13.2020"],
         {"latest": 1, "type": 1}),
        ("{latest: 2020-12-31, dates: month-day-year}", ["12/31/2020", "1/2/2021", "2020-12-30"], {"latest": 1}),
        ("values: [yes, no, 007]", ["yes", "no", "007", "7", "Yes", " no", None], {"values": 3}),
        ("values: [0, 1]", ["0", "1", "1.0", "2", "x"], {"values": 2}),
        ("{values: [0, 1], type: text}", ["0", "1", "1.0"], {"values": 1}),
        ("pattern: '[A-Z]{2}\\d+'", ["AB1", "AB", "xAB1", "AB1\n", "AB1x", None], {"pattern": 4}),
        ("pattern: 'a|b'", ["a", "b", "ab", "xb"], {"pattern": 2}),
        ("length_max: 2", ["ab", "äö", "abc", "💡💡", None], {"length_max": 1}),
        ("required: true", ["a", None, "", "\u00a0", "b"], {"required": 3}),
        ("missing_max: 0.5", ["a", None, ""], {"missing_max": 2}),
        ("missing_max: 0.5", ["a", None], {}),
        ("{}", ["a", None], {}),
        ("{pattern: x, values: [a], earliest: 2020-01-01}", [None, ""], {}),
    ],
)  # fmt: skip
def test_each_rule_counts_the_filled_cells_that_break_it(
    rule: str, cells: list[str | None], broken: dict[str, int]
) -> None:
    asked = job({"x": cells}, f"columns: {{x: {rule}}}" if rule[0] == "{" else f"columns: {{x: {{{rule}}}}}")
    looked = seen("range", asked)
    counts = {each.about: len(rows(asked, looked, each.key)) for each in looked.findings}
    assert counts == broken
    assert all(each.severity is Severity.HIGH and f"({broken[each.about]} of" in each.saw for each in looked.findings)


def test_all_rules_of_all_columns_go_into_one_query() -> None:
    table = {name: ["1", "2", "x"] for name in "abcdefghij"}
    asked = job(
        table, Rules(columns=dict.fromkeys(table, ColumnRule(minimum=0, maximum=1, values=(1, 2), length_max=1)))
    )
    before = asked.delivery.engine.passes
    assert len(seen("range", asked).findings) == 30
    assert asked.delivery.engine.passes == before + 1


def test_cells_that_could_not_be_held_against_a_bound_are_said() -> None:
    (finding,) = seen("range", job({"x": ["1", "n/a"]}, "columns: {x: {minimum: 0}}")).findings
    assert finding.saw == (
        "50 % of the filled cells (1 of 2) are no numbers, so they could not be held against `minimum`."
    )


def test_columns_with_a_type_are_held_to_the_rules_too() -> None:
    frame = pd.DataFrame({
        "n": [1, 2, -3], "f": [1.0, 2.5, float("nan")], "d": pd.to_datetime(["2020-01-01", "2021-01-01", None]),
        "b": [True, False, True], "day": [date(2020, 1, 1), date(2019, 1, 1), None],
    })  # fmt: skip
    rules = """columns:
      n: {minimum: 0, values: [1, 2], type: integer}
      f: {type: integer, required: true}
      d: {latest: 2020-12-31, type: date}
      b: {type: boolean, values: ["true"]}
      day: {earliest: 2020-01-01}
    """
    found = {(each.columns[0], each.about) for each in seen("range", job(frame, rules)).findings}
    assert found == {
        ("n", "minimum"), ("n", "values"), ("f", "type"), ("f", "required"), ("d", "latest"), ("b", "values"),
        ("day", "earliest"),
    }  # fmt: skip


def test_a_column_of_another_type_than_declared_breaks_the_rule_in_every_filled_cell() -> None:
    frame = pd.DataFrame({"n": [1, 2], "d": pd.to_datetime(["2020-01-01", None])})
    rules = "columns: {n: {type: text}, d: {minimum: 0}}"
    says = [each.saw for each in seen("range", job(frame, rules)).findings]
    assert says == [
        "100 % of the filled cells (2 of 2) came as numbers or dates and not as text.",
        "100 % of the filled cells (1 of 1) are no numbers, so they could not be held against `minimum`.",
    ]


def test_a_condition_that_the_engine_cannot_do_is_said_and_the_others_are_checked() -> None:
    rules = Rules(columns={"x": ColumnRule(pattern="(?=a)", length_max=1)})  # made in Python: no file may hold this
    looked = seen("range", job({"x": ["aa"]}, rules))
    assert [each.about for each in looked.findings] == ["length_max"]
    assert looked.says == "Not checked here: `pattern` of “x”, duckdb cannot do what it asks for."


def test_a_dependency_counts_the_rows_that_differ_from_the_most_common_of_their_group() -> None:
    table = {"zip": ["1", "1", "1", "2", "2", "3", None, "1"], "city": ["A", "A", "B", "C", "D", "E", "F", None]}
    asked = job(table, "dependencies: [{from: zip, to: city}]")
    looked = seen("dependency", asked)
    (finding,) = looked.findings
    assert finding.amount == 2 / 6
    assert (finding.columns, finding.about, finding.severity) == (("zip", "city"), "declared", Severity.MEDIUM)
    assert finding.saw.startswith("5 rows in 2 groups agree in “zip” and differ in “city”.")
    assert sorted(row["city"] for row in rows(asked, looked, finding.key)) == ["A", "A", "B", "C", "D"]


def test_each_column_that_should_follow_is_judged_by_itself() -> None:
    table = {"a": ["1", "1"], "b": ["x", "x"], "c": ["y", "z"], "d": ["u", None]}
    looked = seen("dependency", job(table, "dependencies: [{from: a, to: [b, c, d]}]"))
    assert [each.columns for each in looked.findings] == [("a", "c")]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from("12"), st.sampled_from("xyz"), st.sampled_from(["p", "q", None])), max_size=12)
)
def test_a_dependency_is_counted_as_pandas_counts_it(cells: list[tuple[str, str, str | None]]) -> None:
    frame = pd.DataFrame(cells, columns=["a", "b", "c"]).astype("str")
    rare = 0
    filled = frame.dropna()
    for _, group in filled.groupby(["a", "b"]):
        rare += len(group) - int(group["c"].value_counts().max())
    found = seen("dependency", job(frame, "dependencies: [{from: [a, b], to: c}]")).findings
    assert [each.amount for each in found] == ([rare / len(filled)] if rare else [])


def test_freshness_says_how_old_the_newest_date_is_what_lies_ahead_and_what_is_no_date() -> None:
    table = {"day": ["2026-06-01", "2020-01-01", "9999-12-31", "2026-06-17", "soon", None]}
    asked = job(table, "freshness: {column: day, days: 10}")
    looked = seen("freshness", asked)
    old, ahead, unread = looked.findings
    assert (old.amount, old.unit, old.severity) == (14.5, "days", Severity.HIGH)
    assert "was 14.5 days old" in old.saw
    assert ahead.saw.startswith("40 % of the filled cells (2 of 5) are dates more than one day ahead")
    assert unread.saw.startswith("20 % of the filled cells (1 of 5) could not be read as a date")
    assert [row["day"] for row in rows(asked, looked, ahead.key)] == ["9999-12-31", "2026-06-17"]
    assert [row["day"] for row in rows(asked, looked, unread.key)] == ["soon"]


def test_a_delivery_that_is_fresh_enough_is_no_finding_and_tomorrow_elsewhere_is_not_ahead() -> None:
    table = {"day": ["2026-06-16", "2026-06-01"]}
    assert not seen("freshness", job(table, "freshness: {column: day, days: 0}")).findings


def test_freshness_reads_dates_in_the_declared_order_and_of_columns_with_a_type() -> None:
    rules = "freshness: {column: day, days: 1}\ncolumns: {day: {dates: day-month-year}}"
    assert seen("freshness", job({"day": ["01.06.2026"]}, rules)).findings[0].amount == 14.5
    frame = pd.DataFrame({"day": pd.to_datetime(["2026-06-01 12:00"])})
    assert seen("freshness", job(frame, "freshness: {column: day, days: 1}")).findings[0].amount == 14
    aware = pd.DataFrame({"day": pd.to_datetime(["2026-06-01 14:00+02:00"])})
    assert seen("freshness", job(aware, "freshness: {column: day, days: 1}")).findings[0].amount == 14


def test_a_moment_with_a_time_zone_is_taken_as_what_it_is_in_utc() -> None:
    east = NOW.astimezone(UTC) - timedelta(days=5)
    asked = job({"day": [east.strftime("%Y-%m-%dT%H:%M:%S+00:00")]}, "freshness: {column: day, days: 1}")
    assert seen("freshness", asked).findings[0].amount == 5


@pytest.mark.parametrize("cells", [[None, ""], ["soon", "later"]])
def test_freshness_that_no_cell_tells_is_a_grave_finding(cells: list[str | None]) -> None:
    (finding,) = seen("freshness", job({"day": cells}, "freshness: {column: day, days: 1}")).findings
    assert finding.severity is Severity.HIGH


def test_names_that_the_table_does_not_have_are_told_once_each_and_the_other_rules_are_checked() -> None:
    rules = """
keys: [[id, gone], [id]]
columns: {gone: {required: true}, id: {minimum: 5}}
dependencies: [{from: gone, to: id}, {from: id, to: lost}]
freshness: {column: gone, days: 1}
populations: {sex: {a: 1}}
references: [{columns: gone, of: other, their: id}]
"""
    asked = job({"id": ["1", "1"]}, rules)
    found = findings(asked)
    unknown = {key for key, each in found.items() if each.about == "no such column"}
    assert unknown == {
        "key|gone|no such column", "range|gone|no such column", "dependency|gone|no such column",
        "dependency|lost|no such column", "freshness|gone|no such column", "representation|sex|no such column",
        "orphans|gone|no such column",
    }  # fmt: skip
    assert set(found) - unknown == {"key|id", "range|id|minimum"}
    assert found["key|gone|no such column"].saw == "The rules name a column “gone” that the table does not have."


def test_of_columns_with_the_same_name_the_first_is_held_and_that_is_said() -> None:
    frame = pd.DataFrame([["1", "a"]], columns=["x", "x"])
    looked = seen("range", job(frame, "columns: {x: {type: integer}}"))
    assert not looked.findings
    assert looked.says == "2 columns are called “x”: the rules were held against the first."


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_of_columns_are_only_names(name: str) -> None:
    table = {name: ["1", "1", "", "zzz"], "b": ["x", "y", "x", "x"]}
    rules = Rules(
        keys=((name,),), columns={name: ColumnRule(minimum=3, pattern="1")} if name else {},
        dependencies=read("version: 1\ndependencies: [{from: b, to: b2}]").dependencies,
    )  # fmt: skip
    found = findings(job(table, rules))
    assert found[f"key|{name}"].amount == 1
    if name:
        assert {each.about for each in found.values() if each.check == "range"} == {"minimum", "type", "pattern"}


def test_hostile_cells_are_only_cells() -> None:
    cells = ["' or 1=1 --", "' or 1=1 --", "%", "\\", "\u202e", 'a"b']
    asked = job({"x": cells, "y": ["1", "2", "3", "4", "5", "6"]}, "keys: [x]\ndependencies: [{from: x, to: y}]")
    looked = seen("key", asked)
    assert [row["x"] for row in rows(asked, looked, "key|x")] == cells[:2]
    assert len(rows(asked, seen("dependency", asked), "dependency|x|y|declared")) == 2


def test_no_cell_of_the_data_stands_in_a_sentence() -> None:
    cells = ["zebra-7731", "zebra-7731", "zebra-9999", None]
    rules = """
keys: [x]
columns: {x: {type: number, values: [a], pattern: b, length_max: 1, missing_max: 0}}
dependencies: [{from: x, to: y}]
freshness: {column: x, days: 1}
"""
    found = findings(job({"x": cells, "y": ["zebra-1", "zebra-2", "zebra-3", "zebra-4"]}, rules))
    assert len(found) >= 8
    for each in found.values():
        assert "zebra" not in f"{each.saw} {each.sure} {each.could} {each.ask} {each.about}"


def test_an_empty_table_breaks_no_rule_but_has_no_newest_row() -> None:
    rules = """
keys: [x]
columns: {x: {required: true, minimum: 0}}
dependencies: [{from: x, to: y}]
freshness: {column: x, days: 1}
"""
    frame = pd.DataFrame({"x": pd.array([], "str"), "y": pd.array([], "str")})
    assert set(findings(job(frame, rules))) == {"freshness|x|empty"}


def test_what_was_not_declared_is_not_asked_and_says_so() -> None:
    asked = Job(delivery({"x": ["1"]}))
    assert [each.asked(asked) for each in CHECKS_OF_RULES] == [
        "no key was declared",
        "no reference to another table was declared",
        "no rule for the cells of a column was declared",
        "no dependency between columns was declared",
        "no age of the newest row was declared",
    ]


def test_adult_breaks_the_declared_dependency_of_years_on_education_nowhere() -> None:
    adult = Path(__file__).parents[4] / "shared/tables/adult.data"
    if not adult.exists():
        pytest.skip("the Adult table is not beside the repository")
    frame = pd.read_csv(adult, header=None, dtype=str, skipinitialspace=True)
    frame.columns = [f"n{number}" for number in frame.columns]
    rules = """
dependencies: [{from: n3, to: n4}]
columns: {n0: {type: integer, minimum: 17, maximum: 90}, n14: {values: ["<=50K", ">50K"]}, n1: {values: [Private]}}
"""
    found = findings(job(frame, rules))
    assert set(found) == {"range|n1|values"}
    assert found["range|n1|values"].amount == pytest.approx((32561 - 22696) / 32561)


def test_a_moment_of_the_scan_is_passed_in() -> None:
    asked = job({"day": ["2026-06-01"]}, "freshness: {column: day, days: 30}")
    later = Job(asked.delivery, rules=asked.rules, now=datetime(2027, 6, 1, tzinfo=UTC))
    assert not seen("freshness", asked).findings
    assert seen("freshness", later).findings[0].amount == 365
