"""Up to five rows that show a finding, drawn only when somebody asked for them, and masked on request."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from premortem.errors import PremortemError
from premortem.model.evidence import Example, Finding
from premortem.scan.job import Delivery, Job, Seen

if TYPE_CHECKING:
    import pandas as pd

logger = logging.getLogger(__name__)
ROWS, CELLS, LONGEST = 5, 12, 120
FINDINGS_WITH_EXAMPLES = 60
"""Each draws with a query of its own; the findings beyond, the least grave, go without."""

_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def masked(cell: str) -> str:
    """Return the shape of a cell: every letter an x, every digit a 9; what stands between them stays."""
    return _DIGIT.sub("9", _LETTER.sub("x", cell))


def drawn(job: Job, ordered: bool, seen: Seen) -> tuple[Finding, ...]:
    """Return the findings, each with the first rows that fulfil its condition.

    `ordered` says whether the rows still stand as in the file, so that a row's number means something.
    """
    graved = sorted(seen.findings, key=lambda each: each.severity.rank)
    chosen = {each.key for each in graved if each.key in seen.where}
    wanted = set([each.key for each in graved if each.key in chosen][:FINDINGS_WITH_EXAMPLES])
    return tuple(
        replace(each, examples=_drawn(job, each, ordered, seen)) if each.key in wanted else each
        for each in seen.findings
    )


def _drawn(job: Job, finding: Finding, ordered: bool, seen: Seen) -> tuple[Example, ...]:
    """The rows of one finding; none where the engine cannot look them up, for the finding holds all the same."""
    try:
        return tuple(_rows(job, finding, ordered, seen))
    except PremortemError:
        raise
    except Exception as error:  # noqa: BLE001 - a type that cannot be compared must not cost the team the scan
        logger.warning("No examples for a finding of %s: %s", finding.check, type(error).__name__)
        return ()


def _rows(job: Job, finding: Finding, ordered: bool, seen: Seen) -> Iterator[Example]:
    delivery = job.delivery
    shown = list(dict.fromkeys((*finding.columns, *job.key)))[:CELLS] or [
        each.name for each in delivery.columns[:CELLS]
    ]
    ids = {name: delivery.column(name).id for name in shown}
    for number, cells in _found(delivery, ordered, seen.where[finding.key], list(ids.values())):
        pairs = ((name, _cell(cells[column_id])) for name, column_id in ids.items())
        yield Example(number, tuple((name, masked(cell) if job.masked else cell) for name, cell in pairs))


def _found(
    delivery: Delivery, ordered: bool, where: Any, ids: list[str]
) -> Iterator[tuple[int | None, pd.Series[Any]]]:
    table = delivery.table
    cells: dict[str, Any] = {column_id: table[column_id] for column_id in ids}
    numbered = ordered and delivery.engine.name == "duckdb"
    if numbered:
        cells["row_number"] = table.rowid()
    marked = table.select(**cells, shows=where)  # first the row's number, which is gone once rows are left out
    frame = delivery.engine.ask(marked.filter(marked["shows"]).drop("shows").limit(ROWS))
    for _, row in frame.iterrows():
        yield (int(row["row_number"]) + 1 if numbered else None), row


def _cell(value: Any) -> str:
    import pandas as pd

    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN
        return ""
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
