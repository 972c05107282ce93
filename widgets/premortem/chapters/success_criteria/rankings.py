"""Each order the system must get right: the AUC wanted, whether the test set can prove it, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from premortem.analysis.acceptance import Proof, auc_se
from premortem.chapters.success_criteria import ordering
from premortem.chapters.success_criteria.further import POWER, Further, Standing
from premortem.model.state import Row, State
from premortem.model.wording import count, number, percent

TABLE = "success-criteria.rankings"
_EIGHT_OF_TEN = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True)
class Ranking(Further):
    """One order: `low` and `high` bound the AUC found, or, before the test, 8 of 10 results of one as good as hoped.

    `power` is the chance that the test set proves the floor if the system is as good as hoped, `needed` the number of
    positives that does so 8 times of 10, with as many negatives to each as now.
    """

    floor: float | None = None
    hoped: float | None = None
    positives: int | None = None
    negatives: int | None = None
    standard_error: float | None = None
    pass_from: float | None = None
    power: float | None = None
    needed: int | None = None
    result: float | None = None
    low: float | None = None
    high: float | None = None
    proof: Proof | None = None


def read(state: State) -> tuple[Ranking, ...]:
    """Return the orders of the workbook, each planned or judged as far as its answers go."""
    return tuple(_ranking(row, place) for place, row in enumerate(state.rows(TABLE), start=1))


def _ranking(row: Row, place: int) -> Ranking:
    name = row.text("measure") or f"Order {place}"
    floor, positives, negatives = (row.number(column) for column in ("floor", "positives", "negatives"))
    if floor is None:
        return _open(row, name, "below which AUC it is useless is not known")
    if floor >= 1:
        return _open(row, name, "no test proves an order to be perfect: take a floor below 1")
    if positives is None or negatives is None:
        kind = "positive" if positives is None else "negative"
        return _open(row, name, f"how many {kind} cases the test has is not known")
    result, test = row.number("result"), (floor, int(positives), int(negatives))
    return _planned(row, name, *test) if result is None else _judged(row, name, result, *test)


def _open(row: Row, name: str, why: str) -> Ranking:
    return Ranking(row.id, name, Standing.OPEN, f"{name}: {why}.", f"Still open: {why}", f"{name}: {why}")


def _planned(row: Row, name: str, floor: float, positives: int, negatives: int) -> Ranking:
    hoped = row.number("hoped")
    if hoped is None:
        return _open(row, name, "the AUC that is hoped for is not known")
    if hoped <= floor:
        return _open(row, name, "the hoped-for AUC must lie above the floor")
    error = auc_se(hoped, positives, negatives)
    few = min(positives, negatives) < ordering.FEWEST
    power = 0.0 if few else ordering.chance_to_pass(floor, hoped, positives, negatives)
    needed = ordering.positives_needed(floor, hoped, negatives / positives)
    standing, says, note, wants = _plan_words(name, power, needed, positives, negatives, few=few)
    return Ranking(
        row.id, name, standing, says, note, wants,
        floor=floor, hoped=hoped, positives=positives, negatives=negatives, standard_error=error,
        pass_from=ordering.pass_from(floor, positives, negatives), power=power, needed=needed,
        low=max(0.0, hoped - _EIGHT_OF_TEN * error), high=min(1.0, hoped + _EIGHT_OF_TEN * error),
    )  # fmt: skip


def _plan_words(
    name: str, power: float, needed: int | None, positives: int, negatives: int, *, few: bool
) -> tuple[Standing, str, str, str]:
    cases = f"{count(positives)} positive and {count(negatives)} negative cases"
    if power >= POWER:
        says = f"{name}: {cases} are enough; one as good as hoped proves the floor {percent(power)} of the time."
        return Standing.PLANNED, says, "The test set can prove it", f"{name}: run the test on {cases}"
    if needed is None:
        why = "floor and hope are so close that no test set of a usable size tells them apart"
        return Standing.TOO_SMALL, f"{name}: {why}.", f"Too close: {why}", f"{name}: {why}"
    chance = (
        f"fewer than {ordering.FEWEST} of one kind prove nothing"
        if few
        else f"one as good as hoped proves the floor only {percent(power)} of the time"
    )
    says = f"{name}: {cases} are too few: {chance}. It takes {count(needed)} positive cases in the same mix."
    wants = f"{name}: collect {count(needed)} positive cases, and negative ones in the same mix"
    return Standing.TOO_SMALL, says, f"Too few: {count(needed)} positive cases are needed", wants


def _judged(row: Row, name: str, result: float, floor: float, positives: int, negatives: int) -> Ranking:
    low, high = ordering.bounds(result, positives, negatives)
    wanted = ordering.pass_from(floor, positives, negatives)
    few = min(positives, negatives) < ordering.FEWEST
    if few:
        proof, standing = Proof.NOT_PROVEN, Standing.UNPROVEN
        wants = f"{name}: test again with {ordering.FEWEST} cases of each kind or more: fewer prove nothing"
    elif result >= wanted:
        proof, standing, wants = Proof.PROVEN, Standing.HOLDS, ""
    elif result <= ordering.refuted_to(floor, positives, negatives):
        proof, standing = Proof.REFUTED, Standing.FAILS
        wants = f"{name}: the order is worse than its floor; mend it and test again on fresh cases"
    else:
        proof, standing = Proof.NOT_PROVEN, Standing.UNPROVEN
        wants = f"{name}: show on more cases that the order is better than its floor"
    says = (
        f"{name}: {proof.value}; the AUC found is {number(result)}, which leaves the true one between "
        f"{number(low)} and {number(high)}, against a floor of {number(floor)}."
    )
    return Ranking(
        row.id, name, standing, says, proof.value.capitalize(), wants,
        floor=floor, hoped=row.number("hoped"), positives=positives, negatives=negatives,
        standard_error=auc_se(result, positives, negatives), pass_from=wanted,
        result=result, low=low, high=high, proof=proof,
    )  # fmt: skip
