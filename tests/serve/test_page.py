"""What a visitor of the app sees, and what a browser is made to fetch."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

SOURCES = Path(__file__).parents[2] / "widgets"


def test_slider_is_answered_by_the_kernel(app: Any, page: Any, move: Any) -> None:
    shown = move(page, app.url)
    assert "A heading" in shown
    assert page.title() == "Premortem"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("body").get_attribute("data-premortem") == "voila"
    assert page.locator("#opening").count() == 0


def test_browser_asks_no_other_host_and_nothing_fails(app: Any, page: Any, move: Any) -> None:
    asked, failed, said = [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("websocket", lambda socket: asked.append(socket.url.replace("ws://", "http://")))
    move(page, app.url)
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(app.url).netloc}
    assert (failed, said) == ([], [])


def test_first_page_is_a_dozen_requests_because_the_joined_script_holds_all_that_is_needed(
    app: Any, page: Any, move: Any
) -> None:
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    move(page, app.url)
    # A chunk that is asked for by itself is missing in startup.txt (a new version of Voila or a widget library names
    # its files anew): the page works, but slower. `python tests/serve/write_startup.py` writes the list again.
    single = [url for url in scripts if not re.search(r"(startup|opening|connection|remoteEntry\.\w+)\.js$", url)]
    assert single == []


def test_page_source_names_no_other_host_and_shows_no_code(app: Any) -> None:
    with urlopen(app.url) as answer:
        source = answer.read().decode()
    assert re.findall(r"https?:[^\s\"']+", source) == []
    fetched = re.findall(r"""(?:src|href|srcset|action|poster|data)=["']?([^"'> ]+)""", source)
    assert [address for address in fetched if not address.startswith(("/premortem/assets/", "#"))] == []
    assert "secret_of_the_source" not in source
    assert "Opening the workbook…" in source


def test_every_asset_the_page_names_is_local_and_kept_for_ever(app: Any) -> None:
    with urlopen(app.url) as answer:
        addresses = set(re.findall(r'(?:src|href)="(/[^"]+)"', answer.read().decode()))
    for address in addresses:
        with urlopen(app.url + address) as asset:
            assert "immutable" in asset.headers["Cache-Control"], address
            assert asset.headers["X-Content-Type-Options"] == "nosniff"
            style = asset.read().decode() if address.endswith(".css") else ""
            assert re.findall(r"url\(\s*['\"]?(?:https?:)?//", style) == []


def test_no_inline_script_can_run_and_no_link_is_told_to_other_sites(app: Any, page: Any, move: Any) -> None:
    move(page, app.url)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    with urlopen(app.url) as answer:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_visitor_sees_one_line_and_no_traceback_where_a_cell_fails(servers: Any, page: Any, slider: str) -> None:
    server = servers.app(servers.notebook("import sys; print('printed'); 1 / 0  # secret", slider))
    page.goto(server.url)
    page.get_by_role("alert").wait_for()
    assert page.get_by_text("This page could not be opened.").is_visible()
    for word in ("ZeroDivisionError", "Traceback", "secret", "printed"):
        assert word not in page.content()
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


def test_page_scrolls_itself_so_that_it_prints_whole(app: Any, page: Any, move: Any) -> None:
    move(page, app.url)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<div style=height:3000px></div>')")
    assert page.evaluate("document.documentElement.scrollHeight") >= 3000
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
