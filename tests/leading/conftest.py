from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm

from premortem.desk import Desk
from premortem.leading.panel import Panel
from premortem.model.seats import seat_of
from premortem.session.room import Room
from premortem.session.state import Session, running
from premortem.store import Log
from premortem.store.sqlite import SqliteLog
from premortem.workbook import Workbook

Said = list[dict[str, Any]]
ADA, BOB = "a" * 32, "b" * 32
"""The secrets of two facilitators' browsers."""


class Wire(BaseComm):  # type: ignore[misc]  # without types
    """The way from a widget to its page: here whoever listens is a list."""

    said: Said

    def publish_msg(self, msg_type: str, data: Any = None, buffers: Any = None, **_others: Any) -> None:
        self.said.append({"comm": msg_type, "text": json.dumps(data), "data": data, "buffers": buffers})


@pytest.fixture(autouse=True)
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """All that goes to the pages, whole, in order."""
    heard: Said = []
    monkeypatch.setattr(comm, "create_comm", type("Listening", (Wire,), {"said": heard}))
    monkeypatch.delenv("PREMORTEM_JOIN_URL", raising=False)
    return heard


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def log(store: Path) -> Iterator[Log]:
    with SqliteLog(store, patience=0.05) as log:
        yield log


@pytest.fixture
def workbook(log: Log) -> Workbook:
    return Workbook.create(log, "Reading invoices")


class Page:
    """One page of a facilitator: its desk, and what its panel is told and answers."""

    def __init__(self, workbook: Workbook, token: str, said: Said) -> None:
        self.desk = Desk(workbook, "start", whole=True)
        self.workbook, self.token, self._said, self._sent = workbook, token, said, 0
        self.panel.widget.tell("made")
        self.order("seat", token=token)

    @property
    def panel(self) -> Panel:
        return self.desk.leading.panel

    @property
    def view(self) -> dict[str, Any]:
        view: dict[str, Any] = self.panel.widget.view
        return view

    @property
    def session(self) -> Session:
        self.workbook.refresh()
        found = running(self.workbook.recorded)
        assert found
        return found

    @property
    def room(self) -> Room:
        return Room(self.workbook.log, self.workbook.id, self.session.id)

    @property
    def seat(self) -> str:
        return seat_of(self.token, self.workbook.id)

    def send(self, message: Any) -> dict[str, Any]:
        """Send a message as the page does, and return how it was answered."""
        before = len(self._said)
        self.panel.widget._handle_custom_msg(message, [])
        answers = [s["data"]["content"] for s in self._said[before:] if (s["data"] or {}).get("method") == "custom"]
        answers = [answer for answer in answers if answer["type"] in {"done", "refused"}]
        assert len(answers) == 1, answers
        answer: dict[str, Any] = answers[0]
        return answer

    def order(self, type_: str, **fields: Any) -> str:
        """Give an order; return "" where it was done, else the line that refuses it."""
        self._sent += 1
        sent = f"m{self._sent}"
        answer = self.send({"type": type_, "id": sent, **fields})
        assert answer["id"] == sent
        message: str = answer.get("message", "")
        assert "\n" not in message
        return message

    def begin(self, **fields: Any) -> Page:
        assert self.order("begin", **{"minutes": 90, "privacy": "secret", **fields}) == ""
        return self


@pytest.fixture
def opened(log: Log, workbook: Workbook, said: Said) -> Callable[[str], Page]:
    """Opens the workbook in the browser with this secret."""
    return lambda token: Page(Workbook(log, workbook.link), token, said)


@pytest.fixture
def page(opened: Callable[[str], Page]) -> Page:
    return opened(ADA)
