"""A session in real browsers: whoever leads it, the people with their phones, and all that reached each of them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Download, Locator, Page, WebSocket, expect

from browser.phones import Phone
from browser.visitor import PATIENCE, Visitor

CASES = "success-criteria.cases-available"
REASONS = "premortem-round.reasons"


class Overheard:
    """All that the websockets of a page received, for whoever looks for what should not be there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._frames: list[bytes] = []
        page.on("websocket", self._listen)

    def whole(self) -> str:
        """All of it, and the page as it is now."""
        return "\n".join([*(frame.decode(errors="replace") for frame in self._frames), self.page.content()])

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._keep)

    def _keep(self, frame: str | bytes) -> None:
        self._frames.append(frame.encode() if isinstance(frame, str) else frame)


class Facilitator:
    """Whoever leads a session from the workbook's page."""

    def __init__(self, page: Page) -> None:
        self.page, self.overheard = page, Overheard(page)
        page.set_default_timeout(PATIENCE)

    @property
    def strip(self) -> Locator:
        """What stays at the top of the page."""
        return self.page.get_by_role("region", name="The session", exact=True)

    def click(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def reads(self, words: str) -> None:
        """Wait until the page shows this."""
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible(timeout=PATIENCE)

    def tab(self, name: str) -> None:
        """Open a part of the panel."""
        self.page.get_by_role("tab", name=name).click()

    def start(self, url: str, title: str, *, privacy: str = "Names of who is here, none on a vote") -> str:
        """Begin a workbook on the start page, and a session of an hour on it; return the code."""
        self.page.goto(url)
        Visitor(self.page).begin(title)
        self.click("Start a session with others")
        self.page.get_by_label("60 minutes").check()
        self.page.get_by_label(privacy).check()
        self.click("Start")
        expect(self.strip).to_be_visible(timeout=PATIENCE)
        return self.code

    @property
    def code(self) -> str:
        """The code, as the strip shows it."""
        return self.strip.locator(".pm-led-code").inner_text()

    def next_step(self, title: str) -> None:
        """Begin the step that comes next; it is called so."""
        self.page.get_by_role("button", name=f"Begin: {title}").first.click()
        expect(self.page.get_by_role("region", name="The step now").get_by_role("heading")).to_contain_text(
            title, timeout=PATIENCE
        )

    def ask(self, words: str, question: str = CASES) -> None:
        """Open a vote on a question found by its words."""
        self.page.get_by_label("Open a vote on a question of the workbook").fill(words)
        self.page.locator(f"[data-ask='{question}']").first.click()
        expect(self.strip).to_contain_text("voted", timeout=PATIENCE)

    def counts(self, cast: int, of: int) -> None:
        """Wait until so many have voted."""
        expect(self.strip).to_contain_text(f"{cast} of {of} voted", timeout=PATIENCE)

    def show(self, *, missing: bool = False) -> None:
        """Close the vote and show it, also where somebody has not voted."""
        self.click("Close and show")
        if missing:
            self.click("Yes, show it now")
        expect(self.page.locator(".pm-led-result .result")).to_be_visible(timeout=PATIENCE)

    def end(self) -> None:
        """End the session."""
        self.click("End the session")
        self.click("Yes, end it")
        self.reads("The session has ended.")

    def export(self) -> str:
        """The report, as the button in the bar gives it."""
        with self.page.expect_download(timeout=60_000) as given:
            self.click("Export")
        report: Download = given.value
        return report.path().read_text(encoding="utf-8")


class Participant(Phone):
    """Somebody with a phone, of whose page everything received is kept."""

    def __init__(self, browser: Browser, url: str, name: str, **options: Any) -> None:
        super().__init__(browser, url, **options)
        self.name, self.overheard = name, Overheard(self.page)

    def comes(self, code: str) -> None:
        """Join under their own name."""
        self.join(code, self.name)

    def votes(self, figure: int) -> None:
        """Give a figure."""
        self.page.get_by_role("textbox").fill(str(figure))
        self.press("Vote")
        self.reads("Your vote is in")

    def writes(self, text: str) -> None:
        """Hand in one text."""
        self.page.get_by_label("Text 1").fill(text)
        self.press("Vote")
        self.reads("Your vote is in")
