"""Real curves to forecast, which part of them a dataset belongs to, and which of their runs are the pilots.

The curves come from the Learning Curve Database 1.0 (Mohr, Viering, Loog, van Rijn 2022), in two files: single runs,
with seconds and errors, and means over up to 125 runs, with errors only.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

SINGLE_RUNS = "lcdb10_curves_seed00.csv.gz"
MEANS = "lcdb10_curves_mean.csv.gz"
COLUMNS = {
    SINGLE_RUNS: ("size_train", "traintime", "err_test", "", "size_test"),
    MEANS: ("size_train", "", "err_mean", "err_sd", "n_test"),
}
"""For each file its columns of size, seconds, error, spread of the error's mean over runs, and cases tested on."""

PARTS = ("tune", "held")
"""The part of the datasets on which the priors were set, and the part that was held back."""

KINDS = {
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
"""The kind of algorithm by learner; all other learners of the database are linear ones."""

FOUR_PILOTS = "4 pilots"
ALL_PILOTS = "all up to 10 %"
PILOTS = {
    "1 pilot": (0.10,),
    "2 pilots": (0.02, 0.10),
    "3 pilots": (0.01, 0.03, 0.10),
    FOUR_PILOTS: (0.01, 0.02, 0.05, 0.10),
    "8 pilots": (0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.10),
}
"""Sets of pilots, as shares of the largest size of a curve."""
HOURS_PILOTS = {**PILOTS, "4 pilots up to 25 %": (0.02, 0.05, 0.10, 0.25)}
QUALITY_PILOTS: dict[str, tuple[float, ...] | None] = {**PILOTS, ALL_PILOTS: None}

LEAST_ROWS = {SINGLE_RUNS: 2_000, MEANS: 10_000}
"""A curve counts when its largest run had so many rows."""
LEAST_SECONDS = 0.1
"""A curve of hours counts when its largest pilot took as long: below that a clock says little."""


@dataclass(frozen=True)
class Curve:
    """One learner on one dataset, in ascending order of size; what a file does not tell is NaN."""

    dataset: str
    learner: str
    sizes: FloatArray
    """Rows that were trained on."""
    seconds: FloatArray
    errors: FloatArray
    """Share of the cases that were told wrongly."""
    spreads: FloatArray
    """Standard error of `errors`, where they are means."""
    tested: int
    """Cases that the errors were measured on; the fewest over the curve."""

    @property
    def kind(self) -> str:
        """The kind of algorithm, as `growth.forecast` names it."""
        return KINDS.get(self.learner, "linear")

    @property
    def part(self) -> str:
        """The part that the dataset belongs to."""
        return "held" if of_part(self.dataset, "held") else "tune"

    def pilots(self, shares: tuple[float, ...] | None) -> list[int]:
        """Return the positions of the runs closest to these shares of the largest; without shares, all up to 10 %."""
        if shares is None:
            # A little above a tenth: the sizes of the database are not round.
            return [int(each) for each in np.flatnonzero(self.sizes <= 0.13 * self.sizes[-1])]
        return sorted({self.nearest(self.sizes[-1] * share) for share in shares})

    def nearest(self, size: float) -> int:
        """Return the position of the run whose size is closest, by ratio."""
        return int(np.argmin(np.abs(np.log(self.sizes / size))))


def of_part(dataset: str, part: str) -> bool:
    """Whether a dataset belongs to a part: the held-back fifth is chosen by its number, before anything was seen."""
    held = int(dataset) // 2 % 5 == 0
    return part == "all" or held == (part == "held")


def read(folder: Path, file: str, part: str = "all") -> list[Curve]:
    """Return the curves of a file whose largest run is large enough to count."""
    found = defaultdict(list)
    for row in rows(folder / file):
        if of_part(row["openmlid"], part):
            found[row["openmlid"], row["learner"]].append(row)
    curves = [_curve(key, points, file) for key, points in found.items()]
    return [curve for curve in curves if curve.sizes[-1] >= LEAST_ROWS[file]]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a packed CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _curve(key: tuple[str, str], points: list[dict[str, str]], file: str) -> Curve:
    table = np.array([[float(point.get(column) or "nan") for column in COLUMNS[file]] for point in points])
    sizes, seconds, errors, spreads, tested = table[np.argsort(table[:, 0], kind="stable")].T
    if file == MEANS:
        runs = np.array([float(point["k"]) for point in sorted(points, key=lambda point: float(point["size_train"]))])
        spreads = np.nan_to_num(spreads) / np.sqrt(runs)
    return Curve(*key, sizes, seconds, errors, spreads, int(tested.min()))
