"""The websocket of one participant's phone."""

from __future__ import annotations

import logging
import traceback
from asyncio import Future
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tornado.websocket import WebSocketClosedError, WebSocketHandler

from premortem.errors import PremortemError, RefusedInput, StoreError, UnknownLink
from premortem.serve.join.hub import Hub
from premortem.serve.join.limits import Pace, Sockets, TooMuch, counted_as
from premortem.serve.join.live import Live, View
from premortem.serve.join.messages import (
    LONGEST,
    Abstain,
    Cast,
    Dissent,
    Join,
    Leave,
    Look,
    Message,
    Ping,
    Unreadable,
    read,
)
from premortem.session.room import Room

TRY_LATER, POLICY = 1013, 1008
"""Codes with which a websocket is closed: too many are open; somebody does not keep the rules."""
MOST_REFUSALS = 200
"""Of one socket; a page of ours is never refused so often."""
MOST_LINES = 20
"""Of one socket in the server's log, so that nobody can fill the disk with it."""
NOT_IN = "Join first: reload the page."
FAULT = "Something went wrong on the server, and is noted there. What you wrote is kept here: try again in a moment."

log = logging.getLogger("premortem.join")


class Connection(WebSocketHandler):
    """Answers each message of a phone, one after the other, and shows it its view of the session."""

    def initialize(self, hub: Hub, sockets: Sockets, origin: str = "") -> None:
        """Remember the server's parts; `origin` is where a proxy shows the page, "" where it is here."""
        self.hub, self.sockets, self.origin = hub, sockets, origin
        self.person = ""
        self._token = ""
        self._live: Live | None = None
        self._pace = Pace()
        self._refusals = 0
        self._sending: Future[None] | None = None
        self._counted = False
        self.address = counted_as(self.request.remote_ip or "", self.request.headers.get("X-Forwarded-For", ""))

    @property
    def max_message_size(self) -> int:
        """Bytes; what is a little too long is refused in words, what is far too long ends the connection."""
        return 4 * LONGEST

    @property
    def ping_interval(self) -> float:
        """Seconds; a phone that has gone without a word is forgotten after two of them."""
        return 15.0

    @property
    def ping_timeout(self) -> float:
        """Seconds an answer may take."""
        return 15.0

    def check_origin(self, origin: str) -> bool:
        """Take only pages of this server's own, or of the address at which a proxy shows it."""
        named = urlsplit(origin).netloc.lower()
        return named in {self.request.headers.get("Host", "").lower(), urlsplit(self.origin).netloc.lower()} - {""}

    def open(self) -> None:
        """Count the connection, or say why there is no room for it."""
        try:
            self.sockets.opened(self.address)
        except TooMuch as refusal:
            self._note("connection", refusal)
            self._send({"type": "refused", "id": "", "message": str(refusal), "again": True})
            self.close(TRY_LATER, "too many")
            return
        self._counted = True

    async def on_message(self, message: str | bytes) -> None:
        """Answer one message; tornado reads the next only afterwards."""
        id_ = ""
        try:
            self._pace.take()
            told = read(message)
            id_ = told.id
            self._send({"type": "done", "id": id_} | (await self._answer(told)))
        except Unreadable as refusal:
            self._refuse(refusal.id, "message", refusal)
        except PremortemError as refusal:
            self._refuse(id_, type(told).__name__.lower() if id_ else "message", refusal)
        except WebSocketClosedError:
            return
        except Exception as fault:  # noqa: BLE001 - a phone is told in a line; what went wrong goes to the server's log
            # Without the error's own words: they may hold what somebody wrote.
            where = "".join(traceback.format_tb(fault.__traceback__))
            log.error("A message could not be answered: %s\n%s", type(fault).__name__, where)  # noqa: TRY400 - as said
            self._send({"type": "refused", "id": id_, "message": FAULT, "again": True})

    def on_close(self) -> None:
        """Forget the connection."""
        if self._counted:
            self.sockets.closed(self.address)
        if self.close_code == 1009:
            log.warning("Refused a message from %s: over %d bytes.", self.address, self.max_message_size)
        if self._live is not None:
            self.hub.leave(self, self._live)

    def show(self, view: View) -> bool:
        """Send a view; False where the phone has not taken the one before."""
        if self._sending is not None and not self._sending.done():
            return False
        self._send({"type": "view", "view": view})
        return True

    def put_out(self, says: str) -> None:
        """Tell whoever is in the session no more why, and end the connection."""
        self._send({"type": "out", "message": says})
        self.close(1000, "out")

    async def _answer(self, told: Message) -> dict[str, Any]:
        match told:
            case Ping():
                return {"type": "pong"}
            case Look():
                return {"type": "door", **await self.hub.look(told.code, told.token, self.address)}
            case Join():
                await self._join(told)
            case Cast():
                await self._do(lambda room, me: room.cast(me, told.vote, told.value))
            case Abstain():
                await self._do(lambda room, me: room.abstain(me, told.vote))
            case Dissent():
                await self._do(lambda room, me: room.dissent(me, told.vote, told.text, named=told.named))
            case Leave():
                await self._do(lambda room, me: room.leave(me))
        return {}

    async def _join(self, told: Join) -> None:
        if self._live is not None:
            if told.token != self._token:
                raise RefusedInput("One page is one person: open another browser for somebody else.")
            await self._do(lambda room, _: room.join(told.token, told.name))
            return
        live = await self.hub.enter(self, told.code, told.token, told.name, self.address)
        if self.ws_connection is None:  # gone while it joined
            self.hub.leave(self, live)
            return
        self._live, self._token = live, told.token

    async def _do(self, work: Callable[[Room, str], object]) -> None:
        if self._live is None:
            raise RefusedInput(NOT_IN)
        await self._live.do(lambda room: work(room, self.person))
        self._live.look_again()

    def _refuse(self, id_: str, what: str, refusal: PremortemError) -> None:
        self._note(what, refusal)
        again, unknown = isinstance(refusal, TooMuch | StoreError), isinstance(refusal, UnknownLink)
        self._send({"type": "refused", "id": id_, "message": str(refusal), "again": again, "unknown": unknown})
        if self._refusals >= MOST_REFUSALS:
            self.close(POLICY, "too many refusals")

    def _note(self, what: str, refusal: PremortemError) -> None:
        """Log what was refused and by which rule, never its words: they may hold an answer."""
        self._refusals += 1
        if self._refusals <= MOST_LINES:
            log.warning("Refused a %s from %s: %s.", what, self.address, type(refusal).__name__)
        elif self._refusals == MOST_LINES + 1:
            log.warning("More is refused from %s; this connection's further refusals are not listed.", self.address)

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._sending = self.write_message(message)
        except WebSocketClosedError:
            return
