"""How long a table takes to scan, and how much memory: beside the plain load, DuckDB's SUMMARIZE and pandas' describe.

Each runs in a process of its own, one after the other in the same run; the table is made here, faults and all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

CHUNK = 1_000_000
_LOAD = "import duckdb; c = duckdb.connect(); c.execute('set preserve_insertion_order = false')\n"
WAYS = {
    "plain load into a DuckDB table": _LOAD + "c.execute(f\"create table t as select * from '{source}'\")",
    "DuckDB SUMMARIZE": _LOAD + "c.execute(f\"summarize select * from '{source}'\").fetchall()",
    "pandas read and describe": "import pandas as p\n"
    "(p.read_csv if source.endswith('csv') else p.read_parquet)(source).describe(include='all')",
    "premortem scan": "from premortem.scan import scan\nfound = scan(source, cached=False)",
}
_PROCESS = """
import json, sys, time
source = sys.argv[1]
{imports}
began = time.perf_counter()
{work}
took = time.perf_counter() - began
# Not ru_maxrss: that begins with what the process had that started this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([took, int(peak.split()[1]) / 1e6]))
"""
_IMPORTS = (
    "import duckdb, pandas, pyarrow, ibis.backends.duckdb\n"
    "import premortem.scan.checks, premortem.scan.profile, premortem.scan.run, premortem.scan.sources"
)
# Twenty million rows in pandas need more memory than is here.
FITS_PANDAS = 5_000_000


def measured(folder: Path, rows: int, rounds: int) -> Iterator[tuple[str, str, float, float]]:
    """Yield kind of file, what was done, median seconds and peak memory in GB."""
    csv, parquet = written(folder, rows)
    for source in (csv, parquet):
        ways = {name: work for name, work in WAYS.items() if rows <= FITS_PANDAS or "pandas" not in name}
        runs = [{name: _run(work, source) for name, work in ways.items()} for _ in range(rounds)]
        for name in ways:
            seconds, peak = zip(*(run[name] for run in runs), strict=True)
            yield source.suffix[1:], name, median(seconds), max(peak)


def _run(work: str, source: Path) -> tuple[float, float]:
    program = _PROCESS.format(work=work, imports=_IMPORTS)
    tree = Path(__file__).parents[2] / "widgets"
    done = subprocess.run(
        [sys.executable, "-c", program, str(source)], cwd=tree, check=True, capture_output=True, text=True
    )
    seconds, peak = json.loads(done.stdout.splitlines()[-1])  # DuckDB may show a bar before it
    return seconds, peak


def written(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write a table of orders, 30 columns, as CSV and as Parquet (279 and 121 MB for a million rows)."""
    csv, parquet = folder / f"orders-{rows}.csv", folder / f"orders-{rows}.parquet"
    schema = _orders(2, 0).schema
    with pa.csv.CSVWriter(csv, schema) as as_text, pa.parquet.ParquetWriter(parquet, schema) as as_columns:
        for start in range(0, rows, CHUNK):
            part = _orders(min(CHUNK, rows - start), start)
            as_text.write_table(part)
            as_columns.write_table(part)
    return csv, parquet


def _orders(rows: int, start: int) -> pa.Table:
    """Some orders with what real ones have: gaps, gaps in disguise, slips, other spellings, a constant column."""
    draw = np.random.default_rng(start)

    def chosen(*values: str, shares: tuple[float, ...] | None = None) -> np.ndarray:
        return np.array(values)[draw.choice(len(values), rows, p=shares)]

    places = np.array([f"Town number {number}" for number in range(500)])
    columns: dict[str, np.ndarray | pa.Array] = {
        "order": np.arange(start, start + rows),
        "customer": np.char.add("C-", draw.integers(0, 10 * rows, rows).astype(str)),
        "mail": np.char.add(draw.integers(0, 4 * rows, rows).astype(str), "@post.example"),
        "ordered": (np.datetime64("2021-01-01") + draw.integers(0, 1500, rows)).astype(str),
        "shipped": (np.datetime64("2021-01-01T00:00:00") + draw.integers(0, 1500 * 86400, rows)).astype(str),
        "town": places[draw.integers(0, 500, rows)],
        "country": chosen("DE", "FR", "PL", "NL", "de", "Fr.", shares=(0.5, 0.2, 0.15, 0.1, 0.03, 0.02)),
        "status": chosen("closed", "open", "returned", "clsoed", shares=(0.7, 0.2, 0.08, 0.02)),
        "postcode": np.char.zfill(draw.integers(0, 99_999, rows).astype(str), 5),
        "phone": np.char.add("+49 30 ", draw.integers(1_000_000, 9_999_999, rows).astype(str)),
        "note": chosen("", "N/A", "call first", "leave at the door", shares=(0.4, 0.2, 0.2, 0.2)),
        "currency": chosen("EUR"),
        "age": chosen(*map(str, range(18, 90)), "unknown", shares=(*[0.97 / 72] * 72, 0.03)),
        "answer": chosen("kept", "returned", shares=(0.92, 0.08)),
    }
    for number in range(10):
        measured = np.round(draw.normal(1000, 250, rows), 4)
        columns[f"measure {number}"] = pa.array(measured, mask=draw.random(rows) < 0.02 * number)
    for number in range(6):
        columns[f"count {number}"] = draw.integers(0, 10 ** (number + 1), rows)
    return pa.table(columns)
