"""The numbers, each with its interval, its source and the answer it hangs on most."""

from __future__ import annotations

from premortem.chapters.success_criteria import comparisons, operations, rankings
from premortem.chapters.success_criteria.beyond import Beyond
from premortem.chapters.success_criteria.criteria import TABLE, Criterion
from premortem.chapters.success_criteria.further import POWER, RISK, Further
from premortem.chapters.success_criteria.judgement import Evidence
from premortem.chapters.success_criteria.together import Together
from premortem.model.verdicts import Figure
from premortem.model.wording import percent

SOURCE = "Exact binomial plan; Clopper & Pearson, Biometrika 26(4), 1934"
MCNEMAR = "McNemar, Psychometrika 12(2), 1947, with the correction of Edwards 1948"
CONNOR = "Connor, Biometrics 43(1), 1987"
HANLEY = "Hanley & McNeil, Radiology 143(1), 1982"
NEWCOMBE = f"{HANLEY}; bounds as in Newcombe, Statistics in Medicine 25(4), 2006"
FRECHET = "Fréchet, Fundamenta Mathematicae 25, 1935 (bounds)"
BERGER = "Berger, Technometrics 24(4), 1982 (intersection-union test)"
SUCCESS_RUN = "Exact binomial; Hanley & Lippman-Hand, JAMA 249(13), 1983"
ONE_SIDED = f"each bound wrong at most {percent(RISK)} of the time"


def figures(evidence: Evidence, cost_per_case: float | None) -> tuple[Figure, ...]:
    """Return the figures of all criteria, those of all together, and what the cases cost."""
    shares = [figure for criterion in evidence.criteria if (figure := _share(criterion))]
    together = _together(evidence.together) if evidence.together else ()
    return (*shares, *_beyond(evidence.beyond), *together, *_cost(evidence.criteria, cost_per_case))


def _share(criterion: Criterion) -> Figure | None:
    judged, plan = criterion.judgement, criterion.plan
    if judged:
        sure = f"each bound wrong at most {percent(criterion.judged_at)} of the time"
        return Figure(
            f"{criterion.name}: share right", judged.rate, "%", judged.lower, judged.upper, sure, SOURCE, TABLE
        )
    if plan:
        sure = "from the smallest test that does to the size from which every test does"
        return Figure(f"{criterion.name}: cases to test", plan.n, "cases", plan.n, plan.safe_n, sure, SOURCE, TABLE)
    return None


def _beyond(beyond: Beyond) -> tuple[Figure, ...]:
    """Return one figure for each comparison, order and limit that counts and has one."""
    counting: list[Further] = [further for _, further in beyond.counting]
    found = [
        *(_comparison(each) for each in beyond.comparisons if each in counting),
        *(_ranking(each) for each in beyond.rankings if each in counting),
        *(_operation(each) for each in beyond.operations if each in counting),
    ]
    return tuple(figure for figure in found if figure)


def _comparison(comparison: comparisons.Comparison) -> Figure | None:
    if comparison.gain is not None:
        label = f"{comparison.name}: more right than the old one, of all cases"
        sure = ONE_SIDED if comparison.low is not None else "none: they never differed"
        return Figure(label, comparison.gain, "%", comparison.low, comparison.high, sure, MCNEMAR, comparisons.TABLE)
    if comparison.cases is not None:
        why = "none: an approximation, which hangs on the two shares that are expected"
        label = f"{comparison.name}: cases to try with both"
        return Figure(label, comparison.cases, "cases", interval=why, source=CONNOR, hangs_on=comparisons.TABLE)
    return None


def _ranking(ranking: rankings.Ranking) -> Figure | None:
    if ranking.result is not None and ranking.proof is not None:
        label = f"{ranking.name}: AUC found"
        return Figure(label, ranking.result, "", ranking.low, ranking.high, ONE_SIDED, NEWCOMBE, rankings.TABLE)
    if ranking.hoped is not None and ranking.power is not None:
        label, sure = f"{ranking.name}: AUC hoped for", "8 results of 10 of a system exactly as good as hoped"
        return Figure(label, ranking.hoped, "", ranking.low, ranking.high, sure, HANLEY, rankings.TABLE)
    return None


def _operation(operation: operations.Operation) -> Figure | None:
    if operation.enough is None or operation.enough_with_one is None:
        return None
    label, sure = f"{operation.name}: measurements to take", "with none beyond the limit to one"
    low, high = operation.enough, operation.enough_with_one
    return Figure(label, low, "times", low, high, sure, SUCCESS_RUN, operations.TABLE)


def _together(all_of: Together) -> tuple[Figure, ...]:
    how_many = len(all_of.tests)
    found = [
        Figure(
            f"Chance that a system as good as hoped passes all {how_many} tests",
            all_of.chance, "%", all_of.lowest, all_of.highest,
            "best: if they have nothing to do with each other; between: whatever they have to do with each other",
            FRECHET, TABLE,
        ),
        Figure(
            f"Risk that a system at one of its floors passes all {how_many}",
            all_of.false_pass, "%", interval="none: this is the most it can be", source=BERGER, hangs_on=TABLE,
        ),
    ]  # fmt: skip
    cases = [test.needed_for_all for test in all_of.tests if test.unit != "positive cases"]
    if cases and None not in cases:
        most = max(size for size in cases if size is not None)
        alone = max(test.needed or 0 for test in all_of.tests if test.unit != "positive cases")
        label = f"Cases to test, so that all are passed {percent(POWER)} of the time"
        sure = "from what the largest test takes alone to what is enough whatever they have to do with each other"
        found.append(Figure(label, most, "cases", min(alone, most), most, sure, f"{SOURCE}; {FRECHET}", TABLE))
    return tuple(found)


def _cost(criteria: tuple[Criterion, ...], each: float | None) -> tuple[Figure, ...]:
    plans = [criterion.plan for criterion in criteria if criterion.plan]
    if each is None or not plans:
        return ()
    low, high = (max(sizes) * each for sizes in zip(*((p.n, p.safe_n) for p in plans), strict=True))
    basis, question = "the largest test covers all criteria", "success-criteria.cost-per-case"
    return (Figure("What the test cases cost", low, "money", low, high, basis, "cases x cost of each", question),)
