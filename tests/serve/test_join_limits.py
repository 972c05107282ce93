"""What one phone, one address and all together may do."""

from __future__ import annotations

import pytest

from premortem.serve.join import limits
from premortem.serve.join.limits import Guesses, Pace, Sockets, TooMuch, TurnedAway, counted_as


class Clock:
    """A clock that a test sets."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_what_waited_on_a_phone_comes_at_once_and_then_five_a_second() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(int(limits.MESSAGES_AT_ONCE)):
        pace.take()
    with pytest.raises(TooMuch, match="5 messages a second"):
        pace.take()
    clock.at = 1.0
    for _ in range(5):
        pace.take()
    with pytest.raises(TooMuch):
        pace.take()


def test_one_address_and_all_together_have_so_many_sockets_and_no_more() -> None:
    sockets = Sockets()
    for _ in range(limits.SOCKETS_PER_ADDRESS):
        sockets.opened("a")
    with pytest.raises(TooMuch, match="from your network"):
        sockets.opened("a")
    sockets.closed("a")
    sockets.opened("a")
    for number in range(limits.SOCKETS_IN_ALL - limits.SOCKETS_PER_ADDRESS):
        sockets.opened(f"b{number // 100}")
    with pytest.raises(TooMuch, match="the most"):
        sockets.opened("c")


def test_wrong_codes_of_an_address_cost_nothing_then_a_pause_then_ten_minutes() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for _ in range(limits.WRONG_FREE):
        guesses.wrong("a")
    assert guesses.pause("a") == 0
    guesses.wrong("a")
    assert (guesses.pause("a"), guesses.pause("b")) == (limits.PAUSE, 0)
    for _ in range(limits.WRONG_SLOW):
        guesses.wrong("a")
    with pytest.raises(TooMuch, match="ten minutes"):
        guesses.pause("a")
    assert guesses.pause("b") == 0
    clock.at = limits.WRONG_WINDOW + 1
    assert guesses.pause("a") == 0


def test_wrong_codes_from_many_addresses_slow_down_all_and_are_then_refused() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for number in range(limits.ALL_WRONG_FREE + 1):
        guesses.wrong(f"a{number}")
    assert guesses.pause("b") == limits.PAUSE
    for number in range(limits.ALL_WRONG_SLOW):
        guesses.wrong(f"a{number}")
    with pytest.raises(TooMuch):
        guesses.pause("b")


def test_what_is_kept_of_addresses_has_an_end() -> None:
    guesses = Guesses(Clock())
    for number in range(limits.ADDRESSES_KEPT + 50):
        guesses.wrong(str(number))
    assert len(guesses._of) == limits.ADDRESSES_KEPT


def test_whoever_keeps_trying_at_a_door_is_told_of_ever_more_rarely_and_each_door_counts_alone() -> None:
    turned_away = TurnedAway()
    told = [tries for _ in range(1000) if (tries := turned_away.one_more("a"))]
    assert told == [10, 20, 50, 100, 200, 500, 1000]
    assert turned_away.one_more("b") == 0


@pytest.mark.parametrize(
    ("remote", "forwarded", "counted"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),  # whoever comes from elsewhere may write what they like there
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # a proxy beside us writes last
        ("::1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("", "203.0.113.9", "203.0.113.9"),  # a proxy by a local socket
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "", "192.0.2.7"),
    ],
)
def test_phone_is_counted_by_its_address_or_by_what_a_proxy_on_this_machine_says(
    remote: str, forwarded: str, counted: str
) -> None:
    assert counted_as(remote, forwarded) == counted
