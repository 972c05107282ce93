"""All sessions of one server that have phones connected, and the way into them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from premortem.errors import RefusedInput, UnknownLink, VoteClosed
from premortem.model.event import Json
from premortem.serve.join.limits import Guesses, TooMuch, TurnedAway
from premortem.serve.join.live import Live, Phone
from premortem.session import codes
from premortem.session.room import Room
from premortem.store import Log

THREADS = 4
"""As many sessions can be in the store at once; each waits for its own turn."""
NO_SUCH_CODE = "This code opens no session: look at the screen for the code, or ask whoever leads."

T = TypeVar("T")
log = logging.getLogger("premortem.join")


class Hub:
    """The one meeting point of all phones of a server; the store is opened when the first of them comes."""

    def __init__(self, open_log: Callable[[], Log]) -> None:
        self._open_log = open_log
        self._log: Log | None = None
        self._opening = asyncio.Lock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="join")
        self._live: dict[str, Live] = {}
        self.guesses, self.turned_away = Guesses(), TurnedAway()

    async def look(self, code: str, token: str, address: str) -> dict[str, object]:
        """Return what whoever has this code sees before joining, and whether they were in; raise RefusedInput."""
        room, known = await self._room(code, token, address)
        return {"view": await self._in_thread(_view, room, token), "known": known}

    async def enter(self, phone: Phone, code: str, token: str, name: str, address: str) -> Live:
        """Join the session behind a code, or come back to it; the phone is shown its view from now on."""
        room, _ = await self._room(code, token, address)
        events = await self._events()
        live = self._live.get(room.id)
        if live is None:
            live = self._live[room.id] = Live(room, events, self._threads)
        live.entering += 1
        try:
            phone.person = (await live.do(lambda its: its.join(token, name))).id
            live.add(phone)
        except VoteClosed:
            if tries := self.turned_away.one_more(room.id):
                log.warning("%d tries to come into a session were refused, the last from %s.", tries, address)
                await live.do(lambda its: its.turn_away(tries))
            raise
        finally:
            live.entering -= 1
            self._end_if_idle(live)
        return live

    def leave(self, phone: Phone, live: Live) -> None:
        """Forget a phone whose connection is gone, and with the last one all that was kept for its session."""
        live.remove(phone)
        self._end_if_idle(live)

    def close(self) -> None:
        """End everything and let go of the store."""
        for live in self._live.values():
            live.stop()
        self._live.clear()
        self._threads.shutdown(wait=True, cancel_futures=True)
        if self._log is not None:
            self._log.close()

    def _end_if_idle(self, live: Live) -> None:
        if live.idle and self._live.get(live.room.id) is live:
            live.stop()
            del self._live[live.room.id]

    async def _events(self) -> Log:
        async with self._opening:
            if self._log is None:
                self._log = await self._in_thread(self._open_log)
            return self._log

    async def _in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    async def _room(self, code: str, token: str, address: str) -> tuple[Room, bool]:
        """Return the room behind a code, and whether this token has been in it.

        Who was in it already comes back even where an address has tried too many codes: twelve phones share one.
        """
        letters = codes.read(code)
        too_many: RefusedInput | None = None
        try:
            await asyncio.sleep(self.guesses.pause(address))
        except TooMuch as refusal:
            too_many = refusal
        events = await self._events()
        room, known = await self._in_thread(self._behind, events, letters, token)
        if too_many and not known:
            raise too_many
        if room is None:
            self.guesses.wrong(address)
            raise UnknownLink(NO_SUCH_CODE)
        return room, known

    def _behind(self, events: Log, letters: str, token: str) -> tuple[Room | None, bool]:
        try:
            door = events.door(letters)
        except UnknownLink:
            return None, False
        live = self._live.get(door.session)
        room = live.room if live else Room(events, door.workbook, door.session)
        room.refresh()
        return room, room.person_of(token) in room.session.people


def _view(room: Room, token: str) -> dict[str, Json]:
    return room.view(room.person_of(token))
