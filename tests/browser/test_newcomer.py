"""The main job from end to end, in a real browser against real Voila."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from browser.answers import PLAIN, ROWS, START, TITLES, deeper, everything
from browser.running import App
from browser.visitor import Visitor
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

Shoot = Callable[[Page, str], None]
MARKED = START | {"start.idea": f"{START['start.idea']} <script>alert(1)</script>"}


def _stored(app: App, link: str) -> Workbook:
    with open_log(f"sqlite:///{app.store}") as log:
        return Workbook(log, link)


def _fill(app: App, visitor: Visitor, link: str, chapters: Iterable[str]) -> None:
    """Type the first screens of these chapters; each verdict on the page is what Python finds in the same answers."""
    for chapter in chapters:
        visitor.fill(TITLES[chapter], chapter, ROWS[chapter], PLAIN[chapter])
        visitor.reads(_stored(app, link).findings(chapter, deep=False).verdict.level)


def test_a_newcomer_fills_all_chapters_loses_a_kernel_resumes_and_exports_with_every_answer_found_again(
    app: App, visitor: Visitor, page: Page, browser: Browser, strangers: list[str], tmp_path: Path, shoot: Shoot
) -> None:
    page.goto(app.url)
    visitor.begin("Reading <b>invoices</b>")
    link = link_in(page.url)
    assert link != page.url, "the address holds the workbook's link"
    for question, value in MARKED.items():
        visitor.answer(question, value)
    visitor.saved()
    before = set(app.kernels)

    chapters = list(TITLES)
    _fill(app, visitor, link, chapters[:3])

    for kernel in before:
        os.kill(kernel, signal.SIGKILL)
    expect(page.get_by_role("alert").filter(has_text=re.compile("connection|lost", re.IGNORECASE)).first).to_be_visible(
        timeout=40_000
    )
    page.reload()
    visitor.at("start")

    _fill(app, visitor, link, chapters[3:])
    shoot(page, "decision-filled")
    _everything_is_kept(_stored(app, link))

    with open_log(f"sqlite:///{app.store}") as log:
        workbook = Workbook(log, link)
        workbook.answer_all(deeper())  # a colleague, by the same link
    visitor.open(TITLES["expectations"], "expectations")
    visitor.reads(workbook.findings("expectations").verdict.level)

    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    report = tmp_path / "report.html"
    download.value.save_as(report)
    assert report.stat().st_size < 1_500_000

    _read_offline(browser, report, strangers, shoot)
    _bring_back(page, app, visitor, report, workbook)


def _everything_is_kept(workbook: Workbook) -> None:
    for question, value in (everything() | MARKED).items():
        if isinstance(value, list):
            kept = [
                {name: cell for name, cell in row.values.items() if cell is not None}
                for row in workbook.state.rows(question)
            ]
            assert kept == value, question
        else:
            assert workbook.state.values[question] == value, question


def _read_offline(browser: Browser, report: Path, strangers: list[str], shoot: Shoot) -> None:
    """The report, opened without a network and with scripts off, shows the decision and the pictures."""
    context = browser.new_context(java_script_enabled=False, offline=True, viewport={"width": 1440, "height": 900})
    context.on("request", lambda request: request.url.startswith("file:") or strangers.append(request.url))
    reader = context.new_page()
    reader.goto(report.as_uri())
    expect(reader.locator("[data-verdict]").first).to_be_in_viewport()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Reading <b>invoices</b>")
    for chapter in TITLES:
        assert reader.locator(f"section[data-chapter='{chapter}'] svg").count() >= 1, chapter
    assert reader.get_by_text("Scans of faxes can be read").count() >= 1
    shoot(reader, "report-1440")
    context.close()
    assert strangers == []


def _bring_back(page: Page, app: App, visitor: Visitor, report: Path, original: Workbook) -> None:
    """The report, imported on the start page, is the workbook again, with its history."""
    page.goto(app.url)
    page.get_by_label(re.compile("Report")).set_input_files(report)
    page.get_by_role("button", name="Import").click()
    visitor.at("start")
    expect(page.locator("body")).to_contain_text("Reading <b>invoices</b>")
    again = _stored(app, link_in(page.url))
    assert again.id != original.id
    assert [(r.number, r.at, r.event) for r in again.recorded] == [(r.number, r.at, r.event) for r in original.recorded]


def test_findings_follow_an_answer_and_undo_takes_it_back(app: App, visitor: Visitor, page: Page) -> None:
    page.goto(app.url)
    visitor.begin("Undo")
    visitor.open(TITLES["success-criteria"], "success-criteria")
    assert visitor.verdict == "not-known"
    visitor.add_row(*ROWS["success-criteria"][0])
    visitor.answer("success-criteria.tested", False)
    visitor.answer("success-criteria.cases-available", 100)
    visitor.saved()
    expect(page.locator("[data-verdict]").first).to_have_attribute("data-verdict", "pilot-first")
    visitor.answer("success-criteria.cases-available", 400)
    visitor.saved()
    expect(page.locator("[data-verdict]").first).to_have_attribute("data-verdict", "conditions")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-verdict]").first).to_have_attribute("data-verdict", "pilot-first")
    assert visitor.shown("success-criteria.cases-available") == "100"
    page.get_by_role("button", name="Redo").click()
    expect(page.locator("[data-verdict]").first).to_have_attribute("data-verdict", "conditions")


def test_a_read_only_link_shows_everything_and_changes_nothing(app: App, visitor: Visitor, page: Page) -> None:
    with open_log(f"sqlite:///{app.store}") as log:
        workbook = Workbook.create(log, "Look only")
        workbook.answer("start.idea", "Seen by all")
        links = workbook.links
    page.goto(f"{app.url}/?workbook={links.read}")
    visitor.at("start")
    expect(visitor.question("start.idea")).to_contain_text("Seen by all")
    assert page.locator("[data-question]").locator("input, textarea, select, button:has-text('know')").count() == 0
    assert links.edit not in page.content()


def test_a_link_that_opens_nothing_says_so_on_the_start_page(app: App, page: Page) -> None:
    page.goto(f"{app.url}/?workbook=nosuchworkbook")
    expect(page.get_by_role("alert").first).to_contain_text("nosuchworkbook", timeout=30_000)
    expect(page.get_by_role("button", name="Begin")).to_be_visible()


def test_a_refused_answer_stays_in_its_field_with_one_line_and_changes_nothing_else(
    app: App, visitor: Visitor, page: Page
) -> None:
    page.goto(app.url)
    visitor.begin("Refusals")
    link = link_in(page.url)
    visitor.open(TITLES["success-criteria"], "success-criteria")
    visitor.answer("success-criteria.owner", "Head of finance")
    visitor.answer("success-criteria.cases-available", "1,000")
    page.keyboard.press("Tab")
    expect(visitor.question("success-criteria.cases-available")).to_contain_text("could mean", ignore_case=True)
    assert visitor.shown("success-criteria.cases-available") == "1,000"
    visitor.saved()
    state = _stored(app, link).state
    assert state.values == {"success-criteria.owner": "Head of finance"}


def test_two_pages_on_one_workbook_see_each_other(app: App, visitor: Visitor, page: Page) -> None:
    page.goto(app.url)
    visitor.begin("Two pages")
    other = Visitor(page.context.new_page())
    other.page.goto(page.url)
    other.at("start")
    visitor.answer("start.decider", "The board")
    visitor.saved()
    deadline = time.monotonic() + 20
    while other.shown("start.decider") != "The board" and time.monotonic() < deadline:
        time.sleep(0.2)
    assert other.shown("start.decider") == "The board"
