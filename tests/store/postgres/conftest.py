"""A way to the server on which a connection can be cut at the moment a test chooses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from postgres_server import Server


class Line:
    """Passes on what the two sides say, until the client sends a COMMIT: then the line is cut as `cut` says.

    "before": the server never hears of it. "after": it does, and its answer gets lost. "for good": so it does, and
    nobody gets through any more. A line is cut once.
    """

    def __init__(self, port: int) -> None:
        self._server = port
        self.cut = ""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
                for one, other, watch in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._pass_on, args=(one, other, watch), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, watch: bool) -> None:
        with suppress(OSError):
            while said := one.recv(65536):
                if watch and self.cut and b"COMMIT" in said:
                    self._break_off(one, other, said)
                    return
                other.sendall(said)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _break_off(self, client: socket.socket, server: socket.socket, said: bytes) -> None:
        how, self.cut = self.cut, ""
        if how == "for good":
            self.close()
        client.shutdown(socket.SHUT_RDWR)
        if how != "before":
            server.sendall(said)
        # The server is left to end by itself what it was told.
        server.shutdown(socket.SHUT_WR)


@pytest.fixture
def line(postgres: Server) -> Iterator[Line]:
    line = Line(postgres.port)
    yield line
    line.close()


@pytest.fixture
def new_database(postgres: Server) -> Iterator[Callable[..., str]]:
    """A function that makes a database of its own and returns its name."""
    made: list[str] = []

    def make(how: str = "") -> str:
        made.append(postgres.new_database(how))
        return made[-1]

    yield make
    for name in made:
        postgres.run(f"drop database {name} with (force)", database="postgres")


@pytest.fixture
def address(postgres: Server, database: str, emptied: None) -> str:  # noqa: ARG001 - it is to be empty
    """All here is about PostgreSQL."""
    return postgres.store(database)
