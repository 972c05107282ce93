"""`make setup`: does nothing when all is up to date, begins anew what was left half made, and says what it lacks."""

import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

TREE = Path(__file__).parents[2]


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """make/setup.py at work in an empty folder; what would be installed is only written down."""
    names = runpy.run_path(str(TREE / "make/setup.py"))
    at_work = names["main"].__globals__
    (tmp_path / "make").mkdir()
    (tmp_path / "pyproject.toml").write_bytes((TREE / "pyproject.toml").read_bytes())
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock"):
        (tmp_path / lock).write_text("a==1\n")
    venv = tmp_path / ".venv"
    at_work.update(TREE=tmp_path, VENV=venv, UNFINISHED=venv / "premortem-unfinished", PYTHON=venv / "bin/python")
    done: list[str] = []

    def make_empty() -> None:
        done.append("empty")
        at_work["PYTHON"].parent.mkdir(parents=True, exist_ok=True)
        at_work["PYTHON"].unlink(missing_ok=True)
        at_work["PYTHON"].symlink_to(sys.executable)

    at_work.update(make_empty=make_empty, install=done.append, java=lambda: 0)

    def run(*words: str) -> list[str]:
        done.clear()
        monkeypatch.setattr(sys, "argv", ["setup.py", *words])
        at_work["main"]()
        return list(done)

    return SimpleNamespace(run=run, tree=tmp_path, venv=venv, names=at_work)


def test_a_second_start_installs_nothing(setup: SimpleNamespace) -> None:
    assert setup.run() == ["empty", "requirements.lock"]
    assert setup.run() == []


def test_the_environment_for_tests_serves_the_workbook_too(setup: SimpleNamespace) -> None:
    assert setup.run("--dev") == ["empty", "requirements-dev.lock"]
    assert setup.run() == []


def test_the_environment_of_the_workbook_lacks_what_tests_need(setup: SimpleNamespace) -> None:
    setup.run()
    assert setup.run("--dev") == ["requirements-dev.lock"]


def test_spark_is_added_for_tests_where_there_is_a_java_that_runs_it(setup: SimpleNamespace) -> None:
    setup.names["java"] = lambda: 17
    assert setup.run() == ["empty", "requirements.lock"]
    assert setup.run("--dev") == ["requirements-dev.lock", "requirements-spark.lock"]
    assert setup.run("--dev") == []


def test_a_java_that_comes_later_brings_spark_and_nothing_else(setup: SimpleNamespace) -> None:
    setup.run("--dev")
    setup.names["java"] = lambda: 21
    assert setup.run("--dev") == ["requirements-spark.lock"]
    assert setup.run("--dev") == []


@pytest.mark.parametrize("version", [0, 8, 11, 24])
def test_a_java_that_spark_does_not_run_on_brings_no_spark(setup: SimpleNamespace, version: int) -> None:
    setup.names["java"] = lambda: version
    assert setup.run("--dev") == ["empty", "requirements-dev.lock"]


@pytest.mark.parametrize(
    ("said", "version"),
    [('openjdk version "17.0.15" 2025-04-15', 17), ('java version "1.8.0_292"', 1), ("no such thing", 0)],
)
def test_the_version_of_java_is_the_one_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, version: int
) -> None:
    java = tmp_path / "bin/java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert runpy.run_path(str(TREE / "make/setup.py"))["java"]() == version


def test_a_new_lock_is_installed(setup: SimpleNamespace) -> None:
    setup.run()
    (setup.tree / "requirements.lock").write_text("a==2\n")
    assert setup.run() == ["requirements.lock"]
    assert setup.run() == []


def test_an_interrupted_installation_is_begun_anew(setup: SimpleNamespace) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    whole, setup.names["install"] = setup.names["install"], interrupted
    with pytest.raises(KeyboardInterrupt):
        setup.run()
    setup.names["install"] = whole
    assert setup.run() == ["empty", "requirements.lock"]
    assert setup.run() == []


def test_an_environment_whose_python_is_gone_is_made_anew(setup: SimpleNamespace) -> None:
    setup.run()
    (setup.venv / "bin/python").unlink()
    (setup.venv / "bin/python").symlink_to("/nonexistent/python3")
    assert setup.run() == ["empty", "requirements.lock"]


def test_who_may_not_install_packages_is_told_which_one_is_missing(
    setup: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as refusal:
        setup.names["bring_ensurepip"]()
    minor = sys.version_info.minor
    assert f"sudo apt install python3.{minor}-venv" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=TREE, capture_output=True, text=True, check=True)
    for target in ("setup", "app", "lab", "test", "check", "bench", "lock", "questions"):
        assert f"\n  {target} " in listed.stdout


def test_without_a_python_that_will_do_make_says_so_in_one_line() -> None:
    refused = subprocess.run(
        ["make", "--no-print-directory", "setup", "PYTHON="], cwd=TREE, capture_output=True, text=True, check=False
    )
    assert refused.returncode != 0
    (said,) = refused.stdout.splitlines()
    assert said.startswith("Premortem needs Python 3.11, 3.12 or 3.13 and found none")
