"""Copies of the shipped notebooks: brought up to date, and never at the cost of a user's change."""

import json
from pathlib import Path

import nbformat
import pytest

from premortem.serve.notebooks import Placed, place


def write(path: Path, source: str, **of_the_cell: object) -> None:
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, **of_the_cell)]), path)


def source(path: Path) -> str:
    text: str = nbformat.read(path, as_version=4).cells[0].source
    return text


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    write(tmp_path / "shipped/00-start.ipynb", "first version")
    return tmp_path / "shipped"


def test_first_time_copies_and_second_time_changes_nothing(shipped: Path, tmp_path: Path) -> None:
    mine = tmp_path / "home/premortem-notebooks"
    assert place(shipped, mine) == Placed(mine, new=("00-start.ipynb",), updated=(), kept=())
    assert place(shipped, mine) == Placed(mine, new=(), updated=(), kept=())
    assert source(mine / "00-start.ipynb") == "first version"


def test_notebook_that_was_only_run_is_updated(shipped: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    place(shipped, mine)
    write(
        mine / "00-start.ipynb",
        "first version",
        execution_count=7,
        outputs=[nbformat.v4.new_output("stream", text="x")],
    )
    write(shipped / "00-start.ipynb", "second version")
    assert place(shipped, mine).updated == ("00-start.ipynb",)
    assert source(mine / "00-start.ipynb") == "second version"


def test_changed_notebook_stays_and_a_newer_version_lies_beside_it_once(shipped: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    place(shipped, mine)
    write(mine / "00-start.ipynb", "my change")
    assert place(shipped, mine) == Placed(mine, new=(), updated=(), kept=())
    write(shipped / "00-start.ipynb", "second version")
    assert place(shipped, mine).kept == ("00-start.ipynb",)
    assert place(shipped, mine).kept == ()
    assert source(mine / "00-start.ipynb") == "my change"
    assert source(mine / "00-start.new.ipynb") == "second version"


def test_change_back_to_what_was_shipped_is_no_change(shipped: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    place(shipped, mine)
    write(shipped / "00-start.ipynb", "second version")
    place(shipped, mine)
    write(mine / "00-start.ipynb", "second version")
    write(shipped / "00-start.ipynb", "third version")
    assert place(shipped, mine).updated == ("00-start.ipynb",)


@pytest.mark.parametrize("content", [b"", b"{", b"\x00\xff", b"[]", b'{"cells": 3}', b'{"cells": [{}]}'])
def test_file_that_is_no_notebook_is_left_alone(shipped: Path, tmp_path: Path, content: bytes) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "00-start.ipynb").write_bytes(content)
    place(shipped, mine)
    assert (mine / "00-start.ipynb").read_bytes() == content


@pytest.mark.parametrize("record", ["", "[", "[]", json.dumps({"00-start.ipynb": 1})])
def test_damaged_record_costs_no_change_of_the_user(shipped: Path, tmp_path: Path, record: str) -> None:
    mine = tmp_path / "mine"
    place(shipped, mine)
    write(mine / "00-start.ipynb", "my change")
    (mine / ".premortem-notebooks.json").write_text(record)
    write(shipped / "00-start.ipynb", "second version")
    place(shipped, mine)
    assert source(mine / "00-start.ipynb") == "my change"


def test_notebook_of_the_users_own_is_not_touched(shipped: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    write(mine / "own.ipynb", "mine")
    place(shipped, mine)
    assert source(mine / "own.ipynb") == "mine"
    assert sorted(path.name for path in mine.iterdir()) == [".premortem-notebooks.json", "00-start.ipynb", "own.ipynb"]
