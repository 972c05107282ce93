"""The command line: what each command prints, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.shell import ANSWERS, COMMANDS, TREE, Run, in_a_process, refused
from premortem.store import open_log
from premortem.version import __version__


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


def test_a_read_only_link_reads_and_exports_and_cannot_answer(run: Run, answers: Path, tmp_path: Path) -> None:
    links = json.loads(run("new", "x", "--json")[1])
    assert run("assess", links["read"], "--json")[0] == 0
    assert run("export", links["read"], "-o", tmp_path / "r.html")[0] == 0
    refused(run("answer", links["read"], "--from", answers), "for reading only", "ask its owner for the edit link")
    assert json.loads(run("list", "--json")[1])[0]["number"] == 1


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


def test_the_installed_program_refuses_with_exit_1_and_one_line(tmp_path: Path) -> None:
    done = in_a_process("assess", "--from", tmp_path / "missing.json")
    refused((done.returncode, done.stdout.decode(), done.stderr.decode()), "missing.json", "cannot be read")
