"""Premortem, the decision workbook for machine-learning projects.

In a notebook: `premortem.show("effort-curve")` shows a chapter, `premortem.current_workbook()` is the workbook in hand.
"""

from __future__ import annotations

from typing import Any

from premortem.version import __version__

__all__ = ["Workbook", "__version__", "current_workbook", "show"]


def __getattr__(name: str) -> Any:
    # Imported when first used: `import premortem.analysis` alone must not bring the widgets along.
    if name in {"current_workbook", "show"}:
        from premortem import app

        return getattr(app, name)
    if name == "Workbook":
        from premortem.workbook import Workbook

        return Workbook
    raise AttributeError(f"module 'premortem' has no attribute {name!r}")
