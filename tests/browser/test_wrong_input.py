"""One wrong input in each form: one plain line beside its field, what was typed stays, nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browser.answers import TITLES
from browser.running import App
from browser.visitor import Visitor
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

WRONG = {
    "start": ("start.decider", "x" * 300, "at most 200 characters"),
    "premortem-round": ("premortem-round.absent", "w" * 600, "at most 500 characters"),
    "prototype-or-infrastructure": ("prototype-or-infrastructure.prototype-cost", "-5", "must lie between 0 and"),
    "data-risks": ("data-risks.bearable", "a lot", "a number is wanted"),
    "compute-growth": ("compute-growth.full-rows", "0", "must lie between 1 and"),
    "effort-curve": ("effort-curve.target", "140", "must lie between 0 and 100"),
    "success-criteria": ("success-criteria.cases-available", "1.5", "whole number"),
    "changing-objective": ("changing-objective.who-changes", "z" * 300, "at most 200 characters"),
    "expectations": ("expectations.budget", "0", "must lie between 1 and"),
    "business-change": ("business-change.owner", "z" * 200, "at most 120 characters"),
    "first-project": ("first-project.bearable", "as much as it takes", "a number is wanted"),
    "decision": ("decision.decided-by", "y" * 400, "at most 300 characters"),
}


@pytest.fixture(scope="module")
def visitor(app: App, browser: Browser) -> Iterator[Visitor]:
    """Somebody who goes through one workbook and gives no answer that could be kept."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(app.url)
    begun = Visitor(page)
    begun.begin("Wrong input")
    yield begun
    page.context.close()


def test_every_chapter_has_its_wrong_input() -> None:
    assert list(WRONG) == ["start", *TITLES]


@pytest.mark.parametrize("chapter", WRONG)
def test_a_wrong_input_gets_one_line_stays_and_changes_nothing(app: App, visitor: Visitor, chapter: str) -> None:
    question, wrong, line = WRONG[chapter]
    page = visitor.page
    link = link_in(page.url)
    if chapter != "start":
        visitor.open(TITLES[chapter], chapter)
    if not visitor.question(question).is_visible():
        page.get_by_role("button", name="More questions").click()
    visitor.answer(question, wrong)
    page.keyboard.press("Tab")
    expect(visitor.question(question).get_by_role("alert")).to_contain_text(line, ignore_case=True)
    assert visitor.shown(question) == wrong
    assert "Traceback" not in page.content()
    with open_log(f"sqlite:///{app.store}") as log:
        assert Workbook(log, link).state.newest == 1, "only the beginning is in the log"
