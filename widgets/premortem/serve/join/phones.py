"""The page for participants, and nothing else, on a port of its own: only this machine sees JupyterLab beside it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, GZipContentEncoding, RedirectHandler

from premortem.serve.headers import SafeHeaders
from premortem.serve.join.page import NoPage, handlers
from premortem.store import Log

LONGEST_REQUEST = 64_000


class Phones:
    """The server for phones, which reach it at `url`; it runs on the loop on which it is begun."""

    def __init__(
        self, sockets: list[socket.socket], open_log: Callable[[], Log], url: str, public_url: str = ""
    ) -> None:
        self.url = url
        self._sockets = sockets
        at, self.hub = handlers("/", open_log, public_url)
        to_the_page: tuple[Any, ...] = (r"/", RedirectHandler, {"url": "/join", "permanent": False})
        application = Application(
            [*at, to_the_page], transforms=[SafeHeaders, GZipContentEncoding], default_handler_class=NoPage
        )
        self._server = HTTPServer(application, max_body_size=LONGEST_REQUEST, max_header_size=LONGEST_REQUEST)

    def begin(self) -> None:
        """Answer from now on."""
        self._server.add_sockets(self._sockets)

    def end(self) -> None:
        """Take no more connections, and let go of the store."""
        self._server.stop()
        self.hub.close()
