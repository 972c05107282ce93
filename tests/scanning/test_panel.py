"""From a file that a page sends to evidence in its workbook, without a browser: with the real process that reads it."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm

from model.sampled import MEGABYTE, nested
from model.scans import MADE, finding
from premortem.desk import Desk
from premortem.messages import UNFORESEEN
from premortem.scanning.panel import Scanning
from premortem.store import Log
from premortem.store.sqlite import SqliteLog
from premortem.workbook import Workbook

Said = list[dict[str, Any]]
ODD = [None, True, 5, -1.5, 10**30, "", "x", "\0", "\ud800", MEGABYTE, [], {}, ["x"], {"a": {}}, nested(500)]
ROWS = [f"{n},{'north' if n % 3 else 'south'},{n % 7},{'yes' if n % 2 else 'no'}," for n in range(600)]
TABLE = ("order,region,rating,churned,empty\n" + "\n".join(ROWS) + "\n").encode()


class Wire(BaseComm):  # type: ignore[misc]  # without types
    """The way from a widget to its page, as ipykernel gives one: here whoever listens is a list."""

    said: Said

    def publish_msg(self, msg_type: str, data: Any = None, buffers: Any = None, **_others: Any) -> None:
        json.dumps(data)
        if msg_type == "comm_msg" and data["method"] == "custom":
            self.said.append({**data["content"], "buffers": buffers})
        elif msg_type == "comm_msg" and "progress" in data["state"]:
            self.said.append({"type": "progress", **data["state"]["progress"]})


@pytest.fixture(autouse=True)
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """What the widgets tell their page, in order."""
    heard: Said = []
    monkeypatch.setattr(comm, "create_comm", type("Listening", (Wire,), {"said": heard}))
    return heard


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with SqliteLog(tmp_path / "store.sqlite") as log:
        yield log


@pytest.fixture
def workbook(log: Log) -> Workbook:
    return Workbook.create(log, "Orders")


@pytest.fixture
def public(workbook: Workbook) -> Iterator[Scanning]:
    """The panel as the public app has it."""
    made = Scanning(workbook, lambda: None, public=True)
    yield made
    made.close()


@pytest.fixture
def own(workbook: Workbook) -> Iterator[Scanning]:
    """The panel as a notebook of one's own has it."""
    made = Scanning(workbook, lambda: None, public=False)
    yield made
    made.close()


@pytest.fixture(scope="module")
def that_has_read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scanning, Said]]:
    """The panel of the public app that has read a table, and what it tells: read once, for tests that start nothing."""
    folder = tmp_path_factory.mktemp("read")
    heard: Said = []
    with SqliteLog(folder / "store.sqlite") as log:
        with pytest.MonkeyPatch.context() as settings:
            settings.setenv("PREMORTEM_SCRATCH", str(folder / "scratch"))
            settings.setattr(comm, "create_comm", type("Listening", (Wire,), {"said": heard}))
            made = Scanning(Workbook.create(log, "Orders"), lambda: None, public=True)

            async def steps() -> None:
                upload(made)
                await done(made)

            run(steps)
        assert made.panel.table["rows"] == 600
        yield made, heard
        made.close()


def hear(scanning: Scanning, message: Any, *buffers: bytes) -> None:
    scanning.panel._handle_custom_msg(message, list(buffers))


def upload(scanning: Scanning, content: bytes = TABLE, kind: str = "table", name: str = "orders.csv") -> None:
    message = {"type": "upload", "id": f"u-{kind}", "kind": kind, "name": name, "size": len(content)}
    for at in range(0, len(content), 5000):
        hear(scanning, {**message, "offset": at}, content[at : at + 5000])


async def done(scanning: Scanning) -> None:
    for _ in range(1500):
        if scanning.reading is None:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"still {scanning.panel.doing}")


