"""Serve the workbook as a read-only app: `premortem app`."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from socket import socket

from premortem.errors import RefusedInput
from premortem.scan.sources.permitted import upload_limit
from premortem.serve.join import address as join
from premortem.serve.limits import scan_limits
from premortem.serve.ports import Unavailable, listening
from premortem.serve.surroundings import leave_out_grammars, surroundings

IDLE_VARIABLE = "PREMORTEM_IDLE_SECONDS"
DEFAULT_IDLE_SECONDS = 30 * 60


def run(
    notebook: Path,
    *,
    port: int = 8866,
    address: str = "127.0.0.1",
    base_url: str = "/",
    open_browser: bool = False,
    preheat: int = 0,
    public_url: str = "",
    environment: Mapping[str, str],
) -> int:
    """Serve one notebook until Ctrl+C or SIGTERM; return the exit code (0, or 1 where it cannot).

    `preheat` pages are kept ready beforehand. Participants of a session find their page at `join`, below `public_url`
    (else PREMORTEM_PUBLIC_URL) where a proxy shows the app. `environment` is added to what every kernel sees.
    PREMORTEM_IDLE_SECONDS, in it or in the process's own, says how long a kernel outlives its page (1800); for tables
    see `limits`.
    """
    try:
        with listening(port, address) as sockets, surroundings(environment, configured_by_user=False) as private:
            where = "/".join(["", *filter(None, base_url.split("/")), ""])
            public = join.public_url(public_url)
            os.environ[join.VARIABLE] = join.join_url(address, sockets[0].getsockname()[1], where, public)
            return _serve(notebook, sockets, private, where, open_browser, preheat, public)
    except RefusedInput as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


def _serve(
    notebook: Path, sockets: list[socket], private: Path, base_url: str, open_browser: bool, preheat: int, public: str
) -> int:
    if not notebook.is_file():
        raise Unavailable(f"There is no notebook {notebook}: Premortem is not installed whole.")
    idle_seconds = _idle_seconds()
    scan_limits(public=True)
    upload_limit()
    # Imported late: `premortem assess` must not pay for Voila, and the environment must be set first.
    leave_out_grammars()
    from premortem.serve.runtime import VARIABLE, address, vega_runtime
    from premortem.serve.settings import for_visitors
    from premortem.serve.standalone import Standalone

    # The instance: what Voila logs about a cell that failed goes to the running application's log, or nowhere.
    app = Standalone.instance(
        config=for_visitors(preheat=preheat, idle_seconds=idle_seconds),
        config_file_paths=[],
        log_level="WARN",
        notebook_path=str(notebook.resolve()),
        ip="localhost",
        port=sockets[0].getsockname()[1],
        base_url=base_url,
        connection_dir_root=str(private),
        open_browser=open_browser,
    )
    app.sockets = sockets
    app.public_url = public
    app.on_listening = _announce
    app.runtime = vega_runtime()
    os.environ.pop(VARIABLE, None)
    if where := address(app.runtime, app.base_url):
        os.environ[VARIABLE] = where
    app.initialize([])
    app.start()
    return 0


def _announce(url: str) -> None:
    sys.stdout.write(f"Premortem is at {url} (Ctrl+C stops it)\n")
    if not join.this_machine_only(os.environ[join.VARIABLE]):
        sys.stdout.write(f"Participants of a session join at {os.environ[join.VARIABLE]}\n")
    sys.stdout.flush()


def _idle_seconds() -> int:
    given = os.environ.get(IDLE_VARIABLE, "") or str(DEFAULT_IDLE_SECONDS)
    if not given.isascii() or not given.isdigit() or int(given) == 0:
        raise Unavailable(f"{IDLE_VARIABLE} must be a number of seconds, 1 or more; it is {given!r}.")
    return int(given)
