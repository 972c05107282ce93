"""Reports as somebody with an editor could make them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from premortem.errors import UnreadableFile
from premortem.model.events import Recorded
from premortem.report import bring_back
from premortem.report.payload import CLOSES, OPENS, check_sum
from premortem.store import Log
from premortem.workbook import Workbook

Change = dict[str, Any]


def loose(recorded: tuple[Recorded, ...]) -> list[Recorded]:
    """A log without the id of its workbook, which is drawn anew on each import."""
    return [replace(record, workbook="") for record in recorded]


def taken_over(log: Log, html: str) -> Workbook:
    """The workbook that a report makes."""
    return Workbook(log, log.adopt(bring_back.from_bytes(html.encode())).edit)


def refused(log: Log, raw: bytes) -> str:
    """The line with which these bytes are refused; nothing of them may be kept."""
    before = log.workbooks()
    with pytest.raises(UnreadableFile) as error:
        log.adopt(bring_back.from_bytes(raw))
    assert log.workbooks() == before
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 400
    return str(error.value)


def changes_of(html: str) -> list[Change]:
    content = json.loads(html[html.index(OPENS) + len(OPENS) :].partition(CLOSES)[0])
    found: list[Change] = content["events"]
    return found


def forged(html: str, events: Any, **fields: Any) -> bytes:
    """The report with other changes in it, and a checksum that fits them."""
    content = {"format": "premortem-workbook", "version": 1, "check": check_sum(events), "events": events} | fields
    start = html.index(OPENS) + len(OPENS)
    return (html[:start] + json.dumps(content).replace("<", "\\u003c") + html[html.index(CLOSES, start) :]).encode()
