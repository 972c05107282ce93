"""The small extract of the curves that the project ships in data/curves, made from the whole database."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from pathlib import Path

from forecasts.curves import COLUMNS, LEAST_ROWS, MEANS, PARTS, SINGLE_RUNS, of_part, rows

TAKEN = {"tune": 9, "held": 5}
LEAST_LEARNERS = 10
"""Datasets on which fewer learners came as far are passed over; the extract holds all learners of those it takes."""


def write(database: Path, folder: Path) -> None:
    """Write both files of the extract, the same bytes each time."""
    wanted = set(datasets(database))
    folder.mkdir(parents=True, exist_ok=True)
    for file in (SINGLE_RUNS, MEANS):
        columns = ["openmlid", "learner", *(column for column in COLUMNS[file] if column)]
        columns += ["k"] if file == MEANS else []
        text = io.StringIO()
        lines = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
        lines.writeheader()
        lines.writerows(_rounded(row) for row in rows(database / file) if row["openmlid"] in wanted)
        # No time and no name within: the same bytes each time.
        (folder / file).write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
        print(f"{file}: {(folder / file).stat().st_size} bytes, datasets {', '.join(sorted(wanted, key=int))}")


def datasets(database: Path) -> list[str]:
    """Return the datasets to take: evenly spaced by number among those that reach the size in both files."""
    reached: dict[str, dict[str, set[str]]] = {file: defaultdict(set) for file in (SINGLE_RUNS, MEANS)}
    for file, learners in reached.items():
        for row in rows(database / file):
            if float(row["size_train"]) >= LEAST_ROWS[MEANS]:
                learners[row["openmlid"]].add(row["learner"])
    chosen = []
    for part in PARTS:
        enough = [
            dataset
            for dataset in sorted(reached[MEANS], key=int)
            if of_part(dataset, part)
            and min(len(learners.get(dataset, ())) for learners in reached.values()) >= LEAST_LEARNERS
        ]
        taken = min(TAKEN[part], len(enough))
        chosen += [enough[position * len(enough) // taken] for position in range(taken)]
    return chosen


def _rounded(row: dict[str, str]) -> dict[str, str]:
    return {key: f"{float(value):.5g}" if key.startswith("err") and value else value for key, value in row.items()}
