"""The rows of the chart, and the same message in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from premortem.chapters.expectations import outside
from premortem.chapters.expectations.concerns import Money
from premortem.chapters.expectations.figures import WITHIN
from premortem.chapters.expectations.judgement import Evidence, Judgement
from premortem.chapters.expectations.outside import MOST, stayed_within
from premortem.chapters.expectations.rounds import Round
from premortem.model.wording import count, number

Mark = Mapping[str, Any]
ROOM, FAR = 1.04, 1.5
"""How far the axis reaches beyond the last mark; how many times further out an uplift may lie to be drawn to scale."""


def marks(evidence: Evidence, judged: Judgement) -> tuple[Mark, ...]:
    """Return one row for each line of the chart: estimates, the group, plan and budget, the outside view."""
    counted = judged.counted
    if counted.pooled is None:
        return ()
    lines = [*_estimates(evidence, counted), *_sums(evidence), *_outside(evidence)]
    edge = _edge(lines)
    return tuple(
        {**line, "place": place, "edge": edge, "at": min(line["best"], edge), "beyond": line["best"] > edge}
        for place, line in enumerate(lines)
    )


def _edge(lines: list[dict[str, Any]]) -> float:
    """Return where the axis ends: far uplifts would press everything else to the left, so they become arrows."""
    near = max([float(line["high"]) for line in lines if line["what"] != "far"] or [1.0])
    return ROOM * max(near, *(float(line["high"]) for line in lines if line["high"] <= FAR * near))


def _line(what: str, name: str, low: float, best: float, high: float, says: str) -> dict[str, Any]:
    return {"what": what, "name": name, "low": low, "best": best, "high": high, "says": says}


def _estimates(evidence: Evidence, counted: Round) -> Iterator[dict[str, Any]]:
    say = evidence.say
    for each in counted.costed:
        assert each.cost is not None
        cost = each.cost
        says = _from_to(say, cost.low, cost.high)
        name = each.label if each.name else f"Estimate {each.number}"
        yield _line("estimate", name, cost.low, cost.best, cost.high, says)
    pooled = counted.pooled
    if pooled is not None and pooled.people > 1:
        says = _from_to(say, pooled.low, pooled.high)
        yield _line("together", "All together", pooled.low, pooled.best, pooled.high, says)


def _from_to(say: Money, low: float, high: float) -> str:
    return f"{say(low)} to {number(high)}"  # the currency once: on a phone there is no room for it twice


def _sums(evidence: Evidence) -> Iterator[dict[str, Any]]:
    for name, what, value in (("The plan", "plan", evidence.plan), ("May be spent", "budget", evidence.budget)):
        if value is not None:
            yield _line(what, name, value, value, value, evidence.say(value))


def _outside(evidence: Evidence) -> Iterator[dict[str, Any]]:
    plan, view, own = evidence.plan, evidence.view, evidence.own
    if plan is None:
        return
    for uplift in outside.telling(view.uplifts) if view is not None else ():
        value = plan * uplift.factor
        what = "far" if math.isinf(uplift.high) or uplift.quantile > 0.8 else "outside"
        says = f"{stayed_within(uplift)} {evidence.say(value)}"
        name = f"{_capital(WITHIN[uplift.quantile])} such projects"
        yield _line(what, name, value, value, value, says)
    if own.uplifts:
        value = plan * own.uplifts[MOST].factor
        yield _line("outside", "8 of 10 projects of your own", value, value, value, f"about {evidence.say(value)}")


def chart_says(evidence: Evidence, judged: Judgement) -> str:
    """Return the chart's message for who cannot see it."""
    counted = judged.counted
    if counted.pooled is None:
        if counted.waiting_rows:
            return f"{count(counted.waiting_rows)} estimates wait to be shown."
        return "No estimate is there yet."
    lines = [*_estimates(evidence, counted), *_sums(evidence), *_outside(evidence)]
    said = "; ".join(f"{line['name']}: {line['says']}" for line in lines)
    return f"Each range holds the cost 8 times of 10, beside the plan and what such projects took. {said}."


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
