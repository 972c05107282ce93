"""A page in a real Chromium with one widget of ours, the anywidget front end's interface, and a kernel that answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, Route

from premortem.errors import RefusedInput
from premortem.model.answers import canonical, cell
from premortem.model.questions import Bank

ADDRESS = "http://premortem.test/"

# The part of the front end that our modules may use: get, set, save_changes, on, off, send.
MODEL = """
class Model {
  constructor(name, state) { this.name = name; this.state = state; this.listeners = new Map(); this.sent = []; }
  get(name) { return this.state[name]; }
  set(name, value) { this.receive({ [name]: value }); }
  save_changes() {}
  on(event, listener) { this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]); }
  off(event, listener) { this.listeners.set(event, (this.listeners.get(event) ?? []).filter((each) => each !== listener)); }
  emit(event, ...given) { for (const listener of this.listeners.get(event) ?? []) listener(...given); }
  receive(state) {
    const changed = Object.keys(state).filter((name) => JSON.stringify(this.state[name]) !== JSON.stringify(state[name]));
    Object.assign(this.state, state);
    for (const name of changed) this.emit("change:" + name);
  }
  message(content, buffers) { this.emit("msg:custom", content, buffers); }
  send(content, callbacks, buffers) {
    this.sent.push(JSON.parse(JSON.stringify(content)));
    this.buffers = buffers;
    globalThis.kernel?.(this.name, JSON.parse(JSON.stringify(content)));
  }
}
globalThis.models = {};
globalThis.mount = async (name, esm, css, state, place) => {
  if (css) document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const widget = (await import(url)).default;
  const model = (globalThis.models[name] = new Model(name, state));
  const host = document.createElement("div");
  document.querySelector(place).append(host);
  model.unmount = await widget.render({ model, el: host });
  model.host = host;
};
"""
FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Premortem</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { margin: 0; background: #f5f6f9 }</style></head>
<body><main class="premortem"><div class="premortem-desk widget-box"><div id="rail" class="premortem-rail-host"></div>
<div id="asked" class="premortem-asked widget-box"></div><div id="found" class="premortem-found widget-box"></div></div></main></body></html>"""

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
        page.on("console", lambda said: print(said.text) if said.type in {"error", "warning"} else None)
        page.route("**/*", self._serve)
        page.expose_function("kernel", lambda name, message: self.hear(name, message))
        page.add_init_script(MODEL)

    def begin(self) -> None:
        """Forget the test before: one browser page serves them all, as a new one takes a second."""
        self.page.goto("about:blank")
        self.hear, self.body = ignore, FRAME
        self.page.set_viewport_size({"width": 1440, "height": 1000})
        self.page.goto(ADDRESS)
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.errors.clear()

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
        if name != self.name or message["type"] != "edits":
            return
        self.messages.append(message)
        if self.mode == "silent":
            return
        if self.mode == "full":
            self.bench.tell(name, {"type": "not-saved", "id": message["id"], "message": "The disk is full."})
            return
        refused = None
        for edit in message["edits"]:
            try:
                self.apply(edit)
            except RefusedInput as error:
                refused = {**{k: edit.get(k, "") for k in ("question", "row", "column")}, "message": str(error)}
        self.bench.set(name, values=dict(self.values), tables=json.loads(json.dumps(self.tables)))
        if refused:
            self.bench.tell(name, {"type": "refused", "id": message["id"], **refused})
        else:
            self.bench.tell(name, {"type": "saved", "id": message["id"], "at": datetime.now(UTC).isoformat()})

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
