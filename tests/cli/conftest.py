"""A store of its own and a way to run commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cli.shell import ANSWERS, Run
from premortem import cli


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
