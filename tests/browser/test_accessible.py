"""Every page of the app and the report, by axe-core and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from browser.answers import ROWS, TITLES, deeper, everything
from browser.running import App
from browser.visitor import PATIENCE, Visitor
from premortem.report import export
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

Shoot = Callable[[Page, str], None]
WIDTHS: dict[str, ViewportSize] = {
    "desk": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
VERSIONS = "changing-objective.versions"
WHATEVER_THE_WIDTH = {"color-contrast": {"enabled": False}}  # the slowest rule, and colours do not hang on the width
OPEN_ALL = """() => {
  const shut = [...document.querySelectorAll("[data-chapter] [aria-expanded='false']")];
  const alike = shut.filter((button) => button.textContent.includes("Why this matters"));
  for (const button of shut) if (alike.indexOf(button) < 2) button.click();
  for (const part of document.querySelectorAll(".premortem-page details")) part.open = true;
  scrollTo(0, 0);
}"""
STILL = ".pm-verdict-bar { position: static !important }"  # else it lies over whatever the fold happens to cut


@pytest.fixture(scope="module")
def workbooks(app: App) -> dict[str, Workbook]:
    """One workbook with every question answered, one without any answer, one answered before its objective changed."""
    answers = everything() | deeper()
    versions = answers.pop(VERSIONS)
    with open_log(f"sqlite:///{app.store}") as log:
        made = {state: Workbook.create(log, state) for state in ("filled", "empty", "outdated")}
        made["filled"].answer_all({VERSIONS: versions, **answers})
        made["outdated"].answer_all(answers)
        made["outdated"].answer_all({VERSIONS: [{"objective": row["objective"]} for row in versions]})
    return made


@pytest.fixture(scope="module")
def opened(app: App, browser: Browser, workbooks: dict[str, Workbook]) -> Iterator[Callable[[str], Page]]:
    """Give a page that stays open on one of the workbooks: chapters are gone through as a reader does, by the rail."""
    pages: dict[str, Page] = {}

    def page_of(state: str) -> Page:
        if state not in pages:
            pages[state] = browser.new_context(viewport=WIDTHS["desk"]).new_page()
            pages[state].goto(f"{app.url}/?workbook={workbooks[state].link}")
            Visitor(pages[state]).at("start")
        pages[state].set_viewport_size(WIDTHS["desk"])
        return pages[state]

    yield page_of
    for page in pages.values():
        page.context.close()


def _violations(page: Page, without: dict[str, Any]) -> list[str]:
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"],
        "rules": without,
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['help']}: {[node['target'] for node in v['nodes']][:3]}" for v in found]


def _sound(page: Page, name: str, shoot: Shoot, wholly: str = "desk") -> None:
    """At both widths nothing for axe to find and nothing cut off sideways; `wholly` names the one for the colours."""
    found = {}
    page.add_style_tag(content=STILL)
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        page.evaluate("() => { scrollTo(0, 0); return new Promise(requestAnimationFrame); }")
        shoot(page, f"{name}-{width}")
        found[width] = _violations(page, {} if width == wholly else WHATEVER_THE_WIDTH)
        if not page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"):
            found[width].append("wider than the window")
    assert found == {width: [] for width in WIDTHS}


def test_axe_finds_nothing_on_the_start_page(app: App, page: Page, shoot: Shoot) -> None:
    page.goto(app.url)
    page.get_by_role("button", name="Begin").wait_for(timeout=PATIENCE)
    _sound(page, "start-page", shoot)


def _go(page: Page, chapter: str) -> None:
    if chapter != "start":
        Visitor(page).open(TITLES[chapter], chapter)
        page.locator("[data-verdict]").first.wait_for(timeout=PATIENCE)


@pytest.mark.parametrize("chapter", ["start", *TITLES])
def test_axe_finds_nothing_in_a_filled_chapter_with_all_of_it_open_and_nothing_is_cut_off(
    opened: Callable[[str], Page], chapter: str, shoot: Shoot
) -> None:
    page = opened("filled")
    _go(page, chapter)
    if chapter != "start":
        page.locator(".premortem-chart svg").first.wait_for(timeout=PATIENCE)
    page.evaluate(OPEN_ALL)
    _sound(page, f"{chapter}-filled", shoot)


@pytest.mark.parametrize("chapter", ["start", *TITLES])
def test_axe_finds_nothing_in_an_empty_chapter_as_it_is_met_and_nothing_is_cut_off(
    opened: Callable[[str], Page], chapter: str, shoot: Shoot
) -> None:
    page = opened("empty")
    _go(page, chapter)
    _sound(page, f"{chapter}-empty", shoot, wholly="phone")


@pytest.mark.parametrize("chapter", ["expectations", "decision"])
def test_axe_finds_nothing_where_answers_were_given_under_an_older_objective(
    opened: Callable[[str], Page], chapter: str, shoot: Shoot
) -> None:
    page = opened("outdated")
    Visitor(page).open(TITLES[chapter], chapter)
    expect(page.locator(".premortem-page")).to_contain_text("older objective", timeout=PATIENCE)
    _sound(page, f"{chapter}-outdated", shoot)


def test_axe_finds_nothing_in_a_table_of_which_others_see_nothing_yet(app: App, page: Page, shoot: Shoot) -> None:
    visitor = Visitor(page)
    page.goto(app.url)
    visitor.begin("Behind the veil")
    visitor.open(TITLES["premortem-round"], "premortem-round")
    visitor.add_row(*ROWS["premortem-round"][0])
    visitor.saved()
    veil = visitor.question("premortem-round.reasons").locator(".pm-veil")
    expect(veil).to_contain_text("all by you", timeout=PATIENCE)
    _sound(page, "veil", shoot)
    veil.get_by_role("button", name="Show all to everybody").click()
    expect(veil).to_contain_text("cannot be taken back")
    _sound(page, "veil-asks", shoot)


def test_axe_finds_nothing_in_rows_that_were_pasted_and_refused(app: App, page: Page, shoot: Shoot) -> None:
    visitor = Visitor(page)
    page.goto(app.url)
    visitor.begin("Pasted")
    visitor.open(TITLES["compute-growth"], "compute-growth")
    table = visitor.question("compute-growth.pilots")
    table.get_by_role("button", name="Paste rows").click()
    table.get_by_role("textbox", name="Rows, as copied").fill("Pilot\tHow much data\nMonday\ta lot")
    table.get_by_role("button", name="Add these rows").click()
    expect(table.locator(".pm-paste").get_by_role("alert")).to_contain_text("a lot", timeout=PATIENCE)
    _sound(page, "paste-refused", shoot)


def test_axe_finds_nothing_in_the_report(
    browser: Browser, workbooks: dict[str, Workbook], tmp_path: Path, shoot: Shoot
) -> None:
    report = tmp_path / "report.html"
    export.write(export.html(workbooks["filled"].document()), report)
    page = browser.new_context().new_page()
    # The report's policy lets nothing run, axe neither: it is looked at with the policy taken out.
    page.set_content(report.read_text("utf-8").replace('http-equiv="Content-Security-Policy"', 'name="policy"'))
    _sound(page, "report", shoot, wholly="phone")
    page.context.close()


def test_a_workbook_is_begun_answered_and_left_by_keyboard_alone(app: App, page: Page) -> None:
    page.goto(app.url)
    page.get_by_role("button", name="Begin").wait_for(timeout=PATIENCE)
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
    _tab_to(page, "[data-question='success-criteria.criteria'] button", "Add a", backwards=True)
    page.keyboard.press("Enter")
    expect(page.locator("[data-column='measure'] :is(input, textarea)").first).to_be_focused()
    page.keyboard.type("Letters sorted right")
    visitor.saved()
    with open_log(f"sqlite:///{app.store}") as log:
        state = Workbook(log, link).state
    assert state.values["start.idea"] == "Nobody touched a mouse"
    assert state.values["success-criteria.tested"] is False
    assert state.rows("success-criteria.criteria")[0].text("measure") == "Letters sorted right"


def test_reasons_are_written_unseen_and_shown_to_all_by_keyboard_alone(app: App, page: Page) -> None:
    visitor = Visitor(page)
    page.goto(app.url)
    visitor.begin("Shown by keyboard")
    table = "[data-question='premortem-round.reasons']"
    _tab_to(page, "nav button", "Premortem", backwards=True)
    page.keyboard.press("Enter")
    visitor.at("premortem-round")
    _tab_to(page, f"{table} button", "Add a")
    page.keyboard.press("Enter")
    expect(page.locator(f"{table} [data-column='why'] textarea")).to_be_focused()
    page.keyboard.type("The faxes were never counted")
    visitor.saved()
    _tab_to(page, f"{table} button", "Show all", backwards=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Yes, show them now")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{table} .pm-veil")).to_contain_text("Shown to everybody.", timeout=PATIENCE)
    assert page.evaluate("document.activeElement.closest('[data-question]') !== null"), "the focus stays at the table"


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
