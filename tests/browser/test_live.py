"""Two people in two browsers with one link: each sees what the other does, and who is overtaken is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.answers import TITLES
from browser.running import App
from browser.visitor import PATIENCE, Visitor, without_heartbeat
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

CHAPTER, OWNER, TABLE = "success-criteria", "success-criteria.owner", "success-criteria.criteria"


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Somebody else's browser."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def test_two_people_see_what_the_other_does_and_who_is_overtaken_is_told(app: App, page: Page, other: Page) -> None:
    without_heartbeat(page)
    without_heartbeat(other)
    ada, bob = Visitor(page), Visitor(other)
    page.goto(app.url)
    ada.begin("A workbook of two")
    ada.open(TITLES[CHAPTER], CHAPTER)
    other.goto(f"{page.url}&chapter={CHAPTER}")
    bob.at(CHAPTER)

    ada.answer(OWNER, "Ada")
    ada.add_row(TABLE, {"measure": "Invoices read right"})
    ada.saved()
    expect(bob.question(OWNER).locator("input")).to_have_value("Ada", timeout=PATIENCE)
    measure = bob.question(TABLE).locator("[data-column='measure']").locator("input, textarea").first
    expect(measure).to_have_value("Invoices read right", timeout=PATIENCE)

    bob.answer(OWNER, "Bob")
    measure.fill("Invoices paid in time")
    bob.saved()
    expect(ada.question(OWNER).locator("input")).to_have_value("Bob", timeout=PATIENCE)
    told = ada.question(OWNER).get_by_role("status").filter(has_text="Somebody else")
    expect(told).to_contain_text("it was “Ada”. Both are in the history.", timeout=PATIENCE)
    cell = ada.question(TABLE).locator("[data-column='measure']").get_by_role("status")
    expect(cell.filter(has_text="it was “Invoices read right”")).to_be_visible(timeout=PATIENCE)
    expect(other.get_by_text("Somebody else has changed this")).to_have_count(0)

    told.get_by_role("button", name="Close").click()
    expect(told).to_have_count(0)
    expect(ada.question(OWNER).locator("input")).to_be_focused()
    ada.question(TABLE).locator("[data-column='measure']").locator("input, textarea").first.fill("Both")
    ada.saved()
    expect(page.get_by_text("Somebody else has changed this")).to_have_count(0, timeout=PATIENCE)
    expect(bob.question(TABLE).get_by_text("it was “Invoices paid in time”")).to_be_visible(timeout=PATIENCE)


def test_what_the_command_line_or_a_script_answers_shows_on_the_open_page(app: App, page: Page) -> None:
    without_heartbeat(page)
    ada = Visitor(page)
    page.goto(app.url)
    ada.begin("A workbook and a script")
    ada.open(TITLES[CHAPTER], CHAPTER)
    with open_log(str(app.store)) as log:
        Workbook(log, link_in(page.url)).answer(OWNER, "A script")
    expect(ada.question(OWNER).locator("input")).to_have_value("A script", timeout=PATIENCE)
