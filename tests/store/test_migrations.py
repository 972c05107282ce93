from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from premortem.errors import StoreTooNew, VoteClosed
from premortem.model.events import AnswerGiven, Recorded, to_json
from premortem.store import Access, Links, open_log
from premortem.store.log import Door
from premortem.store.migrations import MIGRATIONS

FILES = Path(__file__).parent / "files"
FIRST, SECOND = FILES / "schema-1.db", FILES / "schema-2.db"

KINDS_OF_SCHEMA_1 = {
    "workbook-created",
    "workbook-named",
    "answer-given",
    "row-added",
    "cell-given",
    "row-moved",
    "row-removed",
    "undone",
    "redone",
}


def as_plain(entry: Recorded) -> dict[str, object]:
    return {
        "number": entry.number,
        "step": entry.step,
        "at": entry.at.isoformat(),
        "author": entry.author,
        "kind": entry.event.kind,
        "payload": to_json(entry.event),
    }


@pytest.fixture
def first(path: Path) -> Path:
    shutil.copyfile(FIRST, path)
    return path


def test_a_store_of_the_first_version_opens_with_every_event_and_goes_on(first: Path) -> None:
    held = json.loads(FIRST.with_suffix(".json").read_text(encoding="utf-8"))
    links = Links(**held["links"])
    with open_log(str(first)) as log:
        assert log.links(links.workbook) == links
        assert log.open_link(links.edit) == Access(links.workbook, may_edit=True)
        assert log.open_link(links.read) == Access(links.workbook, may_edit=False)
        history = log.events(links.workbook)
        assert [as_plain(entry) for entry in history] == held["events"]
        assert {entry.event.kind for entry in history} >= KINDS_OF_SCHEMA_1
        assert log.append(links.workbook, [AnswerGiven("q", 1)])[0].number == len(history) + 1
        (listing,) = log.workbooks()
    assert (listing.title, listing.number) == (held["title"], len(history) + 1)


def test_a_store_of_the_first_version_takes_ballots_from_then_on(first: Path) -> None:
    workbook = json.loads(FIRST.with_suffix(".json").read_text(encoding="utf-8"))["links"]["workbook"]
    with open_log(str(first)) as log:
        log.open_vote(workbook, "v", [])
        log.cast(workbook, "v", "p", {"value": 3}, [])
        assert log.ballot(workbook, "v", "p") == {"value": 3}


def test_a_store_with_a_session_under_way_opens_with_its_door_and_ballots_and_goes_on(path: Path) -> None:
    shutil.copyfile(SECOND, path)
    held = json.loads(SECOND.with_suffix(".json").read_text(encoding="utf-8"))
    workbook, cast = held["links"]["workbook"], held["open"]
    seen: dict[str, object] = {}
    with open_log(str(path)) as log:
        assert [as_plain(entry) for entry in log.events(workbook)] == held["events"]
        door = Door(held["door"]["code"], workbook, held["door"]["session"])
        assert log.door(door.code) == door
        assert log.ballot(workbook, cast["vote"], cast["person"]) == cast["ballot"]
        with pytest.raises(VoteClosed):
            log.cast(workbook, held["closed"], cast["person"], cast["ballot"], [])
        log.close_vote(workbook, cast["vote"], lambda ballots: seen.update(ballots) or [])
    assert seen == {cast["person"]: cast["ballot"]}


def test_a_store_of_a_later_version_is_refused_and_left_as_it_is(first: Path) -> None:
    later = sqlite3.connect(first)
    later.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    later.close()
    before = first.read_bytes()
    with pytest.raises(StoreTooNew, match="update Premortem") as refused:
        open_log(str(first))
    assert str(refused.value).isprintable()
    assert first.read_bytes() == before
    assert [found.name for found in first.parent.iterdir()] == [first.name]


def test_opening_a_store_that_is_up_to_date_leaves_it_as_it_is(first: Path) -> None:
    with open_log(str(first)) as log:
        assert log.workbooks()
    before = first.read_bytes()
    with open_log(str(first)) as log:
        assert log.workbooks()
    assert first.read_bytes() == before


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_half_way(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        connection.execute("DROP TABLE link")
        raise sqlite3.OperationalError("power cut")

    def add_table(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE whole (x)")

    before = sorted(sqlite3.connect(first).execute("SELECT name FROM sqlite_master"))
    monkeypatch.setattr("premortem.store.migrations.MIGRATIONS", (*MIGRATIONS, add_table, fail_half_way))
    with pytest.raises(Exception, match="store"):
        open_log(str(first))
    assert sorted(sqlite3.connect(first).execute("SELECT name FROM sqlite_master")) == before
    assert sqlite3.connect(first).execute("PRAGMA user_version").fetchone() == (1,)
    monkeypatch.setattr("premortem.store.migrations.MIGRATIONS", (*MIGRATIONS, add_table))
    with open_log(str(first)) as log:
        assert len(log.workbooks()) == 1
    assert sqlite3.connect(first).execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
