"""Which of several unknowns moves a result most, each taken alone."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from premortem.analysis.arguments import number, refuse, vector

Factor = str | int
"""The name of a factor, or its position where factors come as a sequence."""


@dataclass(frozen=True)
class Bar:
    """What one factor does to the result while all others stay at their base."""

    factor: Factor
    at_low: float
    at_high: float
    swing: float
    """The distance between the two results, at least 0."""


@dataclass(frozen=True)
class Tornado:
    """The bars of a tornado chart, the widest first."""

    base: float
    bars: tuple[Bar, ...]


def tornado(
    model: Callable[..., float],
    low: Mapping[str, float] | ArrayLike,
    base: Mapping[str, float] | ArrayLike,
    high: Mapping[str, float] | ArrayLike,
) -> Tornado:
    """Return how far each factor, moved alone from low to high, moves the result of a model.

    `low`, `base` and `high` are either mappings of the same names or sequences of the same length, with
    low <= base <= high for each factor. `model` gets one value per factor: named where it takes the names (else
    as one dictionary), in order where it takes so many arguments (else as one array); it returns a finite
    number. One factor at a time: where factors interact, the swings do not add up. Bars of equal swing keep the
    order of the factors. Raises `ArgumentError`.
    """
    if not callable(model):
        refuse("model", "a function of the factors", model)
    names, lows, bases, highs = _factors(low, base, high)
    ask = _asker(model, names if isinstance(base, Mapping) else None, len(names))
    bars = []
    for position, name in enumerate(names):
        ends = []
        for value in (lows[position], highs[position]):
            moved = [*bases[:position], value, *bases[position + 1 :]]
            ends.append(ask(moved))
        bars.append(Bar(factor=name, at_low=ends[0], at_high=ends[1], swing=abs(ends[1] - ends[0])))
    bars.sort(key=lambda bar: -bar.swing)
    return Tornado(base=ask(bases), bars=tuple(bars))


def _factors(low: Any, base: Any, high: Any) -> tuple[list[Factor], list[float], list[float], list[float]]:
    """Names and values of the factors in one order, checked against each other."""
    names: list[Factor]
    if isinstance(base, Mapping):
        names = list(base)
        for argument, ends in (("low", low), ("high", high)):
            if not isinstance(ends, Mapping) or set(ends) != set(base):
                refuse(argument, f"a mapping of the same names as base ({', '.join(map(str, base))})", ends)
        low, base, high = ([ends[name] for name in names] for ends in (low, base, high))
    else:
        names = []
    bases = vector("base", base)
    names = names or list(range(len(bases)))
    lows = vector("low", low, length=len(bases))
    highs = vector("high", high, length=len(bases))
    for position, name in enumerate(names):
        number(f"low[{name!r}]", lows[position], at_most=bases[position])
        number(f"high[{name!r}]", highs[position], at_least=bases[position])
    return names, lows.tolist(), bases.tolist(), highs.tolist()


def _asker(model: Callable[..., float], names: Sequence[Factor] | None, count: int) -> Callable[[list[float]], float]:
    """The model as a function of one list of values, however it takes its factors."""
    by_name = names is not None and _takes(model, (), {str(name): 0.0 for name in names})
    in_order = names is None and count > 1 and _takes(model, [0.0] * count, {})

    def ask(values: list[float]) -> float:
        if names is not None:
            named = {str(name): value for name, value in zip(names, values, strict=True)}
            result = model(**named) if by_name else model(named)
        else:
            result = model(*values) if in_order else model(np.array(values))
        return number("model", result)

    return ask


def _takes(model: Callable[..., float], values: Sequence[float], named: Mapping[str, float]) -> bool:
    try:
        inspect.signature(model).bind(*values, **named)
    except (TypeError, ValueError):
        return False
    return True
