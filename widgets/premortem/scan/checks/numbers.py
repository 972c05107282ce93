"""The numbers of a column with how often each is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.scan.checks.spellings import SAMPLE_USED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from premortem.scan.job import Column


@dataclass(frozen=True)
class Numbers:
    """Distinct finite numbers in ascending order, and `n` cells of each; `exact` says that all cells were counted."""

    values: NDArray[np.float64]
    n: NDArray[np.int64]
    exact: bool

    @property
    def cells(self) -> int:
        """How many cells hold a number."""
        return int(self.n.sum())

    def count(self, value: float) -> int:
        """Return how many cells hold this number."""
        return int(self.n[self.values == value].sum())

    def quartiles(self) -> tuple[float, float]:
        """Return the lower and upper quartile: the least number with a quarter, and three quarters, at or below it."""
        import numpy as np

        below = np.cumsum(self.n)
        places = np.searchsorted(below, [0.25 * below[-1], 0.75 * below[-1]])
        return float(self.values[places[0]]), float(self.values[places[1]])


def numbers_of(column: Column) -> Numbers | None:
    """Return the numbers of a column, all where its values are known, else those of the sample; None without any."""
    import numpy as np
    import pandas as pd

    if column.values is not None:
        raw, counts = column.values["value"], column.values["n"].to_numpy()
    elif column.sample is not None:
        raw = column.sample.iloc[:: -(-len(column.sample) // SAMPLE_USED) or 1]
        counts = np.ones(len(raw), dtype=np.int64)
    else:
        return None
    plain = raw.astype(str).str.strip() if column.text else raw
    cells = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    finite = np.isfinite(cells)
    if not finite.any():
        return None
    values, places = np.unique(cells[finite], return_inverse=True)
    return Numbers(values, np.bincount(places, weights=counts[finite]).astype(np.int64), column.values is not None)
