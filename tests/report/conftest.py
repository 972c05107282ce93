from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from premortem.model.examples import example
from premortem.report import export
from premortem.store import Log, open_log
from premortem.workbook import Workbook


@pytest.fixture(scope="package")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with open_log(str(tmp_path_factory.mktemp("report") / "store.sqlite")) as log:
        yield log


@pytest.fixture(scope="package")
def netflix(log: Log) -> Workbook:
    """The example, edited by two people, with something taken back."""
    shipped = example("netflix-prize")
    workbook = Workbook.create(log, shipped.title, "Ada Lovelace", origin=f"example:{shipped.id}")
    workbook.answer_all(shipped.answers)
    other = Workbook(log, workbook.link, "Zoë 👩‍👩‍👧 مرحبا")
    other.answer("start.decider", "The board")
    other.edit([{"do": "add-row", "question": "decision.actions", "row": "action1"}])
    other.edit([cell("what", "Ask the cinemas"), cell("owner", "Bob"), cell("due", "2026-09-01")])
    other.undo()
    other.redo()
    other.answer("start.idea", "don't know")
    return other


def cell(column: str, value: object) -> dict[str, object]:
    return {"do": "cell", "question": "decision.actions", "row": "action1", "column": column, "value": value}


@pytest.fixture(scope="package")
def html(netflix: Workbook) -> str:
    return export.html(netflix.document())


@pytest.fixture
def report(html: str, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(html, "utf-8")
    return path
