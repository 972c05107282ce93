"""Whatever the table holds, each of these checks sees something or says why not, in sentences a reader can bear."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from deliveries import delivery
from premortem.model.checks import CHECKS
from premortem.model.evidence_file import SENTENCE_MAX
from premortem.scan.checks.with_names import CHECKS_OF_NAMES
from premortem.scan.job import Job

NAMES = ("g", "x", "y", "p")
LONG = "x" * 300
NAMED: dict[str, Any] = {"label": "y", "groups": ("g",), "prediction": "p", "key": ("x",)}


def texts(cells: list[str | None]) -> dict[str, Any]:
    return {name: pd.Series(cells, dtype="str") for name in NAMES}


def typed() -> dict[str, Any]:
    rng = np.random.default_rng(1)
    return {
        "g": [f"{'long name ' * 40}{n}" for n in rng.integers(0, 3, 3000)],
        LONG: rng.normal(size=3000),
        "y": rng.integers(0, 2, 3000),
        "p": rng.integers(0, 2, 3000).astype(float),
        "flag": rng.integers(0, 2, 3000).astype(bool),
        "day": pd.date_range("2000-01-01", periods=3000),
        "gone": np.where(rng.random(3000) < 0.3, np.nan, np.inf),
        "huge": [2**63 + n for n in range(3000)],
    }


HOSTILE = {
    "y": ["it's", '"q"', "\\", "—", "%s", "{x}"] * 100,
    "g": ["'", '"', "\\n", chr(0x202E), "{", "%"] * 100,
    "x": ["'", chr(0) + "a", "b" + chr(31)] * 200,
}

TABLES = [
    (texts([]), NAMED),
    (texts(["1"]), NAMED),
    (texts([None] * 600), NAMED),
    (typed(), {"label": "y", "groups": ("g", "flag"), "prediction": "p"}),
    (typed(), {"label": "flag", "groups": ("g",), "prediction": "p"}),
    (typed(), {"label": "p", "groups": ("y",), "prediction": LONG + ">=0"}),
    (typed(), {"label": "day", "groups": ("day", "gone")}),
    (typed(), {"label": "huge", "groups": ("y",)}),
    (typed(), {"label": "gone", "groups": ("y",)}),
    (HOSTILE, {"label": "y", "groups": ("g", "x"), "prediction": "y"}),
    (HOSTILE, {"label": "y", "groups": ("y",), "prediction": "y", "key": ("y",)}),
]


@pytest.mark.parametrize(("columns", "named"), TABLES)
@pytest.mark.parametrize(
    "check", [each for each in CHECKS_OF_NAMES if each.id != "label-noise"], ids=lambda each: each.id
)
def test_each_check_bears_any_table(check: Any, columns: dict[str, Any], named: dict[str, Any]) -> None:
    """Empty, one row, nothing but nulls, long and hostile names and cells, dates, infinities, beyond 64 bits."""
    assert check.id in CHECKS
    job = Job(delivery(columns), against=delivery(columns), **named)
    if check.asked(job):
        return
    seen = check.look(job)
    keys = [finding.key for finding in seen.findings]
    assert len(keys) == len(set(keys))
    assert set(seen.where) <= set(keys)
    for finding in seen.findings:
        assert finding.check == check.id
        assert all(0 < len(text) <= SENTENCE_MAX for text in (finding.saw, finding.sure, finding.could, finding.ask))
        assert all(each is None or math.isfinite(each) for each in (finding.amount, finding.low, finding.high))
        if finding.key in seen.where:
            rows = job.delivery.table.filter(seen.where[finding.key])
            assert job.delivery.engine.one(rows.aggregate(n=rows.count()))["n"] > 0
