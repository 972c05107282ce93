"""Tables as the checks get them, made from rows in a test or from a file, behind DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pandas as pd

from premortem.scan import profile
from premortem.scan.engine import Engine
from premortem.scan.job import Delivery

TABLES = Path(__file__).parents[2] / "shared" / "tables"

ADULT = [
    "age",
    "workclass",
    "fnlwgt",
    "education",
    "education-num",
    "marital-status",
    "occupation",
    "relationship",
    "race",
    "sex",
    "capital-gain",
    "capital-loss",
    "hours-per-week",
    "native-country",
    "income",
]


def delivery(columns: Mapping[str, Sequence[Any]] | pd.DataFrame, name: str = "table") -> Delivery:
    """Return a table of these columns; their names may be anything, since inside they are c0, c1, ..."""
    frame = pd.DataFrame(columns)
    names = [str(each) for each in frame.columns]
    inside = frame.set_axis([f"c{place}" for place in range(len(names))], axis=1)
    nothing = [name for name in inside.columns if inside[name].isna().all()]
    inside = inside.astype(dict.fromkeys(nothing, "str"))  # DuckDB makes no column without a type
    backend = ibis.duckdb.connect()
    return counted(backend, backend.create_table("rows", ibis.memtable(inside)), names, name)


def counted(backend: Any, table: ibis.Table, names: Sequence[str], name: str) -> Delivery:
    engine = Engine(backend)
    columns = profile.count(engine, table, names)
    return Delivery(name, table, engine, columns[0].rows, columns)


def from_csv(path: Path, names: Sequence[str] | None = None) -> Delivery:
    """Return a file as text, cell by cell; `names` where it has no heading."""
    frame = pd.read_csv(
        path,
        header=None if names else 0,
        names=tuple(names) if names else None,
        dtype=str,
        keep_default_na=False,
        na_values=[""],
    )
    if names is None:
        with path.open(encoding="utf-8") as file:
            frame.columns = pd.Index(file.readline().rstrip("\n").split(","))
    return delivery(frame, path.name)
