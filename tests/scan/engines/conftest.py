"""A real PostgreSQL and a real Spark, started once for the tests of this folder."""

from __future__ import annotations

import os
import pwd
import runpy
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from premortem.scan.sources import spark

TREE = Path(__file__).parents[3]
OWNER, PASSWORD = "owner", "open sesame"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of the tests' own: one database `shop`, on this machine's loopback alone."""

    port: int

    def address(self, table: str = "", *, user: str = OWNER, password: str = PASSWORD, more: str = "") -> str:
        """The address of a table as a user types it."""
        secret = password.replace(" ", "%20")
        query = "&".join(part for part in (f"table={table}" if table else "", more) if part)
        return f"postgres://{user}:{secret}@127.0.0.1:{self.port}/shop" + (f"?{query}" if query else "")

    def run(self, *statements: str) -> list[Any]:
        """Carry out statements as the owner, each at once; return the rows of the last."""
        import psycopg

        with psycopg.connect(self.address(), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def load(self, name: str, table: pa.Table) -> str:
        """Make a table anew with these rows, in this order, and return its address."""
        import ibis

        backend = ibis.connect(self.address())
        backend.drop_table(name, force=True)
        backend.create_table(name, schema=ibis.Schema.from_pyarrow(table.schema))
        quoted = ", ".join('"{}"'.format(column.replace('"', '""')) for column in table.column_names)
        with backend.con.cursor() as cursor, cursor.copy(f'copy "{name}" ({quoted}) from stdin') as rows:
            for row in zip(*[column.to_pylist() for column in table.columns], strict=True):
                rows.write_row(row)
        backend.disconnect()
        return self.address(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server; a test that asks for it is skipped where no PostgreSQL is installed."""
    programs = runpy.run_path(str(TREE / "make/postgres.py"))["programs"]()
    if programs is None:
        pytest.skip("no PostgreSQL is installed here (make test brings one where it may)")
    # A short path: that of a socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    secret = folder / "password"
    secret.write_text(PASSWORD)
    run_as = _unprivileged(folder, secret)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def call(program: str, *words: str) -> None:
        # Its output goes to a file: a pipe would be held open by the server for as long as it runs.
        with (folder / "output").open("ab") as output:
            subprocess.run(
                [*run_as, programs / program, "-D", folder / "data", *words],
                check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    try:
        call("initdb", "-U", OWNER, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        call("pg_ctl", "-w", "-t", "120", "-l", str(folder / "log"), "-o", settings, "start")
        server = Server(port)
        import psycopg

        with psycopg.connect(server.address().replace("/shop", "/postgres"), autocommit=True) as connection:
            connection.execute("create database shop")
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            call("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(*owned: Path) -> list[str]:
    """Return what starts a program as somebody else where we are root, as whom PostgreSQL does not run."""
    if os.geteuid() != 0:
        return []
    somebody = next(each for name in ("postgres", "nobody") for each in pwd.getpwall() if each.pw_name == name)
    for path in owned:
        os.chown(path, somebody.pw_uid, somebody.pw_gid)
    return ["setpriv", f"--reuid={somebody.pw_uid}", f"--regid={somebody.pw_gid}", "--clear-groups", "--"]


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
