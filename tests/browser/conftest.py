"""A real app on a real store, and visitors with a real Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from browser.running import App
from browser.visitor import Visitor

Shoot = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app")
    running = App(folder / "store.sqlite", folder / "app.log")
    yield running
    running.stop()


@pytest.fixture
def strangers() -> list[str]:
    """The addresses of other hosts that a page asked for: must stay empty."""
    return []


@pytest.fixture
def page(browser: Browser, strangers: list[str]) -> Iterator[Page]:
    """A page 1440 pixels wide that remembers whom it asked for anything."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    own = {"localhost", "127.0.0.1", ""}
    context.on("request", lambda request: urlsplit(request.url).hostname in own or _note(strangers, request.url))
    made = context.new_page()
    yield made
    context.close()
    assert strangers == []


def _note(strangers: list[str], url: str) -> None:
    if not url.startswith(("data:", "blob:", "about:")):
        strangers.append(url)


@pytest.fixture
def visitor(page: Page) -> Visitor:
    return Visitor(page)


@pytest.fixture
def shoot() -> Shoot:
    """Takes a picture into PREMORTEM_SHOTS, where somebody wants to look at them."""
    wanted = os.environ.get("PREMORTEM_SHOTS")

    def take(page: Page, name: str) -> None:
        if wanted:
            page.screenshot(path=Path(wanted) / f"{name}.png", full_page=True)

    return take
