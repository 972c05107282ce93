"""The shipped examples, each opened with one click and read to its end without an error anywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from browser.answers import TITLES
from browser.running import App
from browser.visitor import Visitor
from premortem.model.examples import Example, examples
from premortem.store import open_log
from premortem.workbook import Workbook, link_in


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the page's console complained of."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    return heard


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.id)
def test_an_example_opens_with_one_click_judges_every_chapter_and_exports(
    app: App, visitor: Visitor, page: Page, complaints: list[str], example: Example
) -> None:
    logged = len(app.log.read_text())
    page.goto(app.url)
    page.get_by_role("button", name=f"Open a copy of {example.title}").click()
    visitor.at(example.opens)
    with open_log(f"sqlite:///{app.store}") as log:
        found = Workbook(log, link_in(page.url)).assess()
    visitor.walks_through(TITLES, found)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename.endswith(".html")
    assert complaints == []
    assert [line for line in app.log.read_text()[logged:].splitlines() if "Error" in line or "ERROR" in line] == []
