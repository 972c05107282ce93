"""What tests of several folders share."""

import os
import runpy
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer

import postgres_server
from two_ends import FromBothEnds, browser_files_first

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is imported; as in the app's kernels

TREE = Path(__file__).parents[1]
CHROMIUM = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"

# How long one example takes depends on the machine and its load; a test that hangs is ended by pytest-timeout.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    browser_files_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FromBothEnds:
    return FromBothEnds(config, log)


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A running PostgreSQL; a test that asks for it is skipped where none is installed."""
    programs: Path | None = runpy.run_path(str(TREE / "make/postgres.py"))["programs"]()
    if programs is None:
        pytest.skip("no PostgreSQL is installed here (make test brings one where it may)")
    with postgres_server.running(programs) as server:
        yield server


@pytest.fixture(scope="session")
def chromium_path() -> str | None:
    """Where this machine's own Chromium is; None for the one that Playwright brought, which it finds itself."""
    found: str | None = runpy.run_path(str(TREE / "make/browser.py"))["installed"]()
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str | None) -> Iterator[Browser]:
    """One real Chromium for all browser tests: Playwright's synchronous interface runs once in a process."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM.split())
        yield chromium
        chromium.close()
