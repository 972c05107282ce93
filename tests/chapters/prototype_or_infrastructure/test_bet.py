"""What a prototype of the bet is worth: never below nothing, never above certainty, and only what it can change."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from premortem.analysis import value_of_information
from premortem.chapters.prototype_or_infrastructure import bet as betting
from premortem.chapters.prototype_or_infrastructure import figures
from premortem.chapters.prototype_or_infrastructure.bet import Bet, Worth
from premortem.chapters.prototype_or_infrastructure.chances import extremes, paying_chances, worth_of_knowing
from premortem.model.state import Range, State
from premortem.model.verdicts import Level

SHARES = st.integers(0, 100).map(lambda share: share / 100)
SUMS = st.integers(0, 1000).map(float)


def three(low: float, best: float, high: float) -> dict[str, float]:
    return {"low": low, "best": best, "high": high}


def bet_of(**answers: object) -> Bet:
    example = {
        "has-bet": True,
        "chance": three(40, 40, 40),
        "gain": three(500, 500, 500),
        "loss": three(300, 300, 300),
        "pass-if-works": 90,
        "pass-if-not": 20,
        "prototype-cost": 50,
    }
    given_ = {**example, **{name.replace("_", "-"): value for name, value in answers.items()}}
    found = betting.read(State({betting.PREFIX + name: value for name, value in given_.items()}))
    assert found is not None
    return found


def worth_of(bet: Bet) -> Worth:
    assert bet.worth is not None
    return bet.worth


def test_the_worked_example() -> None:
    """0.4, +500 / -300, 0.9, 0.2 is worth 20 now, 180 to know, 124 to try."""
    bet = bet_of()
    worth = worth_of(bet)
    assert worth.value.worth_now == pytest.approx(20)
    assert worth.placed.best == pytest.approx(20)
    assert worth.evpi.best == pytest.approx(180)
    assert worth.evsi
    assert worth.evsi.best == pytest.approx(124)
    assert bet.level is Level.PILOT_FIRST
    assert bet_of(prototype_cost=124.5).level is not Level.PILOT_FIRST


def test_a_prototype_that_changes_nothing_is_never_recommended() -> None:
    """0.9, 0.6, 0.4 is worth 30 to know and 0 to try, so not even a free one is built."""
    for cost in (0, None, 1):
        bet = bet_of(chance=three(90, 90, 90), pass_if_works=60, pass_if_not=40, prototype_cost=cost)
        worth = worth_of(bet)
        assert worth.evpi.best == pytest.approx(30)
        assert worth.evsi
        assert worth.evsi.best == 0
        assert bet.level is Level.GO


def test_a_bet_that_loses_and_that_no_prototype_mends_is_left() -> None:
    bet = bet_of(chance=three(10, 10, 10), prototype_cost=400)
    assert bet.level is Level.STOP
    assert worth_of(bet).placed.best < 0


def test_a_close_call_is_a_condition() -> None:
    """Best figures say go without; at the edge of the ranges the prototype would pay."""
    assert bet_of(chance=three(40, 80, 90)).level is Level.CONDITIONS
    assert bet_of(chance=three(80, 80, 80)).level is Level.GO


def test_how_telling_it_is_is_never_wanted_for_a_verdict() -> None:
    """Left open it counts as telling nothing: a losing bet is left, one that would be placed waits for an answer."""
    assert bet_of(pass_if_works=None, prototype_cost=200).level is Level.GO
    placed = bet_of(pass_if_works=None)
    assert (placed.level, placed.missing, placed.recommended) == (Level.PILOT_FIRST, (), False)
    left = bet_of(pass_if_not=None, chance=three(30, 30, 30))
    assert (left.level, left.missing) == (Level.STOP, ())
    assert placed.telling_open
    assert left.telling_open
    assert [each.question for each in bet_of(prototype_cost=None).missing] == [betting.COST]
    assert [each.question for each in bet_of(gain=None).missing] == [betting.GAIN]


def test_chances_the_wrong_way_round_are_questioned_not_used() -> None:
    """They count as not said, so they are never worse and never better than two blanks."""
    swapped = bet_of(pass_if_works=20, pass_if_not=90)
    blank = bet_of(pass_if_works=None, pass_if_not=None)
    assert swapped.swapped
    assert not blank.swapped
    assert worth_of(swapped) == worth_of(blank)
    assert swapped.level is blank.level


@settings(deadline=None)
@given(SHARES, SUMS, SUMS, SUMS)
def test_a_prototype_pays_as_long_as_it_misleads_no_more_often_than_is_said(
    chance: float, gain: float, loss: float, cost: float
) -> None:
    flat = {name: three(*[value] * 3) for name, value in {"chance": 100 * chance, "gain": gain, "loss": loss}.items()}
    limit = worth_of(bet_of(**flat, prototype_cost=cost)).may_mislead
    if limit is None:
        assert value_of_information.prototype(chance, gain, loss, 1, 0).evsi <= cost + 1e-6
        return
    assert 0 < limit <= 0.5
    for wrong, pays in ((limit * 0.999, True), (min(limit * 1.001, 0.5), False)):
        worth = value_of_information.prototype(chance, gain, loss, 1 - wrong, wrong).evsi
        assert worth > cost - 1e-6 if pays else worth < cost + 1e-6


@settings(deadline=None, max_examples=300)
@given(st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted), SUMS, SUMS, SHARES, SHARES, SUMS)
def test_a_pilot_is_never_recommended_where_it_is_worth_nothing_or_less_than_it_costs(
    chances: list[int], gain: float, loss: float, works: float, works_not: float, cost: float
) -> None:
    bet = bet_of(
        chance=three(*chances), gain=three(gain, gain, gain), loss=three(loss, loss, loss),
        pass_if_works=100 * works, pass_if_not=100 * works_not, prototype_cost=cost,
    )  # fmt: skip
    evsi = worth_of(bet).evsi
    if bet.recommended:
        assert evsi
        assert evsi.best > cost
    if evsi and evsi.best <= cost:
        assert bet.level is not Level.PILOT_FIRST


@settings(deadline=None)
@given(SHARES, SUMS, SUMS, SHARES, SHARES)
def test_the_closed_form_agrees_with_the_analysis(
    chance: float, gain: float, loss: float, works: float, works_not: float
) -> None:
    value = value_of_information.prototype(chance, gain, loss, works, works_not)
    assert worth_of_knowing(chance, gain, loss, works, works_not) == pytest.approx(value.evsi, abs=1e-6)
    assert worth_of_knowing(chance, gain, loss, 1, 0) == pytest.approx(value.evpi, abs=1e-6)


@settings(deadline=None)
@given(st.lists(SHARES, min_size=3, max_size=3), st.data(), SHARES, SHARES)
def test_no_point_within_the_ranges_lies_outside_the_interval(
    chances: list[float], data: st.DataObject, one: float, other: float
) -> None:
    telling = max(one, other), min(one, other)
    ranges = [Range(*sorted(chances))]
    ranges += [Range(*sorted(data.draw(st.lists(SUMS, min_size=3, max_size=3)))) for _ in ("gain", "loss")]
    worths = [worth_of_knowing(*point, *telling) for point in extremes(*ranges)]
    inside = [part.low + data.draw(st.floats(0, 1)) * (part.high - part.low) for part in ranges]
    assert min(worths) - 1e-6 <= worth_of_knowing(*inside, *telling) <= max(worths) + 1e-6


@settings(deadline=None)
@given(SHARES, SUMS, SUMS, SHARES, SHARES, SUMS)
def test_the_prototype_pays_just_between_the_two_chances(
    chance: float, gain: float, loss: float, one: float, other: float, cost: float
) -> None:
    works, works_not = max(one, other), min(one, other)
    pays = value_of_information.prototype(chance, gain, loss, works, works_not).evsi > cost
    between = paying_chances(gain, loss, works, works_not, cost)
    assume(between is None or min(abs(chance - edge) for edge in between) > 1e-9)
    assert pays == (between is not None and between[0] < chance < between[1])


@settings(deadline=None)
@given(st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted), SUMS, SUMS, SHARES, SHARES)
def test_worth_lies_between_nothing_and_certainty(
    chances: list[int], gain: float, loss: float, one: float, other: float
) -> None:
    bet = bet_of(
        chance=three(*chances), gain=three(gain, gain, gain), loss=three(loss, loss, loss),
        pass_if_works=100 * max(one, other), pass_if_not=100 * min(one, other),
    )  # fmt: skip
    worth = worth_of(bet)
    assert worth.evsi
    for evsi, evpi in zip(
        (worth.evsi.low, worth.evsi.best, worth.evsi.high),
        (worth.evpi.low, worth.evpi.best, worth.evpi.high),
        strict=True,
    ):
        assert 0 <= evsi <= evpi + 1e-9
    assert not bet.recommended or worth.evsi.best > 50


def test_the_decision_hears_of_the_prototype_and_whether_it_pays() -> None:
    (pilot,) = figures.pilots(bet_of())
    assert (pilot.worth, pilot.cost, pilot.pays) == (pytest.approx(124), 50, True)
    assert figures.pilots(bet_of(prototype_cost=125))[0].pays is False
    assert figures.pilots(bet_of(pass_if_works=None))[0].pays is None
    assert figures.pilots(bet_of(chance=None)) == figures.pilots(None) == ()


@given(SHARES, SUMS, SUMS, SHARES, SHARES, SUMS)
def test_a_pilot_never_pays_where_it_tells_nothing_or_costs_more_than_it_is_worth(
    chance: float, gain: float, loss: float, works: float, works_not: float, cost: float
) -> None:
    bet = bet_of(
        chance=three(*[100 * chance] * 3),
        gain=three(gain, gain, gain),
        loss=three(loss, loss, loss),
        pass_if_works=100 * works,
        pass_if_not=100 * works_not,
        prototype_cost=cost,
    )
    (pilot,) = figures.pilots(bet)
    if pilot.pays:
        assert pilot.worth is not None
        assert pilot.worth > cost
        assert bet.level is Level.PILOT_FIRST
