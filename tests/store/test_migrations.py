from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from premortem.errors import StoreTooNew
from premortem.model.events import AnswerGiven, Recorded, to_json
from premortem.store import Access, Links, open_log
from premortem.store.migrations import MIGRATIONS

FIRST = Path(__file__).parent / "files" / "schema-1.db"


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
    assert sqlite3.connect(first).execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    monkeypatch.setattr("premortem.store.migrations.MIGRATIONS", (*MIGRATIONS, add_table))
    with open_log(str(first)) as log:
        assert len(log.workbooks()) == 1
    assert sqlite3.connect(first).execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
