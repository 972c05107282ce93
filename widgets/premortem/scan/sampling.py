"""A sample of rows that is the same at every run, on each engine by the way it has.

DuckDB numbers the rows of a table: of a large one runs of neighbouring rows are taken, which it reads alone, where
single rows cost it all of them. From run to run is a prime, so that they do not fall in step with what repeats in the
data (twelve months, seven days). PostgreSQL and Snowflake repeat a sample of a table by its
seed; Spark too, though Ibis does not write that, so it is asked of the session.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from premortem.scan.capabilities import lacks

if TYPE_CHECKING:
    from ibis.expr.types import Table

SEED = 1
RUN = 100
"""Neighbouring rows that are drawn together."""


def drawn(table: Table, engine: str, rows: int, size: int) -> Table:
    """Return about `size` of `rows` rows; `rows` is greater than `size`."""
    share, step = size / rows, _step(rows // size)
    run = RUN if size >= 20 * RUN else 1
    apart = _step(run * (rows // size))
    if engine == "pyspark":
        return _by_spark(table, share)
    if lacks(engine, "sample"):
        return table.sample(share, method="row")
    if (beneath := _beneath(table)) is not None:
        by_number = engine == "duckdb"
        some = (
            beneath.filter(beneath.rowid() % apart < run)
            if by_number
            else beneath.sample(share, method="row", seed=SEED)
        )
        if _takes(some):
            return _exchanged(table, beneath, some)
    return (
        table.sample(share, method="row", seed=SEED) if engine == "duckdb" else table.filter(_digest(table) % step == 0)
    )


def _step(at_least: int) -> int:
    """Return the first prime that is not smaller."""
    step = max(at_least, 1)
    while any(step % each == 0 for each in range(2, int(step**0.5) + 1)):
        step += 1
    return step


def _beneath(table: Table) -> Table | None:
    """Return the one table of the database of which this is a choice of columns, None where it is anything else."""
    import ibis.expr.operations as ops

    operation = table.op()
    beneath = operation.parent if isinstance(operation, ops.Project) else operation
    return beneath.to_expr() if isinstance(beneath, ops.DatabaseTable) else None


def _takes(sample: Table) -> bool:
    """Return whether the engine accepts it: of a view PostgreSQL draws no sample, and DuckDB has no numbers of rows."""
    try:
        sample.get_backend().execute(sample.select(sample.columns[0]).limit(0))
    except Exception:  # noqa: BLE001 - each driver has its own; a connection that is lost shows in the next question
        return False
    return True


def _exchanged(table: Table, old: Table, new: Table) -> Table:
    """Return the same expression over other rows."""
    if table.op() == old.op():
        return new
    exchanged: Table = table.op().replace({old.op(): new.op()}).to_expr()
    return exchanged


def _digest(table: Table) -> Any:
    """A number from all cells of a row, 0 or above: rows that are alike are drawn together."""
    import ibis

    cells = [table[name].cast("string").fill_null("") for name in table.columns]
    return ibis.literal("|").join(cells).hash().abs()


def _by_spark(table: Table, share: float) -> Table:
    backend: Any = table.get_backend()
    frame = backend._session.sql(backend.compile(table)).sample(fraction=share, seed=SEED)  # noqa: SLF001 - no other way
    name = f"sample_{hashlib.sha256(repr(table).encode()).hexdigest()[:16]}"
    frame.createOrReplaceTempView(name)
    sample: Table = backend.table(name)
    return sample
