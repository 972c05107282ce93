"""The figures of the report are what they are called, and what was held back is kept apart."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import extract, markdown, targets
from forecasts.curves import COLUMNS, HOURS_PILOTS, MEANS, QUALITY_PILOTS, SINGLE_RUNS, of_part, read
from forecasts.results import OURS, Results
from forecasts.scores import (
    Chance,
    Told,
    brier,
    brier_of_base_rate,
    exact_interval,
    give_or_take,
    observed,
    reliability,
    summary,
)

SHIPPED = Path(__file__).parents[2] / "data" / "curves"


def told(error: float = 1.0, *, inside: bool | None = True, dataset: str = "2", kind: str = "linear") -> Told:
    part = "held" if of_part(dataset, "held") else "tune"
    return Told(dataset, kind, part, "4 pilots", OURS, error, 0.5, inside, 2.0, 0.0)


@given(st.integers(0, 100_000))
def test_a_dataset_is_of_one_part_and_of_all(number: int) -> None:
    assert of_part(str(number), "tune") != of_part(str(number), "held")
    assert of_part(str(number), "all")


@pytest.mark.parametrize("file", [SINGLE_RUNS, MEANS])
def test_pilots_are_small_ascending_and_none_is_the_full_run(file: str) -> None:
    sets = HOURS_PILOTS if file == SINGLE_RUNS else QUALITY_PILOTS
    for curve in read(SHIPPED, file):
        assert (np.diff(curve.sizes) > 0).all()
        for name, shares in sets.items():
            pilots = curve.pilots(shares)
            assert pilots == sorted(set(pilots)), name
            assert curve.sizes[pilots[-1]] <= 0.5 * curve.sizes[-1], name


def test_the_extract_holds_whole_datasets_of_both_parts_and_is_small() -> None:
    for file in COLUMNS:
        curves = read(SHIPPED, file)
        for part, count in extract.TAKEN.items():
            assert len({curve.dataset for curve in curves if curve.part == part}) == count
    assert sum((SHIPPED / file).stat().st_size for file in COLUMNS) < 150_000


def test_the_extract_of_the_extract_is_the_same_to_the_byte(tmp_path: Path) -> None:
    extract.write(SHIPPED, tmp_path)
    assert all((tmp_path / file).read_bytes() == (SHIPPED / file).read_bytes() for file in COLUMNS)


def test_an_exact_interval_is_clopper_and_pearsons() -> None:
    assert exact_interval(0, 10) == (0.0, pytest.approx(1 - 0.05**0.1))
    assert exact_interval(10, 10) == (pytest.approx(0.05**0.1), 1.0)
    assert exact_interval(95, 100, level=0.95) == (pytest.approx(0.8872, abs=1e-4), pytest.approx(0.9836, abs=1e-4))


def test_few_curves_are_shown_with_their_number_and_doubt() -> None:
    few = summary([told(inside=True)] * 9 + [told(inside=False)])
    many = summary([told(inside=True)] * 30)
    assert few is not None
    assert many is not None
    assert markdown.covered(few) == "9 of 10 (61 % to 99 %)"
    assert markdown.count(few).endswith("*")
    assert markdown.covered(many) == "100 %"


def test_forecasts_without_an_interval_do_not_count_as_misses() -> None:
    group = summary([told(inside=True), told(inside=None)])
    assert group is not None
    assert (group.coverage, group.asked, group.curves) == (1.0, 1, 2)


def test_intervals_of_every_level_hold_what_lies_within_them() -> None:
    spread = [
        Told("2", "linear", "tune", "4 pilots", OURS, 1.0, below, True, 2.0, 0.0) for below in np.arange(0.005, 1, 0.01)
    ]
    for level in (0.1, 0.5, 0.9):
        assert observed(spread, level) == pytest.approx(level, abs=0.011)


def test_the_base_rate_knows_each_question_and_certainty_scores_best() -> None:
    chances = [
        Chance("2", "linear", "tune", "4 pilots", question, float(came), came)
        for question, came in [("a", True), ("a", False), ("b", True), ("b", True)]
    ]
    assert brier(chances) == 0
    assert brier_of_base_rate(chances) == pytest.approx(0.125)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_every_chance_is_in_one_bin(pairs: list[tuple[float, bool]]) -> None:
    bins = reliability([Chance("2", "linear", "tune", "4 pilots", "a", said, came) for said, came in pairs])
    assert sum(each.count for each in bins) == len(pairs)
    assert sum(each.happened * each.count for each in bins) == pytest.approx(sum(came for _, came in pairs))


def test_other_datasets_are_drawn_whole_and_the_same_each_time() -> None:
    values, datasets = np.array([1.0] * 5 + [3.0] * 5), ["2"] * 5 + ["4"] * 5
    assert give_or_take(values, datasets, np.mean) == give_or_take(values, datasets, np.mean) == (1.0, 3.0)


def test_a_target_is_met_on_what_was_held_back_and_a_small_kind_is_not_judged() -> None:
    good = [told(1.1, dataset="2", inside=True)] * 30
    bad = [told(5.0, dataset="10", inside=False)] * 30 + [told(5.0, dataset="10", kind="kernel")] * 3
    found = {target.what: target for target in targets.hours(Results(told=good + bad))}
    factor = found["factor between middle and truth, median"]
    assert (factor.tuned, factor.held, factor.met, factor.word) == ("1.10", "5.00", False, "**no**")
    assert found["in the 80 % interval, linear"].met is False
    assert found["in the 80 % interval, kernel"].met is None
    assert found["in the 80 % interval, kernel"].held == "100.0 %"
