"""Each side of a contract stops where one more day costs it what it brings."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.analysis import stopping
from premortem.errors import ArgumentError

MONEY = st.floats(1, 1e7)
DAYS = st.floats(0.5, 500)


def test_best_stop_published_values() -> None:
    """500000, 20 days, 5000 a day: day 25.91, share 0.8757, net 308298."""
    stop = stopping.best_stop(500000, 20, 5000)
    assert stop.day == pytest.approx(25.91, abs=5e-3)
    assert stop.share == pytest.approx(0.8757, abs=5e-5)
    assert stop.net == pytest.approx(308298, abs=0.5)


@given(MONEY, DAYS, st.floats(0.1, 1e6), st.floats(0, 2000))
def test_no_other_day_is_better(value: float, days: float, cost: float, other: float) -> None:
    """The net value at the best stop is at least that of any other day, and never below 0."""
    stop = stopping.best_stop(value, days, cost)
    elsewhere = value * -math.expm1(-other * math.log(5) / days) - cost * other
    assert stop.net >= elsewhere - 1e-6 * value
    assert stop.net >= -1e-6 * value


def test_where_the_first_day_costs_more_than_it_brings_one_never_begins() -> None:
    """Too dear a day stops at day 0 with nothing gained."""
    assert stopping.best_stop(1000, 20, 500) == stopping.Stop(day=0, share=0, net=0)
    assert stopping.best_stop(0, 20, 500).day == 0


@given(MONEY, DAYS, st.floats(0.1, 1e5), st.floats(1.01, 10))
def test_a_dearer_day_stops_earlier(value: float, days: float, cost: float, factor: float) -> None:
    """Raising the cost of a day never makes it worth going on longer."""
    assert stopping.best_stop(value, days, cost * factor).day <= stopping.best_stop(value, days, cost).day


@pytest.mark.parametrize("arguments", [(-1, 20, 5), (1, 0, 5), (1, 20, 0), (math.nan, 20, 5), ("1", 20, 5)])
def test_best_stop_refuses_free_or_backward_days(arguments: tuple[float, ...]) -> None:
    """A day has a cost and takes time."""
    with pytest.raises(ArgumentError):
        stopping.best_stop(*arguments)


def compare(**changes: float) -> stopping.ContractComparison:
    usual = {
        "day_rate": 5000.0,
        "supplier_margin": 1000.0,
        "price": 100000.0,
        "cap_days": 22.0,
        "last_day": 90.0,
    }
    return stopping.by_contract(500000, 20, **{**usual, **changes})


def test_fixed_price_stops_the_supplier_at_the_agreed_share() -> None:
    """At 80 % on day 20 the supplier has his price and 20 days of cost; the buyer would go on."""
    fixed = compare().fixed_price
    assert fixed.supplier.day == pytest.approx(20)
    assert fixed.supplier.share == pytest.approx(0.8)
    assert fixed.supplier.net == pytest.approx(100000 - 20 * 4000)
    assert fixed.buyer.day == 90
    assert fixed.gap_days == pytest.approx(70)
    assert fixed.buyer_net_at_supplier_stop == pytest.approx(0.8 * 500000 - 100000)


def test_a_day_rate_keeps_the_supplier_until_the_end() -> None:
    """Each day brings the supplier his margin; the buyer stops as in `best_stop`."""
    rate = compare().day_rate
    assert rate.supplier.day == 90
    assert rate.supplier.net == pytest.approx(90 * 1000)
    assert rate.buyer.day == pytest.approx(stopping.best_stop(500000, 20, 5000).day)
    assert rate.buyer.net == pytest.approx(stopping.best_stop(500000, 20, 5000).net)
    assert rate.gap_days < 0


def test_a_cap_stops_the_supplier_where_it_bites() -> None:
    """Beyond the capped days he works for nothing, and those free days are what the buyer wants."""
    capped = compare(cap_days=22).capped
    assert capped.supplier.day == 22
    assert capped.buyer.day == 90
    assert capped.buyer.net == pytest.approx(500000 * capped.buyer.share - 22 * 5000)


def test_a_cap_beyond_the_end_is_a_plain_day_rate() -> None:
    """A cap that never bites changes nothing."""
    result = compare(cap_days=1000)
    assert result.capped == result.day_rate


def test_one_owner_stops_where_a_day_costs_what_it_brings_to_both() -> None:
    """Together they count the supplier's cost, not his price."""
    assert compare().together.day == pytest.approx(stopping.best_stop(500000, 20, 4000).day)
    assert compare(buyer_cost_per_day=1000).together.day == pytest.approx(stopping.best_stop(500000, 20, 5000).day)


def test_a_price_below_cost_is_not_taken() -> None:
    """A supplier who would lose on the price never begins, and the buyer gets nothing."""
    fixed = compare(price=50000).fixed_price
    assert fixed.supplier == stopping.Stop(day=0, share=0, net=0)
    assert fixed.buyer_net_at_supplier_stop == 0


def test_a_rate_below_cost_is_not_worked_for() -> None:
    """With a margin below 0 the supplier loses by each day."""
    assert compare(supplier_margin=-100).day_rate.supplier.day == 0


def test_the_project_end_comes_before_the_agreed_share() -> None:
    """Where the agreed share takes longer than there is, the last day is the day of payment."""
    fixed = compare(agreed_share=0.9999, last_day=10).fixed_price
    assert fixed.supplier.day == 10


@given(st.floats(0, 1e4), st.floats(0, 1), st.floats(0, 1e6), st.floats(0, 120), st.floats(1, 120), st.floats(0, 1e4))
def test_neither_side_could_do_better_by_another_day(
    rate: float, margin: float, price: float, cap: float, last: float, own: float
) -> None:
    """Under a capped rate no other day within the project leaves either side with more."""
    result = compare(
        day_rate=rate, supplier_margin=margin * rate, price=price, cap_days=cap, last_day=last, buyer_cost_per_day=own
    ).capped
    cap = min(cap, last)
    for day in (0.0, last / 3, last, cap, cap / 2):
        share = -math.expm1(-day * math.log(5) / 20)
        assert result.buyer.net >= 500000 * share - rate * min(day, cap) - own * day - 1e-3
        assert result.supplier.net >= rate * min(day, cap) - (1 - margin) * rate * day - 1e-3


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"supplier_margin": 6000}, "supplier_margin"),
        ({"agreed_share": 1.0}, "agreed_share"),
        ({"last_day": 0}, "last_day"),
        ({"cap_days": -1}, "cap_days"),
        ({"price": math.inf}, "price"),
        ({"buyer_cost_per_day": -1}, "buyer_cost_per_day"),
    ],
)
def test_by_contract_refuses_by_naming_the_argument(changes: dict[str, float], named: str) -> None:
    """A margin above the rate, or a share that is never reached, is refused."""
    with pytest.raises(ArgumentError, match=f"^{named} must be .*, got "):
        compare(**changes)
