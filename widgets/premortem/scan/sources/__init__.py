"""Sources of a scan: a file, a folder or a DataFrame becomes a table in DuckDB, and it is said how it was read."""

from __future__ import annotations

from premortem.scan.sources.opened import Limits, Opened
from premortem.scan.sources.opening import open_source

__all__ = ["Limits", "Opened", "open_source"]
