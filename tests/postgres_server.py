"""A real PostgreSQL of the tests' own, in a temporary folder, on this machine's loopback alone."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa

OWNER, PASSWORD = "owner", "open sesame"


class Server:
    """A server with a database `shop`, which can be stopped, broken off and started again."""

    def __init__(self, programs: Path, folder: Path, port: int, fsync: str) -> None:
        self.port = port
        self._programs, self._folder, self._fsync = programs, folder, fsync
        self._numbers = count(1)
        secret = folder / "password"
        secret.write_text(PASSWORD)
        self._run_as = _unprivileged(folder, secret)
        self._call(
            "initdb", "-U", OWNER, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )

    def start(self) -> None:
        """Start it; returns when it answers."""
        where = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self._folder}"
        self._call(
            "pg_ctl",
            "-w",
            "-t",
            "120",
            "-l",
            str(self._folder / "log"),
            "-o",
            f"{where} -c fsync={self._fsync}",
            "start",
        )

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, by default as a crash would: no transaction is ended, nothing is tidied."""
        self._call("pg_ctl", "-w", "-m", mode, "stop")

    def address(self, table: str = "", *, user: str = OWNER, password: str = PASSWORD, more: str = "") -> str:
        """The address of a table as a user types it."""
        query = "&".join(part for part in (f"table={table}" if table else "", more) if part)
        return self.store("shop", user=user, password=password, scheme="postgres") + (f"?{query}" if query else "")

    def store(self, database: str, *, user: str = OWNER, password: str = PASSWORD, scheme: str = "postgresql") -> str:
        """The address of a database as a user types it."""
        return f"{scheme}://{user}:{password.replace(' ', '%20')}@127.0.0.1:{self.port}/{database}"

    def new_database(self, how: str = "") -> str:
        """Make an empty database and return its name."""
        name = f"made_{next(self._numbers)}"
        self.run(f"create database {name} {how}", database="postgres")
        return name

    def run(self, *statements: str, database: str = "shop") -> list[Any]:
        """Carry out statements as the owner, each at once; return the rows of the last."""
        import psycopg

        with psycopg.connect(self.store(database), autocommit=True) as connection:
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

    def give(self, folder: Path) -> None:
        """Let the server write into this folder."""
        _unprivileged(folder)

    def _call(self, program: str, *words: str) -> None:
        # Its output goes to a file: a pipe would be held open by the server for as long as it runs.
        with (self._folder / "output").open("ab") as output:
            subprocess.run(
                [*self._run_as, self._programs / program, "-D", self._folder / "data", *words],
                check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip


@contextmanager
def running(programs: Path, fsync: str = "off") -> Iterator[Server]:
    """Give a server that runs, made by the programs in this folder; it is gone afterwards.

    Tests need no `fsync`: they break off the server, not the machine under it.
    """
    # A short path: that of a socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(programs, folder, port, fsync)
    try:
        server.start()
        server.run("create database shop", database="postgres")
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(*owned: Path) -> list[str]:
    """Return what starts a program as somebody else where we are root, as whom PostgreSQL does not run."""
    if os.geteuid() != 0:
        return []
    somebody = next(each for name in ("postgres", "nobody") for each in pwd.getpwall() if each.pw_name == name)
    for path in owned:
        os.chown(path, somebody.pw_uid, somebody.pw_gid)
    return ["setpriv", f"--reuid={somebody.pw_uid}", f"--regid={somebody.pw_gid}", "--clear-groups", "--"]
