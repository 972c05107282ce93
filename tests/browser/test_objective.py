"""The objective changes: what was answered before says so, until it is confirmed or answered anew."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from browser.answers import PLAIN, ROWS, TITLES
from browser.running import App
from browser.visitor import PATIENCE, Visitor
from premortem.store import open_log
from premortem.workbook import Workbook

OBJECTIVE, VERSIONS = "changing-objective", "changing-objective.versions"
CHAPTER, BUDGET = "compute-growth", "compute-growth.budget"
AGES_IN_DECISION = "from before the objective changed"


def outdated(page: Page) -> Locator:
    return page.locator(".outdated")


def open_chapter(visitor: Visitor, chapter: str) -> None:
    visitor.open(TITLES[chapter], chapter)
    expect(visitor.page.locator("[data-verdict]").first).to_be_visible(timeout=PATIENCE)


def new_version(visitor: Visitor, objective: str) -> None:
    open_chapter(visitor, OBJECTIVE)
    visitor.add_row(VERSIONS, {"objective": objective, "trigger": "person"})
    visitor.saved()


def test_a_new_objective_ages_a_chapter_until_its_answers_are_confirmed_or_given_anew(
    app: App, visitor: Visitor, page: Page
) -> None:
    with open_log(f"sqlite:///{app.store}") as log:
        workbook = Workbook.create(log, "A moving target")
        rows = [cells for _, cells in ROWS[CHAPTER]]
        workbook.answer_all({**PLAIN[CHAPTER], "compute-growth.pilots": rows})
        link = workbook.link
    page.goto(f"{app.url}/?workbook={link}")
    visitor.at("start")
    new_version(visitor, "Invoices are paid without typing them in")
    open_chapter(visitor, CHAPTER)
    expect(outdated(page)).to_have_count(0)  # the first version outdates nothing

    new_version(visitor, "Invoices and orders are read without typing them in")
    expect(page.locator(".premortem-page")).to_contain_text(TITLES[CHAPTER], timeout=PATIENCE)
    open_chapter(visitor, CHAPTER)
    expect(outdated(page)).to_contain_text("older objective", timeout=PATIENCE)
    expect(outdated(page).get_by_role("listitem")).to_have_count(len(PLAIN[CHAPTER]) + 1)
    entry = page.get_by_role("navigation", name="Chapters").get_by_role("button", name=TITLES[CHAPTER])
    expect(entry).to_contain_text("Answered before the objective changed")
    _gate_is_aged(visitor, aged=True)

    open_chapter(visitor, CHAPTER)
    outdated(page).get_by_role("button", name="These answers still hold").press("Enter")
    expect(outdated(page)).to_have_count(0, timeout=PATIENCE)
    expect(entry).not_to_contain_text("Answered before the objective changed")
    expect(page.locator("[data-verdict]").first).to_be_focused()  # the button is gone: a keyboard goes on from there
    _gate_is_aged(visitor, aged=False)

    new_version(visitor, "Orders only")
    _reopen_and_answer_all_anew(visitor)
    _gate_is_aged(visitor, aged=False)
    _history_tells(page)


def _gate_is_aged(visitor: Visitor, *, aged: bool) -> None:
    """The decision says of the chapter's gate whether it rests on an older objective."""
    open_chapter(visitor, "decision")
    gate = visitor.page.locator(".premortem-page li").filter(has_text=TITLES[CHAPTER]).filter(has_text=AGES_IN_DECISION)
    expect(gate).to_have_count(int(aged), timeout=PATIENCE)


def _reopen_and_answer_all_anew(visitor: Visitor) -> None:
    """Each question given anew leaves the list; with the last one the notice goes."""
    page = visitor.page
    open_chapter(visitor, CHAPTER)
    waiting = outdated(page).get_by_role("listitem")
    expect(waiting).to_have_count(len(PLAIN[CHAPTER]) + 1, timeout=PATIENCE)
    visitor.answer(BUDGET, 450)
    visitor.saved()
    expect(waiting).to_have_count(len(PLAIN[CHAPTER]), timeout=PATIENCE)
    anew = {"counted": "rows", "full-rows": 2500000, "algorithm": "linear", "deadline": 50}
    for question, value in anew.items():
        visitor.answer(f"{CHAPTER}.{question}", value)
    table = visitor.question("compute-growth.pilots")
    for _ in ROWS[CHAPTER]:
        table.get_by_role("button", name="Delete").first.click()
    visitor.add_row("compute-growth.pilots", {"label": "Anew", "size": 1000, "hours": 0.5})
    visitor.saved()
    expect(outdated(page)).to_have_count(0, timeout=PATIENCE)


def _history_tells(page: Page) -> None:
    page.get_by_role("button", name="History").click()
    told = page.locator(".pm-history")
    expect(told).to_contain_text("Orders only", timeout=PATIENCE)
    expect(told).to_contain_text(f"Said that the answers in {TITLES[CHAPTER]} still hold")
