"""How long each kind of event of a session takes until others see it: 12 phones and whoever leads, in 13 browsers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize

from bench.measured import Times
from browser.gathering import CASES, Facilitator, Participant
from browser.running import App
from browser.visitor import PATIENCE
from premortem.model import session_events as happened
from premortem.model.events import WorkbookCreated
from premortem.store import open_log

PEOPLE = 12
WIDE: ViewportSize = {"width": 1440, "height": 900}
QUESTION = f"[data-question='{CASES}'] input"
WORDS = "Why does nobody use it?"


def measured(browser: Browser, folder: Path, rounds: int) -> Iterator[tuple[str, Times]]:
    """Yield each kind of event and its milliseconds, as somebody beside the screens would take them."""
    app = App(folder / "session.sqlite", folder / "session.log")
    led = Facilitator(browser.new_context(viewport=WIDE).new_page())
    code = led.start(app.url, "Measured")
    phones = [Participant(browser, app.url, f"Person {number + 1}") for number in range(PEOPLE)]
    yield "join: from the link to the joined page", Times(tuple(_join(each, code) for each in phones))
    led.next_step("Opening")
    opened, cast, shown = [list[float]() for _ in range(3)]
    for number in range(rounds):
        opened += _votes(led, phones, number, cast, shown)
    yield "a vote opened: seen on each phone", Times(tuple(opened))
    yield "a vote cast: counted on the facilitator's page", Times(tuple(cast))
    yield "a vote shown: its result on each phone", Times(tuple(shown))
    yield "texts written: counted on the facilitator's page", Times(tuple(_texts(led, phones)))
    other = browser.new_context(viewport=WIDE).new_page()
    yield "an answer edited: seen in another whole page", Times(tuple(_edits(led, other, max(10, rounds))))
    for each in phones:
        each.close()
    other.context.close()
    led.page.context.close()
    app.stop()


def heard(address: str, times: int) -> Times:
    """Milliseconds from the end of an append to that of a `wait` in another connection to the store at `address`."""
    found = []
    with open_log(address) as writes, open_log(address) as reads:
        workbook = writes.create(WorkbookCreated("Measured")).workbook
        for number in range(times):
            newest, woken = writes.newest(workbook), list[float]()

            def wait(after: int = newest, woken: list[float] = woken) -> None:
                reads.wait(workbook, after, 10)
                woken.append(time.perf_counter())

            waiting = threading.Thread(target=wait)
            waiting.start()
            time.sleep(0.3 + 0.013 * (number % 8))  # it waits by then, and is met at any point of its round
            writes.append(workbook, [happened.DoorSet("s", open=bool(number % 2))])
            done = time.perf_counter()
            waiting.join()
            found.append(1000 * max(0.0, woken[0] - done))
    return Times(tuple(found))


def _join(phone: Participant, code: str) -> float:
    phone.page.goto("about:blank")
    begun = time.perf_counter()
    phone.open(code)
    phone.page.get_by_label("Your name").fill(phone.name)
    phone.press("Join")
    phone.page.get_by_role("button", name="Leave").wait_for()
    return 1000 * (time.perf_counter() - begun)


def _votes(
    led: Facilitator, phones: Sequence[Participant], number: int, cast: list[float], shown: list[float]
) -> list[float]:
    """One vote of all: opened, cast by one after the other, shown."""
    led.page.get_by_label("Open a vote on a question of the workbook").fill("test cases known right")
    first = led.page.locator(f"[data-ask='{CASES}']").first
    first.wait_for()
    opened = _each_after(first.click, [each.page.get_by_role("textbox") for each in phones])
    for at, each in enumerate(phones):
        each.page.get_by_role("textbox").fill(str(1000 * number + at + 1))
        count = led.strip.get_by_text(f"{at + 1} of {PEOPLE} voted")
        cast += _each_after(lambda each=each: each.press("Vote"), [count])  # type: ignore[misc]  # binds what the loop changes
    show = led.page.get_by_role("button", name="Close and show", exact=True)
    shown += _each_after(show.click, [each.page.locator(".join-result .result") for each in phones])
    return opened


def _texts(led: Facilitator, phones: Sequence[Participant]) -> list[float]:
    led.page.get_by_text("Ask something that is not in the workbook").click()
    led.page.get_by_label("Your question").fill(WORDS)
    led.page.get_by_label("How people answer").select_option("text")
    led.click("Open this vote")
    seconds = []
    for at, each in enumerate(phones):
        each.asked(WORDS)
        each.page.get_by_label("Your text").or_(each.page.get_by_label("Text 1")).fill(f"Reason {at}")
        count = led.strip.get_by_text(f"{at + 1} of {PEOPLE} voted")
        seconds += _each_after(lambda each=each: each.press("Vote"), [count])  # type: ignore[misc]  # as above
    led.show()
    return seconds


def _edits(led: Facilitator, other: Page, times: int) -> Iterator[float]:
    """From the change of a field until the other page shows it."""
    link = led.page.url.split("&")[0]
    for page in (other, led.page):
        page.goto(f"{link}&chapter=success-criteria")
        page.locator(QUESTION).first.wait_for(timeout=PATIENCE)
    led.page.wait_for_timeout(2_000)
    for number in range(times):
        value = str(500_000 + number)
        field = led.page.locator(QUESTION).first
        begun = time.perf_counter()
        field.fill(value)
        field.blur()
        other.wait_for_function(
            "([at, value]) => document.querySelector(at).value.replace(/\\D/g, '') === value", arg=[QUESTION, value]
        )
        yield 1000 * (time.perf_counter() - begun)


def _each_after(does: Callable[[], object], awaited: Sequence[Locator]) -> list[float]:
    """Milliseconds from what somebody does until each of these is visible; they are looked at one after the other."""
    begun = time.perf_counter()
    does()
    found = []
    for each in awaited:
        each.wait_for(timeout=PATIENCE)
        found.append(1000 * (time.perf_counter() - begun))
    return found
