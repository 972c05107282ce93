from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opened_tables import Open
from premortem.scan.sources import Opened, open_source


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def opening(tmp_path: Path, scratch: Path) -> Iterator[Open]:
    """Open bytes as a file of this name, or whatever else is given; all is closed after the test."""
    opened: list[Opened] = []

    def open_it(source: Any, name: str = "table.csv", **options: Any) -> Opened:
        if isinstance(source, bytes):
            path = tmp_path / name
            path.write_bytes(source)
            source = path
        opened.append(open_source(source, folder=scratch, **options))
        return opened[-1]

    yield open_it
    for each in opened:
        each.close()
    assert not list(scratch.iterdir()), "closing leaves nothing behind"
