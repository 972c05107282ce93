"""The figures of the chapter and the rows of its chart: what each risk is expected to cost, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from premortem.chapters.data_risks.concerns import Money
from premortem.chapters.data_risks.register import TABLE, Register, WeighedRisk
from premortem.model.verdicts import Figure

SOURCE = "Expected escaped loss (Wheeler 2011; Menzies et al. 2017)"
ENDS = "if every answer is at its better, or at its worse, end"
RISKS_SHOWN, CHECKS_SHOWN = 5, 3


def figures(weighed: tuple[WeighedRisk, ...]) -> tuple[Figure, ...]:
    """Return the worst risks, their sum, and the checks that are worth most."""
    found = [_loss(each) for each in weighed[:RISKS_SHOWN]]
    if len(weighed) > 1:
        low, best, high = (sum(parts) for parts in zip(*(each.loss for each in weighed), strict=True))
        label = "All risks together, where no harm is entered twice"
        found.append(Figure(label, best, "money", low, high, ENDS, f"{SOURCE}; expected losses add up", TABLE))
    worths = [(each.brief, each.worth) for each in weighed if each.worth and each.check != "agreed"]
    for name, (low, best, high) in sorted(worths, key=lambda pair: -pair[1].best)[:CHECKS_SHOWN]:
        label, source = f"{name}: what the check saves, less its cost", f"{SOURCE}: the difference the check makes"
        found.append(Figure(label, best, "money", low, high, ENDS, source, TABLE))
    return tuple(found)


def _loss(each: WeighedRisk) -> Figure:
    low, best, high = each.loss
    width = f"; its width comes most from {each.moved_by}" if each.moved_by else ""
    return Figure(f"{each.brief}: expected loss", best, "money", low, high, ENDS, f"{SOURCE}{width}", TABLE)


def rows(weighed: tuple[WeighedRisk, ...], bearable: float | None, say: Money) -> tuple[Mapping[str, Any], ...]:
    """Return one row a risk; `edge` is the right end of the axis, above 0 also where nothing costs anything.

    `bearable` is drawn only where it lies near the losses: far to the right it would press them into a corner.
    """
    most = max((each.loss.high for each in weighed), default=0.0)
    near = bearable if bearable is not None and bearable <= 1.5 * most else None
    edge = 1.02 * max(most, near or 0.0) or 1.0
    return tuple(
        {
            "place": place,
            "risk": each.name,
            "low": each.loss.low,
            "best": each.loss.best,
            "high": each.loss.high,
            "left": each.loss.best - each.saved,
            "says": say(each.loss.best),
            "between": f"{say(each.loss.low)} to {say(each.loss.high)}",
            "saves": say(each.saved) if each.saved else "no check is known that would save any",
            "bearable": near,
            "edge": edge,
        }
        for place, each in enumerate(weighed, start=1)
    )


def says(register: Register, bearable: float | None, say: Money) -> str:
    """Return the chart in words."""
    if not register.weighed:
        return "No risk has all its figures yet."
    said = "; ".join(
        f"{each.brief}: {say(each.loss.best)}, from {say(each.loss.low)} to {say(each.loss.high)}"
        + (f", of which a check would save {say(each.saved)}" if each.saved else "")
        for each in register.weighed
    )
    held = f" The project can bear {say(bearable)}." if bearable is not None else ""
    left_out = f" Not drawn, for want of a figure: {len(register.lacking)}." if register.lacking else ""
    return f"What each risk is expected to cost, the worst first. {said}.{held}{left_out}"
