"""What moved between two tables is measured; two halves of one table have not moved."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliveries import ADULT, TABLES, delivery
from premortem.model.evidence import Finding, Severity
from premortem.scan.checks import bins, drift
from premortem.scan.job import Job


def look(first: object, second: object, **more: bool) -> drift.Seen:
    return drift.CHECK.look(Job(delivery(first), against=delivery(second), **more))  # type: ignore[arg-type]


def alarms(seen: drift.Seen) -> list[Finding]:
    return [finding for finding in seen.findings if finding.severity is not Severity.SHOWN]


@pytest.fixture(scope="module")
def adult() -> pd.DataFrame:
    if not (TABLES / "adult.data").exists():
        pytest.skip("the Adult table is not on this machine")
    return pd.read_csv(TABLES / "adult.data", names=ADULT, dtype=str)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rows", [None, 1000])
def test_two_halves_of_adult_have_not_moved(adult: pd.DataFrame, seed: int, rows: int | None) -> None:
    """All of it, and a thousand rows of it: 500 on each side, where chance moves most."""
    order = np.random.default_rng(seed).permutation(len(adult))[:rows]
    first, second = np.array_split(order, 2)
    seen = look(adult.iloc[first].reset_index(drop=True), adult.iloc[second].reset_index(drop=True))
    assert alarms(seen) == []
    assert len([each for each in seen.moved if each.judged]) >= len(ADULT) - 1


@given(st.integers(0, 10**6), st.integers(500, 900), st.integers(500, 900), st.integers(2, 400))
@settings(max_examples=25, deadline=None)
def test_two_samples_of_one_population_have_not_moved(seed: int, n: int, m: int, categories: int) -> None:
    """However many categories there are, and how long the tail of the numbers."""
    rng = np.random.default_rng(seed)
    tables = [
        {
            "c": [f"c{k}" for k in rng.integers(0, categories, rows)],
            "x": rng.lognormal(0, 2, rows),
            "k": rng.poisson(1, rows),
        }
        for rows in (n, m)
    ]
    assert [finding for finding in alarms(look(*tables)) if finding.about == ""] == []


@pytest.mark.parametrize(("by", "severity"), [(0.25, None), (0.4, Severity.MEDIUM), (1.0, Severity.HIGH)])
@pytest.mark.parametrize("known", [True, False])
def test_numbers_that_moved_are_told_by_how_far(by: float, severity: Severity | None, known: bool) -> None:
    """A normal curve moved by 0.25, 0.4 and 1 has a PSI of about 0.06, 0.16 and 1; counted here, or by the engine."""
    rng = np.random.default_rng(6)
    tables = [delivery({"x": rng.normal(shift, size=4000)}) for shift in (0, by)]
    if not known:
        tables = [replace(each, columns=tuple(replace(c, values=None) for c in each.columns)) for each in tables]
    seen = drift.CHECK.look(Job(tables[0], against=tables[1]))
    assert [finding.severity for finding in seen.findings] == ([severity] if severity else [])
    (moved,) = seen.moved
    assert moved.psi == pytest.approx(by**2, rel=0.35, abs=0.01)


def test_counting_here_and_in_the_engine_agree() -> None:
    rng = np.random.default_rng(8)
    cells = [None if lot < 0.1 else "text" if lot < 0.12 else f"{lot:.3f}" for lot in rng.random(3000)]
    table = delivery({"x": cells})
    edges = {"k": bins.edges_of(table.columns[0])}
    here = bins.above_edges(table, table.columns, edges)["k"]
    there = bins.above_edges(table, [replace(table.columns[0], values=None)], edges)["k"]
    assert list(here) == list(there)
    assert sum(here) == 3000
    assert len(here) == 11


def test_a_share_of_empty_cells_that_moved_is_told() -> None:
    (finding,) = look({"x": ["a"] * 1000}, {"x": ["a"] * 700 + [None] * 300}).findings
    assert finding.severity is Severity.HIGH
    assert "Empty cells went from 0.0 % to 30 %" in finding.saw


def test_new_values_are_told_with_their_share_and_named_only_as_examples() -> None:
    first, second = {"x": ["a", "b"] * 500}, {"x": ["a", "b"] * 490 + ["secret"] * 20}
    (finding,) = look(first, second).findings
    assert (finding.severity, finding.about, finding.amount) == (Severity.MEDIUM, "new values", 0.02)
    assert "secret" not in finding.saw + finding.sure
    assert finding.examples[0].cells == (("x", "secret"),)
    assert look(first, second, masked=True).findings[0].examples[0].cells == (("x", "xxxxxx"),)
    assert look(first, second, with_examples=False).findings[0].examples == ()


def test_spaces_and_ways_to_write_a_number_do_not_count() -> None:
    assert (
        look({"x": [" a", "b "] * 500, "n": ["1", "2"] * 500}, {"x": ["a", "b"] * 500, "n": [1.0, 2.0] * 500}).findings
        == ()
    )


def test_below_500_rows_nothing_is_judged_and_that_is_said() -> None:
    seen = look({"x": ["a"] * 499}, {"x": ["b"] * 5000})
    assert seen.findings == ()
    assert [(each.psi, each.judged) for each in seen.moved] == [(None, False)]
    assert "500 rows" in seen.says


def test_what_cannot_be_compared_is_said_to_be_not_judged() -> None:
    """Dates, names of rows, more than a thousand categories, nothing on either side."""
    rng = np.random.default_rng(9)

    def table(start: int) -> dict[str, object]:
        rows = range(start, start + 2500)
        return {
            "day": [f"20{10 + start // 2500}-01-{1 + n % 28:02}" for n in rows],
            "id": [f"id{n}" for n in rows],
            "many": [f"m{n}" for n in rng.integers(0, 1800, 2500)],
            "nothing": [None] * 2500,
        }

    seen = look(table(0), table(2500))
    assert seen.findings == ()
    assert not any(each.judged for each in seen.moved)
    assert all(reason in seen.says for reason in ("dates", "another value in every row", "too many", "empty in both"))


def test_columns_in_one_table_only_are_shown() -> None:
    (finding,) = look({"a": [1, 2] * 300, "b": [1, 2] * 300}, {"a": [1, 2] * 300, "c": [1, 2] * 300}).findings
    assert (finding.severity, finding.about, finding.columns) == (Severity.SHOWN, "columns", ("b",))


def test_psi_of_categories_is_the_formula_on_paper() -> None:
    (moved,) = look({"x": ["a"] * 9000 + ["b"] * 1000}, {"x": ["a"] * 7000 + ["b"] * 3000}).moved
    assert moved.psi == pytest.approx(0.2 * math.log(3) - 0.2 * math.log(7 / 9), rel=2e-3)
