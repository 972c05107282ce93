"""Rules in YAML: what is written is what is read, and every fault is told at once, in one line each."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from premortem.errors import RefusedInput
from premortem.scan.rules import (
    ColumnRule,
    DateOrder,
    Dependency,
    Freshness,
    Kind,
    Reference,
    Rules,
    read,
)

WHOLE = """
version: 1
source: orders
keys: [[id], [shop, day], [one]]
references:
  - {columns: customer, of: customers.csv, their: id}
  - {columns: [a, b], of: other, their: [c, d]}
columns:
  id: {type: integer, required: true, minimum: 0, maximum: 1e6}
  day: {type: date, earliest: 2020-01-01, latest: 2026-12-31, dates: day-month-year}
  state: {values: [new, "done", no], pattern: '[a-z]+', length_max: 4, missing_max: 0.05}
dependencies:
  - {from: zip, to: [city, state]}
freshness: {column: day, days: 30}
populations: {sex: {women: 0.51, men: 0.49}}
"""


def test_all_parts_of_a_rules_file_are_read() -> None:
    assert read(WHOLE) == Rules(
        source="orders",
        keys=(("id",), ("shop", "day"), ("one",)),
        references=(Reference(("customer",), "customers.csv", ("id",)), Reference(("a", "b"), "other", ("c", "d"))),
        columns={
            "id": ColumnRule(type=Kind.INTEGER, required=True, minimum=0, maximum=1_000_000),
            "day": ColumnRule(
                type=Kind.DATE, earliest=date(2020, 1, 1), latest=date(2026, 12, 31), dates=DateOrder.DAY_FIRST
            ),
            "state": ColumnRule(values=("new", "done", "no"), pattern="[a-z]+", length_max=4, missing_max=0.05),
        },
        dependencies=(Dependency(("zip",), ("city", "state")),),
        freshness=Freshness("day", 30),
        populations={"sex": {"women": 0.51, "men": 0.49}},
    )


def test_a_file_is_read_and_its_folder_is_where_paths_start(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(f"\ufeff{WHOLE}", "utf-8")
    assert read(path) == read(str(path)) == read(WHOLE)
    assert read(path).paths == {"customers.csv": tmp_path / "customers.csv"}
    assert read(WHOLE).paths == {}


def test_what_yaml_makes_of_words_and_digits_does_not_happen_here() -> None:
    rules = read("version: 1\ncolumns: {no: {values: [yes, off, 007, 12:30, 1.50, null1]}, 2024: {values: [1, 2.5]}}")
    assert rules.columns["no"].values == ("yes", "off", "007", "12:30", "1.50", "null1")
    assert rules.columns["2024"].values == (1, 2.5)
    assert rules.columns["2024"].numbers


def test_values_of_a_column_of_text_stay_as_they_are_written() -> None:
    rule = read("version: 1\ncolumns: {x: {type: text, values: [1.50, 2]}}").columns["x"]
    assert rule.values == ("1.50", "2")
    assert not rule.numbers


@pytest.mark.parametrize(
    "text", ["version: 1", "version: 1\nkeys:\ncolumns: {}\nreferences: []\ndependencies: ~\nfreshness:\npopulations:"]
)
def test_rules_that_declare_nothing_are_no_rules(text: str) -> None:
    assert not read(text)
    assert read("version: 1\nkeys: [a]")


FAULTS = [
    ("", "version: is missing; write `version: 1`"),
    ("version: 2", "version: must be 1, the format this Premortem knows, not “2”"),
    ("version: '1'", "version: must be 1"),
    ("- 1", "the file: must be names with values, not a list"),
    ("ruels: 1", "the file: “ruels” is unknown; one of version, source"),
    ("keys: 3", "keys: must be a list of keys such as [a, b], not “3”"),
    ("keys: [[a, a]]", "keys: names a column twice"),
    ("keys: [[]]", "keys: must be a list of columns such as [a, b], not an empty one"),
    ("keys: [{a: b}]", "keys: must be a list of columns such as [a, b], not names with values"),
    ("keys: [[[a]]]", "keys: must be text, not a list"),
    ("references: [{columns: a, of: other}]", "references: their: is missing; list the columns"),
    ("references: [{columns: a, their: b}]", "references: of: is missing"),
    ("references: [{columns: [a, b], of: other, their: c}]", "references: has 2 columns and 1 of theirs"),
    ("references: [{columns: a, of: /etc/x.csv, their: b}]", "references: of: must be `other` or a path"),
    ("references: [{columns: a, of: ../x.csv, their: b}]", "references: of: must be `other` or a path"),
    ("references: [{columns: a, of: 'C:x', their: b}]", "references: of: must be `other` or a path"),
    ("references: [{columns: a, of: 's3://x/y', their: b}]", "references: of: must be `other` or a path"),
    ("columns: [a]", "columns: must be names with values, not a list"),
    ("columns: {a: {tpye: integer}}", "columns: “a”: “tpye” is unknown; one of type, required"),
    ("columns: {a: {type: int}}", "columns: “a”: type: must be one of integer, number, text, date, boolean, not “int”"),
    ("columns: {a: {required: yes}}", "columns: “a”: required: must be true or false, not “yes”"),
    ("columns: {a: {minimum: '3'}}", "minimum: must be a number, not “3”; write 0.5 or 12 without quotation"),
    ("columns: {a: {minimum: .inf}}", "columns: “a”: minimum: must be a number"),
    ("columns: {a: {minimum: 1e999}}", "columns: “a”: minimum: must be a number"),
    ("columns: {a: {minimum: 3, maximum: 1}}", "columns: “a”: `minimum` 3 is above `maximum` 1; exchange them"),
    ("columns: {a: {earliest: 2026-02-30}}", "earliest: must be a day such as 2026-01-31, not “2026-02-30”"),
    ("columns: {a: {earliest: 2026-02-02, latest: 2026-01-01}}", "`earliest` 2026-02-02 is after `latest` 2026-01-01"),
    ("columns: {a: {minimum: 3, earliest: 2026-01-01}}", "`minimum` and `maximum` are for numbers"),
    ("columns: {a: {type: text, minimum: 3}}", "`minimum` and `maximum` are for numbers"),
    ("columns: {a: {type: number, latest: 2026-01-01}}", "`earliest` and `latest` are for dates"),
    ("columns: {a: {required: true, missing_max: 0.1}}", "allows no empty cell and `missing_max` a share of 0.1"),
    ("columns: {a: {missing_max: 5}}", "columns: “a”: missing_max: must be a number from 0 to 1, not “5”"),
    ("columns: {a: {length_max: 2.5}}", "columns: “a”: length_max: must be a whole number, not 2.5"),
    ("columns: {a: {length_max: -1}}", "columns: “a”: length_max: must be a number of at least 0, not “-1”"),
    ("columns: {a: {values: []}}", "columns: “a”: values: must be a list of values such as [a, b], not an empty one"),
    ("columns: {a: {values: [[1]]}}", "columns: “a”: values: must be text, not a list"),
    ("columns: {a: {values: [null]}}", "columns: “a”: values: must be text, not nothing"),
    ('columns: {a: {values: ["\\0"]}}', "columns: “a”: values: holds a character that no table can hold"),
    (f"columns: {{a: {{values: [{', '.join(map(str, range(10_001)))}]}}}}", "values: are at most 10,000, here 10,001"),
    ("columns: {a: {pattern: '['}}", "columns: “a”: pattern: is no regular expression that all engines read alike"),
    ("columns: {a: {pattern: '(?=a)b'}}", "columns: “a”: pattern: looks ahead or behind"),
    ("columns: {a: {pattern: '(a)\\1'}}", "columns: “a”: pattern: refers back to a group"),
    ("columns: {a: {pattern: 'a{2000}'}}", "columns: “a”: pattern: repeats more than 1,000 times"),
    ("columns: {a: {pattern: '(?i)a'}}", "columns: “a”: pattern: sets a flag"),
    ("columns: {a: {}, a: {}}", "columns: “a” stands there twice; keep one"),
    ("columns: {a: {dates: dmy}}", "dates: must be one of year-month-day, day-month-year, month-day-year"),
    ("dependencies: [{from: a}]", "dependencies: to: is missing"),
    ("dependencies: [{from: a, to: [b, a]}]", "dependencies: “a” stands on both sides; leave it out of one"),
    ("freshness: 3", "freshness: must be names with values, not “3”"),
    ("freshness: {column: a}", "freshness: days: is missing"),
    ("freshness: {column: a, days: -1}", "freshness: days: must be a number of at least 0, not “-1”"),
    ("populations: {sex: {a: 0.7, b: 0.4}}", "“sex”: the shares sum to 1.1; they must not sum to more than 1"),
    ("populations: {sex: {}}", "populations: “sex”: must name groups with their share"),
    ("populations: {sex: {a: 70}}", "populations: “sex”: “a”: must be a number from 0 to 1, not “70”"),
    ("source: [a]", "source: must be text, not a list"),
    (f"source: {'x' * 1001}", "source: has at most 1,000 characters, this has 1,001; shorten it"),
    ("? [a]\n: b", "the file: “(a list as a name)” is unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), FAULTS)
def test_each_fault_is_one_line_with_the_place_the_rule_and_the_value(text: str, says: str) -> None:
    whole = text if text.startswith(("version", "-")) or not text else f"version: 1\n{text}"
    with pytest.raises(RefusedInput) as refused:
        read(whole)
    (line,) = [each for each in str(refused.value).splitlines() if says in each]
    assert line.startswith("the rules, line ")
    assert len(line) < 400


def test_all_faults_are_raised_together_with_the_line_of_each(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("version: 1\nkeys: 3\ncolumns:\n  a: {type: int}\n  b:\n    maximum: x\n", "utf-8")
    with pytest.raises(RefusedInput) as refused:
        read(path)
    lines = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [f"rules.yaml, line {n}" for n in (2, 4, 6)]


def test_more_faults_than_anybody_reads_are_counted() -> None:
    columns = ", ".join(f"c{n}: {{type: x}}" for n in range(200))
    with pytest.raises(RefusedInput) as refused:
        read(f"version: 1\ncolumns: {{{columns}}}")
    lines = str(refused.value).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "the rules: and 150 more faults; mend these first."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &x [1, 2]\nb: [*x, *x]", "line 2: an alias (*x) is not allowed; write the value out"),
        ("[" * 9 + "]" * 9, "lists and names may stand in each other 8 deep"),
        ("[" * 100_000, "line 1"),
        ("a: !!python/object/apply:os.system [ls]", "line 1: a tag (!...) is not allowed; leave it out"),
        ("a: !!binary aGk=", "a tag (!...) is not allowed"),
        ("a: b: c", "line 1: this is no YAML"),
        ("a: 'b", "this is no YAML"),
        ("a: 1\n---\nb: 2", "this is no YAML"),
        ("a: \x00", "this is no YAML"),
        ("version: 1\n# " + "x" * 1_000_000, "have at most 1 MB"),
    ],
)  # fmt: skip
def test_what_is_no_yaml_or_too_much_of_it_is_refused_in_one_line(text: str, says: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        read(text)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_alias_bomb_is_refused_before_it_is_unfolded() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    with pytest.raises(RefusedInput, match="an alias"):
        read(bomb)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"#" * 1_000_001)
    (tmp_path / "latin.yaml").write_bytes(b"version: 1\nsource: caf\xe9\n")
    (tmp_path / "locked.yaml").write_text("version: 1", "utf-8")
    (tmp_path / "locked.yaml").chmod(0)
    says = {
        "none.yaml": "cannot be read as rules: No such file or directory. Check the path.",
        "": "cannot be read as rules: Is a directory",
        "big.yaml": "a rules file has at most 1 MB, this one has more; split it.",
        "latin.yaml": "a rules file is UTF-8 text and byte 23 is none; save it as UTF-8.",
        "a\0b.yaml": "cannot be read as rules",
    }
    if os.geteuid() != 0:  # nothing is locked to root
        says["locked.yaml"] = "cannot be read as rules: Permission denied"
    for name, said in says.items():
        with pytest.raises(RefusedInput) as refused:
            read(tmp_path / name)
        assert said in str(refused.value)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "pattern", ["[0-9*+]+", r"\(\?=", r"[(?=]", r"\d{1,3}", r"a|b", r"[A-ZÄ]\.", r"\\d", r"[\]a]+"]
)
def test_patterns_that_all_engines_read_alike_are_taken(pattern: str) -> None:
    assert read(f"version: 1\ncolumns: {{a: {{pattern: '{pattern}'}}}}").columns["a"].pattern == pattern


@pytest.mark.parametrize(
    "pattern",
    [r"\bword", r"a++", r"(?P<n>a)", r"(?<!a)b", r"[[:alpha:]]", r"[a&&b]", r"a{,3}", r"\Z", r"(?>a)",
     r"(a)(?(1)b)", "x" * 501],
)  # fmt: skip
def test_patterns_that_engines_read_differently_are_refused(pattern: str) -> None:
    with pytest.raises(RefusedInput, match="pattern: "):
        read(f"version: 1\ncolumns: {{a: {{pattern: '{pattern}'}}}}")
