"""`premortem scan`: what a table holds, in words or as JSON, or put into the register of a workbook."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from cli.shell import Run, in_a_process, refused
from premortem.cli import main
from premortem.model import evidence_file
from premortem.model.checks import CHECKS
from premortem.store import open_log
from premortem.workbook import Workbook


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "orders.csv"
    rows = [f"{number},EUR,{'secret' if number % 3 else ''},{number % 2}" for number in range(120)]
    path.write_text("\n".join(["order,currency,note,returned", *rows]), encoding="utf-8")
    return path


def test_it_tells_in_words_what_it_read_what_it_saw_and_what_it_did_not_check(run: Run, orders: Path) -> None:
    code, out, err = run("scan", orders)
    assert (code, err) == (0, "")
    assert out.startswith("orders.csv: 120 rows, 4 columns (CSV, read by DuckDB)\n")
    assert "HIGH    Empty cells: note\n" in out
    assert "Columns with one value only: currency" in out
    assert "Not checked:" in out
    assert 'row 1: note = ""' in out


def test_its_json_is_the_evidence_that_a_workbook_keeps(run: Run, orders: Path) -> None:
    code, out, _ = run("scan", orders, "--json", "--label", "returned")
    found = evidence_file.read(json.loads(out))
    assert code == 0
    assert found.asked == {"label": "returned"}
    assert {each.check for each in found.coverage} == set(CHECKS)


def test_no_cell_is_shown_where_none_is_wanted(run: Run, orders: Path) -> None:
    for options in (["--no-examples"], ["--mask"]):
        assert "secret" not in run("scan", orders, "--key", "note", *options)[1]
    assert "secret" in run("scan", orders, "--key", "note")[1]


def test_what_was_found_goes_into_a_workbook_without_a_cell_of_the_table(run: Run, orders: Path) -> None:
    link = json.loads(run("new", "Orders", "--json")[1])["edit"]
    code, out, _ = run("scan", orders, "--into", link, "--name", "orders", "--key", "note")
    assert code == 0
    assert out.endswith("Put into the register of 'Orders'.\n")
    found = json.loads(run("assess", link, "--json")[1])["chapters"]["data-risks"]
    assert "secret" not in json.dumps(found)
    assert any("orders" in reason for reason in [*found["verdict"]["reasons"], json.dumps(found)])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.csv"], "nowhere.csv"),
        (["{orders}", "--label", "retruned"], "did you mean"),
        (["{orders}", "--against", "nowhere.csv"], "nowhere.csv"),
        (["{orders}", "--rules", "nowhere.yaml"], "nowhere.yaml"),
        (["{orders}", "--sheet", "first"], "no sheets"),
        (["{orders}", "--into", "0" * 24], "link"),
        (["{orders}", "--keep-examples"], "--into"),
        (["postgres://nobody:secret@127.0.0.1:1/none?table=t"], "PostgreSQL"),
        (["nosuch://x"], "nosuch"),
    ],
)
def test_what_cannot_be_scanned_is_refused_in_one_line(run: Run, orders: Path, arguments: list[str], says: str) -> None:
    line = refused(run("scan", *(each.format(orders=orders) for each in arguments)), says)
    assert "secret" not in line


def test_what_the_team_confirmed_comes_out_as_rules_that_the_next_delivery_is_held_against(
    run: Run, orders: Path, tmp_path: Path
) -> None:
    link = json.loads(run("new", "Orders", "--json")[1])["edit"]
    run("scan", orders, "--into", link, "--name", "orders")
    with open_log() as log:
        workbook = Workbook(log, link)
        workbook.judge(workbook.state.scans[0].id, "missing|note", "confirmed")
    rules = tmp_path / "rules.yaml"
    assert run("rules", link, "-o", rules)[0] == 0
    orders.write_text(orders.read_text("utf-8").replace("secret", "", 20), encoding="utf-8")
    found = json.loads(run("scan", orders, "--rules", rules, "--json")[1])["findings"]
    assert ["note"] in [each["columns"] for each in found if each["check"] == "range"]
    code, schema, _ = run("rules", link, "--pandera")
    assert (code, "import pandera.pandas as pa" in schema) == (0, True)
    refused(run("rules", link, "-o", tmp_path), "cannot be written")


def test_tables_that_rules_refer_to_are_opened_beside_the_rules(run: Run, orders: Path, tmp_path: Path) -> None:
    (tmp_path / "known.csv").write_text("id\n" + "\n".join(map(str, range(100))), encoding="utf-8")
    rules = tmp_path / "rules.yaml"
    rules.write_text("version: 1\nreferences:\n  - {columns: [order], of: known.csv, their: [id]}\n", encoding="utf-8")
    found = json.loads(run("scan", orders, "--rules", rules, "--json")[1])["findings"]
    (orphans,) = [each for each in found if each["check"] == "orphans"]
    assert orphans["amount"] == 20 / 120 or orphans["amount"] == 20


def test_characters_that_drive_a_terminal_are_shown_and_not_obeyed(run: Run, tmp_path: Path, orders: Path) -> None:
    path = tmp_path / "hostile.csv"
    path.write_text(orders.read_text("utf-8").replace("currency", "cur\x1b[2Jrency"), encoding="utf-8")
    code, out, _ = run("scan", path)
    assert code == 0
    assert "\x1b" not in out


def test_a_link_for_reading_takes_no_evidence(run: Run, orders: Path) -> None:
    link = json.loads(run("new", "Orders", "--json")[1])["read"]
    refused(run("scan", orders, "--into", link), "reading only")


def test_what_nobody_foresaw_is_one_line_and_its_traceback_is_kept_in_a_file(
    orders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise sqlite3.ProgrammingError("deep inside")

    monkeypatch.setattr("premortem.scan.run.run", fails)
    assert main(["scan", str(orders)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    log = tmp_path / "cache" / "premortem" / "errors.log"
    assert str(log) in line
    assert "deep inside" in log.read_text("utf-8")


def test_a_scan_that_is_broken_off_leaves_no_file_behind(orders: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = in_a_process("scan", orders, "--label", "nothing", env={"TMPDIR": str(scratch)})
    assert done.returncode == 1
    assert list(scratch.iterdir()) == []
