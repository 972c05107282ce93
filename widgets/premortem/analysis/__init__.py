"""The mathematics of Premortem: numbers in, frozen results out; it knows nothing of workbooks.

Each submodule answers one kind of question. They load when first used, so that a page which only plans an
acceptance test does not pay for the forecasts.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from premortem.analysis import seldom

seldom.defer()  # before any part brings scipy along

__all__ = [
    "acceptance",
    "adoption",
    "agreement",
    "cost",
    "curve",
    "elicitation",
    "growth",
    "preference",
    "proportions",
    "redecision",
    "reference_class",
    "risk",
    "scoring",
    "sensitivity",
    "stopping",
    "value_of_information",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
