"""The exported pandera schema runs without Premortem and breaks where our own checks see a broken rule."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pandera.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.scan.rules import ColumnRule, DateOrder, Dependency, Freshness, Kind, Reference, Rules, pandera_schema
from scan_tables import NOW, findings, job

RULES = Rules(
    source="orders",
    keys=(("id", "day"),),
    columns={
        "id": ColumnRule(type=Kind.INTEGER, required=True, minimum=0, maximum=50),
        "price": ColumnRule(type=Kind.NUMBER, minimum=0.5, missing_max=0.5),
        "day": ColumnRule(earliest=date(2020, 1, 1), latest=date(2026, 12, 31)),
        "made": ColumnRule(type=Kind.DATE, dates=DateOrder.DAY_FIRST),
        "state": ColumnRule(values=("new", "done", "no"), length_max=4, pattern="[a-z]+"),
        "level": ColumnRule(values=(0, 1.5)),
        "paid": ColumnRule(type=Kind.BOOLEAN),
    },
    dependencies=(Dependency(("zip",), ("city",)),),
    freshness=Freshness("day", 30),
)
GOOD = {
    "id": ["1", "2", "3.0"], "price": ["1", "2.5", None], "day": ["2026-06-01", "2025-01-01", None],
    "made": ["31.12.2020", "1/2/2021", ""], "state": ["new", "no", None], "level": ["0", "1.50", ""],
    "paid": ["true", "No", None], "zip": ["1", "1", "2"], "city": ["A", "A", "B"],
}  # fmt: skip
BROKEN = {
    "id": ["1", "1", "x", "-4"], "price": ["0.1", None, " ", "1,5"],
    "day": ["2019-01-01", "2019-01-01", "soon", "2027-01-01"],
    "made": ["12/31/2020", "x", "", None], "state": ["New", "new ", "other", "a1"], "level": ["2", "x", "0", "1.5"],
    "paid": ["2", "perhaps", "y", "0"], "zip": ["1", "1", "2", " "], "city": ["A", "B", "B", "C"],
}  # fmt: skip


def module(rules: Rules) -> ModuleType:
    """The exported text as a module; freshness is judged by the moment of the tests."""
    made = ModuleType("schema")
    exec(compile(pandera_schema(rules), "schema.py", "exec"), made.__dict__)
    made.NOW = NOW.replace(tzinfo=None)  # type: ignore[attr-defined]
    return made


SCHEMA = module(RULES)


def broken_in_pandera(rules: Rules, frame: pd.DataFrame) -> set[str]:
    """The rules that pandera finds broken, called as our findings are."""
    try:
        (SCHEMA if rules is RULES else module(rules)).schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        return {_named(row.schema_context, row.column, row.check, rules) for row in cases.itertuples()} - {""}
    return set()


def _named(context: str, column: str, check: str, rules: Rules) -> str:
    if check == "column_in_dataframe":
        return "no such column"
    if check == "multiple_fields_uniqueness":
        return f"key {', '.join(rules.keys[0])}"  # one key in these tests
    if check.startswith(("coerce_dtype", "dtype")):
        return f"{column} type"
    if check == "not_nullable":
        return f"{column} required"
    return check if context == "DataFrameSchema" else f"{column} {check}"


def broken_here(rules: Rules, frame: pd.DataFrame) -> set[str]:
    """The rules that our own checks find broken."""
    names = {"dates ahead": "freshness: dates ahead", "not a date": "freshness: not a date"}
    found = set()
    for each in findings(job(frame, rules)).values():
        if each.about == "no such column":
            found.add(each.about)
        elif each.check == "range":
            found.add(f"{each.columns[0]} {each.about}")
        elif each.check == "freshness":
            found.add(names.get(each.about, "freshness"))
        else:
            found.add(f"{each.check} {', '.join(each.columns)}")
    return found


def frame_of(cells: dict[str, list[str | None]]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.array(each, "str") for name, each in cells.items()})


def test_a_good_table_passes_and_comes_out_with_its_types() -> None:
    frame = frame_of({**GOOD, "day": ["2026-06-01", "2025-01-01", "2024-01-01"]})
    checked = module(RULES).schema.validate(frame, lazy=True)
    assert str(checked["id"].dtype) == "Int64"
    assert str(checked["price"].dtype) == "float64"
    assert broken_here(RULES, frame) == set()


def test_a_bad_table_breaks_the_same_rules_in_pandera_and_here() -> None:
    frame = frame_of(BROKEN)
    assert broken_in_pandera(RULES, frame) == broken_here(RULES, frame)
    assert len(broken_here(RULES, frame)) >= 15


_CELLS = {
    "id": ["1", "2", "3", "51", "-1", "7.5", "x", "", None],
    "price": ["1", "0.25", "n/a", "1e3", ".5", "inf", "nan", " ", None],
    "day": ["2026-06-01", "2026-06-15 10:00:00", "2019-12-31", "2027-01-01", "9999-12-31", "soon", "2024-02-30", None],
    "made": ["31.12.2020", "13/13/2020", "2020-01-31", "5.1.2021", "x", None],
    "state": ["new", "done", "no", "New", "nö", "abcde", "new ", None, ""],
    "level": ["0", "0.0", "1.5", "2", "x", None],
    "paid": ["true", "FALSE", "0", "2", "", None],
    "zip": ["1", "2", None],
    "city": ["A", "B", " ", None],
}
_ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in _CELLS.items()}), min_size=1, max_size=6
)


@settings(max_examples=30)
@given(_ROWS)
def test_pandera_and_our_checks_agree_on_which_rules_a_table_breaks(rows: list[dict[str, str | None]]) -> None:
    frame = frame_of({name: [row[name] for row in rows] for name in _CELLS})
    assert broken_in_pandera(RULES, frame) == broken_here(RULES, frame)


def test_a_missing_column_is_told_and_no_check_stumbles_over_it() -> None:
    frame = frame_of({**GOOD, "day": ["2026-06-01", "2025-01-01", "2024-01-01"]}).drop(columns=["city", "day"])
    assert broken_in_pandera(RULES, frame) == broken_here(RULES, frame) == {"no such column"}


@pytest.mark.parametrize(
    "name", ['a"b', "a'b", "'''", '"""', "\\", "\u202e", "x\ny", "{0}", "index", "\u2028#", "__import__('os')"]
)
def test_hostile_names_are_only_names_in_the_exported_text(name: str) -> None:
    rules = Rules(
        source=name, keys=((name,),), columns={name: ColumnRule(values=(name,), missing_max=0.0)},
        dependencies=(Dependency((name,), ("b",)),), references=(Reference((name,), name, (name,)),),
        populations={name: {name: 1.0}},
    )  # fmt: skip
    assert broken_in_pandera(rules, frame_of({name: [name], "b": ["1"]})) == set()
    assert broken_in_pandera(rules, frame_of({name: ["x", "x"], "b": ["1", "2"]})) == {
        f"key {name}", f"{name} values", f"dependency {name}, b",
    }  # fmt: skip


def test_what_a_schema_of_one_table_cannot_say_stands_in_its_comments() -> None:
    text = pandera_schema(
        Rules(references=(Reference(("customer",), "other", ("id",)),), populations={"sex": {"women": 0.51}})
    )
    assert "# Not in the schema: ['customer'] must stand in ['id'] of 'other'." in text
    assert "# Not in the schema: the shares of the groups in 'sex' are {'women': 0.51}." in text


def test_the_exported_module_runs_without_premortem(tmp_path: Path) -> None:
    (tmp_path / "orders_schema.py").write_text(pandera_schema(RULES), "utf-8")
    program = (
        "import sys, orders_schema, pandas as pd; assert 'premortem' not in sys.modules; "
        "orders_schema.schema.validate(pd.DataFrame(), lazy=True)"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {program}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "SchemaErrors" in run.stderr
    assert "column_in_dataframe" in run.stderr.lower() or "COLUMN_NOT_IN_DATAFRAME" in run.stderr
