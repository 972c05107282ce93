"""What a defect that nobody sees yet is expected to cost, and what looking for it earlier is worth.

Never a risk priority number: products of ordinal ranks order risks wrongly (Wheeler 2011). Costs are asked,
not multiplied up by a rule of thumb: how much dearer late is differs from project to project (Menzies et
al. 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, overload

from premortem.analysis.arguments import number, probability, refuse, sequence


class Range(NamedTuple):
    """A lowest, a best and a highest value, in the unit of what was asked."""

    low: float
    best: float
    high: float


Quantity = float | Sequence[float]
"""One number, or a (low, best, high) range."""


@dataclass(frozen=True)
class RankedRisk:
    """One risk in the order of expected escaped loss."""

    name: str
    loss: Range
    could_be_worst: bool
    """Whether its range reaches above the lowest that the first risk of the list may turn out to cost."""


@overload
def escaped_loss(probability: float, detection: float, late: float, early: float) -> float: ...
@overload
def escaped_loss(probability: Quantity, detection: Quantity, late: Quantity, early: Quantity) -> float | Range: ...
def escaped_loss(probability: Quantity, detection: Quantity, late: Quantity, early: Quantity) -> float | Range:
    """Return the expected loss from a defect: p * ((1 - d) * late + d * early).

    `probability` that the defect is there and `detection`, the chance to catch it early if it is, from 0 to 1;
    `late` and `early`, the cost of finding it late or early, at least 0, in one unit. Each is a number or a
    (low, best, high) range; with any range among them the result is a `Range`, exact over all combinations.
    Wheeler 2011; Menzies et al. 2017. Raises `ArgumentError`.
    """
    ranges = _losses(probability, detection, late, early)
    result = _range_of(_loss, ranges)
    return result.best if _all_plain(probability, detection, late, early) else result


def check_worth(
    probability: Quantity,
    detection_without: Quantity,
    detection_with: Quantity,
    late: Quantity,
    early: Quantity,
    cost: Quantity = 0.0,
) -> float | Range:
    """Return what an earlier check is worth: the escaped loss it saves, less its own cost.

    `detection_without` and `detection_with` are the chances to catch the defect early without and with the
    check; the rest as in `escaped_loss`, `cost` in the same unit. Below 0 the check costs more than it saves.
    Raises `ArgumentError`.
    """
    ranges = [
        _chances("probability", probability),
        _chances("detection_without", detection_without),
        _chances("detection_with", detection_with),
        _costs("late", late),
        _costs("early", early),
        _costs("cost", cost),
    ]

    def worth(p: float, without: float, having: float, late: float, early: float, cost: float) -> float:
        return p * (having - without) * (late - early) - cost

    result = _range_of(worth, ranges)
    return result.best if _all_plain(probability, detection_without, detection_with, late, early, cost) else result


def ranked(risks: Mapping[str, Sequence[Quantity]]) -> tuple[RankedRisk, ...]:
    """Order risks by expected escaped loss, the largest best estimate first.

    `risks` maps a name to (probability, detection, late, early) as `escaped_loss` takes them. Equal losses keep
    the order they came in. Raises `ArgumentError`.
    """
    if not isinstance(risks, Mapping):
        refuse("risks", "a mapping of names to (probability, detection, late, early)", risks)
    losses: list[tuple[str, Range]] = []
    for name, parts in risks.items():
        four = sequence(f"risks[{name!r}]", parts, "four: probability, detection, late, early")
        if len(four) != 4:
            refuse(f"risks[{name!r}]", "four: probability, detection, late, early", parts)
        losses.append((name, _range_of(_loss, _losses(four[0], four[1], four[2], four[3], f"risks[{name!r}] "))))
    losses.sort(key=lambda entry: -entry[1].best)
    return tuple(RankedRisk(name, loss, loss.high >= losses[0][1].low) for name, loss in losses)


def _loss(p: float, detection: float, late: float, early: float) -> float:
    return p * ((1 - detection) * late + detection * early)


def _losses(
    probability: Quantity, detection: Quantity, late: Quantity, early: Quantity, inside: str = ""
) -> list[Range]:
    return [
        _chances(f"{inside}probability", probability),
        _chances(f"{inside}detection", detection),
        _costs(f"{inside}late", late),
        _costs(f"{inside}early", early),
    ]


def _chances(name: str, value: Quantity) -> Range:
    return _as_range(name, value, probability)


def _costs(name: str, value: Quantity) -> Range:
    return _as_range(name, value, lambda part, number_given: number(part, number_given, at_least=0))


def _as_range(name: str, value: Quantity, check: Callable[[str, object], float]) -> Range:
    if not _is_range(value):
        only = check(name, value)
        return Range(only, only, only)
    rule = "one number or a (low, best, high) range in that order"
    parts = sequence(name, value, rule)
    if len(parts) != 3:
        refuse(name, rule, value)
    low, best, high = (check(f"{name}[{index}]", part) for index, part in enumerate(parts))
    if not low <= best <= high:
        refuse(name, rule, value)
    return Range(low, best, high)


def _is_range(value: object) -> bool:
    return isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) > 0


def _all_plain(*values: Quantity) -> bool:
    return not any(_is_range(value) for value in values)


def _range_of(formula: Callable[..., float], ranges: Sequence[Range]) -> Range:
    """Evaluate a formula that is linear in each argument: its extremes lie at the ends of the ranges."""
    best = formula(*(part.best for part in ranges))
    ends = [formula(*corner) for corner in product(*((part.low, part.high) for part in ranges))]
    return Range(min(*ends, best), best, max(*ends, best))
