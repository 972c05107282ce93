"""The frame of a page: chapters, undo, sharing, export, and the alarm when the kernel is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from harness import Bench, Kernel, Message
from playwright.sync_api import expect

from premortem.forms.widgets import Rail

CHAPTERS = [
    {
        "id": "a",
        "title": "Prototype or specify",
        "stage": "enough known",
        "note": "Pilot first",
        "verdict": "pilot-first",
    },
    {"id": "b", "title": "Data risks", "stage": "blocked", "note": "nobody knows the licence", "verdict": "not-known"},
    {"id": "c", "title": "Effort curve", "stage": "begun", "note": "what a day costs", "verdict": "not-known"},
    {"id": "d", "title": "Decision", "stage": "untouched", "note": "", "verdict": ""},
]
LINKS = {"edit": "?workbook=edit123", "read": "?workbook=read456"}


@pytest.fixture
def rail(bench: Bench) -> Callable[..., Bench]:
    def show(**traits: Any) -> Bench:
        given = {"title": "Reading invoices", "chapters": CHAPTERS, "current": "b", "links": LINKS, "can_undo": True}
        bench.mount(Rail, "rail", "#rail", **given | traits)
        return bench

    return show


def test_the_chapters_say_in_words_how_far_they_are(rail: Callable[..., Bench]) -> None:
    page = rail().page
    nav = page.get_by_role("navigation", name="Chapters")
    for words in ("Enough known", "Blocked", "Begun", "Not begun", "nobody knows the licence"):
        expect(nav.get_by_text(words, exact=True)).to_be_visible()
    expect(nav.locator("[aria-current=page]")).to_contain_text("Data risks")
    nav.get_by_role("button", name="Effort curve").click()
    page.wait_for_function("models.rail.sent.some((m) => m.type === 'open' && m.chapter === 'c')")


def test_on_a_phone_the_chapters_fold_into_one_line(rail: Callable[..., Bench]) -> None:
    bench = rail()
    bench.page.set_viewport_size({"width": 390, "height": 800})
    nav = bench.page.get_by_role("navigation", name="Chapters")
    toggle = nav.get_by_role("button", name="2 of 4: Data risks")
    expect(nav.get_by_role("button", name="Effort curve")).to_be_hidden()
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    bench.page.keyboard.press("Escape")
    expect(toggle).to_be_focused()
    expect(nav.get_by_role("button", name="Effort curve")).to_be_hidden()


def test_the_chapter_that_is_open_is_in_sight_in_a_list_longer_than_the_window(rail: Callable[..., Bench]) -> None:
    note = "the first of several answers that this chapter still needs is open"
    many = [{"id": f"c{n}", "title": f"Chapter {n}", "stage": "begun", "note": note, "verdict": ""} for n in range(14)]
    bench = rail(chapters=many, current="c13")
    last = bench.page.get_by_role("navigation", name="Chapters").get_by_role("button", name="Chapter 13")
    expect(last).to_be_in_viewport()
    bench.set("rail", current="c0")
    first = bench.page.get_by_role("navigation", name="Chapters").get_by_role("button", name="Chapter 0")
    expect(first).to_be_in_viewport()
    assert bench.page.evaluate("scrollY") == 0


@pytest.mark.parametrize(("keys", "kind"), [("Control+z", "undo"), ("Control+Shift+Z", "redo"), ("Control+y", "redo")])
def test_keys_undo_and_redo_but_not_while_typing(rail: Callable[..., Bench], keys: str, kind: str) -> None:
    bench = rail(can_redo=True)
    bench.page.get_by_role("button", name="History").focus()
    bench.page.keyboard.press(keys)
    bench.page.wait_for_function(f"models.rail.sent.some((m) => m.type === '{kind}')")
    bench.page.get_by_role("button", name="Rename").click()
    bench.page.keyboard.press(keys)
    bench.page.wait_for_timeout(100)
    assert len(bench.sent("rail", kind)) == 1


def test_undo_waits_for_what_was_typed_before_it(bench: Bench, kernel: Kernel, show_form: Callable[..., None]) -> None:
    show_form()
    bench.page.locator('[data-question="every-kind.price"] input').fill("7")
    bench.page.get_by_role("button", name="Undo").click()
    bench.page.wait_for_function("models.rail.sent.some((m) => m.type === 'undo')")
    assert kernel.values == {"every-kind.price": 7}


def test_nothing_to_undo_sends_nothing(rail: Callable[..., Bench]) -> None:
    bench = rail(can_undo=False)
    undo = bench.page.get_by_role("button", name="Undo")
    expect(undo).to_have_attribute("aria-disabled", "true")
    undo.click(force=True)
    bench.page.wait_for_timeout(100)
    assert bench.sent("rail", "undo") == []


def test_the_title_is_renamed_in_place_and_a_refusal_gives_it_back_to_mend(rail: Callable[..., Bench]) -> None:
    bench = rail()
    page = bench.page
    page.get_by_role("button", name="Rename the workbook").click()
    page.get_by_label("Title of the workbook").fill("Another title")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Another title")
    [message] = bench.sent("rail", "rename")
    assert message["title"] == "Another title"
    bench.tell("rail", {"type": "refused", "id": message["id"], "message": "At most 5 characters."})
    expect(page.get_by_label("Title of the workbook")).to_have_value("Another title")
    expect(page.get_by_role("alert").filter(has_text="At most 5")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading invoices")


def test_both_links_can_be_copied_and_a_reader_gets_only_the_readers(rail: Callable[..., Bench]) -> None:
    bench = rail()
    bench.page.get_by_role("button", name="Share").click()
    expect(bench.page.get_by_label("Link to edit", exact=True)).to_have_value("http://premortem.test/?workbook=edit123")
    expect(bench.page.get_by_label("Link to read only", exact=True)).to_have_value(
        "http://premortem.test/?workbook=read456"
    )
    bench.page.get_by_role("button", name="Copy the link to edit").click()
    expect(bench.page.locator(".pm-copied").first).to_contain_text("Cop")
    bench.page.keyboard.press("Escape")
    expect(bench.page.get_by_role("button", name="Share")).to_be_focused()
    bench.set("rail", links={"read": "?workbook=read456"}, read_only=True)
    bench.page.get_by_role("button", name="Share").click()
    expect(bench.page.get_by_label("Link to edit", exact=True)).to_have_count(0)
    expect(bench.page.get_by_role("button", name="Undo")).to_be_hidden()
    expect(bench.page.get_by_role("button", name="Rename")).to_be_hidden()


def test_history_is_asked_for_when_it_is_opened(rail: Callable[..., Bench]) -> None:
    bench = rail()
    assert bench.sent("rail", "history") == []
    bench.page.get_by_role("button", name="History").click()
    assert len(bench.sent("rail", "history")) == 1
    entries = [{"number": n, "at": "2026-03-31T12:00:00Z", "what": f"Answer {n}", "author": ""} for n in (1, 2)]
    bench.set("rail", history=entries)
    expect(bench.page.locator(".pm-history li").first).to_contain_text("Answer 2")


def test_an_export_arrives_as_a_file(rail: Callable[..., Bench]) -> None:
    bench = rail()
    export = bench.page.get_by_role("button", name="Export")
    export.click()
    expect(export).to_have_attribute("aria-busy", "true")
    bench.page.wait_for_function("models.rail.sent.some((m) => m.type === 'export')")
    with bench.page.expect_download() as download:
        bench.page.evaluate(
            "models.rail.message({type: 'download', name: 'report.html', mime: 'text/html'},"
            " [new DataView(new TextEncoder().encode('<p>é</p>').buffer)])"
        )
    assert download.value.suggested_filename == "report.html"
    assert Path(download.value.path()).read_text("utf-8") == "<p>é</p>"
    expect(export).to_have_attribute("aria-busy", "false")


def test_a_banner_is_text_and_can_be_closed(rail: Callable[..., Bench]) -> None:
    bench = rail()
    bench.tell("rail", {"type": "banner", "level": "warning", "text": "<b>Look</b> here"})
    expect(bench.page.locator("[data-banner=warning]")).to_contain_text("<b>Look</b> here")
    bench.page.locator("[data-banner] button").click()
    expect(bench.page.locator("[data-banner]")).to_have_count(0)


def test_a_lost_kernel_is_announced_and_its_return_takes_the_alarm_away(bench: Bench) -> None:
    answering = {"on": True}

    def hear(name: str, message: Message) -> None:
        if message["type"] == "ping" and answering["on"]:
            bench.tell(name, {"type": "pong", "id": message["id"], "newest": 1})

    bench.hear = hear
    bench.page.clock.install()
    bench.mount(Rail, "rail", "#rail", saved_at="2026-03-31T12:03:00+00:00")
    alarm = bench.page.locator("[data-banner=error]")
    for _ in range(30):
        bench.page.clock.run_for(1000)
    expect(alarm).to_have_count(0)
    answering["on"] = False
    for _ in range(12):
        bench.page.clock.run_for(1000)
    expect(alarm).to_contain_text("The connection to the workbook is lost. Everything up to ")
    expect(alarm.get_by_role("button", name="Reload")).to_be_visible()
    answering["on"] = True
    for _ in range(6):
        bench.page.clock.run_for(1000)
    expect(alarm).to_have_count(0)


def test_the_skip_link_leads_to_the_questions(bench: Bench, show_form: Callable[..., None]) -> None:
    show_form()
    bench.page.keyboard.press("Tab")
    expect(bench.page.get_by_role("link", name="Skip to the questions")).to_be_focused()
    bench.page.keyboard.press("Enter")
    expect(bench.page.locator(".pm-form-head h2")).to_be_focused()


def test_an_opened_chapter_is_read_from_its_top(bench: Bench, show_form: Callable[..., None]) -> None:
    show_form(chapter="other")
    bench.set(
        "rail", chapters=[{"id": "every-kind", "title": "Every kind", "stage": "begun", "note": "", "verdict": ""}]
    )
    bench.page.evaluate("scrollTo(0, 900)")
    bench.page.get_by_role("button", name="Every kind").click()
    bench.page.wait_for_function("models.rail.sent.some((m) => m.type === 'open')")
    bench.set("form", chapter="every-kind", asks="Anew?")
    expect(bench.page.locator(".pm-form-head h2")).to_be_focused()
    expect(bench.page.locator(".pm-form-head h2")).to_be_in_viewport()
