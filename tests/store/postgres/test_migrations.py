"""The schema is made and brought up to date once, whole or not at all, whoever comes at the same moment."""

from __future__ import annotations

import os
from collections.abc import Callable

import psycopg
import pytest

from postgres_server import Server
from premortem.errors import StoreDamaged, StoreError, StoreTooNew, StoreUnwritable
from premortem.model.events import WorkbookCreated
from premortem.store import open_log
from premortem.store.postgres.migrations import MIGRATIONS

TABLES = "select table_schema || '.' || table_name from information_schema.tables where table_schema !~ '^(pg_|inf)'"


@pytest.fixture
def name(new_database: Callable[..., str]) -> str:
    return new_database()


def versions(postgres: Server, name: str) -> list[int]:
    return [number for (number,) in postgres.run("select number from premortem.version order by 1", database=name)]


def test_servers_that_start_at_the_same_moment_make_the_store_once(
    postgres: Server, name: str, forked: Callable
) -> None:
    gate, open_gate = os.pipe()

    def open_and_create(say: Callable) -> None:
        os.close(open_gate)
        os.read(gate, 1)  # returns for all of them at once, when the parent closes its end
        with open_log(postgres.store(name)) as own:
            say(own.create(WorkbookCreated("x")).workbook)

    children = [forked(open_and_create) for _ in range(6)]
    os.close(open_gate)
    created = {line for child in children for line in child.wait()}
    os.close(gate)
    with open_log(postgres.store(name)) as log:
        assert {line.workbook for line in log.workbooks()} == created
    assert len(created) == 6
    assert versions(postgres, name) == list(range(1, len(MIGRATIONS) + 1))


def test_a_migration_runs_once_where_two_servers_of_a_later_version_start_at_the_same_moment(
    postgres: Server, name: str, forked: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_log(postgres.store(name)) as log:
        workbook = log.create(WorkbookCreated("x")).workbook

    def count_runs(connection: psycopg.Connection) -> None:
        connection.execute("create table premortem.later (x integer)")

    monkeypatch.setattr("premortem.store.postgres.migrations.MIGRATIONS", (*MIGRATIONS, count_runs))

    def open_it(say: Callable) -> None:
        with open_log(postgres.store(name)) as own:
            say(own.newest(workbook))

    assert [child.wait() for child in [forked(open_it) for _ in range(4)]] == [["1"]] * 4
    assert versions(postgres, name)[-1] == len(MIGRATIONS) + 1


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(
    postgres: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_half_way(connection: psycopg.Connection) -> None:
        connection.execute("create table premortem.half (x integer)")
        connection.execute("drop table premortem.link")
        raise psycopg.OperationalError("power cut")

    open_log(postgres.store(name)).close()
    before = postgres.run(TABLES, database=name)
    monkeypatch.setattr("premortem.store.postgres.migrations.MIGRATIONS", (*MIGRATIONS, fail_half_way))
    with pytest.raises(StoreError):
        open_log(postgres.store(name))
    assert postgres.run(TABLES, database=name) == before
    assert versions(postgres, name)[-1] == len(MIGRATIONS)


def test_a_store_of_a_later_version_is_refused_and_left_as_it_is(postgres: Server, name: str) -> None:
    open_log(postgres.store(name)).close()
    postgres.run(f"insert into premortem.version (number) values ({len(MIGRATIONS) + 1})", database=name)
    with pytest.raises(StoreTooNew, match="update Premortem") as refused:
        open_log(postgres.store(name))
    assert str(refused.value).isprintable()


def test_another_programs_schema_of_the_same_name_is_refused_and_left_as_it_is(postgres: Server, name: str) -> None:
    postgres.run("create schema premortem", "create table premortem.theirs (x integer)", database=name)
    before = postgres.run(TABLES, database=name)
    with pytest.raises(StoreDamaged, match="another program's"):
        open_log(postgres.store(name))
    assert postgres.run(TABLES, database=name) == before


def test_other_schemas_of_the_database_are_left_alone(postgres: Server, name: str) -> None:
    postgres.run("create table event (x integer)", "create table workbook (x integer)", database=name)
    with open_log(postgres.store(name)) as log:
        log.create(WorkbookCreated("x"))
    assert postgres.run("select * from public.event", database=name) == []


def test_a_database_that_lacks_most_letters_is_refused(postgres: Server, new_database: Callable[..., str]) -> None:
    name = new_database("encoding 'LATIN1' locale 'C' template template0")
    with pytest.raises(StoreUnwritable, match="ENCODING 'UTF8'"):
        open_log(postgres.store(name))
    assert postgres.run(TABLES, database=name) == []
