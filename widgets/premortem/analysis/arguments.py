"""Checks that every public function runs on its arguments before it computes.

Each returns the value in the type the mathematics wants, or raises `ArgumentError` with one line: the
argument, the rule, the value.
"""

from __future__ import annotations

import math
import numbers
import reprlib
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from premortem.errors import ArgumentError

FloatArray = NDArray[np.float64]

LARGEST = 1e100
"""Beyond any quantity a project has; refusing more keeps every product and square below overflow."""


def refuse(name: str, rule: str, value: object) -> NoReturn:
    """Raise the one-line `ArgumentError`: argument, rule, value."""
    shown = " ".join(reprlib.repr(value).split())
    raise ArgumentError(f"{name} must be {rule}, got {shown}")


def number(
    name: str,
    value: object,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    above: float | None = None,
    below: float | None = None,
) -> float:
    """A finite real number within the limits given; truth values and text are refused."""
    if isinstance(value, float) and (  # nearly every call: the decision makes thousands
        -LARGEST <= value <= LARGEST
        and (at_least is None or value >= at_least)
        and (above is None or value > above)
        and (at_most is None or value <= at_most)
        and (below is None or value < below)
    ):
        return float(value)  # one of numpy's becomes Python's
    limits = [
        (word, limit, holds)
        for word, limit, holds in (
            ("at least", at_least, float.__ge__),
            ("above", above, float.__gt__),
            ("at most", at_most, float.__le__),
            ("below", below, float.__lt__),
        )
        if limit is not None
    ]
    rule = " and ".join(["a finite number", *(f"{word} {limit:g}" for word, limit, _ in limits)])
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        refuse(name, rule, value)
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not abs(result) <= LARGEST or not all(holds(result, float(limit)) for _, limit, holds in limits):
        refuse(name, rule, value)
    return result


def probability(name: str, value: object, *, open_ended: bool = False) -> float:
    """A number from 0 to 1; `open_ended` leaves out the two ends."""
    if open_ended:
        return number(name, value, above=0, below=1)
    return number(name, value, at_least=0, at_most=1)


def whole(name: str, value: object, *, at_least: int, at_most: int | None = None) -> int:
    """A whole number within the limits; 12.0 counts as 12."""
    rule = f"a whole number from {at_least}" + (" up" if at_most is None else f" to {at_most}")
    try:
        result = number(name, value, at_least=at_least, at_most=at_most)
    except ArgumentError:
        refuse(name, rule, value)
    if result != int(result):
        refuse(name, rule, value)
    return int(result)


def sequence(name: str, values: object, rule: str) -> Sequence[Any]:
    """An ordered collection that is not text: list, tuple, array, or a column of a data frame."""
    if isinstance(values, (list, tuple)):
        return values
    if hasattr(values, "__array__") and not isinstance(values, np.generic):
        array = np.asarray(values)
        if array.ndim >= 1:
            return list(array)
    refuse(name, rule, values)


def vector(
    name: str, values: object, check: Callable[[str, object], float] = number, *, length: int | None = None
) -> FloatArray:
    """One number or more, each passed through `check`; `length` says how many there must be."""
    rule = "a sequence of one number or more" if length is None else f"a sequence of {length} numbers"
    items = sequence(name, values, rule)
    if len(items) == 0 or (length is not None and len(items) != length):
        refuse(name, rule, values)
    return np.array([check(f"{name}[{index}]", item) for index, item in enumerate(items)])


def table(
    name: str, values: object, check: Callable[[str, object], float] = number, *, columns: int | None = None
) -> FloatArray:
    """Rows of equal length, each number passed through `check`; `columns` says how long they must be."""
    rule = "a table of numbers with rows of " + ("equal length" if columns is None else f"{columns} columns")
    rows = sequence(name, values, rule)
    if len(rows) == 0:
        refuse(name, rule, values)
    width = columns if columns is not None else len(sequence(f"{name}[0]", rows[0], "a row of numbers"))
    if width == 0:
        refuse(name, rule + ", one number or more", values)
    return np.array([vector(f"{name}[{index}]", row, check, length=width) for index, row in enumerate(rows)])


def distribution(name: str, values: object, *, length: int | None = None) -> FloatArray:
    """Probabilities that sum to 1 (within a millionth, then made exact)."""
    shares = vector(name, values, probability, length=length)
    if abs(float(shares.sum()) - 1.0) > 1e-6:
        refuse(name, "probabilities that sum to 1", values)
    exact: FloatArray = shares / shares.sum()
    return exact


def tail_shares(interval: object) -> FloatArray:
    """For an interval of this certainty, the probability below its low end, its median and its high end."""
    inside = probability("interval", interval, open_ended=True)
    return np.array([(1 - inside) / 2, 0.5, (1 + inside) / 2])


def frozen(values: FloatArray) -> FloatArray:
    """The same array, closed to writing, so that a result stays what it was."""
    values.setflags(write=False)
    return values
