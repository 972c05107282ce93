"""A page in a real Chromium with one widget of ours, the anywidget front end's interface, and a kernel that answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from premortem.errors import RefusedInput
from premortem.model.answers import canonical, cell
from premortem.model.pasted import rows
from premortem.model.questions import Bank

ADDRESS = "http://premortem.test/"

HERE = Path(__file__).parent
MODEL = (HERE / "front_end.js").read_text("utf-8")
FRAME = (HERE / "frame.html").read_text("utf-8")

Message = dict[str, Any]


def ignore(_name: str, _message: Message) -> None:
    """A kernel that hears nothing."""


class Bench:
    """One browser page; `kernel(name, message)` is what the widgets talk to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.body = FRAME
        self.errors: list[str] = []
        self.hear: Callable[[str, Message], None] = ignore
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console", lambda said: sys.stderr.write(f"{said.text}\n") if said.type in {"error", "warning"} else None
        )
        page.route("**/*", self._serve)
        page.expose_function("kernel", self._heard)
        page.add_init_script(MODEL)

    def begin(self) -> None:
        """Forget the test before: one browser page serves them all, as a new one takes a second."""
        self.page.goto("about:blank")
        self.hear, self.body = ignore, FRAME
        self.page.set_viewport_size({"width": 1440, "height": 1000})
        self.page.goto(ADDRESS)
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.errors.clear()

    def _heard(self, name: str, message: Message) -> None:
        self.hear(name, message)

    def _serve(self, route: Route) -> None:
        route.fulfill(body=self.body, content_type="text/html")

    def reload(self) -> None:
        """Load the page anew, as a visitor does after the kernel died: the browser's stores stay."""
        self.page.reload()

    def mount(self, kind: type, name: str, place: str, **traits: Any) -> None:
        """Show a widget of this class with these traits."""
        state = {trait: kind.class_traits()[trait].default() for trait in kind.class_own_traits(sync=True)} | traits
        self.page.evaluate(
            "([name, esm, css, state, place]) => mount(name, esm, css, state, place)",
            [name, str(kind._esm), str(kind._css), json.loads(json.dumps(state)), place],
        )

    def tell(self, name: str, message: Message) -> None:
        """Send a message to a widget's view."""
        self.page.evaluate("([name, message]) => models[name].message(message)", [name, message])

    def set(self, name: str, **traits: Any) -> None:
        """Change traits, as one update of the kernel does."""
        self.page.evaluate("([name, state]) => models[name].receive(state)", [name, traits])

    def sent(self, name: str, kind: str) -> list[Message]:
        """Return the messages of one type that a widget has sent."""
        found = self.page.evaluate("(name) => models[name].sent", name)
        return [message for message in found if message["type"] == kind]


class Kernel:
    """Answers a form as the app does: checks with the model's own rules, then shows, then acknowledges.

    `mode` is "well", "silent" (no answer at all) or "full" (the store cannot be written).
    """

    def __init__(self, bench: Bench, bank: Bank, name: str = "form") -> None:
        self.bench, self.bank, self.name, self.mode = bench, bank, name, "well"
        self.values: dict[str, Any] = {}
        self.tables: dict[str, list[dict[str, Any]]] = {}
        self.messages: list[Message] = []
        bench.hear = self.hear

    def hear(self, name: str, message: Message) -> None:
        if name != self.name or message["type"] not in {"edits", "paste"}:
            return
        self.messages.append(message)
        if self.mode == "silent":
            return
        if message["type"] == "paste":
            self.paste(message)
            return
        if self.mode == "full":
            self.bench.tell(name, {"type": "not-saved", "id": message["id"], "message": "The disk is full."})
            return
        refused = None
        for edit in message["edits"]:
            try:
                self.apply(edit)
            except RefusedInput as error:
                refused = {
                    **{k: edit.get(k, "") for k in ("question", "row", "column")},
                    "message": getattr(error, "rule", str(error)),
                }
        self.bench.set(name, values=dict(self.values), tables=json.loads(json.dumps(self.tables)))
        if refused:
            self.bench.tell(name, {"type": "refused", "id": message["id"], **refused})
        else:
            self.bench.tell(name, {"type": "saved", "id": message["id"], "at": datetime.now(UTC).isoformat()})

    def paste(self, message: Message) -> None:
        """Add pasted rows to a table, or refuse them."""
        sent, question = {"id": message["id"], "question": message["question"]}, self.bank[message["question"]]
        try:
            found = rows(question, message["text"], "EUR")
        except RefusedInput as error:
            self.bench.tell(self.name, {"type": "refused-paste", **sent, "message": str(error)})
            return
        added = [{"id": f"{message['id']}{n}", "cells": row} for n, row in enumerate(found.rows)]
        self.tables.setdefault(question.id, []).extend(added)
        self.bench.set(self.name, tables=json.loads(json.dumps(self.tables)))
        self.bench.tell(self.name, {"type": "pasted", **sent, "rows": len(found.rows), "said": found.said})

    def apply(self, edit: Mapping[str, Any]) -> None:
        question = self.bank[edit["question"]]
        rows = self.tables.setdefault(question.id, [])
        place = next((n for n, row in enumerate(rows) if row["id"] == edit.get("row")), -1)
        match edit["do"]:
            case "answer":
                self.values[question.id] = canonical(question, edit["value"])
                if self.values[question.id] is None:
                    del self.values[question.id]
            case "add-row" if place < 0:
                rows.append({"id": edit["row"], "cells": {}})
            case "cell" if place >= 0:
                rows[place]["cells"][edit["column"]] = cell(question, edit["column"], edit["value"])
            case "move-row" if place >= 0:
                rows.insert(edit["to"], rows.pop(place))
            case "remove-row" if place >= 0:
                rows.pop(place)
