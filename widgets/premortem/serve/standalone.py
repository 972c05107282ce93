"""The Voila server that the public app is: one notebook at the root, no way to run code."""

import asyncio
import signal
import socket
import webbrowser
from collections.abc import Callable
from typing import Any

from jupyter_core.utils import run_sync
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import GZipContentEncoding
from voila.app import Voila

from premortem.serve.headers import SafeHeaders


class Standalone(Voila):
    """Voila that listens on sockets bound beforehand and ends quietly.

    Voila as a *server extension* lets whoever reaches it run code; standalone it passes widget messages only.
    """

    sockets: list[socket.socket]
    on_listening: Callable[[str], None]

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, with the headers that every answer carries."""
        return {**super().init_settings(), "transforms": [SafeHeaders, GZipContentEncoding]}

    def listen(self) -> None:
        """Serve until SIGINT or SIGTERM, then end every kernel."""
        server = HTTPServer(self.app)
        server.add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, self._handle_signal_stop)
        self.on_listening(self.display_url)
        if self.open_browser:
            webbrowser.open(self.display_url)
        try:
            self.ioloop.start()
        finally:
            server.stop()
            self.stop()

    def stop(self) -> None:
        """End every kernel; the folder with their connection files is the caller's."""
        run_sync(self.kernel_manager.shutdown_all)(now=True)
