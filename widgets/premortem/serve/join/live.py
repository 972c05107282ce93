"""One running session with the phones that are connected to it: each is shown its own view as soon as that changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from typing import Protocol, TypeVar

from premortem.errors import PremortemError
from premortem.serve.join.watch import Watch
from premortem.session.room import Room
from premortem.store import Log

PRESENT_EVERY = 4.0
BETWEEN_PUSHES = 0.1
"""Seconds; sixty people who vote at once are not sixty pushes to sixty phones."""
AFTER_A_FAULT = 1.0
REMOVED = "The facilitator took you out of this session."
LEFT = "You have left this session. You can come back with the same code."
_MOVING = frozenset({"newest", "step"})

View = Mapping[str, object]
T = TypeVar("T")
log = logging.getLogger("premortem.join")


class Phone(Protocol):
    """What a session wants of a connected phone."""

    person: str

    def show(self, view: View) -> bool:
        """Send this view; False where an earlier one is still on its way."""

    def put_out(self, says: str) -> None:
        """Send this line and hear nothing more from there."""


class Live:
    """A session with connected phones. All of it runs on the server's loop, but what touches the store, in threads."""

    def __init__(self, room: Room, events: Log, threads: Executor) -> None:
        self.room = room
        self.entering = 0
        self._events, self._threads = events, threads
        self._loop = asyncio.get_running_loop()
        self._turn = asyncio.Lock()
        self._stale, self._came = asyncio.Event(), asyncio.Event()
        self._shown: dict[Phone, View] = {}
        self._watch = Watch(events, room.workbook, self._heard)
        self._tasks = [asyncio.create_task(self._push()), asyncio.create_task(self._mark())]

    @property
    def idle(self) -> bool:
        """Whether nobody is connected, or about to be."""
        return not self._shown and not self.entering

    async def do(self, work: Callable[[Room], T]) -> T:
        """Run this in a thread, one at a time: a room is not made for several."""
        async with self._turn:
            return await self._loop.run_in_executor(self._threads, self._with_news, work)

    def add(self, phone: Phone) -> None:
        """Show this phone its view from now on."""
        self._shown[phone] = {}
        self._stale.set()
        self._came.set()

    def remove(self, phone: Phone) -> None:
        """Forget a phone whose connection is gone."""
        self._shown.pop(phone, None)

    def look_again(self) -> None:
        """Somebody did something: compare all views. A changed ballot is no event, so the log does not tell."""
        self._stale.set()

    def stop(self) -> None:
        """End watching and pushing."""
        self._watch.stop()
        for task in self._tasks:
            task.cancel()

    def _with_news(self, work: Callable[[Room], T]) -> T:
        self.room.refresh()
        return work(self.room)

    def _heard(self) -> None:
        with suppress(RuntimeError):  # the server's loop has ended meanwhile
            self._loop.call_soon_threadsafe(self._stale.set)

    async def _push(self) -> None:
        while True:
            await self._stale.wait()
            self._stale.clear()
            people = {phone.person for phone in self._shown}
            try:
                views = await self.do(lambda room, people=people: _views(room, people))  # type: ignore[misc]  # a default binds what the loop changes
            except PremortemError as error:
                log.warning("The session cannot be shown now: %s", type(error).__name__)
                await self._later()
                continue
            behind = [phone for phone in tuple(self._shown) if not self._tell(phone, views.get(phone.person))]
            await asyncio.sleep(BETWEEN_PUSHES)
            if behind:  # it came while the views were made, or has not taken the one before
                self._stale.set()

    async def _later(self) -> None:
        await asyncio.sleep(AFTER_A_FAULT)
        self._stale.set()

    def _tell(self, phone: Phone, view: View | str | None) -> bool:
        """Show a phone its view where that has changed; False where it has to be tried again."""
        if view is None:
            return False
        if isinstance(view, str):
            phone.put_out(view)
            self.remove(phone)
            return True
        if _same(view, self._shown[phone]):
            return True
        if not phone.show(view):
            return False
        self._shown[phone] = view
        return True

    async def _mark(self) -> None:
        """Note who is connected: whoever leads sees who is here and who lost the network."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), PRESENT_EVERY)
            self._came.clear()
            people = sorted({phone.person for phone in self._shown})
            if people:
                try:
                    await self.do(lambda room, people=people: self._events.mark_present(room.workbook, people))  # type: ignore[misc]  # as above
                except PremortemError as error:
                    log.warning("Who is present cannot be noted now: %s", type(error).__name__)


def _views(room: Room, people: Iterable[str]) -> dict[str, View | str]:
    """Each one's view, or the line for whoever is not in the session any more."""
    found: dict[str, View | str] = {}
    for person in people:
        known = room.session.people.get(person)
        if known is None or known.removed:
            found[person] = REMOVED
        elif not known.here:
            found[person] = LEFT
        else:
            found[person] = {**room.view(person), "currency": room.currency or ""}
    return found


def _same(view: View, before: View) -> bool:
    """Whether nothing but the clock and the number of the event has moved on."""
    return before != {} and _still(view) == _still(before)


def _still(view: View) -> dict[str, object]:
    step = view["step"]
    rest = {name: value for name, value in view.items() if name not in _MOVING}
    still = {name: value for name, value in step.items() if name != "elapsed"} if isinstance(step, Mapping) else None
    return {**rest, "step": still}
