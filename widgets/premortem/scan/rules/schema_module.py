"""Rules as the text of a Python module with a pandera schema, which runs without Premortem."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from premortem.scan.rules.declared import ColumnRule, DateOrder, Kind, Rules

_DTYPES = {Kind.INTEGER: "Int64", Kind.NUMBER: "float64"}
"""What pandera turns a column into; pandas would take every text for true, and pandera would refuse half the dates."""

_HEAD = '''"""A pandera schema of declared rules, written by Premortem; it runs without it.

    table = pd.read_csv("table.csv", dtype=str, keep_default_na=False)
    schema.validate(table, lazy=True)  # raises pandera.errors.SchemaErrors with all failures

Read a CSV as text, as above: else pandas turns 007 into 7 and N/A into nothing before a rule sees them.
"""
'''


def pandera_schema(rules: Rules) -> str:
    """Return a Python module whose `schema` holds the rules; it needs pandas and pandera 0.26 or later.

    What a schema of one table cannot say (references to other tables, populations) is listed in its comments.
    """
    cells = Path(__file__).with_name("pandas_cells.py").read_text("utf-8")
    cells = cells[cells.index("from __future__") :].replace("import pandas as pd\n", _IMPORTS, 1)
    parts = [f"{_HEAD}\n{cells}", *_unsaid(rules), f"KINDS = {_kinds(rules)!r}", "", "schema = pa.DataFrameSchema("]
    parts += ["    {", *(f"        {name!r}: {_column(rules.columns.get(name))}," for name in rules.names), "    },"]
    parts += ["    checks=[", *(f"        {each}," for each in _table_checks(rules)), "    ],"]
    unique = [list(key) for key in rules.keys]
    if unique:
        parts.append(f"    unique={unique!r},")
    parts += ["    parsers=pa.Parser(lambda table: prepared(table, KINDS)),", ")"]
    return "\n".join(parts) + "\n"


_IMPORTS = "import pandas as pd\nimport pandera.pandas as pa\n"


def _kinds(rules: Rules) -> dict[str, str]:
    return {name: rule.kind.value for name, rule in rules.columns.items() if rule.kind is not None}


def _unsaid(rules: Rules) -> Iterator[str]:
    yield ""
    for each in rules.references:
        yield f"# Not in the schema: {list(each.columns)!r} must stand in {list(each.their)!r} of {each.of!r}."
    for name, shares in rules.populations.items():
        yield f"# Not in the schema: the shares of the groups in {name!r} are {dict(shares)!r}."


def _column(rule: ColumnRule | None) -> str:
    rule = rule or ColumnRule()
    dtype = _DTYPES.get(rule.kind) if rule.kind else None
    checks = "".join(f"\n            {each}," for each in _cell_checks(rule))
    listed = f"[{checks}\n        ]" if checks else "[]"
    coerced = ", coerce=True" if dtype else ""
    return f"pa.Column({dtype!r}, {listed}, nullable={not rule.required}{coerced})"


def _cell_checks(rule: ColumnRule) -> Iterator[str]:
    order = f", order={rule.dates.value!r}" if rule.dates is not DateOrder.YEAR_FIRST else ""
    if rule.kind is not None:
        yield _check("type", f"is_kind(cells, {rule.kind.value!r}{order})")
    if rule.minimum is not None:
        yield _check("minimum", f"within(cells, low={rule.minimum!r})")
    if rule.maximum is not None:
        yield _check("maximum", f"within(cells, high={rule.maximum!r})")
    if rule.earliest is not None:
        yield _check("earliest", f"between_days(cells, first={rule.earliest.isoformat()!r}{order})")
    if rule.latest is not None:
        yield _check("latest", f"between_days(cells, last={rule.latest.isoformat()!r}{order})")
    if rule.values is not None:
        yield _check("values", f"one_of(cells, {list(rule.values)!r}, as_numbers={rule.numbers})")
    if rule.pattern is not None:
        yield _check("pattern", f"looks_like(cells, {rule.pattern!r})")
    if rule.length_max is not None:
        yield _check("length_max", f"not_longer(cells, {rule.length_max!r})")
    if rule.missing_max is not None:
        yield _check("missing_max", f"filled_enough(cells, {rule.missing_max!r})", whole=True)


def _check(name: str, body: str, *, whole: bool = False) -> str:
    return f"pa.Check(lambda cells: {body}, name={name!r}{', ignore_na=False' if whole else ''})"


def _table_checks(rules: Rules) -> Iterator[str]:
    for key in rules.keys:
        yield _table_check(f"key {', '.join(key)}", key, f"filled(table, {list(key)!r})")
    for each in rules.dependencies:
        for fixed in each.fixed:
            columns = (*each.given, fixed)
            body = f"agrees(table, {list(each.given)!r}, {fixed!r})"
            yield _table_check(f"dependency {', '.join(columns)}", columns, body)
    fresh = rules.freshness
    if fresh is not None:
        column, dates = fresh.column, rules.columns.get(fresh.column, ColumnRule()).dates
        order = f", order={dates.value!r}" if dates is not DateOrder.YEAR_FIRST else ""
        yield _table_check("freshness", (column,), f"fresh(table, {column!r}, {fresh.days!r}{order})")
        yield _table_check("freshness: dates ahead", (column,), f"not_ahead(table, {column!r}{order})")
        yield _table_check("freshness: not a date", (column,), f"is_kind(table[{column!r}], 'date'{order})")


def _table_check(name: str, columns: tuple[str, ...], body: str) -> str:
    """A column that is not there is told once, by its name, and not again by every check that needs it."""
    return f"pa.Check(lambda table: lacks(table, {list(columns)!r}) or {body}, name={name!r}, ignore_na=False)"
