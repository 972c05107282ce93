"""Gaps that fall on one group more than on another are told where they are large and beyond chance."""

import numpy as np
import pytest

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks import missing_by
from premortem.scan.job import Job


def gaps(sizes: dict[str, tuple[int, int]], blank: str | None = None, **more: object) -> Job:
    """Of each group so many of so many rows with an empty x."""
    rows = [(group, blank if at < empty else "7") for group, (empty, of) in sizes.items() for at in range(of)]
    columns = {"g": [group for group, _ in rows], "x": [cell for _, cell in rows], **more}
    return Job(delivery(columns), groups=("g",))


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({"a": (10, 1000), "b": (100, 900)}, True),
        ({"a": (100, 1000), "b": (10, 900)}, True),
        ({"a": (100, 10_000), "b": (260, 9000)}, False),  # 1.9 points, though far beyond chance
        ({"a": (100, 1000), "b": (8, 50)}, False),  # 6 points, and chance does that
        ({"a": (0, 1000), "b": (29, 29)}, False),  # too few rows to judge
    ],
)
@pytest.mark.parametrize("blank", [None, "  "])
def test_a_gap_is_told_from_two_points_and_beyond_chance(
    sizes: dict[str, tuple[int, int]], told: bool, blank: str | None
) -> None:
    job = gaps(sizes, blank)
    seen = missing_by.CHECK.look(job)
    assert bool(seen.findings) is told
    if told:
        (finding,) = seen.findings
        assert (finding.severity, finding.columns) == (Severity.HIGH, ("x", "g"))
        assert finding.low is not None
        assert 0 < finding.low < finding.amount
        empty = job.delivery.table.filter(seen.where[finding.key])
        assert job.delivery.engine.one(empty.count().as_table()) == {"CountStar()": sum(n for n, _ in sizes.values())}


def test_the_answers_of_a_label_are_groups_too() -> None:
    label = ["yes"] * 500 + ["no"] * 500
    job = Job(delivery({"y": label, "x": [None] * 300 + ["1"] * 700}), label="y")
    (finding,) = missing_by.CHECK.look(job).findings
    assert finding.columns == ("x", "y")
    assert finding.amount == pytest.approx(60)


def test_many_comparisons_raise_no_alarm_by_chance() -> None:
    """Forty columns with a fifth of their cells empty at random, eight groups: 280 comparisons, in ten tables."""
    alarms = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        columns = {f"x{n}": np.where(rng.random(1500) < 0.2, None, "1") for n in range(40)}
        job = Job(delivery({"g": [f"g{n}" for n in rng.integers(0, 8, 1500)], **columns}), groups=("g",))
        alarms += bool(missing_by.CHECK.look(job).findings)
    assert alarms <= 2


def test_the_groups_own_empty_cells_make_no_group() -> None:
    job = Job(delivery({"g": ["a"] * 500 + [None] * 500, "x": ["1"] * 500 + [None] * 500}), groups=("g",))
    assert missing_by.CHECK.look(job).findings == ()


def test_columns_are_counted_in_parts_with_the_same_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {f"z{n}": [None] * 100 + ["1"] * 1800 for n in range(5)}
    whole = missing_by.CHECK.look(gaps({"a": (10, 1000), "b": (100, 900)}, **more))
    monkeypatch.setattr(missing_by, "AT_ONCE", 2)
    assert missing_by.CHECK.look(gaps({"a": (10, 1000), "b": (100, 900)}, **more)).findings == whole.findings
    assert len(whole.findings) == 6


def test_without_groups_and_label_it_is_not_asked() -> None:
    assert missing_by.CHECK.asked(Job(delivery({"x": ["1"]})))
