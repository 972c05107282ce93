"""What tests of several folders share."""

import runpy
from pathlib import Path

import pytest

TREE = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def chromium_path() -> str | None:
    """Where this machine's own Chromium is; None for the one that Playwright brought, which it finds itself."""
    found: str | None = runpy.run_path(str(TREE / "make/browser.py"))["installed"]()
    return found
