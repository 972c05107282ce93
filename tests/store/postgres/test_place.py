"""The address of a PostgreSQL store is understood, and its password is never shown."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.errors import PremortemError, RefusedInput
from premortem.store import open_log
from premortem.store.address import names_postgres
from premortem.store.postgres.place import place


@pytest.mark.parametrize(
    ("address", "shown", "name"),
    [
        ("postgresql://u:secret@h:5433/d", "postgresql://u@h:5433/d", "d at h"),
        ("postgresql+psycopg://u:secret@h/d", "postgresql://u@h/d", "d at h"),
        ("postgres://h/d", "postgresql://h/d", "d at h"),
        ("postgresql:///d", "postgresql:///d", "d"),
        ("postgresql://u@/d?host=/run/pg&password=secret", "postgresql://u@/d?host=/run/pg", "d at /run/pg"),
        ("postgresql://a%40b:secret@[::1]:5432/ü%20d?sslmode=require&sslpassword=secret",
         "postgresql://a%40b@[::1]:5432/%C3%BC%20d?sslmode=require", "ü d at ::1"),
        ("postgresql://u:secret@one:1,two:2/d", "postgresql://u@/d?host=one,two&port=1,2", "d at one,two"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_secrets_and_means_the_same(address: str, shown: str, name: str) -> None:
    found = place(address)
    assert (found.address, found.name) == (shown, name)
    assert "secret" not in repr(found)
    secrets = {"password", "sslpassword"}
    again = {each: value for each, value in place(shown).keywords.items() if each not in secrets}
    assert again == {each: value for each, value in found.keywords.items() if each not in secrets}


@given(
    password=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=8).map(
        lambda text: f"~{text}~"
    )
)
def test_no_part_of_an_address_shows_the_password(password: str) -> None:
    from urllib.parse import quote

    found = place(f"postgresql://u:{quote(password, safe='')}@h/d")
    assert found.keywords["password"] == password
    assert password not in found.address + found.name + repr(found)


@pytest.mark.parametrize(
    "address",
    ["postgresql+asyncpg://u:secret@h/d", "postgresql+psycopg2://u:secret@h/d", "postgresql://u:secret@h:x/d",
     "postgresql://u:secret@h/d?nonsense=secret", "postgresql://u:secret%@h/d", "postgresql://u:secret@[::1/d",
     "postgresql://u:secret\0@h/d", "postgresql://u:secret\ud800@h/d"],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_refused_in_one_line_without_its_password(address: str) -> None:
    assert names_postgres(address)
    with pytest.raises(PremortemError) as refused:
        open_log(address)
    assert isinstance(refused.value, RefusedInput)
    assert str(refused.value).isprintable()
    assert "secret" not in str(refused.value)
    assert "postgresql://" in str(refused.value)


def test_where_psycopg_is_not_installed_the_extra_that_brings_it_is_named() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from premortem.store import open_log\n"
        "try: open_log('postgresql://u:secret@h/d')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.startswith("RefusedInput")
    assert "premortem[postgres]" in said
    assert "secret" not in said


def test_a_store_in_a_file_loads_no_driver_of_postgresql() -> None:
    code = "import sys, premortem.store; sys.exit('psycopg' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
