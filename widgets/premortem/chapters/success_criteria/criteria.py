"""Each criterion with its test plan and, once there, its judged result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from premortem.analysis import acceptance
from premortem.errors import RefusedInput
from premortem.model.state import Row, State
from premortem.model.verdicts import Missing

TABLE = "success-criteria.criteria"
STRICTEST_FALSE_PASS, LOOSEST_FALSE_PASS = 0.01, 0.20  # the limits of the question


@dataclass(frozen=True)
class Criterion:
    """One criterion: shares between 0 and 1, the plan that tests it, and the judgement of its result.

    `judged_at` is the risk of a false pass at which the result was judged. `trouble` says in words what keeps it from
    being planned or judged, `lacks` in which column to mend it.
    """

    row: str
    name: str
    baseline: float | None = None
    floor: float | None = None
    hoped: float | None = None
    false_pass: float = STRICTEST_FALSE_PASS
    plan: acceptance.Plan | None = None
    tested: int | None = None
    passed: int | None = None
    judgement: acceptance.Judgement | None = None
    judged_at: float = STRICTEST_FALSE_PASS
    trouble: str = ""
    lacks: str = ""


def read(state: State) -> tuple[Criterion, ...]:
    """Return the criteria of the workbook, each planned and judged as far as its answers go."""
    tested = state.yes("success-criteria.tested") is True
    return tuple(_criterion(row, place, tested) for place, row in enumerate(state.rows(TABLE), start=1))


@lru_cache(maxsize=512)  # the decision asks again for each answer it tries, most of them another chapter's
def planned(floor: float, hoped: float, false_pass: float, power: float = 0.8) -> acceptance.Plan | None:
    """Return the smallest test that tells hope from floor, `None` where no usable one does."""
    try:
        return acceptance.plan(floor, hoped, false_pass, power)
    except (RefusedInput, OverflowError):  # a hope of 1e-310 % needs more cases than a float can count
        return None


def _share(row: Row, column: str) -> float | None:
    value = row.number(column)
    return None if value is None else value / 100


def _criterion(row: Row, place: int, tested: bool) -> Criterion:
    name = row.text("measure") or f"Criterion {place}"
    baseline, floor, hoped = (_share(row, column) for column in ("baseline", "floor", "hoped"))
    false_pass = _share(row, "false-pass") or STRICTEST_FALSE_PASS
    known = Criterion(row.id, name, baseline, floor, hoped, false_pass)
    if floor is None or hoped is None:
        lacks = "floor" if floor is None else "hoped"
        words = "below which share it is useless" if floor is None else "the share that is hoped for"
        return replace(known, trouble=f"{name}: {words} is not known", lacks=lacks)
    plan = planned(floor, hoped, false_pass)
    if plan is None:
        return replace(known, trouble=_why_no_plan(name, floor, hoped), lacks="hoped")
    return _judged(replace(known, plan=plan), row) if tested else replace(known, plan=plan)


def _why_no_plan(name: str, floor: float, hoped: float) -> str:
    if hoped <= floor:
        return f"{name}: the hoped-for share must lie above the floor"
    return f"{name}: hope and floor are so close that no test of a usable size tells them apart"


def _judged(criterion: Criterion, row: Row) -> Criterion:
    tested, passed = row.number("tested"), row.number("passed")
    if tested is None or passed is None:
        lacks = "tested" if tested is None else "passed"
        return replace(
            criterion, trouble=f"{criterion.name}: the test has been run, its result is missing", lacks=lacks
        )
    if passed > tested:
        return replace(criterion, trouble=f"{criterion.name}: more cases right than tested", lacks="passed")
    assert criterion.floor is not None
    asked = row.number("false-pass") is not None
    # Left open, a result is proven only where the strictest risk proves it, and refuted where the loosest refutes it.
    for judged_at in (criterion.false_pass,) if asked else (LOOSEST_FALSE_PASS, STRICTEST_FALSE_PASS):
        judgement = acceptance.judge(int(passed), int(tested), criterion.floor, judged_at)
        if judgement.verdict is acceptance.Proof.REFUTED:
            break
    return replace(criterion, tested=int(tested), passed=int(passed), judgement=judgement, judged_at=judged_at)


def missing(criteria: tuple[Criterion, ...]) -> tuple[Missing, ...]:
    """Return what the criteria need before anything can be said."""
    if not criteria:
        return (Missing(TABLE, "at least one criterion, with its floor and its hope"),)
    return tuple(Missing(TABLE, criterion.trouble, criterion.row) for criterion in criteria if criterion.trouble)
