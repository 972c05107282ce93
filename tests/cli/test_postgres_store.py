"""The command line works on a store in PostgreSQL, and shows its password nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from cli.shell import Run
from postgres_server import Server

SECRET = "sesame"


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    name = postgres.new_database()
    yield postgres.store(name)
    postgres.run(f"drop database {name} with (force)")


@pytest.fixture
def named(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A function that runs a command on the store, which PREMORTEM_STORE names, and returns its output."""
    monkeypatch.setenv("PREMORTEM_STORE", url)

    def run_well(*arguments: object) -> str:
        code, out, err = run(*arguments)
        assert (code, err) == (0, "")
        assert SECRET not in out
        return out

    return run_well


def test_a_workbook_is_made_answered_assessed_and_listed_there(named: Callable[..., str], answers: object) -> None:
    link = json.loads(named("new", "Invoices", "--json"))["edit"]
    named("answer", link, "--from", answers)
    assert json.loads(named("assess", link, "--json"))
    (line,) = json.loads(named("list", "--json"))
    assert (line["title"], line["edit"]) == ("Invoices", link)


def test_doctor_says_where_the_store_is(named: Callable[..., str], postgres: Server) -> None:
    assert f"0 workbooks in postgresql://owner@127.0.0.1:{postgres.port}/" in named("doctor")


def test_a_store_that_is_not_reached_is_told_in_one_line(run: Run, url: str) -> None:
    code, out, err = run("list", "--store", url.replace(SECRET, "wrong"))
    assert (code, out) == (1, "")
    assert "check user, password" in err
    assert err.count("\n") == 1
    assert "wrong" not in err
