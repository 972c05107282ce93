"""Estimates of several people: each alone on a phone, shown at once, in the chapter's findings, and a second round."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.answers import TITLES
from browser.gathering import Facilitator, Participant
from browser.phones import WIDTHS
from browser.running import App
from browser.visitor import PATIENCE, Visitor

FIRST, SECOND = "expectations.estimates", "expectations.second-round"
WORDS = "What do you expect, each of you alone?"
Row = tuple[str, str, str, str, str]
Shoot = Callable[[Page, str], None]


@pytest.fixture
def people(app: App, browser: Browser) -> Iterator[list[Participant]]:
    opened = [Participant(browser, app.url, name) for name in ("Ada", "Bo")]
    yield opened
    for each in opened:
        each.close()


def estimate(phone: Participant, title: str, row: Row) -> None:
    """Fill in a row as a person would, and leave the last column open."""
    phone.asked(title)
    low, best, high, sure, over = row
    for part, typed in (("low", low), ("best", best), ("high", high)):
        phone.page.locator(f"[data-part={part}]").fill(typed)
    phone.page.get_by_role("textbox", name="How sure that it lies between?").fill(sure)
    phone.page.get_by_role("textbox", name="Chance that it costs more than 1.5 times the plan").fill(over)
    phone.press("Vote")
    phone.reads("Your vote is in")


def sound(page: Page, name: str, shoot: Shoot) -> None:
    """At three widths nothing for axe to find, and nothing cut off sideways."""
    for width in WIDTHS:
        page.set_viewport_size(WIDTHS[width])
        page.wait_for_timeout(100)
        shoot(page, f"estimates-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]["width"], width
    page.set_viewport_size(WIDTHS["desk"])
    page.evaluate("scrollTo(0, 0)")  # what the bars at the top half cover would be a target too small
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    assert [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found] == []


def test_two_phones_estimate_all_is_shown_at_once_and_the_chapter_judges_by_it(
    app: App, page: Page, people: list[Participant], shoot: Shoot
) -> None:
    led, (ada, bo) = Facilitator(page), people
    code = led.start(app.url, "Reading invoices")
    for each in people:
        each.comes(code)
    visitor = Visitor(page)
    visitor.open(TITLES["expectations"], "expectations")
    led.ask(WORDS, FIRST)
    estimate(ada, WORDS, ("80000", "100000", "150000", "80", "10"))
    led.counts(1, 2)
    assert "150000" not in led.overheard.whole()
    assert "150000" not in bo.overheard.whole()
    estimate(bo, WORDS, ("300000", "350000", "400000", "80", "60"))
    led.counts(2, 2)
    led.show()
    result = page.locator(".pm-led-result")
    for words in ("2 of you have filled in a row", "Your ranges fall into two camps", "Nobody has filled this in."):
        expect(result).to_contain_text(words)
    ada.reads("2 of you have filled in a row, each alone.")
    table = page.locator(f"[data-question='{FIRST}']")
    expect(table.locator("[data-row-id]")).to_have_count(2, timeout=PATIENCE)
    expect(page.get_by_text("8 times of 10 between 300,000 and 400,000").first).to_be_visible(timeout=PATIENCE)
    findings = page.get_by_text("Cost, by whether the ranges meet: 0 of 1 pairs do")
    expect(findings.first).to_be_attached(timeout=PATIENCE)
    sound(page, "shown", shoot)
    expect(page.get_by_role("heading", name="What do you agree on?")).to_be_hidden()

    led.click("Second round")
    led.tab("People")
    page.get_by_label("Somebody without a phone").fill("Cy")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Enter the vote of Cy").click()
    page.locator(".pm-led-for").get_by_role("textbox", name="Chance that it costs more than 1.5 times the plan").fill(
        "150"
    )
    led.click("Enter it")
    expect(page.locator(".pm-led-for")).to_contain_text("must lie between 0 and 100", timeout=PATIENCE)
    page.locator(".pm-led-for").get_by_role("textbox", name="Chance that it costs more than 1.5 times the plan").fill(
        "15"
    )
    sound(page, "by-hand", shoot)
    led.click("Enter it")
    expect(page.locator(".pm-led-for")).to_be_hidden(timeout=PATIENCE)
    led.tab("Now")
    again = "What do you expect after talking about it?"
    estimate(ada, again, ("100000", "200000", "300000", "80", "30"))
    estimate(bo, again, ("150000", "250000", "350000", "80", "40"))
    led.counts(3, 3)
    led.show()
    expect(page.get_by_text("Second round: ").first).to_be_attached(timeout=PATIENCE)
    expect(table.locator("[data-row-id]")).to_have_count(2)
