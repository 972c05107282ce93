"""Take a port before anything is started, and say in one line why that does not go."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tornado.netutil import bind_sockets

from premortem.errors import RefusedInput


class Unavailable(RefusedInput):
    """A port or address that cannot be listened on."""


@contextmanager
def listening(port: int, address: str, option: str = "--port") -> Iterator[list[socket.socket]]:
    """Yield sockets that listen on this port (0: any that is free); they are closed afterwards. Raises Unavailable.

    `option` is what sets the port on the command line.
    """
    try:
        sockets = bind_sockets(port, address)
    except (OSError, OverflowError) as refusal:
        raise Unavailable(_why_not(refusal, port, address, option)) from refusal
    try:
        yield sockets
    finally:
        for taken in sockets:
            taken.close()


def _why_not(refusal: OSError | OverflowError, port: int, address: str, option: str) -> str:
    reason = getattr(refusal, "errno", None)
    if reason == errno.EADDRINUSE:
        return (
            f"Port {port} is in use already, perhaps by another Premortem: stop that one, or choose another {option}."
        )
    if reason == errno.EACCES:
        return f"Port {port} needs rights that you do not have: choose a {option} from 1024 to 65535."
    why = getattr(refusal, "strerror", None) or refusal
    return f"Cannot listen on {address}, port {port} ({why}): choose another {option} or address."
