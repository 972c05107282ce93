"""Measure both forecasts on real curves: `make forecasts` writes docs/forecasts.md and its pictures.

`python make/forecasts --part tune` prints the figures of a part to the terminal instead (`held`, `all`); with
`--only hours` or `--only quality` one half of them. `--folds` fits priors of hours on four fifths of the datasets and
judges them on the fifth. `--extract` writes data/curves anew from the whole database.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

TREE = Path(__file__).parents[2]
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is imported; as in the app's kernels
sys.path[:1] = [str(TREE / "make"), str(TREE / "widgets")]  # instead of this folder, whose modules have plain names

from forecasts import extract, folds, measure_hours, measure_quality, measure_targets, report, tables  # noqa: E402
from forecasts.curves import LEAST_ROWS, MEANS, SINGLE_RUNS, Curve, read  # noqa: E402
from forecasts.results import Results  # noqa: E402

SHIPPED = TREE / "data" / "curves"


def main() -> None:
    """Measure, and write or print."""
    parsed = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parsed.add_argument("--curves", type=Path, default=TREE.parent / "shared" / "curves", help="folder of the database")
    parsed.add_argument("--part", choices=("tune", "held", "all"), help="print the figures of these datasets")
    parsed.add_argument("--only", choices=("hours", "quality"), help="with --part: half of the figures")
    parsed.add_argument("--extract", action="store_true", help="write data/curves anew")
    parsed.add_argument("--folds", action="store_true", help="print how priors of hours do on datasets left out")
    asked = parsed.parse_args()
    if asked.extract:
        extract.write(asked.curves, SHIPPED)
        return
    whole = (asked.curves / SINGLE_RUNS).is_file()
    folder = asked.curves if whole else SHIPPED
    if asked.folds:
        print(folds.judged(read(folder, SINGLE_RUNS, "tune")))
        return
    singles, means = (read(folder, file, asked.part or "all") for file in (SINGLE_RUNS, MEANS))
    results = measured(singles, means, asked.only)
    if asked.part:
        show(results, asked.part)
    else:
        words = (
            "the Learning Curve Database 1.0, datasets with an even number" if whole else "the extract in data/curves"
        )
        source = report.Source(words, whole, singles, means)
        report.write(results, source, TREE / "docs" / "forecasts.md", TREE / "docs" / "images" / "forecasts")


def measured(singles: list[Curve], means: list[Curve], only: str | None = None) -> Results:
    """Return all that is measured on these curves."""
    results = Results()
    if only != "quality":
        measure_hours.measure(singles, results)
    if only != "hours":
        large = [curve for curve in singles if curve.sizes[-1] >= LEAST_ROWS[MEANS]]
        measure_quality.measure(means, large, results)
        measure_targets.measure(means, results)
    return results


def show(results: Results, part: str) -> None:
    """Print every table that has lines."""
    for each in ("tune", "held") if part == "all" else (part,):
        for name, table in tables.of_part(results, each).items():
            if table.count("\n") > 1:
                print(f"\n## {name}, {each}\n{table}")
    print(f"\n## milliseconds\n{report.milliseconds(results)}")


if __name__ == "__main__":
    main()
