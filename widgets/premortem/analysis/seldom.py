"""Parts of numpy that scipy touches when it is imported and nobody here uses: they load when first used.

`scipy.special` looks once at every public name of numpy, which loads numpy.f2py, numpy.testing and the like: a third of
the time and several megabytes of every process that computes. The loader is Python's own (`importlib.util.LazyLoader`):
whoever uses one of them finds it whole.
"""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

import numpy as np

PARTS = ("f2py", "testing", "ma", "polynomial", "ctypeslib")


def defer(parts: tuple[str, ...] = PARTS) -> None:
    """Let these parts of numpy load when first used; one that is loaded already stays as it is."""
    for part in parts:
        name = f"numpy.{part}"
        spec = None if name in sys.modules else find_spec(name)
        if spec is None or spec.loader is None:
            continue
        spec.loader = LazyLoader(spec.loader)
        module = module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        setattr(np, part, module)
