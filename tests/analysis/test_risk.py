"""Escaped loss is an expectation in money, and a range in gives the exact range out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.analysis import risk
from premortem.errors import ArgumentError

CHANCE = st.floats(0, 1)
COST = st.floats(0, 1e7)


def ordered(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, ...]]:
    return st.tuples(values, values, values).map(lambda three: tuple(sorted(three)))


def test_escaped_loss_published_value() -> None:
    """0.2, 0.3, 500000, 20000 loses 71200."""
    assert risk.escaped_loss(0.2, 0.3, 500000, 20000) == pytest.approx(71200)


def test_nothing_there_or_everything_caught() -> None:
    """Without the defect there is no loss; caught for certain it costs the early amount."""
    assert risk.escaped_loss(0, 0.3, 500000, 20000) == 0
    assert risk.escaped_loss(1, 1, 500000, 20000) == 20000
    assert risk.escaped_loss(1, 0, 500000, 20000) == 500000


@given(ordered(CHANCE), ordered(CHANCE), ordered(COST), ordered(COST), st.data())
def test_a_range_holds_every_combination_inside_it(
    p: tuple[float, ...], d: tuple[float, ...], late: tuple[float, ...], early: tuple[float, ...], data: st.DataObject
) -> None:
    """Any values within the ranges give a loss within the result, and the best values give the best."""
    result = risk.escaped_loss(p, d, late, early)
    assert isinstance(result, risk.Range)
    inside = [data.draw(st.floats(low, high)) for low, _, high in (p, d, late, early)]
    loss = risk.escaped_loss(*inside)
    slack = 1e-9 * (1 + abs(loss))
    assert result.low - slack <= loss <= result.high + slack
    assert result.best == risk.escaped_loss(p[1], d[1], late[1], early[1])


@given(CHANCE, CHANCE, COST, COST)
def test_a_range_of_no_width_is_the_number(p: float, d: float, late: float, early: float) -> None:
    """Three equal values say the same as one."""
    alone = risk.escaped_loss(p, d, late, early)
    assert risk.escaped_loss((p, p, p), d, late, early) == (alone, alone, alone)


@given(CHANCE, CHANCE, CHANCE, COST, COST, COST)
def test_a_check_is_worth_the_difference_it_makes(
    p: float, without: float, having: float, late: float, early: float, cost: float
) -> None:
    """Its worth is the escaped loss without it, less the loss with it, less its own cost."""
    saved = risk.escaped_loss(p, without, late, early) - risk.escaped_loss(p, having, late, early)
    assert risk.check_worth(p, without, having, late, early, cost) == pytest.approx(saved - cost, abs=1e-5)


def test_an_unsure_check_has_a_range() -> None:
    """Ranges in, a range out, for the worth of a check too."""
    worth = risk.check_worth(0.2, 0.3, (0.5, 0.6, 0.9), 500000, 20000, cost=1000)
    assert worth == pytest.approx((0.2 * 0.2 * 480000 - 1000, 0.2 * 0.3 * 480000 - 1000, 0.2 * 0.6 * 480000 - 1000))


def test_risks_are_ranked_by_loss_and_close_ones_are_marked() -> None:
    """The larger best estimate comes first; a range that overlaps the first says so."""
    order = risk.ranked(
        {
            "licence": (0.1, 0.5, 10000, 1000),
            "drift": (0.2, 0.3, 500000, 20000),
            "labels": ((0.1, 0.2, 0.5), 0.3, 400000, 20000),
        }
    )
    assert [entry.name for entry in order] == ["drift", "labels", "licence"]
    assert [entry.could_be_worst for entry in order] == [True, True, False]


@given(st.permutations(["a", "b", "c", "d"]))
def test_ranking_does_not_depend_on_the_order_asked(names: list[str]) -> None:
    """The register may be filled in any order."""
    facts = {"a": (0.1, 0, 100, 0), "b": (0.2, 0, 100, 0), "c": (0.3, 0, 100, 0), "d": (0.4, 0, 100, 0)}
    assert [entry.name for entry in risk.ranked({name: facts[name] for name in names})] == ["d", "c", "b", "a"]


def test_no_risks_is_an_empty_ranking() -> None:
    """A register without entries has nothing to order."""
    assert risk.ranked({}) == ()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((1.2, 0.3, 1, 1), "probability"),
        ((0.2, -0.3, 1, 1), "detection"),
        ((0.2, 0.3, -1, 1), "late"),
        ((0.2, 0.3, 1, math.nan), "early"),
        ((0.2, 0.3, math.inf, 1), "late"),
        (("0.2", 0.3, 1, 1), "probability"),
        (((0.2, 0.3), 0.3, 1, 1), "probability"),
        (((0.3, 0.2, 0.4), 0.3, 1, 1), "probability"),
        ((0.2, 0.3, (1, None, 3), 1), r"late\[1\]"),
        ((0.2, 0.3, (), 1), "late"),
    ],
)
def test_escaped_loss_refuses_by_naming_the_argument(arguments: tuple[object, ...], named: str) -> None:
    """A bad number or range is refused in one line."""
    with pytest.raises(ArgumentError, match=f"^{named} must be .*, got "):
        risk.escaped_loss(*arguments)  # type: ignore[call-overload]


@pytest.mark.parametrize("risks", [[("a", 1)], {"a": (0.1, 0.2, 3)}, {"a": 0.3}, {"a": (0.1, 2, 3, 4)}])
def test_ranking_refuses_an_incomplete_risk(risks: object) -> None:
    """Each risk has its four figures."""
    with pytest.raises(ArgumentError, match=r"^risks"):
        risk.ranked(risks)  # type: ignore[arg-type]
