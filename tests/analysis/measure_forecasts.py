"""Measure both forecasts on real curves: error, coverage and width. No test: `python measure_forecasts.py FOLDER PART`.

FOLDER holds the Learning Curve Database in the form its README tells (lcdb10_curves_seed00.csv.gz for hours,
lcdb10_curves_mean.csv.gz for quality). PART is `tune`, `held` or `all`: every fifth dataset is held back, whole, so
that what is tuned on the others can be scored on curves that nobody tuned on.
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
PILOT_SETS = {
    "1 pilot": (0.10,),
    "2 pilots": (0.02, 0.10),
    "3 pilots": (0.01, 0.03, 0.10),
    "4 pilots": PILOTS,
    "8 pilots": (0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.10),
    "4 pilots up to 25 %": (0.02, 0.05, 0.10, 0.25),
}


def of_part(dataset: str, part: str) -> bool:
    """Whether a dataset belongs to a part: the held-back fifth is chosen by its number, before anything was seen."""
    held = int(dataset) // 2 % 5 == 0
    return part == "all" or held == (part == "held")


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


def measure_growth(folder: Path, part: str) -> None:
    found = curves(folder / "lcdb10_curves_seed00.csv.gz", ("size_train", "traintime"))
    for name, shares in PILOT_SETS.items():
        kinds, results, lines = [], {True: [], False: []}, []
        for (dataset, learner), points in found.items():
            sizes, seconds = points.T
            chosen = nearest(sizes, shares)
            if not of_part(dataset, part) or sizes[-1] < 2000 or seconds[chosen[-1]] < 0.1:
                continue
            algorithm = ALGORITHMS.get(learner, "linear")
            kinds.append(algorithm)
            lines.append(seconds[chosen[-1]] * sizes[-1] / sizes[chosen[-1]] / seconds[-1])
            for known, factors in results.items():
                told = growth.forecast(
                    sizes[chosen], seconds[chosen] / 3600, sizes[-1], algorithm=algorithm if known else None
                )
                factors.append(np.array([told.low, told.median, told.high]) * 3600 / seconds[-1])
        straight = np.exp(np.abs(np.log(lines)))
        sys.stdout.write(
            f"{name}: straight line median {np.median(straight):.2f} p90 {np.quantile(straight, 0.9):.2f}\n"
        )
        for known, rows in results.items():
            low, median, high = np.array(rows).T
            factor, inside = np.exp(np.abs(np.log(median))), (low <= 1) & (high >= 1)
            report("hours, kind " + ("known" if known else "unknown"), factor, inside, high / low, "factor")
            for kind in sorted(set(kinds)) if name == "4 pilots" else ():
                of_kind = np.array(kinds) == kind
                report(f"  {kind}", factor[of_kind], inside[of_kind], (high / low)[of_kind], "factor")


def measure_curve(folder: Path, part: str) -> None:
    columns = ("size_train", "err_mean", "err_sd", "k")
    found = curves(folder / "lcdb10_curves_mean.csv.gz", columns)
    for name in ("four pilots", "all up to 10 %"):
        rows, gains = [], []
        for (dataset, _), points in found.items():
            sizes, error, spread, runs = points.T
            if not of_part(dataset, part) or sizes[-1] < 10000:
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
    measure_growth(Path(sys.argv[1]), sys.argv[2])
    measure_curve(Path(sys.argv[1]), sys.argv[2])
