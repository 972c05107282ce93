"""A table in a real PostgreSQL: read as of one moment, never written, and refused in one line without a secret."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from premortem.errors import PremortemError, RefusedInput, SourceLost
from premortem.model import evidence_file
from premortem.scan import scan
from premortem.scan.engine import Engine
from premortem.scan.sources import Opened
from premortem.scan.sources.address import open_address

SECRET = "open sesame"
ORDERS = pa.table({"order": [str(n) for n in range(300)], "price": [None if n % 3 else f"{n}.5" for n in range(300)]})


@pytest.fixture(scope="module")
def address(postgres: Any) -> str:
    return str(postgres.load("orders", ORDERS))


@pytest.fixture
def opened(address: str) -> Iterator[Opened]:
    found = open_address(address)
    yield found
    found.close()


def refusal(address: str) -> str:
    """The one line with which an address is refused; it shows neither user nor password."""
    with pytest.raises(RefusedInput) as refused:
        open_address(address)
    said = str(refused.value)
    assert "\n" not in said
    assert "sesame" not in said
    assert "owner" not in said
    # Nor does a traceback show the driver's own words.
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    return said


def test_a_table_is_opened_with_its_names_and_its_rows(opened: Opened) -> None:
    assert opened.kind == "database"
    assert opened.names == ("order", "price")
    assert opened.table.columns == ("c0", "c1")
    assert len(Engine(opened.backend).ask(opened.table)) == 300


def test_a_table_of_another_schema_is_named_with_it(postgres: Any, address: str) -> None:  # noqa: ARG001 - the server
    postgres.run(
        "create schema if not exists sales", "drop table if exists sales.orders",
        "create table sales.orders as select 1 as only",
    )  # fmt: skip
    found = open_address(postgres.address("sales.orders"))
    assert found.names == ("only",)
    found.close()


def test_user_and_password_are_in_nothing_that_a_scan_keeps_or_logs(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = scan(address, cached=False)
    for kept in (str(evidence_file.to_json(found)), repr(found), caplog.text):
        assert "sesame" not in kept
        assert "owner" not in kept
    assert found.source.startswith("postgres://127.0.0.1:")
    assert found.source.endswith("/shop?table=orders")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("open%20sesame", "sesame"), "user or the password is wrong"),
        (("owner:", "nobody-owner:"), "user or the password is wrong"),
        (("/shop", "/nowhere"), "no such database, user or schema"),
        (("127.0.0.1", "host.invalid"), "cannot be found"),
        (("table=orders", "table=order"), "no table “order”: there are .*“orders”"),
        (("?table=orders", ""), r"Which table .* Write \?table=NAME at its end; there are .*“orders”"),
        (("table=orders", "table=orders&statement_timeout=soon"), "whole number of milliseconds"),
    ],
)
def test_a_wrong_part_of_the_address_is_refused_by_name(address: str, change: tuple[str, str], says: str) -> None:
    import re

    assert re.search(says, refusal(address.replace(*change)))


def test_a_server_that_is_down_is_refused_with_what_to_check() -> None:
    assert "does not answer: check host and port" in refusal(
        "postgres://owner:open%20sesame@127.0.0.1:1/shop?table=orders"
    )


def test_a_table_that_the_user_may_not_read_is_refused_as_such(postgres: Any, address: str) -> None:  # noqa: ARG001 - the table
    postgres.run("drop role if exists guest", "create role guest login password 'open sesame'")
    assert "right to SELECT" in refusal(postgres.address("orders", user="guest"))


def test_of_many_tables_twenty_are_listed(postgres: Any, address: str) -> None:  # noqa: ARG001 - the server
    postgres.run(
        "create schema if not exists many", *(f"create table if not exists many.t{n:02d} ()" for n in range(25))
    )
    said = refusal(postgres.address("missing", more="schema=many"))
    assert "“t19” and 5 more" in said
    assert "“t20”" not in said


def test_all_figures_are_of_one_moment_however_the_table_grows(postgres: Any, opened: Opened) -> None:
    engine = Engine(opened.backend)
    before = engine.one(opened.table.aggregate(n=opened.table.count()))["n"]
    postgres.run("insert into orders values ('300', '1'), ('301', '2')")
    assert engine.one(opened.table.aggregate(n=opened.table.count()))["n"] == before
    postgres.run("delete from orders where \"order\" in ('300', '301')")


def test_nothing_is_written_even_where_a_view_would(postgres: Any) -> None:
    postgres.run(
        "create table if not exists written (n int)",
        "create or replace function writes() returns int language plpgsql as"
        " 'begin insert into written values (1); return 1; end'",
        "create or replace view writing as select writes() as n",
    )
    with pytest.raises(RefusedInput, match="cannot read it"):
        open_address(postgres.address("writing"))
    assert postgres.run("select count(*) from written") == [(0,)]


def test_rows_of_another_table_can_be_brought_beside_it(opened: Opened) -> None:
    others = ibis.memtable(pd.DataFrame({"order": ["7", "8", "no such order"]}))
    found = Engine(opened.backend).ask(opened.table.semi_join(others, [opened.table.c0 == others.order]))
    assert sorted(found["c0"]) == ["7", "8"]


def test_a_connection_lost_in_the_middle_ends_the_scan_in_one_line(
    postgres: Any, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    def cut(check: str) -> None:
        if check == "duplicate-rows":
            postgres.run("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'premortem'")

    with pytest.raises(SourceLost, match="connection to PostgreSQL was lost in the middle") as lost:
        scan(address, told=cut, cached=False)
    assert "\n" not in str(lost.value)
    assert "Traceback" not in caplog.text
    assert isinstance(lost.value, PremortemError)


def test_a_question_that_takes_too_long_ends_in_one_line(address: str) -> None:
    opened = open_address(f"{address}&statement_timeout=150")
    engine = Engine(opened.backend)
    many = opened.table.select(a0=opened.table.c0)
    for place in range(1, 6):
        many = many.cross_join(opened.table.select(**{f"a{place}": opened.table.c0}))
    with pytest.raises(SourceLost, match="took longer than it allows"):
        engine.ask(many.aggregate(n=many.count()))
    opened.close()


def test_types_that_no_check_knows_are_read_as_text_and_said(postgres: Any) -> None:
    postgres.run(
        "drop table if exists odd",
        "create table odd (made jsonb, tags text[], at time, far date, whole numeric, sum numeric)",
        """insert into odd values ('{"a": 1}', '{x,y}', '10:00', 'infinity', 12345678901234567890123, 'NaN'),
        (null, null, null, '2020-01-01', 12345678901234567890124, 2.5)""",
    )
    opened = open_address(postgres.address("odd"))
    rows = Engine(opened.backend).ask(opened.table)
    opened.close()
    assert list(rows["c0"].dropna()) == ['{"a": 1}']
    assert list(rows["c3"]) == ["infinity", "2020-01-01"]
    assert rows["c4"].nunique() == 2
    assert any("made, tags, at" in note and "read as text" in note for note in opened.notes)
    assert any("far" in note and "infinite" in note for note in opened.notes)
