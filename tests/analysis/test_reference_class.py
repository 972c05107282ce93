"""The outside view says what the published figures say, and no more."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.analysis import reference_class
from premortem.errors import ArgumentError

ROWS = [
    {"id": "it-overrun-share", "value": "18", "n": "5392", "year": "2023", "source": "one", "grade": "secondary"},
    {"id": "molokken-review", "value": "60-80", "n": "", "year": "2003", "source": "another", "grade": "abstract"},
    {"id": "data-cascades", "value": "92", "n": "53", "year": "2021", "source": "a third", "grade": "seen"},
]

USUAL = ((0.5,), ROWS)


def test_a_share_is_one_point_with_limits_on_either_side() -> None:
    """18 % above 1.5: at most 1.5 below that point, 1.5 at it, at least the heavy tail's factor above it."""
    half, point, tail = reference_class.uplift(200, "it-overrun-share", (0.5, 0.82, 0.95), rows=ROWS).uplifts
    assert (half.factor, half.low, half.amount) == (1.5, 0, 300)
    assert (point.low, point.factor, point.high) == (1.5, 1.5, 1.5)
    assert tail.low == tail.factor == pytest.approx(1.5 * 0.18 / 0.05)
    assert tail.high == math.inf


def test_a_share_with_a_mean_is_met_by_its_distribution() -> None:
    """Where 70 % overran by 35 % on average the factor 1 is the 30 % quantile, and the mean comes out."""
    quantiles = [(k + 0.5) / 4000 for k in range(4000)]
    uplifts = reference_class.uplift(1, "molokken-review", quantiles, rows=ROWS).uplifts
    assert sum(uplift.factor <= 1 for uplift in uplifts) / 4000 == pytest.approx(0.30, abs=0.001)
    assert sum(uplift.factor for uplift in uplifts) / 4000 == pytest.approx(1.35, abs=0.005)
    assert all(uplift.low <= uplift.factor <= uplift.high for uplift in uplifts)


def test_classes_that_disagree_are_both_shown() -> None:
    """The other class stands beside the one asked for, and is named where both cannot be true."""
    view = reference_class.uplift(100, "it-overrun-share", rows=ROWS)
    assert [other.class_id for other in view.others] == ["molokken-review"]
    assert view.disagreeing == ("molokken-review",)
    assert view.asked.n == 5392
    assert view.others[0].n is None
    assert reference_class.uplift(100, "it-overrun-share", (0.5,), rows=ROWS).disagreeing == ()


def test_a_row_that_says_what_was_exceeded_is_a_class() -> None:
    """A `ratio` column makes a class of any row, without a line of code."""
    rows = [*ROWS, {"id": "ours", "value": "25", "ratio": "2"}]
    assert reference_class.class_ids(rows) == ("it-overrun-share", "molokken-review", "ours")
    assert reference_class.uplift(10, "ours", (0.75,), rows=rows).uplifts[0].amount == 20


def test_rows_may_come_from_a_file(tmp_path: Path) -> None:
    """A path to a CSV file and its rows give the same."""
    path = tmp_path / "rates.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, list(ROWS[0]))
        writer.writeheader()
        writer.writerows(ROWS)
    from_file = reference_class.uplift(100, "molokken-review", rows=path)
    assert from_file == reference_class.uplift(100, "molokken-review", rows=ROWS)


def test_the_shipped_figures_hold_classes_that_disagree() -> None:
    """Without rows the shipped file is read: it has at least two classes, with their sources."""
    view = reference_class.uplift(100, "it-overrun-share")
    assert view.disagreeing
    assert all(found.source and found.grade for found in (view.asked, *view.others))


@pytest.mark.parametrize("class_id", ["it-overrun-share", "molokken-review"])
def test_a_surer_quantile_never_needs_less(class_id: str) -> None:
    """Factors rise with the share of projects that should stay within."""
    uplifts = reference_class.uplift(1, class_id, [k / 100 for k in range(1, 100)], rows=ROWS).uplifts
    factors = [uplift.factor for uplift in uplifts]
    assert factors == sorted(factors)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((0, "it-overrun-share"), "estimate"),
        ((math.nan, "it-overrun-share"), "estimate"),
        ((100, "chaos-report"), "class_id"),
        ((100, "data-cascades"), "class_id"),
        ((100, None), "class_id"),
        ((100, "it-overrun-share", (1.0,)), "quantiles"),
        ((100, "it-overrun-share", ()), "quantiles"),
        ((100, "it-overrun-share", (0.5,), Path("/nowhere/rates.csv")), "rows"),
        ((100, "it-overrun-share", (0.5,), ["a", "b"]), "rows"),
        ((100, "x", (0.5,), [{"id": "x", "value": "many", "ratio": "2"}]), "value of x"),
        ((100, "x", (0.5,), [{"id": "x", "value": "20", "ratio": "two"}]), "ratio of x"),
    ],
)
def test_uplift_refuses_by_naming_the_argument(arguments: tuple[object, ...], named: str) -> None:
    """Unknown classes are refused with the list of the known ones; a broken row with its id."""
    estimate, class_id, quantiles, rows = (*arguments, *USUAL[len(arguments) - 2 :])
    with pytest.raises(ArgumentError, match=rf"^{named}.* must be .*, got "):
        reference_class.uplift(estimate, class_id, quantiles, rows)  # type: ignore[arg-type]


def test_five_finished_projects_are_a_class() -> None:
    """The k-th of n stands for k / (n + 1); beyond the ends only a limit is known."""
    early, middle, late = reference_class.own_uplift(10, [3, 1, 1.2, 0.9, 2], (0.1, 0.5, 0.9))
    assert (early.low, early.factor) == (0, 0.9)
    assert (middle.factor, middle.amount) == (1.2, 12)
    assert (late.factor, late.high) == (3, math.inf)


@given(st.lists(st.floats(0.1, 10), min_size=5, max_size=20))
def test_own_projects_may_come_in_any_order(ratios: list[float]) -> None:
    """The order in which projects finished changes nothing."""
    assert reference_class.own_uplift(1, ratios) == reference_class.own_uplift(1, sorted(ratios))


@pytest.mark.parametrize("ratios", [[1, 1, 1, 1], [1, 1, 1, 1, 0], [1, 1, 1, 1, math.nan], "12345", None])
def test_fewer_than_five_are_no_class(ratios: object) -> None:
    """Four projects, or a ratio of nothing, are refused."""
    with pytest.raises(ArgumentError, match=r"^ratios.* must be .*, got "):
        reference_class.own_uplift(1, ratios)  # type: ignore[arg-type]
