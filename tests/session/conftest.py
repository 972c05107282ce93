"""A workbook in a real store, with a session that somebody leads, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings import Meeting
from premortem.model.events import WorkbookCreated
from premortem.session.lead import Lead
from premortem.store import Log, open_log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with open_log(f"sqlite:///{tmp_path}/store.sqlite") as opened:
        yield opened


@pytest.fixture
def meeting(log: Log) -> Meeting:
    return Meeting(log, log.create(WorkbookCreated("Roof inspection by camera")).workbook)


@pytest.fixture
def lead(meeting: Meeting) -> Lead:
    return meeting.begin()
