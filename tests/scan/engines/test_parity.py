"""The same table gives the same findings on DuckDB, PostgreSQL and Spark, with the same figures."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from premortem.model.evidence import Done, Finding, Scan
from premortem.scan import scan
from premortem.scan.capabilities import LACKS, title

TABLES = Path(__file__).parents[4] / "shared" / "tables"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
# What a sample or a model shows hangs on which rows were drawn: there, one per cent is as good as equal.
DRAWN = ("sample", "estimat", "model")
CLOSE = 0.01
MODELLED = {"label-noise"}
NOTHING = ("a", "b", None, "a", "", " ", "\u00a0", "N/A", "null")
TOWNS = ("Köln", "köln ", "KÖLN", "Bonn")
pytestmark = pytest.mark.timeout(900)  # Spark answers some hundred questions, each in a few tenths of a second


def of_texts(heading: list[str], rows: list[list[str]]) -> pa.Table:
    """A table as a CSV delivers it: text, and null where a cell is empty."""
    cells = zip(*rows, strict=True)
    return pa.table(
        {
            name: pa.array([cell or None for cell in each], pa.string())
            for name, each in zip(heading, cells, strict=True)
        }
    )


def compas() -> pa.Table:
    with (TABLES / "compas-scores-two-years.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    names = [name if heading.index(name) == place else f"{name} again" for place, name in enumerate(heading)]
    return of_texts(names, rows)


def adult() -> pa.Table:
    heading = [
        *(f"fact {place}" for place in range(8)),
        "race",
        "sex",
        *(f"fact {place}" for place in range(10, 14)),
        "income",
    ]
    with (TABLES / "adult.data").open(encoding="utf-8", newline="") as file:
        return of_texts(heading, [row for row in csv.reader(file) if row])


def hostile() -> pa.Table:
    """What engines read differently, each in a column with enough else around it for a check to speak up."""
    rows = 600
    late = [f"{place}.5" for place in range(rows)]
    late[-12:] = ["unknown", "1e400", "0x1A", "1_000", "1d", "NaN", "\u00a07", "7,5", "n/a", "-", "?", "1e-400"]
    figures = [float(place % 40) for place in range(rows)]
    figures[::50] = [math.nan] * 12
    figures[1::100] = [math.inf] * 6
    days = [date(2020, 1 + place % 12, 1 + place % 28) for place in range(rows)]
    days[7] = date(9999, 12, 31)
    return pa.table(
        {
            "plain number": pa.array([str(place % 90) for place in range(rows)]),
            "late text": pa.array(late),
            "nothing": pa.array([NOTHING[place % 9] for place in range(rows)]),
            "figure": pa.array(figures, pa.float64()),
            "day": pa.array(days, pa.date32()),
            "day as text": pa.array([day.strftime("%Y-%m-%d" if day.month % 12 else "%d/%m/%Y") for day in days]),
            "long": pa.array([Decimal(10) ** 25 + place for place in range(rows)], pa.decimal128(38, 0)),
            "truth": pa.array([None if place % 9 == 0 else place % 2 == 0 for place in range(rows)]),
            'quo"te, \u202eright \n to left': pa.array([TOWNS[place % 4] for place in range(rows)]),
            "edge": pa.array([f" {place % 7}" if place % 20 == 0 else f"v{place % 7}\u200b" for place in range(rows)]),
            "empty": pa.array([None] * rows, pa.string()),
            "group": pa.array([["north", "south", "west"][place % 3] for place in range(rows)]),
            "answer": pa.array([["yes", "no"][(place * 7 % 10) < 6] for place in range(rows)]),
            "tells": pa.array([["yes", "no"][(place * 7 % 10) < 6] + str(place % 2) for place in range(rows)]),
        }
    )  # fmt: skip


def large() -> pa.Table:
    """More rows than are fetched whole: columns are counted by the engine."""
    rows = 60_000
    return pa.table(
        {
            "key": pa.array([f"k{place:06d}" for place in range(rows)]),
            "price": pa.array([f"{place % 9_000}.{place % 97:02d}" if place % 50 else " n/a" for place in range(rows)]),
            "figure": pa.array([place * 0.37 if place % 100 else math.nan for place in range(rows)], pa.float64()),
            "town": pa.array([["Köln", "koeln", "Bonn", "bonn", None][place % 5] for place in range(rows)]),
            "seen": pa.array(
                [f"20{place % 30:02d}-{1 + place % 12:02d}-{1 + place % 28:02d}" for place in range(rows)]
            ),
            "answer": pa.array([["yes", "no"][place % 11 < 3] for place in range(rows)]),
        }
    )


CASES: dict[str, tuple[Callable[[], pa.Table], dict[str, Any]]] = {
    "compas": (compas, {"label": "two_year_recid", "groups": ("race", "sex"), "prediction": "score_text"}),
    "adult": (adult, {"label": "income", "groups": ("race", "sex")}),
    "hostile": (hostile, {"label": "answer", "groups": "group", "key": "late text"}),
    "large": (large, {"label": "answer", "groups": "town", "key": "key"}),
}


@pytest.mark.parametrize("name", CASES)
def test_the_same_table_gives_the_same_findings_everywhere(name: str, everywhere: Any) -> None:
    made, named = CASES[name]
    if made in {compas, adult} and not TABLES.is_dir():
        pytest.skip(
            f"the folder with the real tables is not there: {TABLES.parent.name}/{TABLES.name} beside the repository"
        )
    addresses = everywhere(name, made())
    found = {engine: scan(address, today=NOW, cached=False, **named) for engine, address in addresses.items()}
    assert {engine: each.engine for engine, each in found.items()} == {engine: title(engine) for engine in addresses}
    first = found.pop("duckdb")
    assert first.findings
    assert not [each for each in first.coverage if each.done in {Done.FAILED, Done.NOT_HERE}]
    for engine, other in found.items():
        assert differences(first, other) == [], engine


def differences(one: Scan, other: Scan) -> list[str]:
    """All in which two scans of one table differ, told for whoever has to mend it."""
    told = [] if (one.rows, one.columns, one.left_out) == (other.rows, other.columns, other.left_out) else ["the size"]
    told += [f"{each.check}: {each.done.value} {each.says}" for each in other.coverage if each.done is Done.FAILED]
    lacking = {each.check for each in other.coverage if each.done is Done.NOT_HERE}
    assert not lacking or any(gone for engine, gone in LACKS.items() if title(engine) == other.engine), (
        "nothing is said to be missing here"
    )
    mine, theirs = ({each.key: each for each in every.findings if each.check not in lacking} for every in (one, other))
    told += [f"only on {one.engine}: {key}" for key in sorted(mine.keys() - theirs.keys())]
    told += [f"only on {other.engine}: {key}" for key in sorted(theirs.keys() - mine.keys())]
    told += [
        f"{key}: {mine[key].saw} / {theirs[key].saw}"
        for key in mine.keys() & theirs.keys()
        if not alike(mine[key], theirs[key])
    ]
    told += ["the rates"] * (one.rates != other.rates) + ["what moved"] * (one.moved != other.moved)
    return told


def alike(one: Finding, other: Finding) -> bool:
    """Whether two findings say the same: word for word where they counted, within one per cent where they drew rows."""
    if one.severity is not other.severity or one.unit != other.unit:
        return False
    if one.check in MODELLED:
        return True
    if any(word in one.sure for word in DRAWN):
        near = {"rel_tol": CLOSE, "abs_tol": CLOSE if one.unit in {"share", "points", "AUC"} else 0.0}
        return one.amount is other.amount or math.isclose(one.amount or 0.0, other.amount or 0.0, **near)
    return (one.saw, one.amount, one.low, one.high) == (other.saw, other.amount, other.low, other.high)
