"""What one phone, one address and all together may do, so that nobody can wear out the server or guess a code."""

from __future__ import annotations

import ipaddress
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable

from premortem.errors import RefusedInput

MESSAGES_PER_SECOND, MESSAGES_AT_ONCE = 5.0, 30.0
"""A page sends one at a time; what is kept while the network is gone comes at once when it is back."""
SOCKETS_PER_ADDRESS, SOCKETS_IN_ALL = 200, 1000
"""A whole company may come from one address."""
WRONG_WINDOW = 600.0
WRONG_FREE, WRONG_SLOW = 5, 30
"""Wrong codes of one address within ten minutes that cost nothing; that cost a pause. Beyond, it is refused."""
ALL_WRONG_FREE, ALL_WRONG_SLOW = 100, 1000
"""The same of all addresses together."""
PAUSE = 1.0
TOLD_FROM = 10
"""Refused at the door of one session: fewer are people who came late."""
ADDRESSES_KEPT = 10_000

Clock = Callable[[], float]


class TooMuch(RefusedInput):
    """More than a limit allows; later the same will be taken."""


class Pace:
    """How many messages one socket may send: some at once, and a few each second."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._left, self._at = MESSAGES_AT_ONCE, clock()

    def take(self) -> None:
        """Count one message; raise TooMuch where they come too fast."""
        now = self._clock()
        self._left = min(MESSAGES_AT_ONCE, self._left + (now - self._at) * MESSAGES_PER_SECOND)
        self._at = now
        if self._left < 1:
            raise TooMuch(f"More than {MESSAGES_PER_SECOND:.0f} messages a second came from here: wait a moment.")
        self._left -= 1


class Sockets:
    """How many sockets are open, by address and in all."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def opened(self, address: str) -> None:
        """Count a socket; raise TooMuch, and count none, where there are too many."""
        if self._open.total() >= SOCKETS_IN_ALL:
            raise TooMuch(f"{SOCKETS_IN_ALL} phones are connected, and that is the most: try again later.")
        if self._open[address] >= SOCKETS_PER_ADDRESS:
            raise TooMuch(f"{SOCKETS_PER_ADDRESS} phones are connected from your network: close pages you do not need.")
        self._open[address] += 1

    def closed(self, address: str) -> None:
        """Forget a socket that was counted."""
        self._open[address] -= 1
        if self._open[address] <= 0:
            del self._open[address]


class Guesses:
    """Wrong codes: after a few each costs a pause, after many the address waits, known participants excepted.

    With 30^6 codes and at most a thousand guesses in ten minutes of all together, one running session is found after
    seven years on average.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._of: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def wrong(self, address: str) -> None:
        """Count a code that opens nothing."""
        now = self._clock()
        of = self._of.setdefault(address, deque())
        self._of.move_to_end(address)
        of.append(now)
        self._all.append(now)
        if len(self._of) > ADDRESSES_KEPT:
            self._of.popitem(last=False)

    def pause(self, address: str) -> float:
        """Return the seconds that the next try from here has to wait; raise TooMuch where it is not heard at all."""
        of, in_all = self._recent(self._of.get(address, deque())), self._recent(self._all)
        if not of:
            self._of.pop(address, None)
        if of > WRONG_SLOW or in_all > ALL_WRONG_SLOW:
            raise TooMuch("Too many wrong codes were tried: check the code, and try again in ten minutes.")
        return PAUSE if of > WRONG_FREE or in_all > ALL_WRONG_FREE else 0.0

    def _recent(self, times: deque[float]) -> int:
        while times and times[0] < self._clock() - WRONG_WINDOW:
            times.popleft()
        return len(times)


class TurnedAway:
    """How many were refused at the door of each session; worth a word at 10, 20, 50, 100, 200, 500 and so on."""

    def __init__(self) -> None:
        self._tries: Counter[str] = Counter()

    def one_more(self, session: str) -> int:
        """Count one; return how many there were where that is to be told, else 0."""
        self._tries[session] += 1
        tries = self._tries[session]
        return tries if tries >= TOLD_FROM and str(tries).rstrip("0") in {"1", "2", "5"} else 0


def counted_as(remote: str, forwarded: str) -> str:
    """Return the address that limits count; a proxy on this machine says whom it speaks for, one elsewhere does not.

    Of an IPv6 address it is the network (/64): each phone has as many addresses in it as it likes.
    """
    told = forwarded.rsplit(",", 1)[-1].strip() if forwarded else ""
    for text in (told, remote) if _is_this_machine(remote) else (remote,):
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            continue
        if address.version == 6 and address.ipv4_mapped is None:
            return str(ipaddress.ip_network(f"{address}/64", strict=False))
        return str(getattr(address, "ipv4_mapped", None) or address)
    return remote


def _is_this_machine(remote: str) -> bool:
    try:
        return ipaddress.ip_address(remote).is_loopback
    except ValueError:
        return not remote  # a local socket has no address
