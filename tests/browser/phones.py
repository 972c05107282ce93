"""A participant with a phone, and what can be voted on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from premortem.model.subjects import Option, Subject

WIDTHS: dict[str, ViewportSize] = {
    "desk": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
    "small": {"width": 360, "height": 640},
}
PATIENCE = 15_000

LIKELY = Subject(
    "scale",
    "How likely is it that the roof is photographed in time?",
    help="Think of the flights of last winter.",
    options=(
        Option(1, "Hardly", "It would be a surprise"),
        Option(2, "Perhaps", "About as likely as not, with the crew we have now"),
        Option(3, "Surely", "Nothing known stands in its way"),
    ),
)
WHO = Subject(
    "choice",
    "Who owns the pictures after the project?",
    options=tuple(Option(n, n.capitalize()) for n in ("customer", "supplier", "nobody has asked")),
)
YES_NO = Subject("choice", "May the pilots fly on Sundays?", options=(Option(True, "Yes"), Option(False, "No")))
HOURS = Subject("range", "How many hours does labelling take?", unit="hours", minimum=0, maximum=5000)
COUNT = Subject("number", "How many roofs are there?", unit="roofs", minimum=1, maximum=100_000, whole=True)
DAY = Subject("date", "When is the first flight?", earliest="2026-01-01", latest="2030-12-31")
THINGS = tuple(
    Option(f"r{n}", label)
    for n, label in enumerate(
        ("Too few pictures of slate roofs", "The weather", "Nobody reads the warnings that the camera raises at night")
    )
)
ORDER = Subject("rank", "What worries you most? Put them in order.", options=THINGS)
DOTS = Subject("dots", "Which of these weigh most? Set your dots.", options=THINGS, dots=4)
FORM = Subject(
    "rows",
    "What do you expect, each of you alone?",
    "expectations.estimates",
    help="Write a wide range rather than a narrow one.",
    columns=(
        Subject("range", "What will it really cost?", column="cost", unit="money", minimum=0, maximum=1e12),
        Subject("number", "How sure are you?", column="sure", unit="%", minimum=50, maximum=99),
        replace(LIKELY, column="likely"),
        replace(YES_NO, column="sundays"),
        Subject("date", "When is it in use?", column="when"),
        Subject("text", "Because of what?", column="why", length_max=60),
    ),
)
TEXTS = Subject("text", "It has failed. Why?", "premortem-round.reasons", column="why", many=3, length_max=300)


class Phone:
    """Somebody's page, found as a person finds things: by what they are called."""

    def __init__(self, browser: Browser, url: str, width: str = "phone", **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(viewport=WIDTHS[width], **options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.url = url

    def open(self, code: str) -> None:
        """Follow the link with the code in it."""
        self.page.goto(f"{self.url}/join/{code}")

    def join(self, code: str, name: str = "") -> None:
        """Follow the link, give a name where one is asked, and join."""
        self.open(code)
        if name:
            self.page.get_by_label("Your name").fill(name)
        self.press("Join")
        self.page.get_by_role("button", name="Leave").wait_for()

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def reads(self, text: str) -> None:
        """Wait until the page shows this."""
        self.page.get_by_text(text).filter(visible=True).first.wait_for()

    def asked(self, title: str) -> None:
        """Wait until this is the heading."""
        self.page.get_by_role("heading", level=1, name=title).wait_for()

    def violations(self, *, colours: bool = True) -> list[str]:
        """What axe finds, and whether the page is wider than the window; `colours` is its slowest rule."""
        options = {
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            "resultTypes": ["violations"],
            "rules": {} if colours else {"color-contrast": {"enabled": False}},
        }
        found = Axe().run(self.page, options=options).response["violations"]
        told = [f"{v['id']}: {v['help']}: {[node['target'] for node in v['nodes']][:3]}" for v in found]
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [*told, *(["wider than the window"] if wide else [])]

    def close(self) -> None:
        """Put the phone away."""
        self.context.close()
