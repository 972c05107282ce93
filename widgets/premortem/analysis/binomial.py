"""Exact binomial tails, and the numbers of cases at which a test has its power.

The scan is bounded from both sides by proofs, so that it stays short and no number of cases is overlooked.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrik, betainc

from premortem.analysis.arguments import FloatArray, refuse

MOST_CASES = 1_000_000_000
"""Above this the tails lose the digits that the comparison needs; no team runs so many cases either."""

WIDEST_SCAN = 2_000_000
"""Numbers of cases tried one by one before a question is called too fine."""

ROUNDING = 1 + 1e-12
"""A tail that equals the level on paper must not miss it by the last bit."""


def at_least(passes: float | NDArray[np.int64], n: float | NDArray[np.int64], rate: float) -> FloatArray:
    """P(X >= passes) for X binomial; any shapes that broadcast."""
    k, size = np.broadcast_arrays(np.asarray(passes, dtype=float), np.asarray(n, dtype=float))
    inside = (k > 0) & (k <= size)
    tail = betainc(np.where(inside, k, 1), np.where(inside, size - k + 1, 1), rate)
    return np.asarray(np.where(inside, tail, np.where(k <= 0, 1.0, 0.0)), dtype=float)


def passes_needed(n: NDArray[np.int64], floor: float, false_pass: float) -> NDArray[np.int64]:
    """For each n the smallest k with P(X >= k | floor) <= false_pass; n + 1 where no k will do."""
    if floor == 0:
        return np.ones_like(n)
    guess = np.nan_to_num(bdtrik(1 - false_pass, n.astype(float), floor), nan=0.0)
    need: NDArray[np.int64] = np.clip(np.floor(guess), 0, n).astype(np.int64) + 1
    # The guess is a continuous inverse: walk to the exact step, which is at most a few away.
    while (low := (at_least(need, n, floor) > false_pass * ROUNDING)).any():
        need = need + low
    while (high := (need > 1) & (at_least(need - 1, n, floor) <= false_pass * ROUNDING)).any():
        need = need - high
    return need


def first_true(holds: Callable[[int], bool], known_false: int, known_true: int) -> int:
    """The first whole number for which a property holds that, once true, stays true."""
    while known_true - known_false > 1:
        middle = (known_false + known_true) // 2
        if holds(middle):
            known_true = middle
        else:
            known_false = middle
    return known_true


def surely_enough(floor: float, hoped: float, false_pass: float, power: float) -> float:
    """A number of cases from which on the power is certain, by Chernoff's bound.

    For any threshold t between the rates, n D(t || floor) >= ln(1 / false_pass) lets t n passes suffice, and
    n D(t || hoped) >= ln(1 / (1 - power)) makes fewer passes than that rare enough. The best t makes both equal.
    """
    if hoped == 1:
        return 1.0 if floor == 0 else max(1.0, math.ceil(math.log(false_pass) / math.log(floor)) + 1)
    if floor == 0:
        needed = math.log1p(-power) / math.log1p(-hoped)
        return math.ceil(needed) + 1 if math.isfinite(needed) else math.inf
    thresholds = floor + (hoped - floor) * np.arange(1, 100) / 100
    enough = np.maximum(
        -math.log(false_pass) / _divergence(thresholds, floor), -math.log1p(-power) / _divergence(thresholds, hoped)
    )
    best = float(np.nanmin(enough))
    return math.ceil(best) + 1 if math.isfinite(best) else math.inf


def _divergence(t: FloatArray, rate: float) -> FloatArray:
    """Kullback and Leibler's divergence of two coins, kept above 0 where rounding would eat it."""
    result: FloatArray = t * np.log(t / rate) + (1 - t) * np.log((1 - t) / (1 - rate))
    return np.maximum(result, 1e-300)


def sizes_with_power(floor: float, hoped: float, false_pass: float, power: float, surely: float) -> tuple[int, int]:
    """The smallest n with the power, and the smallest from which every larger n has it too."""
    lowest, highest = _scan_range(floor, hoped, false_pass, power, int(surely))
    if highest - lowest > WIDEST_SCAN:
        refuse("hoped", f"further above the floor of {floor:g}: telling them apart takes too many cases", hoped)
    n = np.arange(lowest, highest + 1, dtype=np.int64)
    has_power = at_least(passes_needed(n, floor, false_pass), n, hoped) * ROUNDING >= power
    lacking = np.flatnonzero(~has_power)
    first = int(n[np.argmax(has_power)])
    safe = int(n[lacking[-1]]) + 1 if len(lacking) else lowest
    return first, safe


def _scan_range(floor: float, hoped: float, false_pass: float, power: float, surely: int) -> tuple[int, int]:
    """Bounds outside which nothing needs trying.

    The best test that may toss a coin at the threshold has a power R(n) that grows with n and is never below
    that of the plain test: where R(n) is too small, so is the power. The plain test gives away at most the
    chance of one exact count, below 1 / sqrt(2 e n p q) (Herzog 1947), so R(n) less that is a safe floor.
    """

    def reaches(n: int, given_away: float = 0.0) -> bool:
        return _power_with_coin(n, floor, hoped, false_pass) - given_away >= power * (1 - 1e-9)

    lowest = first_true(reaches, 0, surely) if surely > 1 else 1
    if hoped == 1:
        return lowest, surely

    def safely(n: int) -> bool:
        return reaches(n, 1e-8 + 1 / math.sqrt(2 * math.e * n * hoped * (1 - hoped)))

    highest = first_true(safely, lowest - 1, surely) if safely(surely) else surely
    return lowest, highest


def _power_with_coin(n: int, floor: float, hoped: float, false_pass: float) -> float:
    """Power of the most powerful test of exactly the level `false_pass` (Neyman & Pearson)."""
    size = np.array([n], dtype=np.int64)
    need = passes_needed(size, floor, false_pass)
    used = float(at_least(need, size, floor)[0])
    next_count = float(at_least(need - 1, size, floor)[0]) - used
    coin = min(1.0, max(0.0, (false_pass - used) / next_count)) if next_count > 0 else 0.0
    plain = float(at_least(need, size, hoped)[0])
    return plain + coin * (float(at_least(need - 1, size, hoped)[0]) - plain)
