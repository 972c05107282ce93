"""Small tables behind DuckDB for the tests of declared rules, counted as a scan counts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from premortem.model.evidence import Finding
from premortem.scan import profile
from premortem.scan.checks.declared import CHECKS_OF_RULES
from premortem.scan.engine import Engine
from premortem.scan.job import Delivery, Job, Seen
from premortem.scan.rules import Rules, read

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@cache
def _shared_engine() -> Engine:
    return Engine(ibis.duckdb.connect())


def delivery(columns: Mapping[str, Sequence[Any]] | pd.DataFrame, engine: Engine | None = None) -> Delivery:
    """The columns as a table: text stays text, as a CSV delivers it."""
    engine = engine or _shared_engine()
    names = list(columns)
    frame = columns if isinstance(columns, pd.DataFrame) else None
    if frame is not None:
        arrow = pa.Table.from_pandas(frame.set_axis([f"c{n}" for n in range(len(names))], axis=1), preserve_index=False)
    else:
        texts = [
            cells if any(not isinstance(c, str | None) for c in cells) else pa.array(cells, pa.string())
            for cells in columns.values()
        ]
        arrow = pa.table({f"c{n}": cells for n, cells in enumerate(texts)})
    table = engine.backend.create_table(ibis.util.gen_name("table"), arrow)  # type: ignore[attr-defined]
    return Delivery("table.csv", table, engine, arrow.num_rows, profile.count(engine, table, names))


def job(columns: Mapping[str, Sequence[Any]] | pd.DataFrame, rules: Rules | str, **given: Any) -> Job:
    """A scan of these columns under rules, given as YAML without its version line or as they are."""
    declared = read(f"version: 1\n{rules}") if isinstance(rules, str) else rules
    return Job(delivery(columns), rules=declared, now=NOW, **given)


def seen(check: str, asked: Job) -> Seen:
    """What one check of the rules sees."""
    made = next(each for each in CHECKS_OF_RULES if each.id == check)
    assert not made.asked(asked)
    return made.look(asked)


def findings(asked: Job) -> dict[str, Finding]:
    """What all checks of the rules see, by key."""
    return {
        finding.key: finding
        for each in CHECKS_OF_RULES
        if not each.asked(asked)
        for finding in each.look(asked).findings
    }


def rows(asked: Job, looked: Seen, key: str) -> list[dict[str, Any]]:
    """The rows that a finding's condition picks, by the columns' names."""
    found = asked.delivery.engine.ask(asked.delivery.table.filter(looked.where[key]))
    named = found.rename(columns={each.id: each.name for each in asked.delivery.columns})
    return named.to_dict("records")
