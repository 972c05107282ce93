"""Open the notebooks in JupyterLab: `premortem lab`."""

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from premortem import files
from premortem.serve.notebooks import place
from premortem.serve.ports import Unavailable, listening
from premortem.serve.surroundings import leave_out_grammars, surroundings

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

FOLDER_VARIABLE = "PREMORTEM_NOTEBOOKS"
FOLDER_OF_THE_USER = "~/premortem-notebooks"


def run(folder: Path, *, port: int = 8888, open_browser: bool = False, environment: Mapping[str, str]) -> int:
    """Start JupyterLab on the notebooks until Ctrl+C or SIGTERM; return the exit code (0, or 1 where it cannot).

    Notebooks inside an installed package are copied to PREMORTEM_NOTEBOOKS (`~/premortem-notebooks`) first. The
    user's own JupyterLab settings hold; its kernel is Premortem's, whatever `python3` is in the user's home.
    """
    try:
        with listening(port, "127.0.0.1") as sockets:
            port = sockets[0].getsockname()[1]
        folder = _where_it_can_be_changed(folder).resolve()
    except Unavailable as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    with surroundings(environment, configured_by_user=True):
        return _serve(folder, port, open_browser)


def _serve(folder: Path, port: int, open_browser: bool) -> int:
    # Imported late: the environment must be set first.
    leave_out_grammars()
    from jupyterlab.labapp import LabApp

    first = next((notebook.name for notebook in sorted(folder.glob("*.ipynb"))), None)
    options = {
        "ServerApp.root_dir": folder,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": open_browser,
        "ServerApp.answer_yes": True,
        # In a container everybody is root; it listens on this machine only, and asks for its token.
        "ServerApp.allow_root": True,
        "Application.log_level": "ERROR",
        "KernelSpecManager.allowed_kernelspecs": "{'python3'}",
        # Voila inside JupyterLab would be a second, unfiltered app; the app is `premortem app`.
        "ServerApp.jpserver_extensions": "{'voila.server_extension': False}",
        # Its list of extensions is looked up on the web.
        "LabApp.extension_manager": "readonly",
        "LabApp.default_url": f"/lab/tree/{first}" if first else "/lab",
    }
    try:
        server = LabApp.initialize_server([f"--{name}={value}" for name, value in options.items()])
        url = server.display_url.split()[0]
        _add_runtime(server)
        # "Critical" is what Jupyter calls its list of addresses, and the signal that ends it.
        server.log.addFilter(lambda record: record.levelno < logging.CRITICAL)
        # Jupyter queues the listening itself: what is queued after it runs when a browser can come.
        server.io_loop.add_callback(_announce, folder, url)
        server.start()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _add_runtime(server: "ServerApp") -> None:
    """Serve the runtime that the charts share, and tell kernels where it is."""
    from jupyter_server.utils import url_path_join

    from premortem.serve.assets import AssetHandler
    from premortem.serve.runtime import PATTERN, VARIABLE, address, vega_runtime

    runtime = vega_runtime()
    at = url_path_join(server.base_url, PATTERN)
    server.web_app.add_handlers(".*$", [(at, AssetHandler, {"assets": runtime})])  # type: ignore[no-untyped-call]
    os.environ.pop(VARIABLE, None)
    if where := address(runtime, server.base_url):
        os.environ[VARIABLE] = where


def _announce(folder: Path, url: str) -> None:
    sys.stdout.write(f"Premortem's notebooks ({folder}) are at {url} (Ctrl+C stops it)\n")
    sys.stdout.flush()


def _where_it_can_be_changed(folder: Path) -> Path:
    """Return the folder itself, or for an installed package's the user's folder with copies."""
    if not folder.is_relative_to(files.PACKAGE) and os.access(folder, os.W_OK):
        return folder
    mine = Path(os.environ.get(FOLDER_VARIABLE) or FOLDER_OF_THE_USER).expanduser()
    try:
        placed = place(folder, mine)
    except OSError as refusal:
        why = refusal.strerror or refusal
        raise Unavailable(
            f"The notebooks cannot be copied to {mine} ({why}): set {FOLDER_VARIABLE} to a folder you may write."
        ) from refusal
    for name in placed.kept:
        newer = Path(name).with_suffix(".new.ipynb")
        sys.stdout.write(f"{name} has your changes and stays as it is; the newer version is beside it, {newer}.\n")
    return placed.folder
