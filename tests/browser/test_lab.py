"""The same path in JupyterLab: the notebooks as they ship, run as a facilitator runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from browser.answers import PLAIN, ROWS, TITLES, everything
from browser.running import App
from browser.visitor import PATIENCE, Visitor, without_heartbeat
from premortem.model.examples import Example, examples
from premortem.model.verdicts import Level
from premortem.store import open_log
from premortem.workbook import Workbook

Shoot = Callable[[Page, str], None]
TYPED = ("compute-growth", "expectations", "decision")  # every kind of control is in them but the scale


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("lab")
    running = App(folder / "store.sqlite", folder / "lab.log", "lab", "--port", "0", "--no-browser")
    yield running
    running.stop()


def _run(page: Page, lab: App, notebook: str) -> None:
    """Open one notebook and run all its cells."""
    address, _, token = lab.url.partition("?")
    room = f"room{uuid4().hex[:8]}"  # a workspace of its own: JupyterLab restores what was open in the last one
    page.goto(f"{address.split('/lab')[0].rstrip('/')}/lab/workspaces/{room}/tree/{notebook}?{token}")
    page.locator(".jp-NotebookPanel").wait_for(timeout=60_000)
    page.get_by_text("| Idle").first.wait_for(timeout=60_000)  # before that, JupyterLab asks which kernel is meant
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


def test_a_facilitator_walks_the_same_path_in_jupyterlab(lab: App, page: Page, visitor: Visitor, shoot: Shoot) -> None:
    _run(page, lab, "workbook.ipynb")
    page.get_by_role("button", name="Begin").wait_for(timeout=60_000)
    visitor.begin("In the room")
    for chapter, title in TITLES.items():
        if chapter in TYPED:
            visitor.fill(title, chapter, ROWS[chapter], PLAIN[chapter])
        else:
            visitor.open(title, chapter)
            visitor.reads(Level.NOT_KNOWN)
    with open_log(f"sqlite:///{lab.store}") as log:
        listing = log.touched()
        assert listing is not None
        workbook = Workbook(log, listing.edit)
        assert workbook.title == "In the room"
        for chapter in TYPED:
            for question, value in PLAIN[chapter].items():
                assert workbook.state.values[question] == value, question
            for table, cells in ROWS[chapter]:
                assert cells in [row.values for row in workbook.state.rows(table)], table
        workbook.answer_all({name: value for name, value in everything().items() if name.split(".")[0] not in TYPED})
    for chapter, title in TITLES.items():
        visitor.open(title, chapter)
        visitor.reads(workbook.findings(chapter).verdict.level)
        expect(page.locator(".premortem-chart svg").first).to_be_visible(timeout=30_000)
    shoot(page, "lab-decision")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "premortem-in-the-room.html"


def test_a_chapters_own_notebook_shows_the_workbook_that_was_changed_last(
    lab: App, page: Page, visitor: Visitor
) -> None:
    with open_log(f"sqlite:///{lab.store}") as log:
        workbook = Workbook.create(log, "Changed last")
        workbook.answer("success-criteria.owner", "The facilitator")
    _run(page, lab, "05-success-criteria.ipynb")
    visitor.at("success-criteria")
    assert visitor.shown("success-criteria.owner") == "The facilitator"
    assert page.get_by_role("navigation", name="Chapters").count() == 0


def test_what_others_answer_shows_in_the_notebook_by_itself(lab: App, page: Page, visitor: Visitor) -> None:
    without_heartbeat(page)
    with open_log(f"sqlite:///{lab.store}") as log:
        workbook = Workbook.create(log, "Followed")
        _run(page, lab, "05-success-criteria.ipynb")
        visitor.at("success-criteria")
        for name in ("Ada", "Grace"):
            workbook.answer("success-criteria.owner", name)
            owner = visitor.question("success-criteria.owner").locator("input")
            expect(owner).to_have_value(name, timeout=PATIENCE)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.id)
def test_an_example_is_walked_and_exported_in_the_notebook(
    lab: App, page: Page, visitor: Visitor, example: Example
) -> None:
    with open_log(f"sqlite:///{lab.store}") as log:
        workbook = Workbook.create(log, example.title, origin=f"example:{example.id}")
        workbook.answer_all(example.answers)
        found = workbook.assess()
    _run(page, lab, "workbook.ipynb")
    visitor.walks_through(TITLES, found)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename.endswith(".html")
