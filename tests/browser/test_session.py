"""A whole session: a facilitator and twelve people, thirteen browsers, from the link to the minutes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.answers import TITLES
from browser.gathering import CASES, REASONS, Facilitator, Participant
from browser.running import App
from browser.visitor import PATIENCE, Visitor
from premortem.model import session_events as happened
from premortem.report import bring_back
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

NAMES = ("Ada", "Bo", "Cy", "Di", "Eve", "Finn", "Gus", "Hal", "Ida", "Jo", "Kim", "Lou")
WRITTEN = tuple(f"Reason{number}{name}written" for number, name in enumerate(NAMES))
FIRST = tuple(4_096_187 + 3_917 * number for number in range(12))  # figures that nothing else in a page has
SECOND = tuple(5_132_963 + 2_111 * number for number in range(10))
AGREED = 5_250_000
ASKED = "How many test cases with a known right answer"
SAID = (
    *("12 ", ASKED, "5,250,000", "If the archive opens in March", "The archive is closed", "Too many to label"),
    *("Ask for the key of the archive", "Lou", "2027-02-01", "Who pays for labelling?"),
)


@pytest.fixture
def people(app: App, browser: Browser) -> Iterator[list[Participant]]:
    opened = [Participant(browser, app.url, name) for name in NAMES]
    yield opened
    for each in opened:
        each.close()


@pytest.mark.timeout(600)
def test_twelve_people_and_a_facilitator_go_from_the_link_to_the_minutes(
    app: App, page: Page, people: list[Participant]
) -> None:
    led = Facilitator(page)
    led.start(app.url, "Reading invoices")
    link = page.url
    join_by_link(led, people)
    write_quietly(led, people)
    vote_twice(led, people)
    agree(led, people)
    take_down(led)
    led.end()
    for each in people:
        each.asked("The session has ended")
    after(led, app, link)


def join_by_link(led: Facilitator, people: list[Participant]) -> None:
    """Everybody follows the link that the wall shows, and is counted once."""
    led.page.get_by_role("button", name="Show how to join").first.click()
    shown = led.page.get_by_role("dialog", name="Join with your phone")
    link = (shown.get_by_role("img").get_attribute("alt") or "").split()[-1]
    assert link.endswith(f"/join/{led.code}")
    led.page.keyboard.press("Escape")
    for each in people:
        each.page.goto(link)
        each.reads("Nobody sees a vote before all are shown")
        each.page.get_by_label("Your name").fill(each.name)
        each.press("Join")
    for each in people:
        each.asked("Nothing is asked now")
        each.reads("12 people are here.")
    expect(led.strip).to_contain_text("12 here", timeout=PATIENCE)


def write_quietly(led: Facilitator, people: list[Participant]) -> None:
    """Each writes why it failed; what was written is seen by its author alone, then by all, then in the workbook."""
    led.next_step("Opening")
    led.next_step("It has failed")
    for each in people:
        each.reads("The room is at:")
    led.click("Begin the quiet writing")
    for each, text in zip(people, WRITTEN, strict=True):
        each.asked("Why did it fail?")
        each.writes(text)
    led.counts(12, 12)
    seen_by_authors_alone(led, people, WRITTEN)
    led.show()
    for each in people:
        each.reads("Result")
    for text in WRITTEN:
        led.reads(text)
        people[0].reads(text)
    table = Visitor(led.page).question(REASONS)
    expect(table.locator("[data-column='why'] textarea")).to_have_count(12, timeout=PATIENCE)


def vote_twice(led: Facilitator, people: list[Participant]) -> None:
    """A hidden vote, its result, talk, and a second round in which one abstains and one is missing."""
    led.ask("test cases known right")
    for each, figure in zip(people, FIRST, strict=True):
        each.asked(ASKED)
        each.votes(figure)
    led.counts(12, 12)
    seen_by_authors_alone(led, people, FIRST)
    assert brought(led.export(), FIRST) == []
    led.show()
    led.reads(f"{FIRST[-1]:,}")
    for each in people:
        each.reads(f"{FIRST[-1]:,}")
    led.next_step("Show the reasons")
    people[3].reads("12 people are here.")
    led.click("Second round")
    voting, (abstains, missing) = people[:10], people[10:]
    for each, figure in zip(voting, SECOND, strict=True):
        each.reads("Vote, round 2")
        each.votes(figure)
    abstains.press("Abstain")
    abstains.reads("You abstain.")
    led.counts(11, 12)
    led.reads(f"Not yet: {missing.name}")
    seen_by_authors_alone(led, people, SECOND)
    led.show(missing=True)
    for each in people:
        each.reads("Result, round 2")
        each.reads("1 abstained")
    led.reads("1 abstained")


def agree(led: Facilitator, people: list[Participant]) -> None:
    """What the group agrees on becomes the answer; two do not agree, one of them by name."""
    answer = led.page.get_by_role("region", name="After the vote")
    answer.get_by_role("textbox").first.fill(str(AGREED))
    answer.get_by_label("In your own words").fill("If the archive opens in March")
    led.click("Agree on this")
    led.reads("Agreed: 5,250,000 cases")
    for each in people:
        each.reads("Agreed by the group")
        each.reads("5,250,000")
    for each, text, named in ((people[0], "The archive is closed", True), (people[1], "Too many to label", False)):
        each.press("I do not agree")
        each.page.get_by_label("What do you not agree with").fill(text)
        each.page.get_by_label("Keep my name with it").set_checked(named)
        each.press("Send")
        each.reads("Kept for the minutes:")
        led.reads(text)
    expect(led.page.get_by_text("The archive is closed — Ada")).to_be_visible(timeout=PATIENCE)
    expect(led.page.locator(".pm-led-dissent")).not_to_contain_text("Bo", timeout=PATIENCE)
    Visitor(led.page).open(TITLES["success-criteria"], "success-criteria")
    assert Visitor(led.page).shown(CASES).replace(",", "") == str(AGREED)


def take_down(led: Facilitator) -> None:
    """An action with who and when, and something for another time."""
    led.tab("Actions")
    led.page.get_by_label("What is done?").fill("Ask for the key of the archive")
    led.page.get_by_role("textbox", name="Who", exact=True).fill("Lou")
    led.page.get_by_label("By when").last.fill("2027-02-01")
    led.click("Add the action")
    expect(led.page.locator(".pm-led-actions").last).to_contain_text("Lou · 2027-02-01", timeout=PATIENCE)
    led.tab("Parked")
    led.page.get_by_label("What is for another time?").fill("Who pays for labelling?")
    led.page.keyboard.press("Enter")
    expect(led.page.locator(".pm-led-parked")).to_contain_text("Who pays for labelling?", timeout=PATIENCE)


def after(led: Facilitator, app: App, link: str) -> None:
    """The minutes in the report and on the command line say what happened, and who said what only where wanted."""
    report = led.export()
    assert brought(report, FIRST) == list(FIRST)
    minutes = words(report[report.index('<section id="minutes"') : report.index('<section id="skipped"')])
    environment = {**os.environ, "PREMORTEM_STORE": f"sqlite:///{app.store}"}
    command = [sys.executable, "-m", "premortem.cli", "minutes", link]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert not [text for text in WRITTEN if text not in minutes]  # the command line tells how many there were
    for told in (minutes, printed):
        assert [said for said in (*NAMES, *SAID) if said not in told] == []
        assert said_by("Ada", "The archive is closed", told)
        assert not said_by("Bo", "Too many to label", told)
    with open_log(f"sqlite:///{app.store}") as log:
        recorded = Workbook(log, link_in(link)).recorded
    shown: list[Any] = [record.event.ballots for record in recorded if isinstance(record.event, happened.VoteShown)]
    assert [len(ballots) for ballots in shown] == [12, 12, 11]
    assert sorted(ballot["value"] for ballot in shown[2] if "value" in ballot) == list(SECOND)
    assert not [ballot for ballots in shown for ballot in ballots if "name" in ballot]


def seen_by_authors_alone(led: Facilitator, people: Sequence[Participant], written: Sequence[object]) -> None:
    """What each wrote or voted has reached their own page and nobody else's, by any way."""
    told = {"whoever leads": led.overheard, **{each.name: each.overheard for each in people}}
    whole = {name: overheard.whole() for name, overheard in told.items()}
    for author, secret in zip(people, written, strict=False):
        places = {name: found for name, text in whole.items() if (found := where(secret, text))}
        assert places.pop(author.name)
        assert places == {}


def where(secret: object, text: str) -> list[str]:
    """The places at which a text holds this, or a figure in the ways it is written.

    As a part of a longer word or number it does not count: ids are full of figures.
    """
    spelled = {
        str(secret),
        *([f"{secret:,}", f"{secret:,}".replace(",", "\N{NO-BREAK SPACE}")] if isinstance(secret, int) else []),
    }
    wanted = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, spelled))})(?!\w)")
    return [text[max(0, at.start() - 60) : at.end() + 60] for at in wanted.finditer(text)]


def brought(report: str, written: Iterable[object]) -> list[object]:
    """Which of these a report holds, in what it shows or in the history that it brings along."""
    whole = report + str(bring_back.from_bytes(report.encode()))
    return [secret for secret in written if where(secret, whole)]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def said_by(name: str, text: str, told: str) -> bool:
    """Whether the name stands right behind or before what was said."""
    return bool(re.search(rf"{re.escape(text)}\W+{name}\b|\b{name}\W+{re.escape(text)}", told))
