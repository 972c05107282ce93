"""The server refuses, for real: each time in one line that says how to mend it, and nothing has changed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from postgres_server import Server
from premortem.errors import PremortemError, StoreBusy, StoreDamaged, StoreUnwritable
from premortem.model.events import AnswerGiven, WorkbookCreated
from premortem.store import Log, open_log

LONG = [AnswerGiven("q", "x" * 20_000), AnswerGiven("q", os.urandom(40_000).hex())]


def refusal(address: str) -> PremortemError:
    with pytest.raises(PremortemError) as refused:
        open_log(address)
    assert str(refused.value).isprintable()
    assert "sesame" not in str(refused.value)
    return refused.value


def test_who_is_not_let_in_is_told_what_to_check(postgres: Server, database: str) -> None:
    for address in (postgres.store(database, password="wrong"), postgres.store(database, user="nobody")):
        assert "check user, password" in str(refusal(address))
    assert "does not exist" in str(refusal(postgres.store("nowhere")))


def test_a_server_that_is_not_there_is_busy_for_now() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"postgresql://u:sesame@127.0.0.1:{free.getsockname()[1]}/d"
        assert isinstance(refusal(address), StoreBusy)
    assert isinstance(refusal("postgresql://u:sesame@no-such-host.invalid/d"), StoreBusy)


def test_a_server_without_a_free_connection_is_busy_for_now(postgres: Server, database: str) -> None:
    postgres.run("drop role if exists crowd", "create role crowd login connection limit 0 password 'sesame'")
    found = refusal(postgres.store(database, user="crowd", password="sesame"))
    assert isinstance(found, StoreBusy)
    assert "max_connections" in str(found)


def test_a_user_who_may_not_make_the_schema_is_told_and_one_who_owns_it_needs_no_more(
    postgres: Server, new_database: Callable[..., str]
) -> None:
    name = new_database()
    postgres.run("drop role if exists clerk", "create role clerk login password 'sesame'")
    address = postgres.store(name, user="clerk", password="sesame")
    found = refusal(address)
    assert isinstance(found, StoreUnwritable)
    assert "own premortem" in str(found)
    postgres.run("create schema premortem authorization clerk", database=name)
    with open_log(address) as log:
        assert log.workbooks() == ()


def test_a_database_that_is_set_to_read_only_is_read_and_not_written(
    log: Log, workbook: str, postgres: Server, database: str, address: str
) -> None:
    postgres.run(f"alter database {database} set default_transaction_read_only = on")
    try:
        with open_log(address) as other:
            assert other.newest(workbook) == 1
            with pytest.raises(StoreUnwritable, match="read-only") as refused:
                other.append(workbook, LONG)
            assert str(refused.value).isprintable()
    finally:
        postgres.run(f"alter database {database} reset default_transaction_read_only", database="postgres")
    assert log.append(workbook, LONG)[0].number == 2


@pytest.fixture
def small_disk(postgres: Server) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="pg-small-", dir="/tmp"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "none", place]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        shutil.rmtree(place)
        pytest.skip("only root may mount a small disk, and there is no other way to fill one")
    postgres.give(place)
    postgres.run(f"create tablespace small location '{place}'")
    yield place
    postgres.run("drop tablespace small")
    subprocess.run(["umount", "-l", place], check=True)
    shutil.rmtree(place)


def until_refused(log: Log, workbook: str) -> tuple[int, PremortemError]:
    for count in range(10_000):
        try:
            log.append(workbook, LONG)
        except PremortemError as error:
            return count, error
    raise AssertionError("the disk never filled up")


def test_a_full_disk_refuses_whole_appends_and_the_log_goes_on_when_there_is_room(
    small_disk: Path, postgres: Server
) -> None:
    name = postgres.new_database("tablespace small")
    with open_log(postgres.store(name)) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        (small_disk / "ballast").write_bytes(b"0" * 2**20)
        kept, refused = until_refused(log, workbook)
        assert str(refused).isprintable()
        assert isinstance(refused, StoreUnwritable)
        assert "disk is full" in str(refused)
        assert kept
        assert log.newest(workbook) == 1 + 2 * kept
        (small_disk / "ballast").unlink()
        assert log.append(workbook, LONG)[0].number == 2 + 2 * kept
    postgres.run(f"drop database {name} with (force)")


def test_the_database_refuses_to_change_or_lose_an_event_even_by_hand(
    log: Log, workbook: str, postgres: Server, database: str
) -> None:
    log.append(workbook, LONG)
    there = log.events(workbook)
    for statement in (
        "update premortem.event set author = 'Eve'",
        "delete from premortem.event where number = 3",
        "truncate premortem.event",
    ):
        with pytest.raises(psycopg.errors.RaiseException, match="only ever appended"):
            postgres.run(statement, database=database)
    assert log.events(workbook) == there


@pytest.mark.parametrize(
    "damage",
    ["update premortem.event set payload = replace(payload, 'x', 'y') where number = 2",
     "update premortem.event set author = 'Eve' where number = 2",
     "update premortem.event set step = 1 where number = 2",
     "delete from premortem.event where number = 2", "delete from premortem.event where number = 3",
     "drop table premortem.event cascade", "alter table premortem.event rename payload to other"],
)  # fmt: skip
def test_what_was_damaged_behind_its_back_is_reported_and_never_read_as_another_answer(
    damage: str, postgres: Server, new_database: Callable[..., str]
) -> None:
    name = new_database()
    with open_log(postgres.store(name)) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        log.append(workbook, LONG)
        postgres.run("set session_replication_role = replica", damage, database=name)
        with pytest.raises(StoreDamaged) as refused:
            log.events(workbook)
        assert str(refused.value).isprintable()
