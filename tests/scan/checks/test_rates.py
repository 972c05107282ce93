"""Rates of answers and of errors by group are exact, and gaps are told only where the rows bear them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliveries import ADULT, TABLES, delivery, from_csv
from premortem.errors import RefusedInput
from premortem.model.evidence import Rate, Severity
from premortem.scan.checks import error_rates, rates
from premortem.scan.job import Job

COMPAS = TABLES / "compas-scores-two-years.csv"


def people(**groups: tuple[int, int]) -> Job:
    """Of each group so many of so many rows with the answer "1"."""
    rows = [(group, "1" if at < yes else "0") for group, (yes, of) in groups.items() for at in range(of)]
    return Job(
        delivery({"g": [group for group, _ in rows], "y": [answer for _, answer in rows]}), label="y", groups=("g",)
    )


def by_group(found: tuple[Rate, ...], what: str) -> dict[str, tuple[int, int]]:
    return {rate.group: (rate.count, rate.of) for rate in found if rate.what == what}


@pytest.mark.skipif(not COMPAS.exists(), reason="the COMPAS table is not on this machine")
@pytest.mark.parametrize("prediction", ["score_text!=Low", "score_text=Medium,High", "decile_score>=5"])
def test_compas_counts_are_those_of_propublica(prediction: str) -> None:
    """Black defendants: 990 true negatives, 805 false positives, 532 false negatives, 1,369 true positives."""
    job = Job(from_csv(COMPAS), label="two_year_recid", groups=("race",), prediction=prediction)
    seen = error_rates.CHECK.look(job)
    assert by_group(seen.rates, "false positive rate")["African-American"] == (805, 805 + 990)
    assert by_group(seen.rates, "false negative rate")["African-American"] == (532, 532 + 1369)
    assert by_group(seen.rates, "false positive rate")["Caucasian"] == (349, 349 + 1139)
    assert by_group(seen.rates, "false negative rate")["Caucasian"] == (461, 461 + 505)
    assert {finding.about for finding in seen.findings} == {"false positive rate", "false negative rate"}
    assert all(finding.severity is Severity.HIGH for finding in seen.findings)


@pytest.mark.skipif(not (TABLES / "adult.data").exists(), reason="the Adult table is not on this machine")
def test_adult_rates_by_sex_are_those_of_the_file() -> None:
    seen = rates.CHECK.look(Job(from_csv(TABLES / "adult.data", ADULT), label="income", groups=("sex",)))
    assert by_group(seen.rates, "label rate: >50K") == {"Male": (6662, 21790), "Female": (1179, 10771)}
    (finding,) = seen.findings
    assert finding.amount == pytest.approx(100 * (6662 / 21790 - 1179 / 10771))


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_error_rates_agree_with_fairlearn(seed: int) -> None:
    fairlearn = pytest.importorskip("fairlearn.metrics", reason="fairlearn is not installed")
    rng = np.random.default_rng(seed)
    label, predicted, group = (rng.integers(0, most, 400) for most in (2, 2, 3))
    columns = {"y": label.astype(str), "p": predicted.astype(str), "g": [f"group {each}" for each in group]}
    seen = error_rates.CHECK.look(Job(delivery(columns), label="y", groups=("g",), prediction="p"))
    metrics = {
        "false positive rate": fairlearn.false_positive_rate,
        "false negative rate": fairlearn.false_negative_rate,
    }
    theirs = fairlearn.MetricFrame(metrics=metrics, y_true=label, y_pred=predicted, sensitive_features=columns["g"])
    for what in metrics:
        ours = {name: count / of for name, (count, of) in by_group(seen.rates, what).items()}
        assert ours == pytest.approx(theirs.by_group[what].to_dict())


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ({"a": (500, 1000), "b": (390, 1000)}, True),
        ({"a": (500, 1000), "b": (410, 1000)}, False),  # above four fifths
        ({"a": (20, 40), "b": (14, 40)}, False),  # below, but chance does that
        ({"a": (500, 1000), "b": (0, 29)}, False),  # too few rows to judge
        ({"a": (950, 1000), "b": (850, 1000)}, True),  # the other answer: 5 % against 15 %
    ],
)
def test_a_gap_is_told_below_four_fifths_and_beyond_chance(groups: dict[str, tuple[int, int]], told: bool) -> None:
    assert bool(rates.CHECK.look(people(**groups)).findings) is told


def test_both_answers_of_a_gap_make_one_finding_that_names_the_wider_one() -> None:
    (finding,) = rates.CHECK.look(people(a=(300, 1000), b=(700, 1000))).findings
    assert "The same holds for 1 other answer" in finding.saw
    assert finding.low is not None
    assert finding.high is not None
    assert 0 < finding.low < 40 < finding.high


def test_a_small_group_is_shown_without_its_name_and_not_judged() -> None:
    seen = rates.CHECK.look(people(many=(50, 100), hidden=(0, 12), secret=(3, 12)))
    assert {rate.group: rate.judged for rate in seen.rates} == {
        "many": True,
        "a group of 12": False,
        "a group of 12, no. 2": False,
    }
    assert "hidden" not in repr(seen)


def test_of_more_than_12_groups_the_largest_are_kept_and_the_others_counted() -> None:
    seen = rates.CHECK.look(people(**{f"g{n:02}": (20, 40 + n) for n in range(20)}))
    assert [rate.group for rate in seen.rates] == [f"g{n:02}" for n in range(19, 7, -1)]
    assert "8 are not" in seen.says


def test_a_column_of_too_many_values_names_no_groups() -> None:
    job = Job(delivery({"g": [f"n{n}" for n in range(2000)], "y": ["1", "0"] * 1000}), label="y", groups=("g",))
    assert "name no groups" in rates.CHECK.look(job).says


def test_several_answers_are_compared_each_and_wrong_predictions_of_them_counted() -> None:
    group = ["a"] * 300 + ["b"] * 300
    label = ["x"] * 100 + ["y"] * 100 + ["z"] * 100 + ["x"] * 20 + ["y"] * 140 + ["z"] * 140
    predicted = ["x"] * 300 + label[300:]
    job = Job(delivery({"g": group, "y": label, "p": predicted}), label="y", groups=("g",), prediction="p")
    (gap,) = rates.CHECK.look(job).findings
    assert "“x”" in gap.saw
    errors = error_rates.CHECK.look(job)
    assert by_group(errors.rates, "error rate") == {"a": (200, 300), "b": (0, 300)}
    assert [finding.about for finding in errors.findings] == ["error rate"]


def test_a_prediction_that_holds_no_answers_is_not_guessed_at() -> None:
    job = Job(delivery({"g": ["a", "b"] * 50, "y": ["1", "0"] * 50, "p": ["0.7", "0.2"] * 50}), "y", ("g",), "p")
    seen = error_rates.CHECK.look(job)
    assert seen.rates == ()
    assert "COLUMN>=5" in seen.says


def test_numbers_written_in_two_ways_are_one_answer() -> None:
    job = Job(delivery({"g": ["a"] * 100, "y": ["1", "0"] * 50, "p": ["1.0", "0.0"] * 50}), "y", ("g",), "p")
    assert by_group(error_rates.CHECK.look(job).rates, "false positive rate") == {"a": (0, 50)}


def test_rows_without_a_prediction_are_counted_nowhere() -> None:
    job = Job(delivery({"g": ["a"] * 90, "y": ["1", "0", "0"] * 30, "s": ["9", None, "2"] * 30}), "y", ("g",), "s>=5")
    seen = error_rates.CHECK.look(job)
    assert by_group(seen.rates, "false positive rate") == {"a": (0, 30)}
    assert by_group(seen.rates, "false negative rate") == {"a": (0, 30)}


def test_a_prediction_of_an_unknown_column_is_refused() -> None:
    job = Job(delivery({"g": ["a"] * 90, "y": ["1", "0", "0"] * 30}), "y", ("g",), "score>=5")
    with pytest.raises(RefusedInput, match="score"):
        error_rates.CHECK.look(job)
