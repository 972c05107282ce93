"""Where phones find the page for participants."""

from __future__ import annotations

import ipaddress
import os
import socket
from urllib.parse import urlsplit

from premortem.errors import RefusedInput
from premortem.model.shown import shown

VARIABLE = "PREMORTEM_JOIN_URL"
"""Kernels find the page's address here; "" where no such page is served."""
PUBLIC = "PREMORTEM_PUBLIC_URL"
_ELSEWHERE = "192.0.2.1"  # an address for documentation: the way to it is looked up, and nothing is sent


def public_url(given: str = "") -> str:
    """Return the address at which a proxy shows the app, as given or as PREMORTEM_PUBLIC_URL says, "" where neither.

    Raises RefusedInput for what is no web address.
    """
    told = given or os.environ.get(PUBLIC, "")
    if not told:
        return ""
    try:
        parts = urlsplit(told)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole or not told.isprintable() or " " in told or parts.query or parts.fragment:
        raise RefusedInput(
            f"The public address is one like https://premortem.example.org/, not {shown(told)}: "
            f"correct --public-url or {PUBLIC}."
        )
    return f"{told.rstrip('/')}/"


def join_url(address: str, port: int, base_url: str = "/", public: str = "") -> str:
    """Return the address of the page for participants: below the public one, else where the server listens.

    A server that listens on all of the machine's addresses is named by the one it has in its network.
    """
    if public:
        return f"{public}join"
    host = _own_address(address)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{base_url}join"


def this_machine_only(url: str) -> bool:
    """Say whether no other machine, and so no phone, can reach this address."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_address(address: str) -> str:
    try:
        everywhere = address == "" or ipaddress.ip_address(address).is_unspecified
    except ValueError:
        return address  # a name
    if not everywhere:
        return address
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect((_ELSEWHERE, 9))
        except OSError:  # no network at all
            return "127.0.0.1"
        return str(way.getsockname()[0])
