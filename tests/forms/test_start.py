"""Four ways to a workbook, and the address that brings it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from harness import Bench
from playwright.sync_api import expect

from premortem.forms.widgets import Start

EXAMPLES = [{"id": "netflix", "title": "The Netflix Prize", "summary": "A million dollars for ten percent."}]


@pytest.fixture
def start(bench: Bench) -> Callable[..., Bench]:
    def show(**traits: Any) -> Bench:
        bench.mount(Start, "start", "#asked", **{"examples": EXAMPLES} | traits)
        return bench

    return show


def test_a_new_workbook_begins_with_enter(start: Callable[..., Bench]) -> None:
    bench = start()
    bench.page.get_by_label("Title").fill("  Reading invoices ")
    bench.page.keyboard.press("Enter")
    assert bench.sent("start", "new") == [{"type": "new", "title": "Reading invoices"}]


def test_a_link_and_an_example_are_opened(start: Callable[..., Bench]) -> None:
    bench = start()
    bench.page.get_by_label("Link").fill("http://somewhere/?workbook=abc")
    bench.page.get_by_role("button", name="Open", exact=True).click()
    bench.page.get_by_role("button", name="Open a copy of The Netflix Prize").click()
    assert bench.sent("start", "resume")[0]["link"] == "http://somewhere/?workbook=abc"
    assert bench.sent("start", "example")[0]["id"] == "netflix"


def test_an_empty_link_is_not_sent(start: Callable[..., Bench]) -> None:
    bench = start()
    bench.page.get_by_role("button", name="Open", exact=True).click()
    expect(bench.page.get_by_role("alert")).to_contain_text("Paste the link")
    assert bench.sent("start", "resume") == []


def test_a_report_is_sent_as_bytes_and_one_too_large_is_not(start: Callable[..., Bench], tmp_path: Path) -> None:
    bench = start()
    small, large = tmp_path / "report.html", tmp_path / "large.html"
    small.write_bytes(b"<p>report</p>")
    large.write_bytes(b"x" * (8 * 1024 * 1024 + 1))
    bench.page.get_by_label("Report").set_input_files(large)
    bench.page.get_by_role("button", name="Import").click()
    expect(bench.page.get_by_role("alert")).to_contain_text("at most 8 MB")
    bench.page.get_by_label("Report").set_input_files(small)
    bench.page.get_by_role("button", name="Import").click()
    bench.page.wait_for_function("models.start.sent.length > 0")
    assert bench.sent("start", "import") == [{"type": "import", "name": "report.html"}]
    assert bench.page.evaluate("new TextDecoder().decode(models.start.buffers[0])") == "<p>report</p>"


def test_a_refusal_and_a_notice_are_shown_as_text(start: Callable[..., Bench]) -> None:
    bench = start(notice="This link opens no workbook.")
    expect(bench.page.get_by_role("alert")).to_have_text("This link opens no workbook.")
    bench.tell("start", {"type": "refused", "message": "<i>Not ours</i>"})
    expect(bench.page.get_by_role("alert")).to_have_text("<i>Not ours</i>")


def test_an_opened_workbook_is_in_the_address_but_not_in_jupyterlab(start: Callable[..., Bench]) -> None:
    bench = start()
    bench.tell("start", {"type": "opened", "query": "?workbook=abc"})
    assert bench.page.url == "http://premortem.test/?workbook=abc"
    bench.page.evaluate("delete document.body.dataset.premortem")
    bench.tell("start", {"type": "opened", "query": "?workbook=def"})
    assert bench.page.url == "http://premortem.test/?workbook=abc"
