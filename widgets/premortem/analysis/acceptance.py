"""What must be tried, and how many must pass, before a system counts as fit for purpose.

Every case passes or fails, and the cases are taken to be independent: repeated cases of one customer are
not, and a test set that was used twice is spent. The plan is fixed before the results are known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import bdtr, betaincinv, chdtrc, ndtri

from premortem.analysis import binomial
from premortem.analysis.arguments import number, probability, refuse, whole
from premortem.analysis.binomial import MOST_CASES


class Proof(StrEnum):
    """What the cases have shown about the floor."""

    PROVEN = "proven"
    NOT_PROVEN = "not proven"
    REFUTED = "refuted"


@dataclass(frozen=True)
class Plan:
    """Run `n` cases, pass if at least `need` succeed."""

    n: int
    need: int
    safe_n: int
    """From here on every number of cases has the power; between `n` and `safe_n` some lack it."""
    false_pass: float
    """The exact chance to pass at the floor with `n` cases; at most what was asked for."""
    power: float
    """The exact chance to pass at the hoped-for rate with `n` cases; at least what was asked for."""


@dataclass(frozen=True)
class Judgement:
    """The verdict on results that are in, with exact one-sided bounds on the true rate."""

    verdict: Proof
    rate: float
    lower: float
    upper: float
    p: float
    """The chance of at least this many passes if the true rate were just the floor."""


@dataclass(frozen=True)
class PairedTest:
    """Two systems tried on the same cases: is one of them better?"""

    chi2: float
    p: float
    exact_p: float
    """The two-sided sign test, to be preferred where fewer than 25 cases differ."""


def plan(floor: float, hoped: float, false_pass: float = 0.05, power: float = 0.8) -> Plan:
    """Plan the smallest test that tells the hoped-for rate of success from the floor.

    `floor` and `hoped` are shares from 0 to 1, `hoped` the larger one; `false_pass` is the risk accepted of
    passing a system that is only at the floor, `power` the chance wanted of passing one that is as good as
    hoped. Exact binomial tails; power is a sawtooth in the number of cases (Chernick & Liu 2002), hence
    `safe_n`. Raises `ArgumentError` for values outside these ranges, or too close to be told apart.
    """
    floor = number("floor", floor, at_least=0, below=1)
    hoped = probability("hoped", hoped)
    if hoped <= floor:
        refuse("hoped", f"above the floor of {floor:g}", hoped)
    false_pass = probability("false_pass", false_pass, open_ended=True)
    power = probability("power", power, open_ended=True)
    surely = binomial.surely_enough(floor, hoped, false_pass, power)
    if surely > MOST_CASES:
        refuse("hoped", f"further above the floor of {floor:g}: telling them apart takes too many cases", hoped)
    n, safe_n = binomial.sizes_with_power(floor, hoped, false_pass, power, surely)
    need = int(binomial.passes_needed(np.array([n]), floor, false_pass)[0])
    return Plan(
        n=n,
        need=need,
        safe_n=safe_n,
        false_pass=float(binomial.at_least(need, n, floor)),
        power=float(binomial.at_least(need, n, hoped)),
    )


def cases_for(rate: float, confidence: float, failures: int = 0) -> int:
    """The number of cases that shows a rate of success with so many failures allowed.

    `rate` and `confidence` lie strictly between 0 and 1. The smallest n at which no more than `failures`
    failures would be seen with a chance of at most 1 - confidence if the true rate were only `rate`; without
    failures ln(1 - confidence) / ln(rate), rounded up ("success run"). Raises `ArgumentError`.
    """
    rate = probability("rate", rate, open_ended=True)
    confidence = probability("confidence", confidence, open_ended=True)
    failures = whole("failures", failures, at_least=0, at_most=1_000_000)

    def shows(n: int) -> bool:
        return bool(bdtr(failures, n, 1 - rate) <= (1 - confidence) * (1 + 1e-12))

    too_few, enough = failures, failures + 1
    while not shows(enough):
        too_few, enough = enough, enough * 2
        if too_few > MOST_CASES:
            refuse("rate", "further below 1: showing it takes too many cases", rate)
    return binomial.first_true(shows, too_few, enough)


def judge(passed: int, n: int, floor: float, false_pass: float = 0.05) -> Judgement:
    """Say whether the results prove the floor, refute it, or do neither.

    `passed` of `n` cases succeeded. Proven: so many passes would come with a chance of at most `false_pass`
    if the true rate were only `floor`. Refuted: the upper bound lies below the floor. The bounds are those of
    Clopper & Pearson (1934), each one-sided at `false_pass`. Raises `ArgumentError`.
    """
    n = whole("n", n, at_least=1, at_most=MOST_CASES)
    passed = whole("passed", passed, at_least=0, at_most=n)
    floor = probability("floor", floor)
    false_pass = probability("false_pass", false_pass, open_ended=True)
    p = float(binomial.at_least(passed, n, floor))
    lower = float(betaincinv(passed, n - passed + 1, false_pass)) if passed > 0 else 0.0
    upper = float(betaincinv(passed + 1, n - passed, 1 - false_pass)) if passed < n else 1.0
    if p <= false_pass * (1 + 1e-12):
        verdict = Proof.PROVEN
    elif upper < floor:
        verdict = Proof.REFUTED
    else:
        verdict = Proof.NOT_PROVEN
    return Judgement(verdict=verdict, rate=passed / n, lower=lower, upper=upper, p=p)


def paired(b: int, c: int) -> PairedTest:
    """Compare two systems on the same cases by the cases on which they differ.

    `b` cases went right only with the first system, `c` only with the second. McNemar's test (1947) with
    Edwards' correction, (|b - c| - 1)^2 / (b + c), never below 0; where no case differs there is nothing to
    tell (chi2 0, p 1). Raises `ArgumentError` for counts that are not whole or below 0.
    """
    b = whole("b", b, at_least=0)
    c = whole("c", c, at_least=0)
    differ = b + c
    if differ == 0:
        return PairedTest(chi2=0.0, p=1.0, exact_p=1.0)
    chi2 = max(abs(b - c) - 1, 0) ** 2 / differ
    return PairedTest(chi2=chi2, p=float(chdtrc(1, chi2)), exact_p=min(1.0, 2 * float(bdtr(min(b, c), differ, 0.5))))


def paired_n(p_b: float, p_c: float, false_alarm: float = 0.05, power: float = 0.8) -> int:
    """The number of cases on which two systems must both be tried to see a difference between them.

    `p_b` is the share of cases expected to go right only with the first system, `p_c` only with the second;
    `false_alarm` is two-sided. Asymptotic, unconditional (Miettinen 1968; Connor 1987):
    (z_a sqrt(p_b + p_c) + z_b sqrt(p_b + p_c - (p_b - p_c)^2))^2 / (p_b - p_c)^2, rounded up.
    Raises `ArgumentError` for equal shares (no number is enough) or shares that sum to more than 1.
    """
    p_b = probability("p_b", p_b)
    p_c = probability("p_c", p_c)
    if p_b == p_c:
        refuse("p_c", f"different from p_b ({p_b:g})", p_c)
    if p_b + p_c > 1 + 1e-12:
        refuse("p_c", f"at most 1 - p_b ({1 - p_b:g})", p_c)
    false_alarm = probability("false_alarm", false_alarm, open_ended=True)
    power = probability("power", power, open_ended=True)
    differ, gap = p_b + p_c, p_b - p_c
    spread = ndtri(1 - false_alarm / 2) * math.sqrt(differ) + ndtri(power) * math.sqrt(max(differ - gap**2, 0.0))
    return max(1, math.ceil(float(max(spread, 0.0) / gap) ** 2 - 1e-9))


def auc_se(auc: float, positives: int, negatives: int) -> float:
    """The standard error of an area under the ROC curve.

    `auc` is a share from 0 to 1, `positives` and `negatives` the numbers of cases of each kind, at least 1.
    Hanley & McNeil (1982), with Q1 = A / (2 - A) and Q2 = 2 A^2 / (1 + A). Raises `ArgumentError`.
    """
    auc = probability("auc", auc)
    positives = whole("positives", positives, at_least=1)
    negatives = whole("negatives", negatives, at_least=1)
    both_positive = auc / (2 - auc)
    both_negative = 2 * auc**2 / (1 + auc)
    variance = auc * (1 - auc) + (positives - 1) * (both_positive - auc**2) + (negatives - 1) * (both_negative - auc**2)
    return math.sqrt(max(variance, 0.0) / (positives * negatives))
