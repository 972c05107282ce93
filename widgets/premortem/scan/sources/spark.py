"""Opens a table with Spark: files by a Spark of this machine, or a table of a cluster.

A Spark that we start listens on this machine alone, has no web page, asks no other host, and writes to a scratch folder
that goes with it. One that runs in this process already is used as it is and goes on afterwards.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premortem.errors import RefusedInput
from premortem.model.evidence import Finding
from premortem.model.shown import quoted
from premortem.scan.sources.databases import EXTRAS, Connected, refusal
from premortem.scan.sources.opened import counted, reading

if TYPE_CHECKING:
    from premortem.scan.sources.location import Location

JAVAS = range(17, 24)
"""The Java releases that Spark 4.0 runs on."""

LOCAL: Mapping[str, str] = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.session.timeZone": "UTC",
}
"""What is told to a Spark that we start on this machine."""

QUIET = """\
rootLogger.level = off
rootLogger.appenderRef.none.ref = none
appender.none.type = Console
appender.none.name = none
"""
"""Without an appender Spark takes it for no configuration at all and puts its own in its place."""

BROKEN = "premortem_broken_row"


def connect(location: Location) -> Connected:
    """Return a connection to Spark; raises RefusedInput where Spark or Java is missing, or does not start."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise RefusedInput(
            f"Spark is not installed here: pip install '{EXTRAS['spark']}' (half a gigabyte), and Java 17 or 21."
        ) from None
    there = SparkSession.getActiveSession()
    if there is None:
        refuse_without_java()
    folder = Path(tempfile.mkdtemp(prefix="premortem-spark-"))
    session = None
    try:
        session = there or started(SparkSession.builder, location, folder)
        return _connected(session, location, folder, ends=there is None)
    except BaseException as error:
        if session is not None and there is None:
            session.stop()
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, RefusedInput) or not isinstance(error, Exception):
            raise
        why = refusal(error) or f"could not open it ({type(error).__name__}): check the address, and that Java runs"
        raise RefusedInput(f"Spark at {location.place} {why}.") from None


def refuse_without_java() -> None:
    """Raise RefusedInput where there is no Java that runs Spark."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    said = ""
    if java:
        with suppress(OSError, subprocess.SubprocessError):
            said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=30).stderr  # noqa: S603 - the machine's own Java
    found = re.search(r'version "(\d+)', said)
    if not found or int(found[1]) not in JAVAS:
        has = f"this machine has Java {found[1]}" if found else "this machine has none, or JAVA_HOME names none"
        raise RefusedInput(f"Spark needs Java 17 or 21, and {has}: install it, or scan the files without spark://.")


def started(builder: Any, location: Location, folder: Path) -> Any:
    """Return a session of a Spark that is started for it and writes to `folder`."""
    quiet = folder / "log4j2.properties"
    quiet.write_text(QUIET, encoding="utf-8")  # its log repeats cells
    settings = dict(LOCAL) | {
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet.as_uri()}",
    }
    master = "local[*]"
    if not location.host:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    else:
        master = f"spark://{location.host}:{location.port or 7077}"
        for name in ("spark.driver.bindAddress", "spark.driver.host", "spark.sql.catalogImplementation"):
            del settings[name]  # the cluster has to reach us, and may have a catalogue
    settings |= {name: value for name, value in location.options.items() if name.startswith("spark.")}
    builder = builder.master(master).appName("premortem")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _connected(session: Any, location: Location, folder: Path, *, ends: bool) -> Connected:
    import ibis

    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # it repeats questions and cells
    backend = ibis.pyspark.connect(session)
    # Spark's own default from 4 on: without it a sum that overflows turns over without a word.
    session.conf.set("spark.sql.ansi.enabled", "true")

    def close() -> None:
        if ends:
            session.stop()
        shutil.rmtree(folder, ignore_errors=True)

    if location.table or location.host:
        return Connected(backend, close, scratch=folder)
    frame, findings = _files(session, location)
    name = f"premortem_{folder.name.rpartition('-')[2]}"
    frame.createOrReplaceTempView(name)
    return Connected(backend, close, backend.table(name), findings, scratch=folder)


def _files(session: Any, location: Location) -> tuple[Any, tuple[Finding, ...]]:
    path = Path(location.path)
    if not path.exists():
        raise RefusedInput(f"There is no file or folder {quoted(path.name)} at that path: check {location.place}.")
    inside = [path] if path.is_file() else sorted(path.rglob("*"))
    kinds = {each.suffix.lower() for each in inside if each.is_file() and not each.name.startswith(("_", "."))}
    if kinds == {".parquet"}:
        return session.read.parquet(path.resolve().as_uri()), ()
    if kinds and kinds <= {".csv", ".gz"}:
        return _text_files(session, path.resolve().as_uri())
    raise RefusedInput(
        f"Spark reads Parquet or CSV files here, and {location.place} holds neither, or not only one of them."
    )


def _text_files(session: Any, address: str) -> tuple[Any, tuple[Finding, ...]]:
    """All cells as text, as with DuckDB; rows with too few or too many cells are counted and left out, with a word."""
    from pyspark.sql import functions
    from pyspark.sql.types import StringType, StructField, StructType

    usual = {"header": "true", "multiLine": "true", "quote": '"', "escape": '"', "mode": "PERMISSIVE"}
    session.conf.set("spark.sql.csv.parser.columnPruning.enabled", "false")  # else it does not count the cells of a row
    heading = session.read.options(**usual).csv(address).columns
    if not heading:
        raise RefusedInput("This file is empty: there is no heading and no row in it.")
    cells = [StructField(name, StringType()) for name in heading]
    schema = StructType([*cells, StructField(BROKEN, StringType())])
    frame = session.read.options(**usual, columnNameOfCorruptRecord=BROKEN).schema(schema).csv(address)
    # Spark refuses to look at the mark of a broken row alone, so a cell is looked at with it.
    looked_at = functions.length(functions.coalesce(frame[heading[0]], functions.lit(""))) >= 0
    broken = frame.filter(frame[BROKEN].isNotNull() & looked_at).count()
    whole = frame.filter(frame[BROKEN].isNull() & looked_at).drop(BROKEN)
    return whole, (_broken(broken),) if broken else ()


def _broken(rows: int) -> Finding:
    return reading(
        "rows of another length",
        f"{counted(rows, 'row')} {'has' if rows == 1 else 'have'} more or fewer cells than the heading;"
        " Spark leaves such rows out, and nothing below counts them.",
        sure="Counted.",
        could="What these rows hold is missing from every figure.",
        ask="Are there separators or quotation marks inside cells? Scan the file without spark:// to see the rows.",
        amount=rows,
    )
