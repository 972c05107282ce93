"""Why, and what would change it: the plan or the result of each criterion, in sentences."""

from __future__ import annotations

import numpy as np

from premortem.analysis import acceptance, binomial
from premortem.chapters.success_criteria.criteria import TABLE, Criterion
from premortem.chapters.success_criteria.further import p_words
from premortem.chapters.success_criteria.judgement import Evidence, Judgement
from premortem.chapters.success_criteria.together import chance_words
from premortem.model.verdicts import Change, Level
from premortem.model.wording import count, percent

CASES = "success-criteria.cases-available"


def reasons(evidence: Evidence, judgement: Judgement) -> tuple[str, ...]:
    """Return the sentences under the verdict: each criterion, all of them together, then the open conditions."""
    found = [_reason(criterion) for criterion in evidence.criteria if criterion.plan]
    found += [further.says for _, further in evidence.beyond.counting]
    if evidence.together:
        found.append(chance_words(evidence.together))
    if judgement.level not in {Level.NOT_KNOWN, Level.STOP}:
        found += [condition.sentence for condition in evidence.conditions if not condition.of_row]
    return tuple(found)


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
        f"against a floor of {percent(criterion.floor)} ({p_words(judged.p)})."
    )


def changes(evidence: Evidence, judgement: Judgement) -> tuple[Change, ...]:
    """Return what would change the verdict: the results that would, more cases, and each condition once settled."""
    found = [change for criterion in evidence.criteria if (change := _change(criterion, evidence.cases))]
    if judgement.level is Level.CONDITIONS and evidence.tested:
        # The conditions are what stands between this and a go, so they come first.
        settled = [
            Change(f"{'' if point.of_row else 'Settled by '}{point.settled_by}.", point.question)
            for point in evidence.conditions
        ]
        return (*settled, *found)
    return tuple(found)


def _change(criterion: Criterion, cases: int | None) -> Change | None:
    if criterion.plan is None or criterion.floor is None:
        return None
    if criterion.judgement and criterion.tested:
        return Change(f"{criterion.name}: {_other_result(criterion)}.", TABLE)
    if cases is not None and cases < criterion.plan.n:
        short = criterion.plan.n - cases
        more = f"{count(short)} more test {'case' if short == 1 else 'cases'}"
        return Change(f"{criterion.name}: {more} would make the test large enough.", CASES)
    few = f"fewer than {count(criterion.plan.need)} right of {count(criterion.plan.n)}"
    return Change(f"{criterion.name}: {few} would leave it unproven.", TABLE)


def _other_result(criterion: Criterion) -> str:
    assert criterion.judgement is not None
    assert criterion.tested is not None
    assert criterion.floor is not None
    wanted = passes_to_prove(criterion.tested, criterion.floor, criterion.false_pass)
    if wanted is None:
        return f"no result of {count(criterion.tested)} cases could prove it: test more"
    if criterion.judgement.verdict is acceptance.Proof.PROVEN:
        return f"fewer than {count(wanted)} right of {count(criterion.tested)} would not prove it"
    return f"{count(wanted)} or more right of {count(criterion.tested)} would prove it"


def passes_to_prove(tested: int, floor: float, false_pass: float) -> int | None:
    """Return how many of `tested` cases must be right to prove the floor, or `None` where not even all suffice."""
    need = int(binomial.passes_needed(np.array([tested]), floor, false_pass)[0])
    return need if need <= tested else None
