"""Every page of the app and the report, by axe-core and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.answers import TITLES, everything
from browser.running import App
from browser.visitor import Visitor
from premortem.report import export
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

Shoot = Callable[[Page, str], None]
WIDTHS = {"phone": (390, 844), "desk": (1440, 900)}


@pytest.fixture(scope="module")
def filled(app: App) -> Workbook:
    """A workbook with an answer to every first-screen question."""
    with open_log(f"sqlite:///{app.store}") as log:
        workbook = Workbook.create(log, "Seen by everybody")
        workbook.answer_all(everything() | {"start.idea": "Read invoices", "start.currency": "EUR"})
        return workbook


def _violations(page: Page, within: str | None = None) -> list[str]:
    options: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [f"{v['id']}: {v['help']}: {[node['target'] for node in v['nodes']][:3]}" for v in found]


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_start_page(app: App, page: Page, width: str, shoot: Shoot) -> None:
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]
    page.goto(app.url)
    page.get_by_role("button", name="Begin").wait_for(timeout=30_000)
    shoot(page, f"start-{width}")
    assert _violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chapter", ["start", *TITLES])
def test_axe_finds_nothing_on_a_filled_chapter_and_nothing_is_cut_off_sideways(
    app: App, page: Page, filled: Workbook, chapter: str, width: str, shoot: Shoot
) -> None:
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]
    page.goto(f"{app.url}/?workbook={filled.link}&chapter={chapter}")
    Visitor(page).at(chapter)
    if chapter != "start":
        page.locator(".premortem-chart svg").first.wait_for(timeout=30_000)
    for disclosure in page.locator("[data-chapter] [aria-expanded='false']").all()[:3]:
        disclosure.click()
    page.evaluate("scrollTo(0, 0)")
    shoot(page, f"{chapter}-{width}")
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_the_report(
    browser: Browser, filled: Workbook, tmp_path: Path, width: str, shoot: Shoot
) -> None:
    report = tmp_path / "report.html"
    export.write(export.html(filled.document()), report)
    context = browser.new_context(viewport=dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]
    page = context.new_page()
    # The report's policy lets nothing run, axe neither: it is looked at with the policy taken out.
    page.set_content(report.read_text("utf-8").replace('http-equiv="Content-Security-Policy"', 'name="policy"'))
    shoot(page, f"report-{width}")
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()


def test_a_workbook_is_begun_answered_and_left_by_keyboard_alone(app: App, page: Page) -> None:
    page.goto(app.url)
    page.get_by_role("button", name="Begin").wait_for(timeout=30_000)
    _tab_to(page, "input[type=text]")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    visitor = Visitor(page)
    visitor.at("start")
    _tab_to(page, "[data-question='start.idea'] textarea")
    page.keyboard.type("Nobody touched a mouse")
    _tab_to(page, "[data-question='start.currency'] :is(select, input)")
    page.keyboard.press("ArrowDown")
    visitor.saved()
    link = link_in(page.url)
    _tab_to(page, "nav button", "Success criteria", backwards=True)
    page.keyboard.press("Enter")
    visitor.at("success-criteria")
    _tab_to(page, "[data-question='success-criteria.tested'] input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    _tab_to(page, "[data-question='success-criteria.criteria'] button", "Add", backwards=True)
    page.keyboard.press("Enter")
    expect(page.locator("[data-column='measure'] :is(input, textarea)")).to_be_focused()
    page.keyboard.type("Letters sorted right")
    visitor.saved()
    with open_log(f"sqlite:///{app.store}") as log:
        state = Workbook(log, link).state
    assert state.values["start.idea"] == "Nobody touched a mouse"
    assert state.values["success-criteria.tested"] is False
    assert state.rows("success-criteria.criteria")[0].text("measure") == "Letters sorted right"


def _tab_to(page: Page, wanted: str, text: str = "", *, backwards: bool = False) -> None:
    """Press Tab until the focus is on the wanted element, as somebody without a mouse does."""
    there = """([wanted, text]) => {
      const here = document.activeElement;
      return Boolean(here?.matches(wanted) && here.textContent.includes(text));
    }"""
    for _ in range(120):
        if page.evaluate(there, [wanted, text]):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"Tab never reached {wanted} {text}")
