"""Where phones find the page for participants."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest

from premortem.errors import RefusedInput
from premortem.serve.join import address


def test_public_address_stands_before_the_one_listened_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(address.PUBLIC, "https://premortem.example.org/team")
    assert address.join_url("127.0.0.1", 8866, "/x/", address.public_url()) == "https://premortem.example.org/team/join"
    given = address.public_url("http://other.example.org")
    assert address.join_url("127.0.0.1", 8866, "/", given) == "http://other.example.org/join"


@pytest.mark.parametrize(
    ("listens", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8866/x/join"),
        ("::1", "http://[::1]:8866/x/join"),
        ("roofs.example.org", "http://roofs.example.org:8866/x/join"),
    ],
)
def test_without_one_it_is_the_address_listened_on(listens: str, url: str) -> None:
    assert address.join_url(listens, 8866, "/x/") == url


@pytest.mark.parametrize("everywhere", ["0.0.0.0", "::", ""])
def test_a_server_on_all_addresses_is_named_by_one_that_others_can_use(everywhere: str) -> None:
    host = urlsplit(address.join_url(everywhere, 8866)).hostname
    assert host is not None
    assert not ipaddress.ip_address(host).is_unspecified


@pytest.mark.parametrize(
    "wrong", ["premortem.example.org", "ftp://x.org", "https://", "http://x:99999", "http://x y", "http://x/?a=1"]
)
def test_what_is_no_web_address_is_refused_with_the_option_to_correct(wrong: str) -> None:
    with pytest.raises(RefusedInput, match="--public-url or PREMORTEM_PUBLIC_URL"):
        address.public_url(wrong)


def test_which_addresses_only_this_machine_reaches() -> None:
    assert address.this_machine_only("http://127.0.0.1:1/join")
    assert address.this_machine_only("http://[::1]:1/join")
    assert address.this_machine_only("http://localhost:1/join")
    assert not address.this_machine_only("http://192.168.1.5:1/join")
    assert not address.this_machine_only("https://premortem.example.org/join")
