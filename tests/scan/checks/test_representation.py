"""The share of a group is held against the declared population, and judged only where rows and declaration allow it."""

import pytest

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks import representation
from premortem.scan.job import Job
from premortem.scan.rules import Rules


def look(rows: dict[str | None, int], population: dict[str, float] | None = None) -> representation.Seen:
    cells = [group for group, n in rows.items() for _ in range(n)]
    rules = Rules(populations={"g": population}) if population else None
    return representation.CHECK.look(Job(delivery({"g": cells, "x": cells}), groups=("g",), rules=rules))


@pytest.mark.parametrize(
    ("rows", "declared", "told"),
    [
        ({"a": 300, "b": 700}, 0.5, True),
        ({"a": 420, "b": 580}, 0.5, False),  # within a fifth of it
        ({"a": 35, "b": 65}, 0.44, False),  # outside, and chance does that
        ({"a": 700, "b": 300}, 0.5, True),  # too many counts as well
    ],
)
def test_a_share_is_told_outside_a_fifth_of_the_declared_and_beyond_chance(
    rows: dict[str | None, int], declared: float, told: bool
) -> None:
    found = look(rows, {"a": declared}).findings
    assert [finding.severity for finding in found] == [Severity.HIGH] * told


def test_below_30_rows_a_group_cannot_be_judged_and_that_is_said() -> None:
    (finding,) = look({"a": 29, "b": 971}, {"a": 0.3}).findings
    assert finding.severity is Severity.SHOWN
    assert "nothing can be judged" in finding.saw
    (nobody,) = look({"b": 1000}, {"a": 0.3}).findings
    assert nobody.severity is Severity.SHOWN


def test_without_a_population_shares_are_shown_and_not_judged() -> None:
    seen = look({"a": 300, "b": 690, None: 10})
    assert seen.findings == ()
    assert [(rate.group, rate.count, rate.of) for rate in seen.rates] == [("b", 690, 990), ("a", 300, 990)]
    assert "no population was declared" in seen.says


def test_groups_without_a_declared_share_are_counted_in_a_sentence() -> None:
    assert "2 groups that no population was declared for" in look({"a": 50, "b": 30, "c": 20}, {"a": 0.5}).says


def test_a_population_of_a_column_that_was_not_named_as_groups_is_judged_too() -> None:
    rules = Rules(populations={"g": {"a": 0.9}, "gone": {"a": 1.0}})
    job = Job(delivery({"g": ["a", "b"] * 200}), rules=rules)
    assert representation.CHECK.asked(job) == ""
    assert [finding.columns for finding in representation.CHECK.look(job).findings] == [("g",)]
