"""The page that a participant's phone opens: the same for everybody, with a script and a style sheet of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from tornado.web import HTTPError, RequestHandler

from premortem.forms.assets import script, styles
from premortem.serve.assets import AssetHandler, Assets
from premortem.serve.join.connection import Connection
from premortem.serve.join.hub import Hub
from premortem.serve.join.limits import Sockets
from premortem.store import Log

STYLES = ("tokens.css", "controls.css", "result.css", "join.css")


class Page(RequestHandler):
    """Answers with the page, whatever the code: the script sends it by the websocket, where wrong ones are counted."""

    def initialize(self, html: str) -> None:
        """Remember the page."""
        self.html = html

    def get(self, _code: str = "") -> None:
        """Send the page; a browser asks each time whether it has changed, and is told no where it has not."""
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Robots-Tag", "noindex")
        self.finish(self.html)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say in one line what was wrong, without a word about the program."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("There is no such page." if status_code == 404 else "This cannot be asked here.")


class NoPage(Page):
    """Says that there is nothing here."""

    def initialize(self) -> None:  # type: ignore[override]  # it sends no page
        """Nothing to remember."""

    def prepare(self) -> None:
        """Refuse whatever is asked."""
        raise HTTPError(404)


def assets() -> Assets:
    """Return the page's script and style sheet."""
    made = Assets({})
    made.put("join.js", script("join.js").encode())
    made.put("join.css", styles(*STYLES).encode())
    return made


def handlers(base_url: str, open_log: Callable[[], Log], public_url: str = "") -> tuple[list[tuple[Any, ...]], Hub]:
    """Return the addresses below `base_url` that make the participants' page, and the hub to close at the end.

    `public_url` is where a proxy shows the page, "" where the server is asked directly.
    """
    parts, hub = assets(), Hub(open_log)
    root = f"{base_url}join"
    template = jinja2.Environment(autoescape=True).from_string(
        (Path(__file__).parent / "join.html").read_text(encoding="utf-8")
    )
    html = template.render(root=root, assets=f"{root}/assets/{parts.version}")
    return [
        (rf"{root}/assets/{parts.version}/(.*)", AssetHandler, {"assets": parts}),
        (rf"{root}/socket", Connection, {"hub": hub, "sockets": Sockets(), "origin": public_url}),
        (rf"{root}/?", Page, {"html": html}),
        (rf"{root}/([^/]{{1,64}})/?", Page, {"html": html}),
    ], hub
