"""Open the notebooks in JupyterLab: `premortem lab`."""

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

FOLDER_OF_THE_USER = "~/premortem-notebooks"


def run(folder: Path, *, port: int = 8888, open_browser: bool = False, environment: Mapping[str, str]) -> int:
    """Start JupyterLab on the notebooks until Ctrl+C or SIGTERM; return the exit code (0, or 1 where it cannot).

    Notebooks inside an installed package are copied to PREMORTEM_NOTEBOOKS (`~/premortem-notebooks`) first. The
    user's own JupyterLab settings hold; its kernel is Premortem's, whatever `python3` is in the user's home.
    """
    try:
        with listening(port, "127.0.0.1") as sockets:
            port = sockets[0].getsockname()[1]
        folder = _where_it_can_be_changed(folder)
    except (Unavailable, OSError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    with surroundings(environment, configured_by_user=True):
        leave_out_grammars()
        return _serve(folder, port, open_browser)


def _serve(folder: Path, port: int, open_browser: bool) -> int:
    # Imported late: the environment above must be set first.
    from jupyter_server.utils import url_path_join

    from premortem.serve.notebook_server import NotebookServer

    first = next((notebook.name for notebook in sorted(folder.glob("*.ipynb"))), "")
    options = {
        "ServerApp.root_dir": folder.resolve(),
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": open_browser,
        "ServerApp.answer_yes": True,
        "ServerApp.log_level": "ERROR",
        "KernelSpecManager.allowed_kernelspecs": "{'python3'}",
        # Its list of extensions is looked up on the web.
        "LabApp.extension_manager": "readonly",
        "LabApp.default_url": url_path_join("/lab/tree", first) if first else "/lab",
    }
    try:
        server: ServerApp = NotebookServer.initialize_server([f"--{name}={value}" for name, value in options.items()])
        sys.stdout.write(f"Premortem's notebooks ({folder}) are at {server.display_url.split()[0]} (Ctrl+C stops it)\n")
        sys.stdout.flush()
        server.start()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _where_it_can_be_changed(folder: Path) -> Path:
    """Return the folder itself, or for an installed package's the user's folder with copies."""
    if not folder.is_relative_to(files.PACKAGE) and os.access(folder, os.W_OK):
        return folder
    placed = place(folder, Path(os.environ.get("PREMORTEM_NOTEBOOKS", FOLDER_OF_THE_USER)).expanduser())
    for name in placed.kept:
        newer = Path(name).with_suffix(".new.ipynb")
        sys.stdout.write(f"{name} has your changes and stays as it is; the newer version is beside it, {newer}.\n")
    return placed.folder
