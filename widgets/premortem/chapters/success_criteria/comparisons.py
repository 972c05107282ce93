"""The new one against the old one on the same cases: only those on which they differ tell (McNemar 1947)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from premortem.analysis import acceptance
from premortem.chapters.success_criteria.further import MOST_CASES, POWER, RISK, Further, Standing, p_words
from premortem.errors import RefusedInput
from premortem.model.state import Row, State
from premortem.model.wording import count, percent

TABLE = "success-criteria.comparisons"
FEW = 25  # below so many differing cases the exact test speaks


@dataclass(frozen=True)
class Comparison(Further):
    """One comparison; shares between 0 and 1, `gain` is how many more of all cases the new one gets right."""

    expected: tuple[float, float] | None = None
    cases: int | None = None
    tried: int | None = None
    new_only: int | None = None
    old_only: int | None = None
    test: acceptance.PairedTest | None = None
    p: float | None = None
    gain: float | None = None
    low: float | None = None
    high: float | None = None


def read(state: State) -> tuple[Comparison, ...]:
    """Return the comparisons of the workbook, each planned or judged as far as its answers go."""
    return tuple(_comparison(row, place) for place, row in enumerate(state.rows(TABLE), start=1))


@lru_cache(maxsize=256)
def cases_needed(new_only: float, old_only: float, power: float = POWER) -> int | None:
    """Return how many cases both must judge, or `None` where no number of a usable size tells them apart."""
    try:
        needed = acceptance.paired_n(new_only, old_only, RISK, power)
    except (RefusedInput, OverflowError, ZeroDivisionError):  # a gap of 1e-310 % is below what a float can square
        return None
    return needed if needed <= MOST_CASES else None


def _comparison(row: Row, place: int) -> Comparison:
    name = row.text("measure") or f"Comparison {place}"
    tried, new_only, old_only = (row.number(column) for column in ("tried", "new-only", "old-only"))
    if new_only is None and old_only is None:
        return _planned(row, name)
    if new_only is None or old_only is None or tried is None:
        lacks = (
            "how often only the new one was right"
            if new_only is None
            else "how often only the old one was right"
            if old_only is None
            else "how many cases were tried with both"
        )
        return _open(row, name, f"{lacks} is not known")
    if new_only + old_only > tried:
        return _open(row, name, "more cases differ than were tried")
    return _judged(row, name, int(tried), int(new_only), int(old_only))


def _open(row: Row, name: str, why: str) -> Comparison:
    return Comparison(row.id, name, Standing.OPEN, f"{name}: {why}.", f"Still open: {why}", f"{name}: {why}")


def _planned(row: Row, name: str) -> Comparison:
    new, old = row.number("expected-new"), row.number("expected-old")
    if new is None or old is None:
        return _open(row, name, "how often each will be right where the other is wrong is not known")
    if new + old > 100:
        return _open(row, name, "the two expected shares come to more than 100 %")
    if new <= old:
        return _open(row, name, "nothing is won unless the new one is expected to be right more often than the old one")
    expected = (new / 100, old / 100)
    cases = cases_needed(*expected)
    if cases is None:
        return _open(row, name, "the two are expected to be so close that no usable number of cases tells them apart")
    says = (
        f"{name}: try {count(cases)} cases with both; if only the new one is right in {percent(expected[0])} of them, "
        f"and only the old one in {percent(expected[1])}, the difference shows {percent(POWER)} of the time."
    )
    wants = f"{name}: try {count(cases)} cases with both, and count those on which they differ"
    note = f"Try {count(cases)} cases with both"
    return Comparison(row.id, name, Standing.PLANNED, says, note, wants, expected, cases)


def _judged(row: Row, name: str, tried: int, new: int, old: int) -> Comparison:
    differ = new + old
    test = acceptance.paired(new, old)
    p = test.exact_p if differ < FEW else test.p
    gain, low, high = (new - old) / tried, None, None
    if differ:  # exact bounds on the new one's share of the differing cases, turned into cases of all that were tried
        share = acceptance.judge(new, differ, 0.5, RISK)
        low, high = ((2 * bound - 1) * differ / tried for bound in (share.lower, share.upper))
    standing, end, wants = _standing(name, p, new, old)
    says = (
        f"{name}: the new one is right where the old one failed {_times(new)}, the reverse {_times(old)}: "
        f"{end} ({p_words(p)})."
    )
    note = f"{end.capitalize()} ({p_words(p)})"
    return Comparison(
        row.id, name, standing, says, note, wants,
        tried=tried, new_only=new, old_only=old, test=test, p=p, gain=gain, low=low, high=high,
    )  # fmt: skip


def _standing(name: str, p: float, new: int, old: int) -> tuple[Standing, str, str]:
    if p > RISK:
        end = "this may well be accident" if new or old else "they never differ"
        return Standing.UNPROVEN, end, f"{name}: show on more cases that the new one is better, or do without the claim"
    if new > old:
        return Standing.HOLDS, "this is no accident", ""
    wants = f"{name}: the old one is better; keep it, or mend the new one and compare again on fresh cases"
    return Standing.FAILS, "the old one is better, and this is no accident", wants


def _times(cases: int) -> str:
    return "once" if cases == 1 else f"{count(cases)} times"
