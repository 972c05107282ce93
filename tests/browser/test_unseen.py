"""Two people with one link: each writes unseen, one shows all; nothing of it was in the other's page before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.answers import TITLES
from browser.running import App
from browser.visitor import PATIENCE, Visitor

ROUND, TABLE = "premortem-round", "premortem-round.reasons"
SECRET = "The faxes were never counted"


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Somebody else's browser, which heard every word that came over the wire."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    yield page
    context.close()


def listened(page: Page) -> list[str]:
    """All that comes to a page over its websocket, as text."""
    heard: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived",
            lambda data: heard.append(data if isinstance(data, str) else data.decode("utf-8", "replace")),
        ),
    )
    return heard


def test_what_one_writes_unseen_reaches_another_only_when_it_is_shown(app: App, page: Page, other: Page) -> None:
    heard = listened(other)
    ada, bob = Visitor(page), Visitor(other)
    page.goto(app.url)
    ada.begin("A round of two")
    ada.open(TITLES[ROUND], ROUND)
    ada.add_row(TABLE, {"why": SECRET})
    ada.saved()

    other.goto(f"{page.url}&chapter={ROUND}")
    bob.at(ROUND)
    veil = bob.question(TABLE).locator(".pm-veil")
    expect(veil).to_contain_text("One reason is written, by one other person.", timeout=PATIENCE)
    bob.add_row(TABLE, {"why": "Nobody used it"})
    bob.saved()
    expect(veil).to_contain_text("2 reasons are written, by 2 people.")
    expect(other.get_by_text(SECRET)).to_have_count(0)
    assert bob.verdict == "not-known"
    assert SECRET not in "".join(heard)

    page.reload()
    ada.at("start")
    ada.open(TITLES[ROUND], ROUND)
    expect(ada.question(TABLE).locator("[data-column='why'] textarea")).to_have_value(SECRET, timeout=PATIENCE)

    veil.get_by_role("button", name="Show all to everybody").click()
    veil.get_by_role("button", name="Yes, show them now").click()
    expect(bob.question(TABLE).locator("[data-column='why'] textarea")).to_have_count(2, timeout=PATIENCE)
    assert SECRET in "".join(heard)
    expect(ada.question(TABLE).locator("[data-column='why'] textarea")).to_have_count(2, timeout=PATIENCE)


def test_a_chapter_opens_with_the_reasons_that_point_to_it(app: App, page: Page) -> None:
    ada = Visitor(page)
    page.goto(app.url)
    ada.begin("Alone")
    ada.open(TITLES[ROUND], ROUND)
    ada.add_row(TABLE, {"why": SECRET, "chapter": "data-risks"})
    ada.saved()
    ada.question(TABLE).get_by_role("button", name="Show all to everybody").click()
    ada.question(TABLE).get_by_role("button", name="Yes, show them now").click()
    ada.open(TITLES["data-risks"], "data-risks")
    expect(page.get_by_role("region", name="Why it failed: data-risks")).to_contain_text(SECRET, timeout=PATIENCE)
