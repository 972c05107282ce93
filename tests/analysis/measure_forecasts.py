"""Measure both forecasts on real curves: error, coverage and width. No test: `python measure_forecasts.py FOLDER`.

FOLDER holds the Learning Curve Database in the form its README tells (lcdb10_curves_seed00.csv.gz for hours,
lcdb10_curves_mean.csv.gz for quality).
"""

import csv
import gzip
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from premortem.analysis import curve, growth

ALGORITHMS = {
    "SVC_poly": "kernel",
    "SVC_rbf": "kernel",
    "SVC_sigmoid": "kernel",
    "KNeighborsClassifier": "neighbours",
    "GradientBoostingClassifier": "boosting",
    "MLPClassifier": "neural",
    "ExtraTreesClassifier": "ensemble",
    "RandomForestClassifier": "ensemble",
    "DecisionTreeClassifier": "tree",
    "ExtraTreeClassifier": "tree",
    "SVC_linear": "tree",
}
"""All other learners of the database are linear ones."""

PILOTS = (0.01, 0.02, 0.05, 0.10)


def curves(path: Path, columns: tuple[str, ...]) -> dict[tuple[str, str], np.ndarray]:
    """Rows by dataset and learner, in ascending order of the first column."""
    rows = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            rows[row["openmlid"], row["learner"]].append([float(row[column] or "nan") for column in columns])
    return {key: np.array(sorted(points)) for key, points in rows.items()}


def nearest(sizes: np.ndarray, shares: tuple[float, ...]) -> list[int]:
    """Positions of the sizes closest to these shares of the largest, each once."""
    return sorted({int(np.argmin(np.abs(np.log(sizes / (sizes[-1] * share))))) for share in shares})


def report(name: str, errors: np.ndarray, inside: np.ndarray, widths: np.ndarray, unit: str) -> None:
    sys.stdout.write(
        f"{name:22} n {len(errors):4}  {unit}: median {np.median(errors):.2f} mean {errors.mean():.2f} "
        f"p90 {np.quantile(errors, 0.9):.2f}  coverage {inside.mean():.1%}  width {np.median(widths):.2f}\n"
    )


def measure_growth(folder: Path) -> None:
    kinds, results = [], {True: [], False: []}
    for (_, learner), points in curves(folder / "lcdb10_curves_seed00.csv.gz", ("size_train", "traintime")).items():
        sizes, seconds = points.T
        chosen = nearest(sizes, PILOTS)
        if sizes[-1] < 2000 or seconds[chosen[-1]] < 0.1:
            continue
        algorithm = ALGORITHMS.get(learner, "linear")
        kinds.append(algorithm)
        for known, factors in results.items():
            told = growth.forecast(
                sizes[chosen], seconds[chosen] / 3600, sizes[-1], algorithm=algorithm if known else None
            )
            factors.append(np.array([told.low, told.median, told.high]) * 3600 / seconds[-1])
    for known, rows in results.items():
        low, median, high = np.array(rows).T
        factor, inside = np.exp(np.abs(np.log(median))), (low <= 1) & (high >= 1)
        report("hours, kind " + ("known" if known else "unknown"), factor, inside, high / low, "factor")
        for kind in sorted(set(kinds)):
            of_kind = np.array(kinds) == kind
            report(f"  {kind}", factor[of_kind], inside[of_kind], (high / low)[of_kind], "factor")


def measure_curve(folder: Path) -> None:
    columns = ("size_train", "err_mean", "err_sd", "k")
    found = curves(folder / "lcdb10_curves_mean.csv.gz", columns)
    for name in ("four pilots", "all up to 10 %"):
        rows, gains = [], []
        for sizes, error, spread, runs in (points.T for points in found.values()):
            if sizes[-1] < 10000:
                continue
            ours = nearest(sizes, PILOTS) if name == "four pilots" else np.flatnonzero(sizes <= 0.13 * sizes[-1])
            if (error[ours] >= 1).any() or min(error[ours].min(), error[-1]) <= 0:
                continue
            sd = np.nan_to_num(spread[ours] / np.sqrt(runs[ours]))
            told = curve.forecast(sizes[ours], 1 - error[ours], at=sizes[-1], sd=sd)
            rows.append((told.low, told.median, told.high, 1 - error[-1]))
            ratio = sizes[-1] / sizes[ours[-1]]
            gains.append((told.gain_chance(ratio, 0.1) - (error[-1] <= 0.9 * error[ours[-1]])) ** 2)
        low, median, high, truth = np.array(rows).T
        points = 100 * np.abs(median - truth)
        report(f"quality, {name}", points, (low <= truth) & (truth <= high), 100 * (high - low), "points")
        sys.stdout.write(f"  Brier score of 'the full data cut the error by a tenth': {np.mean(gains):.3f}\n")


if __name__ == "__main__":
    measure_growth(Path(sys.argv[1]))
    measure_curve(Path(sys.argv[1]))
