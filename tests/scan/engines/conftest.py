"""A real Spark, started once for the tests of this folder, and one table on every engine."""

from __future__ import annotations

import runpy
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from postgres_server import Server
from premortem.scan.sources import spark

TREE = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    """A running Spark, which `spark://` addresses then use too; skipped where there is no Java that runs it."""
    java = runpy.run_path(str(TREE / "make/setup.py"))["java"]()
    if java not in spark.JAVAS:
        pytest.skip("no Java from 17 to 23 is installed here, and Spark 4.0 runs on no other")
    if find_spec("pyspark") is None:
        pytest.fail("there is a Java and no pyspark: make setup-dev installs it")
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="premortem-spark-") as folder:
        from premortem.scan.sources.location import located

        with pytest.MonkeyPatch.context() as quicker:
            # Hundreds of small questions, each with code of its own: what Java spends on polishing it never comes back.
            quicker.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            session = spark.started(SparkSession.builder, located(f"spark://{folder}"), Path(folder))
        yield session
        session.stop()


@pytest.fixture
def everywhere(postgres: Server, spark_session: Any, tmp_path: Path) -> Any:  # noqa: ARG001 - it has to run
    """A function that puts a table on DuckDB, PostgreSQL and Spark and returns its addresses by engine."""

    def put(name: str, table: pa.Table) -> dict[str, str]:
        path = tmp_path / f"{name}.parquet"
        pq.write_table(table, path)
        return {"duckdb": str(path), "postgres": postgres.load(name, table), "pyspark": f"spark://{path}"}

    return put