def run(steps: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with ThreadPoolExecutor(1) as thread:  # in this one a loop may be running already, that of a browser
        thread.submit(lambda: asyncio.run(steps())).result()


def asked(**others: Any) -> dict[str, Any]:
    return {"type": "scan", "source": "Orders", "label": 3, "groups": [1], "key": [0], **others}


def refusals(said: Said) -> list[tuple[str, str]]:
    return [(each["at"], each["message"]) for each in said if each["type"] == "refused"]


def test_a_file_becomes_evidence_of_which_no_cell_is_kept(public: Scanning, said: Said) -> None:
    async def steps() -> None:
        upload(public)
        await done(public)
        assert public.panel.table["columns"] == ["order", "region", "rating", "churned", "empty"]
        assert (public.panel.table["rows"], public.panel.table["name"]) == (600, "orders.csv")
        hear(public, asked())
        await done(public)

    run(steps)
    assert refusals(said) == []
    (scanned,) = public.workbook.state.scans
    assert (scanned.scan.source, scanned.scan.rows, scanned.scan.columns) == ("Orders", 600, 5)
    assert [each for each in scanned.scan.findings if each.examples] == []
    assert any(each.check == "missing" and each.columns == ("empty",) for each in scanned.scan.findings)
    assert scanned.scan.asked["label"] == "churned"
    progress = [each for each in said if each["type"] == "progress" and each.get("of")]
    assert progress[-1] | {"title": ""} == {"type": "progress", "done": 26, "of": 26, "title": ""}
    assert all(each["title"] for each in progress)
    assert said[-1] | {"buffers": None} == {"type": "scanned", "scan": scanned.id, "buffers": None}
    assert public.panel.said.startswith("Read 600 rows and 5 columns: ")


def test_example_rows_are_kept_where_the_team_says_so_and_masked_where_it_wants(public: Scanning) -> None:
    async def steps() -> None:
        upload(public)
        await done(public)
        hear(public, asked(keep=True, masked=True))
        await done(public)

    run(steps)
    (scanned,) = public.workbook.state.scans
    cells = [cell for each in scanned.scan.findings for row in each.examples for _, cell in row.cells]
    assert cells
    assert not any(letter in cell for cell in cells for letter in "nosuthye12345678")
    kept = Path(os.environ["XDG_CACHE_HOME"]) / "premortem" / "scans"
    assert not list(kept.glob("*")), "with cells in it, no result stays behind on a server"


def test_a_second_table_and_rules_go_along(public: Scanning, said: Said) -> None:
    async def steps() -> None:
        upload(public)
        await done(public)
        upload(public, TABLE, "against", "test.csv")
        await done(public)
        upload(public, b"version: 1\nkeys: no list\n", "rules", "orders.yaml")
        hear(public, asked(key=[]))
        await done(public)
        ((at, message),) = refusals(said)
        assert at == "rules", "beside the control that mends it"
        assert message.startswith("orders.yaml, line 2: ")
        hear(public, {"type": "drop", "kind": "rules"})
        hear(public, asked(key=[]))
        await done(public)

    run(steps)
    (scanned,) = public.workbook.state.scans
    assert scanned.scan.asked["against"] == "test.csv"
    assert any(each.check == "overlap" for each in scanned.scan.findings)


def test_what_cannot_be_read_is_refused_in_one_line_that_names_the_file_and_nothing_stays(
    public: Scanning, said: Said, scratch: Path
) -> None:
    async def steps() -> None:
        upload(public, b"PK\x03\x04 no zip at all", name="orders.xlsx")
        await done(public)

    run(steps)
    ((at, message),) = refusals(said)
    assert at == "table"
    assert "orders.xlsx" in message
    assert message.endswith(".")
    assert message.isprintable()
    assert public.panel.table == {}
    assert list(scratch.rglob("*.xlsx*")) == []


def test_a_table_is_read_again_otherwise_and_stays_as_it_was_where_that_cannot_be(public: Scanning, said: Said) -> None:
    async def steps() -> None:
        upload(public)
        await done(public)
        hear(public, {"type": "read-again", "header": "no", "sheet": ""})
        await done(public)
        assert public.panel.table["rows"] == 601
        hear(public, {"type": "read-again", "header": "", "sheet": "Sheet 2"})
        await done(public)
        assert public.panel.table["rows"] == 601
        hear(public, asked(label=None, groups=[], key=[]))
        await done(public)

    run(steps)
    ((at, message),) = refusals(said)
    assert at == "read"
    assert "sheet" in message
    assert public.workbook.state.scans[0].scan.rows == 601


def test_a_stopped_check_leaves_no_evidence_and_no_process_and_the_table_stays(public: Scanning, said: Said) -> None:
    async def steps() -> None:
        upload(public)
        await done(public)
        hear(public, asked())
        assert public.reading
        worker = public.reading.process_id
        hear(public, asked())
        assert refusals(said)[-1] == ("scan", "A table is being read: wait until it is done, or stop it.")
        await asyncio.sleep(0.2)
        hear(public, {"type": "cancel"})
        assert (public.panel.doing, public.panel.said) == ("", "Stopped. Nothing was kept.")
        await asyncio.sleep(0.3)
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
        assert public.panel.table["rows"] == 600

    run(steps)
    assert public.workbook.state.scans == ()


def test_a_third_table_waits_until_there_is_a_place_and_then_begins_by_itself(public: Scanning, scratch: Path) -> None:
    scratch.mkdir(mode=0o700)
    places = [(scratch / f"turn-{number}").open("ab") for number in range(2)]
    for place in places:
        fcntl.flock(place, fcntl.LOCK_EX)

    async def steps() -> None:
        upload(public)
        for _ in range(500):
            if public.panel.doing == "wait":
                break
            await asyncio.sleep(0.02)
        assert public.panel.doing == "wait"
        places[1].close()
        await done(public)
        assert public.panel.table["rows"] == 600

    run(steps)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"source": "  "}, "Give the source a name"),
        ({"source": 5}, "Give the source a name"),
        ({"source": "x" * 121}, "at most 120 letters|120 letters"),
        ({"source": "a\0b"}, "no control characters"),
        ({"label": 5}, "a column that this table does not have"),
        ({"label": -1}, "a column that this table does not have"),
        ({"label": True}, "a column that this table does not have"),
        ({"label": "churned"}, "a column that this table does not have"),
        ({"prediction": 3}, "are two columns"),
        ({"groups": [3]}, "cannot name groups too"),
        ({"groups": [0, 9]}, "a column that this table does not have"),
        ({"groups": "region"}, "columns that this table does not have"),
        ({"key": [[]]}, "a column that this table does not have"),
    ],
)
def test_what_a_page_asks_of_a_check_is_examined(
    that_has_read: tuple[Scanning, Said], wrong: dict[str, Any], says: str
) -> None:
    scanning, heard = that_has_read
    heard.clear()

    async def steps() -> None:
        hear(scanning, asked(**wrong))
        assert scanning.reading is None

    run(steps)
    ((at, message),) = refusals(heard)
    assert at == "scan"
    assert any(part in message for part in says.split("|"))


