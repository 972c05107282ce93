"""A real app on a real store, and visitors with a real Chromium."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from browser.visitor import Visitor

Shoot = Callable[[Page, str], None]


class App:
    """`premortem app` in a process of its own, on a port that was free."""

    def __init__(self, store: Path, log: Path, *command: str) -> None:
        environment = {**os.environ, "PREMORTEM_STORE": f"sqlite:///{store}"}
        self.store, self.log = store, log
        self.process = subprocess.Popen(
            [sys.executable, "-m", "premortem.cli", *(command or ("app", "--port", "0"))],
            stdout=subprocess.PIPE,
            stderr=log.open("w"),
            text=True,
            env=environment,
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + log.read_text()
        self.url = found[0]

    @property
    def kernels(self) -> list[int]:
        """The processes of the visitors' kernels."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


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
def shoot(tmp_path: Path) -> Shoot:
    """Takes a picture into PREMORTEM_SHOTS, where somebody wants to look at them, else into the test's own folder."""
    folder = Path(os.environ.get("PREMORTEM_SHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)

    return take
