"""Who opened this page, and with which link: asked inside a kernel."""

import functools
import json
import os
import sys

from premortem.errors import PremortemError
from premortem.serve.frames import first_text


class LinkUnread(PremortemError):
    """The address the visitor opened did not reach the kernel: to show a blank workbook instead would mislead."""


def in_voila() -> bool:
    """Return whether this kernel belongs to a page of the read-only app."""
    return "VOILA_PREHEAT" in os.environ


def in_jupyter() -> bool:
    """Return whether this code runs in a notebook's kernel, JupyterLab's or Voila's."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")


@functools.cache
def query() -> str:
    """Return the part of the visitor's address behind the `?`, empty where there is none or no visitor.

    In a page that was prepared beforehand this waits until somebody opens it. Raises LinkUnread where that fails.
    """
    if not in_voila():
        return ""
    if os.environ["VOILA_PREHEAT"] == "False":
        return os.environ.get("QUERY_STRING", "")
    # Voila hands a prepared kernel the address that the visitor *before* this one opened. Nobody may read it.
    os.environ.pop("VOILA_REQUEST_URL", None)
    try:
        request = json.loads(first_text(_where_the_request_arrives()))
        return str(request["QUERY_STRING"])
    except (OSError, ValueError, KeyError, TypeError) as lost:
        raise LinkUnread("Could not read your link. Please load the page again; nothing was changed.") from lost


def _where_the_request_arrives() -> str:
    """Return the websocket's address, by the same variables as `voila.utils.wait_for_request`."""
    see = os.environ.get
    base = see("VOILA_WS_BASE_URL", see("VOILA_SERVER_URL", "/"))
    host, port = see("VOILA_APP_IP", "127.0.0.1"), see("VOILA_APP_PORT", "8866")
    return f"{see('VOILA_WS_PROTOCOL', 'ws')}://{host}:{port}{base}voila/query/{see('VOILA_KERNEL_ID')}"
