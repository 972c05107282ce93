"""PostgreSQL as a scan asks it: all figures of one moment, and nothing written, whatever a view or a function does.

One transaction lasts for the whole scan, so a table that grows meanwhile is seen as it was. Each question stands in a
part of it that is set to read only; outside of these parts stand only the temporary tables with which Ibis brings over
the rows of a second table.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from ibis.backends.postgres import Backend
from ibis.backends.postgres.converter import PostgresPandasData

from premortem.errors import RefusedInput
from premortem.model.shown import quoted
from premortem.scan.sources.location import Location

ANSWERS_WITHIN = 10
"""Seconds in which a server must answer at first."""

QUESTION_WITHIN = 600_000
"""Milliseconds that it may work on one question of ours; `?statement_timeout=` says otherwise."""


class ReadingBackend(Backend):
    """Ibis's PostgreSQL, each question of which may read only."""

    def execute(self, expr: Any, /, **options: Any) -> Any:
        """Return the rows of an expression; raises ReadOnlySqlTransaction where answering would write."""
        self._run_pre_execute_hooks(expr)  # the temporary tables
        schema = expr.as_table().schema()
        query = self.compile(expr.as_table(), **options)
        with self.con.transaction(), self.con.cursor() as cursor:
            cursor.execute("set transaction read only")  # until the end of this part
            rows = cursor.execute(query).fetchall()
        # Not as Ibis does it, which makes floats of all decimals: long numbers that differ would become the same.
        frame = pd.DataFrame.from_records(rows, columns=schema.names, coerce_float=False)
        return expr.__pandas_result__(PostgresPandasData.convert_table(frame, schema))


def connected(location: Location) -> Backend:
    """Return a connection in which the transaction of the scan has begun; raises what psycopg raises."""
    options = dict(location.options)
    limit = options.pop("statement_timeout", str(QUESTION_WITHIN))
    if not (limit.isascii() and limit.isdigit()):
        raise RefusedInput(f"statement_timeout is a whole number of milliseconds, not {quoted(limit)}: 600000, say.")
    database, _, schema = location.path.removeprefix("/").partition("/")
    given = {
        "host": location.host or None,
        "port": location.port,
        "user": location.user,
        "password": location.password,
        "database": database or None,
        "schema": options.pop("schema", None) or schema or None,
    }
    usual = {"connect_timeout": str(ANSWERS_WITHIN), "application_name": "premortem"}
    backend = ReadingBackend()
    kept = usual | options | {name: value for name, value in given.items() if value is not None}
    backend = backend.connect(**kept)
    # Not as options of the start: poolers refuse those.
    for line in (
        f"set statement_timeout = {int(limit)}",
        "set idle_in_transaction_session_timeout = 0",
        "begin transaction isolation level repeatable read",
    ):
        backend.con.execute(line)
    return backend
