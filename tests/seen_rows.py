"""What a check sees in a table, and at which rows its findings point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from deliveries import delivery
from premortem.model.evidence import Finding
from premortem.scan.job import Check, Delivery, Job, Seen


def seen_by(check: Check, columns: Mapping[str, Sequence[Any]] | pd.DataFrame) -> Seen:
    """Return what a check sees in a table of these columns."""
    return check.look(Job(delivery(columns)))


def only(seen: Seen) -> Finding:
    """Return the only finding."""
    (finding,) = seen.findings
    return finding


def rows_of(table: Delivery, seen: Seen, finding: Finding) -> list[int]:
    """Return the rows, from 0, at which a finding points."""
    if finding.key not in seen.where:
        return []
    marked = table.engine.ask(table.table.select(row=table.table.rowid(), here=seen.where[finding.key]))
    return sorted(int(row) for row in marked.loc[marked["here"].eq(other=True), "row"])
