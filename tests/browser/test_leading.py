"""A facilitator in a real browser: from the button in the bar to the group's answer in the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from browser.answers import TITLES
from browser.running import App
from browser.visitor import PATIENCE, Visitor
from premortem.session.room import Room
from premortem.session.state import running
from premortem.store import Log, open_log
from premortem.workbook import Workbook, link_in

Shoot = Callable[[Page, str], None]
CASES = "success-criteria.cases-available"
WIDTHS: dict[str, ViewportSize] = {
    "projector": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
ON_A_PHONE = {"color-contrast": {"enabled": False}}  # the slowest rule, and colours do not hang on the width
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PEOPLE = ("Ada", "Bob")


@pytest.fixture
def log(app: App) -> Iterator[Log]:
    with open_log(f"sqlite:///{app.store}") as log:
        yield log


class Leader:
    """Whoever leads a session in a page; `people` take part through the room itself, as phones do."""

    def __init__(self, page: Page, log: Log) -> None:
        self.page, self.log = page, log
        self.workbook = Workbook(log, link_in(page.url))
        self.people: list[str] = []

    @property
    def room(self) -> Room:
        self.workbook.refresh()
        session = running(self.workbook.recorded)
        assert session
        return Room(self.log, self.workbook.id, session.id)

    @property
    def strip(self) -> Locator:
        return self.page.get_by_role("region", name="The session", exact=True)

    def click(self, name: str, **how: Any) -> None:
        self.page.get_by_role("button", name=name, exact=True, **how).click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def begin(self) -> None:
        self.click("Start a session with others")
        expect(self.page.get_by_role("heading", name="Start a session with others")).to_be_focused()
        self.click("Start")
        expect(self.strip).to_be_visible(timeout=PATIENCE)

    def join(self, *names: str) -> None:
        self.people = [self.room.join(f"phone{n:02}" + "x" * 20, name).id for n, name in enumerate(names)]
        self.log.mark_present(self.workbook.id, self.people)
        expect(self.strip).to_contain_text(f"{len(names)} here", timeout=PATIENCE)

    def ask(self, words: str, question: str) -> str:
        """Open a vote on a question found by its words, and return its id."""
        self.page.get_by_label("Open a vote on a question of the workbook").fill(words)
        self.page.locator(f"[data-ask='{question}']").first.click()
        expect(self.strip).to_contain_text("voted", timeout=PATIENCE)
        vote = self.room.session.vote
        assert vote
        return vote.id


@pytest.fixture
def leader(app: App, page: Page, log: Log) -> Leader:
    page.goto(app.url)
    Visitor(page).begin("A session")
    return Leader(page, log)


def _sound(page: Page, name: str, shoot: Shoot) -> None:
    """At both widths nothing for axe to find and nothing cut off sideways."""
    for kind, size in WIDTHS.items():
        page.set_viewport_size(size)
        page.wait_for_timeout(100)
        shoot(page, f"leading-{name}-{kind}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        options = {"runOnly": RULES, "resultTypes": ["violations"], "rules": ON_A_PHONE if kind == "phone" else {}}
        found = Axe().run(page, options=options).response["violations"]
        assert [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found] == [], (name, kind)
    page.set_viewport_size(WIDTHS["projector"])


def test_a_session_goes_from_its_start_to_the_answer_of_the_group(leader: Leader, shoot: Shoot) -> None:
    page = leader.page
    leader.click("Start a session with others")
    page.get_by_text("The agenda this gives").click()
    expect(page.locator(".pm-led-suggested li").first).to_be_visible(timeout=PATIENCE)
    _sound(page, "start", shoot)
    leader.click("Close")
    leader.begin()
    expect(page.get_by_role("button", name="Start a session with others")).to_be_hidden()
    leader.join(*PEOPLE)

    page.get_by_role("button", name="Begin: ").first.click()
    expect(leader.strip.get_by_role("timer")).to_contain_text(":", timeout=PATIENCE)
    vote = leader.ask("test cases known right", CASES)
    leader.room.cast(leader.people[0], vote, 411)
    expect(leader.strip).to_contain_text("1 of 2 voted", timeout=PATIENCE)
    expect(page.get_by_text("Not yet: Bob")).to_be_visible()
    expect(page.get_by_text("411")).to_have_count(0)
    _sound(page, "open", shoot)

    leader.click("Close and show")
    expect(page.get_by_text("One has not voted yet.")).to_be_visible()
    leader.click("No")
    leader.room.cast(leader.people[1], vote, 413)
    expect(leader.strip).to_contain_text("2 of 2 voted", timeout=PATIENCE)
    leader.click("Close and show")
    expect(page.locator(".result")).to_contain_text("413", timeout=PATIENCE)
    _sound(page, "shown", shoot)

    answer = page.get_by_role("region", name="After the vote").get_by_role("textbox").first
    expect(answer).to_have_value("412")
    answer.fill("450")
    leader.click("Agree on this")
    expect(page.get_by_text("Agreed: 450 cases")).to_be_visible(timeout=PATIENCE)
    leader.room.dissent(leader.people[0], vote, "It is too many")
    expect(page.get_by_text("It is too many")).to_be_visible(timeout=PATIENCE)
    Visitor(page).open(TITLES["success-criteria"], "success-criteria")
    assert Visitor(page).shown(CASES) == "450"

    leader.click("End the session")
    leader.click("Yes, end it")
    expect(page.get_by_text("The session has ended.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Start a session with others")).to_be_visible()


def test_the_agenda_people_and_lists_are_kept_by_whoever_leads_also_after_a_reload(
    leader: Leader, shoot: Shoot
) -> None:
    page = leader.page
    leader.begin()
    code = leader.strip.locator(".pm-led-code").inner_text()
    leader.tab("Agenda")
    steps = page.locator("[data-step]")
    first, second = (steps.nth(place).get_attribute("data-step") for place in (0, 1))
    down = steps.nth(0).get_by_role("button", name="Move down")
    down.focus()
    page.keyboard.press("Enter")
    expect(steps.nth(0)).to_have_attribute("data-step", str(second), timeout=PATIENCE)
    expect(page.locator(f"[data-step='{first}']").get_by_role("button", name="Move down")).to_be_focused()
    steps.nth(0).drag_to(steps.nth(2))
    expect(steps.nth(2)).to_have_attribute("data-step", str(second), timeout=PATIENCE)
    page.locator(f"[data-step='{first}']").get_by_role("button", name="Change title and minutes").click()
    page.locator(".pm-led-agenda").get_by_label("Title", exact=True).fill("Hello, all of you")
    page.keyboard.press("Enter")
    expect(steps.nth(0)).to_contain_text("Hello, all of you", timeout=PATIENCE)
    _sound(page, "agenda", shoot)

    leader.tab("People")
    page.get_by_label("Somebody without a phone").fill("Fatima")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-led-people")).to_contain_text("Fatima", timeout=PATIENCE)
    _sound(page, "people", shoot)
    leader.tab("Parked")
    page.get_by_label("What is for another time?").fill("Who pays for the labels?")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-led-parked")).to_contain_text("Who pays for the labels?", timeout=PATIENCE)
    leader.tab("Actions")
    page.get_by_label("What is done?").fill("Count the faxes")
    page.get_by_role("textbox", name="Who", exact=True).fill("Fatima")
    leader.click("Add the action")
    expect(page.locator(".pm-led-actions").nth(1)).to_contain_text("Count the faxes", timeout=PATIENCE)
    _sound(page, "actions", shoot)

    page.reload()
    expect(leader.strip.locator(".pm-led-code")).to_have_text(code, timeout=PATIENCE)
    expect(page.get_by_text("You lead.")).to_be_visible()
    page.get_by_role("button", name="Show how to join").click()
    dialog = page.get_by_role("dialog", name="Join with your phone")
    expect(dialog).to_contain_text(code)
    expect(dialog.get_by_role("img")).to_be_visible()
    _sound(page, "join", shoot)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_rehearsal_takes_the_page_to_a_copy_where_simulated_people_vote(leader: Leader, log: Log) -> None:
    page = leader.page
    original = page.url
    leader.click("Start a session with others")
    leader.click("Rehearse with simulated people")
    expect(leader.strip).to_contain_text("Rehearsal", timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Rehearsal: A session")
    assert page.url != original
    copy = Leader(page, log)
    expect(leader.strip).to_contain_text("2 here", timeout=PATIENCE)
    copy.ask("test cases known right", CASES)
    expect(leader.strip).to_contain_text("2 of", timeout=PATIENCE)
    leader.click("End the session")
    leader.click("Yes, end it")
    expect(page.get_by_text("The session has ended.")).to_be_visible(timeout=PATIENCE)


def test_a_second_facilitator_takes_the_lead_and_the_first_is_told(leader: Leader, browser: Browser) -> None:
    page = leader.page
    leader.begin()
    context = browser.new_context(viewport=WIDTHS["phone"])
    other = context.new_page()
    other.goto(page.url)
    expect(other.get_by_text("Somebody else leads.")).to_be_visible(timeout=PATIENCE)
    expect(other.get_by_role("button", name="End the session")).to_be_hidden()
    other.get_by_role("button", name="Take over the lead").click()
    other.get_by_role("button", name="Yes, take over").click()
    expect(other.get_by_text("You lead.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Somebody else leads.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="End the session")).to_be_hidden()
    context.close()
