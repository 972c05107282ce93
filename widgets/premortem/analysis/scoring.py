"""How good forecasts were, once it is known what happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from premortem.analysis.arguments import number, probability, refuse, vector


def brier(probabilities: ArrayLike, outcomes: ArrayLike) -> float:
    """Return the mean squared distance between what was forecast and what happened: 0 is perfect, 1 the worst.

    `probabilities` from 0 to 1 and as many `outcomes`, 1 (or true) where it happened and 0 where it did not
    (Brier 1950). Saying 0.5 each time scores 0.25. Raises `ArgumentError`.
    """
    told = vector("probabilities", probabilities, probability)
    happened = vector("outcomes", outcomes, _outcome, length=len(told))
    return float(((told - happened) ** 2).mean())


def _outcome(name: str, value: object) -> float:
    if isinstance(value, (bool, np.bool_)):
        return float(value)
    outcome = number(name, value)
    if outcome not in {0.0, 1.0}:
        refuse(name, "0 or 1", value)
    return outcome
