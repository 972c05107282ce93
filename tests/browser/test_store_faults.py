"""A store that fails while somebody types: the page says so, keeps what was typed, and saves it once it can."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.running import App
from browser.visitor import Visitor
from premortem.store import open_log
from premortem.workbook import Workbook, link_in


def test_a_locked_store_is_said_and_the_answer_lands_once_it_is_free(app: App, visitor: Visitor, page: Page) -> None:
    page.goto(app.url)
    visitor.begin("Locked")
    link = link_in(page.url)
    other = sqlite3.connect(app.store, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    visitor.answer("start.idea", "Typed while another program held the store")
    page.keyboard.press("Tab")
    indicator = page.locator("[data-saved]").first
    expect(indicator).to_have_attribute("data-saved", "no", timeout=15_000)
    expect(indicator).to_contain_text(re.compile("not saved", re.IGNORECASE), timeout=15_000)
    assert visitor.shown("start.idea") == "Typed while another program held the store"
    other.execute("ROLLBACK")
    other.close()
    visitor.saved()
    with open_log(f"sqlite:///{app.store}") as log:
        assert Workbook(log, link).state.values == {"start.idea": "Typed while another program held the store"}


@pytest.mark.parametrize("reload_after", [1.0, 0.0])
def test_what_is_typed_into_a_page_whose_kernel_is_dead_is_saved_after_the_reload(
    app: App, visitor: Visitor, page: Page, reload_after: float
) -> None:
    page.goto(app.url)
    before = set(app.kernels)
    visitor.begin("Typed too late")
    link = link_in(page.url)
    visitor.answer("start.decider", "The board")
    visitor.saved()
    for kernel in set(app.kernels) | before:
        os.kill(kernel, signal.SIGKILL)
    visitor.answer("start.idea", "Typed after the kernel died")
    time.sleep(reload_after)
    page.reload()
    visitor.at("start")
    visitor.saved()
    with open_log(f"sqlite:///{app.store}") as log:
        assert Workbook(log, link).state.values == {
            "start.decider": "The board",
            "start.idea": "Typed after the kernel died",
        }


def test_one_line_says_that_the_connection_is_lost_and_how_to_go_on(
    app: App, visitor: Visitor, page: Page, shoot: Callable[[Page, str], None]
) -> None:
    page.goto(app.url)
    visitor.begin("Cut off")
    for kernel in app.kernels:
        os.kill(kernel, signal.SIGKILL)
    lost = page.get_by_text(re.compile("connection to the workbook is lost|no longer answers|lost", re.IGNORECASE))
    expect(lost.first).to_be_visible(timeout=40_000)
    page.wait_for_timeout(15_000)  # whoever else notices has noticed by then
    shoot(page, "lost")
    assert page.get_by_role("button", name=re.compile("load", re.IGNORECASE)).count() == 1


def test_the_same_link_resumes_after_the_server_was_restarted(tmp_path: Path, visitor: Visitor, page: Page) -> None:
    first = App(tmp_path / "store.sqlite", tmp_path / "first.log")
    page.goto(first.url)
    visitor.begin("Restarted")
    visitor.answer("start.decider", "The board")
    visitor.saved()
    link = link_in(page.url)
    first.stop()
    second = App(tmp_path / "store.sqlite", tmp_path / "second.log")
    page.goto(f"{second.url}/?workbook={link}")
    visitor.at("start")
    assert visitor.shown("start.decider") == "The board"
    visitor.answer("start.decider", "The new board")
    visitor.saved()
    second.stop()
    with open_log(f"sqlite:///{tmp_path / 'store.sqlite'}") as log:
        assert Workbook(log, link).state.values == {"start.decider": "The new board"}
