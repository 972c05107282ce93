"""What tests of the sources ask an opened table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from premortem.scan.sources import Opened

Open = Callable[..., Opened]


def cells(opened: Opened) -> list[tuple[Any, ...]]:
    """Return the rows, in the order of the file where it is kept."""
    return list(opened.backend.raw_sql("select * from delivery").fetchall())


def abouts(opened: Opened) -> list[str]:
    """Return what the findings are about."""
    return [finding.about for finding in opened.findings]
