"""The Voila server that the public app is: one notebook at the root, no way to run code."""

import logging
import signal
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import GZipContentEncoding, RedirectHandler
from voila.app import Voila

from premortem.serve.assets import AssetHandler, Assets
from premortem.serve.exporter import use_compiled_templates
from premortem.serve.headers import SafeHeaders
from premortem.serve.join.page import handlers as for_participants
from premortem.serve.refusals import LeavingPage, Nothing, VisitorsQuery
from premortem.serve.runtime import PATTERN
from premortem.serve.settings import EXTENSIONS
from premortem.serve.surroundings import TEMPLATE
from premortem.store import open_log

KERNEL_ID = r"(\w+-\w+-\w+-\w+-\w+)"


class Standalone(Voila):
    """Voila that listens on sockets bound beforehand and ends quietly.

    Voila as a *server extension* lets whoever reaches it run code; standalone it passes widget messages only.
    """

    name = "premortem"
    sockets: list[socket.socket]
    runtime: Assets
    public_url = ""
    on_listening: Callable[[str], None]

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, with our page for errors and the headers that every answer carries."""
        use_compiled_templates()
        self.assets = Assets({"static": self._statics(), **self._extensions()})
        self.assets.join("static/startup.js", (TEMPLATE / "startup.txt").read_text(encoding="utf-8").split())
        self.voila_configuration.page_config_hook = self._address_assets
        settings = super().init_settings()
        # Jupyter's own page for errors shows its logo and the exception's message.
        settings["jinja2_env"] = settings["voila_jinja2_env"]
        # As long as three pings, as Jupyter has it. With one (30 s), the answer to the last ping counts as overdue
        # whenever the next is sent a moment late: a busy server then cuts off pages, and uploads with them.
        settings["ws_ping_timeout"] = 90_000
        # Tornado's own pings, which are set beside Jupyter's in another unit, allow no more than one, and say so.
        logging.getLogger("tornado.general").addFilter(lambda record: "ping_timeout" not in str(record.msg))
        self.log.addFilter(lambda record: "is not trusted" not in str(record.msg))
        return {**settings, "transforms": [SafeHeaders, GZipContentEncoding]}

    def init_handlers(self) -> list[Any]:
        """Ours first: tornado takes the first address that fits."""

        def at(address: str) -> str:
            return url_path_join(self.base_url, address)

        participants, self.participants_hub = for_participants(self.base_url, open_log, self.public_url)
        without_slash = (self.base_url.rstrip("/"), RedirectHandler, {"url": self.base_url, "permanent": False})
        return [
            *([without_slash] if self.base_url != "/" else []),
            *participants,
            (at(rf"premortem/assets/{self.assets.version}/(.*)"), AssetHandler, {"assets": self.assets}),
            (at(PATTERN), AssetHandler, {"assets": self.runtime}),
            (at(rf"voila/api/shutdown/{KERNEL_ID}"), LeavingPage),
            (at(rf"voila/query/{KERNEL_ID}"), VisitorsQuery, {"kernels": self.kernel_manager}),
            # The page takes its scripts from the assets: nothing is left that needs Voila's own ways to files.
            (at(r"voila/(?:files|static|templates|labextensions|api/themes)/.*"), Nothing),
            *super().init_handlers(),
        ]

    def _statics(self) -> list[Path]:
        # Jupyter Server's own are for its login page, which the app does not have.
        return [Path(folder) for folder in self.static_paths if folder != DEFAULT_STATIC_FILES_PATH]

    def _extensions(self) -> dict[str, list[Path]]:
        places = {name: [Path(path) / name for path in self.labextensions_path] for name in EXTENSIONS}
        return {
            f"labextensions/{name}": [place for place in candidates if place.is_dir()][:1]
            for name, candidates in places.items()
        }

    def _address_assets(self, page_config: dict[str, Any], **_: Any) -> dict[str, Any]:
        root = url_path_join(self.base_url, "premortem/assets", self.assets.version)
        return {**page_config, "fullStaticUrl": f"{root}/static", "fullLabextensionsUrl": f"{root}/labextensions"}

    def listen(self) -> None:
        """Serve until SIGINT or SIGTERM, then end every kernel."""
        server = HTTPServer(self.app)
        server.add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, self._handle_signal_stop)
        # The largest script is compressed while nobody waits for it yet.
        self.ioloop.run_in_executor(None, self.assets.compressed, "static/startup.js")
        # Without its last slash a prefix is another address; at the root it makes no difference.
        url = self.display_url if self.base_url != "/" else self.display_url.rstrip("/")
        self.on_listening(url)
        if self.open_browser:
            webbrowser.open(url)
        try:
            self.ioloop.start()
        finally:
            server.stop()
            self.stop()

    def stop(self) -> None:
        """End every kernel; the folder with their connection files is the caller's."""
        self.participants_hub.close()
        run_sync(self.kernel_manager.shutdown_all)(now=True)
