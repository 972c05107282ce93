"""The command line: what it prints, with which exit code, and one line for whatever it refuses."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.sampled import MEGABYTE
from premortem import cli
from premortem.store import open_log
from premortem.version import __version__

TREE = Path(__file__).parents[1]
COMMANDS = ("app", "lab", "new", "list", "questions", "answer", "assess", "export", "import", "doctor")
ANSWERS = {
    "start.idea": "Read invoices <b>",
    "success-criteria.criteria": [{"measure": "read right", "floor": 90, "hoped": 95}],
    "success-criteria.tested": False,
    "success-criteria.cases-available": 500,
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own, named by PREMORTEM_STORE and not yet made."""
    path = tmp_path / "store.sqlite"
    monkeypatch.setenv("PREMORTEM_STORE", f"sqlite:///{path}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return path


@pytest.fixture
def run(store: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run one command in this process: exit code, output, errors."""

    assert not store.exists()

    def run_one(*arguments: object) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run_one


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(ANSWERS), "utf-8")
    return path


@pytest.fixture
def link(run: Run) -> str:
    code, out, _ = run("new", "Invoices", "--json")
    assert code == 0
    edit: str = json.loads(out)["edit"]
    return edit


def refused(found: tuple[int, str, str], *says: str) -> str:
    """The one line on standard error with which a command was refused."""
    code, _, err = found
    assert code == 1, found
    assert "Traceback" not in err
    (line,) = err.splitlines()
    assert line.startswith("premortem: ")
    assert line.isprintable()
    assert len(line) < 400
    for each in says:
        assert each in line
    return line


def in_a_process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    surroundings = {**os.environ, "PYTHONPATH": str(TREE / "widgets"), "PYTHONUNBUFFERED": "", **options.pop("env", {})}
    command = [sys.executable, "-m", "premortem.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output="stdout" not in options, env=surroundings, check=False, **options)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_says_where_the_store_is(run: Run, command: str) -> None:
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert "--store" in out
    assert len(out.split()) > 20


def test_help_lists_every_command_and_version_is_told(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for command in COMMANDS:
        assert re.search(rf"^ +{command}\b", out, flags=re.MULTILINE)
    assert run("--version")[:2] == (0, f"premortem {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["nothing"], ["answer"], ["answer", "x"], ["assess"], ["assess", "x", "--from", "y"], ["export", "x"],
        ["import"], ["questions", "--nothing"], ["new", "a", "b"], ["app", "--port", "x"], ["app", "--port", "-1"],
        ["app", "--port", "65536"], ["lab", "--port", "9" * 5000],
    ],
)  # fmt: skip
def test_wrong_usage_is_exit_2_with_the_usage_and_nothing_is_made(run: Run, store: Path, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: premortem")
    assert "Traceback" not in err
    assert not store.exists()


def test_the_json_of_every_reading_command_can_be_read(run: Run, link: str, answers: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert run("answer", link, "--from", answers)[0] == 0
    assert run("export", link, "-o", report)[0] == 0
    reading = [("list",), ("questions",), ("questions", "--chapter", "decision"), ("assess", link)]
    reading += [("assess", "--from", answers), ("import", report), ("new", "Ö 🤖")]  # type: ignore[list-item]
    for command in reading:
        code, out, err = run(*command, "--json")
        assert (code, err) == (0, ""), command
        assert json.loads(out)
        json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_questions_are_listed_with_id_chapter_kind_and_limits(run: Run) -> None:
    listed = json.loads(run("questions", "--json")[1])
    assert {"id", "chapter", "kind", "limits"} <= set(listed[0])
    plain = run("questions")[1]
    for question in listed:
        assert question["id"] in plain
    assert refused(run("questions", "--chapter", "nowhere"), "There is no chapter 'nowhere'", "decision")


def test_an_answered_workbook_is_assessed_chapter_by_chapter_with_its_decision(
    run: Run, link: str, answers: Path
) -> None:
    code, out, _ = run("answer", link, "--from", answers)
    assert (code, out) == (0, "4 answers read, 7 changes saved in 'Invoices'.\n")
    assert run("answer", link, "--from", answers)[1] == "4 answers read, 0 changes saved in 'Invoices'.\n"
    found = json.loads(run("assess", link, "--json")[1])
    assert list(found["chapters"])[-1] == "decision"
    assert found["decision"]["verdict"]["level"] == "not-known"
    assert found["chapters"]["success-criteria"]["verdict"]["level"] == "conditions"
    assert found["title"] == "Invoices"
    text = run("assess", link)[1]
    assert "success-criteria: Go, with conditions\n" in text
    assert "Would change it: " in text


def test_the_list_shows_links_and_titles_the_one_changed_last_first(run: Run) -> None:
    assert run("list", "--json")[1] == "[]\n"
    assert "There is no workbook yet" in run("list")[1]
    first = json.loads(run("new", "First", "--json")[1])
    second = json.loads(run("new", "--json")[1])
    listed = json.loads(run("list", "--json")[1])
    assert [(each["title"], each["edit"], each["read"]) for each in listed] == [
        ("Untitled workbook", second["edit"], second["read"]),
        ("First", first["edit"], first["read"]),
    ]
    assert "First" in run("list")[1].splitlines()[1]


def test_a_whole_address_serves_as_a_link(run: Run, link: str, answers: Path) -> None:
    assert run("answer", f"http://localhost:8866/?workbook={link}&chapter=start", "--from", answers)[0] == 0


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


def test_a_read_only_link_reads_and_exports_and_cannot_answer(run: Run, answers: Path, tmp_path: Path) -> None:
    links = json.loads(run("new", "x", "--json")[1])
    assert run("assess", links["read"], "--json")[0] == 0
    assert run("export", links["read"], "-o", tmp_path / "r.html")[0] == 0
    refused(run("answer", links["read"], "--from", answers), "for reading only", "ask its owner for the edit link")
    assert json.loads(run("list", "--json")[1])[0]["number"] == 1


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


def test_answers_come_from_standard_input_too(store: Path) -> None:
    given = in_a_process("assess", "--from", "-", "--json", input=json.dumps(ANSWERS).encode())
    assert given.returncode == 0
    assert json.loads(given.stdout)["chapters"]["success-criteria"]["cases"] == 500
    closed = in_a_process("assess", "--from", "-", preexec_fn=lambda: os.close(0))
    assert closed.returncode == 1
    assert closed.stderr.startswith(b"premortem: The standard input is not JSON")
    assert len(closed.stderr.splitlines()) == 1
    assert not store.exists()


def test_assessing_answers_makes_no_store_and_no_folder(run: Run, tmp_path: Path, answers: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert run("assess", "--from", answers, "--json")[0] == 0
    assert run("assess", "--from", answers, "--store", tmp_path / "other.sqlite")[0] == 0
    assert sorted(tmp_path.rglob("*")) == before
    free = {"HOME": str(tmp_path), "PREMORTEM_STORE": "", "XDG_DATA_HOME": ""}
    assert in_a_process("assess", "--from", answers, env=free).returncode == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_assessing_answers_loads_nothing_heavy(answers: Path) -> None:
    heavy = [
        "ipywidgets",
        "anywidget",
        "pandas",
        "altair",
        "scipy.stats",
        "vl_convert",
        "voila",
        "jupyterlab",
        "IPython",
        "jinja2",
    ]
    asks = (
        "import sys; from premortem import cli; code = cli.main(['assess', '--from', sys.argv[1], '--json']);"
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    surroundings = {**os.environ, "PYTHONPATH": str(TREE / "widgets")}
    done = subprocess.run([sys.executable, "-c", asks, answers], capture_output=True, env=surroundings, check=True)
    assert done.stderr.decode().strip() == "[]"


def test_a_report_out_and_back_is_the_same_workbook_with_its_history(
    run: Run, link: str, answers: Path, tmp_path: Path, store: Path
) -> None:
    run("answer", link, "--from", answers)
    report = tmp_path / "report.html"
    code, out, _ = run("export", link, "-o", report)
    assert code == 0
    assert out.startswith("Wrote ")
    code, html, _ = run("export", link, "-o", "-")
    assert (code, html) == (0, report.read_text("utf-8"))
    for _ in range(3):
        edit = json.loads(run("import", report, "--json")[1])["edit"]
        assert run("export", edit, "-o", report)[0] == 0
    with open_log(str(store)) as log:
        logs = [
            [(e.number, e.step, e.at, e.author, e.event) for e in log.events(each.workbook)] for each in log.workbooks()
        ]
    assert len(logs) == 4
    assert all(each == logs[0] for each in logs)
    assert report.read_text("utf-8") == html


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
    for raw in (b"", whole[:-500], whole.replace(b'"version": 1', b'"version": 2'), answers.read_bytes()):
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


def test_the_installed_program_refuses_with_exit_1_and_one_line(tmp_path: Path) -> None:
    done = in_a_process("assess", "--from", tmp_path / "missing.json")
    refused((done.returncode, done.stdout.decode(), done.stderr.decode()), "missing.json", "cannot be read")
