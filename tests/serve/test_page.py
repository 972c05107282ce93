"""What a visitor of the app sees, and what a browser is made to fetch."""

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

SOURCES = Path(__file__).parents[2] / "widgets"


@dataclass
class Visit:
    """One visit in a fresh browser, and everything that happened on the way."""

    page: Any
    shown: str = ""
    asked: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def visit(app: Any, browser: Any, move: Any) -> Iterator[Visit]:
    context = browser.new_context()
    made = Visit(page := context.new_page())

    def note(request: Any) -> None:
        made.asked.append(request.url)
        if request.resource_type == "script":
            made.scripts.append(request.url)

    page.on("request", note)
    page.on("response", lambda response: made.failed.append(response.url) if response.status >= 400 else None)
    page.on("console", lambda message: made.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: made.errors.append(str(error)))
    page.on("websocket", lambda socket: made.asked.append(socket.url))
    made.shown = move(page, app.url)
    yield made
    context.close()


@pytest.fixture(scope="module")
def source(app: Any) -> str:
    with urlopen(app.url) as answer:
        text: str = answer.read().decode()
        return text


def test_slider_is_answered_by_the_kernel_on_a_page_of_our_own(visit: Visit) -> None:
    assert "A heading" in visit.shown
    assert "value 4" in visit.shown
    assert visit.page.title() == "Premortem"
    assert visit.page.locator("html").get_attribute("lang") == "en"
    assert visit.page.locator("body").get_attribute("data-premortem") == "voila"
    assert visit.page.get_by_role("main").count() == 1
    assert visit.page.locator("#opening").count() == 0


def test_browser_asks_no_other_host_and_nothing_fails(app: Any, visit: Visit) -> None:
    hosts = {urlsplit(url).netloc for url in visit.asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(app.url).netloc}
    assert (visit.failed, visit.errors) == ([], [])


def test_joined_script_holds_every_script_that_the_first_page_needs(visit: Visit) -> None:
    # A script that is asked for by itself is missing in startup.txt (a new version of Voila or a widget library names
    # its files anew): the page works, but slower. `python tests/serve/write_startup.py` writes the list again.
    expected = r"(startup|opening|connection|remoteEntry\.\w+)\.js$"
    assert [url for url in visit.scripts if not re.search(expected, url)] == []


def test_page_scrolls_itself_so_that_it_prints_whole(visit: Visit) -> None:
    tall = "document.querySelector('main').insertAdjacentHTML('beforeend', '<div style=height:3000px></div>')"
    visit.page.evaluate(tall)
    assert visit.page.evaluate("document.documentElement.scrollHeight") >= 3000
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_text_that_became_markup_cannot_run(visit: Visit) -> None:
    script = "Object.assign(document.createElement('script'), {text: 'window.ran = 1'})"
    visit.page.evaluate(f"document.head.append({script})")
    visit.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("window.ran") is None


def test_source_names_no_other_host_and_shows_no_code(source: str) -> None:
    assert re.findall(r"https?:[^\s\"']+", source) == []
    fetched = re.findall(r"""(?:src|href|srcset|action|poster|data)=["']?([^"'> ]+)""", source)
    assert [address for address in fetched if not address.startswith(("/premortem/assets/", "#"))] == []
    assert "secret_of_the_source" not in source
    assert "Opening the workbook…" in source


def test_every_asset_of_the_page_is_kept_for_ever_and_names_no_other_host(app: Any, source: str) -> None:
    for address in set(re.findall(r'(?:src|href)="(/[^"]+)"', source)):
        with urlopen(app.url + posixpath.normpath(address)) as asset:
            assert "immutable" in asset.headers["Cache-Control"], address
            assert asset.headers["X-Content-Type-Options"] == "nosniff"
            style = asset.read().decode() if address.endswith(".css") else ""
            assert re.findall(r"url\(\s*['\"]?(?:https?:)?//", style) == []


def test_link_is_told_to_no_other_site_and_the_page_cannot_be_framed(app: Any) -> None:
    with urlopen(app.url) as answer:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_vega_runtime_is_at_the_address_that_kernels_are_told(servers: Any, page: Any, slider: str) -> None:
    told = "ipywidgets.VBox([slider, answer, ipywidgets.Label(os.environ['PREMORTEM_VEGA_URL'])])"
    server = servers.app(servers.notebook(slider, told), "port=0, base_url='/some/where'")
    page.goto(server.url.removesuffix("/"))
    address = page.get_by_text("/some/where/premortem/vega-").inner_text(timeout=30_000)
    with urlopen(server.url.removesuffix("/some/where/") + address) as runtime:
        assert "immutable" in runtime.headers["Cache-Control"]
        assert len(runtime.read()) > 100_000


def test_visitor_sees_one_line_and_no_traceback_where_a_cell_fails(servers: Any, page: Any, slider: str) -> None:
    server = servers.app(servers.notebook("print('what was printed'); 1 / 0  # in the code", slider))
    page.goto(server.url)
    page.get_by_role("alert").wait_for()
    assert page.get_by_text("This page could not be opened.").is_visible()
    for words in ("ZeroDivisionError", "Traceback", "in the code", "what was printed"):
        assert words not in page.content()
    assert "ZeroDivisionError" in server.log.read_text()


def test_visitor_is_told_when_the_kernel_cannot_start(servers: Any, page: Any, slider: str) -> None:
    (servers.folder / "broken").mkdir()
    (servers.folder / "broken" / "ipykernel.py").write_text("raise SystemExit('no kernel here')")
    path = f"{servers.folder / 'broken'}{os.pathsep}{SOURCES}"
    notebook = servers.notebook(slider)
    # What is passed on reaches the kernels; the server itself has started with the whole path.
    server = servers.run("voila", f"Path({str(notebook)!r}), port=0, environment={{'PYTHONPATH': {path!r}}}")
    page.goto(server.url)
    page.get_by_text("This page could not be opened.").wait_for()
