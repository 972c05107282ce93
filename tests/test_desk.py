"""The desk and the start page without a browser: whatever a page sends is answered, and nothing saved is lost."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm

from model.sampled import MEGABYTE, nested
from premortem import app, chapters
from premortem.desk import Desk
from premortem.messages import UNFORESEEN
from premortem.model.examples import examples
from premortem.report import bring_back
from premortem.store import Log, open_log
from premortem.store.sqlite import SqliteLog
from premortem.workbook import Workbook
from report.tree import tree_of

TABLE = "success-criteria.criteria"
ODD = [
    None,
    True,
    5,
    -1.5,
    10**30,
    "",
    "x",
    "<b>x</b>",
    "\0",
    "\ud800",
    MEGABYTE,
    [],
    {},
    ["x"],
    {"a": {}},
    nested(5_000),
]
Said = list[dict[str, Any]]


class Wire(BaseComm):  # type: ignore[misc]  # without types
    """The way from a widget to its page, as ipykernel gives one: here whoever listens is a list."""

    said: Said

    def publish_msg(self, msg_type: str, data: Any = None, buffers: Any = None, **_others: Any) -> None:
        json.dumps(data)
        if msg_type == "comm_msg" and data["method"] == "custom":
            self.said.append({**data["content"], "buffers": buffers})


@pytest.fixture(autouse=True)
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """What the widgets tell their page, in order."""
    heard: Said = []
    listening = type("Listening", (Wire,), {"said": heard})
    monkeypatch.setattr(comm, "create_comm", listening)
    return heard


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def log(store: Path) -> Iterator[Log]:
    with SqliteLog(store, patience=0.05) as log:
        yield log


@pytest.fixture
def workbook(log: Log) -> Workbook:
    return Workbook.create(log, "Invoices")


@pytest.fixture
def desk(workbook: Workbook) -> Iterator[Desk]:
    desk = Desk(workbook, "success-criteria", whole=True)
    yield desk
    desk.live.close()


def hear(desk: Desk, message: Any, buffers: Any = ()) -> None:
    """A message arrives from the page, as ipywidgets hands it on."""
    desk.form._handle_custom_msg(message, list(buffers))


def edits(*wanted: Any, sent: str = "m1") -> dict[str, Any]:
    return {"type": "edits", "id": sent, "edits": list(wanted)}


def answer(value: Any, question: str = "start.idea") -> dict[str, Any]:
    return {"do": "answer", "question": question, "value": value}


def of(said: Said, kind: str) -> Said:
    return [message for message in said if message["type"] == kind]


def test_edits_are_saved_shown_and_then_acknowledged_with_their_time(desk: Desk, said: Said) -> None:
    row = {"do": "add-row", "question": TABLE, "row": "aaaaaa"}
    cell = {"do": "cell", "question": TABLE, "row": "aaaaaa", "column": "measure", "value": "read right"}
    hear(desk, edits(row, cell, answer(False, "success-criteria.tested")))
    (saved,) = of(said, "saved")
    assert (saved["id"], saved["at"]) == ("m1", desk.workbook.changed.isoformat())
    assert desk.form.tables[TABLE] == [{"id": "aaaaaa", "cells": {"measure": "read right"}}]
    assert desk.form.values == {"success-criteria.tested": False}
    assert "read right" in desk.page.html
    assert desk.rail.can_undo
    assert desk.rail.saved_at == saved["at"]


def test_each_refused_edit_is_named_by_its_place_and_the_others_are_kept(desk: Desk, said: Said) -> None:
    bad_cell = {"do": "cell", "question": TABLE, "row": "nobody", "column": "floor", "value": 1}
    hear(desk, edits(answer("kept"), answer(5), bad_cell, "no edit"))
    told = [(message["question"], message["row"], message["column"]) for message in of(said, "refused")]
    assert told == [("start.idea", "", ""), (TABLE, "nobody", "floor"), ("", "", "")]
    assert of(said, "saved") == []
    assert desk.workbook.state.text("start.idea") == "kept"


KINDS = ["edits", "open", "undo", "redo", "rename", "history", "export", "ping", "take-up", "bundle", "noticed"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"export", "bundle"}])
def test_a_message_with_anything_in_any_field_is_answered_and_changes_no_answer(
    desk: Desk, said: Said, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    hear(desk, edits(answer("kept")))
    hear(desk, {"type": "rename", "title": "Kept", "id": "r"})
    for field in ("id", "edits", "chapter", "title", "key", "buffers", "question"):
        for odd in ODD:
            hear(desk, {"type": kind, field: odd})
    hear(desk, {"type": kind})
    if kind not in {"undo", "redo", "rename"}:
        assert desk.workbook.title == "Kept"
        assert desk.workbook.state.text("start.idea") == "kept"
    assert not any(message.get("text") == UNFORESEEN for message in of(said, "banner"))
    assert caplog.records == []


@pytest.mark.parametrize("message", [None, 5, "x", [], ["edits"], {}, *({"type": odd} for odd in ODD)])
def test_a_message_of_no_known_type_is_answered_with_a_line(desk: Desk, said: Said, message: Any) -> None:
    hear(desk, message)
    (told,) = said
    assert told["type"] == "banner"
    assert "reload it" in told["text"]


@pytest.mark.parametrize("sent", ODD[:-1])
def test_edits_that_are_no_list_are_refused(desk: Desk, said: Said, sent: Any) -> None:
    if isinstance(sent, list):
        sent = {"a list": "would do"}
    hear(desk, {"type": "edits", "id": "m7", "edits": sent})
    (told,) = said
    assert (told["type"], told["id"]) == ("refused", "m7")


def test_the_same_edits_sent_again_are_acknowledged_and_saved_once(desk: Desk, said: Said) -> None:
    hear(desk, edits(answer("x")))
    newest = desk.workbook.state.newest
    hear(desk, edits(answer("x")))
    assert [message["id"] for message in of(said, "saved")] == ["m1", "m1"]
    assert desk.workbook.state.newest == newest


def test_what_a_busy_store_cannot_take_is_told_as_not_saved_and_saved_when_sent_again(
    desk: Desk, said: Said, store: Path
) -> None:
    holder = sqlite3.connect(store, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    hear(desk, edits(answer("x"), sent="m1"))
    (told,) = said
    assert (told["type"], told["id"]) == ("not-saved", "m1")
    assert told["message"].isprintable()
    holder.close()
    hear(desk, edits(answer("x"), sent="m1"))
    assert said[-1]["type"] == "saved", said[-1]
    assert desk.workbook.state.text("start.idea") == "x"


def test_nothing_is_acknowledged_while_the_store_is_away_and_all_is_saved_once_it_is_back(
    desk: Desk, said: Said, store: Path
) -> None:
    away = store.with_name("away.sqlite")
    store.rename(away)
    hear(desk, edits(answer("x")))
    hear(desk, {"type": "rename", "title": "Other", "id": "r"})
    assert [message["type"] for message in said] == ["not-saved", "banner"]
    assert all((message.get("message") or message["text"]).isprintable() for message in said)
    away.rename(store)
    hear(desk, edits(answer("x")))
    assert said[-1]["type"] == "saved", said[-1]
    assert desk.workbook.state.text("start.idea") == "x"


def test_a_store_that_became_something_else_is_told_at_every_message(desk: Desk, said: Said, store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    store.write_bytes(b"This is no database. " * 500)
    hear(desk, edits(answer("x")))
    for kind in ("undo", "redo", "ping"):
        hear(desk, {"type": kind})
    assert {message["type"] for message in said} == {"not-saved", "banner"}
    assert all("damaged" in (message.get("message") or message["text"]) for message in said)


def test_an_error_nobody_foresaw_is_one_line_on_the_page_and_a_traceback_in_the_log(
    desk: Desk, said: Said, caplog: pytest.LogCaptureFixture
) -> None:
    desk.workbook.bank = None  # type: ignore[assignment]  # whatever could go wrong
    hear(desk, {"type": "open", "chapter": "decision"})
    hear(desk, edits(answer("x"), sent="m1"))
    assert [(message["type"], message.get("text") or message.get("message")) for message in said] == [
        ("banner", UNFORESEEN),
        ("refused", UNFORESEEN),
    ]
    assert [bool(record.exc_info) for record in caplog.records] == [True, True]


def test_edits_that_are_saved_but_cannot_be_shown_are_acknowledged_all_the_same(desk: Desk, said: Said) -> None:
    desk.chapter = "nowhere"
    hear(desk, edits(answer("x")))
    assert [message["type"] for message in said] == ["saved", "banner"]
    assert desk.workbook.state.text("start.idea") == "x"


def test_a_read_only_link_shows_the_workbook_and_refuses_every_change(log: Log, workbook: Workbook, said: Said) -> None:
    workbook.answer(TABLE, [{"measure": "m", "floor": 90, "hoped": 95}])
    reader = Desk(Workbook(log, workbook.links.read), "success-criteria", whole=True)
    assert reader.rail.read_only
    assert reader.form.read_only
    assert workbook.links.edit not in json.dumps([reader.rail.links, reader.form.workbook, reader.page.html])
    assert "data-suggestion" not in reader.page.html
    key = reader.workbook.findings("success-criteria").actions[0].key
    messages = [edits(answer("x")), {"type": "rename", "title": "y", "id": "r"}, {"type": "take-up", "key": key}]
    for message in (*messages, {"type": "undo"}):
        hear(reader, message)
        assert "for reading only" in (said[-1].get("message") or said[-1].get("text"))
    assert Workbook(log, workbook.link).recorded == workbook.recorded


def test_what_another_changed_is_shown_at_the_next_ping(log: Log, desk: Desk, said: Said) -> None:
    Workbook(log, desk.workbook.link, "Bob").answer("success-criteria.owner", "Ada")
    hear(desk, {"type": "ping", "id": "p1"})
    assert desk.form.values == {"success-criteria.owner": "Ada"}
    assert (said[-1]["type"], said[-1]["id"], said[-1]["newest"]) == ("pong", "p1", 2)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: tests with a browser leave a loop running in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, work).result(60)


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110  a page tells nobody what it has shown
        await asyncio.sleep(0.005)


def test_while_a_page_asks_what_another_does_is_shown_without_another_question(log: Log, desk: Desk) -> None:
    async def look_on() -> None:
        hear(desk, {"type": "ping", "id": "p1"})
        Workbook(log, desk.workbook.link, "Bob").answer("success-criteria.owner", "Ada")
        await until(lambda: desk.form.values == {"success-criteria.owner": "Ada"})

    run(look_on())


def test_an_error_while_others_changes_are_shown_is_one_line_on_the_page(
    log: Log, desk: Desk, said: Said, caplog: pytest.LogCaptureFixture
) -> None:
    async def look_on() -> None:
        hear(desk, {"type": "ping", "id": "p1"})
        desk.chapter = "nowhere"
        Workbook(log, desk.workbook.link, "Bob").answer("success-criteria.owner", "Ada")
        await until(lambda: bool(of(said, "banner")))

    run(look_on())
    assert "nowhere" in of(said, "banner")[0]["text"] or caplog.records


def test_whose_answer_was_replaced_is_told_beside_it_until_it_is_noticed_or_answered_again(
    log: Log, desk: Desk
) -> None:
    owner = "success-criteria.owner"
    line = "Somebody else has changed this since: it was “Ada”. Both are in the history."
    bob = Workbook(log, desk.workbook.link)
    for noticed in ({"type": "noticed", "question": owner}, edits(answer("Carol", owner))):
        hear(desk, edits(answer("Ada", owner)))
        assert desk.form.overtaken == {}
        bob.answer(owner, "Bob")
        hear(desk, {"type": "ping", "id": "p1"})
        assert (desk.form.values[owner], desk.form.overtaken) == ("Bob", {owner: line})
        hear(desk, noticed)
        assert desk.form.overtaken == {}
    assert [entry.event.value for entry in bob.recorded[1:3]] == ["Ada", "Bob"]  # type: ignore[attr-defined]


def test_whose_cell_was_replaced_is_told_beside_the_cell_with_a_long_answer_cut(log: Log, desk: Desk) -> None:
    row = {"do": "add-row", "question": TABLE, "row": "aaaaaa"}
    cell = {"do": "cell", "question": TABLE, "row": "aaaaaa", "column": "measure", "value": "read right " * 15}
    hear(desk, edits(row, cell))
    Workbook(log, desk.workbook.link).edit([{**cell, "value": "else"}])
    hear(desk, {"type": "ping", "id": "p1"})
    ((place, line),) = desk.form.overtaken.items()
    assert place == f"{TABLE}/aaaaaa/measure"
    assert line.endswith("…”. Both are in the history.")
    assert len(line) < 200
    hear(desk, {"type": "noticed", "question": TABLE, "row": "aaaaaa", "column": "measure"})
    assert desk.form.overtaken == {}


def test_undo_and_redo_show_what_they_changed(desk: Desk) -> None:
    hear(desk, edits(answer("Ada", "success-criteria.owner")))
    hear(desk, {"type": "undo"})
    assert (desk.form.values, desk.rail.can_undo, desk.rail.can_redo) == ({}, False, True)
    hear(desk, {"type": "redo"})
    assert (desk.form.values, desk.rail.can_undo, desk.rail.can_redo) == (
        {"success-criteria.owner": "Ada"},
        True,
        False,
    )


@pytest.mark.parametrize("chapter", ["start", *chapters.CHAPTERS])
def test_every_chapter_opens_with_its_questions_page_and_rows(desk: Desk, chapter: str) -> None:
    hear(desk, {"type": "open", "chapter": chapter})
    asked = desk.workbook.bank.chapter(chapter)
    spec = desk.form.spec
    assert desk.rail.current == desk.form.chapter == chapter
    assert [each["id"] for each in (*spec["first"], *spec["depth"])] == [q.id for q in asked.questions if not q.retired]
    if chapter in chapters.CHAPTERS:
        assert desk.page.chapter == chapter
        assert tree_of(desk.page.html).faults == []
        assert desk.chart.vega["data"]
        assert desk.chart.says
    json.dumps(desk.chart.rows)


def test_an_action_is_taken_up_once_and_keeps_its_words(desk: Desk, said: Said) -> None:
    hear(desk, edits(answer([{"measure": "read right", "floor": 90, "hoped": 95}], TABLE)))
    wanted = desk.workbook.findings("success-criteria").actions[0]
    hear(desk, {"type": "take-up", "key": wanted.key})
    hear(desk, {"type": "take-up", "key": wanted.key})
    banners = [message["text"] for message in of(said, "banner")]
    assert banners[0].startswith("Taken up: give it an owner and a date")
    assert banners[1].startswith("This action is on the list already")
    assert [row.text("what") for row in desk.workbook.state.rows("decision.actions")] == [wanted.what]
    assert wanted.key not in [action.key for action in desk.workbook.findings("decision").actions]


def test_an_action_that_is_not_suggested_any_more_is_told(desk: Desk, said: Said) -> None:
    hear(desk, {"type": "take-up", "key": "success-criteria.collect"})
    assert [message["text"] for message in said] == [
        "This action is not suggested any more: an answer has changed since."
    ]
    assert desk.workbook.state.rows("decision.actions") == ()


def test_the_title_is_changed_or_refused_with_its_message(desk: Desk, said: Said) -> None:
    hear(desk, {"type": "rename", "title": "Other", "id": "r1"})
    hear(desk, {"type": "rename", "title": "", "id": "r2"})
    assert [(message["type"], message["id"]) for message in said] == [("saved", "r1"), ("refused", "r2")]
    assert desk.rail.title == "Other"


def test_the_history_is_told_in_words(desk: Desk) -> None:
    hear(desk, edits(answer("x")))
    hear(desk, {"type": "history"})
    assert [entry["number"] for entry in desk.rail.history] == [1, 2]
    assert desk.rail.history[1]["what"].endswith(" x")


def test_the_report_that_is_downloaded_brings_the_workbook_back(desk: Desk, said: Said) -> None:
    hear(desk, edits(answer("x")))
    hear(desk, {"type": "export"})
    (told,) = of(said, "download")
    assert told["name"] == "premortem-invoices.html"
    back = bring_back.from_bytes(told["buffers"][0])
    assert [record.event for record in back] == [record.event for record in desk.workbook.recorded]


# --- the start page


@pytest.fixture
def room(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[app.Room]:
    monkeypatch.setenv("PREMORTEM_STORE", str(store))
    app._log.cache_clear()
    yield app.Room(None, None)
    app._log().close()
    app._log.cache_clear()


def ask(room: app.Room, message: Any, *buffers: Any) -> None:
    room.start._handle_custom_msg(message, list(buffers))


def test_the_start_page_offers_the_examples_until_a_workbook_is_open(room: app.Room, said: Said) -> None:
    assert [each["id"] for each in room.start.examples] == [each.id for each in examples()]
    ask(room, {"type": "new", "title": "Invoices"})
    assert room.desk is not None
    assert [(told["type"], told["query"]) for told in said] == [("opened", f"?workbook={room.desk.workbook.link}")]
    assert room.desk.workbook.title == "Invoices"


def test_a_workbook_is_resumed_by_its_link_or_its_address(room: app.Room, store: Path) -> None:
    with open_log(str(store)) as log:
        link = Workbook.create(log, "Yesterday").link
    for text in (link, f"  http://localhost:8866/?workbook={link}&chapter=decision "):
        ask(room, {"type": "resume", "link": text})
        assert room.desk is not None
        assert room.desk.workbook.title == "Yesterday"


@pytest.mark.parametrize("wanted", [each.id for each in examples()])
def test_an_example_opens_as_a_copy_of_ones_own(room: app.Room, said: Said, wanted: str) -> None:
    ask(room, {"type": "example", "id": wanted})
    assert room.desk is not None
    assert room.desk.workbook.may_edit
    assert room.desk.workbook.recorded[0].event.origin == f"example:{wanted}"  # type: ignore[attr-defined]
    assert said[0]["type"] == "opened"


def test_a_report_is_imported_and_a_broken_one_refused(room: app.Room, said: Said, desk: Desk) -> None:
    hear(desk, {"type": "export"})
    report = of(said, "download")[0]["buffers"][0]
    for broken in ([report[:-900]], [b""], [b"\0" * 99], []):
        ask(room, {"type": "import", "name": "x.html"}, *broken)
        assert said[-1]["type"] == "refused"
    assert room.desk is None
    ask(room, {"type": "import", "name": "x.html"}, memoryview(report))
    assert said[-1]["type"] == "opened"


@pytest.mark.parametrize("kind", ["new", "resume", "example", "import"])
def test_the_start_page_answers_anything_in_any_field(room: app.Room, said: Said, kind: str) -> None:
    for field in ("title", "link", "id", "name"):
        for odd in ODD[:-1]:
            before = len(said)
            ask(room, {"type": kind, field: odd})
            assert [message["type"] for message in said[before:]] in (["refused"], ["opened"])
            assert said[-1].get("message", "").isprintable()


@pytest.mark.parametrize("message", [{}, {"type": None}, {"type": "x"}, {"type": MEGABYTE}, {"type": ["new"]}])
def test_the_start_page_refuses_what_it_does_not_know(room: app.Room, said: Said, message: Any) -> None:
    ask(room, message)
    assert said[-1]["type"] == "refused"
    assert "reload it" in said[-1]["message"]
