"""Open the notebooks in JupyterLab: `premortem lab`."""

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from premortem import files
from premortem.errors import RefusedInput
from premortem.serve.join import address as join
from premortem.serve.notebooks import place
from premortem.serve.ports import Unavailable, listening
from premortem.serve.surroundings import leave_out_grammars, surroundings
from premortem.store import open_log

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from premortem.serve.join.phones import Phones

FOLDER_VARIABLE = "PREMORTEM_NOTEBOOKS"
FOLDER_OF_THE_USER = "~/premortem-notebooks"


@dataclass(frozen=True)
class ForPhones:
    """Where the page for participants listens, and where a proxy shows it ("" where none does)."""

    address: str
    port: int = 8866
    public_url: str = ""


def run(
    folder: Path,
    *,
    port: int = 8888,
    open_browser: bool = False,
    phones: ForPhones | None = None,
    environment: Mapping[str, str],
) -> int:
    """Start JupyterLab on the notebooks until Ctrl+C or SIGTERM; return the exit code (0, or 1 where it cannot).

    Notebooks inside an installed package are copied to PREMORTEM_NOTEBOOKS (`~/premortem-notebooks`) first. The
    user's own JupyterLab settings hold; its kernel is Premortem's, whatever `python3` is in the user's home.
    JupyterLab listens on this machine only; with `phones` the page for participants, and nothing else, is served on
    a port of its own.
    """
    try:
        with listening(port, "127.0.0.1") as sockets:
            port = sockets[0].getsockname()[1]
        folder = _where_it_can_be_changed(folder).resolve()
    except Unavailable as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    try:
        with _for_phones(phones) as server, surroundings(environment, configured_by_user=True):
            os.environ[join.VARIABLE] = server.url if server else ""
            return _serve(folder, port, open_browser, server)
    except RefusedInput as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


@contextmanager
def _for_phones(phones: ForPhones | None) -> Iterator["Phones | None"]:
    """Take the port for phones, where they are wanted."""
    if phones is None:
        yield None
        return
    from premortem.serve.join.phones import Phones

    public = join.public_url(phones.public_url)
    with listening(phones.port, phones.address, "--phones-port") as sockets:
        url = join.join_url(phones.address, sockets[0].getsockname()[1], public=public)
        server = Phones(sockets, open_log, url, public)
        try:
            yield server
        finally:
            server.end()


def _serve(folder: Path, port: int, open_browser: bool, phones: "Phones | None") -> int:
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
        server.io_loop.add_callback(_announce, folder, url, phones.url if phones else "")
        if phones:
            server.io_loop.add_callback(phones.begin)
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


def _announce(folder: Path, url: str, phones: str) -> None:
    sys.stdout.write(f"Premortem's notebooks ({folder}) are at {url} (Ctrl+C stops it)\n")
    if phones:
        sys.stdout.write(f"Participants of a session join at {phones}\n")
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
