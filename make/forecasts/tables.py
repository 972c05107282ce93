"""The tables of the report, for one part of the datasets at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forecasts import markdown
from forecasts.curves import FOUR_PILOTS, HOURS_PILOTS, QUALITY_PILOTS
from forecasts.markdown import number, percent
from forecasts.measure_hours import BUDGETS, budget_question
from forecasts.measure_next import ASKED, OTHERS
from forecasts.measure_quality import FACTORS, GAINS, SINGLE, gain_question
from forecasts.measure_targets import reach_question
from forecasts.results import OURS, OURS_QUALITY, OURS_UNTOLD, Added, Narrowed, Results
from forecasts.rivals_hours import RIVALS
from forecasts.rivals_quality import FAMILIES, LAST_VALUE, MEDIAN_OF_FIVE
from forecasts.scores import (
    Chance,
    Told,
    brier,
    brier_of_base_rate,
    chosen,
    exact_interval,
    observed,
    quantile,
    reliability,
    summary,
)

HOURS_METHODS = (OURS, OURS_UNTOLD, *RIVALS)
QUALITY_METHODS = (OURS_QUALITY, LAST_VALUE, *FAMILIES, MEDIAN_OF_FIVE)
LEVELS = tuple(level / 100 for level in (10, 20, 30, 40, 50, 60, 70, 80, 90, 95))
KINDS = {
    "kernel": ("kernel",),
    "neighbours": ("neighbours",),
    "ensemble": ("ensemble", "boosting", "neural"),
    "– of these forests": ("ensemble",),
    "– of these boosting": ("boosting",),
    "– of these neural": ("neural",),
    "tree": ("tree",),
    "linear": ("linear",),
}
"""The kinds as `growth.forecast` names them; ensemble holds three."""

Groups = dict[str, Sequence[Told]]


def of_kind(told: Sequence[Told], kind: str) -> list[Told]:
    """Return the forecasts of one of `KINDS`."""
    return [each for each in told if each.kind in KINDS[kind]]


def scores(first: str, groups: Groups, unit: str) -> str:
    """Return one line per group: error, coverage, width, log score."""
    hours = unit == "factor"
    header = [
        first,
        "curves (datasets)",
        f"median {unit}",
        "9 of 10 below" if hours else "mean",
        "in its 80 % interval",
    ]
    header += ["high / low" if hours else "width, points", "log score"]
    rows = []
    for name, told in groups.items():
        if (group := summary(told)) is None:
            continue
        second = group.p90 if hours else group.mean
        figures = [number(group.median), number(second), markdown.covered(group), number(group.width)]
        rows.append([name, markdown.count(group), *figures, number(group.log_score)])
    return markdown.table(header, rows)


def chances(first: str, groups: dict[str, Sequence[Chance]]) -> str:
    """Return one line per question: what was told on average, how often it came true, both Brier scores."""
    header = [first, "cases", "told on average", "came true", "Brier score", "of the base rate"]
    rows = []
    for name, some in groups.items():
        if some:
            told, happened = (float(np.mean([getattr(e, what) for e in some])) for what in ("told", "happened"))
            rows.append([name, str(len(some)), percent(told), percent(happened), f"{brier(some):.3f}"])
            rows[-1].append(f"{brier_of_base_rate(some):.3f}")
    return markdown.table(header, rows)


def bins(some: Sequence[Chance]) -> str:
    """Return how often what was told came true, by tenths of what was told, with exact intervals."""
    rows = []
    for each in reliability(some):
        low, high = exact_interval(round(each.happened * each.count), each.count)
        rows.append([percent(each.told), str(each.count), percent(each.happened), f"{percent(low)} to {percent(high)}"])
    return markdown.table(["told on average", "cases", "came true", "90 % interval"], rows)


def levels(groups: Groups) -> str:
    """Return the share inside intervals of several levels, one column per method."""
    groups = {name: told for name, told in groups.items() if any(each.below is not None for each in told)}
    asked = LEVELS if groups else ()
    rows = [[percent(level), *(percent(observed(told, level)) for told in groups.values())] for level in asked]
    return markdown.table(["interval told", *groups], rows)


def efforts(results: Results, part: str) -> str:
    """Return one line per target: how near the effort was told where the curve reached it."""
    header = ["fewer errors", "targets", "reached", "median factor", "told in the interval", "told never, but reached"]
    header.append("not reached, interval open beyond")
    rows = []
    for gain in GAINS:
        asked = [e for e in results.efforts if e.part == part and e.gain == gain]
        there = [(e, e.took) for e in asked if e.took is not None]
        if not there:
            continue
        factors = np.array([max(e.median / took, took / e.median) for e, took in there])
        inside = np.mean([e.low <= took <= e.high for e, took in there])
        never = np.mean([not np.isfinite(e.median) for e, _ in there])
        missed = [e.high > e.largest for e in asked if e.took is None]
        cells = [percent(gain), str(len(asked)), percent(len(there) / len(asked)), number(quantile(factors, 0.5))]
        rows.append([*cells, percent(float(inside)), percent(float(never))])
        rows[-1].append(percent(float(np.mean(missed))) if missed else markdown.NONE)
    return markdown.table(header, rows)


def added(first: str, groups: dict[str, Sequence[Added]]) -> str:
    """Return one line per group: what one more pilot brought; shares of the width are means, the others medians."""
    header = [first, "curves (datasets)", "its size", "its hours", "width expected to remain", "remained", "apart"]
    header += ["factor before", "after"]
    rows = []
    for name, some in groups.items():
        if some:
            size, cost, before, after = (
                float(np.median([getattr(each, field) for each in some]))
                for field in ("size", "cost", "error_before", "error_after")
            )
            remained = np.array([each.remained for each in some])
            foreseen = np.array([each.foreseen for each in some])
            shares = (foreseen.mean(), remained.mean(), np.abs(foreseen - remained).mean())
            told = [percent(float(share)) for share in shares]
            datasets = len({each.dataset for each in some})
            figures = [percent(size), percent(cost), *told, number(before), number(after)]
            rows.append([name, f"{len(some)} ({datasets})", *figures])
    return markdown.table(header, rows)


def misses(told: Sequence[Told]) -> str:
    """Return one line per learner of which a forecast was off by a factor of two or more, the most misses first."""
    rows = []
    for learner in sorted({each.learner for each in told}):
        some = [each for each in told if each.learner == learner]
        missed = [each for each in some if each.error >= 2]
        longer = sum(each.below is not None and each.below > 0.5 for each in missed)
        rows.append((len(missed), [learner, str(len(some)), str(len(missed)), str(longer), str(len(missed) - longer)]))
    header = ["learner", "curves", "off by 2 or more", "took longer", "took less"]
    return markdown.table(header, [row for count, row in sorted(rows, key=lambda each: -each[0]) if count])


def narrowed(groups: dict[str, Sequence[Narrowed]]) -> str:
    """Return one line per size of a further measurement: mean shares of the width."""
    header = ["size of the fifth measurement", "curves (datasets)", "width expected to remain", "remained", "apart"]
    rows = []
    for name, some in groups.items():
        if some:
            foreseen, remained = (np.array([getattr(e, field) for e in some]) for field in ("foreseen", "remained"))
            shares = (foreseen.mean(), remained.mean(), np.abs(foreseen - remained).mean())
            datasets = len({each.dataset for each in some})
            rows.append([name, f"{len(some)} ({datasets})", *(percent(float(share)) for share in shares)])
    return markdown.table(header, rows)


def of_part(results: Results, part: str) -> dict[str, str]:
    """Return all tables of a part by name."""
    told = chosen(results.told, part=part)
    hours = [each for each in told if each.method in HOURS_METHODS]
    quality = [each for each in told if each.method in QUALITY_METHODS]
    ours, four = chosen(hours, method=OURS), chosen(hours, pilots=FOUR_PILOTS)
    budget, gain, reached = (chosen(results.chances[name], part=part) for name in ("budget", "gain", "reached"))
    budget_of_four = chosen(budget, pilots=FOUR_PILOTS)
    by_kind = {name: of_kind(chosen(four, method=OURS), name) for name in KINDS}
    untold = {name: of_kind(chosen(four, method=OURS_UNTOLD), name) for name in KINDS}
    means = chosen(quality, method=OURS_QUALITY)
    more = [each for each in results.added if each.part == part]
    again = [each for each in results.measured_again if each.part == part]
    asked = [each for each in more if each.choice == ASKED]
    return {
        "hours by method": scores("method", {m: chosen(four, method=m) for m in HOURS_METHODS}, "factor"),
        "hours by pilots, kind known": scores("pilots", {p: chosen(ours, pilots=p) for p in HOURS_PILOTS}, "factor"),
        "hours by pilots, kind not told": scores(
            "pilots", {p: chosen(hours, method=OURS_UNTOLD, pilots=p) for p in HOURS_PILOTS}, "factor"
        ),
        "hours by pilots, rivals": rivals_by_pilots(hours, (*RIVALS,), tuple(HOURS_PILOTS), "factor"),
        "hours by kind, kind known": scores("kind", {**by_kind}, "factor"),
        "hours by kind, kind not told": scores("kind", {**untold}, "factor"),
        "hours by length": scores("largest pilot", _by_length(chosen(four, method=OURS)), "factor"),
        "hours missed": misses(chosen(four, method=OURS)),
        "hours by level": levels({m: chosen(four, method=m) for m in HOURS_METHODS}),
        "budget": chances(
            "budget",
            {
                "all": budget_of_four,
                **_by_question(budget_of_four, [budget_question(times) for times in BUDGETS]),
            },
        ),
        "budget by pilots": chances("pilots", {p: chosen(budget, pilots=p) for p in HOURS_PILOTS}),
        "budget bins": bins(budget_of_four),
        "next pilot": added("pilots so far", {p: [e for e in asked if e.pilots == p] for p in HOURS_PILOTS}),
        "next pilot, other sizes": added(
            "size of the fifth pilot",
            {c: [e for e in more if e.pilots == FOUR_PILOTS and e.choice == c] for c in (ASKED, *OTHERS)},
        ),
        "quality by method": scores(
            "method", {m: chosen(quality, pilots=FOUR_PILOTS, method=m) for m in QUALITY_METHODS}, "points"
        ),
        "quality by pilots": scores(
            "pilots", {p: chosen(means, pilots=p) for p in (*QUALITY_PILOTS, SINGLE)}, "points"
        ),
        "quality by pilots, rivals": rivals_by_pilots(
            quality, QUALITY_METHODS[1:], (*QUALITY_PILOTS, SINGLE), "points"
        ),
        "quality by kind": scores(
            "kind", {name: of_kind(chosen(means, pilots=FOUR_PILOTS), name) for name in KINDS}, "points"
        ),
        "quality by level": levels({m: chosen(quality, pilots=FOUR_PILOTS, method=m) for m in QUALITY_METHODS}),
        "gain": chances(
            "question", {"all": gain, **_by_question(gain, [gain_question(f, g) for f in FACTORS for g in GAINS])}
        ),
        "gain bins": bins(gain),
        "reached": chances(
            "question",
            {"all": reached, **_by_question(reached, [reach_question(f, g) for f in FACTORS for g in GAINS])},
        ),
        "reached bins": bins(reached),
        "efforts": efforts(results, part),
        "next measurement": narrowed({c: [e for e in again if e.choice == c] for c in OTHERS}),
    }


def _by_length(told: Sequence[Told]) -> Groups:
    groups: dict[str, list[Told]] = {"below 1 second": [], "1 to 10 seconds": [], "over 10 seconds": []}
    for each in told:
        assert each.seconds is not None
        groups[list(groups)[(each.seconds >= 1) + (each.seconds >= 10)]].append(each)
    return {**groups}


def _by_question(some: Sequence[Chance], questions: Sequence[str]) -> dict[str, Sequence[Chance]]:
    return {question: chosen(some, question=question) for question in questions}


def rivals_by_pilots(told: Sequence[Told], methods: Sequence[str], pilots: Sequence[str], unit: str) -> str:
    """Return median and second figure of each rival (rows) from each set of pilots (columns)."""
    rows = []
    for method in methods:
        rows.append([method])
        for name in pilots:
            if (group := summary(chosen(told, method=method, pilots=name))) is None:
                rows[-1].append(markdown.NONE)
            else:
                second = group.p90 if unit == "factor" else group.mean
                rows[-1].append(f"{number(group.median)} / {number(second)}")
    rows = [row for row in rows if set(row[1:]) != {markdown.NONE}]
    return markdown.table(["method", *pilots], rows)
