"""The command line: one line for whatever it refuses, and nothing else changes."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.shell import TREE, Run, in_a_process, refused
from model.sampled import MEGABYTE


@pytest.mark.parametrize("command", [["assess"], ["answer", "--from", "{answers}"], ["export", "-o", "{out}"]])
@pytest.mark.parametrize(
    "unknown", ["0" * 24, "x", "", "<b>", "../..", "http://[?workbook=x", MEGABYTE, "\udcff", "a\nb"]
)
def test_a_link_that_opens_nothing_is_refused_and_nothing_written(
    run: Run, answers: Path, tmp_path: Path, command: list[str], unknown: str
) -> None:
    places = {"answers": answers, "out": tmp_path / "out.html"}
    name, *rest = (each.format(**places) for each in command)
    refused(run(name, *rest, "--", unknown), "ink")
    assert not places["out"].exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON in UTF-8"),
        (b"\x89PNG\r\n", "is not JSON in UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"start.idea": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b"[]", "Answers are one JSON object"),
        (b"null", "Answers are one JSON object"),
        (b'"x"', "Answers are one JSON object"),
        (b'{"success-criteria.cases-available": NaN}', "success-criteria.cases-available: a finite number is wanted"),
        (b'{"success-criteria.cases-available": Infinity}', "a finite number is wanted"),
        (b'{"success-criteria.cases-available": 1e999}', "a finite number is wanted"),
        (b'{"success-criteria.cases-available": -1}', "must lie between 0 and 10,000,000 cases (you gave -1)"),
        (b'{"success-criteria.cases-available": "1,000"}', "could mean 1000 or 1.000"),
        (b'{"success-criteria.cases-available": true}', "a number is wanted"),
        (b'{"start.idea": {"a": 1}}', "start.idea: text is wanted"),
        (b'{"start.idea": "a\\u0000b"}', "the character U+0000 cannot be kept: take it out"),
        (b'{"start.idea": "\\ud800"}', "the character U+D800 cannot be kept"),
        (b'{"start.idee": "x"}', "There is no question 'start.idee': did you mean start.idea?"),
        (b'{"": 1}', "There is no question ''"),
        (b'{"<script>\\u001b[31m": 1}', "There is no question '<script>"),
        (b'{"start.currency": "XYZ"}', "start.currency: choose one of EUR, USD"),
        (b'{"start.decide-by": "31.12.2026"}', "start.decide-by: a date is wanted: write it as year-month-day"),
        (b'{"success-criteria.criteria": [{"nowhere": 1}]}', "has no column 'nowhere': use one of measure, baseline"),
        (b'{"success-criteria.criteria": [{"floor": 101}]}', "success-criteria.criteria, column floor: must lie"),
    ],
)
def test_answers_that_cannot_be_are_refused_with_a_line_and_nothing_is_kept(
    run: Run, link: str, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    refused(run("answer", link, "--from", path), says)
    refused(run("assess", "--from", path), says)
    assert json.loads(run("list", "--json")[1])[0]["number"] == 1


def test_a_megabyte_of_text_is_refused_in_a_short_line_and_kept_nowhere(run: Run, link: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"start.idea": MEGABYTE, "start.decider": "x"}))
    refused(run("answer", link, "--from", path), "start.idea: at most 1,000 characters fit: shorten it")
    path.write_text(json.dumps({MEGABYTE: 1}))
    refused(run("answer", link, "--from", path), "There is no question")
    path.write_bytes(b" " * (16 * 2**20 + 1))
    refused(run("answer", link, "--from", path), "is larger than 16 MB")


def test_each_of_several_faults_has_its_line_and_no_answer_is_kept(run: Run, link: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"start.idea": "x", "start.decide-by": 5, "nowhere": 1}')
    code, out, err = run("answer", link, "--from", path)
    assert (code, out) == (1, "")
    assert [line.split(":")[0] for line in err.splitlines()] == ["premortem", "There is no question 'nowhere'"]
    assert json.loads(run("list", "--json")[1])[0]["number"] == 1


@pytest.mark.parametrize("command", [("answer", "{link}", "--from"), ("assess", "--from"), ("import",)])
@pytest.mark.parametrize("name", ["missing", "folder", "a\0b", "x" * 300, "new\nline", "\udcff", ""])
def test_a_file_that_cannot_be_read_is_named_in_one_line(
    run: Run, link: str, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    (tmp_path / "folder").mkdir()
    path = f"{tmp_path}/{name}" if name else ""
    refused(run(*(part.format(link=link) for part in command), path), "cannot be read", "check the name")


@pytest.mark.parametrize("target", ["folder", "missing/report.html", "x" * 300, "a\0b", "file/report.html"])
def test_a_report_that_cannot_be_written_is_refused_in_one_line(
    run: Run, link: str, tmp_path: Path, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    refused(run("export", link, "-o", tmp_path / target), "cannot be written", "choose another place with -o")
    assert (tmp_path / "file").read_text() == "kept"
    assert not list(tmp_path.glob(".premortem-*"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def of_another_program(path: Path) -> None:
    path.write_bytes(b"This is no database at all. " * 100)


def of_a_later_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (cut, ""),
        (of_another_program, ""),
        (of_a_later_version, "update Premortem"),
        (lambda path: path.unlink(), "ink"),
    ],
)
def test_a_store_that_is_damaged_later_or_gone_is_refused_in_one_line(
    run: Run, link: str, store: Path, answers: Path, tmp_path: Path, fault: Callable[[Path], None], says: str
) -> None:
    for beside in tmp_path.glob("store.sqlite-*"):
        beside.unlink()
    fault(store)
    content = store.read_bytes() if store.exists() else None
    for command in (("answer", link, "--from", answers), ("assess", link), ("export", link, "-o", tmp_path / "out")):
        refused(run(*command), says)
    if content is not None:
        refused(run("list"), says)
        refused(run("new", "x"), says)
        assert store.read_bytes() == content


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/at/all.sqlite",
        "{folder}",
        "postgresql://user:secret@host/db",
        "sqlite:///",
        "http://x",
        "sqlite://x",
    ],
)
def test_a_store_that_no_address_leads_to_is_refused_in_one_line(run: Run, tmp_path: Path, address: str) -> None:
    line = refused(run("list", "--store", address.format(folder=tmp_path)))
    assert "secret" not in line


def test_a_locked_store_can_be_read_and_an_answer_is_refused_in_one_line(
    run: Run, link: str, store: Path, answers: Path
) -> None:
    holder = sqlite3.connect(store, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert run("assess", link)[0] == 0
        begun = time.monotonic()
        refused(run("answer", link, "--from", answers))
        assert time.monotonic() - begun < 60
    finally:
        holder.close()
    assert run("answer", link, "--from", answers)[0] == 0


def test_a_store_one_may_only_read_is_read_and_refuses_an_answer(link: str, store: Path, answers: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can become a user whom file modes bind")
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    asks = f"""
import encodings.utf_8_sig, os, sys
from premortem import cli
cli.main(["new", "what another user may not import is imported", "--store", sys.argv[1]])
os.environ["PREMORTEM_STORE"] = sys.argv[2]
os.setgid(65534); os.setuid(65534)
sys.exit(cli.main(["answer", {link!r}, "--from", "-"]))
"""
    shared = Path("/tmp") / f"premortem-read-only-{os.getpid()}"
    shared.mkdir(mode=0o755)
    try:
        moved = shared / "store.sqlite"
        moved.write_bytes(store.read_bytes())
        moved.chmod(0o444)
        surroundings = {**os.environ, "PYTHONPATH": str(TREE / "widgets")}
        done = subprocess.run(
            [sys.executable, "-c", asks, f"{store}.other", moved],
            input=answers.read_bytes(),
            capture_output=True,
            env=surroundings,
            check=False,
        )
        refused((done.returncode, done.stdout.decode(), done.stderr.decode()))
        assert moved.read_bytes() == store.read_bytes()
    finally:
        for each in shared.iterdir():
            each.unlink()
        shared.rmdir()


def test_a_refused_import_leaves_the_store_as_it_was(run: Run, link: str, tmp_path: Path, answers: Path) -> None:
    report = tmp_path / "report.html"
    run("export", link, "-o", report)
    before = run("list", "--json")[1]
    whole = report.read_bytes()
    for raw in (b"", whole[:-500], whole.replace(b'"version":1', b'"version":2'), answers.read_bytes()):
        report.write_bytes(raw)
        refused(run("import", report))
    assert run("list", "--json")[1] == before


def test_a_reader_that_stops_listening_ends_the_command_quietly(answers: Path) -> None:
    for command in (["questions", "--json"], ["questions", "--chapter", "decision"], ["assess", "--from", answers]):
        read, write = os.pipe()
        os.close(read)
        done = in_a_process(*command, stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        assert (done.returncode, done.stderr) == (0, b"")


def test_output_that_cannot_be_written_is_one_line(answers: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = in_a_process("assess", "--from", answers, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "premortem: the system refused (No space left on device): make room or choose another place."
    ]


def test_a_terminal_that_lacks_a_letter_gets_the_rest_and_json_stays_json(run: Run, store: Path) -> None:
    run("new", "Größe 🤖 مرحبا")
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PREMORTEM_STORE": str(store)}
    listed = in_a_process("list", "--json", env=plain)
    assert json.loads(listed.stdout)[0]["title"] == "Größe 🤖 مرحبا"
    text = in_a_process("list", env=plain)
    assert (text.returncode, text.stderr) == (0, b"")
    assert b"Gr\\xf6\\xdfe" in text.stdout
