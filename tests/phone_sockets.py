"""The server for phones on a real store, and sockets to it that send whatever a test likes."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import Callable
from typing import Any

import websocket
from tornado.netutil import bind_sockets

from meetings import token
from premortem.serve.join.phones import Phones
from premortem.store import Log

PATIENCE = 10


class Served:
    """The server on a loop in a thread of its own."""

    def __init__(self, open_log: Callable[[], Log], public_url: str = "") -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        self.port: int = sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._phones: Phones = self._on_loop(lambda: Phones(sockets, open_log, self.url, public_url))
        self._on_loop(self._phones.begin)
        self.sockets: list[PhoneSocket] = []

    def socket(self, who: str = "Ann", **options: Any) -> PhoneSocket:
        """A new socket of somebody's phone."""
        self.sockets.append(PhoneSocket(f"ws://127.0.0.1:{self.port}/join/socket", who, **options))
        return self.sockets[-1]

    def joined(self, code: str, who: str = "Ann") -> PhoneSocket:
        """A socket of somebody who is in the session."""
        made = self.socket(who)
        assert made.join(code)["type"] == "done"
        return made

    def stop(self) -> None:
        """End it; a second time does nothing."""
        if not self._thread.is_alive():
            return
        for each in self.sockets:
            each.close()
        self._on_loop(self._phones.end)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _on_loop(self, work: Callable[[], Any]) -> Any:
        async def run() -> Any:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)


class PhoneSocket:
    """One websocket; `views` holds what the server has shown so far, the newest last."""

    def __init__(self, address: str, who: str, **options: Any) -> None:
        self._socket = websocket.create_connection(address, timeout=PATIENCE, **options)
        self._ids = itertools.count()
        self.who = who
        self.views: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []

    def join(self, code: str, name: str | None = None) -> dict[str, Any]:
        """Join under one's own name, or another."""
        return self.ask("join", code=code, token=token(self.who), name=self.who if name is None else name)

    def ask(self, type: str, **content: Any) -> dict[str, Any]:  # noqa: A002 - as the message calls it
        """Send a message and return its answer."""
        id_ = f"{self.who}-{next(self._ids)}"
        self.send(json.dumps({"type": type, "id": id_, **content}))
        return self.until(lambda message: message.get("id") == id_)

    def send(self, text: str | bytes) -> None:
        """Send this, whatever it is."""
        self._socket.send(text, 0x1 if isinstance(text, str) else 0x2)

    def until(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the next message that fits."""
        while True:
            text = self._socket.recv()
            if not text:
                raise ConnectionError("the server ended the connection")
            message: dict[str, Any] = json.loads(text)
            self.told.append(message)
            if message["type"] == "view":
                self.views.append(message["view"])
            if fits(message):
                return message

    def sees(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the newest view, or the next one, that fits."""
        if self.views and fits(self.views[-1]):
            return self.views[-1]
        found: dict[str, Any] = self.until(lambda message: message["type"] == "view" and fits(message["view"]))["view"]
        return found

    def is_ended(self) -> bool:
        """Whether the server ends the connection now."""
        try:
            self.until(lambda _: False)
        except (OSError, websocket.WebSocketException):
            return True
        return False

    def close(self) -> None:
        self._socket.close()
