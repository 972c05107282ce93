"""Run n cases, pass if at least k; proven, not proven or refuted (exact binomial, Clopper & Pearson 1934)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from premortem.analysis import acceptance, binomial
from premortem.chapters.success_criteria import criteria as reading
from premortem.chapters.success_criteria.criteria import TABLE, Criterion
from premortem.chapters.wording import count, listed, percent
from premortem.model.state import State
from premortem.model.verdicts import Change, Figure, Findings, Level, Missing, Suggestion, Verdict

SOURCE = "Exact binomial plan; Clopper & Pearson, Biometrika 26(4), 1934"


@dataclass(frozen=True)
class SuccessFindings(Findings):
    """The findings of success-criteria; `criteria` holds each plan and judgement, `cases` what can be had."""

    criteria: tuple[Criterion, ...]
    cases: int | None
    conditions: tuple[str, ...]


def findings(state: State) -> SuccessFindings:
    """Return the plan for each criterion, the judgement of each result, and the verdict over all: the weakest."""
    criteria = reading.read(state)
    available = state.number("success-criteria.cases-available")
    cases = None if available is None else int(available)
    conditions = _conditions(state, criteria)
    return SuccessFindings(
        chapter="success-criteria",
        verdict=_verdict(state, criteria, cases, conditions),
        figures=_figures(state, criteria),
        actions=_actions(state, criteria, cases, conditions),
        chart=tuple(row for criterion in criteria for row in _marks(criterion)),
        chart_says=_chart_says(criteria),
        criteria=criteria,
        cases=cases,
        conditions=conditions,
    )


def _conditions(state: State, criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    """What keeps even a passed test from counting in full; a blank counts as the worst answer."""
    open_points = []
    if state.text("success-criteria.drawn") not in {"random-work", "recent"}:
        open_points.append("the test cases must be drawn from the work it will meet")
    if state.yes("success-criteria.repeated") is not False:
        open_points.append("count customers (documents, machines, patients), not cases, where several belong to one")
    if state.yes("success-criteria.fixed") is not True:
        open_points.append("the criteria must be written down and signed before anybody sees a result")
    if state.text("success-criteria.owner") is None:
        open_points.append("somebody whose work depends on it must sign")
    if state.number("success-criteria.times-used") != 0:
        open_points.append("the final test needs cases that nobody has looked at before")
    agreement = state.number("success-criteria.agreement")
    if agreement is None:
        open_points.append("measure how often two experts agree on a case: no system can be shown to do better")
    elif any(criterion.hoped is not None and 100 * criterion.hoped > agreement for criterion in criteria):
        open_points.append(f"hope for no more than the {percent(agreement / 100)} of cases on which two experts agree")
    return tuple(open_points)


def _missing(state: State, criteria: tuple[Criterion, ...], cases: int | None) -> tuple[Missing, ...]:
    missing = list(reading.missing(criteria))
    tested = state.yes("success-criteria.tested")
    if tested is None:
        missing.append(Missing("success-criteria.tested", "whether the test has already been run"))
    if tested is not True and cases is None:
        missing.append(Missing("success-criteria.cases-available", "how many test cases can be had"))
    return tuple(missing)


def _verdict(state: State, criteria: tuple[Criterion, ...], cases: int | None, conditions: tuple[str, ...]) -> Verdict:
    refuted = [c for c in criteria if c.judgement and c.judgement.verdict is acceptance.Proof.REFUTED]
    missing = _missing(state, criteria, cases)
    if missing and not refuted:
        headline = f"Nothing can be proven yet: still open is {missing[0].why}."
        return Verdict(Level.NOT_KNOWN, headline, _reasons(criteria), _changes(criteria, cases), missing)
    if refuted:
        names = listed([c.name for c in refuted])
        headline = f"Refuted: {names} stays below the floor that was agreed."
        return Verdict(Level.STOP, headline, _reasons(criteria), _changes(criteria, cases), missing)
    level, headline = _open_or_proven(state, criteria, cases or 0, conditions)
    return Verdict(level, headline, (*_reasons(criteria), *map(_sentence, conditions)), _changes(criteria, cases))


def _open_or_proven(
    state: State, criteria: tuple[Criterion, ...], cases: int, conditions: tuple[str, ...]
) -> tuple[Level, str]:
    if state.yes("success-criteria.tested"):
        unproven = [c.name for c in criteria if c.judgement and c.judgement.verdict is not acceptance.Proof.PROVEN]
        if unproven:
            return Level.PILOT_FIRST, f"Not proven: {listed(unproven)} needs a larger test, or a better system."
        if conditions:
            return Level.CONDITIONS, "Every criterion is proven, on conditions."
        return Level.GO, "Every criterion is proven on fresh cases."
    most = max(c.plan.n for c in criteria if c.plan)
    if cases < most:
        return Level.PILOT_FIRST, f"Collect test cases first: {count(most)} are needed and {count(cases)} can be had."
    return Level.CONDITIONS, f"It can be proven: test {count(most)} cases before it is put to work."


def _sentence(condition: str) -> str:
    return f"{condition[0].upper()}{condition[1:]}."


def _reasons(criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    return tuple(_reason(criterion) for criterion in criteria if criterion.plan)


def _reason(criterion: Criterion) -> str:
    judged, plan = criterion.judgement, criterion.plan
    assert plan is not None
    if judged is None:
        return (
            f"{criterion.name}: run {count(plan.n)} cases and pass it if at least {count(plan.need)} are right; "
            f"a system at the floor of {percent(criterion.floor)} passes {percent(plan.false_pass)} of the time, "
            f"one as good as hoped {percent(plan.power)}."
        )
    return (
        f"{criterion.name}: {judged.verdict.value}; {count(criterion.passed)} of {count(criterion.tested)} right, "
        f"which bounds the share between {percent(judged.lower)} and {percent(judged.upper)} "
        f"against a floor of {percent(criterion.floor)} (p = {judged.p:.4f})."
    )


def _changes(criteria: tuple[Criterion, ...], cases: int | None) -> tuple[Change, ...]:
    changes = []
    for criterion in criteria:
        if criterion.plan is None or criterion.floor is None:
            continue
        if criterion.judgement and criterion.tested:
            wanted = passes_to_prove(criterion.tested, criterion.floor, criterion.false_pass)
            text = (
                f"{count(wanted)} or more right of {count(criterion.tested)} would prove it"
                if wanted is not None
                else f"no result of {count(criterion.tested)} cases could prove it: test more"
            )
            changes.append(Change(f"{criterion.name}: {text}.", TABLE))
        elif cases is not None and cases < criterion.plan.n:
            more = criterion.plan.n - cases
            changes.append(
                Change(f"{criterion.name}: {count(more)} more test cases.", "success-criteria.cases-available")
            )
        else:
            text = f"{criterion.name}: fewer than {count(criterion.plan.need)} right of {count(criterion.plan.n)}."
            changes.append(Change(text, TABLE))
    return tuple(changes)


def passes_to_prove(tested: int, floor: float, false_pass: float) -> int | None:
    """Return how many of `tested` cases must be right to prove the floor, or `None` where not even all suffice."""
    need = int(binomial.passes_needed(np.array([tested]), floor, false_pass)[0])
    return need if need <= tested else None


def _figures(state: State, criteria: tuple[Criterion, ...]) -> tuple[Figure, ...]:
    figures = []
    for criterion in criteria:
        judged, plan = criterion.judgement, criterion.plan
        if judged:
            sure = f"each bound wrong at most {percent(criterion.judged_at)} of the time"
            label = f"{criterion.name}: share right"
            figures.append(Figure(label, judged.rate, "%", judged.lower, judged.upper, sure, SOURCE, TABLE))
        elif plan:
            sure = "from the smallest test that does to the size from which every test does"
            label = f"{criterion.name}: cases to test"
            figures.append(Figure(label, plan.n, "cases", plan.n, plan.safe_n, sure, SOURCE, TABLE))
    each = state.number("success-criteria.cost-per-case")
    plans = [criterion.plan for criterion in criteria if criterion.plan]
    if each is not None and plans:
        low, high = (max(sizes) * each for sizes in zip(*((p.n, p.safe_n) for p in plans), strict=True))
        basis = "the largest test covers all criteria"
        question = "success-criteria.cost-per-case"
        figures.append(
            Figure("What the test cases cost", low, "money", low, high, basis, "cases x cost of each", question)
        )
    return tuple(figures)


def _actions(
    state: State, criteria: tuple[Criterion, ...], cases: int | None, conditions: tuple[str, ...]
) -> tuple[Suggestion, ...]:
    actions = []
    plans = [criterion.plan for criterion in criteria if criterion.plan]
    if plans and state.yes("success-criteria.tested") is not True:
        most = max(plan.n for plan in plans)
        short = cases is not None and cases < most
        what = f"{'Collect' if short else 'Set aside'} {count(most)} test cases with a right answer somebody stands for"
        actions.append(Suggestion("success-criteria.cases", what, "A smaller test proves nothing either way."))
    for place, condition in enumerate(conditions if plans else ()):
        actions.append(
            Suggestion(f"success-criteria.condition-{place}", _sentence(condition), "A condition of the proof.")
        )
    return tuple(actions)


def _marks(criterion: Criterion) -> list[Mapping[str, Any]]:
    shares = {"today": criterion.baseline, "floor": criterion.floor, "hoped for": criterion.hoped}
    marks: list[Mapping[str, Any]] = [
        {"criterion": criterion.name, "what": what, "share": share, "low": share, "high": share}
        for what, share in shares.items()
        if share is not None
    ]
    if judged := criterion.judgement:
        marks.append(
            {
                "criterion": criterion.name,
                "what": "result",
                "share": judged.rate,
                "low": judged.lower,
                "high": judged.upper,
            }
        )
    return marks


def _chart_says(criteria: tuple[Criterion, ...]) -> str:
    drawn = [criterion for criterion in criteria if criterion.floor is not None and criterion.hoped is not None]
    if not drawn:
        return "No criterion has a floor and a hope yet."
    said = "; ".join(
        f"{c.name}: floor {percent(c.floor)}, hoped for {percent(c.hoped)}"
        + (f", result {percent(c.judgement.rate)} ({c.judgement.verdict.value})" if c.judgement else "")
        for c in drawn
    )
    return f"For each criterion the floor, the hope, today's share and the result with its bounds. {said}."
