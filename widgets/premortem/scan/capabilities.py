"""What each engine can do of what the checks need: one unsupported operation would fail a whole query.

The table is what Ibis itself can write for each engine (tests/scan/engines/test_capabilities.py compiles one probe per
capability and engine and compares); DuckDB, PostgreSQL and Spark are also run. docs/engines.md shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

CAPABILITIES: Mapping[str, str] = MappingProxyType(
    {
        "try-cast": "turn text into numbers without failing on the first that is none",
        "regex": "search with regular expressions",
        "quantile": "give exact quantiles",
        "quantiles": "give several quantiles in one query",
        "hash": "hash a row",
        "rank": "rank values",
        "edit-distance": "count the letters by which two texts differ",
        "estimate": "estimate how many different values there are",
        "sample": "draw the same rows again as a sample",
    }
)
"""What a check may need, each in the words that follow "this engine cannot"."""

OPERATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "try-cast": ("TryCast", "or RegexSearch and Cast"),
        "regex": ("RegexSearch", "RegexReplace"),
        "quantile": ("Quantile",),
        "quantiles": ("MultiQuantile",),
        "hash": ("Hash",),
        "rank": ("MinRank",),
        "edit-distance": ("Levenshtein",),
        "estimate": ("ApproxCountDistinct",),
        "sample": ("Sample with a seed", "or a way of our own"),
    }
)
"""The Ibis operations that each stands for."""

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "duckdb": "DuckDB",
        "postgres": "PostgreSQL",
        "pyspark": "Spark",
        "athena": "Athena",
        "bigquery": "BigQuery",
        "clickhouse": "ClickHouse",
        "databricks": "Databricks",
        "datafusion": "DataFusion",
        "druid": "Druid",
        "exasol": "Exasol",
        "flink": "Flink",
        "impala": "Impala",
        "materialize": "Materialize",
        "mssql": "SQL Server",
        "mysql": "MySQL",
        "oracle": "Oracle",
        "risingwave": "RisingWave",
        "snowflake": "Snowflake",
        "sqlite": "SQLite",
        "trino": "Trino",
    }
)
"""Every engine of the table by the name Ibis gives it."""

RUN_IN_TESTS = ("duckdb", "postgres", "pyspark")
"""The engines on which the checks are really run in the tests; of the others only the table is known."""


def _lacking(words: str) -> frozenset[str]:
    return frozenset(words.split())


LACKS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "postgres": _lacking("edit-distance"),  # Ibis writes it, but the server has it only with an extension
        "athena": _lacking("quantile quantiles hash sample"),
        "bigquery": _lacking("quantile quantiles sample"),
        "clickhouse": _lacking("edit-distance sample"),
        "databricks": _lacking("sample"),
        "datafusion": _lacking("quantile quantiles hash sample"),
        "druid": _lacking("regex quantile quantiles hash edit-distance sample"),
        "exasol": _lacking("regex quantiles hash edit-distance sample"),
        "flink": _lacking("quantile quantiles hash edit-distance sample"),
        "impala": _lacking("quantile quantiles edit-distance sample"),
        "materialize": _lacking("quantile quantiles edit-distance"),
        "mssql": _lacking("regex quantile quantiles edit-distance sample"),
        "mysql": _lacking("regex quantile quantiles hash edit-distance sample"),
        "oracle": _lacking("quantiles"),
        "risingwave": _lacking("quantiles sample"),
        "snowflake": _lacking("quantiles"),
        "sqlite": _lacking("quantile quantiles hash edit-distance sample"),
        "trino": _lacking("quantile quantiles hash sample"),
    }
)
"""By engine, what it cannot do; an engine that is not named can do all, as far as we know."""

WITHOUT_TRY_CAST = frozenset({"materialize", "postgres", "risingwave", "sqlite"})
"""They fail at the first text that is no number: a pattern has to let through only what will do."""

WITHOUT_NAN = frozenset({"druid", "exasol", "flink", "mssql", "sqlite"})
"""They have no number that is none, and Ibis no question for it."""


def title(engine: str) -> str:
    """Return what readers call an engine."""
    return TITLES.get(engine, engine)


def lacks(engine: str, capability: str) -> bool:
    """Return whether an engine is known not to have one of CAPABILITIES."""
    return capability in LACKS.get(engine, frozenset())


def missing_capability(engine: str, needed: Sequence[str]) -> str:
    """Return "" where the engine has all that is needed, else a line that says what it cannot do."""
    gone = [CAPABILITIES[each] for each in needed if lacks(engine, each)]
    return f"{title(engine)} cannot {' nor '.join(gone)}" if gone else ""
