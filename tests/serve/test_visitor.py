"""Each visitor's kernel learns that visitor's link, and no other's."""

import contextlib
import os
import re
import threading
import time
from typing import Any
from urllib.request import urlopen

import pytest
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler

from premortem.serve import visitor
from premortem.serve.visitor import LinkUnread, query

LONG = "w=" + "x" * 70_000


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: Any) -> Any:
    """Each test asks anew, in an environment without Voila."""
    for name in [name for name in os.environ if name.startswith("VOILA_") or name == "QUERY_STRING"]:
        monkeypatch.delenv(name)
    query.cache_clear()
    yield
    query.cache_clear()


def preheated(monkeypatch: Any, port: int) -> None:
    monkeypatch.setenv("VOILA_PREHEAT", "True")
    monkeypatch.setenv("VOILA_KERNEL_ID", "a-b-c-d-e")
    monkeypatch.setenv("VOILA_APP_PORT", str(port))
    monkeypatch.setenv("VOILA_REQUEST_URL", "http://localhost/?w=previous-visitor")
    monkeypatch.setenv("QUERY_STRING", "w=previous-visitor")


@contextlib.contextmanager
def voila_that(answers: Any) -> Any:
    """A websocket server in a thread; `answers(handler)` is called when a kernel connects."""

    class Handler(WebSocketHandler):
        def open(self, _kernel_id: str) -> None:
            answers(self)

    ready, box = threading.Event(), {}

    async def serve() -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        HTTPServer(Application([(r"/voila/query/(.*)", Handler)])).add_sockets(sockets)
        box["port"], box["loop"] = sockets[0].getsockname()[1], IOLoop.current()
        ready.set()

    def run() -> None:
        import asyncio

        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    yield box["port"]
    box["loop"].add_callback(box["loop"].stop)
    thread.join(10)


def test_outside_voila_there_is_no_query() -> None:
    assert query() == ""
    assert not visitor.in_voila()
    assert not visitor.in_jupyter()


def test_page_without_preheating_reads_its_own_query(monkeypatch: Any) -> None:
    monkeypatch.setenv("VOILA_PREHEAT", "False")
    monkeypatch.setenv("QUERY_STRING", "w=abc%20d")
    assert query() == "w=abc%20d"


@pytest.mark.parametrize("sent", ["", "w=abc", "w=" + "y" * 200, LONG])
def test_prepared_page_waits_for_its_visitor(monkeypatch: Any, sent: str) -> None:
    def answer(handler: Any) -> None:
        handler.ping(b"still there?")
        IOLoop.current().call_later(0.3, lambda: handler.write_message({"QUERY_STRING": sent}))

    with voila_that(answer) as port:
        preheated(monkeypatch, port)
        began = time.monotonic()
        assert query() == sent
        assert time.monotonic() - began > 0.2
        assert query() == sent
    assert "VOILA_REQUEST_URL" not in os.environ


@pytest.mark.parametrize(
    "answer",
    [
        lambda handler: handler.close(),
        lambda handler: handler.stream.close(),
        lambda handler: handler.write_message("not JSON"),
        lambda handler: handler.write_message({"SERVER_NAME": "no query in it"}),
        lambda handler: handler.write_message(b"binary", binary=True),
        lambda handler: handler.write_message("[]"),
    ],
)
def test_lost_wait_raises_instead_of_opening_a_blank_workbook(monkeypatch: Any, answer: Any) -> None:
    with voila_that(answer) as port:
        preheated(monkeypatch, port)
        with pytest.raises(LinkUnread, match="Could not read your link"):
            query()


def test_server_that_is_gone_raises_too(monkeypatch: Any) -> None:
    sockets = bind_sockets(0, "127.0.0.1")
    port = sockets[0].getsockname()[1]
    sockets[0].close()
    preheated(monkeypatch, port)
    with pytest.raises(LinkUnread, match="Could not read your link"):
        query()


def test_visitors_of_prepared_pages_who_come_at_once_never_get_each_others_link(servers: Any, slider: str) -> None:
    server = servers.app(servers.notebook(slider), "port=0, preheat=2")
    time.sleep(5)
    answers: dict[str, str] = {}

    def visit(name: str) -> None:
        with urlopen(f"{server.url}/?w={name}", timeout=60) as page:
            answers[name] = page.read().decode()

    # More visitors than prepared pages: some are served by a kernel of their own, some by one that was refilled.
    visitors = [threading.Thread(target=visit, args=(f"visitor-{number}",)) for number in range(6)]
    for thread in visitors[:4]:
        thread.start()
    for thread in visitors[:4]:
        thread.join()
    time.sleep(6)
    for thread in visitors[4:]:
        thread.start()
    for thread in visitors[4:]:
        thread.join()
    # A label's value lives in the kernel; the page holds the widget's text form.
    for name, text in answers.items():
        assert re.findall(r"query=w=(visitor-\d)", text) == [name]
    assert len(answers) == 6
