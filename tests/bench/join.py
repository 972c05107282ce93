"""How fast a participant is in, and what each costs the server."""

from __future__ import annotations

import gc
import gzip
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
from playwright.sync_api import Browser

from bench.measured import Times
from browser.running import App
from meetings import CLEAR, Meeting
from phone_sockets import PhoneSocket
from premortem.model.events import WorkbookCreated
from premortem.serve.join.page import assets
from premortem.session.lead import Lead
from premortem.store import open_log

FIRST, MANY = 4, 56
"""People in the session when memory is first read, and those who come then; together no more than it holds."""


def measured(browser: Browser, folder: Path, rounds: int) -> Iterator[tuple[str, float, str]]:
    """Yield what was measured, its value and its unit."""
    with open_log(f"sqlite:///{folder}/join.sqlite") as log:
        meeting = Meeting(log, log.create(WorkbookCreated("Measured")).workbook)
        lead = meeting.begin("anonymous")
        app = App(folder / "join.sqlite", folder / "join.log")
        try:
            yield from _with(browser, app, lead, meeting, rounds)
        finally:
            app.stop()


def _with(browser: Browser, app: App, lead: Lead, meeting: Meeting, rounds: int) -> Iterator[tuple[str, float, str]]:
    yield "the page with its script and styles, compressed", _size(app, lead), "kB"
    _joined(browser, app, lead)  # what the server loads for the first of all is loaded now
    first = Times(tuple(_joined(browser, app, lead) for _ in range(rounds)))
    yield "from the link to the joined view, median", 1000 * first.median, "ms"
    yield "from the link to the joined view, slowest", 1000 * first.p95, "ms"
    sockets = [_socket(app, lead, f"First{n}") for n in range(FIRST)]
    before = _own_memory(app)
    sockets += [_socket(app, lead, f"Other{n}") for n in range(MANY - rounds - 1)]
    grown = _own_memory(app) - before
    yield f"the server's own memory, with {len(sockets)} phones", _own_memory(app) / 1e6, "MB"
    yield "of that for each phone", grown / (len(sockets) - FIRST) / 1e3, "kB"
    seen = _latency(lead, meeting, sockets)
    yield f"a vote opened elsewhere, seen by all of {len(sockets)}, median", 1000 * seen.median, "ms"
    yield f"a vote opened elsewhere, seen by all of {len(sockets)}, slowest", 1000 * seen.p95, "ms"
    for socket in sockets:
        socket.close()


def _size(app: App, lead: Lead) -> float:
    with urlopen(f"{app.url}/join/{lead.code}") as page:
        sizes = [len(gzip.compress(page.read()))]
    parts = assets()
    return sum([*sizes, *(len(parts.compressed(name)) for name in ("join.js", "join.css"))]) / 1e3


def _joined(browser: Browser, app: App, lead: Lead) -> float:
    """Seconds for somebody whose browser has seen nothing before, without the time to read and press."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(f"{app.url}/join/{lead.code}", wait_until="commit")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="Leave").wait_for()
    seconds = time.perf_counter() - begun
    context.close()
    return seconds


def _socket(app: App, lead: Lead, who: str) -> PhoneSocket:
    socket = PhoneSocket(f"{app.url.replace('http', 'ws')}/join/socket", who)
    assert socket.join(lead.code)["type"] == "done"
    socket.sees(lambda view: bool(view["me"]))
    return socket


def _own_memory(app: App) -> int:
    gc.collect()
    time.sleep(2)  # what is on its way has arrived
    own: int = psutil.Process(app.process.pid).memory_full_info().uss
    return own


def _latency(lead: Lead, meeting: Meeting, sockets: list[PhoneSocket]) -> Times:
    """Seconds from opening a vote in another process until the last phone has it."""
    seconds = []
    for _ in range(10):
        begun = time.perf_counter()
        vote = lead.open_vote(CLEAR)
        for socket in sockets:
            socket.sees(lambda view, vote=vote: bool(view["vote"]) and view["vote"]["id"] == vote)  # type: ignore[misc]  # a default binds what the loop changes
        seconds.append(time.perf_counter() - begun)
        lead.room.refresh()
        lead.show(vote, meeting.room(lead).state)
        time.sleep(0.5)
    return Times(tuple(seconds))
