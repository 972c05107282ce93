"""Read one message from a websocket with nothing but the standard library.

`voila.utils.wait_for_request` does the same, but importing it takes 1.5 s and 68 MB in every kernel.
"""

import base64
import os
import socket
import ssl
from io import BufferedReader
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
FINAL = 0x80
LONGEST = 1 << 20


def first_text(url: str) -> str:
    """Connect to a ws:// or wss:// address and return the first text it sends, however long that takes.

    Raises OSError where the connection fails or ends before, ValueError where what comes is not a websocket's.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "wss"
    host, port = parts.hostname or "127.0.0.1", parts.port or (443 if secure else 80)
    with socket.create_connection((host, port), timeout=10) as plain:
        link = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        link.sendall(_greeting(parts.path, parts.netloc))
        with link.makefile("rb") as stream:
            _expect_welcome(stream)
            # The page may stay prepared for days before somebody opens it.
            link.settimeout(None)
            return _first_text_frame(stream, link)


def _greeting(path: str, host: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _expect_welcome(stream: BufferedReader) -> None:
    status = stream.readline()
    if b" 101 " not in status:
        raise ConnectionError(f"not a websocket: {status!r}")
    while stream.readline() not in (b"\r\n", b""):
        pass


def _first_text_frame(stream: BufferedReader, link: socket.socket) -> str:
    while True:
        kind, length = _exactly(stream, 2)
        size = {126: 2, 127: 8}.get(length)
        if size:
            length = int.from_bytes(_exactly(stream, size), "big")
        if length > LONGEST:
            raise ValueError(f"a message of {length} bytes where a request was expected")
        content = _exactly(stream, length)
        if kind == FINAL | TEXT:
            return content.decode()
        if kind == FINAL | PING:
            link.sendall(_masked(PONG, content))
        elif kind != FINAL | PONG:
            raise ConnectionError(f"the websocket ended (frame {kind:#x}) before the request came")


def _masked(kind: int, content: bytes) -> bytes:
    """Return a short frame as a client must send it: masked, here with zeros."""
    return bytes([FINAL | kind, 0x80 | len(content)]) + bytes(4) + content


def _exactly(stream: BufferedReader, count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise ConnectionError("the connection ended before the request came")
    return content