@pytest.mark.parametrize("kind", ["upload", "abandon", "look", "read-again", "drop", "scan", "cancel", "other"])
def test_a_message_with_anything_in_any_field_starts_nothing_and_is_at_most_refused(
    public: Scanning, said: Said, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    fields = ("id", "kind", "name", "size", "offset", "address", "header", "sheet", "source", "label", "groups", "keep")
    for field in fields:
        for odd in ODD:
            hear(public, {"type": kind, "kind": "table", field: odd}, b"x")
    for odd in (*ODD, {"type": ["upload"]}):
        hear(public, odd)
    assert public.reading is None
    assert not any(message == UNFORESEEN for _, message in refusals(said))
    assert all(message.isprintable() and len(message) < 400 for _, message in refusals(said))
    assert caplog.records == []


def test_the_public_app_reads_no_path_and_no_address_unless_its_administrator_names_them(
    public: Scanning, said: Said, workbook: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert public.panel.addresses == ""
    for address in ("/etc/passwd", "~/.ssh/id_rsa", "postgres://db/x", "duckdb:///etc/passwd", "file:///etc/passwd"):
        hear(public, {"type": "look", "kind": "table", "address": address})
    assert {message for _, message in refusals(said)} == {
        "This server reads no paths and no addresses: upload the file."
    }
    folder = tmp_path / "open"
    folder.mkdir()
    (folder / "orders.csv").write_bytes(TABLE)
    (folder / "out").symlink_to("/etc")
    monkeypatch.setenv("PREMORTEM_SCAN_PATHS", str(folder))
    monkeypatch.setenv("PREMORTEM_SCAN_URLS", "postgres://reader:secret@db/shop")
    permitted = Scanning(workbook, lambda: None, public=True)
    assert permitted.panel.addresses == f"This server may read: {folder}, postgres://db/shop."
    said.clear()

    async def steps() -> None:
        for outside in (f"{folder}/../store.sqlite", f"{folder}/out/passwd", "/etc/passwd"):
            hear(permitted, {"type": "look", "kind": "table", "address": outside})
            assert permitted.reading is None
        assert len({message for _, message in refusals(said)}) == 1
        hear(permitted, {"type": "look", "kind": "table", "address": f"{folder}/orders.csv"})
        await done(permitted)
        assert permitted.panel.table["rows"] == 600

    run(steps)
    permitted.close()


def test_in_a_notebook_of_ones_own_a_table_is_named_by_its_path(own: Scanning, said: Said, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_bytes(TABLE)
    assert "of any size" in own.panel.addresses

    async def steps() -> None:
        hear(own, {"type": "look", "kind": "table", "address": str(tmp_path / "orders.csv")})
        await done(own)
        hear(own, {"type": "look", "kind": "table", "address": str(tmp_path / "none.csv")})
        await done(own)

    run(steps)
    ((_, message),) = refusals(said)
    assert "none.csv" in message
    assert (tmp_path / "orders.csv").exists()


def test_who_only_reads_gets_no_panel_and_may_neither_upload_nor_judge(
    log: Log, workbook: Workbook, said: Said, scratch: Path
) -> None:
    reader = Desk(Workbook(log, workbook.links.read), "data-risks", whole=True)
    assert reader.asked.children == (reader.form,)
    forced = Scanning(reader.workbook, lambda: None, public=True)
    upload(forced)
    hear(forced, asked())
    assert {message for _, message in refusals(said)} == {
        "This link is for reading only: ask its owner for the edit link to check a table."
    }
    assert not scratch.exists()
    said.clear()
    for message in (
        {"type": "judge", "scan": "aaaaaa", "finding": "x", "judgement": "confirmed"},
        {"type": "drop-scan", "scan": "aaaaaa"},
    ):
        reader.page._handle_custom_msg(message, [])
    assert [each["type"] for each in said] == ["banner"] * len(said)
    assert workbook.state.scans == ()


def test_the_panel_comes_with_chapters_that_take_tables_and_offers_their_sources(workbook: Workbook) -> None:
    workbook.answer("data-risks.sources", [{"name": "Orders"}, {"name": "Weather feed"}])
    desk = Desk(workbook, "success-criteria", whole=True)
    assert desk.asked.children == (desk.form,)
    assert "scanning" not in vars(desk)
    desk.open("data-risks")
    assert desk.asked.children == (desk.form, desk.scanning.panel)
    assert desk.scanning.panel.sources == ["Orders", "Weather feed"]
    desk.open("decision")
    assert desk.asked.children == (desk.form,)


def test_a_finding_is_judged_made_a_risk_and_the_scan_taken_out_again(workbook: Workbook, said: Said) -> None:
    desk = Desk(workbook, "data-risks", whole=True)

    async def steps() -> None:
        upload(desk.scanning)
        await done(desk.scanning)
        hear(desk.scanning, asked())
        await done(desk.scanning)

    run(steps)
    (scanned,) = workbook.state.scans
    assert f'data-scan="{scanned.id}"' in desk.page.html
    about = {"scan": scanned.id, "finding": scanned.scan.findings[0].key}
    desk.page._handle_custom_msg({"type": "judge", **about, "judgement": "dismissed", "reason": ""}, [])
    assert "reason" in said[-1]["text"]
    desk.page._handle_custom_msg({"type": "judge", **about, "judgement": "risk"}, [])
    (row,) = workbook.state.rows("data-risks.risks")
    assert said[-1] | {"buffers": None} == {
        "type": "goto", "question": "data-risks.risks", "row": row.id, "buffers": None,
    }  # fmt: skip
    assert workbook.state.scans[0].judged[about["finding"]].row == row.id
    desk.page._handle_custom_msg({"type": "drop-scan", "scan": scanned.id}, [])
    assert workbook.state.scans == ()
    desk.scanning.close()


def test_the_same_is_said_of_several_findings_in_one_step_and_comes_out_as_rules(
    workbook: Workbook, said: Said
) -> None:
    columns = ("closed", "note")
    scan = replace(MADE, findings=tuple(finding("missing", each) for each in columns))
    scanned = workbook.record_scan(scan)
    desk = Desk(workbook, "data-risks", whole=True)
    keys = "\n".join(f"missing|{each}" for each in columns)
    assert "All 2 are so" in desk.page.html
    assert "data-rules" not in desk.page.html
    send = {"type": "judge", "scan": scanned, "finding": keys}
    desk.page._handle_custom_msg({**send, "judgement": "risk"}, [])
    assert "one finding at a time" in said[-1]["text"]
    desk.page._handle_custom_msg({**send, "judgement": "confirmed"}, [])
    judged = workbook.state.scans[0].judged
    assert {key: each.judgement for key, each in judged.items()} == dict.fromkeys(keys.split("\n"), "confirmed")
    desk.page._handle_custom_msg({"type": "rules", "scan": scanned, "as": "yaml"}, [])
    assert said[-1]["name"] == "rules.yaml"
    assert b"missing_max" in said[-1]["buffers"][0]
    desk.page._handle_custom_msg({"type": "rules", "scan": scanned, "as": "pandera"}, [])
    assert said[-1]["name"] == "table_rules.py"
    workbook.undo()
    assert not workbook.state.scans[0].judged
    desk.page._handle_custom_msg({"type": "rules", "scan": "nothere", "as": "yaml"}, [])
    assert "took it out" in said[-1]["text"]


def test_the_kernel_of_a_page_imports_nothing_that_reads_tables() -> None:
    code = (
        "import sys, premortem.app, premortem.scanning.panel; from premortem.store import open_log;"
        "from premortem.workbook import Workbook; from premortem.desk import Desk;"
        "Desk(Workbook.create(open_log()), 'data-risks', whole=True);"
        "print(sorted({'ibis', 'duckdb', 'pandas', 'pyarrow', 'python_calamine', 'sqlglot'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PREMORTEM_STORE": "sqlite:///" + os.environ["PREMORTEM_SCRATCH"] + ".sqlite"}
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert found.stdout == "[]\n"
