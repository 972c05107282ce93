"""Serve the workbook as a read-only app: `premortem app`."""

import errno
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from tornado.netutil import bind_sockets

from premortem.serve.surroundings import leave_out_grammars, surroundings

DEFAULT_IDLE_SECONDS = 30 * 60


def run(
    notebook: Path,
    *,
    port: int = 8866,
    address: str = "127.0.0.1",
    base_url: str = "/",
    open_browser: bool = False,
    preheat: int = 0,
    environment: Mapping[str, str],
) -> int:
    """Serve one notebook until Ctrl+C or SIGTERM; return the exit code (0, or 1 where it cannot listen).

    `preheat` pages are kept ready beforehand. `environment` is added to what every kernel sees; in it or in the
    process's own, PREMORTEM_IDLE_SECONDS says how long a kernel outlives its page (30 minutes).
    """
    try:
        sockets = bind_sockets(port, address)
    except OSError as refusal:
        print(_why_not(refusal, port, address), file=sys.stderr)
        return 1
    with surroundings(environment, configured_by_user=False) as private:
        return _serve(notebook, sockets, private, base_url=base_url, open_browser=open_browser, preheat=preheat)


def _serve(
    notebook: Path, sockets: list[socket.socket], private: Path, *, base_url: str, open_browser: bool, preheat: int
) -> int:
    # Imported late: `premortem assess` must not pay for Voila, and the environment above must be set first.
    leave_out_grammars()
    from premortem.serve.settings import for_visitors
    from premortem.serve.standalone import Standalone

    config = for_visitors(
        preheat=preheat, idle_seconds=int(os.environ.get("PREMORTEM_IDLE_SECONDS", DEFAULT_IDLE_SECONDS))
    )
    app = Standalone(config=config, config_file_paths=[], log_level="WARN", notebook_path=str(notebook.resolve()))
    app.sockets = sockets
    app.port = sockets[0].getsockname()[1]
    app.ip = "localhost"
    app.base_url = "/" + base_url.strip("/") + "/" if base_url.strip("/") else "/"
    app.connection_dir_root = str(private)
    app.open_browser = open_browser
    app.on_listening = _announce
    app.initialize([])
    app.start()
    return 0


def _announce(url: str) -> None:
    print(f"Premortem is at {url.rstrip('/')} (Ctrl+C stops it)", flush=True)


def _why_not(refusal: OSError, port: int, address: str) -> str:
    if refusal.errno == errno.EADDRINUSE:
        return f"Port {port} is in use already, perhaps by another Premortem: stop that one, or choose another --port."
    if refusal.errno == errno.EACCES:
        return f"Port {port} needs rights that you do not have: choose a --port from 1024 to 65535."
    return f"Cannot listen on {address}, port {port}: {refusal.strerror or refusal}. Choose another --port or address."
