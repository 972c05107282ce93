"""An address is taken apart without giving away what only the driver may see."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.errors import RefusedInput
from premortem.scan.sources.address import open_address
from premortem.scan.sources.location import located

SECRETS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=6).filter(
    lambda text: len(set(text)) > 3 and text not in "postgres://host:5432/shop?table=orders"
)


def test_all_parts_of_an_address_are_found() -> None:
    found = located("postgresql://ann:a%40b%2Fc@db.example:5433/shop/sales?table=sales.orders&sslmode=require")
    assert (found.kind, found.host, found.port, found.path) == ("postgres", "db.example", 5433, "/shop/sales")
    assert (found.user, found.password, found.table) == ("ann", "a@b/c", "sales.orders")
    assert found.options == {"sslmode": "require"}
    assert found.shown == "postgres://db.example:5433/shop/sales?table=sales.orders"


@given(SECRETS, SECRETS)
def test_neither_user_nor_password_nor_option_is_shown(user: str, password: str) -> None:
    name, secret = quote(user, safe=""), quote(password, safe="")
    found = located(f"postgres://{name}:{secret}@host/shop?table=orders&password={secret}")
    assert (found.user, found.password) == (user, password)
    for shown in (found.shown, found.place, repr(found)):
        assert shown.count(user) == shown.count(password) == 0


@given(st.text(max_size=30))
def test_whatever_is_typed_is_taken_apart_or_refused_in_one_line_without_the_password(typed: str) -> None:
    address = f"postgres://ann:pass{typed}word@host/shop?table=orders"
    said = shown_or_refused(address)
    assert "\n" not in said
    assert f"pass{typed}word" not in said
    assert "//ann" not in said


def shown_or_refused(address: str) -> str:
    try:
        return located(address).shown
    except RefusedInput as refusal:
        return str(refusal)


@pytest.mark.parametrize(
    "typed",
    [
        "postgres://ann:se#cret@h/shop",
        "postgres://ann:se/cret@h/shop",
        "postgres://ann:1/se@cret/shop",
        "postgres://ann:1?se@cret/shop",
        "://",
        "a://[b",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_with_how_to_write_it(typed: str) -> None:
    with pytest.raises(RefusedInput, match="address") as refused:
        located(typed)
    assert "cret" not in str(refused.value)


def test_an_unknown_kind_of_database_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RefusedInput, match=r"No engine is known by .foo://.: known are .*duckdb://.*trino://"):
        open_address("foo://host/shop?table=orders")


@pytest.mark.parametrize("kind", ["trino", "mysql", "bigquery"])
def test_an_engine_that_is_not_installed_is_named_with_what_to_install(kind: str) -> None:
    with pytest.raises(RefusedInput, match=rf"pip install 'ibis-framework\[{kind}\]'") as refused:
        open_address(f"{kind}://ann:sesame@host/shop?table=orders")
    assert "sesame" not in str(refused.value)
