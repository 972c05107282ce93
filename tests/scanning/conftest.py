from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for uploads, as a server sets it; and a cache of results that no other test has filled."""
    monkeypatch.setenv("PREMORTEM_SCRATCH", str(tmp_path / "scratch"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "scratch"


@pytest.fixture
def elsewhere() -> Callable[[Callable[[], Any]], Any]:
    """Runs something in a thread of its own: in this one a loop may be running already, that of a browser."""

    def run(steps: Callable[[], Any]) -> Any:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(steps).result()

    return run
