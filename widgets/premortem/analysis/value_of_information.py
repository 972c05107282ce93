"""What it is worth to know more before choosing: by a perfect answer, a prototype, or a year's wait."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from premortem.analysis.arguments import FloatArray, distribution, frozen, number, probability, refuse, table

NOISE = 1e-12
"""Gains below this share of the largest difference between payoffs are rounding, not information."""


@dataclass(frozen=True)
class SampleInformation:
    """What a signal that is not perfect is worth, and what each of its outcomes would make of the choice."""

    evsi: float
    evpi: float
    best_now: int
    """The action to take without the signal."""
    best_actions: tuple[int, ...]
    """For each signal the action to take on it; the one of today where another is not better."""
    signal_probabilities: FloatArray = field(compare=False)
    posteriors: FloatArray = field(compare=False)
    """Signals x states; a signal that cannot come leaves the prior as it was."""


@dataclass(frozen=True)
class Prototype:
    """Is a prototype worth building before the bet is placed?"""

    worth_now: float
    """Expected worth of deciding today: the bet, or 0 for leaving it."""
    go_now: bool
    """Whether the bet would be placed today."""
    evpi: float
    evsi: float
    """The most a prototype is worth."""
    pass_probability: float
    chance_if_passed: float
    chance_if_failed: float
    go_if_passed: bool
    go_if_failed: bool

    def recommended(self, cost: float) -> bool:
        """Say whether a prototype of this cost is worth more than it costs; never where it cannot change the choice."""
        return self.evsi > number("cost", cost, at_least=0)


@dataclass(frozen=True)
class Waiting:
    """Investing now against investing a year later, if at all, when the price is known."""

    now: float
    wait: float
    flexibility: float
    """What the right to wait adds to the better of investing now and never; 0 where it adds nothing."""


def evpi(payoffs: ArrayLike, prior: ArrayLike) -> float:
    """Return what knowing the true state before choosing is worth.

    `payoffs` is actions x states in any one unit, `prior` a probability per state. Never below 0. The mean over
    states of the best payoff there, less the payoff of the action that is best today (Hillier & Lieberman,
    decision analysis). Raises `ArgumentError` for wrong shapes or probabilities that do not sum to 1.
    """
    worth = table("payoffs", payoffs)
    belief = distribution("prior", prior, length=worth.shape[1])
    gains, _ = _gains(worth, belief, np.eye(len(belief)))
    return float(gains.sum())


def evsi(payoffs: ArrayLike, prior: ArrayLike, likelihood: ArrayLike) -> SampleInformation:
    """Return what a signal is worth that tells the states apart imperfectly.

    `payoffs` is actions x states in any one unit, `prior` a probability per state, `likelihood` signals x
    states: the chance of each signal in each state, so each column sums to 1. 0 <= EVSI <= EVPI always, and
    exactly 0 where no signal changes the best action (Hillier & Lieberman, decision analysis; Raiffa &
    Schlaifer 1961). Raises `ArgumentError`.
    """
    worth = table("payoffs", payoffs)
    belief = distribution("prior", prior, length=worth.shape[1])
    chances = table("likelihood", likelihood, probability, columns=len(belief))
    sums = chances.sum(axis=0)
    if (np.abs(sums - 1) > 1e-6).any():
        refuse("likelihood", "signals x states with columns that sum to 1", likelihood)
    chances = chances / sums
    perfect, _ = _gains(worth, belief, np.eye(len(belief)))
    gains, actions = _gains(worth, belief, chances)
    joint = chances * belief
    signals = joint.sum(axis=1)
    posteriors = np.where(signals[:, None] > 0, joint / np.where(signals > 0, signals, 1)[:, None], belief)
    most = float(perfect.sum())
    return SampleInformation(
        evsi=min(float(gains.sum()), most),
        evpi=most,
        best_now=int(np.argmax(worth @ belief)),
        best_actions=tuple(int(action) for action in actions),
        signal_probabilities=frozen(signals),
        posteriors=frozen(posteriors),
    )


def _gains(worth: FloatArray, belief: FloatArray, chances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """For each signal, what it adds by changing today's action, and the action it leads to.

    Everything is taken relative to today's action, whose own gain is then exactly 0: a signal that changes
    nothing is worth nothing, not a rounding error.
    """
    today = int(np.argmax(worth @ belief))
    relative = worth - worth[today]
    by_action = relative @ (chances * belief).T
    gains = by_action.max(axis=0)
    telling = gains > NOISE * np.abs(relative).max()
    return np.where(telling, gains, 0.0), np.where(telling, by_action.argmax(axis=0), today)


def prototype(chance: float, gain: float, loss: float, pass_if_works: float, pass_if_not: float) -> Prototype:
    """Return what a prototype is worth before one doubtful bet, where doing nothing is worth 0.

    `chance` that the bet works; `gain` if it does (at least 0) and `loss` if not, in one unit (a loss of 300
    may be written 300 or -300); the prototype passes with chance `pass_if_works` if the bet works and
    `pass_if_not` if it does not. The two-state case of `evsi`. Raises `ArgumentError`.
    """
    chance = probability("chance", chance)
    gain = number("gain", gain, at_least=0)
    loss = abs(number("loss", loss))
    works = probability("pass_if_works", pass_if_works)
    works_not = probability("pass_if_not", pass_if_not)
    payoffs = np.array([[0.0, 0.0], [gain, -loss]])
    belief = np.array([chance, 1 - chance])
    told = evsi(payoffs, belief, [[works, works_not], [1 - works, 1 - works_not]])
    return Prototype(
        worth_now=float((payoffs @ belief).max()),
        go_now=told.best_now == 1,
        evpi=told.evpi,
        evsi=told.evsi,
        pass_probability=float(told.signal_probabilities[0]),
        chance_if_passed=float(told.posteriors[0, 0]),
        chance_if_failed=float(told.posteriors[1, 0]),
        go_if_passed=told.best_actions[0] == 1,
        go_if_failed=told.best_actions[1] == 1,
    )


def waiting(investment: float, price: float, up: float, down: float, chance_up: float, rate: float) -> Waiting:
    """Return what an irreversible investment is worth now, and what waiting a year for the price is worth.

    The investment pays `price` in its first year; from the next year on the price is for ever `up` (with
    `chance_up`) or `down`, whichever year one invests in. `rate` is the yearly discount rate, above 0; money in
    one unit. Dixit & Pindyck (1994), chapter 2: the first payment falls in the year of investing. Raises
    `ArgumentError`.
    """
    investment = number("investment", investment, at_least=0)
    price = number("price", price)
    up = number("up", up)
    down = number("down", down, at_most=up)
    chance_up = probability("chance_up", chance_up)
    rate = number("rate", rate, above=0)
    expected = chance_up * up + (1 - chance_up) * down
    now = price + expected / rate - investment

    def next_year(known: float) -> float:
        return max(0.0, known + known / rate - investment)

    wait = (chance_up * next_year(up) + (1 - chance_up) * next_year(down)) / (1 + rate)
    return Waiting(now=now, wait=wait, flexibility=max(0.0, wait - max(now, 0.0)))
