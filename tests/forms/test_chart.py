"""Pictures share one local Vega runtime; an answer sends only rows, and nothing stays behind."""

from __future__ import annotations

import base64
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from harness import Bench, Message
from playwright.sync_api import expect

from premortem.files import cache_folder
from premortem.forms.bundle import vega_bundle
from premortem.forms.widgets import Chart

VEGA = {
    "width": 200, "height": 100, "autosize": {"type": "fit-x", "contains": "padding"},
    "data": [{"name": "rows"}],
    "scales": [
        {"name": "x", "type": "band", "domain": {"data": "rows", "field": "name"}, "range": "width"},
        {"name": "y", "domain": [0, 10], "range": "height"},
    ],
    "marks": [{
        "type": "rect", "from": {"data": "rows"},
        "encode": {"update": {
            "x": {"scale": "x", "field": "name"}, "width": {"scale": "x", "band": 1},
            "y": {"scale": "y", "field": "value"}, "y2": {"scale": "y", "value": 0}, "fill": {"value": "#0072b2"},
        }},
    }],
}  # fmt: skip
ROWS = [{"name": "a", "value": 3}, {"name": "b", "value": 5}]


@pytest.fixture
def drawing(bench: Bench) -> Bench:
    """A kernel that hands over the Vega runtime."""
    script = base64.b64encode(vega_bundle().read_bytes()).decode()
    bench.page.evaluate("(script) => { globalThis.runtime = script }", script)

    def hear(name: str, message: Message) -> None:
        if message["type"] == "bundle":
            bench.page.evaluate(
                "(name) => models[name].message({type: 'bundle'},"
                " [new DataView(Uint8Array.from(atob(runtime), (c) => c.charCodeAt(0)).buffer)])",
                name,
            )

    bench.hear = hear
    return bench


def test_two_pictures_share_one_runtime_and_rows_patch_the_picture(drawing: Bench) -> None:
    page = drawing.page
    drawing.mount(Chart, "one", "#found", vega=VEGA, rows=ROWS, says="b is above a")
    drawing.mount(Chart, "two", "#found", vega=VEGA, rows=ROWS, says="the same")
    bars = page.locator(".premortem-chart").first.locator(".mark-rect path")
    expect(bars).to_have_count(2)
    expect(page.locator(".premortem-chart").nth(1).locator(".mark-rect path")).to_have_count(2)
    assert len(drawing.sent("one", "bundle")) + len(drawing.sent("two", "bundle")) == 1
    expect(page.get_by_role("img", name="b is above a")).to_be_visible()

    page.evaluate("globalThis.picture = document.querySelector('.premortem-chart svg:not(.pm-icon)')")
    drawing.set("one", rows=[*ROWS, {"name": "c", "value": 9}], says="c is highest")
    expect(bars).to_have_count(3)
    assert page.evaluate("picture.isConnected"), "new rows must not build the picture anew"
    expect(page.get_by_role("img", name="c is highest")).to_be_visible()

    drawing.set("one", vega=VEGA | {"height": 150})
    page.wait_for_function("!picture.isConnected")
    expect(bars).to_have_count(3)

    drawing.page.set_viewport_size({"width": 500, "height": 800})
    page.wait_for_function("document.querySelector('.pm-canvas svg').getBoundingClientRect().width < 500")

    page.evaluate("models.one.unmount()")
    assert page.evaluate("models.one.listeners.get('change:rows').length") == 0


def test_without_rows_a_line_says_what_will_come(drawing: Bench) -> None:
    drawing.mount(Chart, "one", "#found", vega=VEGA, rows=[], says="")
    expect(drawing.page.get_by_text("The picture appears with the first answers.")).to_be_visible()
    assert drawing.sent("one", "bundle") == [], "an empty chart needs no runtime"
    drawing.set("one", rows=ROWS)
    expect(drawing.page.locator(".mark-rect path")).to_have_count(2)
    drawing.set("one", rows=[])
    expect(drawing.page.locator(".pm-canvas")).to_be_hidden()


def test_a_picture_that_cannot_be_drawn_is_told_in_words(drawing: Bench) -> None:
    drawing.mount(Chart, "one", "#found", vega={"marks": 7, "data": 3}, rows=ROWS, says="b is above a")
    expect(drawing.page.get_by_text("b is above a")).to_be_visible()


def test_the_runtime_is_made_once_also_by_two_processes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    command = [sys.executable, "-c", "from premortem.forms.bundle import vega_bundle; print(vega_bundle())"]
    run = lambda _: subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: E731
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(run, range(2))
    assert first == second == str(vega_bundle())
    assert [path.name for path in cache_folder().iterdir()] == [Path(first).name], "no half-made file is left"
    made = Path(first).stat().st_mtime_ns
    assert vega_bundle().stat().st_mtime_ns == made
    assert "premortemVega" in Path(first).read_text("utf-8")[-200:]


def test_a_cache_that_cannot_be_written_is_replaced_by_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setattr("premortem.forms.bundle._make", lambda path: path.write_text("made"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert vega_bundle().is_relative_to(tmp_path)
